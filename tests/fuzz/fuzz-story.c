/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-story-file.h"
#include "core/taper-error.h"
#include "tests/support/fuzz-main.h"

#include <string.h>

/* What was read can be written, and reads as the same again. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GFile) folder = g_file_new_for_path ("/a/b");
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperStory) story = taper_story_parse (text, size, "input", folder, &error);

  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  g_assert_true ((story != NULL) == (error == NULL));
  if (story != NULL)
    {
      g_autofree char *once = taper_story_to_text (story, folder);
      g_autoptr (TaperStory) again =
          taper_story_parse (once, strlen (once), "again", folder, &error);

      g_assert_no_error (error);
      g_autofree char *twice = taper_story_to_text (again, folder);
      g_assert_cmpstr (once, ==, twice);
    }
  else
    {
      g_assert_true (error->domain == TAPER_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  return 0;
}
