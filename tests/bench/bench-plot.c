/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws how the cost grows: one panel per axis of what "./dev bench grow --json" found.
 *
 * usage: bench-plot GROW.json OUT.svg */
#include <cairo-svg.h>
#include <json-glib/json-glib.h>
#include <math.h>

#define PANEL_WIDTH 380.0
#define PANEL_HEIGHT 250.0
#define LEFT 62.0
#define RIGHT 20.0
#define TOP 42.0
#define BOTTOM 46.0

static const struct {
  const char *axis, *title, *label;
} panels[] = {
  { "bases", "Tick, everyday objects (0.7 M)", "bases K" },
  { "parameters", "Tick, K = 8", "million parameters" },
  { "classes", "Tick, K = 8, 0.7 M and more for the classes", "classes" },
  { "pictures", "Forward, everyday objects (0.7 M)", "pictures" },
};

/* Logarithmic both ways. */
typedef struct {
  double x0, x1, y0, y1; /* log10 of the ends */
  double left, top;
} Frame;

static double
place_x (const Frame *frame, double x)
{
  return frame->left + LEFT +
         (log10 (x) - frame->x0) / (frame->x1 - frame->x0) * (PANEL_WIDTH - LEFT - RIGHT);
}

static double
place_y (const Frame *frame, double y)
{
  return frame->top + PANEL_HEIGHT - BOTTOM -
         (log10 (y) - frame->y0) / (frame->y1 - frame->y0) * (PANEL_HEIGHT - TOP - BOTTOM);
}

/* @align: 0 left, 0.5 centred, 1 right of the point */
static void
draw_text (cairo_t *cr, double x, double y, double align, const char *text)
{
  cairo_text_extents_t extents;
  cairo_text_extents (cr, text, &extents);
  cairo_move_to (cr, x - align * extents.x_advance, y);
  cairo_show_text (cr, text);
  cairo_new_path (cr); /* the text left a point for the next line to start from */
}

static void
draw_grid (cairo_t *cr, const Frame *frame)
{
  cairo_set_line_width (cr, 1);
  for (double decade = frame->y0; decade <= frame->y1 + 1e-9; decade++)
    {
      const double y = floor (place_y (frame, pow (10, decade))) + 0.5;
      g_autofree char *text = g_strdup_printf ("%g ms", pow (10, decade));
      cairo_set_source_rgb (cr, 0.87, 0.87, 0.87);
      cairo_move_to (cr, frame->left + LEFT, y);
      cairo_line_to (cr, frame->left + PANEL_WIDTH - RIGHT, y);
      cairo_stroke (cr);
      cairo_set_source_rgb (cr, 0.35, 0.35, 0.35);
      draw_text (cr, frame->left + LEFT - 6, y + 4, 1, text);
    }
}

static void
draw_curve (cairo_t *cr, const Frame *frame, JsonArray *points)
{
  const guint n = json_array_get_length (points);
  cairo_set_source_rgb (cr, 0.11, 0.44, 0.85);
  cairo_set_line_width (cr, 2);
  for (guint i = 0; i < n; i++)
    {
      JsonArray *point = json_array_get_array_element (points, i);
      cairo_line_to (cr, place_x (frame, json_array_get_double_element (point, 0)),
                     place_y (frame, json_array_get_double_element (point, 1)));
    }
  cairo_stroke (cr);
  for (guint i = 0; i < n; i++)
    {
      JsonArray *point = json_array_get_array_element (points, i);
      const double value = json_array_get_double_element (point, 0);
      const double x = place_x (frame, value);
      g_autofree char *text = g_strdup_printf ("%.3g", value);
      if (value >= 1000)
        {
          g_free (text);
          text = g_strdup_printf ("%.0f", value);
        }
      cairo_set_source_rgb (cr, 0.11, 0.44, 0.85);
      cairo_arc (cr, x, place_y (frame, json_array_get_double_element (point, 1)), 3.5, 0,
                 2 * G_PI);
      cairo_fill (cr);
      cairo_set_source_rgb (cr, 0.35, 0.35, 0.35);
      draw_text (cr, x, frame->top + PANEL_HEIGHT - BOTTOM + 16, 0.5, text);
    }
}

static void
draw_panel (cairo_t *cr, guint index, JsonArray *points)
{
  double low = 1e30, high = 0;
  const guint n = json_array_get_length (points);
  JsonArray *first = json_array_get_array_element (points, 0);
  JsonArray *last = json_array_get_array_element (points, n - 1);
  for (guint i = 0; i < n; i++)
    {
      const double y = json_array_get_double_element (json_array_get_array_element (points, i), 1);
      low = MIN (low, y);
      high = MAX (high, y);
    }
  const Frame frame = {
    .x0 = log10 (json_array_get_double_element (first, 0)) - 0.05,
    .x1 = log10 (json_array_get_double_element (last, 0)) + 0.05,
    .y0 = floor (log10 (low)),
    .y1 = ceil (log10 (high)),
    .left = index % 2 * PANEL_WIDTH,
    .top = floor (index / 2.0) * PANEL_HEIGHT,
  };
  cairo_set_source_rgb (cr, 0.15, 0.15, 0.15);
  cairo_set_font_size (cr, 13);
  draw_text (cr, frame.left + LEFT, frame.top + 24, 0, panels[index].title);
  cairo_set_font_size (cr, 11);
  draw_grid (cr, &frame);
  draw_curve (cr, &frame, points);
  draw_text (cr, frame.left + (PANEL_WIDTH + LEFT - RIGHT) / 2, frame.top + PANEL_HEIGHT - 10, 0.5,
             panels[index].label);
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  if (argc != 3 || !json_parser_load_from_file (parser, argv[1], &error))
    {
      g_printerr ("%s\n", error != NULL ? error->message : "usage: bench-plot GROW.json OUT.svg");
      return 2;
    }
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  JsonObject *grow = json_object_get_object_member (root, "grow");
  cairo_surface_t *surface = cairo_svg_surface_create (argv[2], 2 * PANEL_WIDTH, 2 * PANEL_HEIGHT);
  cairo_t *cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_select_font_face (cr, "Cantarell", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  for (guint i = 0; i < G_N_ELEMENTS (panels); i++)
    draw_panel (cr, i, json_object_get_array_member (grow, panels[i].axis));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return 0;
}
