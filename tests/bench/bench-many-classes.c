/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/bench-many-classes.h"

#include "tests/support/test-bundle.h"

/* The tensors of test_bundle_new() that have a row for each class. */
static const struct {
  const char *name, *dtype, *shape; /* with the number of classes as %u */
  guint n_bytes;                    /* of a class */
} tensors[] = {
  { "generic.head.weight", "F16", "[%u,6]", 12 },   { "generic.head.bias", "F16", "[%u]", 2 },
  { "bases.head.weight", "F16", "[2,%u,6]", 24 },   { "bases.head.bias", "F16", "[2,%u]", 4 },
  { "mixer.class_embedding", "F32", "[%u,3]", 12 }, { "mixer.prior", "F32", "[%u,2]", 8 },
};

static char *
make_classes (guint n_classes, guint n_groups)
{
  static const char *const nouns[] = { "apple", "kettle",  "heron", "lantern", "tractor",
                                       "cello", "slipper", "maple", "anchor",  "beetle" };
  GString *json = g_string_new ("[");

  for (guint i = 0; i < n_classes; i++)
    {
      const char *noun = nouns[i % G_N_ELEMENTS (nouns)];

      g_string_append_printf (json,
                              "%s{\"id\":\"c%u\",\"name\":\"%s of sort %u\",\"synonyms\":"
                              "[\"%s %u\"],\"group\":\"%s group %u\"}",
                              i > 0 ? "," : "", i, noun, i, noun, i % 97,
                              nouns[i % n_groups % G_N_ELEMENTS (nouns)], i % n_groups);
    }
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

gboolean
bench_many_classes_write (GFile *file, guint n_classes, guint n_groups, GError **error)
{
  g_autoptr (TestBundle) bundle = test_bundle_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree char *classes = make_classes (n_classes, n_groups);
  g_autofree char *head = g_strdup_printf ("\"in\": 6, \"out\": %u}", n_classes);
  g_autoptr (GBytes) bytes = NULL;

  test_bundle_set (bundle, "name", "Many classes");
  test_bundle_set (bundle, "classes", classes);
  test_bundle_replace (bundle, "model", "\"in\": 6, \"out\": 4}", head);
  for (guint t = 0; t < G_N_ELEMENTS (tensors); t++)
    {
      g_autoptr (GString) shape = g_string_new (tensors[t].shape);
      g_autofree char *n = g_strdup_printf ("%u", n_classes);
      GByteArray *data;

      g_string_replace (shape, "%u", n, 0);
      test_bundle_put_tensor (bundle, tensors[t].name, tensors[t].dtype, shape->str,
                              (gsize) tensors[t].n_bytes * n_classes);
      data = test_bundle_get_tensor (bundle, tensors[t].name)->data;
      /* Bytes below 0x3b make finite numbers below one of either kind. */
      for (guint i = 0; i < data->len; i++)
        data->data[i] = (guint8) g_rand_int_range (rand, 0, 0x3b);
    }
  bytes = test_bundle_to_bytes (bundle);
  return g_file_replace_contents (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                  NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, error);
}
