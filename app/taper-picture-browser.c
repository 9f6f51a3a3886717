/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-picture-browser.h"

typedef struct {
  TaperPicture *picture;
  guint position; /* in the document */
  TaperPictureStanding standing;
} TaperBrowsed;

struct _TaperPictureBrowser {
  GObject parent_instance;

  TaperDocument *document;
  TaperPictureOrder order;
  TaperPictureFilter filter;
  TaperSnapshot *snapshot; /* what the standings point into */
  GPtrArray *all;          /* (element-type TaperBrowsed), as in the document */
  GHashTable *by_picture;  /* TaperPicture -> TaperBrowsed of @all */
  GPtrArray *shown;        /* (element-type TaperPicture): the list */
  TaperPictureTally tally;
  GSource *update; /* pictures changed their state or label: looked at soon, all at once */
};

enum { PROP_0, PROP_ORDER, PROP_FILTER, N_PROPS };
static GParamSpec *properties[N_PROPS];
static guint updated_signal;

/* --- the list ----------------------------------------------------------------------------------
 */

static GType
taper_picture_browser_get_item_type (GListModel *model)
{
  return TAPER_TYPE_PICTURE;
}

static guint
taper_picture_browser_get_n_items (GListModel *model)
{
  return TAPER_PICTURE_BROWSER (model)->shown->len;
}

static gpointer
taper_picture_browser_get_item (GListModel *model, guint position)
{
  TaperPictureBrowser *self = TAPER_PICTURE_BROWSER (model);

  return position < self->shown->len ? g_object_ref (self->shown->pdata[position]) : NULL;
}

static void
taper_picture_browser_init_list (GListModelInterface *iface)
{
  iface->get_item_type = taper_picture_browser_get_item_type;
  iface->get_n_items = taper_picture_browser_get_n_items;
  iface->get_item = taper_picture_browser_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TaperPictureBrowser, taper_picture_browser, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      taper_picture_browser_init_list))

/* --- order and filter --------------------------------------------------------------------------
 */

static gboolean
taper_browsed_is_shown (const TaperBrowsed *browsed, TaperPictureFilter filter)
{
  const TaperPictureStanding *standing = &browsed->standing;
  const TaperPictureVerdict selection = standing->verdicts[TAPER_LANE_SELECTION];
  const TaperPictureVerdict personalized = standing->verdicts[TAPER_LANE_PERSONALIZED];

  switch (filter)
    {
    case TAPER_PICTURE_FILTER_CHANGED:
      return standing->answer && standing->answer->changed;
    case TAPER_PICTURE_FILTER_WRONG:
      return personalized == TAPER_PICTURE_WRONG;
    case TAPER_PICTURE_FILTER_LOST:
      return personalized == TAPER_PICTURE_WRONG && selection == TAPER_PICTURE_RIGHT;
    case TAPER_PICTURE_FILTER_GAINED:
      return personalized == TAPER_PICTURE_RIGHT && selection == TAPER_PICTURE_WRONG;
    case TAPER_PICTURE_FILTER_UNLABELLED:
      return standing->label < 0 &&
             taper_picture_get_state (browsed->picture) != TAPER_PICTURE_FAILED;
    case TAPER_PICTURE_FILTER_FAILED:
      return taper_picture_get_state (browsed->picture) == TAPER_PICTURE_FAILED;
    case TAPER_PICTURE_FILTER_ALL:
    default:
      return TRUE;
    }
}

static int
taper_compare_browsed (gconstpointer a, gconstpointer b, gpointer order)
{
  const TaperBrowsed *first = *(TaperBrowsed *const *) a, *second = *(TaperBrowsed *const *) b;
  const gboolean answered_a = first->standing.answer != NULL;
  const gboolean answered_b = second->standing.answer != NULL;

  if (answered_a != answered_b) /* those without an answer last */
    return answered_a ? -1 : 1;
  if (answered_a && GPOINTER_TO_INT (order) == TAPER_PICTURE_ORDER_DISAGREEMENT)
    {
      if (first->standing.answer->changed != second->standing.answer->changed)
        return first->standing.answer->changed ? -1 : 1;
      if (first->standing.disagreement != second->standing.disagreement)
        return first->standing.disagreement > second->standing.disagreement ? -1 : 1;
    }
  else if (answered_a && first->standing.margin != second->standing.margin)
    return first->standing.margin < second->standing.margin ? -1 : 1;
  return first->position < second->position ? -1 : 1;
}

