/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-task.h"
#include "core/taper-error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MAX_FILE (4 << 20) /* bytes of a class list */
#define MAX_PROBLEMS 20    /* unknown names told one by one */
#define MAX_SHOWN 80       /* bytes of an unknown name in a message */

struct _TaperTask {
  gatomicrefcount ref_count;
  guint n_classes;
  guint n_selected;
  guint *selected; /* ascending */
  float *weights;  /* (C) */
};

static TaperTask *
task_alloc (guint n_classes)
{
  TaperTask *self = g_new0 (TaperTask, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->n_classes = n_classes;
  self->weights = g_new0 (float, n_classes);
  return self;
}

/* Lists the classes whose weight is not zero. */
static void
task_seal (TaperTask *self)
{
  for (guint c = 0; c < self->n_classes; c++)
    self->n_selected += self->weights[c] > 0;
  self->selected = g_new (guint, self->n_selected);
  for (guint c = 0, i = 0; c < self->n_classes; c++)
    if (self->weights[c] > 0)
      self->selected[i++] = c;
}

TaperTask *
taper_task_new (guint n_classes, const guint *classes, guint n)
{
  TaperTask *self = task_alloc (n_classes);

  for (guint i = 0; i < n; i++)
    {
      if (classes[i] < n_classes)
        self->weights[classes[i]] = 1;
      else
        g_warn_if_reached ();
    }
  task_seal (self);
  for (guint i = 0; i < self->n_selected; i++)
    self->weights[self->selected[i]] = 1.0f / self->n_selected;
  return self;
}

TaperTask *
taper_task_new_weighted (guint n_classes, const float *weights)
{
  TaperTask *self = task_alloc (n_classes);
  double sum = 0;

  for (guint c = 0; c < n_classes; c++)
    sum += weights[c];
  for (guint c = 0; c < n_classes && sum > 0; c++)
    self->weights[c] = weights[c] / sum;
  task_seal (self);
  return self;
}

/* The unknown names met so far. */
typedef struct {
  GString *message;
  guint n;
} Problems;

static void
add_problem (Problems *problems, TaperClassList *classes, const char *unknown, guint line)
{
  g_autofree char *name = NULL;
  const char *nearest;
  gsize length;

  if (++problems->n > MAX_PROBLEMS)
    return;
  name = g_utf8_make_valid (unknown, -1);
  length = strlen (name);
  if (length > MAX_SHOWN)
    length = g_utf8_find_prev_char (name, name + MAX_SHOWN) - name;
  if (problems->n > 1)
    g_string_append (problems->message, "; ");
  if (line > 0)
    g_string_append_printf (problems->message, "line %u: ", line);
  g_string_append_printf (problems->message, "no class “%.*s%s”", (int) length, name,
                          name[length] != '\0' ? "…" : "");
  nearest = taper_class_list_suggest (classes, name, FALSE);
  if (nearest != NULL)
    g_string_append_printf (problems->message, ", did you mean “%s”?", nearest);
}

/* The task of the classes found, unless there were unknown names. */
static TaperTask *
task_from_found (TaperClassList *classes, GArray *found, Problems *problems, GError **error)
{
  g_autofree char *message = NULL;
  guint more = problems->n - MIN (problems->n, MAX_PROBLEMS);

  if (more > 0)
    g_string_append_printf (problems->message, "; and %u more", more);
  message = g_string_free (problems->message, FALSE);
  if (problems->n > 0)
    g_set_error_literal (error, TAPER_ERROR, TAPER_ERROR_TASK, message);
  else if (found->len == 0)
    g_set_error_literal (error, TAPER_ERROR, TAPER_ERROR_TASK, "the task names no class");
  else
    return taper_task_new (taper_class_list_get_n_classes (classes),
                           (const guint *) (gconstpointer) found->data, found->len);
  return NULL;
}

TaperTask *
taper_task_new_from_names (TaperClassList *classes, const char *const *names, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  Problems problems = { g_string_new (NULL), 0 };

  for (guint i = 0; names[i] != NULL; i++)
    {
      int index = taper_class_list_find (classes, names[i]);

      if (index >= 0)
        g_array_append_val (found, index);
      else
        add_problem (&problems, classes, names[i], 0);
    }
  return task_from_found (classes, found, &problems, error);
}

TaperTask *
taper_task_new_from_group (TaperClassList *classes, const char *group, GError **error)
{
  int index = taper_class_list_find_group (classes, group);
  const char *nearest;
  const guint *members;
  guint n;

  if (index >= 0)
    {
      members = taper_class_list_get_group_classes (classes, index, &n);
      return taper_task_new (taper_class_list_get_n_classes (classes), members, n);
    }
  nearest = taper_class_list_suggest (classes, group, TRUE);
  if (nearest != NULL)
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_TASK, "no group “%s”, did you mean “%s”?", group,
                 nearest);
  else
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_TASK, "no group “%s”", group);
  return NULL;
}

