/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-trial-summary.h"

#include "tests/support/test-bundle.h"
#include "tests/support/test-folder.h"

#include <string.h>

#define PER_CLASS 30
#define N_CLASSES 4

static TaperBundle *
open_bundle (TestBundle *source)
{
  g_autoptr (GBytes) bytes = test_bundle_to_bytes (source);
  g_autoptr (GError) error = NULL;
  TaperBundle *bundle = taper_bundle_new_from_bytes (bytes, "tiny", &error);

  g_assert_no_error (error);
  return bundle;
}

static TestFolder *
make_pictures (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  TestFolder *dir = test_folder_new ();

  for (guint c = 0; c < N_CLASSES; c++)
    for (guint i = 0; i < PER_CLASS; i++)
      {
        g_autofree char *name = g_strdup_printf ("c%u/%02u.ppm", c, i);

        test_folder_write_picture (dir, name, 8, 8, rand);
      }
  return dir;
}

static TaperPredictor *
read_pictures (TaperBundle *bundle, const TaperLabelled *labelled)
{
  g_autofree int *map = taper_labelled_match (labelled, taper_bundle_get_classes (bundle));
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperPictureSet) pictures = taper_picture_set_load (
      labelled, map, taper_network_get_input (taper_bundle_get_network (bundle)), NULL, NULL, NULL,
      &error);

  g_assert_no_error (error);
  return taper_predictor_new (bundle, pictures);
}

/* The trial of the classes called @ids over all pictures, in @n_parts parts. */
static TaperTrialSummary *
run (TaperBundle *bundle, const char *dir, const char *const *ids, guint n_parts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperTask) task =
      taper_task_new_from_names (taper_bundle_get_classes (bundle), ids, &error);
  g_autoptr (TaperTrial) trial = NULL;
  g_autoptr (TaperLabelled) labelled = taper_labelled_open (dir, NULL, &error);
  guint n = taper_labelled_get_n_pictures (labelled);

  g_assert_no_error (error);
  trial = taper_trial_new (bundle, task, 1);
  for (guint part = 0; part < n_parts; part++)
    {
      guint first = n * part / n_parts, end = n * (part + 1) / n_parts;
      g_autofree guint *items = g_new (guint, n);
      g_autoptr (TaperLabelled) some = NULL;
      g_autoptr (TaperPredictor) predictor = NULL;

      for (guint i = first; i < end; i++)
        items[i - first] = i;
      some = taper_labelled_subset (labelled, items, end - first);
      predictor = read_pictures (bundle, some);
      g_assert_true (taper_trial_add (trial, predictor, items, NULL, NULL, NULL, &error));
      g_assert_no_error (error);
    }
  return taper_trial_summarize (trial, 1);
}

static const char *const two[] = { "c1", "c2", NULL };

static void
test_counts (void)
{
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (TaperBundle) bundle = open_bundle (source);
  g_autoptr (TestFolder) dir = make_pictures ();
  g_autoptr (TaperTrialSummary) summary = run (bundle, dir->path, two, 1);
  g_autoptr (TaperTrialSummary) parts = run (bundle, dir->path, two, 7);
  guint outside = 0, sum = 0;

  g_assert_cmpuint (summary->m, ==, 2);
  g_assert_cmpuint (summary->n, ==, 2 * PER_CLASS);
  g_assert_cmpuint (summary->n_all, ==, N_CLASSES * PER_CLASS);
  g_assert_cmpuint (summary->n_copies, ==, 0);
  g_assert_cmpfloat (summary->chance, ==, 0.5);
  g_assert_cmpfloat (summary->majority, ==, 0.5);
  for (guint method = 0; method < TAPER_N_METHODS; method++)
    {
      g_assert_cmpuint (summary->tally.correct[method], ==,
                        summary->by_class[0].correct[method] +
                            summary->by_class[1].correct[method]);
      g_assert_cmpuint (parts->tally.correct[method], ==, summary->tally.correct[method]);
    }
  g_assert_cmpuint (parts->generic_all, ==, summary->generic_all);
  for (guint method = 0; method < 3; method++)
    {
      guint right = 0;

      sum = 0;
      for (guint label = 0; label < 2; label++)
        for (guint answer = 0; answer <= 2; answer++)
          {
            guint cell = taper_trial_summary_get_confusion (summary, method, label, answer);
            g_autoptr (GArray) behind = taper_trial_summary_find (summary, method, label, answer);

            g_assert_cmpuint (behind->len, ==, cell);
            sum += cell;
            right += label == answer ? cell : 0;
            outside += answer == 2 && method > 0 ? cell : 0;
          }
      g_assert_cmpuint (sum, ==, summary->n);
      g_assert_cmpuint (right, ==, summary->tally.correct[method]);
    }
  g_assert_cmpuint (outside, ==, 0); /* masked methods never leave the task */
  g_assert_cmpuint (summary->paired.first_correct, ==,
                    summary->tally.correct[TAPER_METHOD_SELECTION]);
  g_assert_cmpuint (summary->paired.second_correct, ==,
                    summary->tally.correct[TAPER_METHOD_PERSONALIZED]);
  g_assert_cmpuint (summary->quality[0].before.n + summary->quality[0].n_fit, ==, summary->n);
  g_assert_cmpfloat (summary->quality[0].temperature, >, 0);
  g_assert_true (summary->refusal.valid);
  g_assert_cmpuint (summary->refusal.inside, ==, PER_CLASS);
}

