/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-file-walk.h"
#include "tests/support/app-wait.h"
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* An empty folder of its own for each test. */
typedef struct {
  char *dir;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->dir = g_dir_make_tmp ("taper-walk-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *dir)
{
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
  const char *name;

  while (listing && (name = g_dir_read_name (listing)))
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (dir);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  remove_folder (self->dir);
  g_free (self->dir);
}

static void
write_file (Fixture *self, const char *name, const char *content, gssize length)
{
  g_autofree char *path = g_build_filename (self->dir, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, content, length, &error);
  g_assert_no_error (error);
}

static void
walked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(TaperFileWalk **) data = taper_file_walk_finish (result, &error);
  g_assert_no_error (error);
}

/* @names: relative to the fixture's folder, "" is the folder itself */
static TaperFileWalk *
walk (Fixture *self, const char *const *names, guint max_pictures)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  TaperFileWalk *result = NULL;

  for (guint i = 0; names[i]; i++)
    g_ptr_array_add (files, g_file_new_build_filename (self->dir, names[i], NULL));
  taper_file_walk_async ((GFile *const *) files->pdata, files->len, max_pictures, NULL, walked_cb,
                         &result);
  TEST_WAIT_UNTIL (result);
  return result;
}

static char *
join_names (Fixture *self, GPtrArray *files)
{
  g_autoptr (GFile) root = g_file_new_for_path (self->dir);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (names, g_file_get_relative_path (root, files->pdata[i]));
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

/* Folders: recursive, by name only, sorted, hidden and other files passed over. */
static void
test_folder (Fixture *self, gconstpointer data)
{
  const char *const all[] = { "", NULL };
  g_autoptr (TaperFileWalk) result = NULL;
  g_autofree char *names = NULL;

  write_file (self, "b.jpg", "", 0);
  write_file (self, "a.PNG", "", 0);
  write_file (self, "notes.txt", "", 0);
  write_file (self, "model.safetensors", "", 0);
  write_file (self, ".hidden.png", "", 0);
  write_file (self, "deep/er/c.webp", "", 0);
  write_file (self, ".git/d.png", "", 0);
  result = walk (self, all, 100);
  names = join_names (self, result->pictures);
  g_assert_cmpstr (names, ==, "a.PNG b.jpg deep/er/c.webp");
  g_assert_cmpuint (result->bundles->len, ==, 0);
  g_assert_cmpuint (result->problems->len, ==, 0);
  g_assert_false (result->left_out);
}

/* Files given by themselves are never silently passed over. */
static void
test_given (Fixture *self, gconstpointer data)
{
  const char *const given[] = { "notes.txt", "missing.png",   "renamed.png",
                                "text.png",  "x.safetensors", NULL };
  g_autoptr (TaperFileWalk) result = NULL;
  g_autofree char *pictures = NULL;
  g_autofree char *bundles = NULL;

  write_file (self, "notes.txt", "hello {world}", -1);
  write_file (self, "renamed.png", "\x02\0\0\0\0\0\0\0{}", 10);
  write_file (self, "text.png", "12345678{and so on}", -1);
  write_file (self, "x.safetensors", "", 0);
  result = walk (self, given, 100);
  pictures = join_names (self, result->pictures);
  bundles = join_names (self, result->bundles);
  g_assert_cmpstr (pictures, ==, "notes.txt missing.png text.png");
  g_assert_cmpstr (bundles, ==, "renamed.png x.safetensors");
}

/* Links to folders inside are not followed, so loops end; a pipe is not opened. */
static void
test_traps (Fixture *self, gconstpointer data)
{
  const char *const given[] = { "", "pipe", NULL };
  g_autofree char *loop = g_build_filename (self->dir, "sub", "loop", NULL);
  g_autofree char *link = g_build_filename (self->dir, "sub", "link.png", NULL);
  g_autofree char *dangling = g_build_filename (self->dir, "sub", "dangling.png", NULL);
  g_autofree char *pipe_path = g_build_filename (self->dir, "pipe", NULL);
  g_autoptr (TaperFileWalk) result = NULL;
  g_autofree char *names = NULL;

  write_file (self, "sub/a.png", "", 0);
  g_assert_cmpint (symlink ("..", loop), ==, 0);
  g_assert_cmpint (symlink ("a.png", link), ==, 0);
  g_assert_cmpint (symlink ("nothing.png", dangling), ==, 0);
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  result = walk (self, given, 100);
  names = join_names (self, result->pictures);
  g_assert_cmpstr (names, ==, "sub/a.png sub/link.png pipe");
}

static void
test_limit (Fixture *self, gconstpointer data)
{
  const char *const all[] = { "", NULL };
  g_autoptr (TaperFileWalk) few = NULL;
  g_autoptr (TaperFileWalk) exact = NULL;

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *name = g_strdup_printf ("%02u.png", i);

      write_file (self, name, "", 0);
    }
  few = walk (self, all, 10);
  g_assert_cmpuint (few->pictures->len, ==, 10);
  g_assert_true (few->left_out);
  exact = walk (self, all, 12);
  g_assert_cmpuint (exact->pictures->len, ==, 12);
  g_assert_false (exact->left_out);
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  const char *const all[] = { "", NULL };
  g_autoptr (TaperFileWalk) result = NULL;

  write_file (self, "notes.txt", "", 0);
  result = walk (self, all, 10);
  g_assert_cmpuint (result->pictures->len, ==, 0);
  g_assert_cmpuint (result->problems->len, ==, 1);
  g_assert_nonnull (strstr (result->problems->pdata[0], self->dir));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/file-walk/folder", test_folder);
  ADD ("/file-walk/given", test_given);
  ADD ("/file-walk/traps", test_traps);
  ADD ("/file-walk/limit", test_limit);
  ADD ("/file-walk/empty", test_empty);
  return g_test_run ();
}
