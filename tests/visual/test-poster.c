/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-poster.h"

static double
get_height (gpointer data, double width, TaperText *text)
{
  return 100;
}

static void
draw (cairo_t *cr, gpointer data, double width, double height, const TaperDrawStyle *style)
{
  cairo_set_source_rgb (cr, 1, 0, 0);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
  (*(guint *) data)++;
}

static TaperPoster *
make_poster (guint *n_drawn)
{
  static const TaperPosterFigure figure = { get_height, draw, NULL };
  TaperPoster *poster = taper_poster_new (400);

  taper_poster_add_text (poster, TAPER_POSTER_TITLE, "Title");
  taper_poster_add_text (poster, TAPER_POSTER_WARNING, "Hand-edited");
  taper_poster_add_figure (poster, &figure, n_drawn);
  taper_poster_add_numbers (poster, "a\t1");
  taper_poster_add_numbers (poster, "b\t2\n");
  return poster;
}

static guint32
get_uint32 (GBytes *bytes, gsize at)
{
  const guint8 *data = g_bytes_get_data (bytes, NULL);

  return (guint32) data[at] << 24 | (guint32) data[at + 1] << 16 | (guint32) data[at + 2] << 8 |
         data[at + 3];
}

/* Each scale gives so many times the pixels, out of one recording. */
static void
test_scales (void)
{
  guint n_drawn = 0;
  g_autoptr (TaperPoster) poster = make_poster (&n_drawn);
  const double height = taper_poster_get_height (poster);

  taper_poster_record (poster);
  g_assert_cmpuint (n_drawn, ==, 1);
  g_assert_cmpfloat (taper_poster_get_height (poster), ==, height);
  for (guint scale = 1; scale <= 4; scale++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = taper_poster_render (poster, TAPER_POSTER_PNG, scale, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (get_uint32 (bytes, 16), ==, 400 * scale);
      g_assert_cmpuint (get_uint32 (bytes, 20), ==, (guint32) height * scale);
    }
  g_assert_cmpuint (n_drawn, ==, 1);
}

static void
test_formats (void)
{
  static const char *const starts[] = { "\x89PNG", "<?xml", "%PDF-" };
  static const char *const names[] = { "a.PNG", "b.c.svg", "x.pdf" };
  guint n_drawn = 0;
  g_autoptr (TaperPoster) poster = make_poster (&n_drawn);
  TaperPosterFormat format;

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autoptr (GBytes) bytes = NULL;

      g_assert_true (taper_poster_format_from_name (names[i], &format));
      g_assert_cmpint (format, ==, i);
      bytes = taper_poster_render (poster, format, 1, NULL);
      g_assert_true (g_str_has_prefix (g_bytes_get_data (bytes, NULL), starts[i]));
    }
  g_assert_false (taper_poster_format_from_name ("picture.jpg", &format));
}

static void
test_text (void)
{
  guint n_drawn = 0;
  g_autoptr (TaperPoster) poster = make_poster (&n_drawn);
  g_autofree char *text = taper_poster_to_text (poster);

  g_assert_cmpstr (text, ==, "Title\nHand-edited\n\na\t1\n\nb\t2\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/poster/scales", test_scales);
  g_test_add_func ("/poster/formats", test_formats);
  g_test_add_func ("/poster/text", test_text);
  return g_test_run ();
}
