/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-tuning.h"

TaperTuning *
taper_tuning_new (void)
{
  TaperTuning *self = g_new0 (TaperTuning, 1);

  self->ref_count = 1;
  self->position = 1;
  return self;
}

TaperTuning *
taper_tuning_ref (TaperTuning *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
taper_tuning_unref (TaperTuning *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_clear_pointer (&self->edit, taper_mix_edit_unref);
  g_clear_pointer (&self->pinned, taper_task_unref);
  g_clear_pointer (&self->pinned_edit, taper_mix_edit_unref);
  g_free (self);
}

/* The end of a way is the model itself. */
static gboolean
is_between (const TaperTuning *self)
{
  return self && self->scrub != TAPER_SCRUB_NONE && self->position < 1;
}

gboolean
taper_tuning_makes_same (const TaperTuning *a, const TaperTuning *b)
{
  const gboolean between = is_between (a);

  if ((a ? a->edit : NULL) != (b ? b->edit : NULL) || between != is_between (b))
    return FALSE;
  /* what was blended roughly is blended again when the drag ends */
  if ((a && a->live) && !(b && b->live))
    return FALSE;
  if (!between)
    return TRUE;
  return a->scrub == b->scrub && a->position == b->position &&
         (a->scrub != TAPER_SCRUB_PINNED || (a->pinned_edit == b->pinned_edit && a->pinned &&
                                             b->pinned && taper_task_equal (a->pinned, b->pinned)));
}
