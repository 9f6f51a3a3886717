/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-atlas-chart.h"

#include <glib/gi18n.h>
#include <math.h>

#define SHAPE 0.62 /* height of the map against its width */
#define MOST_HEIGHT 900.0
#define MARGIN 12.0
#define RADIUS 4.0
/* So near a dot is pointed at. */
#define REACH 10.0
#define CHIP 10.0
#define GAP 6.0

static void
clear_dot (gpointer data)
{
  g_free (((TaperMapDot *) data)->description);
}

static GArray *
make_dots (void)
{
  GArray *dots = g_array_new (FALSE, FALSE, sizeof (TaperMapDot));

  g_array_set_clear_func (dots, clear_dot);
  return dots;
}

TaperMap *
taper_map_new (char **names)
{
  TaperMap *self = g_new0 (TaperMap, 1);

  self->names = names;
  self->dots = make_dots ();
  self->labels = make_dots ();
  return self;
}

void
taper_map_free (TaperMap *self)
{
  g_array_unref (self->dots);
  g_array_unref (self->labels);
  g_strfreev (self->names);
  g_free (self);
}

void
taper_map_add_dot (TaperMap *self, const TaperMapDot *dot)
{
  g_array_append_vals (self->dots, dot, 1);
}

void
taper_map_add_label (TaperMap *self, const TaperMapDot *label)
{
  g_array_append_vals (self->labels, label, 1);
}

/* --- places ----------------------------------------------------------------------------------- */

/* One scale for both axes, so that distances compare. */
typedef struct {
  double line, width, height; /* of the map; the legend is below */
  double scale, left, top;    /* screen = (value - left) * scale, y upwards */
} Layout;

static Layout
lay_out (const TaperMap *map, double width, TaperText *text)
{
  Layout layout = { .line = taper_chart_get_line (text),
                    .width = width,
                    .height = MIN (width * SHAPE, MOST_HEIGHT) };
  double low_x = 0, high_x = 0, low_y = 0, high_y = 0, span_x, span_y;

  for (guint i = 0; i < map->dots->len; i++)
    {
      const TaperMapDot *dot = &g_array_index (map->dots, TaperMapDot, i);

      low_x = MIN (low_x, dot->x);
      high_x = MAX (high_x, dot->x);
      low_y = MIN (low_y, dot->y);
      high_y = MAX (high_y, dot->y);
    }
  span_x = MAX (high_x - low_x, 1e-9);
  span_y = MAX (high_y - low_y, 1e-9);
  layout.scale = MIN ((layout.width - 4 * MARGIN) / span_x, (layout.height - 4 * MARGIN) / span_y);
  layout.left = (low_x + high_x) / 2 - layout.width / 2 / layout.scale;
  layout.top = (low_y + high_y) / 2 + layout.height / 2 / layout.scale;
  return layout;
}

static double
get_x (const Layout *layout, double x)
{
  return CLAMP ((x - layout->left) * layout->scale, MARGIN, layout->width - MARGIN);
}

static double
get_y (const Layout *layout, double y)
{
  return CLAMP ((layout->top - y) * layout->scale, MARGIN, layout->height - MARGIN);
}

/* Entries of the legend one after the other, in lines; draws them if there is @cr. Returns where
 * the last line ends. */
static double
lay_legend (cairo_t *cr, const TaperMap *map, const Layout *layout, const TaperDrawStyle *style,
            TaperText *text)
{
  double x = 0, y = layout->height + GAP;

  for (guint k = 0; map->names[k] != NULL; k++)
    {
      double width = 0;

      taper_chart_widen (text, map->names[k], &width);
      width = MIN (width, layout->width - CHIP - GAP);
      if (x > 0 && x + CHIP + GAP + width > layout->width)
        {
          x = 0;
          y += layout->line + GAP;
        }
      if (cr != NULL)
        {
          TaperColor color = taper_palette_get_basis (style->palette, k);
          TaperColor edge = taper_palette_get_basis_edge (style->palette, k);

          cairo_new_path (cr);
          cairo_arc (cr, x + CHIP / 2, y + layout->line / 2, CHIP / 2 - 1, 0, 2 * G_PI);
          taper_color_set_source (&color, cr);
          cairo_fill_preserve (cr);
          taper_color_set_source (&edge, cr);
          cairo_set_line_width (cr, 1);
          cairo_stroke (cr);
          taper_text_draw (text, cr, map->names[k],
                           &(TaperRect){ x + CHIP + GAP, y, width + 2, layout->line }, 0, FALSE,
                           &style->palette->foreground);
        }
      x += CHIP + GAP + width + 3 * GAP;
    }
  return y + layout->line;
}

