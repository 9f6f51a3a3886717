/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-document.h"
#include "app/taper-checklist.h"
#include "app/taper-document-private.h"
#include "app/taper-mix-tools-private.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>

#define MAX_STEPS 100

struct _TaperDocument {
  GObject parent_instance;
  TaperEngine *engine;
  TaperBundle *bundle;
  TaperHistory *history; /* its present state is the truth; the two below show it */
  TaperChecklist *checklist;
  GListStore *pictures;
  TaperSnapshot *snapshot;
  TaperMixTools *mix_tools;
  GHashTable *loads; /* TaperPicture -> GCancellable of its load */
  GSource *request;  /* asks the engine soon; NULL when there is nothing to ask */
  guint max_pictures;
  guint n_working; /* bundles being opened, folders being walked */
  gboolean busy;   /* as last notified */
};

G_DEFINE_FINAL_TYPE (TaperDocument, taper_document, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_BUNDLE,
  PROP_SNAPSHOT,
  PROP_N_TICKED,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_UNDO_LABEL,
  PROP_REDO_LABEL,
  PROP_BUSY,
  PROP_MAX_PICTURES,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_PROBLEM, SIGNAL_MESSAGE, SIGNAL_REMOVED, SIGNAL_STORY, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
taper_document_notify (TaperDocument *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* --- results -----------------------------------------------------------------------------------
 */

gboolean
taper_document_is_settled (TaperDocument *self)
{
  return self->n_working == 0 && !self->request && g_hash_table_size (self->loads) == 0 &&
         !taper_engine_is_busy (self->engine);
}

static void
taper_document_update_busy (TaperDocument *self)
{
  const gboolean busy = !taper_document_is_settled (self);

  if (busy == self->busy)
    return;
  self->busy = busy;
  taper_document_notify (self, PROP_BUSY);
}

static gboolean
taper_document_request_cb (gpointer data)
{
  TaperDocument *self = data;
  TaperState *present = taper_history_get_present (self->history);
  g_autoptr (TaperTuning) tuning = taper_mix_tools_make_tuning (self->mix_tools);

  g_clear_pointer (&self->request, g_source_unref);
  taper_engine_request (self->engine, self->bundle, present->task, tuning, present->pictures);
  taper_document_update_busy (self);
  return G_SOURCE_REMOVE;
}

/* Many changes in one go of the main loop make one request. */
void
taper_document_request (TaperDocument *self)
{
  if (!self->bundle || self->request)
    return;
  self->request = g_idle_source_new ();
  g_source_set_priority (self->request, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->request, taper_document_request_cb, self, NULL);
  g_source_set_static_name (self->request, "TaperDocument request");
  g_source_attach (self->request, g_main_context_get_thread_default ());
  taper_document_update_busy (self);
}

static void
taper_document_set_snapshot (TaperDocument *self, TaperSnapshot *snapshot)
{
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  self->snapshot = snapshot ? taper_snapshot_ref (snapshot) : NULL;
  taper_document_notify (self, PROP_SNAPSHOT);
}

static void
taper_document_snapshot_cb (TaperEngine *engine, TaperSnapshot *snapshot, gpointer data)
{
  TaperDocument *self = data;

  /* What was changed since and not yet asked for makes this result an old one. */
  if (!self->request)
    taper_document_set_snapshot (self, snapshot);
}

static void
taper_document_picture_loaded_cb (TaperEngine *engine, TaperPicture *picture, gpointer data)
{
  TaperDocument *self = data;

  g_hash_table_remove (self->loads, picture);
  if (taper_picture_get_state (picture) == TAPER_PICTURE_READY)
    taper_document_request (self);
  taper_document_update_busy (self);
}

/* --- the present state -------------------------------------------------------------------------
 */

TaperState *
taper_document_get_state (TaperDocument *self)
{
  return taper_history_get_present (self->history);
}

static void
taper_document_start_load (TaperDocument *self, TaperPicture *picture)
{
  const TaperInputSpec *spec;
  GCancellable *cancellable;

  if (!self->bundle || taper_picture_get_state (picture) != TAPER_PICTURE_LOADING ||
      g_hash_table_contains (self->loads, picture))
    return;
  spec = taper_network_get_input (taper_bundle_get_network (self->bundle));
  cancellable = g_cancellable_new ();
  g_hash_table_insert (self->loads, g_object_ref (picture), cancellable);
  taper_engine_load_picture (self->engine, picture, spec, cancellable);
}

static void
taper_document_stop_load (TaperDocument *self, TaperPicture *picture)
{
  GCancellable *cancellable = g_hash_table_lookup (self->loads, picture);

  if (!cancellable)
    return;
  g_cancellable_cancel (cancellable);
  g_hash_table_remove (self->loads, picture);
}

/* Touches only the stretch of the list that differs. */
static void
taper_document_show_pictures (TaperDocument *self, GPtrArray *before, GPtrArray *after)
{
  guint head = 0, tail = 0;

  while (head < MIN (before->len, after->len) && before->pdata[head] == after->pdata[head])
    head++;
  while (tail < MIN (before->len, after->len) - head &&
         before->pdata[before->len - 1 - tail] == after->pdata[after->len - 1 - tail])
    tail++;
  for (guint i = head; i < before->len - tail; i++)
    taper_document_stop_load (self, before->pdata[i]);
  for (guint i = head; i < after->len - tail; i++)
    taper_document_start_load (self, after->pdata[i]);
  g_list_store_splice (self->pictures, head, before->len - tail - head, after->pdata + head,
                       after->len - tail - head);
}

static void
taper_document_show_history (TaperDocument *self)
{
  taper_document_notify (self, PROP_CAN_UNDO);
  taper_document_notify (self, PROP_CAN_REDO);
  taper_document_notify (self, PROP_UNDO_LABEL);
  taper_document_notify (self, PROP_REDO_LABEL);
}

/* Brings rows, list and engine from @before to the present state. */
static void
taper_document_show_present (TaperDocument *self, TaperState *before)
{
  TaperState *present = taper_history_get_present (self->history);

  g_object_freeze_notify (G_OBJECT (self));
  if (present->task && present->task != before->task)
    {
      taper_checklist_apply (self->checklist, present->task);
      taper_document_notify (self, PROP_N_TICKED);
    }
  if (present->labels != before->labels || present->pictures != before->pictures)
    taper_picture_labels_apply (present->labels, present->pictures);
  if (present->pictures != before->pictures)
    taper_document_show_pictures (self, before->pictures, present->pictures);
  if (present->edit != before->edit)
    taper_mix_tools_edit_changed (self->mix_tools);
  taper_document_show_history (self);
  taper_document_request (self);
  taper_document_update_busy (self);
  g_object_thaw_notify (G_OBJECT (self));
}

void
taper_document_commit (TaperDocument *self, TaperState *state, const char *label)
{
  g_autoptr (TaperState) before = taper_state_ref (taper_history_get_present (self->history));

  taper_history_push (self->history, state, label);
  taper_document_show_present (self, before);
}

void
taper_document_amend (TaperDocument *self, TaperState *state)
{
  g_autoptr (TaperState) before = taper_state_ref (taper_history_get_present (self->history));

  taper_history_amend (self->history, state);
  taper_document_show_present (self, before);
}

gboolean
taper_document_undo (TaperDocument *self)
{
  g_autoptr (TaperState) before = taper_state_ref (taper_history_get_present (self->history));

  if (!taper_history_undo (self->history))
    return FALSE;
  taper_document_show_present (self, before);
  return TRUE;
}

gboolean
taper_document_redo (TaperDocument *self)
{
  g_autoptr (TaperState) before = taper_state_ref (taper_history_get_present (self->history));

  if (!taper_history_redo (self->history))
    return FALSE;
  taper_document_show_present (self, before);
  return TRUE;
}

void
taper_document_report (TaperDocument *self, const char *title, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_PROBLEM], 0, title, message);
}