static void
test_disagreements (void)
{
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (TaperBundle) bundle = open_bundle (source);
  g_autoptr (TestFolder) dir = make_pictures ();
  g_autoptr (TaperTrialSummary) summary =
      run (bundle, dir->path, ((const char *[]){ "c0", "c1", "c2", "c3", NULL }), 1);
  guint n = 0;

  for (guint i = 0; i < summary->n; i++)
    n += summary->pictures[i].answers[TAPER_METHOD_SELECTION] !=
         summary->pictures[i].answers[TAPER_METHOD_PERSONALIZED];
  g_assert_cmpuint (summary->n_disagreements, ==, n);
  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      const TaperDisagreement *one = &summary->disagreements[i];

      g_assert_cmpfloat (one->margin, >=, 0);
      g_assert_cmpfloat (one->margin, <=, 1);
      if (i > 0)
        {
          g_assert_cmpint (one[-1].gain, <=, one->gain);
          if (one[-1].gain == one->gain)
            g_assert_cmpfloat (one[-1].margin, >=, one->margin);
        }
    }
}

/* Each basis becomes the generic. */
static void
copy_generic (TestBundle *source)
{
  static const char *const layers[] = { "stem", "main", "short", "head" };
  static const char *const parts[] = { "weight", "bias" };

  for (guint l = 0; l < G_N_ELEMENTS (layers); l++)
    for (guint p = 0; p < 2; p++)
      {
        g_autofree char *from = g_strdup_printf ("generic.%s.%s", layers[l], parts[p]);
        g_autofree char *to = g_strdup_printf ("bases.%s.%s", layers[l], parts[p]);
        GByteArray *generic = test_bundle_get_tensor (source, from)->data;
        GByteArray *bases = test_bundle_get_tensor (source, to)->data;

        g_assert_cmpuint (bases->len, ==, 2 * generic->len);
        memcpy (bases->data, generic->data, generic->len);
        memcpy (bases->data + generic->len, generic->data, generic->len);
      }
}

/* Nothing to mix: every method that masks gives the same answers, and the verdict says so. */
static void
test_bases_are_generic (void)
{
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (TaperBundle) bundle = NULL;
  g_autoptr (TestFolder) dir = make_pictures ();
  g_autoptr (TaperTrialSummary) summary = NULL;

  copy_generic (source);
  bundle = open_bundle (source);
  summary = run (bundle, dir->path, two, 2);
  g_assert_cmpfloat (summary->paired.difference, ==, 0);
  g_assert_cmpint (summary->paired.verdict, ==, TAPER_VERDICT_SAME);
  g_assert_cmpfloat (summary->paired.interval.low, ==, 0);
  g_assert_cmpfloat (summary->paired.interval.high, ==, 0);
  g_assert_cmpuint (summary->n_disagreements, ==, 0);
  for (guint method = TAPER_METHOD_PERSONALIZED; method < TAPER_N_METHODS; method++)
    g_assert_cmpuint (summary->tally.correct[method], ==,
                      summary->tally.correct[TAPER_METHOD_SELECTION]);
}