static double
get_height (gconstpointer data, double width, TaperText *text)
{
  Layout layout = lay_out (data, width, text);

  return lay_legend (NULL, data, &layout, NULL, text) + GAP;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void
draw_frame (cairo_t *cr, const TaperMap *map, const Layout *layout, const TaperDrawStyle *style)
{
  TaperColor line = taper_palette_get_line (style->palette);
  TaperColor dim = taper_palette_get_dim (style->palette);
  g_autofree char *horizontal =
      /* Translators: a share in percent */
      g_strdup_printf (_ ("→ %.0f %% of the variance"), 100 * map->variance[0]);
  g_autofree char *vertical =
      /* Translators: a share in percent */
      g_strdup_printf (_ ("↑ %.0f %% of the variance"), 100 * map->variance[1]);

  cairo_rectangle (cr, 0.5, 0.5, layout->width - 1, layout->height - 1);
  taper_color_set_source (&line, cr);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  taper_text_draw (
      style->text, cr, horizontal,
      &(TaperRect){ GAP, layout->height - layout->line - 3, layout->width - 2 * GAP, layout->line },
      1, FALSE, &dim);
  taper_text_draw (style->text, cr, vertical,
                   &(TaperRect){ GAP, 3, layout->width - 2 * GAP, layout->line }, 0, FALSE, &dim);
}

static void
draw_dot (cairo_t *cr, const TaperMapDot *dot, const Layout *layout, gboolean pointed,
          const TaperDrawStyle *style)
{
  TaperColor color =
      taper_color_with_alpha (taper_palette_get_basis (style->palette, dot->basis), 0.85);
  TaperColor edge = pointed ? style->palette->foreground
                            : taper_palette_get_basis_edge (style->palette, dot->basis);

  cairo_new_path (cr);
  cairo_arc (cr, get_x (layout, dot->x), get_y (layout, dot->y), pointed ? RADIUS + 2 : RADIUS, 0,
             2 * G_PI);
  taper_color_set_source (&color, cr);
  cairo_fill_preserve (cr);
  taper_color_set_source (&edge, cr);
  cairo_set_line_width (cr, pointed ? 2 : 0.75);
  cairo_stroke (cr);
}

static gboolean
overlaps (const GArray *taken, const TaperRect *rect)
{
  for (guint i = 0; i < taken->len; i++)
    {
      const TaperRect *other = &g_array_index (taken, TaperRect, i);

      if (rect->x < other->x + other->width && other->x < rect->x + rect->width &&
          rect->y < other->y + other->height && other->y < rect->y + rect->height)
        return TRUE;
    }
  return FALSE;
}

/* Over the dots, on a ground of the background's colour, so that they read; not over @taken, what
 * earlier words stand on. */
static void
draw_label (cairo_t *cr, const TaperMapDot *label, const Layout *layout, GArray *taken,
            const TaperDrawStyle *style)
{
  double width = 0, x, y;
  TaperColor ground = taper_color_with_alpha (style->palette->background, 0.75);
  TaperRect rect;

  taper_chart_widen (style->text, label->description, &width);
  x = CLAMP (get_x (layout, label->x) - width / 2, GAP, MAX (layout->width - width - GAP, GAP));
  y = get_y (layout, label->y) - layout->line / 2;
  rect = (TaperRect){ x - 2, y, width + 4, layout->line };
  if (overlaps (taken, &rect))
    return;
  g_array_append_val (taken, rect);
  cairo_rectangle (cr, rect.x, rect.y, rect.width, rect.height);
  taper_color_set_source (&ground, cr);
  cairo_fill (cr);
  taper_text_draw (style->text, cr, label->description,
                   &(TaperRect){ x, y, width + 2, layout->line }, 0, TRUE,
                   &style->palette->foreground);
}

static void
draw_here (cairo_t *cr, const TaperMap *map, const Layout *layout, GArray *taken,
           const TaperDrawStyle *style)
{
  double x = get_x (layout, map->here_x), y = get_y (layout, map->here_y);
  const TaperRect rect = { x - RADIUS - 6, y - layout->line / 2 - 2, 90, layout->line + 4 };

  g_array_append_val (taken, rect);
  cairo_new_path (cr);
  cairo_arc (cr, x, y, RADIUS + 5, 0, 2 * G_PI);
  taper_color_set_source (&style->palette->foreground, cr);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
  taper_text_draw (style->text, cr, _ ("this task"),
                   &(TaperRect){ MIN (x + RADIUS + 8, layout->width - 70), y - layout->line / 2, 70,
                                 layout->line },
                   0, TRUE, &style->palette->foreground);
}

static void
draw (cairo_t *cr, gconstpointer data, double width, double height, int cursor,
      const TaperDrawStyle *style)
{
  const TaperMap *map = data;
  Layout layout = lay_out (map, width, style->text);
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (TaperRect));

  cairo_save (cr);
  draw_frame (cr, map, &layout, style);
  for (guint i = 0; i < map->dots->len; i++)
    draw_dot (cr, &g_array_index (map->dots, TaperMapDot, i), &layout, FALSE, style);
  if (map->has_here)
    draw_here (cr, map, &layout, taken, style);
  for (guint i = 0; i < map->labels->len; i++)
    draw_label (cr, &g_array_index (map->labels, TaperMapDot, i), &layout, taken, style);
  if (cursor >= 0 && (guint) cursor < map->dots->len)
    draw_dot (cr, &g_array_index (map->dots, TaperMapDot, cursor), &layout, TRUE, style);
  lay_legend (cr, map, &layout, style, style->text);
  cairo_restore (cr);
}

static int
hit (gconstpointer data, double width, double height, TaperText *text, double x, double y)
{
  const TaperMap *map = data;
  Layout layout = lay_out (map, width, text);
  double nearest = REACH;
  int found = -1;

  for (guint i = 0; i < map->dots->len; i++)
    {
      const TaperMapDot *dot = &g_array_index (map->dots, TaperMapDot, i);
      double distance = hypot (get_x (&layout, dot->x) - x, get_y (&layout, dot->y) - y);

      if (distance < nearest)
        {
          nearest = distance;
          found = (int) i;
        }
    }
  return found;
}

static guint
get_n_items (gconstpointer data)
{
  return ((const TaperMap *) data)->dots->len;
}

static guint
get_n_columns (gconstpointer data)
{
  return 1;
}

static char *
describe (gconstpointer data, guint item)
{
  const TaperMap *map = data;

  return g_strdup (g_array_index (map->dots, TaperMapDot, item).description);
}

const TaperChart taper_atlas_chart = {
  get_height, draw, hit, get_n_items, get_n_columns, describe
};
