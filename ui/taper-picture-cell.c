/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-picture-cell.h"

#include "ui/draw/taper-basis-draw.h"
#include "ui/draw/taper-picture-card.h"
#include "ui/taper-answer-text.h"
#include "ui/taper-picture-texture.h"
#include "ui/taper-theme.h"
#include "ui/taper-tooltip.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MIN_WIDTH 128
#define NATURAL_WIDTH 148
#define THUMBNAIL_HEIGHT 92
#define SPACING 6
#define RADIUS 6

struct _TaperPictureCell {
  GtkWidget parent_instance;

  TaperPicture *picture;
  GSignalGroup *picture_signals;
  TaperPictureCard card; /* its names belong to @snapshot */
  TaperSnapshot *snapshot;
  char *spoken;
  TaperText *text; /* NULL until drawn, and when the font changes */
  GskRenderNode *thumbnail;
  TaperImage *thumbnail_image; /* that it was made of, as wide and at the scale below */
  int thumbnail_width, thumbnail_scale;
};

G_DEFINE_FINAL_TYPE (TaperPictureCell, taper_picture_cell, GTK_TYPE_WIDGET)

static TaperText *
get_text (TaperPictureCell *self)
{
  if (self->text == NULL)
    self->text = taper_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)));
  return self->text;
}

static void
drop_thumbnail (TaperPictureCell *self)
{
  g_clear_pointer (&self->thumbnail, gsk_render_node_unref);
  g_clear_pointer (&self->thumbnail_image, taper_image_unref);
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* Kept as a node with the pixels at the size they are shown: painting a frame again costs a copy,
 * and nothing where the frame did not change. */
static void
ensure_thumbnail (TaperPictureCell *self, int width)
{
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  TaperImage *image = taper_picture_get_preview (self->picture);
  const TaperRect rect = { 0, 0, width, THUMBNAIL_HEIGHT };

  if (self->thumbnail != NULL && self->thumbnail_image == image && self->thumbnail_width == width &&
      self->thumbnail_scale == scale)
    return;
  drop_thumbnail (self);
  if (image == NULL)
    return;
  cairo_surface_t *surface =
      taper_picture_texture_create_cover (image, (guint) (width * scale), THUMBNAIL_HEIGHT * scale);
  cairo_surface_set_device_scale (surface, scale, scale);
  self->thumbnail =
      gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float) width, THUMBNAIL_HEIGHT));
  cairo_t *cr = gsk_cairo_node_get_draw_context (self->thumbnail);
  taper_rounded_rect (cr, &rect, RADIUS);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  self->thumbnail_image = taper_image_ref (image);
  self->thumbnail_width = width;
  self->thumbnail_scale = scale;
}

/* In place of a picture that is loading or failed. */
static void
draw_placeholder (TaperPictureCell *self, cairo_t *cr, double width, const TaperPalette *palette)
{
  const gboolean failed = taper_picture_get_state (self->picture) == TAPER_PICTURE_FAILED;
  const TaperRect rect = { 0, 0, width, THUMBNAIL_HEIGHT };
  const TaperRect inner = { 6, 0, width - 12, THUMBNAIL_HEIGHT };
  const TaperColor line = taper_palette_get_line (palette);
  const TaperColor dim = taper_palette_get_dim (palette);

  taper_rounded_rect (cr, &rect, RADIUS);
  taper_color_set_source (&line, cr);
  cairo_fill (cr);
  taper_text_draw (get_text (self), cr, failed ? _ ("Not a readable picture") : _ ("Loading…"),
                   &inner, 0.5, FALSE, failed ? &palette->foreground : &dim);
}

/* The pill on the thumbnail of a picture whose answer personalization changed. */
static void
draw_changed (TaperPictureCell *self, cairo_t *cr, double width, gboolean rtl,
              const TaperPalette *palette)
{
  const char *word = _ ("changed");
  const TaperColor ink = taper_color_get_ink (&palette->accent);
  TaperRect rect;
  double w, h;

  taper_text_measure (get_text (self), word, &w, &h);
  rect = (TaperRect){ rtl ? 5 : width - w - 17, 5, w + 12, h + 2 };
  taper_rounded_rect (cr, &rect, rect.height / 2);
  taper_color_set_source (&palette->accent, cr);
  cairo_fill (cr);
  taper_text_draw (self->text, cr, word, &rect, 0.5, TRUE, &ink);
}

