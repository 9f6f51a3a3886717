/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-poster.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <pango/pangocairo.h>

#define MARGIN 36
#define GAP 12
#define PADDING 12 /* of a warning */
/* Cairo's image surfaces end at 32767. */
#define MAX_SIDE 32000
#define MAX_PIXELS 200e6

typedef struct {
  TaperPosterText kind;
  char *text; /* NULL: a figure */
  TaperPosterFigure figure;
  gpointer data;
} Block;

struct _TaperPoster {
  double width;
  GPtrArray *blocks;
  GString *numbers;
  TaperRecipe *recipe;
  TaperPalette palette;
  PangoContext *context;
  TaperText *text;
  cairo_surface_t *recording; /* NULL: draw */
  double recorded_height;
};

static void
block_free (gpointer data)
{
  Block *block = data;

  if (block->text == NULL && block->figure.free_data != NULL)
    block->figure.free_data (block->data);
  g_free (block->text);
  g_free (block);
}

TaperPoster *
taper_poster_new (double width)
{
  TaperPoster *self = g_new0 (TaperPoster, 1);
  PangoFontDescription *font = pango_font_description_from_string ("Cantarell, Sans 11");

  self->width = width;
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  self->numbers = g_string_new (NULL);
  taper_palette_init (&self->palette, FALSE, FALSE);
  self->palette.foreground = (TaperColor){ 0.1, 0.1, 0.12, 1 };
  self->palette.background = (TaperColor){ 1, 1, 1, 1 };
  self->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_cairo_context_set_resolution (self->context, 96);
  pango_context_set_font_description (self->context, font);
  pango_font_description_free (font);
  self->text = taper_text_new (self->context);
  return self;
}

void
taper_poster_free (TaperPoster *self)
{
  g_ptr_array_unref (self->blocks);
  g_string_free (self->numbers, TRUE);
  g_clear_pointer (&self->recipe, taper_recipe_free);
  g_clear_pointer (&self->recording, cairo_surface_destroy);
  taper_text_free (self->text);
  g_object_unref (self->context);
  g_free (self);
}

void
taper_poster_add_text (TaperPoster *self, TaperPosterText kind, const char *text)
{
  Block *block = g_new0 (Block, 1);

  block->kind = kind;
  block->text = g_strdup (text);
  g_ptr_array_add (self->blocks, block);
}

void
taper_poster_add_figure (TaperPoster *self, const TaperPosterFigure *figure, gpointer data)
{
  Block *block = g_new0 (Block, 1);

  block->figure = *figure;
  block->data = data;
  g_ptr_array_add (self->blocks, block);
}

void
taper_poster_add_numbers (TaperPoster *self, const char *tsv)
{
  if (self->numbers->len > 0)
    g_string_append_c (self->numbers, '\n');
  g_string_append (self->numbers, tsv);
  if (!g_str_has_suffix (tsv, "\n"))
    g_string_append_c (self->numbers, '\n');
}

void
taper_poster_set_recipe (TaperPoster *self, TaperRecipe *recipe)
{
  g_clear_pointer (&self->recipe, taper_recipe_free);
  self->recipe = recipe;
}

void
taper_poster_hash_recipe (TaperPoster *self, TaperBundle *bundle)
{
  if (self->recipe != NULL)
    taper_recipe_set_hashes (self->recipe, bundle);
}

/* --- layout ----------------------------------------------------------------------------------- */

/* (transfer full): @block's text as wide as there is room */
static PangoLayout *
create_layout (TaperPoster *self, const Block *block, double width)
{
  static const struct {
    double size;
    PangoWeight weight;
  } styles[] = { { 15, PANGO_WEIGHT_BOLD },
                 { 11, PANGO_WEIGHT_BOLD },
                 { 11, PANGO_WEIGHT_NORMAL },
                 { 9, PANGO_WEIGHT_NORMAL },
                 { 11, PANGO_WEIGHT_BOLD } };
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font =
      pango_font_description_copy (pango_context_get_font_description (self->context));

  pango_font_description_set_size (font, (int) (styles[block->kind].size * PANGO_SCALE));
  pango_font_description_set_weight (font, styles[block->kind].weight);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_text (layout, block->text, -1);
  return layout;
}

static void
draw_text (TaperPoster *self, cairo_t *cr, const Block *block, PangoLayout *layout, double width,
           double height)
{
  const TaperColor dim = taper_palette_get_dim (&self->palette);
  const TaperColor box = { 0.99, 0.94, 0.82, 1 }, edge = { 0.75, 0.5, 0.0, 1 };
  const TaperRect rect = { 0, 0, width, height };

  if (block->kind == TAPER_POSTER_WARNING)
    {
      cairo_rectangle (cr, rect.x, rect.y, rect.width, rect.height);
      taper_color_set_source (&box, cr);
      cairo_fill_preserve (cr);
      taper_color_set_source (&edge, cr);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
      cairo_translate (cr, PADDING, PADDING);
    }
  taper_color_set_source (block->kind == TAPER_POSTER_NOTE ? &dim : &self->palette.foreground, cr);
  cairo_move_to (cr, 0, 0);
  pango_cairo_show_layout (cr, layout);
}

