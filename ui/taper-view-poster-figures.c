/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-view-poster.h"

#include "app/taper-picture-tally.h"
#include "app/taper-weights.h"
#include "ui/draw/taper-basis-draw.h"
#include "ui/draw/taper-filter-draw.h"
#include "ui/draw/taper-histogram-draw.h"
#include "ui/draw/taper-picture-card.h"
#include "ui/taper-answer-text.h"
#include "ui/taper-picture-texture.h"
#include "ui/draw/taper-chart.h"
#include <glib/gi18n.h>

/* --- mix --------------------------------------------------------------------------------------
 */

#define ROW 20 /* height of a layer on paper */

static double
get_mix_height (gpointer data, double width, TaperText *text)
{
  const TaperMix *mix = data;
  const TaperMixMetrics metrics = taper_mix_measure (mix, text);
  double min_width, min_height;

  taper_mix_geometry_get_minimum (mix->n_layers, mix->n_bases, &metrics, &min_width, &min_height);
  return MAX (min_height, 170 + (mix->n_layers + 1) * ROW);
}

static void
draw_mix (cairo_t *cr, gpointer data, double width, double height, const TaperDrawStyle *style)
{
  const TaperMix *mix = data;
  const TaperMixMetrics metrics = taper_mix_measure (mix, style->text);
  const TaperMixCell nowhere = { -1, -1 };
  TaperPalette palette = *style->palette;
  const TaperDrawStyle own = { &palette, style->text };
  TaperMixGeometry geometry;

  palette.difference = mix->before != NULL;
  taper_mix_geometry_init (&geometry, width, height, mix->n_layers, mix->n_bases, &metrics, FALSE);
  taper_mix_draw (cr, &geometry, mix, &nowhere, &nowhere, FALSE, &own);
}

static void
add_one_mix (TaperPoster *poster, TaperMix *mix)
{
  static const TaperPosterFigure figure = { get_mix_height, draw_mix,
                                            (GDestroyNotify) taper_mix_free };
  g_autofree char *tsv = taper_mix_to_tsv (mix);

  taper_poster_add_figure (poster, &figure, mix);
  taper_poster_add_numbers (poster, tsv);
}

void
taper_view_poster_add_mix (TaperPoster *poster, const TaperSnapshot *snapshot)
{
  g_autofree char *sentence = taper_snapshot_describe (snapshot);

  taper_poster_add_text (poster, TAPER_POSTER_BODY, sentence);
  add_one_mix (poster, taper_mix_new_from_snapshot (snapshot));
  if (snapshot->pinned_coefficients == NULL)
    return;
  taper_poster_add_text (poster, TAPER_POSTER_HEADING, _ ("Difference from the pinned task"));
  add_one_mix (poster, taper_mix_new_difference (snapshot));
}

/* --- weights ----------------------------------------------------------------------------------
 */

#define LINE 18

static double
get_layers_height (gpointer data, double width, TaperText *text)
{
  return LINE * (((TaperWeights *) data)->n_layers + 1);
}

static void
draw_cell (cairo_t *cr, const TaperDrawStyle *style, const char *text, double x, double width,
           double y, double align, gboolean dim)
{
  const TaperColor ink = dim ? taper_palette_get_dim (style->palette) : style->palette->foreground;
  const TaperRect rect = { x, y, width, LINE };

  taper_text_draw (style->text, cr, text, &rect, align, FALSE, &ink);
}

/* Name, shape, what it is blended from, distance to the generic. */
static void
draw_layers (cairo_t *cr, gpointer data, double width, double height, const TaperDrawStyle *style)
{
  TaperWeights *w = data;

  draw_cell (cr, style, _ ("layer"), 0, 110, 0, 0, TRUE);
  draw_cell (cr, style, _ ("shape"), 120, 200, 0, 0, TRUE);
  draw_cell (cr, style, _ ("blend"), 330, 200, 0, 0, TRUE);
  draw_cell (cr, style, _ ("distance to the generic"), width - 240, 150, 0, 1, TRUE);
  draw_cell (cr, style, _ ("cosine"), width - 80, 80, 0, 1, TRUE);
  for (guint l = 0; l < w->n_layers; l++)
    {
      const TaperWeightDistance *d = taper_weights_get_distance (w, l, 0);
      const TaperLayer *layer = taper_weights_get_layer (w, l);
      g_autofree char *shape = taper_weights_describe_shape (layer);
      g_autofree char *l2 = g_strdup_printf ("%.3f", d->l2);
      g_autofree char *cosine = g_strdup_printf ("%.4f", d->cosine);
      const double y = LINE * (l + 1);
      const TaperRect strip = { 330, y + 4, 200, LINE - 8 };

      draw_cell (cr, style, layer->name, 0, 110, y, 0, FALSE);
      draw_cell (cr, style, shape, 120, 200, y, 0, TRUE);
      taper_blend_strip_draw (cr, &strip, w, l, FALSE, style->palette);
      draw_cell (cr, style, l2, width - 240, 150, y, 1, FALSE);
      draw_cell (cr, style, cosine, width - 80, 80, y, 1, FALSE);
    }
}

