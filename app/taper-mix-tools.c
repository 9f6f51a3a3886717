/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-document-private.h"
#include "app/taper-mix-tools-private.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (TaperMixTools, taper_mix_tools, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_EDITED,
  PROP_KEEP_SUMS,
  PROP_PINNED,
  PROP_SCRUB,
  PROP_POSITION,
  PROP_WHAT_IF,
  PROP_CONSIDERED,
  PROP_SURVEY,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void
notify (TaperMixTools *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

TaperTuning *
taper_mix_tools_make_tuning (TaperMixTools *self)
{
  TaperMixEdit *edit = taper_mix_tools_get_edit (self);
  TaperTuning *tuning;

  if (!edit && !self->pinned && self->scrub == TAPER_SCRUB_NONE)
    return NULL;
  tuning = taper_tuning_new ();
  tuning->edit = edit ? taper_mix_edit_ref (edit) : NULL;
  tuning->pinned = self->pinned ? taper_task_ref (self->pinned) : NULL;
  tuning->pinned_edit = self->pinned_edit ? taper_mix_edit_ref (self->pinned_edit) : NULL;
  tuning->scrub = self->scrub;
  tuning->position = self->position;
  tuning->live = self->live;
  return tuning;
}

void
taper_mix_tools_edit_changed (TaperMixTools *self)
{
  notify (self, PROP_EDITED);
}

/* --- compare ---------------------------------------------------------------------------------- */

static void
set_pinned (TaperMixTools *self, TaperTask *task, TaperMixEdit *edit)
{
  g_autoptr (TaperTask) old = g_steal_pointer (&self->pinned);
  g_autoptr (TaperMixEdit) old_edit = g_steal_pointer (&self->pinned_edit);

  self->pinned = task ? taper_task_ref (task) : NULL;
  self->pinned_edit = task && edit ? taper_mix_edit_ref (edit) : NULL;
  if (!task && self->scrub == TAPER_SCRUB_PINNED)
    taper_mix_tools_set_scrub (self, TAPER_SCRUB_NONE, 1);
  notify (self, PROP_PINNED);
  if (self->document)
    taper_document_request (self->document);
}

void
taper_mix_tools_pin (TaperMixTools *self)
{
  TaperTask *task;

  g_return_if_fail (TAPER_IS_MIX_TOOLS (self));
  task = self->document ? taper_document_get_task (self->document) : NULL;
  if (task)
    set_pinned (self, task, taper_mix_tools_get_edit (self));
}

void
taper_mix_tools_unpin (TaperMixTools *self)
{
  g_return_if_fail (TAPER_IS_MIX_TOOLS (self));

  if (self->pinned)
    set_pinned (self, NULL, NULL);
}

TaperTask *
taper_mix_tools_get_pinned (TaperMixTools *self)
{
  return self->pinned;
}

void
taper_mix_tools_swap (TaperMixTools *self)
{
  g_autoptr (TaperTask) task = NULL;
  g_autoptr (TaperMixEdit) edit = NULL;
  g_autoptr (TaperState) state = NULL;
  TaperState *present;

  g_return_if_fail (TAPER_IS_MIX_TOOLS (self));
  if (!self->pinned || !self->document)
    return;
  task = taper_task_ref (self->pinned);
  edit = self->pinned_edit ? taper_mix_edit_ref (self->pinned_edit) : NULL;
  taper_mix_tools_pin (self);
  present = taper_document_get_state (self->document);
  state = taper_state_new (task, present->pictures, present->labels, edit);
  taper_document_commit (self->document, state, _ ("Swap the Tasks"));
}

/* --- between two models ------------------------------------------------------------------------
 */

void
taper_mix_tools_set_scrub (TaperMixTools *self, TaperScrub scrub, double position)
{
  g_return_if_fail (TAPER_IS_MIX_TOOLS (self));

  position = scrub == TAPER_SCRUB_NONE || !(position < 1) ? 1 : MAX (position, 0);
  if (scrub == TAPER_SCRUB_PINNED && !self->pinned)
    scrub = TAPER_SCRUB_NONE;
  if (scrub == self->scrub && position == self->position)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  if (scrub != self->scrub)
    notify (self, PROP_SCRUB);
  if (position != self->position)
    notify (self, PROP_POSITION);
  self->scrub = scrub;
  self->position = position;
  g_object_thaw_notify (G_OBJECT (self));
  if (self->document)
    taper_document_request (self->document);
}

TaperScrub
taper_mix_tools_get_scrub (TaperMixTools *self)
{
  return self->scrub;
}

double
taper_mix_tools_get_position (TaperMixTools *self)
{
  return self->position;
}

/* --- what if -----------------------------------------------------------------------------------
 */

static void
set_what_if (TaperMixTools *self, TaperWhatIf *what_if)
{
  if (!what_if && !self->what_if)
    return;
  g_clear_pointer (&self->what_if, taper_what_if_unref);
  self->what_if = what_if;
  notify (self, PROP_WHAT_IF);
}

/* The task with the class ticked the other way. */
static TaperTask *
toggle (TaperTask *task, guint class_index)
{
  const guint n_classes = taper_task_get_n_classes (task);
  g_autofree guint *classes = g_new (guint, n_classes);
  guint n = 0;

  for (guint c = 0; c < n_classes; c++)
    if (taper_task_contains (task, c) != (c == class_index))
      classes[n++] = c;
  return taper_task_new (n_classes, classes, n);
}

/* Asks when there is a result to compare with. */
static void
ask (TaperMixTools *self)
{
  TaperMixEdit *edit = taper_mix_tools_get_edit (self);
  TaperSnapshot *snapshot = self->document ? taper_document_get_snapshot (self->document) : NULL;
  g_autoptr (TaperTuning) tuning = NULL;
  g_autoptr (TaperTask) task = NULL;

  if (!snapshot || self->considered < 0 ||
      self->considered >= (int) taper_task_get_n_classes (snapshot->task))
    return;
  if (edit)
    {
      tuning = taper_tuning_new ();
      tuning->edit = taper_mix_edit_ref (edit);
    }
  task = toggle (snapshot->task, (guint) self->considered);
  taper_engine_ask_what_if (taper_document_get_engine (self->document), snapshot->bundle, task,
                            tuning, taper_document_get_state (self->document)->pictures);
}

void
taper_mix_tools_consider (TaperMixTools *self, int class_index)
{
  g_return_if_fail (TAPER_IS_MIX_TOOLS (self));

  if (class_index == self->considered)
    return;
  self->considered = class_index;
  notify (self, PROP_CONSIDERED);
  if (class_index >= 0)
    {
      ask (self); /* what is shown stays until the answer is there: no flicker between two */
      return;
    }
  set_what_if (self, NULL);
  if (self->document)
    taper_engine_drop_what_if (taper_document_get_engine (self->document));
}

void
taper_mix_tools_set_asking (TaperMixTools *self, gboolean asking)
{
  g_return_if_fail (TAPER_IS_MIX_TOOLS (self));

  self->asking = asking;
  if (!asking)
    taper_mix_tools_consider (self, -1);
}

gboolean
taper_mix_tools_get_asking (TaperMixTools *self)
{
  return self->asking;
}

TaperWhatIf *
taper_mix_tools_get_what_if (TaperMixTools *self)
{
  return self->what_if;
}

static void
what_if_cb (TaperMixTools *self, TaperSnapshot *answer)
{
  TaperSnapshot *snapshot = taper_document_get_snapshot (self->document);

  if (snapshot && self->considered >= 0)
    set_what_if (self, taper_what_if_new ((guint) self->considered, snapshot, answer));
}

static void
snapshot_cb (TaperMixTools *self)
{
  set_what_if (self, NULL);
  ask (self);
}

/* --- survey ------------------------------------------------------------------------------------
 */

static void
survey_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TaperMixTools) self = data;
  g_autoptr (TaperSurvey) survey = taper_survey_new_finish (result, NULL);

  if (!survey || !self->document || survey->bundle != taper_document_get_bundle (self->document))
    return;
  g_clear_pointer (&self->survey, taper_survey_unref);
  self->survey = g_steal_pointer (&survey);
  notify (self, PROP_SURVEY);
}

