/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture-labels.h"
#include "app/taper-snapshot.h"

G_BEGIN_DECLS

typedef enum {
  TAPER_PICTURE_UNKNOWN, /* no label, no answer yet, or the label is no class of the task */
  TAPER_PICTURE_RIGHT,
  TAPER_PICTURE_WRONG,
} TaperPictureVerdict;

/**
 * TaperPictureStanding: one picture against the newest result.
 * @answer: (nullable): of the snapshot it was made from
 * @label: class it is known to show, or -1
 * @in_task: @label is one of the task's classes: then all lanes are judged, else none is, so that
 *   the lanes are always counted over the same pictures
 * @disagreement: 0..1: half the sum of the differences between the scores of class selection and
 *   personalized, over the classes among either's best five
 * @margin: of the personalized lane: best score less the second; 1 with one class
 */
typedef struct {
  const TaperPictureAnswer *answer;
  int label;
  gboolean in_task;
  TaperPictureVerdict verdicts[TAPER_N_LANES];
  double disagreement;
  double margin;
} TaperPictureStanding;

/* @snapshot (nullable), @answer (nullable): of @picture */
void taper_picture_standing_init (TaperPictureStanding *self, TaperPicture *picture,
                                  const TaperSnapshot *snapshot, const TaperPictureAnswer *answer);

/**
 * TaperPictureTally: all pictures against the newest result.
 * @n_labelled: those whose label is a class of the bundle
 * @n_judged: those whose label is a class of the task: what @n_right is out of
 * @n_gained, @n_lost: judged; only personalized right, only class selection right
 */
typedef struct {
  guint n_pictures, n_loading, n_failed, n_answered, n_changed;
  guint n_labelled, n_judged;
  guint n_right[TAPER_N_LANES];
  guint n_gained, n_lost;
} TaperPictureTally;

void taper_picture_tally_add (TaperPictureTally *self, TaperPicture *picture,
                              const TaperPictureStanding *standing);

G_END_DECLS