/* (transfer full) (element-type TaperPicture) */
static GPtrArray *
taper_picture_browser_list (TaperPictureBrowser *self)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_sized_new (self->all->len);
  GPtrArray *shown = g_ptr_array_new_full (self->all->len, g_object_unref);

  for (guint i = 0; i < self->all->len; i++)
    if (taper_browsed_is_shown (self->all->pdata[i], self->filter))
      g_ptr_array_add (kept, self->all->pdata[i]);
  if (self->order != TAPER_PICTURE_ORDER_ADDED)
    g_ptr_array_sort_with_data (kept, taper_compare_browsed, GINT_TO_POINTER (self->order));
  for (guint i = 0; i < kept->len; i++)
    g_ptr_array_add (shown, g_object_ref (((TaperBrowsed *) kept->pdata[i])->picture));
  return shown;
}

/* Tells only of the stretch that differs. */
static void
taper_picture_browser_show (TaperPictureBrowser *self)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->shown);
  GPtrArray *after = taper_picture_browser_list (self);
  guint head = 0, tail = 0;

  self->shown = after;
  while (head < MIN (before->len, after->len) && before->pdata[head] == after->pdata[head])
    head++;
  while (tail < MIN (before->len, after->len) - head &&
         before->pdata[before->len - 1 - tail] == after->pdata[after->len - 1 - tail])
    tail++;
  if (head + tail < MAX (before->len, after->len))
    g_list_model_items_changed (G_LIST_MODEL (self), head, before->len - tail - head,
                                after->len - tail - head);
}

/* --- following the document --------------------------------------------------------------------
 */

static void
taper_picture_browser_judge (TaperPictureBrowser *self)
{
  TaperSnapshot *snapshot = taper_document_get_snapshot (self->document);
  guint next = 0;

  if (snapshot)
    taper_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  self->snapshot = snapshot;
  self->tally = (TaperPictureTally){ 0 };
  for (guint i = 0; i < self->all->len; i++)
    {
      TaperBrowsed *browsed = self->all->pdata[i];
      const guint64 id = taper_picture_get_id (browsed->picture);
      const TaperPictureAnswer *answer = NULL;

      /* Answers stand in the order of the pictures; some pictures have none. */
      if (snapshot && next < snapshot->n_answers && snapshot->answers[next].picture == id)
        answer = &snapshot->answers[next++];
      else if (snapshot)
        answer = taper_snapshot_lookup (snapshot, id);
      taper_picture_standing_init (&browsed->standing, browsed->picture, snapshot, answer);
      taper_picture_tally_add (&self->tally, browsed->picture, &browsed->standing);
    }
}

static void
taper_picture_browser_update (TaperPictureBrowser *self)
{
  if (self->update)
    g_source_destroy (self->update);
  g_clear_pointer (&self->update, g_source_unref);
  taper_picture_browser_judge (self);
  taper_picture_browser_show (self);
  g_signal_emit (self, updated_signal, 0);
}

static gboolean
taper_picture_browser_update_cb (gpointer data)
{
  taper_picture_browser_update (data);
  return G_SOURCE_REMOVE;
}

static void
taper_picture_browser_update_soon (TaperPictureBrowser *self)
{
  if (self->update)
    return;
  self->update = g_idle_source_new ();
  g_source_set_priority (self->update, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->update, taper_picture_browser_update_cb, self, NULL);
  g_source_set_static_name (self->update, "TaperPictureBrowser update");
  g_source_attach (self->update, g_main_context_get_thread_default ());
}

static void
taper_browsed_free (gpointer data)
{
  TaperBrowsed *browsed = data;

  g_object_unref (browsed->picture);
  g_free (browsed);
}

static void
taper_picture_browser_follow (TaperPictureBrowser *self, TaperPicture *picture, gboolean follow)
{
  if (follow)
    {
      g_signal_connect_swapped (picture, "notify::state",
                                G_CALLBACK (taper_picture_browser_update_soon), self);
      g_signal_connect_swapped (picture, "notify::label",
                                G_CALLBACK (taper_picture_browser_update_soon), self);
    }
  else
    g_signal_handlers_disconnect_by_data (picture, self);
}

static void
taper_picture_browser_items_changed_cb (GListModel *pictures, guint position, guint removed,
                                        guint added, TaperPictureBrowser *self)
{
  for (guint i = 0; i < removed; i++)
    {
      TaperBrowsed *browsed = self->all->pdata[position + i];

      taper_picture_browser_follow (self, browsed->picture, FALSE);
      g_hash_table_remove (self->by_picture, browsed->picture);
    }
  if (removed > 0)
    g_ptr_array_remove_range (self->all, position, removed);
  for (guint i = 0; i < added; i++)
    {
      TaperBrowsed *browsed = g_new0 (TaperBrowsed, 1);

      browsed->picture = g_list_model_get_item (pictures, position + i);
      taper_picture_browser_follow (self, browsed->picture, TRUE);
      g_ptr_array_insert (self->all, (int) (position + i), browsed);
      g_hash_table_insert (self->by_picture, browsed->picture, browsed);
    }
  for (guint i = position; i < self->all->len; i++)
    ((TaperBrowsed *) self->all->pdata[i])->position = i;
  taper_picture_browser_update (self);
}

