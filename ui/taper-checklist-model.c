/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-checklist-model.h"
#include <string.h>

struct _TaperChecklistModel {
  GObject parent_instance;

  TaperDocument *document;
  GtkTreeListModel *browse;
  GtkTreeListModel *found;
  GtkFilter *group_filter;
  GtkFilter *class_filter;

  char *query;
  gboolean only_ticked;

  /* What "found" shows, computed once per change and read by the filters. (C) and (G). */
  TaperClassList *classes;
  guint8 *shown;
  guint *n_shown;
  guint n_found;
  guint8 *kept; /* (C), while only_ticked: the classes that were ticked when it began */

  TaperTask *seen_task;
  gboolean own_change;
};

enum { PROP_0, PROP_QUERY, PROP_ONLY_TICKED, PROP_NARROWED, PROP_N_FOUND, N_PROPS };
static GParamSpec *properties[N_PROPS];
static guint changing_signal, changed_signal;

G_DEFINE_FINAL_TYPE (TaperChecklistModel, taper_checklist_model, G_TYPE_OBJECT)

/* --- rows ----------------------------------------------------------------------------------- */

gboolean
taper_checklist_model_is_leaf (TaperClassItem *item)
{
  return !taper_class_item_is_group (item) || taper_class_item_get_n_classes (item) == 1;
}

/* The only class of a group of one, or the class itself. */
static guint
leaf_class (TaperClassItem *item)
{
  guint n;

  if (!taper_class_item_is_group (item))
    return taper_class_item_get_index (item);
  return taper_class_list_get_group_classes (taper_class_item_get_classes (item),
                                             taper_class_item_get_index (item), &n)[0];
}

const char *
taper_checklist_model_get_row_name (TaperClassItem *item)
{
  if (!taper_checklist_model_is_leaf (item))
    return taper_class_item_get_name (item);
  return taper_class_list_get_class (taper_class_item_get_classes (item), leaf_class (item))->label;
}

const char *
taper_checklist_model_get_row_detail (TaperClassItem *item)
{
  if (!taper_class_item_is_group (item))
    return taper_class_item_get_detail (item);
  if (!taper_checklist_model_is_leaf (item))
    return "";

  g_autoptr (TaperClassItem) child =
      g_list_model_get_item (taper_class_item_get_children (item), 0);
  return taper_class_item_get_detail (child);
}

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer data)
{
  return g_utf8_collate (taper_checklist_model_get_row_name ((TaperClassItem *) a),
                         taper_checklist_model_get_row_name ((TaperClassItem *) b));
}

/* --- what is found ---------------------------------------------------------------------------- */

static gboolean
is_narrowed (TaperChecklistModel *self)
{
  return self->only_ticked || (self->query != NULL && *self->query != '\0');
}

static gboolean
show_class (TaperChecklistModel *self, guint index)
{
  if (self->only_ticked && !self->kept[index])
    return FALSE;
  return self->query == NULL || *self->query == '\0' ||
         taper_class_list_matches (self->classes, index, self->query);
}

/* Fills shown, n_shown and n_found for the class list the document has now. */
static void
compute_shown (TaperChecklistModel *self)
{
  TaperBundle *bundle = taper_document_get_bundle (self->document);
  TaperClassList *classes = bundle != NULL ? taper_bundle_get_classes (bundle) : NULL;

  if (classes != self->classes)
    {
      g_clear_pointer (&self->classes, taper_class_list_unref);
      self->classes = classes != NULL ? taper_class_list_ref (classes) : NULL;
    }
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->n_shown, g_free);
  self->n_found = 0;
  if (classes == NULL)
    return;

  guint n_classes = taper_class_list_get_n_classes (classes);
  self->shown = g_new0 (guint8, n_classes);
  self->n_shown = g_new0 (guint, taper_class_list_get_n_groups (classes));
  if (!is_narrowed (self))
    return;
  for (guint i = 0; i < n_classes; i++)
    if (show_class (self, i))
      {
        self->shown[i] = TRUE;
        self->n_shown[taper_class_list_get_class (classes, i)->group]++;
        self->n_found++;
      }
}

static void
keep_ticked (TaperChecklistModel *self)
{
  TaperTask *task = taper_document_get_task (self->document);
  guint n = task != NULL ? taper_task_get_n_classes (task) : 0;

  g_free (self->kept);
  self->kept = g_new0 (guint8, n + 1);
  for (guint i = 0; i < n; i++)
    self->kept[i] = taper_task_contains (task, i);
}

static void
update (TaperChecklistModel *self)
{
  g_signal_emit (self, changing_signal, 0);
  compute_shown (self);
  gtk_filter_changed (self->class_filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_filter_changed (self->group_filter, GTK_FILTER_CHANGE_DIFFERENT);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FOUND]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROWED]);
  g_signal_emit (self, changed_signal, 0);
}

static gboolean
item_is_current (TaperChecklistModel *self, TaperClassItem *item)
{
  return self->shown != NULL && taper_class_item_get_classes (item) == self->classes;
}

static gboolean
filter_class (gpointer item, gpointer data)
{
  TaperChecklistModel *self = data;

  return item_is_current (self, item) && self->shown[taper_class_item_get_index (item)];
}

