/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-task-text.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>

static gboolean
is_whole (TaperClassList *classes, const TaperTask *task, guint group)
{
  guint n;
  const guint *members = taper_class_list_get_group_classes (classes, group, &n);

  for (guint i = 0; i < n; i++)
    if (!taper_task_contains (task, members[i]))
      return FALSE;
  return n > 1;
}

TaperTaskParts *
taper_task_parts_new (TaperClassList *classes, const TaperTask *task)
{
  TaperTaskParts *self = g_new (TaperTaskParts, 1);
  guint n_selected;
  const guint *selected = taper_task_get_selected (task, &n_selected);

  self->groups = g_array_new (FALSE, FALSE, sizeof (guint));
  self->classes = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint g = 0; g < taper_class_list_get_n_groups (classes); g++)
    if (is_whole (classes, task, g))
      g_array_append_val (self->groups, g);
  for (guint i = 0; i < n_selected; i++)
    if (!is_whole (classes, task, taper_class_list_get_class (classes, selected[i])->group))
      g_array_append_val (self->classes, selected[i]);
  return self;
}

void
taper_task_parts_free (TaperTaskParts *self)
{
  g_array_unref (self->groups);
  g_array_unref (self->classes);
  g_free (self);
}

/* "Apple, Pear and Lemon": (element-type utf8), not empty */
static char *
join_names (const GPtrArray *names)
{
  GString *text = g_string_new (names->pdata[0]);

  for (guint i = 1; i + 1 < names->len; i++)
    /* Translators: between the names of a list, but the last two. */
    g_string_append_printf (text, "%s%s", C_ ("list", ", "), (const char *) names->pdata[i]);
  if (names->len > 1)
    /* Translators: between the last two names of a list. */
    g_string_append_printf (text, "%s%s", C_ ("list", " and "),
                            (const char *) names->pdata[names->len - 1]);
  return g_string_free (text, FALSE);
}

char *
taper_task_describe (TaperClassList *classes, const TaperTask *task, guint max_names)
{
  g_autoptr (TaperTaskParts) parts = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *more = NULL;
  guint n_selected;

  taper_task_get_selected (task, &n_selected);
  if (n_selected == 0)
    return g_strdup (_ ("Nothing is ticked"));
  if (n_selected > 1 && n_selected == taper_class_list_get_n_classes (classes))
    return g_strdup (_ ("Everything"));
  parts = taper_task_parts_new (classes, task);
  for (guint i = 0; i < parts->groups->len; i++)
    g_ptr_array_add (names, (char *) taper_class_list_get_group_label (
                                classes, g_array_index (parts->groups, guint, i)));
  for (guint i = 0; i < parts->classes->len; i++)
    g_ptr_array_add (names, (char *) taper_class_list_get_class (
                                classes, g_array_index (parts->classes, guint, i))
                                ->label);
  if (names->len > max_names)
    {
      const guint n_more = names->len - max_names;

      /* Translators: after some names of a list: how many are not named. */
      more = g_strdup_printf (ngettext ("%u more", "%u more", n_more), n_more);
      g_ptr_array_set_size (names, (int) max_names);
      g_ptr_array_add (names, more);
    }
  return join_names (names);
}