/* --- object ------------------------------------------------------------------------------------
 */

static void
taper_picture_browser_dispose (GObject *object)
{
  TaperPictureBrowser *self = TAPER_PICTURE_BROWSER (object);

  for (guint i = 0; i < self->all->len; i++)
    taper_picture_browser_follow (self, ((TaperBrowsed *) self->all->pdata[i])->picture, FALSE);
  g_hash_table_remove_all (self->by_picture);
  g_ptr_array_set_size (self->all, 0);
  if (self->update)
    g_source_destroy (self->update);
  g_clear_pointer (&self->update, g_source_unref);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_picture_browser_parent_class)->dispose (object);
}

static void
taper_picture_browser_finalize (GObject *object)
{
  TaperPictureBrowser *self = TAPER_PICTURE_BROWSER (object);

  g_ptr_array_unref (self->all);
  g_ptr_array_unref (self->shown);
  g_hash_table_unref (self->by_picture);
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  G_OBJECT_CLASS (taper_picture_browser_parent_class)->finalize (object);
}

static void
taper_picture_browser_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TaperPictureBrowser *self = TAPER_PICTURE_BROWSER (object);

  if (id == PROP_ORDER)
    g_value_set_int (value, (int) self->order);
  else
    g_value_set_int (value, (int) self->filter);
}

static void
taper_picture_browser_set_property (GObject *object, guint id, const GValue *value,
                                    GParamSpec *pspec)
{
  TaperPictureBrowser *self = TAPER_PICTURE_BROWSER (object);

  if (id == PROP_ORDER)
    taper_picture_browser_set_order (self, (TaperPictureOrder) g_value_get_int (value));
  else
    taper_picture_browser_set_filter (self, (TaperPictureFilter) g_value_get_int (value));
}

static void
taper_picture_browser_class_init (TaperPictureBrowserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = taper_picture_browser_dispose;
  object_class->finalize = taper_picture_browser_finalize;
  object_class->get_property = taper_picture_browser_get_property;
  object_class->set_property = taper_picture_browser_set_property;
  properties[PROP_ORDER] =
      g_param_spec_int ("order", NULL, NULL, 0, TAPER_N_PICTURE_ORDERS - 1, 0, flags);
  properties[PROP_FILTER] =
      g_param_spec_int ("filter", NULL, NULL, 0, TAPER_N_PICTURE_FILTERS - 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  updated_signal = g_signal_new ("updated", TAPER_TYPE_PICTURE_BROWSER, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
taper_picture_browser_init (TaperPictureBrowser *self)
{
  self->all = g_ptr_array_new_with_free_func (taper_browsed_free);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_picture = g_hash_table_new (NULL, NULL);
}

TaperPictureBrowser *
taper_picture_browser_new (TaperDocument *document)
{
  TaperPictureBrowser *self = g_object_new (TAPER_TYPE_PICTURE_BROWSER, NULL);
  GListModel *pictures = taper_document_get_pictures (document);

  self->document = g_object_ref (document);
  g_signal_connect_object (pictures, "items-changed",
                           G_CALLBACK (taper_picture_browser_items_changed_cb), self, 0);
  g_signal_connect_object (document, "notify::snapshot", G_CALLBACK (taper_picture_browser_update),
                           self, G_CONNECT_SWAPPED);
  taper_picture_browser_items_changed_cb (pictures, 0, 0, g_list_model_get_n_items (pictures),
                                          self);
  return self;
}

TaperPictureOrder
taper_picture_browser_get_order (TaperPictureBrowser *self)
{
  return self->order;
}

void
taper_picture_browser_set_order (TaperPictureBrowser *self, TaperPictureOrder order)
{
  g_return_if_fail (TAPER_IS_PICTURE_BROWSER (self));

  if (self->order == order)
    return;
  self->order = order;
  taper_picture_browser_show (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ORDER]);
}

TaperPictureFilter
taper_picture_browser_get_filter (TaperPictureBrowser *self)
{
  return self->filter;
}

void
taper_picture_browser_set_filter (TaperPictureBrowser *self, TaperPictureFilter filter)
{
  g_return_if_fail (TAPER_IS_PICTURE_BROWSER (self));

  if (self->filter == filter)
    return;
  self->filter = filter;
  taper_picture_browser_show (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER]);
}

const TaperPictureTally *
taper_picture_browser_get_tally (TaperPictureBrowser *self)
{
  return &self->tally;
}

TaperSnapshot *
taper_picture_browser_get_snapshot (TaperPictureBrowser *self)
{
  return self->snapshot;
}

const TaperPictureStanding *
taper_picture_browser_get_standing (TaperPictureBrowser *self, TaperPicture *picture)
{
  TaperBrowsed *browsed = g_hash_table_lookup (self->by_picture, picture);

  return browsed ? &browsed->standing : NULL;
}
