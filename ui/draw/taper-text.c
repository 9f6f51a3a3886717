/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-text.h"

/* libadwaita's .caption */
#define SMALL 0.82

static PangoLayout *
create_layout (PangoContext *context, PangoWeight weight)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font =
      pango_font_description_copy (pango_context_get_font_description (context));
  PangoAttrList *attributes = pango_attr_list_new ();
  double size = pango_font_description_get_size (font) * SMALL;

  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (font, size);
  else
    pango_font_description_set_size (font, (int) size);
  pango_font_description_set_weight (font, weight);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  return layout;
}

TaperText *
taper_text_new (PangoContext *context)
{
  TaperText *self = g_new0 (TaperText, 1);

  self->regular = create_layout (context, PANGO_WEIGHT_NORMAL);
  self->bold = create_layout (context, PANGO_WEIGHT_BOLD);
  return self;
}

void
taper_text_free (TaperText *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->regular);
  g_object_unref (self->bold);
  g_free (self);
}

/* In bold, so that a name has room when it is emphasised. */
void
taper_text_measure (TaperText *self, const char *text, double *width, double *height)
{
  int w, h;

  pango_layout_set_width (self->bold, -1);
  pango_layout_set_text (self->bold, text, -1);
  pango_layout_get_pixel_size (self->bold, &w, &h);
  *width = w;
  *height = h;
}

void
taper_text_draw (TaperText *self, cairo_t *cr, const char *text, const TaperRect *rect,
                 double align, gboolean bold, const TaperColor *color)
{
  PangoLayout *layout;
  PangoRectangle text_at;

  if (self == NULL || text == NULL || rect->width < 1)
    return;
  layout = bold ? self->bold : self->regular;
  pango_layout_set_width (layout, (int) (rect->width * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  /* Right to left, Pango puts a text at the end of the layout's width: its place counts, too. */
  pango_layout_get_extents (layout, NULL, &text_at);
  taper_color_set_source (color, cr);
  cairo_move_to (cr,
                 rect->x + align * (rect->width - (double) text_at.width / PANGO_SCALE) -
                     (double) text_at.x / PANGO_SCALE,
                 rect->y + (rect->height - (double) text_at.height / PANGO_SCALE) / 2);
  pango_cairo_show_layout (cr, layout);
}