void
taper_mix_tools_bundle_changed (TaperMixTools *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  self->drag = NULL;
  self->live = FALSE;
  taper_mix_tools_set_scrub (self, TAPER_SCRUB_NONE, 1);
  taper_mix_tools_unpin (self);
  taper_mix_tools_consider (self, -1);
  g_clear_pointer (&self->survey, taper_survey_unref);
  notify (self, PROP_SURVEY);
  g_object_thaw_notify (G_OBJECT (self));
  g_cancellable_cancel (self->surveying);
  g_clear_object (&self->surveying);
  self->surveying = g_cancellable_new ();
  taper_survey_new_async (taper_document_get_bundle (self->document), self->surveying, survey_cb,
                          g_object_ref (self));
}

TaperSurvey *
taper_mix_tools_get_survey (TaperMixTools *self)
{
  return self->survey;
}

/* --- object ------------------------------------------------------------------------------------
 */

void
taper_mix_tools_detach (TaperMixTools *self)
{
  g_cancellable_cancel (self->surveying);
  taper_survey_settle ();
  g_signal_handlers_disconnect_by_data (taper_document_get_engine (self->document), self);
  g_signal_handlers_disconnect_by_data (self->document, self);
  self->document = NULL;
}

static void
taper_mix_tools_finalize (GObject *object)
{
  TaperMixTools *self = TAPER_MIX_TOOLS (object);

  g_clear_pointer (&self->pinned, taper_task_unref);
  g_clear_pointer (&self->pinned_edit, taper_mix_edit_unref);
  g_clear_pointer (&self->what_if, taper_what_if_unref);
  g_clear_pointer (&self->survey, taper_survey_unref);
  g_clear_object (&self->surveying);
  G_OBJECT_CLASS (taper_mix_tools_parent_class)->finalize (object);
}