static gboolean
filter_group (gpointer item, gpointer data)
{
  TaperChecklistModel *self = data;

  return item_is_current (self, item) && self->n_shown[taper_class_item_get_index (item)] > 0;
}

static GListModel *
create_children (gpointer item, gpointer data)
{
  if (taper_checklist_model_is_leaf (item))
    return NULL;
  return g_object_ref (taper_class_item_get_children (item));
}

static GListModel *
create_found_children (gpointer item, gpointer data)
{
  TaperChecklistModel *self = data;
  GListModel *children = create_children (item, NULL);

  if (children == NULL)
    return NULL;
  return G_LIST_MODEL (gtk_filter_list_model_new (children, g_object_ref (self->class_filter)));
}

/* --- following the document ---------------------------------------------------------------------
 */

static void
bundle_cb (TaperChecklistModel *self)
{
  g_clear_pointer (&self->query, g_free);
  self->only_ticked = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUERY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ONLY_TICKED]);
  update (self);
}

static void
ticks_cb (TaperChecklistModel *self)
{
  TaperTask *task = taper_document_get_task (self->document);

  if (task == self->seen_task)
    return;
  g_clear_pointer (&self->seen_task, taper_task_unref);
  self->seen_task = task != NULL ? taper_task_ref (task) : NULL;
  if (!self->only_ticked || self->own_change)
    return;
  keep_ticked (self);
  update (self);
}

/* --- changing the document
 * ------------------------------------------------------------------------ */

TaperTick
taper_checklist_model_get_state (TaperChecklistModel *self, TaperClassItem *item, gboolean found,
                                 guint *n_ticked, guint *n_classes)
{
  *n_ticked = taper_class_item_get_tick (item) == TAPER_TICK_ALL;
  *n_classes = 1;
  if (taper_checklist_model_is_leaf (item))
    return taper_class_item_get_tick (item);

  *n_ticked = taper_class_item_get_n_ticked (item);
  *n_classes = taper_class_item_get_n_classes (item);
  TaperTask *task = taper_document_get_task (self->document);
  if (found && item_is_current (self, item) && task != NULL)
    {
      guint n;
      const guint *members =
          taper_class_list_get_group_classes (self->classes, taper_class_item_get_index (item), &n);

      *n_ticked = *n_classes = 0;
      for (guint i = 0; i < n; i++)
        if (self->shown[members[i]])
          {
            *n_classes += 1;
            *n_ticked += taper_task_contains (task, members[i]);
          }
    }
  if (*n_ticked == 0)
    return TAPER_TICK_NONE;
  return *n_ticked == *n_classes ? TAPER_TICK_ALL : TAPER_TICK_SOME;
}

void
taper_checklist_model_toggle (TaperChecklistModel *self, TaperClassItem *item, gboolean found)
{
  guint n_ticked, n_classes;
  gboolean tick =
      taper_checklist_model_get_state (self, item, found, &n_ticked, &n_classes) != TAPER_TICK_ALL;

  self->own_change = TRUE;
  if (taper_checklist_model_is_leaf (item))
    taper_document_set_ticked (self->document, leaf_class (item), tick);
  else
    {
      guint n;
      const guint *members = taper_class_list_get_group_classes (
          taper_class_item_get_classes (item), taper_class_item_get_index (item), &n);
      g_autofree guint *wanted = g_new (guint, n);
      guint n_wanted = 0;

      for (guint i = 0; i < n; i++)
        if (!found || !item_is_current (self, item) || self->shown[members[i]])
          wanted[n_wanted++] = members[i];
      taper_document_set_many_ticked (self->document, wanted, n_wanted, tick);
    }
  ticks_cb (self);
  self->own_change = FALSE;
}

void
taper_checklist_model_tick_found (TaperChecklistModel *self, gboolean ticked)
{
  if (self->n_found == 0)
    return;

  guint n_classes = taper_class_list_get_n_classes (self->classes);
  g_autofree guint *wanted = g_new (guint, self->n_found);
  guint n_wanted = 0;

  for (guint i = 0; i < n_classes; i++)
    if (self->shown[i])
      wanted[n_wanted++] = i;
  self->own_change = TRUE;
  taper_document_set_many_ticked (self->document, wanted, n_wanted, ticked);
  ticks_cb (self);
  self->own_change = FALSE;
}

gboolean
taper_checklist_model_found_are_ticked (TaperChecklistModel *self)
{
  TaperTask *task = taper_document_get_task (self->document);

  if (self->n_found == 0 || task == NULL)
    return FALSE;
  for (guint i = 0; i < taper_class_list_get_n_classes (self->classes); i++)
    if (self->shown[i] && !taper_task_contains (task, i))
      return FALSE;
  return TRUE;
}

/* --- object
 * ------------------------------------------------------------------------------------------ */

