/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-schedule.h"

#include <math.h>

#define CYCLE_UP 0.3
#define CYCLE_START 25.0
#define CYCLE_END 1e4 /* below the start */
#define WARMUP 0.05

static double
cosine (double from, double to, double part)
{
  return to + (from - to) / 2 * (1 + cos (G_PI * part));
}

/* torch.optim.lr_scheduler.OneCycleLR with anneal_strategy "cos". */
static double
one_cycle (double peak, double step, double n)
{
  double top = CYCLE_UP * n - 1, start = peak / CYCLE_START;

  if (step <= top)
    return cosine (start, peak, step / top);
  return cosine (peak, start / CYCLE_END, n - 1 > top ? (step - top) / (n - 1 - top) : 1);
}

double
taper_schedule_rate (TaperSchedule schedule, double peak, guint64 step, guint64 n_steps)
{
  double s = (double) step, n = (double) n_steps, warmup = ceil (WARMUP * n);

  switch (schedule)
    {
    case TAPER_SCHEDULE_ONE_CYCLE:
      return one_cycle (peak, s, n);
    case TAPER_SCHEDULE_LINEAR:
      return peak * (1 - s / n);
    case TAPER_SCHEDULE_WARMUP_LINEAR:
      if (s < warmup)
        return peak * (s + 1) / warmup;
      return peak * (n - s) / MAX (n - warmup, 1);
    case TAPER_SCHEDULE_WARMUP_COSINE:
    default:
      if (s < warmup)
        return peak * (s + 1) / warmup;
      return cosine (peak, 0, (s - warmup) / MAX (n - warmup, 1));
    }
}
