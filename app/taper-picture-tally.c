/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-picture-tally.h"
#include <math.h>

static double
taper_ranking_get_score (const TaperRanking *ranking, guint class_index)
{
  for (guint i = 0; i < ranking->n_top; i++)
    if (ranking->top[i].class_index == class_index)
      return ranking->top[i].score;
  return 0;
}

/* Classes beyond the best five of both count as equal. */
static double
taper_compare_rankings (const TaperRanking *a, const TaperRanking *b)
{
  double sum = 0;

  for (guint i = 0; i < a->n_top; i++)
    sum += fabs (a->top[i].score - taper_ranking_get_score (b, a->top[i].class_index));
  for (guint i = 0; i < b->n_top; i++)
    if (taper_ranking_get_score (a, b->top[i].class_index) == 0)
      sum += b->top[i].score;
  return MIN (sum / 2, 1);
}

void
taper_picture_standing_init (TaperPictureStanding *self, TaperPicture *picture,
                             const TaperSnapshot *snapshot, const TaperPictureAnswer *answer)
{
  const TaperRanking *personalized;

  *self = (TaperPictureStanding){ .answer = answer, .label = -1 };
  if (!snapshot)
    return;
  self->label = taper_picture_find_class (picture, taper_bundle_get_classes (snapshot->bundle));
  self->in_task = self->label >= 0 && taper_task_contains (snapshot->task, (guint) self->label);
  if (!answer)
    return;
  personalized = &answer->lanes[TAPER_LANE_PERSONALIZED];
  self->disagreement = taper_compare_rankings (&answer->lanes[TAPER_LANE_SELECTION], personalized);
  if (personalized->n_top > 0)
    self->margin =
        personalized->top[0].score - (personalized->n_top > 1 ? personalized->top[1].score : 0);
  for (guint lane = 0; self->in_task && lane < TAPER_N_LANES; lane++)
    self->verdicts[lane] = answer->lanes[lane].top[0].class_index == (guint) self->label
                               ? TAPER_PICTURE_RIGHT
                               : TAPER_PICTURE_WRONG;
}

void
taper_picture_tally_add (TaperPictureTally *self, TaperPicture *picture,
                         const TaperPictureStanding *standing)
{
  const TaperPictureVerdict *verdicts = standing->verdicts;

  self->n_pictures++;
  self->n_loading += taper_picture_get_state (picture) == TAPER_PICTURE_LOADING;
  self->n_failed += taper_picture_get_state (picture) == TAPER_PICTURE_FAILED;
  self->n_labelled += standing->label >= 0;
  if (!standing->answer)
    return;
  self->n_answered++;
  self->n_changed += standing->answer->changed;
  if (!standing->in_task)
    return;
  self->n_judged++;
  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    self->n_right[lane] += verdicts[lane] == TAPER_PICTURE_RIGHT;
  self->n_gained += verdicts[TAPER_LANE_PERSONALIZED] == TAPER_PICTURE_RIGHT &&
                    verdicts[TAPER_LANE_SELECTION] == TAPER_PICTURE_WRONG;
  self->n_lost += verdicts[TAPER_LANE_PERSONALIZED] == TAPER_PICTURE_WRONG &&
                  verdicts[TAPER_LANE_SELECTION] == TAPER_PICTURE_RIGHT;
}
