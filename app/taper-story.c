/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-story.h"

struct _TaperStory {
  GObject parent_instance;

  char *title;
  char *bundle, *bundle_sha256;
  GPtrArray *steps;
};

enum {
  PROP_TITLE = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];
static guint changed_signal;

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TaperStory, taper_story, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
emit_changed (TaperStory *self)
{
  g_signal_emit (self, changed_signal, 0);
}

/* --- list ------------------------------------------------------------------------------------- */

static GType
get_item_type (GListModel *list)
{
  return TAPER_TYPE_STORY_STEP;
}

static guint
get_n_items (GListModel *list)
{
  return TAPER_STORY (list)->steps->len;
}

static gpointer
get_item (GListModel *list, guint position)
{
  TaperStory *self = TAPER_STORY (list);

  return position < self->steps->len ? g_object_ref (self->steps->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

guint
taper_story_get_n_steps (TaperStory *self)
{
  return self->steps->len;
}

TaperStoryStep *
taper_story_get_step (TaperStory *self, guint i)
{
  g_return_val_if_fail (i < self->steps->len, NULL);
  return self->steps->pdata[i];
}

gboolean
taper_story_insert (TaperStory *self, guint position, TaperStoryStep *step)
{
  g_return_val_if_fail (position <= self->steps->len, FALSE);

  if (self->steps->len >= TAPER_STORY_MAX_STEPS)
    return FALSE;
  g_ptr_array_insert (self->steps, (int) position, g_object_ref (step));
  g_signal_connect_object (step, "notify", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
  emit_changed (self);
  return TRUE;
}

static TaperStoryStep *
steal (TaperStory *self, guint position)
{
  TaperStoryStep *step = g_ptr_array_steal_index (self->steps, position);

  g_signal_handlers_disconnect_by_func (step, emit_changed, self);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  return step;
}

void
taper_story_remove (TaperStory *self, guint position)
{
  g_return_if_fail (position < self->steps->len);

  g_object_unref (steal (self, position));
  emit_changed (self);
}

void
taper_story_move (TaperStory *self, guint from, guint to)
{
  g_autoptr (TaperStoryStep) step = NULL;

  g_return_if_fail (from < self->steps->len && to < self->steps->len);

  if (from == to)
    return;
  step = steal (self, from);
  taper_story_insert (self, to, step);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_story_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TITLE)
    g_value_set_string (value, TAPER_STORY (object)->title);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
taper_story_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TITLE)
    taper_story_set_title (TAPER_STORY (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
taper_story_finalize (GObject *object)
{
  TaperStory *self = TAPER_STORY (object);

  g_free (self->title);
  g_free (self->bundle);
  g_free (self->bundle_sha256);
  g_ptr_array_unref (self->steps);
  G_OBJECT_CLASS (taper_story_parent_class)->finalize (object);
}

static void
taper_story_class_init (TaperStoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = taper_story_get_property;
  object_class->set_property = taper_story_set_property;
  object_class->finalize = taper_story_finalize;
  properties[PROP_TITLE] =
      g_param_spec_string ("title", NULL, NULL, "",
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  changed_signal = g_signal_new ("changed", TAPER_TYPE_STORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
taper_story_init (TaperStory *self)
{
  self->title = g_strdup ("");
  self->steps = g_ptr_array_new_with_free_func (g_object_unref);
}

TaperStory *
taper_story_new (void)
{
  return g_object_new (TAPER_TYPE_STORY, NULL);
}

const char *
taper_story_get_title (TaperStory *self)
{
  return self->title;
}

void
taper_story_set_title (TaperStory *self, const char *title)
{
  if (g_strcmp0 (title, self->title) == 0)
    return;
  g_free (self->title);
  self->title = g_utf8_make_valid (title != NULL ? title : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  emit_changed (self);
}

const char *
taper_story_get_bundle (TaperStory *self)
{
  return self->bundle;
}

const char *
taper_story_get_bundle_sha256 (TaperStory *self)
{
  return self->bundle_sha256;
}

void
taper_story_set_bundle (TaperStory *self, const char *bundle, const char *sha256)
{
  g_free (self->bundle);
  g_free (self->bundle_sha256);
  self->bundle = g_strdup (bundle);
  self->bundle_sha256 = g_strdup (sha256);
  emit_changed (self);
}
