/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-task-description.h"

#include "core/task/taper-fold-private.h"
#include "core/task/taper-meaning-private.h"

#include <math.h>
#include <string.h>

/* Longest text that is looked at, in bytes; longest name, in words. */
#define MAX_TEXT 4096
#define MAX_WORDS 8

/* By meaning: what is shown, what is taken without asking, as similarity and as standard deviations
 * above the mean of all classes. In a shop everything is a bit like "fruit"; the second measure
 * tells what stands out there. Set on the shipped bundles, see tests/core/test-task-description.c.
 */
#define SHOWN_SCORE 0.38f
#define SHOWN_DEVIATIONS 0.8
#define CHOSEN_SCORE 0.46f
#define CHOSEN_DEVIATIONS 1.4
#define MAX_SHOWN 24
#define NAMES_WEIGHT 0.6f
/* Difference of similarities that tells the members of a group apart. */
#define CLEARLY 0.1f

/* A name, synonym or id of a class, or the name of a group, as words. */
typedef struct {
  guint index;
  TaperMatchReason reason;
  const char *text;
  char **words; /* folded */
  char **stems;
  gboolean translated; /* word vectors know no word of it */
} Label;

typedef struct {
  TaperClassList *classes;
  const TaperWordVectors *vectors;
  TaperTaskDescription *out;
  GArray *labels; /* (element-type Label): classes, in list order */
  GArray *groups; /* (element-type Label): all names in list order, then translations */
  GHashTable
      *exact;       /* stems with spaces -> GArray of Label pointers' places in labels, +n groups */
  TaperMatch *best; /* (C); text NULL: not found */
  GPtrArray *unknown;
} Search;

/* --- words ------------------------------------------------------------------------------------ */

static char **
split_words (const char *text)
{
  g_autoptr (GString) folded = g_string_new (NULL);

  taper_fold_words (text, folded);
  return g_strsplit (folded->str + (folded->len > 0 ? 1 : 0), " ", -1);
}

static char **
stem_words (char **words)
{
  g_auto (GStrv) stems = g_new0 (char *, g_strv_length (words) + 1);

  for (guint i = 0; words[i] != NULL; i++)
    stems[i] = taper_word_stem (words[i]);
  return g_steal_pointer (&stems);
}

static void
label_clear (gpointer data)
{
  Label *label = data;

  g_strfreev (label->words);
  g_strfreev (label->stems);
}

static void
add_label (GArray *labels, guint index, TaperMatchReason reason, const char *text,
           gboolean translated)
{
  Label label = { index, reason, text, split_words (text), NULL, translated };

  label.stems = stem_words (label.words);
  g_array_append_val (labels, label);
}

static void
add_labels (Search *self)
{
  for (guint c = 0; c < taper_class_list_get_n_classes (self->classes); c++)
    {
      const TaperClass *entry = taper_class_list_get_class (self->classes, c);

      add_label (self->labels, c, TAPER_MATCH_NAME, entry->name, FALSE);
      if (entry->label != entry->name)
        add_label (self->labels, c, TAPER_MATCH_NAME, entry->label, TRUE);
      if (strcmp (entry->id, entry->name) != 0)
        add_label (self->labels, c, TAPER_MATCH_NAME, entry->id, FALSE);
      for (guint i = 0; entry->synonyms[i] != NULL; i++)
        add_label (self->labels, c, TAPER_MATCH_SYNONYM, entry->synonyms[i], FALSE);
    }
  for (guint g = 0; g < taper_class_list_get_n_groups (self->classes); g++)
    add_label (self->groups, g, TAPER_MATCH_GROUP,
               taper_class_list_get_group_name (self->classes, g), FALSE);
  for (guint g = 0; g < taper_class_list_get_n_groups (self->classes); g++)
    {
      const char *label = taper_class_list_get_group_label (self->classes, g);

      if (label != taper_class_list_get_group_name (self->classes, g))
        add_label (self->groups, g, TAPER_MATCH_GROUP, label, TRUE);
    }
}

