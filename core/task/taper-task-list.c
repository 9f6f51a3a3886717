/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-task-list.h"

#include "core/taper-error.h"

#include <string.h>

#define MAX_UNKNOWN 10000

typedef struct {
  TaperClassList *classes;
  TaperTaskList *list;
  gboolean *chosen;           /* (C) */
  int id_column, name_column; /* -1: not there */
} Parser;

static void
unknown_free (gpointer data)
{
  TaperUnknownName *unknown = data;

  g_free (unknown->text);
  g_free (unknown);
}

static void
add_class (Parser *self, guint index)
{
  if (self->chosen[index])
    self->list->n_duplicates++;
  self->chosen[index] = TRUE;
}

static void
add_unknown (Parser *self, const char *text, guint line)
{
  TaperUnknownName *unknown;

  if (self->list->unknown->len >= MAX_UNKNOWN)
    return;
  unknown = g_new (TaperUnknownName, 1);
  unknown->text = g_strdup (text);
  unknown->line = line;
  unknown->suggestion = taper_class_list_suggest (self->classes, text, FALSE);
  g_ptr_array_add (self->list->unknown, unknown);
}

/* Cuts a line at commas, semicolons and tabs outside of quotes; "" in quotes is a quote. */
static GPtrArray *
split_fields (const char *line)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) field = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (const char *p = line;; p++)
    {
      if (*p == '"' && quoted && p[1] == '"')
        g_string_append_c (field, *p++);
      else if (*p == '"' && (quoted || field->len == 0))
        quoted = !quoted;
      else if (*p == '\0' || (!quoted && strchr (",;\t", *p) != NULL))
        {
          g_ptr_array_add (fields, g_strstrip (g_strdup (field->str)));
          g_string_truncate (field, 0);
          if (*p == '\0')
            return fields;
        }
      else if (*p != ' ' || field->len > 0)
        g_string_append_c (field, *p);
    }
}

/* Whether the line is the header of a table. */
static gboolean
read_header (Parser *self, const char *line)
{
  g_autoptr (GPtrArray) fields = split_fields (line);

  for (guint i = 0; i < fields->len; i++)
    {
      const char *field = fields->pdata[i];

      if (self->id_column < 0 && g_ascii_strcasecmp (field, "id") == 0)
        self->id_column = (int) i;
      else if (self->name_column < 0 && (g_ascii_strcasecmp (field, "name") == 0 ||
                                         g_ascii_strcasecmp (field, "class") == 0))
        self->name_column = (int) i;
    }
  return self->id_column >= 0 || self->name_column >= 0;
}

static void
read_row (Parser *self, const char *line, guint number)
{
  g_autoptr (GPtrArray) fields = split_fields (line);
  const int columns[] = { self->id_column, self->name_column };
  const char *shown = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      const char *field =
          columns[i] >= 0 && columns[i] < (int) fields->len ? fields->pdata[columns[i]] : "";
      const int index = *field != '\0' ? taper_class_list_find (self->classes, field) : -1;

      if (index >= 0)
        {
          add_class (self, (guint) index);
          return;
        }
      if (*field != '\0')
        shown = field;
    }
  add_unknown (self, shown != NULL ? shown : line, number);
}

/* Names may hold commas, so the whole line is tried first. */
static void
read_names (Parser *self, const char *line, guint number)
{
  g_autoptr (GPtrArray) fields = NULL;
  int index = taper_class_list_find (self->classes, line);

  if (index >= 0)
    {
      add_class (self, (guint) index);
      return;
    }
  fields = split_fields (line);
  for (guint i = 0; i < fields->len; i++)
    {
      const char *field = fields->pdata[i];

      if (*field == '\0')
        continue;
      index = taper_class_list_find (self->classes, field);
      if (index >= 0)
        add_class (self, (guint) index);
      else
        add_unknown (self, field, number);
    }
}

static void
read_lines (Parser *self, char *text)
{
  gboolean first = TRUE, table = FALSE;
  guint number = 1;

  for (char *next; text != NULL; text = next, number++)
    {
      next = strchr (text, '\n');
      if (next != NULL)
        *next++ = '\0';
      text = g_strstrip (text);
      if (*text == '\0' || *text == '#')
        continue;
      if (first && taper_class_list_find (self->classes, text) < 0 && read_header (self, text))
        table = TRUE;
      else if (table)
        read_row (self, text, number);
      else
        read_names (self, text, number);
      first = FALSE;
    }
}

TaperTaskList *
taper_task_list_parse (TaperClassList *classes, const char *text, gsize length, GError **error)
{
  const guint n_classes = taper_class_list_get_n_classes (classes);
  g_autofree char *copy = NULL;
  g_autofree guint *indices = NULL;
  Parser self = { classes, NULL, NULL, -1, -1 };
  guint n = 0;

  if (length > TAPER_TASK_LIST_MAX)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT, "a class list has %d bytes at most",
                   TAPER_TASK_LIST_MAX);
      return NULL;
    }
  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_set_error_literal (error, TAPER_ERROR, TAPER_ERROR_FORMAT,
                           "not a class list: expected UTF-8 text");
      return NULL;
    }
  copy = g_strndup (text, length);
  self.list = g_new0 (TaperTaskList, 1);
  self.list->unknown = g_ptr_array_new_with_free_func (unknown_free);
  self.chosen = g_new0 (gboolean, n_classes);
  read_lines (&self, g_str_has_prefix (copy, "\xef\xbb\xbf") ? copy + 3 : copy);
  indices = g_new (guint, n_classes);
  for (guint c = 0; c < n_classes; c++)
    if (self.chosen[c])
      indices[n++] = c;
  self.list->task = taper_task_new (n_classes, indices, n);
  g_free (self.chosen);
  return self.list;
}

void
taper_task_list_free (TaperTaskList *self)
{
  taper_task_unref (self->task);
  g_ptr_array_unref (self->unknown);
  g_free (self);
}

static void
append_field (GString *text, const char *field)
{
  if (strpbrk (field, ",;\t\"\n") == NULL)
    {
      g_string_append (text, field);
      return;
    }
  g_string_append_c (text, '"');
  for (; *field != '\0'; field++)
    {
      if (*field == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *field == '\n' ? ' ' : *field);
    }
  g_string_append_c (text, '"');
}

char *
taper_task_list_format (TaperClassList *classes, const TaperTask *task, gboolean csv)
{
  GString *text = g_string_new (csv ? "id,name,group\n" : NULL);
  guint n;
  const guint *selected = taper_task_get_selected (task, &n);

  for (guint i = 0; i < n; i++)
    {
      const TaperClass *entry = taper_class_list_get_class (classes, selected[i]);
      const gboolean found = *entry->name != '#' && strchr (entry->name, '\n') == NULL &&
                             taper_class_list_find (classes, entry->name) == (int) selected[i];

      if (csv)
        {
          append_field (text, entry->id);
          g_string_append_c (text, ',');
          append_field (text, entry->name);
          g_string_append_c (text, ',');
          append_field (text, taper_class_list_get_group_name (classes, entry->group));
        }
      else
        g_string_append (text, found ? entry->name : entry->id);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
