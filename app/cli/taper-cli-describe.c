/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-describe.h"

#include "app/cli/taper-cli-output.h"
#include "app/taper-data-dir.h"

#include <glib/gi18n.h>

/* (transfer full) (nullable): names are found without them, too */
static TaperWordVectors *
open_vectors (void)
{
  g_autofree char *path = taper_data_find ("embeddings/words-30k.safetensors");
  g_autoptr (GError) error = NULL;
  TaperWordVectors *vectors = path != NULL ? taper_word_vectors_open (path, &error) : NULL;

  if (vectors == NULL)
    taper_cli_report (_ ("nothing is found by meaning: %s"),
                      error != NULL ? error->message : _ ("no word vectors, set TAPER_DATADIR"));
  return vectors;
}

/* What was found by meaning only is a guess, and said. */
static void
report_guesses (TaperClassList *classes, const TaperTaskDescription *description)
{
  for (guint i = 0; i < description->matches->len; i++)
    {
      const TaperMatch *match = &g_array_index (description->matches, TaperMatch, i);

      if (match->chosen && match->reason == TAPER_MATCH_MEANING)
        /* Translators: what was typed, a class, how similar they are, 0 to 1 */
        taper_cli_report (_ ("“%s” may mean “%s” (%.2f)"), match->text,
                          taper_class_list_get_class (classes, match->class_index)->label,
                          (double) match->score);
    }
}

gboolean
taper_cli_describe (TaperClassList *classes, char **texts, float *weights)
{
  g_autoptr (TaperWordVectors) vectors = open_vectors ();

  for (guint t = 0; texts[t] != NULL; t++)
    {
      g_autofree char *text = g_utf8_make_valid (texts[t], -1);
      g_autoptr (TaperTaskDescription) description =
          taper_task_description_new (classes, vectors, text);
      guint n_chosen = 0;

      for (guint i = 0; i < description->matches->len; i++)
        {
          const TaperMatch *match = &g_array_index (description->matches, TaperMatch, i);

          if (match->chosen)
            {
              weights[match->class_index] = 1.0f;
              n_chosen++;
            }
        }
      if (n_chosen == 0)
        {
          taper_cli_report (_ ("“%s” leads to no class; “taper-cli inspect” lists all of a bundle"),
                            text);
          return FALSE;
        }
      report_guesses (classes, description);
      for (guint i = 0; description->unknown[i] != NULL; i++)
        taper_cli_report (_ ("no class for “%s”"), description->unknown[i]);
    }
  return TRUE;
}
