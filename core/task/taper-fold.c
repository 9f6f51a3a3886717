/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-fold-private.h"

char *
taper_fold_name (const char *text)
{
  g_autofree char *composed = NULL;
  char *folded;

  if (g_str_is_ascii (text))
    return g_strstrip (g_ascii_strdown (text, -1));
  composed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  folded = g_utf8_casefold (composed != NULL ? composed : "", -1);
  return g_strstrip (folded);
}

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == 0x2019;
}

void
taper_fold_words (const char *text, GString *out)
{
  g_autofree char *plain = NULL;
  gboolean in_word = FALSE;

  /* Most names are ASCII, and a checklist folds its query once per class. */
  if (!g_str_is_ascii (text))
    {
      g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
      plain = g_utf8_casefold (decomposed != NULL ? decomposed : "", -1);
      text = plain;
    }
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_ismark (c) || is_apostrophe (c))
        continue;
      if (!g_unichar_isalnum (c))
        {
          in_word = FALSE;
          continue;
        }
      if (!in_word)
        g_string_append_c (out, ' ');
      in_word = TRUE;
      if (c < 0x80)
        g_string_append_c (out, g_ascii_tolower (c));
      else
        g_string_append_unichar (out, c);
    }
}

guint
taper_edit_distance (const gunichar *a, guint n_a, const gunichar *b, guint n_b, guint limit)
{
  guint rows[3][TAPER_EDIT_MAX + 1];
  guint *before = rows[0], *above = rows[1], *row = rows[2];

  if (n_a > TAPER_EDIT_MAX || n_b > TAPER_EDIT_MAX || MAX (n_a, n_b) - MIN (n_a, n_b) > limit)
    return limit + 1;
  for (guint j = 0; j <= n_b; j++)
    above[j] = j;
  for (guint i = 1; i <= n_a; i++)
    {
      guint best = row[0] = i;
      guint *reuse = before;

      for (guint j = 1; j <= n_b; j++)
        {
          guint cost = above[j - 1] + (a[i - 1] != b[j - 1]);
          cost = MIN (cost, MIN (above[j], row[j - 1]) + 1);
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            cost = MIN (cost, before[j - 2] + 1);
          row[j] = cost;
          best = MIN (best, cost);
        }
      /* A transposition reaches two rows back, so one bad row does not settle it; the row before
       * the last cannot be better than this one by more than one. */
      if (best > limit + 1)
        return limit + 1;
      before = above;
      above = row;
      row = reuse;
    }
  return MIN (above[n_b], limit + 1);
}