static void
taper_mix_tools_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TaperMixTools *self = TAPER_MIX_TOOLS (object);

  switch (id)
    {
    case PROP_EDITED:
      g_value_set_boolean (value, taper_mix_tools_get_edit (self) != NULL);
      break;
    case PROP_KEEP_SUMS:
      g_value_set_boolean (value, self->keep_sums);
      break;
    case PROP_PINNED:
      g_value_set_boolean (value, self->pinned != NULL);
      break;
    case PROP_SCRUB:
      g_value_set_int (value, (int) self->scrub);
      break;
    case PROP_POSITION:
      g_value_set_double (value, self->position);
      break;
    case PROP_WHAT_IF:
      g_value_set_boxed (value, self->what_if);
      break;
    case PROP_CONSIDERED:
      g_value_set_int (value, self->considered);
      break;
    case PROP_SURVEY:
      g_value_set_pointer (value, self->survey);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_mix_tools_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TaperMixTools *self = TAPER_MIX_TOOLS (object);

  switch (id)
    {
    case PROP_KEEP_SUMS:
      if (self->keep_sums == g_value_get_boolean (value))
        break;
      self->keep_sums = g_value_get_boolean (value);
      notify (self, PROP_KEEP_SUMS);
      if (self->keep_sums)
        taper_mix_tools_renormalize (self);
      break;
    case PROP_SCRUB:
      taper_mix_tools_set_scrub (self, (TaperScrub) g_value_get_int (value), self->position);
      break;
    case PROP_POSITION:
      taper_mix_tools_set_scrub (self, self->scrub, g_value_get_double (value));
      break;
    case PROP_CONSIDERED:
      taper_mix_tools_consider (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_mix_tools_class_init (TaperMixToolsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags shown = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags set = shown | G_PARAM_WRITABLE;

  object_class->finalize = taper_mix_tools_finalize;
  object_class->get_property = taper_mix_tools_get_property;
  object_class->set_property = taper_mix_tools_set_property;
  properties[PROP_EDITED] = g_param_spec_boolean ("edited", NULL, NULL, FALSE, shown);
  properties[PROP_KEEP_SUMS] = g_param_spec_boolean ("keep-sums", NULL, NULL, TRUE, set);
  properties[PROP_PINNED] = g_param_spec_boolean ("pinned", NULL, NULL, FALSE, shown);
  properties[PROP_SCRUB] =
      g_param_spec_int ("scrub", NULL, NULL, 0, TAPER_SCRUB_PINNED, TAPER_SCRUB_NONE, set);
  properties[PROP_POSITION] = g_param_spec_double ("position", NULL, NULL, 0, 1, 1, set);
  properties[PROP_WHAT_IF] = g_param_spec_boxed ("what-if", NULL, NULL, TAPER_TYPE_WHAT_IF, shown);
  properties[PROP_CONSIDERED] = g_param_spec_int ("considered", NULL, NULL, -1, G_MAXINT, -1, set);
  properties[PROP_SURVEY] = g_param_spec_pointer ("survey", NULL, NULL, shown);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
taper_mix_tools_init (TaperMixTools *self)
{
  self->keep_sums = TRUE;
  self->position = 1;
  self->considered = -1;
}

TaperMixTools *
taper_mix_tools_new (TaperDocument *document)
{
  TaperMixTools *self = g_object_new (TAPER_TYPE_MIX_TOOLS, NULL);

  self->document = document;
  g_signal_connect_swapped (taper_document_get_engine (document), "what-if",
                            G_CALLBACK (what_if_cb), self);
  g_signal_connect_swapped (document, "notify::snapshot", G_CALLBACK (snapshot_cb), self);
  return self;
}
