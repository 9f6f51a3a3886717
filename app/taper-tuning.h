/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-mix-edit.h"
#include "core/taper.h"

G_BEGIN_DECLS

/* Where a model is shown that lies between two others. */
typedef enum {
  TAPER_SCRUB_NONE,
  TAPER_SCRUB_GENERIC, /* from the generic model (0) to the personalized one (1) */
  TAPER_SCRUB_PINNED,  /* from the pinned task's model (0) to this one (1) */
} TaperScrub;

/**
 * TaperTuning: what makes a model beside the task. Immutable, atomically reference counted.
 * @edit: (nullable): layers set by hand
 * @pinned: (nullable): the task it is compared with
 * @pinned_edit: (nullable): what was set by hand when it was pinned
 * @scrub, @position: 0..1 on the way between two models; 1 unless @scrub
 * @live: more of the same is about to come (a drag goes on), so rounding may wait to be taken out
 */
typedef struct {
  TaperMixEdit *edit;
  TaperTask *pinned;
  TaperMixEdit *pinned_edit;
  TaperScrub scrub;
  double position;
  gboolean live;
  int ref_count; /* private */
} TaperTuning;

/* All zero but for @position, which is 1; to be filled by its maker before others see it. */
TaperTuning *taper_tuning_new (void);
TaperTuning *taper_tuning_ref (TaperTuning *self);
void taper_tuning_unref (TaperTuning *self);

/* Whether both make the same model of the same task. Either may be %NULL: plain. */
gboolean taper_tuning_makes_same (const TaperTuning *a, const TaperTuning *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTuning, taper_tuning_unref)

G_END_DECLS
