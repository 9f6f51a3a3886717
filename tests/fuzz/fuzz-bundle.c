/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-bundle-preview.h"
#include "core/bundle/taper-bundle.h"
#include "core/taper-error.h"
#include "tests/support/fuzz-main.h"

#include <string.h>

/* What opened must be usable: a blend for each basis, and a prediction for the first class. */
static void
use (TaperBundle *bundle)
{
  TaperNetwork *network = taper_bundle_get_network (bundle);
  const guint n_layers = taper_network_get_n_layers (network);
  const guint n_bases = taper_bundle_get_n_bases (bundle);
  const guint first = 0;
  g_autoptr (TaperParameters) blended = taper_parameters_new (network);
  g_autoptr (TaperTask) task = taper_task_new (
      taper_class_list_get_n_classes (taper_bundle_get_classes (bundle)), &first, 1);
  g_autofree float *coefficients = g_new (float, n_layers *n_bases);

  taper_mixer_predict (taper_bundle_get_mixer (bundle), task, coefficients);
  taper_bases_blend (taper_bundle_get_bases (bundle), coefficients, blended);
  g_assert_true (taper_class_list_matches (taper_bundle_get_classes (bundle), 0, ""));
  g_assert_cmpuint (strlen (taper_bundle_get_sha256 (bundle)), ==, 64);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBundle) bundle = NULL;
  g_autoptr (TaperBundlePreview) preview = NULL;

  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  preview = taper_bundle_preview_parse (data, size, size, NULL);
  bundle = taper_bundle_new_from_bytes (bytes, "input", &error);
  g_assert_true ((bundle != NULL) == (error == NULL));
  g_assert_true (preview != NULL || bundle == NULL);
  if (bundle != NULL)
    use (bundle);
  else
    {
      g_assert_true (error->domain == TAPER_ERROR);
      g_assert_true (g_str_has_prefix (error->message, "input: "));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpuint (strlen (error->message), <, 2000);
    }
  return 0;
}
