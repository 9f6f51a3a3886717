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
 * distance to the 5 nearest reference tasks, divided by the largest such distance of 500 further
 * tasks drawn alike: above 1 it is farther away than all of those. Immutable; some 0.2 s to make.
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

/* See above; 0 for an empty task. */
double taper_coverage_get_ratio (const TaperCoverage *self, const TaperTask *task);
/* The first that applies; an empty task is fine. @ratio: (out) (optional) */
TaperCoverageVerdict taper_coverage_judge (const TaperCoverage *self, const TaperTask *task,
                                           double *ratio);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperCoverage, taper_coverage_unref)

G_END_DECLS
