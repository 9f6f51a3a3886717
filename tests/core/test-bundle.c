/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-bundle.h"
#include "core/taper-error.h"
#include "tests/support/test-bundle.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static TaperBundle *
open_bytes (TestBundle *bundle, GError **error)
{
  g_autoptr (GBytes) bytes = test_bundle_to_bytes (bundle);

  return taper_bundle_new_from_bytes (bytes, "tiny", error);
}

static void
test_tiny (void)
{
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (GBytes) bytes = test_bundle_to_bytes (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBundle) bundle = taper_bundle_new_from_bytes (bytes, "tiny", &error);
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  const guint *classes;
  guint n;

  g_assert_no_error (error);
  g_assert_cmpstr (taper_bundle_get_name (bundle), ==, "Tiny");
  g_assert_cmpstr (taper_bundle_get_path (bundle), ==, "tiny");
  g_assert_cmpuint (taper_bundle_get_file_size (bundle), ==, g_bytes_get_size (bytes));
  g_assert_cmpstr (taper_bundle_get_sha256 (bundle), ==, digest);
  g_assert_cmpstr (taper_bundle_get_sha256 (bundle), ==, digest);
  g_assert_cmpuint (taper_network_get_n_layers (taper_bundle_get_network (bundle)), ==, 4);
  g_assert_cmpuint (taper_class_list_get_n_classes (taper_bundle_get_classes (bundle)), ==, 4);
  g_assert_true (taper_parameters_get_network (taper_bundle_get_generic (bundle)) ==
                 taper_bundle_get_network (bundle));
  g_assert_cmpuint (taper_bases_get_n_bases (taper_bundle_get_bases (bundle)), ==, 2);
  g_assert_cmpuint (taper_mixer_get_n_layers (taper_bundle_get_mixer (bundle)), ==, 4);
  g_assert_cmpuint (taper_bundle_get_n_bases (bundle), ==, 2);
  g_assert_cmpstr (taper_bundle_get_basis_name (bundle, 1), ==, "others");
  classes = taper_bundle_get_basis_classes (bundle, 1, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (classes[0], ==, 2);
  g_assert_cmpuint (classes[1], ==, 3);
  g_assert_cmpstr (taper_bundle_get_provenance (bundle), ==, "{\"data\": \"made up\"}");
  g_assert_nonnull (strstr (taper_bundle_get_mixer_json (bundle), "mean-embedding-mlp"));
}

static void
test_no_provenance (void)
{
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBundle) bundle = NULL;

  test_bundle_set (source, "provenance", NULL);
  bundle = open_bytes (source, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (taper_bundle_get_provenance (bundle), ==, "{}");
}

typedef struct {
  const char *key, *old, *new; /* old NULL: the whole value; new NULL: remove */
  int code;
  const char *message;
} Damage;

static const Damage damages[] = {
  { "format", NULL, NULL, TAPER_ERROR_FORMAT,
    "a safetensors file, but not a Taper bundle: “format” is missing, expected “taper-bundle”" },
  { "format", NULL, "pt", TAPER_ERROR_FORMAT,
    "a safetensors file, but not a Taper bundle: “format” is another, expected “taper-bundle”" },
  { "format_version", NULL, NULL, TAPER_ERROR_INVALID, "the metadata has no “format_version”" },
  { "format_version", NULL, "2", TAPER_ERROR_UNSUPPORTED, "“format_version” is “2”, expected “1”" },
  { "name", NULL, NULL, TAPER_ERROR_INVALID, "the metadata has no “name”" },
  { "name", NULL, "", TAPER_ERROR_INVALID, "“name” has 0 bytes, expected 1 to 255" },
  { "model", NULL, NULL, TAPER_ERROR_INVALID, "the metadata has no “model”" },
  { "model", NULL, "{", TAPER_ERROR_INVALID, "model: not JSON: incomplete at byte 1" },
  { "model", "conv2d", "lstm", TAPER_ERROR_UNSUPPORTED,
    "model: node “stem”: unknown operation “lstm”" },
  { "model", "\"add\": \"short\"", "\"add\": \"stem\"", TAPER_ERROR_INVALID,
    "model: node “main”: “add” names “stem” of shape [4, 4, 4], expected [6, 4, 4]" },
  { "model", "\"stem\", \"main\"", "\"stem\"", TAPER_ERROR_INVALID,
    "model: layer “main” is missing from “mixed”" },
  { "model", "\"out\": 4}", "\"out\": 5}", TAPER_ERROR_INVALID,
    "there are 4 classes, but the network has 5 outputs" },
  { "classes", NULL, NULL, TAPER_ERROR_INVALID, "the metadata has no “classes”" },
  { "classes", NULL, "[]", TAPER_ERROR_INVALID, "classes: 0 classes, expected 1 to 100000" },
  { "classes", "\"c1\"", "\"\"", TAPER_ERROR_INVALID,
    "classes: class 1: “id” has 0 bytes, expected 1 to 255" },
  { "classes", "\"c1\"", "\"c0\"", TAPER_ERROR_INVALID,
    "classes: class 1: the id “c0” is that of class 0" },
  { "classes", ", {\"id\": \"c3\", \"name\": \"leek\", \"group\": \"vegetables\"}", "",
    TAPER_ERROR_INVALID, "there are 3 classes, but the network has 4 outputs" },
  { "bases", NULL, NULL, TAPER_ERROR_INVALID, "the metadata has no “bases”" },
  { "bases", NULL, "[]", TAPER_ERROR_INVALID, "bases: there are 0, expected 1 to 256" },
  { "bases", NULL, "[1]", TAPER_ERROR_INVALID,
    "basis 0: “bases” number 1 is a number, expected an object" },
  { "bases", NULL, "{}", TAPER_ERROR_INVALID, "bases: expected JSON array, found JsonObject" },
  { "bases", "\"c2\"", "\"c9\"", TAPER_ERROR_INVALID, "basis 1: no class has the id “c9”" },
  { "bases", "\"c2\"", "\"C2\"", TAPER_ERROR_INVALID, "basis 1: no class has the id “C2”" },
  { "bases", "\"c2\"", "\"carrot\"", TAPER_ERROR_INVALID, "basis 1: no class has the id “carrot”" },
  { "bases", "\"c2\"", "2", TAPER_ERROR_INVALID,
    "basis 1: “classes” number 1 is a number, expected a string" },
  { "bases", "\"c2\"", "\"c0\", \"c0\", \"c0\", \"c0\"", TAPER_ERROR_INVALID,
    "basis 1: “classes” has 5 elements, but there are 4 classes" },
  { "bases", "\"c2\"", "\"c3\"", TAPER_ERROR_INVALID, "basis 1: the class “c3” is there twice" },
  { "bases", "\"name\": \"others\", ", "", TAPER_ERROR_INVALID, "basis 1: “name” is missing" },
  { "bases", "\"name\": \"others\"", "\"name\": \"\"", TAPER_ERROR_INVALID,
    "basis 1: “name” has 0 bytes, expected 1 to 255" },
  { "mixer", NULL, NULL, TAPER_ERROR_INVALID, "the metadata has no “mixer”" },
  { "mixer", NULL, "[]", TAPER_ERROR_INVALID, "mixer: expected JSON object, found JsonArray" },
  { "mixer", "mean-embedding-mlp", "transformer", TAPER_ERROR_UNSUPPORTED,
    "mixer: “type” is “transformer”, expected “mean-embedding-mlp”" },
  { "mixer", "relu", "gelu", TAPER_ERROR_UNSUPPORTED,
    "mixer: “activation” is “gelu”, expected “relu”" },
  { "mixer", "softmax", "linear", TAPER_ERROR_UNSUPPORTED,
    "mixer: “coefficients” is “linear”, expected “softmax”" },
  { "mixer", "\"activation\": \"relu\", ", "", TAPER_ERROR_INVALID,
    "mixer: “activation” is missing" },
  { "provenance", NULL, "none", TAPER_ERROR_INVALID,
    "provenance: not JSON: neither an object nor an array at byte 0" },
};

static void
test_metadata (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      const Damage *damage = &damages[i];
      g_autoptr (TestBundle) source = test_bundle_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *expected = g_strconcat ("tiny: ", damage->message, NULL);

      if (damage->old == NULL)
        test_bundle_set (source, damage->key, damage->new);
      else
        test_bundle_replace (source, damage->key, damage->old, damage->new);
      g_assert_null (open_bytes (source, &error));
      g_assert_nonnull (error);
      g_assert_cmpstr (error->message, ==, expected);
      g_assert_error (error, TAPER_ERROR, damage->code);
    }
}