static void
layout_filters (TaperWeights *w, double width, TaperText *text, TaperFilterLayout *layout)
{
  taper_filter_layout_init_page (layout, w, width, 0, taper_chart_get_line (text), FALSE);
}

static double
get_filters_height (gpointer data, double width, TaperText *text)
{
  TaperFilterLayout layout = { 0 };
  double height;

  layout_filters (data, width, text, &layout);
  height = layout.height;
  taper_filter_layout_clear (&layout);
  return height;
}

static void
draw_filters (cairo_t *cr, gpointer data, double width, double height, const TaperDrawStyle *style)
{
  TaperFilterLayout layout = { 0 };

  layout_filters (data, width, style->text, &layout);
  taper_filter_draw (cr, &layout, data, -1, FALSE, style);
  taper_filter_layout_clear (&layout);
}

static double
get_histogram_height (gpointer data, double width, TaperText *text)
{
  return 140;
}

static void
draw_histogram (cairo_t *cr, gpointer data, double width, double height,
                const TaperDrawStyle *style)
{
  taper_histogram_draw (cr, width, height, data, style);
}

static void
add_weights_numbers (TaperPoster *poster, TaperWeights *w)
{
  g_autoptr (GString) tsv = g_string_new ("layer\tshape\tdistance\tcosine\n");

  for (guint l = 0; l < w->n_layers; l++)
    {
      const TaperWeightDistance *d = taper_weights_get_distance (w, l, 0);
      const TaperLayer *layer = taper_weights_get_layer (w, l);
      g_autofree char *shape = taper_weights_describe_shape (layer);

      char l2[G_ASCII_DTOSTR_BUF_SIZE], cosine[G_ASCII_DTOSTR_BUF_SIZE];

      /* Numbers for other programs have a point in every language. */
      g_string_append_printf (tsv, "%s\t%s\t%s\t%s\n", layer->name, shape,
                              g_ascii_formatd (l2, sizeof l2, "%.6f", d->l2),
                              g_ascii_formatd (cosine, sizeof cosine, "%.6f", d->cosine));
    }
  taper_poster_add_numbers (poster, tsv->str);
}

void
taper_view_poster_add_weights (TaperPoster *poster, TaperSnapshot *snapshot)
{
  static const TaperPosterFigure layers = { get_layers_height, draw_layers,
                                            (GDestroyNotify) taper_weights_unref };
  static const TaperPosterFigure filters = { get_filters_height, draw_filters,
                                             (GDestroyNotify) taper_weights_unref };
  static const TaperPosterFigure histogram = { get_histogram_height, draw_histogram,
                                               (GDestroyNotify) taper_weights_unref };
  g_autoptr (TaperWeights) w = taper_weights_new (snapshot, 0, NULL);
  g_autofree char *sentence = NULL, *heading = NULL;

  if (w == NULL)
    return;
  taper_poster_add_figure (poster, &layers, taper_weights_ref (w));
  /* Translators: a layer's name. */
  heading = g_strdup_printf (_ ("Filters of %s"), taper_weights_get_layer (w, 0)->name);
  taper_poster_add_text (poster, TAPER_POSTER_HEADING, heading);
  sentence = taper_weights_describe_layer (w);
  taper_poster_add_text (poster, TAPER_POSTER_BODY, sentence);
  taper_poster_add_figure (poster, &filters, taper_weights_ref (w));
  taper_poster_add_figure (poster, &histogram, taper_weights_ref (w));
  add_weights_numbers (poster, w);
}

/* --- pictures ---------------------------------------------------------------------------------
 */

#define CELL 180
#define PHOTO 120
#define SPACE 14
/* More make a poster nobody looks at. */
#define MOST_PICTURES 200

typedef struct {
  TaperSnapshot *snapshot;
  GPtrArray *pictures; /* of TaperPicture */
} Sheet;

static void
sheet_free (gpointer data)
{
  Sheet *self = data;

  taper_snapshot_unref (self->snapshot);
  g_ptr_array_unref (self->pictures);
  g_free (self);
}

static guint
get_columns (double width)
{
  return MAX (1, (guint) ((width + SPACE) / (CELL + SPACE)));
}

static double
get_cell_height (TaperText *text)
{
  return PHOTO + 6 + taper_chart_get_line (text) + taper_picture_card_get_height (text);
}

static double
get_sheet_height (gpointer data, double width, TaperText *text)
{
  const guint n = ((Sheet *) data)->pictures->len, columns = get_columns (width);

  return (n + columns - 1) / columns * (get_cell_height (text) + SPACE);
}

