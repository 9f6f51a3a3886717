/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-strip-chart.h"

#include <math.h>

#define WIDTH 700.0

static TaperStripPlot *
make_plot (const double *values, guint n)
{
  TaperStripPlot *plot = taper_strip_plot_new ();

  for (guint r = 0; r < 2; r++)
    {
      TaperStripRow row = {
        .label = g_strdup ("row"), .note = g_strdup ("note"), .mean = 1, .low = -1, .high = 3
      };

      taper_strip_plot_add_row (plot, &row);
      for (guint i = 0; i < n; i++)
        {
          TaperStripDot dot = { r, values[i], g_strdup_printf ("dot %u", r * n + i) };

          taper_strip_plot_add_dot (plot, &dot);
        }
    }
  return plot;
}

static void
test_limit (void)
{
  const double values[] = { 0, -12, 8 }, exact[] = { 10 };
  g_autoptr (TaperStripPlot) plot = make_plot (values, 3);
  g_autoptr (TaperStripPlot) other = make_plot (exact, 1);
  g_autoptr (TaperStripPlot) empty = make_plot (NULL, 0);

  g_assert_cmpfloat (taper_strip_plot_get_limit (plot), ==, 15);
  g_assert_cmpfloat (taper_strip_plot_get_limit (other), ==, 10);
  g_assert_cmpfloat (taper_strip_plot_get_limit (empty), ==, 5);
}

/* Every dot can be pointed at, those of equal value too, and the better lie further right. */
static void
test_hit (void)
{
  const double values[] = { -10, 0, 0, 0, 10 };
  g_autoptr (TaperStripPlot) plot = make_plot (values, 5);
  double height = taper_strip_chart.get_height (plot, WIDTH, NULL);
  double sum_x[10] = { 0 };
  guint n[10] = { 0 };

  g_assert_cmpuint (taper_strip_chart.get_n_items (plot), ==, 10);
  for (double y = 0; y < height; y++)
    for (double x = 0; x < WIDTH; x++)
      {
        int dot = taper_strip_chart.hit (plot, WIDTH, height, NULL, x, y);

        g_assert_cmpint (dot, >=, -1);
        g_assert_cmpint (dot, <, 10);
        if (dot < 0)
          continue;
        n[dot]++;
        sum_x[dot] += x;
      }
  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (n[i], >, 0);
  g_assert_cmpfloat (sum_x[0] / n[0] + 100, <, sum_x[1] / n[1]);
  g_assert_cmpfloat (sum_x[1] / n[1] + 100, <, sum_x[4] / n[4]);
  g_assert_cmpfloat (fabs (sum_x[1] / n[1] - sum_x[6] / n[6]), <, 2);
}

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  const guchar *data = cairo_image_surface_get_data (surface);

  return ((const guint32 *) (data + y * cairo_image_surface_get_stride (surface)))[x];
}

/* A dot is drawn where it is pointed at, wide and narrow. */
static void
test_draw (void)
{
  const double values[] = { -10, 10 }, widths[] = { WIDTH, 320 };
  g_autoptr (TaperStripPlot) plot = make_plot (values, 2);
  TaperPalette palette;
  const TaperDrawStyle style = { &palette, NULL };

  taper_palette_init (&palette, FALSE, FALSE);
  for (guint w = 0; w < 2; w++)
    {
      double height = taper_strip_chart.get_height (plot, widths[w], NULL);
      cairo_surface_t *surface =
          cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) widths[w], (int) ceil (height));
      cairo_t *cr = cairo_create (surface);
      guint n_hit = 0, n_drawn = 0;

      taper_strip_chart.draw (cr, plot, widths[w], height, 1, &style);
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      for (int y = 0; y < (int) height; y++)
        for (int x = 0; x < (int) widths[w]; x++)
          if (taper_strip_chart.hit (plot, widths[w], height, NULL, x + 0.5, y + 0.5) >= 0)
            {
              n_hit++;
              n_drawn += get_pixel (surface, x, y) != 0;
            }
      g_assert_cmpuint (n_hit, >, 0);
      g_assert_cmpuint (n_drawn, >, n_hit / 10);
      cairo_surface_destroy (surface);
    }
}

static void
test_describe (void)
{
  const double values[] = { 1, 2 };
  g_autoptr (TaperStripPlot) plot = make_plot (values, 2);
  g_autofree char *text = taper_strip_chart.describe (plot, 3);

  g_assert_cmpstr (text, ==, "dot 3");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strip-chart/limit", test_limit);
  g_test_add_func ("/strip-chart/hit", test_hit);
  g_test_add_func ("/strip-chart/draw", test_draw);
  g_test_add_func ("/strip-chart/describe", test_describe);
  return g_test_run ();
}
