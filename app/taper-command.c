/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-command.h"

#include "app/taper-task-text.h"

#include <string.h>

void
taper_command_append (GString *self, const char *value)
{
  gboolean plain = *value != '\0' && *value != '-';
  g_autofree char *quoted = NULL;

  for (const char *p = value; *p != '\0' && plain; p++)
    plain = g_ascii_isalnum (*p) || strchr ("_./:,=+@%-", *p) != NULL;
  if (!plain)
    quoted = g_shell_quote (value);
  g_string_append_printf (self, " %s", plain ? value : quoted);
}

/* As the command line takes lists of names. */
static void
append_id (GString *list, const char *id)
{
  if (list->len > 0)
    g_string_append_c (list, ',');
  for (const char *p = id; *p != '\0'; p++)
    {
      if (*p == ',' || *p == '\\')
        g_string_append_c (list, '\\');
      g_string_append_c (list, *p);
    }
}

/* Whole groups by name where their name means them and nothing else, classes by id. */
static void
append_task (GString *self, TaperClassList *classes, const TaperTask *task)
{
  g_autoptr (TaperTaskParts) parts = taper_task_parts_new (classes, task);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < parts->groups->len; i++)
    {
      const guint group = g_array_index (parts->groups, guint, i);
      const char *name = taper_class_list_get_group_name (classes, group);
      const guint *members;
      guint n;

      if (taper_class_list_find_group (classes, name) == (int) group)
        {
          g_string_append (self, " --group");
          taper_command_append (self, name);
          continue;
        }
      members = taper_class_list_get_group_classes (classes, group, &n);
      g_array_append_vals (parts->classes, members, n);
    }
  for (guint i = 0; i < parts->classes->len; i++)
    append_id (list,
               taper_class_list_get_class (classes, g_array_index (parts->classes, guint, i))->id);
  if (list->len > 0)
    {
      g_string_append (self, " --classes");
      taper_command_append (self, list->str);
    }
}

GString *
taper_command_new (const char *subcommand, TaperBundle *bundle, const TaperTask *task)
{
  GString *self = g_string_new ("taper-cli");
  const char *path = taper_bundle_get_path (bundle);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);

  taper_command_append (self, subcommand);
  g_string_append (self, " --bundle");
  taper_command_append (self, absolute);
  if (task != NULL)
    append_task (self, taper_bundle_get_classes (bundle), task);
  return self;
}
