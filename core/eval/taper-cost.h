/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundle/taper-bundle.h"

G_BEGIN_DECLS

/**
 * TaperCost: what a bundle's networks cost here, measured with the pool's threads.
 * @picture_ms: one picture through the personalized network, median
 * @task_ms: a new task: mixer and blend, median
 * @peak_bytes: growth of this process's memory while the bundle was opened and answered; 0 where
 *   the system does not tell
 */
typedef struct {
  double picture_ms, task_ms;
  gsize peak_bytes;
} TaperCost;

/* Opens the bundle at @path by itself, so that opening is part of what is measured. Memory that the
 * process had and gave back can be taken again unseen: the peak is right in a new process. */
gboolean taper_cost_measure (TaperCost *self, const char *path, GError **error);

G_END_DECLS