static void
test_too_many_bases (void)
{
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (GString) bases = g_string_new ("[");
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 257; i++)
    g_string_append_printf (bases, "%s{\"name\": \"b\", \"classes\": []}", i > 0 ? "," : "");
  g_string_append_c (bases, ']');
  test_bundle_set (source, "bases", bases->str);
  g_assert_null (open_bytes (source, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT);
  g_assert_cmpstr (error->message, ==, "tiny: bases: there are 257, expected 1 to 256");
}

static void
test_deep (void)
{
  static const char *const keys[] = { "model", "classes", "bases", "mixer", "provenance" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (TestBundle) source = test_bundle_new ();
      g_autofree char *deep = g_strnfill (200000, '[');
      g_autofree char *prefix = g_strdup_printf ("tiny: %s: not JSON: nested too deeply", keys[i]);
      g_autoptr (GError) error = NULL;

      test_bundle_set (source, keys[i], deep);
      g_assert_null (open_bytes (source, &error));
      g_assert_error (error, TAPER_ERROR, TAPER_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, prefix));
    }
}

/* The file may be overwritten, shrink and vanish while the bundle is in use. */
static void
test_file_vanishes (void)
{
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (GBytes) bytes = test_bundle_to_bytes (source);
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBundle) bundle = NULL;
  g_autoptr (TaperParameters) blended = NULL;
  const float coefficients[8] = { 0, 1, 0, 1, 0, 1, 0, 1 };
  float bias[6], basis_bias[6];

  close (g_file_open_tmp ("taper-bundle-XXXXXX", &path, NULL));
  g_assert_true (
      g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
  bundle = taper_bundle_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (taper_bundle_get_path (bundle), ==, path);
  g_assert_cmpint (truncate (path, 0), ==, 0);
  g_assert_cmpint (g_unlink (path), ==, 0);

  g_assert_cmpstr (taper_bundle_get_sha256 (bundle), ==, digest);
  blended = taper_parameters_new (taper_bundle_get_network (bundle));
  taper_bases_blend (taper_bundle_get_bases (bundle), coefficients, blended);
  taper_parameters_get_layer (blended, 1, NULL, bias);
  taper_bases_get_layer (taper_bundle_get_bases (bundle), 1, 1, NULL, basis_bias);
  g_assert_cmpmem (bias, sizeof bias, basis_bias, sizeof basis_bias);
}

