/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-help-picture.h"

#include "ui/draw/taper-lane-draw.h"
#include "ui/taper-theme.h"

#include <adwaita.h>

#define WIDTH 96
#define HEIGHT 72
#define N_LAYERS 4
#define N_BASES 4

struct _TaperHelpPicture {
  GtkWidget parent_instance;

  guint step;
};

enum { PROP_STEP = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TaperHelpPicture, taper_help_picture, GTK_TYPE_WIDGET)

typedef void (*DrawStep) (cairo_t *cr, const TaperPalette *palette);

/* An example: how much of each base goes into each layer; rows sum to 1. */
static const double shares[N_LAYERS][N_BASES] = {
  { 0.40, 0.20, 0.25, 0.15 },
  { 0.15, 0.45, 0.10, 0.30 },
  { 0.25, 0.10, 0.55, 0.10 },
  { 0.05, 0.25, 0.15, 0.55 },
};

static void
fill_rounded (cairo_t *cr, double x, double y, double width, double height, const TaperColor *color)
{
  const double radius = MIN (3, MIN (width, height) / 2);

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
  taper_color_set_source (color, cr);
  cairo_fill (cr);
}

static void
draw_ticks (cairo_t *cr, const TaperPalette *palette)
{
  static const struct {
    gboolean ticked;
    double length;
  } rows[] = { { TRUE, 44 }, { FALSE, 54 }, { TRUE, 38 } };
  TaperColor line = taper_palette_get_line (palette);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const double y = 8 + 21 * i;

      fill_rounded (cr, 8, y, 14, 14, rows[i].ticked ? &palette->accent : &line);
      fill_rounded (cr, 32, y + 4, rows[i].length, 6, &line);
      if (!rows[i].ticked)
        continue;
      cairo_move_to (cr, 11.5, y + 7.5);
      cairo_line_to (cr, 14, y + 10);
      cairo_line_to (cr, 18.5, y + 4.5);
      cairo_set_line_width (cr, 2);
      taper_color_set_source (&palette->background, cr);
      cairo_stroke (cr);
    }
}

static void
draw_table (cairo_t *cr, const TaperPalette *palette)
{
  for (guint j = 0; j < N_BASES; j++)
    {
      const double x = 14 + 18 * j;
      TaperColor chip = taper_palette_get_basis (palette, j);

      fill_rounded (cr, x, 4, 14, 6, &chip);
      for (guint i = 0; i < N_LAYERS; i++)
        {
          TaperColor cell = taper_palette_get_sequential (shares[i][j]);

          fill_rounded (cr, x, 14 + 14 * i, 14, 10, &cell);
        }
    }
}

/* Each layer as one bar of the bases' colours, as wide as their shares. */
static void
draw_blend (cairo_t *cr, const TaperPalette *palette)
{
  for (guint i = 0; i < N_LAYERS; i++)
    {
      double x = 10;

      for (guint j = 0; j < N_BASES; j++)
        {
          TaperColor color = taper_palette_get_basis (palette, j);
          const double width = 76 * shares[i][j];

          taper_color_set_source (&color, cr);
          cairo_rectangle (cr, x, 9 + 15 * i, MAX (width - 1, 1), 9);
          cairo_fill (cr);
          x += width;
        }
    }
}

/* A network that tapers from layer to layer. */
static void
draw_model (cairo_t *cr, const TaperPalette *palette)
{
  for (guint i = 0; i < N_LAYERS; i++)
    {
      const double height = 56 - 12 * i;

      fill_rounded (cr, 14 + 18 * i, (HEIGHT - height) / 2, 12, height, &palette->accent);
    }
}

static void
draw_answers (cairo_t *cr, const TaperPalette *palette)
{
  static const double scores[TAPER_N_LANES] = { 0.35, 0.6, 0.85 };

  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    {
      const TaperRect rect = { 8, 13 + 20 * lane, 80, 6 };

      taper_lane_draw (cr, &rect, (TaperLane) lane, scores[lane], FALSE, palette);
    }
}

static const DrawStep steps[] = { draw_ticks, draw_table, draw_blend, draw_model, draw_answers };

static void
taper_help_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TaperPalette palette;
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                     (float) gtk_widget_get_height (widget)));

  taper_theme_get_palette (widget, &palette);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      cairo_translate (cr, WIDTH, 0);
      cairo_scale (cr, -1, 1);
    }
  steps[TAPER_HELP_PICTURE (widget)->step](cr, &palette);
  cairo_destroy (cr);
}

static void
taper_help_picture_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                            int *minimum, int *natural, int *minimum_baseline,
                            int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
taper_help_picture_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_uint (value, TAPER_HELP_PICTURE (object)->step);
}

static void
taper_help_picture_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TAPER_HELP_PICTURE (object)->step = g_value_get_uint (value);
  gtk_widget_queue_draw (GTK_WIDGET (object));
}

static void
taper_help_picture_class_init (TaperHelpPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = taper_help_picture_get_property;
  object_class->set_property = taper_help_picture_set_property;
  widget_class->snapshot = taper_help_picture_snapshot;
  widget_class->measure = taper_help_picture_measure;
  properties[PROP_STEP] = g_param_spec_uint ("step", NULL, NULL, 0, G_N_ELEMENTS (steps) - 1, 0,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  /* The words beside it say the same. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
taper_help_picture_init (TaperHelpPicture *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_signal_connect_object (style, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}