void
taper_document_begin_work (TaperDocument *self)
{
  self->n_working++;
  taper_document_update_busy (self);
}

void
taper_document_end_work (TaperDocument *self)
{
  self->n_working--;
  taper_document_update_busy (self);
}

/* --- bundle ---------------------------------------------------------------------------------- */

/* The ticked classes of @old that @classes has as well, by id. */
static TaperTask *
taper_document_carry_ticks (TaperDocument *self, TaperTask *old, TaperClassList *classes)
{
  g_autoptr (GArray) ticked = g_array_new (FALSE, FALSE, sizeof (guint));
  TaperClassList *old_classes = self->bundle ? taper_bundle_get_classes (self->bundle) : NULL;
  const guint *selected = NULL;
  guint n = 0;

  if (old_classes && old)
    selected = taper_task_get_selected (old, &n);
  for (guint i = 0; i < n; i++)
    {
      const char *id = taper_class_list_get_class (old_classes, selected[i])->id;
      const int found = taper_class_list_find (classes, id);
      const guint index = found;

      if (found >= 0 && g_str_equal (taper_class_list_get_class (classes, index)->id, id))
        g_array_append_val (ticked, index);
    }
  return taper_task_new (taper_class_list_get_n_classes (classes), (const guint *) ticked->data,
                         ticked->len);
}

