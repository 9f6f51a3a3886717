/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-picture-batch.h"
#include "tests/support/app-wait.h"
#include <glib/gstdio.h>

static const char *const samples[] = { "Granny-Smith", "Lime", "Lemon", "Banana", "Kiwi" };

typedef struct {
  TaperSnapshot *snapshot;
  GFile *folder, *table;
  GAsyncResult *result;
  GCancellable *cancellable;
  guint n_told, last_done;
  gboolean cancel_at_first;
} Fixture;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Fixture *) data)->result = g_object_ref (result);
}

static void
progress_cb (const TaperBatchProgress *progress, gpointer data)
{
  Fixture *self = data;

  g_assert_cmpuint (progress->n_done, >=, self->last_done);
  g_assert_cmpuint (progress->n_done, <=, progress->n_total);
  self->last_done = progress->n_done;
  self->n_told++;
  if (self->cancel_at_first)
    g_cancellable_cancel (self->cancellable);
}

static TaperBatchProgress *
run (Fixture *self, GError **error)
{
  TaperBatchProgress *progress;

  g_clear_object (&self->result);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->last_done = 0;
  taper_picture_batch_async (self->snapshot, self->folder, self->table, progress_cb, self,
                             self->cancellable, done_cb, self);
  TEST_WAIT_UNTIL (self->result);
  progress = taper_picture_batch_finish (self->result, error);
  test_run_ready ();
  return progress;
}

/* @n copies of the samples, in a folder that is called like the first one's class */
static void
fill (Fixture *self, guint n)
{
  g_autofree char *dir = g_build_filename (g_file_peek_path (self->folder), "Granny-Smith", NULL);

  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  for (guint i = 0; i < n; i++)
    {
      const char *sample = samples[i % G_N_ELEMENTS (samples)];
      g_autofree char *relative = g_strdup_printf ("samples/groceries/%s.jpg", sample);
      g_autofree char *from = test_data_path (relative);
      g_autofree char *name = g_strdup_printf ("%03u, \"%s\".jpg", i, sample);
      g_autofree char *to = g_build_filename (dir, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (from, &content, &length, NULL));
      g_assert_true (g_file_set_contents (to, content, i == 1 ? 100 : (gssize) length, NULL));
    }
}

/* (transfer full) (element-type GStrv): the table's rows, its header first */
static GPtrArray *
read_table (Fixture *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autofree char *content = NULL;
  const char *at;
  char **fields;

  g_assert_true (g_file_load_contents (self->table, NULL, &content, NULL, NULL, NULL));
  at = content;
  while ((fields = taper_csv_next (&at, ',')))
    {
      g_assert_cmpuint (g_strv_length (fields), ==, 11);
      g_ptr_array_add (rows, fields);
    }
  return rows;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_dir_make_tmp ("taper-XXXXXX", NULL);
  g_autofree char *table = g_strconcat (path, ".csv", NULL);
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autoptr (TaperTask) task =
      taper_task_new_from_group (taper_bundle_get_classes (bundle), "Apple", NULL);

  self->folder = g_file_new_for_path (path);
  self->table = g_file_new_for_path (table);
  self->snapshot = taper_snapshot_new (1, bundle, task, 0);
  taper_mixer_predict (taper_bundle_get_mixer (bundle), task, self->snapshot->coefficients);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *dir = g_build_filename (g_file_peek_path (self->folder), "Granny-Smith", NULL);
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
  const char *name;

  while (listing && (name = g_dir_read_name (listing)))
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_remove (path);
    }
  g_rmdir (dir);
  g_rmdir (g_file_peek_path (self->folder));
  g_file_delete (self->table, NULL, NULL);
  g_clear_object (&self->result);
  g_clear_object (&self->cancellable);
  g_object_unref (self->folder);
  g_object_unref (self->table);
  taper_snapshot_unref (self->snapshot);
}

static void
test_rows (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBatchProgress) progress = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  fill (self, 5);
  progress = run (self, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (progress->n_done, ==, 5);
  g_assert_cmpuint (progress->n_total, ==, 5);
  g_assert_cmpuint (progress->problems->len, ==, 1); /* the one that was cut off */
  rows = read_table (self);
  g_assert_cmpuint (rows->len, ==, 6);
  for (guint i = 1; i < rows->len; i++)
    {
      char **row = rows->pdata[i];

      g_assert_cmpstr (row[1], ==, "Granny-Smith");
      g_assert_true (g_str_has_prefix (row[0], "Granny-Smith/"));
      g_assert_cmpstr (row[10], ==, i == 2 ? (char *) progress->problems->pdata[0] : "");
      g_assert_cmpint (*row[6] == '\0', ==, i == 2);
    }
  g_assert_cmpstr (((char **) rows->pdata[1])[0], ==, "Granny-Smith/000, \"Granny-Smith\".jpg");
  g_assert_cmpstr (((char **) rows->pdata[1])[6], ==, "Granny Smith");
  g_assert_cmpfloat (g_ascii_strtod (((char **) rows->pdata[1])[7], NULL), >, 0.5);
}

/* Cancelled after the first rows, it goes on where it was; another task starts anew. */
static void
test_resume (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBatchProgress) progress = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  fill (self, 60);
  self->cancel_at_first = TRUE;
  g_assert_null (run (self, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  rows = read_table (self);
  g_assert_cmpuint (rows->len, >, 1);
  const guint n_before = rows->len - 1;

  self->cancel_at_first = FALSE;
  g_clear_error (&error);
  progress = run (self, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (progress->n_done, ==, 60);
  g_assert_cmpuint (progress->n_resumed, ==, n_before);
  g_ptr_array_unref (rows);
  rows = read_table (self);
  g_assert_cmpuint (rows->len, ==, 61);

  self->snapshot->coefficients[0] += 0.5f;
  taper_batch_progress_free (g_steal_pointer (&progress));
  progress = run (self, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (progress->n_resumed, ==, 0);
}

static void
test_no_picture (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (run (self, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_assert_false (g_file_query_exists (self->table, NULL));
}

#define TEST(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/picture-batch/rows", test_rows);
  TEST ("/picture-batch/resume", test_resume);
  TEST ("/picture-batch/no-picture", test_no_picture);
  return g_test_run ();
}