static void
index_labels (GHashTable *exact, GArray *labels)
{
  for (guint i = 0; i < labels->len; i++)
    {
      const Label *label = &g_array_index (labels, Label, i);
      g_autofree char *key = g_strjoinv (" ", label->stems);
      GPtrArray *list = g_hash_table_lookup (exact, key);

      if (list == NULL)
        {
          list = g_ptr_array_new ();
          g_hash_table_insert (exact, g_steal_pointer (&key), list);
        }
      g_ptr_array_add (list, (gpointer) label);
    }
}

/* --- matches ---------------------------------------------------------------------------------- */

static void
add_match (Search *self, guint index, TaperMatchReason reason, const char *text,
           const char *through, float score, gboolean chosen)
{
  TaperMatch *best = &self->best[index];

  if (best->text == NULL || reason < best->reason ||
      (reason == best->reason && score > best->score))
    *best = (TaperMatch){ index,   reason, g_string_chunk_insert_const (self->out->strings, text),
                          through, score,  chosen || (best->text != NULL && best->chosen) };
  else
    best->chosen |= chosen;
}

static void
add_unknown (Search *self, const char *text)
{
  for (guint i = 0; i < self->unknown->len; i++)
    if (strcmp (self->unknown->pdata[i], text) == 0)
      return;
  g_ptr_array_add (self->unknown, g_strdup (text));
}

static char *
join (const char *const *words, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", words[i]);
  return g_string_free (text, FALSE);
}

static gboolean
contains (char **stems, const char *stem)
{
  return g_strv_contains ((const char *const *) stems, stem);
}

/* --- by name ---------------------------------------------------------------------------------- */

static void
add_group (Search *self, const Label *group, const char *text)
{
  guint n;
  const guint *members = taper_class_list_get_group_classes (self->classes, group->index, &n);

  for (guint i = 0; i < n; i++)
    add_match (self, members[i], TAPER_MATCH_GROUP, text, group->text, 1, TRUE);
}

/* The words are all of a name, a synonym or a group's name. */
static gboolean
find_exact (Search *self, const char *const *words, guint n)
{
  g_autofree char *text = join (words, n);
  g_auto (GStrv) stems = g_new0 (char *, n + 1);
  g_autofree char *key = NULL;
  GPtrArray *list;

  for (guint i = 0; i < n; i++)
    stems[i] = taper_word_stem (words[i]);
  key = g_strjoinv (" ", stems);
  list = g_hash_table_lookup (self->exact, key);
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const Label *label = list->pdata[i];

      if (label->reason == TAPER_MATCH_GROUP)
        add_group (self, label, text);
      else
        add_match (self, label->index, label->reason, text, label->text, 1, TRUE);
    }
  return list != NULL;
}

static gboolean
contains_all (const Label *label, char **stems, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!contains (label->stems, stems[i]))
      return FALSE;
  return n > 0;
}

/* Whether a word that the text does not have says clearly better what the class is. */
static gboolean
other_word_is_nearer (Search *self, const Label *group, const float *meaning, char **stems)
{
  g_autofree float *other = g_new (float, taper_word_vectors_get_n_values (self->vectors));
  float wanted = -2, unwanted = -2;

  for (guint i = 0; group->words[i] != NULL; i++)
    {
      const char *word = group->words[i];
      float score;

      if (taper_word_is_filler (word) ||
          !taper_meaning_of_words (self->vectors, (const char *const *) &word, 1, other))
        continue;
      score = taper_meaning_compare (self->vectors, meaning, other);
      if (contains (stems, group->stems[i]))
        wanted = MAX (wanted, score);
      else
        unwanted = MAX (unwanted, score);
    }
  return unwanted > wanted + CLEARLY;
}

/* "dogs" of the group "dogs and cats": its dogs are taken, its cats are only shown. A class whose
 * own names say which it is decides by them, else by meaning. */
