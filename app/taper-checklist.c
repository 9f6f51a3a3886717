/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-checklist.h"

struct _TaperChecklist {
  GListStore *groups;
  GPtrArray *items; /* index = class; borrowed from the groups' children */
};

TaperChecklist *
taper_checklist_new (void)
{
  TaperChecklist *self = g_new0 (TaperChecklist, 1);

  self->groups = g_list_store_new (TAPER_TYPE_CLASS_ITEM);
  self->items = g_ptr_array_new ();
  return self;
}

void
taper_checklist_free (TaperChecklist *self)
{
  g_ptr_array_unref (self->items);
  g_object_unref (self->groups);
  g_free (self);
}

GListModel *
taper_checklist_get_groups (TaperChecklist *self)
{
  return G_LIST_MODEL (self->groups);
}

void
taper_checklist_set_classes (TaperChecklist *self, TaperClassList *classes)
{
  const guint n_groups = classes ? taper_class_list_get_n_groups (classes) : 0;
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_set_size (self->items, 0);
  g_ptr_array_set_size (self->items, classes ? taper_class_list_get_n_classes (classes) : 0);
  for (guint g = 0; g < n_groups; g++)
    {
      TaperClassItem *group = taper_class_item_new_group (classes, g);
      GListModel *children = taper_class_item_get_children (group);
      const guint n = g_list_model_get_n_items (children);

      g_ptr_array_add (groups, group);
      for (guint i = 0; i < n; i++)
        {
          g_autoptr (TaperClassItem) item = g_list_model_get_item (children, i);

          self->items->pdata[taper_class_item_get_index (item)] = item;
        }
    }
  g_list_store_splice (self->groups, 0, g_list_model_get_n_items (G_LIST_MODEL (self->groups)),
                       groups->pdata, groups->len);
}

void
taper_checklist_apply (TaperChecklist *self, TaperTask *task)
{
  const guint n_groups = g_list_model_get_n_items (G_LIST_MODEL (self->groups));

  g_return_if_fail (taper_task_get_n_classes (task) == self->items->len);
  for (guint c = 0; c < self->items->len; c++)
    taper_class_item_set_ticked (self->items->pdata[c], taper_task_contains (task, c));
  for (guint g = 0; g < n_groups; g++)
    {
      g_autoptr (TaperClassItem) group = g_list_model_get_item (G_LIST_MODEL (self->groups), g);

      taper_class_item_update_group (group);
    }
}