static void
test_open_errors (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (taper_bundle_open ("/nonexistent.safetensors", &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_clear_error (&error);
  g_assert_null (taper_bundle_open ("/", &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_clear_error (&error);
  g_autofree char *picture =
      g_test_build_filename (G_TEST_DIST, "golden", "images", "banana.png", NULL);
  g_assert_null (taper_bundle_open (picture, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_FORMAT);
  g_assert_true (g_str_has_suffix (error->message, ": not a safetensors file, but a PNG picture"));
}

static gpointer
ask_digest (gpointer bundle)
{
  return (gpointer) taper_bundle_get_sha256 (bundle);
}

static void
test_digest_threads (void)
{
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (TaperBundle) bundle = open_bytes (source, NULL);
  GThread *threads[8];
  const char *digest = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("digest", ask_digest, bundle);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      const char *answer = g_thread_join (threads[i]);
      g_assert_nonnull (answer);
      g_assert_true (digest == NULL || digest == answer);
      digest = answer;
    }
}

typedef struct {
  const char *file, *name, *sha256;
  guint n_classes, n_groups, n_params;
  guint64 macs;
  const char *first_basis;
} Shipped;

static const Shipped shipped[] = {
  { "tiny-imagenet-s8", "Everyday objects, small",
    "43db6cbb75e44304247b917dc2f67e75d4d6bc480662fd6078faf7d30b4a5e59", 200, 16, 188152, 8884736,
    "mammals and dogs and cats" },
  { "tiny-imagenet-s16", "Everyday objects",
    "d3ade84ac20291eb0b7a8df8baaa572d417fdf83c7ff40eb41e9518d46263f9c", 200, 16, 724776, 35070976,
    "clothing and sport and music" },
  { "groceries-s8", "Groceries, small",
    "20e8deda7507b67b18b06d1499e8e2c76008073cd71feb80e97bdf51432550e0", 81, 43, 180417, 8877120,
    "Kiwi and Oatghurt" },
  { "groceries-s16", "Groceries",
    "066989e481387c8565c3a7574b5a7dc3e4712974164fb3987d3aabf0ddfa137f", 81, 43, 709425, 35055744,
    "Tomato and Potato" },
};

static void
test_shipped (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shipped); i++)
    {
      const Shipped *wanted = &shipped[i];
      g_autofree char *file = g_strconcat (wanted->file, ".safetensors", NULL);
      g_autofree char *path = g_build_filename (g_getenv ("TAPER_DATADIR"), "bundles", file, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (TaperBundle) bundle = taper_bundle_open (path, &error);
      TaperNetwork *network;
      TaperClassList *classes;
      guint n;

      g_assert_no_error (error);
      network = taper_bundle_get_network (bundle);
      classes = taper_bundle_get_classes (bundle);
      g_assert_cmpstr (taper_bundle_get_name (bundle), ==, wanted->name);
      g_assert_cmpuint (taper_class_list_get_n_classes (classes), ==, wanted->n_classes);
      g_assert_cmpuint (taper_class_list_get_n_groups (classes), ==, wanted->n_groups);
      g_assert_cmpuint (taper_network_get_n_params (network), ==, wanted->n_params);
      g_assert_cmpuint (taper_network_get_macs (network), ==, wanted->macs);
      g_assert_cmpuint (taper_network_get_n_layers (network), ==, 21);
      g_assert_cmpuint (taper_bundle_get_n_bases (bundle), ==, 8);
      g_assert_cmpstr (taper_bundle_get_basis_name (bundle, 0), ==, wanted->first_basis);
      taper_bundle_get_basis_classes (bundle, 0, &n);
      g_assert_cmpuint (n, >, 0);
      g_assert_cmpstr (taper_bundle_get_sha256 (bundle), ==, wanted->sha256);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bundle/tiny", test_tiny);
  g_test_add_func ("/bundle/no-provenance", test_no_provenance);
  g_test_add_func ("/bundle/metadata", test_metadata);
  g_test_add_func ("/bundle/too-many-bases", test_too_many_bases);
  g_test_add_func ("/bundle/deep", test_deep);
  g_test_add_func ("/bundle/file-vanishes", test_file_vanishes);
  g_test_add_func ("/bundle/open-errors", test_open_errors);
  g_test_add_func ("/bundle/digest-threads", test_digest_threads);
  g_test_add_func ("/bundle/shipped", test_shipped);
  return g_test_run ();
}
