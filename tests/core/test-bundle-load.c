/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-bundle.h"
#include "core/taper-error.h"
#include "core/tensor/taper-half.h"
#include "tests/support/test-bundle.h"

#include <string.h>

static TaperBundle *
open_bytes (TestBundle *source, GError **error)
{
  g_autoptr (GBytes) bytes = test_bundle_to_bytes (source);

  return taper_bundle_new_from_bytes (bytes, "tiny", error);
}

static void assert_refused (TestBundle *source, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
assert_refused (TestBundle *source, const char *format, ...)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL, *expected = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  expected = g_strconcat ("tiny: ", message, NULL);
  g_assert_null (open_bytes (source, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_INVALID);
}

static void
read_halves (TestBundle *source, const char *name, float *out)
{
  GByteArray *data = test_bundle_get_tensor (source, name)->data;

  taper_half_to_float ((const guint16 *) (gconstpointer) data->data, out, data->len / 2);
}

/* Each value is where it belongs. */
static void
test_values (void)
{
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBundle) bundle = open_bytes (source, &error);
  TaperNetwork *network = taper_bundle_get_network (bundle);

  g_assert_no_error (error);
  for (guint i = 0; i < taper_network_get_n_layers (network); i++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, i);
      static const char *const parts[] = { "weight", "bias" };

      for (guint part = 0; part < 2; part++)
        {
          const gsize n = part == 0 ? layer->n_weights : layer->out_channels;
          g_autofree char *generic = g_strdup_printf ("generic.%s.%s", layer->name, parts[part]);
          g_autofree char *bases = g_strdup_printf ("bases.%s.%s", layer->name, parts[part]);
          g_autofree float *wanted = g_new (float, 2 * n), *got = g_new (float, n);

          read_halves (source, generic, wanted);
          taper_parameters_get_layer (taper_bundle_get_generic (bundle), i, part == 0 ? got : NULL,
                                      part == 1 ? got : NULL);
          g_assert_cmpmem (got, n * sizeof (float), wanted, n * sizeof (float));
          read_halves (source, bases, wanted);
          for (guint k = 0; k < 2; k++)
            {
              taper_bases_get_layer (taper_bundle_get_bases (bundle), k, i, part == 0 ? got : NULL,
                                     part == 1 ? got : NULL);
              g_assert_cmpmem (got, n * sizeof (float), wanted + k * n, n * sizeof (float));
            }
        }
    }
}

static const char *const names[] = {
  "generic.stem.weight",    "generic.main.bias",
  "bases.short.weight",     "bases.head.bias",
  "generic.head.weight",    "bases.stem.weight",
  "mixer.class_embedding",  "mixer.encoder.0.weight",
  "mixer.encoder.0.bias",   "mixer.encoder.1.weight",
  "mixer.encoder.1.bias",   "mixer.predictor.0.weight",
  "mixer.predictor.0.bias", "mixer.predictor.1.weight",
  "mixer.predictor.1.bias", "mixer.prior",
  "mixer.prior_scale",
};

/* As messages have it: spaces after commas. */
static char *
shown_shape (TestBundle *source, const char *name)
{
  g_auto (GStrv) parts = NULL;

  if (g_str_equal (name, "mixer.class_embedding"))
    return g_strdup ("[4, any]");
  if (g_str_equal (name, "mixer.encoder.0.weight"))
    return g_strdup ("[any, any]");
  parts = g_strsplit (test_bundle_get_tensor (source, name)->shape, ",", -1);
  return g_strjoinv (", ", parts);
}

static void
test_missing (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TestBundle) source = test_bundle_new ();
      g_autofree char *shape = shown_shape (source, names[i]);

      test_bundle_remove_tensor (source, names[i]);
      assert_refused (source, "tensor “%s” is missing, expected with shape %s", names[i], shape);
    }
}

