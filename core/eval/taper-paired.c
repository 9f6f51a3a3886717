/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-paired.h"

#include "core/eval/taper-mcnemar.h"

#define SIGNIFICANT 0.05

static TaperVerdict
decide (const TaperPaired *self)
{
  if (self->n == 0)
    return TAPER_VERDICT_NOTHING;
  if (self->only_first + self->only_second == 0)
    return TAPER_VERDICT_SAME;
  if (self->p_value >= SIGNIFICANT || (self->interval.low <= 0 && self->interval.high >= 0))
    return TAPER_VERDICT_TOO_FEW;
  return self->difference > 0 ? TAPER_VERDICT_BETTER : TAPER_VERDICT_WORSE;
}

void
taper_paired_compare (TaperPaired *self, const guint8 *first, const guint8 *second, guint n,
                      guint64 seed)
{
  g_autofree double *differences = g_new (double, MAX (n, 1));

  *self = (TaperPaired){ .n = n };
  for (guint i = 0; i < n; i++)
    {
      gboolean a = first[i] != 0, b = second[i] != 0;

      self->first_correct += a;
      self->second_correct += b;
      self->only_first += a && !b;
      self->only_second += b && !a;
      differences[i] = b - a;
    }
  if (n > 0)
    self->difference = ((double) self->second_correct - self->first_correct) / n;
  self->interval = taper_interval_bootstrap (differences, n, TAPER_BOOTSTRAP_ROUNDS, seed);
  self->p_value = taper_mcnemar_exact (self->only_first, self->only_second);
  self->verdict = decide (self);
}

const char *
taper_verdict_to_string (TaperVerdict verdict)
{
  static const char *const words[] = { "nothing", "same", "too-few", "better", "worse" };

  g_return_val_if_fail (verdict < G_N_ELEMENTS (words), words[0]);
  return words[verdict];
}
