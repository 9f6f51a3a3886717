/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  TAPER_SCHEDULE_ONE_CYCLE,     /* up from 1/25 over 30 % of the steps, down to 1/250000, cosine */
  TAPER_SCHEDULE_LINEAR,        /* falling to 0 */
  TAPER_SCHEDULE_WARMUP_LINEAR, /* up over 5 % of the steps, then falling to 0 */
  TAPER_SCHEDULE_WARMUP_COSINE, /* up over 5 % of the steps, cosine to 0 */
} TaperSchedule;

/* Learning rate of step @step (from 0) of @n_steps. */
double taper_schedule_rate (TaperSchedule schedule, double peak, guint64 step, guint64 n_steps);

G_END_DECLS