static gboolean
belongs (Search *self, const Label *group, guint index, char **stems)
{
  g_autofree float *meaning = NULL;
  gboolean named = FALSE, otherwise = FALSE;

  for (guint i = 0; i < self->labels->len; i++)
    {
      const Label *label = &g_array_index (self->labels, Label, i);

      for (guint w = 0; label->index == index && group->stems[w] != NULL; w++)
        if (!taper_word_is_filler (group->words[w]) && contains (label->stems, group->stems[w]))
          {
            named |= contains (stems, group->stems[w]);
            otherwise |= !contains (stems, group->stems[w]);
          }
    }
  if (named || otherwise || self->vectors == NULL)
    return named || !otherwise;
  meaning = g_new (float, taper_word_vectors_get_n_values (self->vectors));
  for (guint i = 0; i < self->labels->len; i++)
    {
      const Label *label = &g_array_index (self->labels, Label, i);
      const guint n = g_strv_length (label->words);

      /* a Yorkshire terrier is a terrier */
      if (label->index == index && n > 0 && !label->translated &&
          taper_meaning_of_words (self->vectors, (const char *const *) label->words + n - 1, 1,
                                  meaning))
        return !other_word_is_nearer (self, group, meaning, stems);
    }
  return TRUE;
}

/* The words are among those of a name, a synonym or a group's name. */
static gboolean
find_words (Search *self, const char *const *words, guint n)
{
  g_autofree char *text = join (words, n);
  g_auto (GStrv) stems = g_new0 (char *, n + 1);
  gboolean found = FALSE;

  for (guint i = 0; i < n; i++)
    stems[i] = taper_word_stem (words[i]);
  for (guint i = 0; i < self->labels->len; i++)
    {
      const Label *label = &g_array_index (self->labels, Label, i);

      if (!contains_all (label, stems, n))
        continue;
      add_match (self, label->index, label->reason, text, label->text, 1, TRUE);
      found = TRUE;
    }
  for (guint i = 0; i < self->groups->len; i++)
    {
      const Label *group = &g_array_index (self->groups, Label, i);
      guint n_members;
      const guint *members =
          taper_class_list_get_group_classes (self->classes, group->index, &n_members);

      if (!contains_all (group, stems, n))
        continue;
      for (guint m = 0; m < n_members; m++)
        add_match (self, members[m], TAPER_MATCH_GROUP, text, group->text, 1,
                   belongs (self, group, members[m], stems));
      found = TRUE;
    }
  return found;
}

/* --- by meaning ------------------------------------------------------------------------------- */

/* 0.7 of the most similar name and 0.3 of the mean of all: one odd synonym does not decide. */
static float
compare_names (Search *self, guint *next, guint index, const float *wanted, float *meaning)
{
  float most = 0;
  double sum = 0;
  guint n = 0;

  for (; *next < self->labels->len; ++*next)
    {
      const Label *label = &g_array_index (self->labels, Label, *next);
      float score;

      if (label->index != index)
        break;
      if (label->translated ||
          !taper_meaning_of_words (self->vectors, (const char *const *) label->words,
                                   g_strv_length (label->words), meaning))
        continue;
      score = taper_meaning_compare (self->vectors, wanted, meaning);
      most = n == 0 ? score : MAX (most, score);
      sum += score;
      n++;
    }
  return n > 0 ? 0.7f * most + 0.3f * (float) (sum / n) : 0;
}

static float *
compare_groups (Search *self, const float *wanted, float *meaning)
{
  const guint n_groups = taper_class_list_get_n_groups (self->classes);
  float *scores = g_new0 (float, n_groups);

  for (guint g = 0; g < n_groups; g++)
    {
      const Label *group = &g_array_index (self->groups, Label, g);

      for (guint i = 0; group->words[i] != NULL; i++)
        {
          const char *word = group->words[i];

          if (!taper_word_is_filler (word) &&
              taper_meaning_of_words (self->vectors, (const char *const *) &word, 1, meaning))
            scores[g] = MAX (scores[g], taper_meaning_compare (self->vectors, wanted, meaning));
        }
    }
  return scores;
}

typedef struct {
  guint index;
  float score;
} Scored;

static int
compare_scored (gconstpointer a, gconstpointer b)
{
  const Scored *x = a, *y = b;

  return x->score != y->score ? (x->score < y->score ? 1 : -1) : (int) x->index - (int) y->index;
}