static gboolean
taper_document_sees_alike (TaperBundle *a, TaperBundle *b)
{
  const TaperInputSpec *spec_a = taper_network_get_input (taper_bundle_get_network (a));
  const TaperInputSpec *spec_b = taper_network_get_input (taper_bundle_get_network (b));

  return spec_a->width == spec_b->width && spec_a->height == spec_b->height;
}

/* Stops loading what is fitted to another size, and has it loaded anew when it is shown. */
static void
taper_document_reset_pictures (TaperDocument *self, GPtrArray *pictures)
{
  for (guint i = 0; i < pictures->len; i++)
    {
      taper_document_stop_load (self, pictures->pdata[i]);
      taper_picture_reset (pictures->pdata[i]);
    }
}

void
taper_document_adopt_bundle (TaperDocument *self, TaperBundle *bundle, TaperTask *task,
                             GPtrArray *pictures)
{
  g_autoptr (TaperState) before = taper_state_ref (taper_history_get_present (self->history));
  TaperClassList *classes = taper_bundle_get_classes (bundle);
  g_autoptr (TaperTask) ticks =
      task ? taper_task_ref (task) : taper_document_carry_ticks (self, before->task, classes);
  g_autoptr (TaperState) state = taper_state_new (ticks, pictures ? pictures : before->pictures,
                                                  pictures ? NULL : before->labels, NULL);

  g_object_freeze_notify (G_OBJECT (self));
  if (self->bundle && !taper_document_sees_alike (self->bundle, bundle))
    taper_document_reset_pictures (self, before->pictures);
  taper_bundle_ref (bundle);
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  self->bundle = bundle;
  taper_document_notify (self, PROP_BUNDLE);
  taper_document_set_snapshot (self, NULL);
  taper_mix_tools_bundle_changed (self->mix_tools);
  taper_checklist_set_classes (self->checklist, classes);
  taper_history_reset (self->history, state);
  taper_document_show_present (self, before);
  for (guint i = 0; i < state->pictures->len; i++)
    taper_document_start_load (self, state->pictures->pdata[i]);
  taper_document_update_busy (self);
  g_object_thaw_notify (G_OBJECT (self));
}

TaperBundle *
taper_document_get_bundle (TaperDocument *self)
{
  return self->bundle;
}

GListModel *
taper_document_get_groups (TaperDocument *self)
{
  return taper_checklist_get_groups (self->checklist);
}

/* --- pictures ----------------------------------------------------------------------------------
 */

guint
taper_document_get_max_pictures (TaperDocument *self)
{
  return self->max_pictures;
}

GListModel *
taper_document_get_pictures (TaperDocument *self)
{
  return G_LIST_MODEL (self->pictures);
}

/* --- object ------------------------------------------------------------------------------------
 */

TaperSnapshot *
taper_document_get_snapshot (TaperDocument *self)
{
  return self->snapshot;
}

TaperMixTools *
taper_document_get_mix_tools (TaperDocument *self)
{
  return self->mix_tools;
}

TaperEngine *
taper_document_get_engine (TaperDocument *self)
{
  return self->engine;
}

