/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/taper-demo.h"

#include <glib/gi18n-lib.h>

/* Groups of each task; the first is what the first start shows. */
static const struct {
  const char *name;
  const char *groups[9];
} tasks[TAPER_DEMO_N_TASKS] = {
  { N_ ("Apples and Pears"), { "Apple", "Pear" } },
  { N_ ("Milk or Yoghurt?"), { "Milk", "Yoghurt" } },
  { N_ ("Shopping List"),
    { "Banana", "Carrots", "Garlic", "Lemon", "Mushroom", "Onion", "Potato", "Tomato" } },
};

/* Of classes of the task, as few as a first look takes in. */
static const char *const samples[TAPER_DEMO_N_PICTURES] = {
  "Granny-Smith.jpg", "Pink-Lady.jpg", "Royal-Gala.jpg",
  "Anjou.jpg",        "Kaiser.jpg",    "Conference.jpg",
};

GFile *
taper_demo_get_bundle (const char *data_dir)
{
  g_autofree char *path = g_build_filename (data_dir, "bundles", "groceries-s16.safetensors", NULL);

  return g_file_new_for_path (path);
}

const char *
taper_demo_get_task_name (guint i)
{
  g_return_val_if_fail (i < TAPER_DEMO_N_TASKS, NULL);

  return _ (tasks[i].name);
}

TaperTask *
taper_demo_make_task (TaperClassList *classes, guint i)
{
  g_autoptr (GArray) ticked = g_array_new (FALSE, FALSE, sizeof (guint));

  g_return_val_if_fail (i < TAPER_DEMO_N_TASKS, NULL);
  for (guint g = 0; tasks[i].groups[g] != NULL; g++)
    {
      const int group = taper_class_list_find_group (classes, tasks[i].groups[g]);
      const guint *members;
      guint n;

      if (group < 0)
        continue;
      members = taper_class_list_get_group_classes (classes, group, &n);
      g_array_append_vals (ticked, members, n);
    }
  return taper_task_new (taper_class_list_get_n_classes (classes), (const guint *) ticked->data,
                         ticked->len);
}

GPtrArray *
taper_demo_make_pictures (const char *data_dir)
{
  GPtrArray *pictures = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *path = g_build_filename (data_dir, "samples", "groceries", samples[i], NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      g_ptr_array_add (pictures, taper_picture_new (samples[i], file, NULL));
    }
  return pictures;
}
