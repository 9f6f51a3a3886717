/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli/taper-cli-options.h"
#include "core/taper.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * taper_cli_open_bundle:
 * @name: (nullable): a path, or the name of a shipped bundle; %NULL: the default one
 *
 * Shipped bundles are looked for in taper_data_dirs().
 *
 * Returns: (transfer full) (nullable): %NULL after saying why on standard error
 */
TaperBundle *taper_cli_open_bundle (const char *name);

/**
 * taper_cli_read_task:
 *
 * The union of --classes, --group, --describe and --task.
 *
 * Returns: (transfer full) (nullable): %NULL after saying why on standard error
 */
TaperTask *taper_cli_read_task (const TaperCliOptions *options, TaperBundle *bundle);

/**
 * taper_cli_open:
 * @bundle: (out) (transfer full)
 * @task: (out) (transfer full): never empty
 *
 * Both of the above. Returns %FALSE after saying why on standard error.
 */
gboolean taper_cli_open (const TaperCliOptions *options, TaperBundle **bundle, TaperTask **task);

/* The coefficients (L, K) of a task and the parameters they make, with the time each took. */
typedef struct {
  float *coefficients;
  TaperParameters *parameters;
  double mixer_ms;
  double blend_ms;
} TaperCliMix;

void taper_cli_mix_init (TaperCliMix *self, TaperBundle *bundle, const TaperTask *task);
void taper_cli_mix_clear (TaperCliMix *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TaperCliMix, taper_cli_mix_clear)

/* JSON objects; @key may be NULL. {name, file, sha256}, {classes: [{index, id, name}]} and
 * {layers: [name], bases: [name], parameter_shares: [share], coefficients: [[alpha]]}. */
void taper_cli_json_bundle (JsonBuilder *builder, const char *key, TaperBundle *bundle);
void taper_cli_json_task (JsonBuilder *builder, const char *key, TaperBundle *bundle,
                          const TaperTask *task);
void taper_cli_json_mix (JsonBuilder *builder, const char *key, TaperBundle *bundle,
                         const float *coefficients);

/**
 * taper_cli_parameter_shares:
 *
 * Returns: (transfer full): (K): the part of the personalized model's parameters that comes from
 *   each basis, sum_l alpha[l][k] P_l / P
 */
double *taper_cli_parameter_shares (TaperBundle *bundle, const float *coefficients);

/* "Task: 3 of 81 classes: Banana, Lemon, Lime" on lines of at most 100 columns. */
void taper_cli_print_task (TaperBundle *bundle, const TaperTask *task);

G_END_DECLS