/* Not g_file_get_contents(): the file may be a pipe, or have no end. */
static char *
read_text (const char *path, gsize *length, GError **error)
{
  g_autofree char *text = g_malloc (MAX_FILE + 2);
  FILE *file = fopen (path, "re");
  gboolean failed;
  int saved_errno = errno;

  if (file != NULL)
    {
      *length = fread (text, 1, MAX_FILE + 1, file);
      saved_errno = errno;
      failed = ferror (file) != 0;
      fclose (file);
    }
  else
    failed = TRUE;
  if (failed)
    {
      g_set_error_literal (error, TAPER_ERROR, TAPER_ERROR_IO, g_strerror (saved_errno));
      return NULL;
    }
  if (*length > MAX_FILE)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT, "a class list has %d bytes at most",
                   MAX_FILE);
      return NULL;
    }
  text[*length] = '\0';
  return g_steal_pointer (&text);
}

static TaperTask *
task_from_text (TaperClassList *classes, char *text, gsize length, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  Problems problems = { NULL, 0 };
  const char *bad;
  guint line = 1;

  if (!g_utf8_validate_len (text, length, &bad))
    {
      for (const char *p = text; p < bad; p++)
        line += *p == '\n';
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_FORMAT, "line %u: not UTF-8 text", line);
      return NULL;
    }
  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  problems.message = g_string_new (NULL);
  for (char *next; text != NULL; text = next, line++)
    {
      int index;

      next = strchr (text, '\n');
      if (next != NULL)
        *next++ = '\0';
      text = g_strstrip (text);
      if (*text == '\0' || *text == '#')
        continue;
      index = taper_class_list_find (classes, text);
      if (index >= 0)
        g_array_append_val (found, index);
      else
        add_problem (&problems, classes, text, line);
    }
  return task_from_found (classes, found, &problems, error);
}

TaperTask *
taper_task_new_from_file (TaperClassList *classes, const char *path, GError **error)
{
  gsize length = 0;
  g_autofree char *text = read_text (path, &length, error);
  TaperTask *self = text != NULL ? task_from_text (classes, text, length, error) : NULL;

  if (self == NULL)
    {
      g_autofree char *shown = g_filename_display_name (path);
      g_prefix_error (error, "%s: ", shown);
    }
  return self;
}

TaperTask *
taper_task_ref (TaperTask *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
taper_task_unref (TaperTask *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->selected);
  g_free (self->weights);
  g_free (self);
}

guint
taper_task_get_n_classes (const TaperTask *self)
{
  return self->n_classes;
}

const guint *
taper_task_get_selected (const TaperTask *self, guint *n)
{
  *n = self->n_selected;
  return self->selected;
}

const float *
taper_task_get_weights (const TaperTask *self)
{
  return self->weights;
}

gboolean
taper_task_contains (const TaperTask *self, guint class_index)
{
  return class_index < self->n_classes && self->weights[class_index] > 0;
}

gboolean
taper_task_is_empty (const TaperTask *self)
{
  return self->n_selected == 0;
}

gboolean
taper_task_equal (const TaperTask *a, const TaperTask *b)
{
  return a == b || (a->n_classes == b->n_classes &&
                    memcmp (a->weights, b->weights, a->n_classes * sizeof (float)) == 0);
}
