/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-demo.h"

static const char *const groups[] = { "Apple", "Pear" };

/* Of classes of the task, as few as a first look takes in. */
static const char *const samples[] = {
  "Granny-Smith.jpg", "Pink-Lady.jpg", "Royal-Gala.jpg",
  "Anjou.jpg",        "Kaiser.jpg",    "Conference.jpg",
};

GFile *
taper_demo_get_bundle (const char *data_dir)
{
  g_autofree char *path = g_build_filename (data_dir, "bundles", "groceries-s16.safetensors", NULL);

  return g_file_new_for_path (path);
}

TaperTask *
taper_demo_make_task (TaperClassList *classes)
{
  g_autoptr (GArray) ticked = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      const int group = taper_class_list_find_group (classes, groups[i]);
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