/* Adds the classes that stand out; FALSE when none does. */
static gboolean
add_scored (Search *self, Scored *scored, guint n, const char *text, gboolean choose)
{
  double mean = 0, square = 0, deviation;
  guint n_shown = 0;

  for (guint i = 0; i < n; i++)
    mean += scored[i].score / n;
  for (guint i = 0; i < n; i++)
    square += (scored[i].score - mean) * (scored[i].score - mean) / n;
  deviation = MAX (sqrt (square), 1e-6);
  qsort (scored, n, sizeof *scored, compare_scored);
  for (; n_shown < MIN (n, MAX_SHOWN); n_shown++)
    {
      const Scored *at = &scored[n_shown];
      const double out = (at->score - mean) / deviation;

      if (at->score < SHOWN_SCORE || (out < SHOWN_DEVIATIONS && n > 2))
        break;
      add_match (self, at->index, TAPER_MATCH_MEANING, text, NULL, MIN (at->score, 1),
                 choose && at->score >= CHOSEN_SCORE && (out >= CHOSEN_DEVIATIONS || n <= 2));
    }
  return n_shown > 0;
}

/* @alone: nothing was found in another way: else these are only proposed */
static void
find_meaning (Search *self, const char *const *words, guint n, gboolean alone)
{
  g_autofree char *text = join (words, n);
  const guint n_classes = taper_class_list_get_n_classes (self->classes);
  g_autofree float *wanted = NULL, *meaning = NULL, *groups = NULL;
  g_autofree Scored *scored = NULL;
  guint next = 0, n_known = 0, n_values;

  for (guint i = 0; i < n && self->vectors != NULL; i++)
    n_known += taper_meaning_find (self->vectors, words[i]) >= 0;
  if (n_known == 0)
    {
      add_unknown (self, text);
      return;
    }
  n_values = taper_word_vectors_get_n_values (self->vectors);
  wanted = g_new (float, n_values);
  meaning = g_new (float, n_values);
  if (!taper_meaning_of_words (self->vectors, words, n, wanted))
    return;
  groups = compare_groups (self, wanted, meaning);
  scored = g_new (Scored, n_classes);
  for (guint c = 0; c < n_classes; c++)
    {
      const guint group = taper_class_list_get_class (self->classes, c)->group;
      const float names = compare_names (self, &next, c, wanted, meaning);

      scored[c] = (Scored){ c, NAMES_WEIGHT * names + (1 - NAMES_WEIGHT) * groups[group] };
    }
  if (!add_scored (self, scored, n_classes, text, alone))
    {
      if (alone)
        add_unknown (self, text);
      return;
    }
  for (guint i = 0; i < n; i++)
    if (taper_meaning_find (self->vectors, words[i]) < 0)
      add_unknown (self, words[i]);
}

/* --- phrases ---------------------------------------------------------------------------------- */

/* What is neither a name nor a part of one: words between names, or the whole phrase. */
static void
find_rest (Search *self, const char *const *words, guint n, gboolean whole)
{
  if (n == 0 || find_words (self, words, n))
    return;
  if (whole)
    find_meaning (self, words, n, TRUE);
  else
    for (guint i = 0; i < n; i++)
      if (!find_words (self, words + i, 1))
        add_unknown (self, words[i]);
}

/* Names that follow each other without a comma. Returns whether there was any. */
static gboolean
find_names (Search *self, const char *const *words, guint n)
{
  guint rest = 0;
  gboolean found = FALSE;

  for (guint at = 0; at < n;)
    {
      guint length = MIN (n - at, MAX_WORDS);

      while (length > 0 && !find_exact (self, words + at, length))
        length--;
      if (length == 0)
        {
          at++;
          continue;
        }
      if (found || rest < at)
        find_rest (self, words + rest, at - rest, FALSE);
      found = TRUE;
      at += length;
      rest = at;
    }
  if (found)
    find_rest (self, words + rest, n - rest, FALSE);
  return found;
}