/* A layer of the network without any tensor. */
static void
test_missing_layer (void)
{
  g_autoptr (TestBundle) source = test_bundle_new ();

  test_bundle_remove_tensor (source, "generic.main.weight");
  test_bundle_remove_tensor (source, "generic.main.bias");
  test_bundle_remove_tensor (source, "bases.main.weight");
  test_bundle_remove_tensor (source, "bases.main.bias");
  assert_refused (source,
                  "tensor “generic.main.weight” is missing, expected with shape [6, 4, 3, 3]");
}

static void
test_wrong_shape (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TestBundle) source = test_bundle_new ();
      g_autofree char *shape = shown_shape (source, names[i]);

      test_bundle_put_tensor (source, names[i], "F32", "[7,1,2]", 56);
      assert_refused (source, "tensor “%s” has shape [7, 1, 2], expected %s", names[i], shape);
    }
}

typedef struct {
  const char *name, *shape;
  gsize n_bytes;
  const char *message;
} Reshape;

static const Reshape reshapes[] = {
  /* wrong K */
  { "bases.stem.weight", "[3,4,3,3,3]", 648,
    "has shape [3, 4, 3, 3, 3], expected [2, 4, 3, 3, 3]" },
  { "bases.main.bias", "[1,6]", 12, "has shape [1, 6], expected [2, 6]" },
  /* turned round, or a dimension too many or too few, with as many values */
  { "generic.head.weight", "[6,4]", 48, "has shape [6, 4], expected [4, 6]" },
  { "generic.head.weight", "[4,6,1,1]", 48, "has shape [4, 6, 1, 1], expected [4, 6]" },
  { "generic.short.weight", "[6,4]", 48, "has shape [6, 4], expected [6, 4, 1, 1]" },
  { "generic.stem.bias", "[1,4]", 8, "has shape [1, 4], expected [4]" },
  { "generic.stem.bias", "[]", 2, "has shape [], expected [4]" },
  { "generic.stem.bias", "[0]", 0, "has shape [0], expected [4]" },
  /* mixer: D and H must agree, C, K and L fit */
  { "mixer.class_embedding", "[5,3]", 30, "has shape [5, 3], expected [4, any]" },
  { "mixer.class_embedding", "[4,0]", 0, "has shape [4, 0], expected [4, any]" },
  { "mixer.class_embedding", "[4,70000]", 560000, "has shape [4, 70000], expected [4, any]" },
  { "mixer.encoder.0.weight", "[5,2]", 20, "has shape [5, 2], expected [5, 3]" },
  { "mixer.predictor.1.weight", "[10,5]", 100, "has shape [10, 5], expected [8, 5]" },
  { "mixer.prior", "[2,4]", 16, "has shape [2, 4], expected [4, 2]" },
  { "mixer.prior_scale", "[1]", 2, "has shape [1], expected [4]" },
};

static void
test_reshaped (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reshapes); i++)
    {
      g_autoptr (TestBundle) source = test_bundle_new ();

      test_bundle_put_tensor (source, reshapes[i].name, "F16", reshapes[i].shape,
                              reshapes[i].n_bytes);
      assert_refused (source, "tensor “%s” %s", reshapes[i].name, reshapes[i].message);
    }
}

/* K = 3 in the metadata, 2 in the tensors. */
static void
test_one_basis_more (void)
{
  g_autoptr (TestBundle) source = test_bundle_new ();

  test_bundle_replace (source, "bases", "[{", "[{\"name\": \"new\", \"classes\": []}, {");
  assert_refused (source,
                  "tensor “bases.stem.weight” has shape [2, 4, 3, 3, 3], expected [3, 4, 3, 3, 3]");
}