/* Rows of (@n_blocks, 4, row) in the order of @order. */
static void
permute (TestBundle *source, const char *name, guint n_blocks, const guint order[N_CLASSES])
{
  GByteArray *data = test_bundle_get_tensor (source, name)->data;
  g_autofree guint8 *old = g_memdup2 (data->data, data->len);
  gsize row = data->len / n_blocks / N_CLASSES;

  for (guint b = 0; b < n_blocks; b++)
    for (guint c = 0; c < N_CLASSES; c++)
      memcpy (data->data + (b * N_CLASSES + c) * row, old + (b * N_CLASSES + order[c]) * row, row);
}

/* The order of classes in the file changes nothing: not one count, not the interval. */
static void
test_class_order (void)
{
  static const guint order[N_CLASSES] = { 2, 0, 3, 1 };
  static const char *const names[] = { "generic.head.weight", "generic.head.bias",
                                       "mixer.class_embedding", "mixer.prior" };
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (TaperBundle) bundle = open_bundle (source);
  g_autoptr (TaperBundle) permuted = NULL;
  g_autoptr (TestFolder) dir = make_pictures ();
  g_autoptr (TaperTrialSummary) a = run (bundle, dir->path, two, 1);
  g_autoptr (TaperTrialSummary) b = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    permute (source, names[i], 1, order);
  permute (source, "bases.head.weight", 2, order);
  permute (source, "bases.head.bias", 2, order);
  test_bundle_set (source, "classes",
                   "[{\"id\": \"c2\", \"name\": \"carrot\", \"group\": \"vegetables\"},"
                   " {\"id\": \"c0\", \"name\": \"lemon\", \"group\": \"fruit\"},"
                   " {\"id\": \"c3\", \"name\": \"leek\", \"group\": \"vegetables\"},"
                   " {\"id\": \"c1\", \"name\": \"banana\", \"group\": \"fruit\"}]");
  permuted = open_bundle (source);
  b = run (permuted, dir->path, two, 1);
  g_assert_cmpuint (a->generic_all, ==, b->generic_all);
  for (guint method = 0; method < TAPER_METHOD_OTHER; method++)
    g_assert_cmpuint (a->tally.correct[method], ==, b->tally.correct[method]);
  g_assert_cmpfloat (a->paired.difference, ==, b->paired.difference);
  g_assert_cmpfloat (a->paired.interval.low, ==, b->paired.interval.low);
  g_assert_cmpfloat (a->paired.interval.high, ==, b->paired.interval.high);
  g_assert_cmpuint (a->n_disagreements, ==, b->n_disagreements);
}

/* Labels all outside of the task, one picture, copies of one picture. */
static void
test_bad_input (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (TaperBundle) bundle = open_bundle (source);
  g_autoptr (TestFolder) dir = test_folder_new ();
  g_autoptr (TaperTrialSummary) outside = NULL, one = NULL, copies = NULL;
  g_autofree char *content = NULL;
  g_autofree char *path = test_folder_build (dir, "c0/a.ppm");
  gsize length;

  test_folder_write_picture (dir, "c0/a.ppm", 8, 8, rand);
  outside = run (bundle, dir->path, two, 1);
  g_assert_cmpuint (outside->n, ==, 0);
  g_assert_cmpuint (outside->n_all, ==, 1);
  g_assert_cmpint (outside->paired.verdict, ==, TAPER_VERDICT_NOTHING);
  g_assert_false (outside->refusal.valid);
  g_assert_cmpfloat (outside->majority, ==, 0);
  one = run (bundle, dir->path, ((const char *[]){ "c0", NULL }), 1);
  g_assert_cmpuint (one->n, ==, 1);
  g_assert_cmpfloat (one->chance, ==, 1);
  g_assert_cmpfloat (one->quality[1].temperature, ==, 1);
  g_assert_cmpint (one->paired.verdict, ==, TAPER_VERDICT_SAME);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("c0/copy%u.ppm", i);
      g_autofree char *copy = test_folder_build (dir, name);

      g_assert_true (g_file_set_contents (copy, content, length, NULL));
    }
  copies = run (bundle, dir->path, ((const char *[]){ "c0", "c1", NULL }), 1);
  g_assert_cmpuint (copies->n, ==, 4);
  g_assert_cmpuint (copies->n_copies, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trial/counts", test_counts);
  g_test_add_func ("/trial/disagreements", test_disagreements);
  g_test_add_func ("/trial/bases-are-generic", test_bases_are_generic);
  g_test_add_func ("/trial/class-order", test_class_order);
  g_test_add_func ("/trial/bad-input", test_bad_input);
  return g_test_run ();
}
