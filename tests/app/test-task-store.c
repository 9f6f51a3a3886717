/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-task-store.h"
#include "tests/support/app-wait.h"

#include <glib/gstdio.h>

typedef struct {
  char *directory, *path;
  TaperClassList *classes;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->directory = g_dir_make_tmp ("taper-tasks-XXXXXX", NULL);
  self->path = g_build_filename (self->directory, "below", "tasks.ini", NULL);
  self->classes = test_make_classes (10, 3);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *below = g_build_filename (self->directory, "below", NULL);

  g_remove (self->path);
  g_rmdir (below);
  g_rmdir (self->directory);
  g_free (self->directory);
  g_free (self->path);
  taper_class_list_unref (self->classes);
}

static TaperTask *
make_task (Fixture *self, guint first, guint n)
{
  guint classes[10];

  for (guint i = 0; i < n; i++)
    classes[i] = first + i;
  return taper_task_new (10, classes, n);
}

static const TaperStoredTask *
get (GPtrArray *tasks, guint i)
{
  g_assert_cmpuint (i, <, tasks->len);
  return tasks->pdata[i];
}

/* What was saved is there the next time, whatever the name. */
static void
test_saved (Fixture *self, gconstpointer data)
{
  g_autoptr (TaperTaskStore) store = taper_task_store_new (self->path);
  g_autoptr (TaperTaskStore) later = NULL;
  g_autoptr (TaperTask) a = make_task (self, 0, 3), b = make_task (self, 4, 2);
  g_autoptr (TaperTask) read = NULL;
  g_autoptr (GError) error = NULL;
  guint n_unknown;

  g_assert_cmpuint (taper_task_store_get_saved (store)->len, ==, 0);
  g_assert_true (taper_task_store_save (store, "Zoo; [x]=\n1", self->classes, a, &error));
  g_assert_no_error (error);
  g_assert_true (taper_task_store_save (store, "Äpfel", self->classes, b, &error));
  g_assert_true (taper_task_store_save (store, "Äpfel", self->classes, a, &error));
  later = taper_task_store_new (self->path);
  g_assert_cmpuint (taper_task_store_get_saved (later)->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&read, taper_task_unref);
      read = taper_stored_task_resolve (get (taper_task_store_get_saved (later), i), self->classes,
                                        &n_unknown);
      g_assert_true (taper_task_equal (read, a));
      g_assert_cmpuint (n_unknown, ==, 0);
    }
  g_assert_true (taper_task_store_forget (later, "Zoo; [x]=\n1", &error));
  g_assert_cmpuint (taper_task_store_get_saved (later)->len, ==, 1);
  g_assert_cmpstr (get (taper_task_store_get_saved (later), 0)->name, ==, "Äpfel");
}

static void
test_recent (Fixture *self, gconstpointer data)
{
  g_autoptr (TaperTaskStore) store = taper_task_store_new (self->path);

  for (guint i = 0; i < 9; i++)
    {
      g_autoptr (TaperTask) task = make_task (self, i, 1);
      g_autofree char *name = g_strdup_printf ("task %u", i);

      g_assert_true (taper_task_store_note (store, name, self->classes, task, NULL));
    }
  g_assert_cmpuint (taper_task_store_get_recent (store)->len, ==, TAPER_TASK_STORE_RECENT);
  g_assert_cmpstr (get (taper_task_store_get_recent (store), 0)->name, ==, "task 8");
  g_autoptr (TaperTask) again = make_task (self, 5, 1);
  g_assert_true (taper_task_store_note (store, "again", self->classes, again, NULL));
  g_assert_cmpuint (taper_task_store_get_recent (store)->len, ==, TAPER_TASK_STORE_RECENT);
  g_assert_cmpstr (get (taper_task_store_get_recent (store), 0)->name, ==, "again");
  g_assert_cmpstr (get (taper_task_store_get_recent (store), 1)->name, ==, "task 8");

  g_assert_true (taper_task_store_set_max_recent (store, 2, NULL));
  g_assert_cmpuint (taper_task_store_get_recent (store)->len, ==, 2);
  g_assert_true (taper_task_store_note (store, "last", self->classes, again, NULL));
  g_autoptr (TaperTaskStore) later = taper_task_store_new (self->path);
  g_assert_cmpuint (taper_task_store_get_recent (later)->len, ==, 2);
  g_assert_cmpstr (get (taper_task_store_get_recent (later), 0)->name, ==, "last");
}

/* Classes that another bundle does not have are counted, not dropped silently. */
static void
test_unknown (Fixture *self, gconstpointer data)
{
  g_autoptr (TaperClassList) small = test_make_classes (2, 1);
  g_autoptr (TaperTaskStore) store = taper_task_store_new (self->path);
  g_autoptr (TaperTask) task = make_task (self, 0, 5), read = NULL;
  guint n_unknown, n;

  g_assert_true (taper_task_store_save (store, "five", self->classes, task, NULL));
  read = taper_stored_task_resolve (get (taper_task_store_get_saved (store), 0), small, &n_unknown);
  taper_task_get_selected (read, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (n_unknown, ==, 3);
}

/* Anything may stand in the file; a place that cannot be written is an error. */
static void
test_broken (Fixture *self, gconstpointer data)
{
  static const char *const contents[] = { "", "\xff\xfe", "[Saved 1]\nname=x\n",
                                          "[Saved 1]\nclasses=a;b\n[Recent 1]\nname=\\q\n",
                                          "[Saved 2]\nname=a\nclasses=id1;\n" };
  g_autofree char *below = g_build_filename (self->directory, "below", NULL);
  g_autoptr (TaperTask) task = make_task (self, 0, 5);
  g_autoptr (GError) error = NULL;

  g_mkdir (below, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (TaperTaskStore) store = NULL;

      g_assert_true (g_file_set_contents (self->path, contents[i], -1, NULL));
      store = taper_task_store_new (self->path);
      g_assert_cmpuint (taper_task_store_get_saved (store)->len, ==, 0);
      g_assert_cmpuint (taper_task_store_get_recent (store)->len, ==, 0);
    }
  g_autoptr (TaperTaskStore) nowhere = taper_task_store_new ("/dev/null/taper/tasks.ini");
  g_assert_false (taper_task_store_save (nowhere, "x", self->classes, task, &error));
  g_assert_nonnull (error);
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/task-store/saved", test_saved);
  ADD ("/task-store/recent", test_recent);
  ADD ("/task-store/unknown", test_unknown);
  ADD ("/task-store/broken", test_broken);
  return g_test_run ();
}
