/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image.h"
#include "core/taper-error.h"
#include "tests/support/fuzz-main.h"

#include <string.h>

#define SIDE 16

/* Asks once for every byte, so that a sanitizer sees pixels that were never written. */
static guint
sum_pixels (const TaperImage *image)
{
  gsize n = (gsize) taper_image_get_width (image) * taper_image_get_height (image) * 3;
  const guint8 *pixels = taper_image_get_pixels (image);
  guint sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += pixels[i];
  return sum;
}

/* The path of every picture, from bytes to a network's input. */
static void
use (const TaperImage *image, guint min_side)
{
  static const TaperInputSpec spec = {
    3, SIDE, SIDE, { 0.485f, 0.456f, 0.406f }, { 0.229f, 0.224f, 0.225f }
  };
  guint width = taper_image_get_original_width (image);
  guint height = taper_image_get_original_height (image);
  g_autoptr (TaperImage) fitted = taper_image_fit (image, SIDE, SIDE);
  g_autoptr (TaperImage) thumbnail = taper_image_thumbnail (image, SIDE);
  g_autofree char *notes = taper_image_notes_to_string (taper_image_get_notes (image));
  float input[3 * SIDE * SIDE];

  g_assert_cmpuint (taper_image_get_width (image), >, 0);
  g_assert_cmpuint (taper_image_get_width (image), <=, width);
  g_assert_cmpuint (taper_image_get_height (image), >, 0);
  g_assert_cmpuint (taper_image_get_height (image), <=, height);
  g_assert_cmpuint (MIN (taper_image_get_width (image), taper_image_get_height (image)), >=,
                    MIN (min_side, MIN (width, height)));
  g_assert_cmpuint (sum_pixels (image), <=, G_MAXUINT);
  g_assert_cmpuint (MAX (taper_image_get_width (thumbnail), taper_image_get_height (thumbnail)), <=,
                    SIDE);
  g_assert_nonnull (notes);
  taper_image_to_input (fitted, &spec, input);
  for (guint i = 0; i < G_N_ELEMENTS (input); i++)
    g_assert_cmpfloat (ABS (input[i]), <, 3);
}

/* Complaints of a loader about a file are no fault of ours: the error is. */
static void
ignore_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const guint min_sides[] = { 0, SIDE };
  static const char *const domains[] = { NULL, "GLib", "GLib-GObject", "GLib-GIO" };
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);

  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    g_log_set_fatal_mask (domains[i], G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_log_set_handler ("GdkPixbuf", G_LOG_LEVEL_MASK, ignore_cb, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (min_sides); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TaperImage) image =
          taper_image_new_from_bytes (bytes, "input", min_sides[i], &error);

      g_assert_true ((image != NULL) == (error == NULL));
      if (image != NULL)
        {
          use (image, min_sides[i]);
          continue;
        }
      g_assert_true (error->domain == TAPER_ERROR);
      g_assert_true (g_str_has_prefix (error->message, "input: "));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpuint (strlen (error->message), <, 2000);
    }
  return 0;
}
