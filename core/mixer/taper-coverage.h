/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/mixer/taper-mixer.h"

G_BEGIN_DECLS

/**
 * TaperCoverage:
 *
 * How unlike a task is to those a mixer was trained on. Its reference are 1,000 tasks drawn as
 * training draws them (4 to 50 classes log-uniformly, 60 % related). A task is compared as the
 * mixer sees it, by its encoding h = relu (sum_c w_c enc (e_c)): its distance is the mean Euclidean
 * distance to the 5 nearest reference tasks, divided by the distance that 99 % of further such
 * tasks, drawn apart from them, stay below. Immutable; 1 to 2 ms per 100,000 values to make.
 */
typedef struct _TaperCoverage TaperCoverage;

typedef enum {
  TAPER_COVERAGE_FINE,
  TAPER_COVERAGE_FEW,  /* fewer classes than any task the mixer was trained on */
  TAPER_COVERAGE_MANY, /* more classes */
  TAPER_COVERAGE_FAR,  /* its classes together are unlike any: the ratio is above 1 */
} TaperCoverageVerdict;

/* Number of classes of the tasks a mixer is trained on. */
#define TAPER_COVERAGE_MIN 4
#define TAPER_COVERAGE_MAX 50

TaperCoverage *taper_coverage_new (const TaperMixer *mixer, TaperClassList *classes);
TaperCoverage *taper_coverage_ref (TaperCoverage *self);
void taper_coverage_unref (TaperCoverage *self);

/* The distance over the one that 99 % stay below: above 1 is unlike; 0 for an empty task. */
double taper_coverage_get_ratio (const TaperCoverage *self, const TaperTask *task);
/* The first that applies; an empty task is fine. @ratio: (out) (optional) */
TaperCoverageVerdict taper_coverage_judge (const TaperCoverage *self, const TaperTask *task,
                                           double *ratio);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperCoverage, taper_coverage_unref)

G_END_DECLS
