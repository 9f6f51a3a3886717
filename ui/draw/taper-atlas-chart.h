/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-chart.h"

G_BEGIN_DECLS

/* One task of the map; @description: in words. */
typedef struct {
  double x, y;
  guint basis;
  char *description;
} TaperMapDot;

/**
 * TaperMap: tasks as dots in the colours of their leading bases.
 * @dots: TaperMapDot; the items
 * @names: (n_bases) (array zero-terminated=1): of the bases, for the legend
 * @variance: shares of all variance that the two axes show, 0..1
 * @here: (nullable): the present task
 * @labels: (element-type TaperMapDot): words at places, such as groups; the description is drawn
 */
typedef struct {
  GArray *dots;
  GArray *labels;
  char **names;
  double variance[2];
  gboolean has_here;
  double here_x, here_y;
} TaperMap;

extern const TaperChart taper_atlas_chart; /* of a TaperMap */

/* @names: (transfer full) */
TaperMap *taper_map_new (char **names);
void taper_map_free (TaperMap *self);
/* Both take the description. */
void taper_map_add_dot (TaperMap *self, const TaperMapDot *dot);
void taper_map_add_label (TaperMap *self, const TaperMapDot *label);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperMap, taper_map_free)

G_END_DECLS