static void
taper_checklist_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TaperChecklistModel *self = TAPER_CHECKLIST_MODEL (object);

  switch (id)
    {
    case PROP_QUERY:
      g_value_set_string (value, taper_checklist_model_get_query (self));
      break;
    case PROP_ONLY_TICKED:
      g_value_set_boolean (value, self->only_ticked);
      break;
    case PROP_NARROWED:
      g_value_set_boolean (value, is_narrowed (self));
      break;
    case PROP_N_FOUND:
      g_value_set_uint (value, self->n_found);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_checklist_model_set_property (GObject *object, guint id, const GValue *value,
                                    GParamSpec *pspec)
{
  TaperChecklistModel *self = TAPER_CHECKLIST_MODEL (object);

  switch (id)
    {
    case PROP_QUERY:
      taper_checklist_model_set_query (self, g_value_get_string (value));
      break;
    case PROP_ONLY_TICKED:
      taper_checklist_model_set_only_ticked (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_checklist_model_finalize (GObject *object)
{
  TaperChecklistModel *self = TAPER_CHECKLIST_MODEL (object);

  g_clear_object (&self->browse);
  g_clear_object (&self->found);
  g_clear_object (&self->group_filter);
  g_clear_object (&self->class_filter);
  g_clear_object (&self->document);
  g_clear_pointer (&self->classes, taper_class_list_unref);
  g_clear_pointer (&self->seen_task, taper_task_unref);
  g_free (self->shown);
  g_free (self->n_shown);
  g_free (self->kept);
  g_free (self->query);
  G_OBJECT_CLASS (taper_checklist_model_parent_class)->finalize (object);
}

static void
taper_checklist_model_class_init (TaperChecklistModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags changing = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags reading = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = taper_checklist_model_get_property;
  object_class->set_property = taper_checklist_model_set_property;
  object_class->finalize = taper_checklist_model_finalize;

  properties[PROP_QUERY] = g_param_spec_string ("query", NULL, NULL, "", changing);
  properties[PROP_ONLY_TICKED] = g_param_spec_boolean ("only-ticked", NULL, NULL, FALSE, changing);
  properties[PROP_NARROWED] = g_param_spec_boolean ("narrowed", NULL, NULL, FALSE, reading);
  properties[PROP_N_FOUND] = g_param_spec_uint ("n-found", NULL, NULL, 0, G_MAXUINT, 0, reading);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  changing_signal = g_signal_new ("changing", TAPER_TYPE_CHECKLIST_MODEL, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  changed_signal = g_signal_new ("changed", TAPER_TYPE_CHECKLIST_MODEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
taper_checklist_model_init (TaperChecklistModel *self)
{
}

TaperChecklistModel *
taper_checklist_model_new (TaperDocument *document)
{
  TaperChecklistModel *self = g_object_new (TAPER_TYPE_CHECKLIST_MODEL, NULL);
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare_rows, NULL, NULL));
  GListModel *sorted = G_LIST_MODEL (
      gtk_sort_list_model_new (g_object_ref (taper_document_get_groups (document)), sorter));

  self->document = g_object_ref (document);
  /* The models do not keep this object alive: they are its own. */
  self->class_filter = GTK_FILTER (gtk_custom_filter_new (filter_class, self, NULL));
  self->group_filter = GTK_FILTER (gtk_custom_filter_new (filter_group, self, NULL));
  self->browse =
      gtk_tree_list_model_new (g_object_ref (sorted), FALSE, FALSE, create_children, NULL, NULL);
  self->found = gtk_tree_list_model_new (
      G_LIST_MODEL (gtk_filter_list_model_new (sorted, g_object_ref (self->group_filter))), FALSE,
      TRUE, create_found_children, self, NULL);

  g_signal_connect_object (document, "notify::bundle", G_CALLBACK (bundle_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::n-ticked", G_CALLBACK (ticks_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::snapshot", G_CALLBACK (ticks_cb), self,
                           G_CONNECT_SWAPPED);
  compute_shown (self);
  return self;
}

GListModel *
taper_checklist_model_get_browse (TaperChecklistModel *self)
{
  return G_LIST_MODEL (self->browse);
}

GListModel *
taper_checklist_model_get_found (TaperChecklistModel *self)
{
  return G_LIST_MODEL (self->found);
}

gboolean
taper_checklist_model_get_narrowed (TaperChecklistModel *self)
{
  return is_narrowed (self);
}

guint
taper_checklist_model_get_n_found (TaperChecklistModel *self)
{
  return self->n_found;
}

const char *
taper_checklist_model_get_query (TaperChecklistModel *self)
{
  return self->query != NULL ? self->query : "";
}

void
taper_checklist_model_set_query (TaperChecklistModel *self, const char *query)
{
  g_autofree char *stripped = g_strstrip (g_strdup (query != NULL ? query : ""));

  if (strcmp (stripped, taper_checklist_model_get_query (self)) == 0)
    return;
  g_free (self->query);
  self->query = g_steal_pointer (&stripped);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUERY]);
}

gboolean
taper_checklist_model_get_only_ticked (TaperChecklistModel *self)
{
  return self->only_ticked;
}

void
taper_checklist_model_set_only_ticked (TaperChecklistModel *self, gboolean only_ticked)
{
  if (self->only_ticked == only_ticked)
    return;
  self->only_ticked = only_ticked;
  if (only_ticked)
    keep_ticked (self);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ONLY_TICKED]);
}
