/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-logit-cache.h"
#include "tests/support/test-folder.h"

#include <glib/gstdio.h>
#include <utime.h>

static const float stored[] = { 1.5f, -2.25f, 0 };

static void
test_keeps (void)
{
  g_autoptr (TestFolder) dir = test_folder_new ();
  g_autofree char *inside = test_folder_build (dir, "made/on/the/way");
  g_autoptr (TaperLogitCache) self = taper_logit_cache_new (inside, 1000);
  float got[3];

  g_assert_false (taper_logit_cache_load (self, "aa", got, 3));
  taper_logit_cache_store (self, "aa", stored, 3);
  g_assert_true (taper_logit_cache_load (self, "aa", got, 3));
  g_assert_cmpmem (got, sizeof got, stored, sizeof stored);
  g_assert_false (taper_logit_cache_load (self, "aa", got, 2));
  g_assert_false (taper_logit_cache_load (self, "ab", got, 3));
}

static void
test_damaged (void)
{
  g_autoptr (TestFolder) dir = test_folder_new ();
  g_autofree char *path = test_folder_build (dir, "aa.logits");
  g_autoptr (TaperLogitCache) self = taper_logit_cache_new (dir->path, 1000);
  g_autofree char *content = NULL;
  gsize length;
  float got[3];

  taper_logit_cache_store (self, "aa", stored, 3);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  for (gsize i = 0; i < length; i += 5)
    {
      content[i] ^= 4;
      g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));
      g_assert_false (taper_logit_cache_load (self, "aa", got, 3));
      content[i] ^= 4;
    }
  g_assert_true (g_file_set_contents (path, content, (gssize) length - 1, NULL));
  g_assert_false (taper_logit_cache_load (self, "aa", got, 3));
}

/* The file used longest ago goes; other files stay. */
static void
test_limit (void)
{
  g_autoptr (TestFolder) dir = test_folder_new ();
  g_autofree char *old = test_folder_build (dir, "old.logits");
  g_autofree char *new = test_folder_build (dir, "new.logits");
  g_autofree char *other = test_folder_build (dir, "other");
  TaperLogitCache *self = taper_logit_cache_new (dir->path, 100);
  struct utimbuf long_ago = { 1000, 1000 };

  test_folder_write (dir, "other", "something of some length that is not ours");
  taper_logit_cache_store (self, "old", stored, 3);
  taper_logit_cache_store (self, "new", stored, 3);
  g_assert_cmpint (utime (old, &long_ago), ==, 0);
  taper_logit_cache_free (self);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (new, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
}

/* Nothing can be kept below a file; that is no failure. */
static void
test_nowhere (void)
{
  g_autoptr (TestFolder) dir = test_folder_new ();
  g_autofree char *inside = test_folder_build (dir, "file");
  g_autofree char *below = g_build_filename (inside, "cache", NULL);
  g_autoptr (TaperLogitCache) self = taper_logit_cache_new (below, 1000);
  float got[3];

  test_folder_write (dir, "file", "");
  taper_logit_cache_store (self, "aa", stored, 3);
  g_assert_false (taper_logit_cache_load (self, "aa", got, 3));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/logit-cache/keeps", test_keeps);
  g_test_add_func ("/logit-cache/damaged", test_damaged);
  g_test_add_func ("/logit-cache/limit", test_limit);
  g_test_add_func ("/logit-cache/nowhere", test_nowhere);
  return g_test_run ();
}
