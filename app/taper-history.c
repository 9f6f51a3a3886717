/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-history.h"

typedef struct {
  TaperState *state;
  char *label;   /* of the step that led here; NULL in the oldest */
  guint n_moved; /* pictures that step added or removed */
} TaperStep;

struct _TaperHistory {
  GPtrArray *steps; /* (element-type TaperStep), oldest first */
  guint present;
  guint max_steps;
  guint max_pictures;
};

TaperState *
taper_state_new (TaperTask *task, GPtrArray *pictures, TaperPictureLabels *labels,
                 TaperMixEdit *edit)
{
  TaperState *self = g_new0 (TaperState, 1);

  self->ref_count = 1;
  self->task = task ? taper_task_ref (task) : NULL;
  self->pictures = g_ptr_array_ref (pictures);
  self->labels = labels ? taper_picture_labels_ref (labels) : NULL;
  self->edit = edit ? taper_mix_edit_ref (edit) : NULL;
  return self;
}

TaperState *
taper_state_ref (TaperState *self)
{
  self->ref_count++;
  return self;
}

void
taper_state_unref (TaperState *self)
{
  if (--self->ref_count > 0)
    return;
  g_clear_pointer (&self->task, taper_task_unref);
  g_clear_pointer (&self->edit, taper_mix_edit_unref);
  g_ptr_array_unref (self->pictures);
  g_clear_pointer (&self->labels, taper_picture_labels_unref);
  g_free (self);
}

static TaperStep *
taper_step_new (TaperState *state, const char *label, guint n_moved)
{
  TaperStep *step = g_new0 (TaperStep, 1);

  step->state = taper_state_ref (state);
  step->label = g_strdup (label);
  step->n_moved = n_moved;
  return step;
}

static void
taper_step_free (gpointer data)
{
  TaperStep *step = data;

  taper_state_unref (step->state);
  g_free (step->label);
  g_free (step);
}

static TaperStep *
taper_history_get_step (TaperHistory *self, guint i)
{
  return g_ptr_array_index (self->steps, i);
}

TaperHistory *
taper_history_new (TaperState *present, guint max_steps, guint max_pictures)
{
  TaperHistory *self = g_new0 (TaperHistory, 1);

  self->steps = g_ptr_array_new_with_free_func (taper_step_free);
  self->max_steps = max_steps;
  self->max_pictures = max_pictures;
  taper_history_reset (self, present);
  return self;
}

void
taper_history_free (TaperHistory *self)
{
  g_ptr_array_unref (self->steps);
  g_free (self);
}

TaperState *
taper_history_get_present (TaperHistory *self)
{
  return taper_history_get_step (self, self->present)->state;
}

void
taper_history_reset (TaperHistory *self, TaperState *present)
{
  TaperStep *step = taper_step_new (present, NULL, 0);

  g_ptr_array_set_size (self->steps, 0);
  g_ptr_array_add (self->steps, step);
  self->present = 0;
}

static void
taper_history_forget (TaperHistory *self)
{
  guint n_forget = 0;
  guint n_moved = 0;

  for (guint i = 1; i < self->steps->len; i++)
    n_moved += taper_history_get_step (self, i)->n_moved;
  while (self->steps->len - n_forget > 2 &&
         (self->steps->len - n_forget - 1 > self->max_steps || n_moved > self->max_pictures))
    n_moved -= taper_history_get_step (self, ++n_forget)->n_moved;
  if (n_forget > 0)
    g_ptr_array_remove_range (self->steps, 0, n_forget);
  g_clear_pointer (&taper_history_get_step (self, 0)->label, g_free);
  self->present -= n_forget;
}

void
taper_history_push (TaperHistory *self, TaperState *state, const char *label)
{
  const guint before = taper_history_get_present (self)->pictures->len;
  const guint after = state->pictures->len;

  g_ptr_array_set_size (self->steps, self->present + 1);
  g_ptr_array_add (self->steps, taper_step_new (state, label, ABS ((int) after - (int) before)));
  self->present++;
  taper_history_forget (self);
}

void
taper_history_amend (TaperHistory *self, TaperState *state)
{
  TaperStep *step = taper_history_get_step (self, self->present);

  taper_state_ref (state);
  taper_state_unref (step->state);
  step->state = state;
}

gboolean
taper_history_undo (TaperHistory *self)
{
  if (self->present == 0)
    return FALSE;
  self->present--;
  return TRUE;
}

gboolean
taper_history_redo (TaperHistory *self)
{
  if (self->present + 1 == self->steps->len)
    return FALSE;
  self->present++;
  return TRUE;
}

const char *
taper_history_get_undo_label (TaperHistory *self)
{
  return self->present > 0 ? taper_history_get_step (self, self->present)->label : NULL;
}

const char *
taper_history_get_redo_label (TaperHistory *self)
{
  if (self->present + 1 == self->steps->len)
    return NULL;
  return taper_history_get_step (self, self->present + 1)->label;
}