static void
taper_picture_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TaperPictureCell *self = TAPER_PICTURE_CELL (widget);
  const gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  TaperPalette palette;
  cairo_t *cr;

  if (self->picture == NULL || width < 1 || height < 1)
    return;
  taper_theme_get_palette (widget, &palette);
  ensure_thumbnail (self, width);
  if (self->thumbnail != NULL)
    gtk_snapshot_append_node (snapshot, self->thumbnail);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  if (self->thumbnail == NULL)
    draw_placeholder (self, cr, width, &palette);
  if (self->card.changed)
    draw_changed (self, cr, width, rtl, &palette);
  if (taper_picture_get_state (self->picture) == TAPER_PICTURE_READY)
    {
      const double top = THUMBNAIL_HEIGHT + SPACING;
      const TaperRect rect = { 0, top, width, taper_picture_card_get_height (get_text (self)) };

      taper_picture_card_draw (cr, &rect, &self->card, rtl, &palette, self->text);
    }
  cairo_destroy (cr);
}

static void
taper_picture_cell_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                            int *minimum, int *natural, int *minimum_baseline,
                            int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = NATURAL_WIDTH;
    }
  else
    *minimum = *natural =
        THUMBNAIL_HEIGHT + SPACING +
        (int) (taper_picture_card_get_height (get_text (TAPER_PICTURE_CELL (widget))) + 0.999);
}

static void
taper_picture_cell_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  TaperPictureCell *self = TAPER_PICTURE_CELL (widget);

  GTK_WIDGET_CLASS (taper_picture_cell_parent_class)->css_changed (widget, change);
  g_clear_pointer (&self->text, taper_text_free);
  gtk_widget_queue_resize (widget);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_picture_cell_dispose (GObject *object)
{
  TaperPictureCell *self = TAPER_PICTURE_CELL (object);

  g_clear_object (&self->picture_signals);
  g_clear_object (&self->picture);
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  g_clear_pointer (&self->spoken, g_free);
  g_clear_pointer (&self->text, taper_text_free);
  drop_thumbnail (self);
  G_OBJECT_CLASS (taper_picture_cell_parent_class)->dispose (object);
}

static void
taper_picture_cell_class_init (TaperPictureCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_picture_cell_dispose;
  widget_class->snapshot = taper_picture_cell_snapshot;
  widget_class->measure = taper_picture_cell_measure;
  widget_class->css_changed = taper_picture_cell_css_changed;
  gtk_widget_class_set_css_name (widget_class, "picturecell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
taper_picture_cell_init (TaperPictureCell *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->picture_signals = g_signal_group_new (TAPER_TYPE_PICTURE);
  g_signal_group_connect_swapped (self->picture_signals, "notify::state",
                                  G_CALLBACK (gtk_widget_queue_draw), self);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
taper_picture_cell_new (void)
{
  return g_object_new (TAPER_TYPE_PICTURE_CELL, NULL);
}

void
taper_picture_cell_set_picture (TaperPictureCell *self, TaperPicture *picture)
{
  g_return_if_fail (TAPER_IS_PICTURE_CELL (self));

  if (!g_set_object (&self->picture, picture))
    return;
  drop_thumbnail (self);
  g_signal_group_set_target (self->picture_signals, picture);
  taper_tooltip_set (GTK_WIDGET (self), picture != NULL ? taper_picture_get_name (picture) : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
speak (TaperPictureCell *self, const TaperPictureStanding *standing)
{
  g_autofree char *spoken =
      taper_answer_text_describe_standing (self->snapshot, standing, self->picture);

  if (g_strcmp0 (spoken, self->spoken) == 0)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_free (self->spoken);
  self->spoken = g_steal_pointer (&spoken);
}

static gboolean
card_equal (const TaperPictureCard *a, const TaperPictureCard *b)
{
  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    if (a->winners[lane] != b->winners[lane] || a->scores[lane] != b->scores[lane] ||
        a->verdicts[lane] != b->verdicts[lane])
      return FALSE;
  return a->changed == b->changed;
}

void
taper_picture_cell_set_standing (TaperPictureCell *self, const TaperSnapshot *snapshot,
                                 const TaperPictureStanding *standing)
{
  TaperPictureCard card;

  g_return_if_fail (TAPER_IS_PICTURE_CELL (self) && self->picture != NULL);

  taper_answer_text_fill_card (snapshot, standing, &card);
  if (!card_equal (&card, &self->card))
    gtk_widget_queue_draw (GTK_WIDGET (self));
  self->card = card;
  if (snapshot != NULL)
    taper_snapshot_ref ((TaperSnapshot *) snapshot);
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  self->snapshot = (TaperSnapshot *) snapshot;
  speak (self, standing);
}
