/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include "ui/draw/taper-mix-draw.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TaperPoster:
 *
 * A view on paper: texts and figures below each other, drawn by the code that draws the screen, in
 * light colours whatever the theme. Also holds the same as text and numbers, for the clipboard.
 */
typedef struct _TaperPoster TaperPoster;

typedef enum {
  TAPER_POSTER_TITLE,
  TAPER_POSTER_HEADING,
  TAPER_POSTER_BODY,
  TAPER_POSTER_NOTE,    /* stands back */
  TAPER_POSTER_WARNING, /* in a box of its own: what must not be overlooked */
} TaperPosterText;

typedef enum {
  TAPER_POSTER_PNG,
  TAPER_POSTER_SVG,
  TAPER_POSTER_PDF,
} TaperPosterFormat;

/**
 * TaperPosterFigure: @get_height for a width; @draw from the origin into width x height
 */
typedef struct {
  double (*get_height) (gpointer data, double width, TaperText *text);
  void (*draw) (cairo_t *cr, gpointer data, double width, double height,
                const TaperDrawStyle *style);
  GDestroyNotify free_data;
} TaperPosterFigure;

TaperPoster *taper_poster_new (double width);
void taper_poster_free (TaperPoster *self);
void taper_poster_add_text (TaperPoster *self, TaperPosterText kind, const char *text);
/* @data: (transfer full): freed with the poster by figure->free_data */
void taper_poster_add_figure (TaperPoster *self, const TaperPosterFigure *figure, gpointer data);
/* A table that belongs to the poster but is not drawn. */
void taper_poster_add_numbers (TaperPoster *self, const char *tsv);
/* The model that is shown: goes into files. @recipe: (transfer full) (nullable) */
void taper_poster_set_recipe (TaperPoster *self, TaperRecipe *recipe);
/* Fills in its hashes; any thread. */
void taper_poster_hash_recipe (TaperPoster *self, TaperBundle *bundle);

double taper_poster_get_width (TaperPoster *self);
double taper_poster_get_height (TaperPoster *self);
void taper_poster_draw (TaperPoster *self, cairo_t *cr);
/* Takes down what is to be drawn, on the thread of the widgets: taper_poster_render() may then run
 * on another one. */
void taper_poster_record (TaperPoster *self);
/* Texts, then numbers; tab separated. (transfer full) */
char *taper_poster_to_text (TaperPoster *self);
const char *taper_poster_get_numbers (TaperPoster *self);

/* "png", "svg" or "pdf" at the end of @name, however written. FALSE: none of them. */
gboolean taper_poster_format_from_name (const char *name, TaperPosterFormat *format);

/**
 * taper_poster_render:
 * @scale: 1 to 4 pixels of a PNG for one of the screen
 *
 * Returns: (transfer full) (nullable): the file, with the recipe in it
 */
GBytes *taper_poster_render (TaperPoster *self, TaperPosterFormat format, guint scale,
                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperPoster, taper_poster_free)

G_END_DECLS
