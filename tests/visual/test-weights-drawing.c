/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where filters lie, and that each weight has the grey it should have. */
#include "tests/support/app-wait.h"
#include "ui/draw/taper-filter-draw.h"
#include "ui/draw/taper-histogram-draw.h"

#include <math.h>

#define WIDTH 460
#define LINE 14

typedef struct {
  TaperBundle *bundle;
  TaperSnapshot *snapshot;
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperTask) task = NULL;

  f->bundle = test_open_bundle ("tiny-imagenet-s8");
  task = test_make_task (f->bundle, 5, 3);
  f->snapshot = taper_snapshot_new (1, f->bundle, task, 0);
  taper_mixer_predict (taper_bundle_get_mixer (f->bundle), task, f->snapshot->coefficients);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  taper_snapshot_unref (f->snapshot);
  taper_bundle_unref (f->bundle);
}

static void
check_layout (const TaperFilterLayout *layout)
{
  for (guint i = 0; i < layout->n_tiles; i++)
    {
      const TaperRect *a = &layout->tiles[i].rect;

      g_assert_cmpfloat (a->x, >=, 0);
      g_assert_cmpfloat (a->x + a->width, <=, layout->width + 1e-6);
      g_assert_cmpint (taper_filter_layout_hit (layout, a->x + a->width / 2, a->y + a->height / 2),
                       ==, i);
      for (guint j = 0; j < i; j++)
        {
          const TaperRect *b = &layout->tiles[j].rect;

          g_assert_true (a->x >= b->x + b->width || b->x >= a->x + a->width ||
                         a->y >= b->y + b->height || b->y >= a->y + a->height);
        }
    }
  g_assert_cmpint (taper_filter_layout_hit (layout, -50, -50), ==, -1);
}

/* Every layer of the network, both ways of reading, from every page. */
static void
test_layout (Fixture *f, gconstpointer unused)
{
  for (guint l = 0; l < f->snapshot->n_layers; l += 4)
    {
      g_autoptr (TaperWeights) weights = taper_weights_new (f->snapshot, l, NULL);

      for (guint rtl = 0; rtl < 2; rtl++)
        {
          TaperFilterLayout layout;

          for (guint first = 0; first < weights->out_channels; first += layout.n_fit)
            {
              taper_filter_layout_init_page (&layout, weights, WIDTH, first, LINE, rtl);
              g_assert_cmpuint (layout.n_tiles, ==, layout.n_columns * weights->n_sources);
              g_assert_cmpuint (layout.tiles[0].filter, ==, first);
              check_layout (&layout);
              taper_filter_layout_clear (&layout);
            }
          taper_filter_layout_init_single (&layout, weights, WIDTH, 1, LINE, rtl);
          g_assert_cmpuint (layout.n_tiles, ==, weights->n_sources);
          check_layout (&layout);
          taper_filter_layout_clear (&layout);
        }
    }
}

static guint32
get_pixel (cairo_surface_t *surface, double x, double y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);

  cairo_surface_flush (surface);
  return *(const guint32 *) (data + (gsize) y * cairo_image_surface_get_stride (surface) +
                             (gsize) x * 4);
}

static guint
expected_level (double value, double scale)
{
  return (guint) lround (127.5 + 127.5 * CLAMP (value / scale, -1, 1));
}

static cairo_surface_t *
draw (const TaperFilterLayout *layout, const TaperWeights *weights, gboolean differences)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) layout->width,
                                                         (int) layout->height + 1);
  cairo_t *cr = cairo_create (surface);
  TaperPalette palette;
  TaperDrawStyle style = { &palette, NULL };

  taper_palette_init (&palette, FALSE, FALSE);
  taper_filter_draw (cr, layout, weights, -1, differences, &style);
  cairo_destroy (cr);
  return surface;
}

/* The middle weight of a first-layer filter has the colour its three values
 * make. */
static void
test_colors (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperWeights) weights = taper_weights_new (f->snapshot, 0, NULL);
  TaperFilterLayout layout;
  cairo_surface_t *surface;

  taper_filter_layout_init_page (&layout, weights, WIDTH, 0, LINE, FALSE);
  surface = draw (&layout, weights, FALSE);
  for (guint i = 0; i < layout.n_tiles; i++)
    {
      const TaperFilterTile *tile = &layout.tiles[i];
      const float *filter = taper_weights_get_filter (weights, tile->source, tile->filter);
      guint32 pixel = get_pixel (surface, tile->rect.x + tile->rect.width / 2,
                                 tile->rect.y + tile->rect.height / 2);

      for (guint c = 0; c < 3; c++)
        g_assert_cmpuint (pixel >> (16 - 8 * c) & 0xff, ==,
                          expected_level (filter[c * 9 + 4], weights->scale));
    }
  cairo_surface_destroy (surface);
  taper_filter_layout_clear (&layout);
}

/* The generic differs from itself by nothing: middle grey all over; the others
 * do differ. */
static void
test_differences (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperWeights) weights = taper_weights_new (f->snapshot, 3, NULL);
  TaperFilterLayout layout;
  cairo_surface_t *surface;
  guint n_other = 0;

  taper_filter_layout_init_page (&layout, weights, WIDTH, 0, LINE, FALSE);
  surface = draw (&layout, weights, TRUE);
  for (guint i = 0; i < layout.n_tiles; i++)
    for (guint y = 4; y < layout.tiles[i].rect.height - 4; y += 5)
      {
        guint32 pixel = get_pixel (surface, layout.tiles[i].rect.x + 8, layout.tiles[i].rect.y + y);

        if (layout.tiles[i].source == TAPER_WEIGHTS_GENERIC)
          g_assert_cmphex (pixel, ==, 0xff808080);
        else
          n_other += pixel != 0xff808080;
      }
  g_assert_cmpuint (n_other, >, 20);
  cairo_surface_destroy (surface);
  taper_filter_layout_clear (&layout);
}

/* A strip shows each basis as long as its coefficient. */
static void
test_strip (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperWeights) weights = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 100, 10);
  cairo_t *cr = cairo_create (surface);
  const TaperRect rect = { 0, 0, 100, 10 };
  TaperPalette palette;
  TaperColor color;
  guint32 pixel;

  for (guint k = 0; k < f->snapshot->n_bases; k++)
    f->snapshot->coefficients[k] = k == 2 ? 1 : 0;
  weights = taper_weights_new (f->snapshot, 0, NULL);
  taper_palette_init (&palette, FALSE, FALSE);
  taper_blend_strip_draw (cr, &rect, weights, 0, FALSE, &palette);
  cairo_destroy (cr);
  color = taper_palette_get_basis (&palette, 2);
  pixel = get_pixel (surface, 50, 5);
  g_assert_cmpint (pixel >> 16 & 0xff, ==, lround (color.red * 255));
  g_assert_cmpint (pixel >> 8 & 0xff, ==, lround (color.green * 255));
  cairo_surface_destroy (surface);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/weights-drawing/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("layout", test_layout);
  ADD ("colors", test_colors);
  ADD ("differences", test_differences);
  ADD ("strip", test_strip);
  return g_test_run ();
}
