/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test-shipped.h"

#include <string.h>

typedef struct {
  TaperBundle *everyday, *groceries;
  TaperWordVectors *vectors;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->everyday = shipped_bundle ("tiny-imagenet-s16");
  self->groceries = shipped_bundle ("groceries-s16");
  self->vectors = shipped_vectors ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  taper_bundle_unref (self->everyday);
  taper_bundle_unref (self->groceries);
  taper_word_vectors_unref (self->vectors);
}

/* "name: a, b; group: c" of what is chosen, or of what is only shown */
static char *
describe (TaperTaskDescription *description, gboolean chosen)
{
  GString *text = g_string_new (NULL);
  int reason = -1;

  for (guint i = 0; i < description->matches->len; i++)
    {
      const TaperMatch *match = &g_array_index (description->matches, TaperMatch, i);

      if (match->chosen != chosen)
        continue;
      if ((int) match->reason != reason)
        g_string_append_printf (text, "%s%s: ", reason < 0 ? "" : "; ",
                                taper_match_reason_to_string (match->reason));
      else
        g_string_append (text, ", ");
      reason = (int) match->reason;
      g_string_append (text,
                       taper_class_list_get_class (description->classes, match->class_index)->name);
    }
  return g_string_free (text, FALSE);
}

static void
assert_text (TaperBundle *bundle, TaperWordVectors *vectors, const char *text, const char *chosen,
             const char *unknown)
{
  g_autoptr (TaperTaskDescription) description =
      taper_task_description_new (taper_bundle_get_classes (bundle), vectors, text);
  g_autofree char *got = describe (description, TRUE);
  g_autofree char *got_unknown = g_strjoinv (", ", description->unknown);

  g_assert_cmpstr (got, ==, chosen);
  g_assert_cmpstr (got_unknown, ==, unknown);
}

static void
test_names (Fixture *self, gconstpointer data)
{
  TaperWordVectors *v = self->vectors;

  assert_text (self->everyday, v, "Lemon, bananas", "name: banana, lemon", "");
  assert_text (self->everyday, v, "go kart", "name: go-kart", "");
  assert_text (self->everyday, v, "my tabby or a golden retriever", "name: golden retriever, tabby",
               "");
  assert_text (self->everyday, v, "puma", "synonym: cougar", "");
  assert_text (self->everyday, v, "butterflies", "name: sulphur butterfly; synonym: monarch", "");
  assert_text (self->everyday, v, "n02085620", "name: Chihuahua", "");
  assert_text (self->groceries, v, "apple juice",
               "name: Bravo Apple Juice, God Morgon Apple Juice, Tropicana Apple Juice", "");
  /* names without commas; what is between them is not dropped */
  assert_text (self->everyday, v, "lemon banana guitar", "name: banana, lemon", "guitar");
}

static void
test_groups (Fixture *self, gconstpointer data)
{
  TaperWordVectors *v = self->vectors;

  assert_text (self->everyday, v, "dogs and cats",
               "group: Chihuahua, Egyptian cat, German shepherd, golden retriever, "
               "Labrador retriever, Persian cat, standard poodle, tabby, Yorkshire terrier",
               "");
  /* half of a group: its cats are shown, not taken
   */
  assert_text (self->everyday, v, "dogs",
               "synonym: German shepherd; group: Chihuahua, golden retriever, Labrador retriever, "
               "standard poodle, Yorkshire terrier",
               "");
  assert_text (self->groceries, v, "apples and pears",
               "group: Anjou, Conference, Golden Delicious, Granny Smith, Kaiser, Pink Lady, "
               "Red Delicious, Royal Gala",
               "");
}

static void
test_meaning (Fixture *self, gconstpointer data)
{
  g_autoptr (TaperTaskDescription) kitchen = taper_task_description_new (
      taper_bundle_get_classes (self->everyday), self->vectors, "things in a kitchen");
  g_autofree char *chosen = describe (kitchen, TRUE);
  g_autofree char *shown = describe (kitchen, FALSE);

  g_assert_nonnull (strstr (chosen, "frying pan"));
  g_assert_nonnull (strstr (chosen, "wok"));
  g_assert_null (strstr (chosen, "meaning"));
  g_assert_nonnull (strstr (shown, "meaning: dining table"));
  g_assert_nonnull (strstr (shown, "refrigerator"));

  /* score and order */
  g_autoptr (TaperTaskDescription) dairy = taper_task_description_new (
      taper_bundle_get_classes (self->groceries), self->vectors, "dairy");
  float last = 1;
  guint n_milk = 0;
  for (guint i = 0; i < dairy->matches->len; i++)
    {
      const TaperMatch *match = &g_array_index (dairy->matches, TaperMatch, i);

      g_assert_cmpint (match->reason, ==, TAPER_MATCH_MEANING);
      g_assert_cmpstr (match->text, ==, "dairy");
      g_assert_null (match->through);
      g_assert_cmpfloat (match->score, <=, last);
      last = match->score;
      n_milk += match->chosen &&
                strstr (taper_class_list_get_class (dairy->classes, match->class_index)->name,
                        "Milk") != NULL;
    }
  g_assert_cmpuint (n_milk, ==, 10);
}

static void
test_unknown (Fixture *self, gconstpointer data)
{
  assert_text (self->everyday, self->vectors, "quantum physics", "", "quantum physics");
  assert_text (self->everyday, self->vectors, "lemon, qwertz, Stapler Remover", "name: lemon",
               "qwertz, stapler remover");
  assert_text (self->everyday, self->vectors, "  the things , ", "", "");
  assert_text (self->everyday, self->vectors, "", "", "");
  assert_text (self->everyday, self->vectors, "lemon \xff", "", "");
  /* Without vectors names still work, and the rest is named. */
  assert_text (self->everyday, NULL, "lemon, musical things", "name: lemon", "musical");
}

/* Whatever is typed: each class at most once, scores in range, and no crash. */
static void
test_random_text (Fixture *self, gconstpointer data)
{
  static const char *const words[] = { "lemon", "and", "dogs",    "things", "in", ",",
                                       "the",   "qq",  "kitchen", "red",    "ä",  ";",
                                       "  ",    "of",  "animals", "\"" };
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree gboolean *seen = g_new0 (gboolean, 200);
      g_autoptr (TaperTaskDescription) description = NULL;
      const guint n = (guint) g_rand_int_range (random, 0, 12);

      for (guint i = 0; i < n; i++)
        g_string_append_printf (text, "%s ",
                                words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
      description = taper_task_description_new (taper_bundle_get_classes (self->everyday),
                                                self->vectors, text->str);
      for (guint i = 0; i < description->matches->len; i++)
        {
          const TaperMatch *match = &g_array_index (description->matches, TaperMatch, i);

          g_assert_false (seen[match->class_index]);
          seen[match->class_index] = TRUE;
          g_assert_cmpfloat (match->score, >=, 0);
          g_assert_cmpfloat (match->score, <=, 1);
          g_assert_nonnull (match->text);
        }
    }
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/task-description/names", test_names);
  ADD ("/task-description/groups", test_groups);
  ADD ("/task-description/meaning", test_meaning);
  ADD ("/task-description/unknown", test_unknown);
  ADD ("/task-description/random-text", test_random_text);
  return g_test_run ();
}
