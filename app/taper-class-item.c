/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-class-item.h"

struct _TaperClassItem {
  GObject parent_instance;
  TaperClassList *classes;
  guint index;
  guint n_ticked;
  guint n_classes;      /* 1 for a class */
  GListStore *children; /* NULL for a class */
  char *detail;         /* made when first asked for */
};

G_DEFINE_FINAL_TYPE (TaperClassItem, taper_class_item, G_TYPE_OBJECT)

enum { PROP_0, PROP_NAME, PROP_TICK, PROP_N_TICKED, PROP_N_CLASSES, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
taper_class_item_finalize (GObject *object)
{
  TaperClassItem *self = TAPER_CLASS_ITEM (object);

  g_clear_pointer (&self->classes, taper_class_list_unref);
  g_clear_object (&self->children);
  g_free (self->detail);
  G_OBJECT_CLASS (taper_class_item_parent_class)->finalize (object);
}

static void
taper_class_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TaperClassItem *self = TAPER_CLASS_ITEM (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, taper_class_item_get_name (self));
      break;
    case PROP_TICK:
      g_value_set_int (value, taper_class_item_get_tick (self));
      break;
    case PROP_N_TICKED:
      g_value_set_uint (value, self->n_ticked);
      break;
    case PROP_N_CLASSES:
      g_value_set_uint (value, self->n_classes);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_class_item_class_init (TaperClassItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = taper_class_item_finalize;
  object_class->get_property = taper_class_item_get_property;
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_TICK] = g_param_spec_int ("tick", NULL, NULL, TAPER_TICK_NONE, TAPER_TICK_ALL,
                                            TAPER_TICK_NONE, flags);
  properties[PROP_N_TICKED] = g_param_spec_uint ("n-ticked", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_CLASSES] = g_param_spec_uint ("n-classes", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
taper_class_item_init (TaperClassItem *self)
{
}

TaperClassItem *
taper_class_item_new_class (TaperClassList *classes, guint index)
{
  TaperClassItem *self;

  g_return_val_if_fail (index < taper_class_list_get_n_classes (classes), NULL);
  self = g_object_new (TAPER_TYPE_CLASS_ITEM, NULL);
  self->classes = taper_class_list_ref (classes);
  self->index = index;
  self->n_classes = 1;
  return self;
}

TaperClassItem *
taper_class_item_new_group (TaperClassList *classes, guint group)
{
  TaperClassItem *self;
  g_autoptr (GPtrArray) items = NULL;
  const guint *members;

  g_return_val_if_fail (group < taper_class_list_get_n_groups (classes), NULL);
  self = g_object_new (TAPER_TYPE_CLASS_ITEM, NULL);
  self->classes = taper_class_list_ref (classes);
  self->index = group;
  self->children = g_list_store_new (TAPER_TYPE_CLASS_ITEM);
  members = taper_class_list_get_group_classes (classes, group, &self->n_classes);
  items = g_ptr_array_new_full (self->n_classes, g_object_unref);
  for (guint i = 0; i < self->n_classes; i++)
    g_ptr_array_add (items, taper_class_item_new_class (classes, members[i]));
  g_list_store_splice (self->children, 0, 0, items->pdata, items->len);
  return self;
}

gboolean
taper_class_item_is_group (TaperClassItem *self)
{
  return self->children != NULL;
}

guint
taper_class_item_get_index (TaperClassItem *self)
{
  return self->index;
}

const char *
taper_class_item_get_name (TaperClassItem *self)
{
  if (self->children)
    return taper_class_list_get_group_label (self->classes, self->index);
  return taper_class_list_get_class (self->classes, self->index)->label;
}

const char *
taper_class_item_get_detail (TaperClassItem *self)
{
  if (!self->detail && !self->children)
    {
      const TaperClass *c = taper_class_list_get_class (self->classes, self->index);

      self->detail = g_strjoinv (", ", (char **) c->synonyms);
    }
  return self->detail ? self->detail : "";
}

TaperTick
taper_class_item_get_tick (TaperClassItem *self)
{
  if (self->n_ticked == 0)
    return TAPER_TICK_NONE;
  return self->n_ticked == self->n_classes ? TAPER_TICK_ALL : TAPER_TICK_SOME;
}

guint
taper_class_item_get_n_ticked (TaperClassItem *self)
{
  return self->n_ticked;
}

guint
taper_class_item_get_n_classes (TaperClassItem *self)
{
  return self->n_classes;
}

GListModel *
taper_class_item_get_children (TaperClassItem *self)
{
  return self->children ? G_LIST_MODEL (self->children) : NULL;
}

TaperClassList *
taper_class_item_get_classes (TaperClassItem *self)
{
  return self->classes;
}

static void
taper_class_item_set_n_ticked (TaperClassItem *self, guint n_ticked)
{
  const TaperTick before = taper_class_item_get_tick (self);

  if (n_ticked == self->n_ticked)
    return;
  self->n_ticked = n_ticked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TICKED]);
  if (taper_class_item_get_tick (self) != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TICK]);
}

void
taper_class_item_set_ticked (TaperClassItem *self, gboolean ticked)
{
  g_return_if_fail (!self->children);

  taper_class_item_set_n_ticked (self, ticked ? 1 : 0);
}

void
taper_class_item_update_group (TaperClassItem *self)
{
  guint n_ticked = 0;

  g_return_if_fail (self->children);
  for (guint i = 0; i < self->n_classes; i++)
    {
      g_autoptr (TaperClassItem) item = g_list_model_get_item (G_LIST_MODEL (self->children), i);

      n_ticked += item->n_ticked;
    }
  taper_class_item_set_n_ticked (self, n_ticked);
}
