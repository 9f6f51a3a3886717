/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/taper.h"
#include "tests/support/test-folder.h"
#include "tests/support/test-shipped.h"

/* Every kind is written, read back, and says what was found. */
static void
test_kinds (void)
{
  static const struct {
    const char *name;
    TaperDtype dtype;
  } kinds[] = { { "a.safetensors", TAPER_DTYPE_F32 },
                { "b.safetensors", TAPER_DTYPE_F16 },
                { "c.ONNX", TAPER_DTYPE_F32 } };
  const TaperOnnxProperty property = { "task", "what for" };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (TaperBundle) bundle = shipped_bundle ("groceries-s8");
  const guint n_layers = taper_network_get_n_layers (taper_bundle_get_network (bundle));
  const guint n_bases = taper_bundle_get_n_bases (bundle);
  g_autofree float *coefficients = g_new (float, n_layers *n_bases);
  g_autoptr (TaperParameters) blend = taper_parameters_new (taper_bundle_get_network (bundle));

  for (guint i = 0; i < n_layers * n_bases; i++)
    coefficients[i] = 0.3f / (1 + i % n_bases);
  taper_bases_blend (taper_bundle_get_bases (bundle), coefficients, blend);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = test_folder_build (folder, kinds[i].name);
      g_autofree char *content = NULL;
      g_autoptr (GError) error = NULL;
      TaperModelCheck check;
      gsize size;

      g_assert_true (taper_model_file_write (bundle, blend, kinds[i].dtype, &property, 1, path,
                                             &check, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &content, &size, NULL));
      g_assert_nonnull (memmem (content, size, "what for", 8));
      g_assert_nonnull (memmem (content, size, "Granny-Smith", 12));
      g_assert_cmpuint (check.n_tensors, ==, i < 2 ? 2 * n_layers : n_layers);
      g_assert_cmpuint (check.n_probes, ==, i < 2 ? TAPER_MODEL_PROBES : 0);
      g_assert_cmpfloat (check.largest, >=, 0);
      if (i == 0)
        g_assert_cmpfloat (check.largest, ==, 0);
      if (i == 1)
        g_assert_cmpfloat (check.largest, >, 0);
    }
}

static void
test_nowhere (void)
{
  g_autoptr (TaperBundle) bundle = shipped_bundle ("groceries-s8");
  g_autoptr (GError) error = NULL;
  TaperModelCheck check;

  g_assert_false (taper_model_file_write (bundle, taper_bundle_get_generic (bundle),
                                          TAPER_DTYPE_F32, NULL, 0, "/dev/null/x.safetensors",
                                          &check, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model-file/kinds", test_kinds);
  g_test_add_func ("/model-file/nowhere", test_nowhere);
  return g_test_run ();
}