static void
find_phrase (Search *self, char **all, guint n_all)
{
  const char *const *raw = (const char *const *) all;
  g_autofree const char **words = g_new (const char *, n_all);
  gboolean place = FALSE;
  guint n = 0;

  if (n_all == 0 || find_exact (self, raw, n_all))
    return;
  for (guint i = 0; i < n_all; i++)
    {
      place |= i > 0 && taper_word_is_place (all[i]);
      if (!taper_word_is_filler (all[i]))
        words[n++] = all[i];
    }
  if (n == 0)
    return;
  if (find_exact (self, words, n) || find_words (self, words, n) ||
      (n > 1 && find_names (self, words, n)))
    {
      /* "things on my desk" is the desk, and what may lie on it */
      if (place && self->vectors != NULL)
        find_meaning (self, words, n, FALSE);
      return;
    }
  find_rest (self, words, n, TRUE);
}

/* A piece between commas: tried whole, for "dogs and cats" is a group, then between its "and"s. */
static void
find_piece (Search *self, const char *piece)
{
  g_auto (GStrv) words = split_words (piece);
  const guint n = g_strv_length (words);
  guint from = 0;

  if (n == 0 || find_exact (self, (const char *const *) words, n))
    return;
  for (guint i = 0; i <= n; i++)
    if (i == n || strcmp (words[i], "and") == 0 || strcmp (words[i], "or") == 0)
      {
        find_phrase (self, words + from, i - from);
        from = i + 1;
      }
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const TaperMatch *x = a, *y = b;

  if (x->chosen != y->chosen)
    return x->chosen ? -1 : 1;
  if (x->reason != y->reason)
    return (int) x->reason - (int) y->reason;
  if (x->score != y->score)
    return x->score < y->score ? 1 : -1;
  return (int) x->class_index - (int) y->class_index;
}

static void
search_text (Search *self, const char *text)
{
  const gsize n = strlen (text);
  /* cut between characters */
  const char *end = n > MAX_TEXT ? g_utf8_find_prev_char (text, text + MAX_TEXT) : text + n;
  g_autofree char *start = g_strndup (text, (gsize) (end - text));
  g_auto (GStrv) pieces = g_strsplit_set (start, ",;/&\n\r\t|", -1);

  for (guint i = 0; pieces[i] != NULL; i++)
    find_piece (self, pieces[i]);
}

TaperTaskDescription *
taper_task_description_new (TaperClassList *classes, const TaperWordVectors *vectors,
                            const char *text)
{
  TaperTaskDescription *out = g_new0 (TaperTaskDescription, 1);
  const guint n_classes = taper_class_list_get_n_classes (classes);
  Search self = { .classes = classes, .vectors = vectors, .out = out };

  out->classes = taper_class_list_ref (classes);
  out->strings = g_string_chunk_new (256);
  out->matches = g_array_new (FALSE, FALSE, sizeof (TaperMatch));
  self.labels = g_array_new (FALSE, FALSE, sizeof (Label));
  self.groups = g_array_new (FALSE, FALSE, sizeof (Label));
  g_array_set_clear_func (self.labels, label_clear);
  g_array_set_clear_func (self.groups, label_clear);
  self.exact =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self.best = g_new0 (TaperMatch, n_classes);
  self.unknown = g_ptr_array_new ();
  add_labels (&self);
  index_labels (self.exact, self.labels);
  if (taper_class_list_get_n_groups (classes) > 1)
    index_labels (self.exact, self.groups);
  if (g_utf8_validate (text, -1, NULL))
    search_text (&self, text);
  for (guint c = 0; c < n_classes; c++)
    if (self.best[c].text != NULL)
      g_array_append_val (out->matches, self.best[c]);
  g_array_sort (out->matches, compare_matches);
  g_ptr_array_add (self.unknown, NULL);
  out->unknown = (char **) g_ptr_array_free (self.unknown, FALSE);
  g_hash_table_unref (self.exact);
  g_array_unref (self.labels);
  g_array_unref (self.groups);
  g_free (self.best);
  return out;
}

void
taper_task_description_free (TaperTaskDescription *self)
{
  g_array_unref (self->matches);
  g_strfreev (self->unknown);
  g_string_chunk_free (self->strings);
  taper_class_list_unref (self->classes);
  g_free (self);
}

const char *
taper_match_reason_to_string (TaperMatchReason reason)
{
  static const char *const names[] = { "name", "synonym", "group", "meaning" };

  return names[reason];
}