static void
draw_photo (cairo_t *cr, TaperPicture *picture, double width)
{
  /* Twice the size of the screen, so that print has something to show. */
  cairo_surface_t *surface = taper_picture_texture_create_cover (
      taper_picture_get_preview (picture), (guint) (2 * width), 2 * PHOTO);
  const TaperRect rect = { 0, 0, width, PHOTO };

  cairo_surface_set_device_scale (surface, 2, 2);
  taper_rounded_rect (cr, &rect, 6);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_fill (cr);
  cairo_surface_destroy (surface);
}

static void
draw_picture (cairo_t *cr, Sheet *self, TaperPicture *picture, double width,
              const TaperDrawStyle *style)
{
  const double line = taper_chart_get_line (style->text);
  const TaperRect name = { 0, PHOTO + 3, width, line };
  const TaperRect rect = { 0, PHOTO + 6 + line, width,
                           taper_picture_card_get_height (style->text) };
  TaperPictureStanding standing;
  TaperPictureCard card = { 0 };

  if (taper_picture_get_preview (picture) != NULL)
    draw_photo (cr, picture, width);
  taper_text_draw (style->text, cr, taper_picture_get_name (picture), &name, 0, TRUE,
                   &style->palette->foreground);
  taper_picture_standing_init (
      &standing, picture, self->snapshot,
      taper_snapshot_lookup (self->snapshot, taper_picture_get_id (picture)));
  taper_answer_text_fill_card (self->snapshot, &standing, &card);
  taper_picture_card_draw (cr, &rect, &card, FALSE, style->palette, style->text);
}

static void
draw_sheet (cairo_t *cr, gpointer data, double width, double height, const TaperDrawStyle *style)
{
  Sheet *self = data;
  const guint columns = get_columns (width);
  const double cell = (width - (columns - 1) * SPACE) / columns;

  for (guint i = 0; i < self->pictures->len; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, i % columns * (cell + SPACE),
                       i / columns * (get_cell_height (style->text) + SPACE));
      draw_picture (cr, self, self->pictures->pdata[i], cell, style);
      cairo_restore (cr);
    }
}

static void
add_answers (TaperPoster *poster, const Sheet *sheet)
{
  g_autoptr (GString) tsv = g_string_new (
      "picture\tlabel\tgeneric\tscore\tclass selection\tscore\tpersonalized\tscore\n");

  for (guint i = 0; i < sheet->pictures->len; i++)
    {
      TaperPicture *picture = sheet->pictures->pdata[i];
      const TaperPictureAnswer *answer =
          taper_snapshot_lookup (sheet->snapshot, taper_picture_get_id (picture));
      const char *label = taper_picture_get_label (picture);

      g_string_append_printf (tsv, "%s\t%s", taper_picture_get_name (picture),
                              label != NULL ? label : "");
      for (guint lane = 0; lane < TAPER_N_LANES; lane++)
        {
          const char *name = answer != NULL ? taper_answer_text_get_class (sheet->snapshot,
                                                                           &answer->lanes[lane], 0)
                                            : NULL;
          char score[G_ASCII_DTOSTR_BUF_SIZE];

          if (name != NULL)
            g_string_append_printf (
                tsv, "\t%s\t%s", name,
                g_ascii_formatd (score, sizeof score, "%.4f", answer->lanes[lane].top[0].score));
          else
            g_string_append (tsv, "\t\t");
        }
      g_string_append_c (tsv, '\n');
    }
  taper_poster_add_numbers (poster, tsv->str);
}

void
taper_view_poster_add_pictures (TaperPoster *poster, TaperDocument *document)
{
  static const TaperPosterFigure figure = { get_sheet_height, draw_sheet, sheet_free };
  GListModel *pictures = taper_document_get_pictures (document);
  TaperSnapshot *snapshot = taper_document_get_snapshot (document);
  const guint n = g_list_model_get_n_items (pictures);
  Sheet *sheet = g_new0 (Sheet, 1);
  g_autofree char *text = taper_answer_text_summarize (snapshot);

  sheet->snapshot = taper_snapshot_ref (snapshot);
  sheet->pictures = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < MIN (n, MOST_PICTURES); i++)
    g_ptr_array_add (sheet->pictures, g_list_model_get_item (pictures, i));
  taper_poster_add_text (poster, TAPER_POSTER_BODY, text);
  if (n > MOST_PICTURES)
    {
      g_autofree char *first =
          g_strdup_printf (_ ("The first %u pictures are shown."), MOST_PICTURES);

      taper_poster_add_text (poster, TAPER_POSTER_NOTE, first);
    }
  taper_poster_add_text (poster, TAPER_POSTER_NOTE,
                         _ ("Below each picture: generic, class selection, personalized"));
  add_answers (poster, sheet);
  taper_poster_add_figure (poster, &figure, sheet);
}