static void
taper_document_finalize (GObject *object)
{
  TaperDocument *self = TAPER_DOCUMENT (object);
  GHashTableIter iter;
  gpointer cancellable;

  g_hash_table_iter_init (&iter, self->loads);
  while (g_hash_table_iter_next (&iter, NULL, &cancellable))
    g_cancellable_cancel (cancellable);
  if (self->request)
    g_source_destroy (self->request);
  g_clear_pointer (&self->request, g_source_unref);
  g_signal_handlers_disconnect_by_data (self->engine, self);
  taper_mix_tools_detach (self->mix_tools);
  g_clear_object (&self->mix_tools);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->loads, g_hash_table_unref);
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  g_clear_pointer (&self->checklist, taper_checklist_free);
  g_clear_pointer (&self->history, taper_history_free);
  g_clear_object (&self->pictures);
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  G_OBJECT_CLASS (taper_document_parent_class)->finalize (object);
}

static void
taper_document_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TaperDocument *self = TAPER_DOCUMENT (object);
  const char *undo_label = taper_history_get_undo_label (self->history);
  const char *redo_label = taper_history_get_redo_label (self->history);

  switch (id)
    {
    case PROP_BUNDLE:
      g_value_set_pointer (value, self->bundle);
      break;
    case PROP_SNAPSHOT:
      g_value_set_boxed (value, self->snapshot);
      break;
    case PROP_N_TICKED:
      g_value_set_uint (value, taper_document_get_n_ticked (self));
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, undo_label != NULL);
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, redo_label != NULL);
      break;
    case PROP_UNDO_LABEL:
      g_value_set_string (value, undo_label);
      break;
    case PROP_REDO_LABEL:
      g_value_set_string (value, redo_label);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_MAX_PICTURES:
      g_value_set_uint (value, self->max_pictures);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_document_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TaperDocument *self = TAPER_DOCUMENT (object);

  if (id == PROP_MAX_PICTURES)
    self->max_pictures = g_value_get_uint (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
taper_document_class_init (TaperDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = taper_document_finalize;
  object_class->get_property = taper_document_get_property;
  object_class->set_property = taper_document_set_property;
  properties[PROP_BUNDLE] = g_param_spec_pointer ("bundle", NULL, NULL, flags);
  properties[PROP_SNAPSHOT] =
      g_param_spec_boxed ("snapshot", NULL, NULL, TAPER_TYPE_SNAPSHOT, flags);
  properties[PROP_N_TICKED] = g_param_spec_uint ("n-ticked", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  properties[PROP_UNDO_LABEL] = g_param_spec_string ("undo-label", NULL, NULL, NULL, flags);
  properties[PROP_REDO_LABEL] = g_param_spec_string ("redo-label", NULL, NULL, NULL, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_MAX_PICTURES] =
      g_param_spec_uint ("max-pictures", NULL, NULL, 1, G_MAXINT, TAPER_DOCUMENT_MAX_PICTURES,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_PROBLEM] =
      g_signal_new ("problem", TAPER_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", TAPER_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_REMOVED] = g_signal_new ("removed", TAPER_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_STORY] = g_signal_new ("story", TAPER_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
}

static void
taper_document_init (TaperDocument *self)
{
  g_autoptr (GPtrArray) no_pictures = g_ptr_array_new ();
  g_autoptr (TaperState) state = taper_state_new (NULL, no_pictures, NULL, NULL);

  self->history = taper_history_new (state, MAX_STEPS, 2 * TAPER_DOCUMENT_MAX_PICTURES);
  self->max_pictures = TAPER_DOCUMENT_MAX_PICTURES;
  self->checklist = taper_checklist_new ();
  self->pictures = g_list_store_new (TAPER_TYPE_PICTURE);
  self->loads = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->engine = taper_engine_new ();
  g_signal_connect (self->engine, "snapshot", G_CALLBACK (taper_document_snapshot_cb), self);
  g_signal_connect (self->engine, "picture-loaded", G_CALLBACK (taper_document_picture_loaded_cb),
                    self);
  g_signal_connect_swapped (self->engine, "notify::busy", G_CALLBACK (taper_document_update_busy),
                            self);
  self->mix_tools = taper_mix_tools_new (self);
}

TaperDocument *
taper_document_new (void)
{
  return g_object_new (TAPER_TYPE_DOCUMENT, NULL);
}
