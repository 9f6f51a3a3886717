/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What `evaluate` says of a task beyond its counts. */

/* Class selection first, personalized second. */
void taper_cli_pair (const TaperTaskResult *result, TaperPaired *paired);
/* {difference, low, high, only_class_selection, only_personalised, mcnemar_p, verdict}; shares. */
void taper_cli_json_paired (JsonBuilder *builder, const char *key, const TaperPaired *paired);

/* Every method with its interval, the verdict, scores and "not in this task". */
void taper_cli_print_trial (const TaperTrialSummary *summary);
void taper_cli_json_trial (JsonBuilder *builder, const char *key, const TaperTrialSummary *summary);

/**
 * taper_cli_map_labels:
 * @mappings: (nullable): "LABEL=CLASS" each; an empty class leaves the label's pictures out
 * @map: (labels), changed
 *
 * Returns: %FALSE after saying on standard error which label or class is unknown
 */
gboolean taper_cli_map_labels (const TaperLabelled *labelled, TaperClassList *classes,
                               char **mappings, int *map);

G_END_DECLS