static void
test_not_finite (void)
{
  static const guint16 halves[] = { 0x7e00, 0x7c00 };
  static const guint32 floats[] = { 0x7fc00000, 0xff800000 };
  static const char *const words[] = { "NaN", "infinite" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (int kind = 0; kind < 2; kind++)
      {
        g_autoptr (TestBundle) source = test_bundle_new ();
        TestTensor *tensor = test_bundle_get_tensor (source, names[i]);
        const gsize size = g_str_equal (tensor->dtype, "F32") ? 4 : 2;

        memcpy (tensor->data->data + tensor->data->len - size,
                size == 4 ? (const void *) &floats[kind] : &halves[kind], size);
        assert_refused (source,
                        "tensor “%s”: value %" G_GSIZE_FORMAT " is %s, expected a finite number",
                        names[i], tensor->data->len / size - 1, words[kind]);
      }
}

static void
test_prior (void)
{
  g_autoptr (TestBundle) without = test_bundle_new ();
  g_autoptr (TestBundle) half = test_bundle_new ();
  g_autoptr (TestBundle) other_half = test_bundle_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBundle) bundle = NULL;

  test_bundle_remove_tensor (half, "mixer.prior_scale");
  assert_refused (half, "tensor “mixer.prior_scale” is missing, expected with shape [4]");
  test_bundle_remove_tensor (other_half, "mixer.prior");
  assert_refused (other_half, "tensor “mixer.prior” is missing, expected with shape [4, 2]");
  test_bundle_remove_tensor (without, "mixer.prior");
  test_bundle_remove_tensor (without, "mixer.prior_scale");
  bundle = open_bytes (without, &error);
  g_assert_no_error (error);
}

/* Bases are kept in fp16, whatever the file has: the largest that fits, and the first that does
 * not. */
static void
test_half_range (void)
{
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBundle) bundle = NULL;
  const float largest = -65519.9f, too_large = -65520;
  float bias[6];

  test_bundle_put_tensor (source, "bases.main.bias", "F32", "[2,6]", 48);
  memcpy (test_bundle_get_tensor (source, "bases.main.bias")->data->data + 44, &largest, 4);
  bundle = open_bytes (source, &error);
  g_assert_no_error (error);
  taper_bases_get_layer (taper_bundle_get_bases (bundle), 1, 1, NULL, bias);
  g_assert_cmpfloat (bias[5], ==, -65504);

  memcpy (test_bundle_get_tensor (source, "bases.main.bias")->data->data + 44, &too_large, 4);
  assert_refused (source, "tensor “bases.main.bias”: value 11 is -65520, expected at most 65504 "
                          "in magnitude");
}

static void
test_brain_floats (void)
{
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBundle) bundle = NULL;
  const guint16 two = 0x4000;
  float bias[4];

  test_bundle_put_tensor (source, "generic.stem.bias", "BF16", "[4]", 8);
  memcpy (test_bundle_get_tensor (source, "generic.stem.bias")->data->data + 2, &two, 2);
  bundle = open_bytes (source, &error);
  g_assert_no_error (error);
  taper_parameters_get_layer (taper_bundle_get_generic (bundle), 0, NULL, bias);
  g_assert_cmpfloat (bias[0], ==, 0);
  g_assert_cmpfloat (bias[1], ==, 2);
}

/* Tensors nobody asks for are somebody else's business. */
static void
test_more_tensors (void)
{
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBundle) bundle = NULL;

  test_bundle_put_tensor (source, "thumbnail", "F16", "[3,2]", 12);
  bundle = open_bytes (source, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bundle-load/values", test_values);
  g_test_add_func ("/bundle-load/missing", test_missing);
  g_test_add_func ("/bundle-load/missing-layer", test_missing_layer);
  g_test_add_func ("/bundle-load/wrong-shape", test_wrong_shape);
  g_test_add_func ("/bundle-load/reshaped", test_reshaped);
  g_test_add_func ("/bundle-load/one-basis-more", test_one_basis_more);
  g_test_add_func ("/bundle-load/not-finite", test_not_finite);
  g_test_add_func ("/bundle-load/prior", test_prior);
  g_test_add_func ("/bundle-load/half-range", test_half_range);
  g_test_add_func ("/bundle-load/brain-floats", test_brain_floats);
  g_test_add_func ("/bundle-load/more-tensors", test_more_tensors);
  return g_test_run ();
}
