/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-bundle-library.h"
#include "tests/support/app-wait.h"
#include <glib/gstdio.h>

typedef struct {
  char *dir, *state, *mine;
  char *shipped;
  TaperBundleLibrary *library;
} Fixture;

static gboolean
is_busy (TaperBundleLibrary *library)
{
  gboolean busy;

  g_object_get (library, "busy", &busy, NULL);
  return busy;
}

static void
open_library (Fixture *self)
{
  g_clear_object (&self->library);
  self->library = taper_bundle_library_new (self->state, self->shipped);
  TEST_WAIT_UNTIL (!is_busy (self->library));
}

static guint
count (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->library));
}

static TaperBundleEntry *
get (Fixture *self, guint position)
{
  g_autoptr (TaperBundleEntry) entry =
      g_list_model_get_item (G_LIST_MODEL (self->library), position);

  g_assert_nonnull (entry);
  return entry; /* the list keeps it */
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *from = test_data_path ("bundles/tiny-imagenet-s8.safetensors");
  g_autofree char *content = NULL;
  gsize length;

  self->dir = g_dir_make_tmp ("taper-XXXXXX", NULL);
  self->state = g_build_filename (self->dir, "state", "bundles.ini", NULL);
  self->mine = g_build_filename (self->dir, "mine \303\244.safetensors", NULL);
  self->shipped = test_data_path ("bundles");
  g_assert_true (g_file_get_contents (from, &content, &length, NULL));
  g_assert_true (g_file_set_contents (self->mine, content, (gssize) length, NULL));
  open_library (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *state_dir = g_path_get_dirname (self->state);

  g_clear_object (&self->library);
  g_remove (self->mine);
  g_remove (self->state);
  g_rmdir (state_dir);
  g_rmdir (self->dir);
  g_free (self->dir);
  g_free (self->state);
  g_free (self->mine);
  g_free (self->shipped);
}

/* Shipped ones are always there; used ones come first and are remembered. */
static void
test_list (Fixture *self, gconstpointer data)
{
  const guint n_shipped = count (self);

  g_assert_cmpuint (n_shipped, >=, 3);
  for (guint i = 0; i < n_shipped; i++)
    {
      g_assert_true (taper_bundle_entry_is_shipped (get (self, i)));
      g_assert_true (taper_bundle_entry_is_available (get (self, i)));
      g_assert_cmpuint (taper_bundle_entry_get_memory (get (self, i)), >, 1000000);
    }
  taper_bundle_library_note_used (self->library, self->mine);
  TEST_WAIT_UNTIL (!is_busy (self->library));
  open_library (self);
  g_assert_cmpuint (count (self), ==, n_shipped + 1);
  g_assert_cmpstr (taper_bundle_entry_get_path (get (self, 0)), ==, self->mine);
  g_assert_cmpint (taper_bundle_entry_get_last_used (get (self, 0)), >, 0);
  g_assert_false (taper_bundle_entry_is_shipped (get (self, 0)));
  g_assert_cmpuint (taper_bundle_entry_get_size (get (self, 0)), >, 1000000);
}

/* A file that is gone stays listed, under the name it had; and is back when its drive is. */
static void
test_missing (Fixture *self, gconstpointer data)
{
  g_autofree char *away = g_strconcat (self->mine, ".away", NULL);
  g_autofree char *name = NULL;

  taper_bundle_library_note_used (self->library, self->mine);
  TEST_WAIT_UNTIL (!is_busy (self->library));
  name = g_strdup (taper_bundle_entry_get_name (get (self, 0)));
  g_assert_true (taper_bundle_entry_is_available (get (self, 0)));
  g_assert_cmpint (g_rename (self->mine, away), ==, 0);
  open_library (self);
  g_assert_false (taper_bundle_entry_is_available (get (self, 0)));
  g_assert_cmpstr (taper_bundle_entry_get_name (get (self, 0)), ==, name);
  g_assert_cmpint (g_rename (away, self->mine), ==, 0);
  taper_bundle_library_refresh (self->library);
  TEST_WAIT_UNTIL (!is_busy (self->library));
  g_assert_true (taper_bundle_entry_is_available (get (self, 0)));
}

static void
test_remove (Fixture *self, gconstpointer data)
{
  const guint n_shipped = count (self);
  g_autoptr (TaperBundleEntry) entry = NULL;

  taper_bundle_library_remove (self->library, get (self, 0)); /* ships: stays */
  g_assert_cmpuint (count (self), ==, n_shipped);
  taper_bundle_library_note_used (self->library, self->mine);
  TEST_WAIT_UNTIL (!is_busy (self->library));
  entry = g_object_ref (get (self, 0));
  taper_bundle_library_remove (self->library, entry);
  g_assert_cmpuint (count (self), ==, n_shipped);
  g_assert_true (g_file_test (self->mine, G_FILE_TEST_EXISTS));
  open_library (self);
  g_assert_cmpuint (count (self), ==, n_shipped);
  taper_bundle_library_restore (self->library, entry);
  taper_bundle_library_restore (self->library, entry); /* once is enough */
  g_assert_cmpuint (count (self), ==, n_shipped + 1);
}

/* Rubbish in the state file is passed over. */
static void
test_damaged_state (Fixture *self, gconstpointer data)
{
  const char *damaged[] = { "", "[", "[a]\nuri=http://x/y\n[b]\nuri=\n[c]\nname=z\n",
                            "\xff\xfe[Bundle 1]\nuri=file:///nowhere\n" };
  const guint n_shipped = count (self);

  taper_bundle_library_note_used (self->library, self->mine);
  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_assert_true (g_file_set_contents (self->state, damaged[i], -1, NULL));
      open_library (self);
      g_assert_cmpuint (count (self), ==, n_shipped);
    }
}

#define TEST(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/bundle-library/list", test_list);
  TEST ("/bundle-library/missing", test_missing);
  TEST ("/bundle-library/remove", test_remove);
  TEST ("/bundle-library/damaged-state", test_damaged_state);
  return g_test_run ();
}