/* Draws (with @cr) or only measures. Returns: the height */
static double
place_block (TaperPoster *self, const Block *block, double width, cairo_t *cr)
{
  const double inset = block->kind == TAPER_POSTER_WARNING ? 2 * PADDING : 0;
  TaperDrawStyle style = { &self->palette, self->text };
  g_autoptr (PangoLayout) layout = NULL;
  double height;
  int w, h;

  if (block->text == NULL)
    {
      height = ceil (block->figure.get_height (block->data, width, self->text));
      if (cr != NULL)
        block->figure.draw (cr, block->data, width, height, &style);
      return height;
    }
  layout = create_layout (self, block, width - inset);
  pango_layout_get_pixel_size (layout, &w, &h);
  height = h + inset;
  if (cr != NULL)
    draw_text (self, cr, block, layout, width, height);
  return height;
}

static double
place (TaperPoster *self, cairo_t *cr)
{
  const double width = self->width - 2 * MARGIN;
  double y = MARGIN;

  for (guint i = 0; i < self->blocks->len; i++)
    {
      const Block *block = self->blocks->pdata[i];
      double height;

      if (i > 0)
        y += block->text != NULL && block->kind == TAPER_POSTER_HEADING ? 2 * GAP : GAP;
      if (cr != NULL)
        {
          cairo_save (cr);
          cairo_translate (cr, MARGIN, y);
        }
      height = place_block (self, block, width, cr);
      if (cr != NULL)
        cairo_restore (cr);
      y += height;
    }
  return y + MARGIN;
}

double
taper_poster_get_width (TaperPoster *self)
{
  return self->width;
}

double
taper_poster_get_height (TaperPoster *self)
{
  return self->recording != NULL ? self->recorded_height : ceil (place (self, NULL));
}

void
taper_poster_record (TaperPoster *self)
{
  const cairo_rectangle_t extents = { 0, 0, self->width, taper_poster_get_height (self) };
  cairo_surface_t *surface;
  cairo_t *cr;

  if (self->recording != NULL)
    return;
  surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents);
  cr = cairo_create (surface);
  taper_poster_draw (self, cr);
  cairo_destroy (cr);
  self->recorded_height = extents.height;
  self->recording = surface;
}

void
taper_poster_draw (TaperPoster *self, cairo_t *cr)
{
  if (self->recording != NULL)
    {
      cairo_set_source_surface (cr, self->recording, 0, 0);
      cairo_paint (cr);
      return;
    }
  taper_color_set_source (&self->palette.background, cr);
  cairo_rectangle (cr, 0, 0, self->width, taper_poster_get_height (self));
  cairo_fill (cr);
  place (self, cr);
}

/* --- as text ---------------------------------------------------------------------------------- */

const char *
taper_poster_get_numbers (TaperPoster *self)
{
  return self->numbers->str;
}

char *
taper_poster_to_text (TaperPoster *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->blocks->len; i++)
    {
      const Block *block = self->blocks->pdata[i];

      if (block->text != NULL)
        g_string_append_printf (text, "%s\n", block->text);
    }
  g_string_append_printf (text, "\n%s", self->numbers->str);
  return g_string_free (text, FALSE);
}

/* --- files ------------------------------------------------------------------------------------ */

gboolean
taper_poster_format_from_name (const char *name, TaperPosterFormat *format)
{
  static const char *const endings[] = { ".png", ".svg", ".pdf" };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      {
        *format = (TaperPosterFormat) i;
        return TRUE;
      }
  return FALSE;
}

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t
render_png (TaperPoster *self, guint scale, GByteArray *bytes)
{
  const double width = self->width * scale, height = taper_poster_get_height (self) * scale;
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS)
    return CAIRO_STATUS_INVALID_SIZE;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  taper_poster_draw (self, cr);
  cairo_destroy (cr);
  status = cairo_surface_write_to_png_stream (surface, write_cb, bytes);
  cairo_surface_destroy (surface);
  return status;
}

static cairo_status_t
render_vector (TaperPoster *self, TaperPosterFormat format, GByteArray *bytes)
{
  /* Points of a PDF are 1/72 inch, pixels of the screen 1/96. */
  const double scale = format == TAPER_POSTER_PDF ? 0.75 : 1;
  const double width = self->width * scale, height = taper_poster_get_height (self) * scale;
  g_autofree char *word = self->recipe != NULL ? taper_recipe_to_word (self->recipe) : NULL;
  cairo_surface_t *surface =
      format == TAPER_POSTER_PDF
          ? cairo_pdf_surface_create_for_stream (write_cb, bytes, width, height)
          : cairo_svg_surface_create_for_stream (write_cb, bytes, width, height);
  cairo_status_t status;
  cairo_t *cr;

  if (format == TAPER_POSTER_PDF)
    {
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Taper");
      if (word != NULL)
        cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_KEYWORDS, word);
    }
  else
    cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  taper_poster_draw (self, cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

GBytes *
taper_poster_render (TaperPoster *self, TaperPosterFormat format, guint scale, GError **error)
{
  GByteArray *array = g_byte_array_new ();
  cairo_status_t status = format == TAPER_POSTER_PNG ? render_png (self, CLAMP (scale, 1, 4), array)
                                                     : render_vector (self, format, array);
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (array);

  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
      return NULL;
    }
  if (self->recipe == NULL || format == TAPER_POSTER_PDF)
    return g_steal_pointer (&bytes);
  return format == TAPER_POSTER_PNG ? taper_recipe_put_into_png (self->recipe, bytes)
                                    : taper_recipe_put_into_svg (self->recipe, bytes);
}
