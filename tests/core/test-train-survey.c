/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-train-survey.h"
#include "tests/support/train-data.h"

#include <string.h>

#define SIDE 24

/* DIR/PART/NAME/<number>.png; @part may be "" */
static void
write_class (const char *dir, const char *part, const char *name, guint class_index, guint from,
             guint n)
{
  guint8 rgb[SIDE * SIDE * 3];

  for (guint i = from; i < from + n; i++)
    {
      g_autofree char *file = g_strdup_printf ("%u.png", i);
      g_autofree char *path = g_build_filename (dir, part, name, file, NULL);

      test_train_picture (class_index, i, SIDE, rgb);
      test_write_png (path, SIDE, rgb);
    }
}

typedef struct {
  char *dir, *cache;
  TaperTrainConfig *config;
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->dir = test_temporary_folder ();
  f->cache = test_temporary_folder ();
  f->config = taper_train_config_new ();
  f->config->bases = 1;
  f->config->input = 16;
  f->config->cache = g_strdup (f->cache);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  taper_train_config_free (f->config);
  test_remove_folder (f->dir);
  test_remove_folder (f->cache);
  g_free (f->dir);
  g_free (f->cache);
}

static TaperTrainSurvey *
look (Fixture *f)
{
  TaperTrainOptions options = { .data = f->dir };
  g_autoptr (GError) error = NULL;
  TaperTrainSurvey *survey = taper_train_survey (f->config, &options, NULL, &error);

  g_assert_no_error (error);
  return survey;
}

static const TaperTrainProblem *
find (const TaperTrainSurvey *survey, TaperTrainProblemKind kind)
{
  for (guint i = 0; i < survey->problems->len; i++)
    if (g_array_index (survey->problems, TaperTrainProblem, i).kind == kind)
      return &g_array_index (survey->problems, TaperTrainProblem, i);
  return NULL;
}

static const TaperTrainClass *
get_class (const TaperTrainSurvey *survey, guint i)
{
  return &g_array_index (survey->classes, TaperTrainClass, i);
}

/* A flat folder: a part of each class is kept back, and said to be. */
static void
test_flat (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperTrainSurvey) survey = NULL;

  write_class (f->dir, "", "red_apple", 0, 0, 20);
  write_class (f->dir, "", "grass", 1, 0, 20);
  survey = look (f);
  g_assert_true (survey->usable);
  g_assert_cmpuint (survey->classes->len, ==, 2);
  g_assert_cmpstr (get_class (survey, 1)->name, ==, "red apple");
  g_assert_cmpuint (get_class (survey, 1)->n_train, ==, 16);
  g_assert_cmpuint (get_class (survey, 1)->n_test, ==, 4);
  g_assert_cmpuint (survey->n_train, ==, 32);
  g_assert_cmpuint (survey->n_test, ==, 8);
  g_assert_cmpuint (survey->problems->len, ==, 1);
  g_assert_cmpuint (find (survey, TAPER_TRAIN_PROBLEM_SPLIT_MADE)->count, ==, 8);
}

/* The same picture on both sides of the split, few pictures, a file that is none. */
static void
test_warnings (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperTrainSurvey) survey = NULL;
  g_autofree char *broken = g_build_filename (f->dir, "train", "grass", "broken.png", NULL);
  const TaperTrainProblem *problem;

  write_class (f->dir, "train", "apple", 0, 0, 9);
  write_class (f->dir, "train", "grass", 1, 0, 110);
  write_class (f->dir, "test", "apple", 0, 8, 4);
  write_class (f->dir, "test", "grass", 1, 200, 3);
  g_file_set_contents (broken, "not a picture", -1, NULL);
  survey = look (f);
  g_assert_true (survey->usable);
  problem = find (survey, TAPER_TRAIN_PROBLEM_UNREADABLE);
  g_assert_cmpuint (problem->count, ==, 1);
  g_assert_nonnull (strstr (problem->items[0], "broken.png"));
  problem = find (survey, TAPER_TRAIN_PROBLEM_DUPLICATES);
  g_assert_cmpuint (problem->count, >=, 1);
  g_assert_true (g_str_has_suffix (problem->items[0], "train/apple/8.png"));
  g_assert_true (g_str_has_suffix (problem->items[1], "test/apple/8.png"));
  problem = find (survey, TAPER_TRAIN_PROBLEM_FEW_PICTURES);
  g_assert_cmpuint (problem->count, ==, 1);
  g_assert_cmpstr (problem->items[0], ==, "apple");
}

/* What forbids a training is told for all classes, and the classes are listed all the same. */
static void
test_fatal (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperTrainSurvey) survey = NULL;
  const TaperTrainProblem *problem;

  write_class (f->dir, "", "a", 0, 0, 1);
  write_class (f->dir, "", "b", 1, 0, 5);
  write_class (f->dir, "", "c", 2, 0, 1);
  survey = look (f);
  g_assert_false (survey->usable);
  g_assert_cmpuint (survey->classes->len, ==, 3);
  problem = find (survey, TAPER_TRAIN_PROBLEM_ALONE);
  g_assert_true (problem->fatal);
  g_assert_cmpuint (problem->count, ==, 2);
  g_assert_cmpstr (problem->items[1], ==, "c");
  g_assert_null (find (survey, TAPER_TRAIN_PROBLEM_FAILED));
}

static void
test_untested (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperTrainSurvey) survey = NULL;

  write_class (f->dir, "train", "a", 0, 0, 5);
  write_class (f->dir, "train", "b", 1, 0, 5);
  write_class (f->dir, "test", "b", 1, 9, 2);
  write_class (f->dir, "test", "z", 1, 9, 2);
  survey = look (f);
  g_assert_false (survey->usable);
  g_assert_cmpstr (find (survey, TAPER_TRAIN_PROBLEM_UNTESTED)->items[0], ==, "a");
  g_assert_cmpstr (find (survey, TAPER_TRAIN_PROBLEM_UNTRAINED)->items[0], ==, "z");
}

/* One class, no class, no folder, a bundle that is none. */
static void
test_failures (Fixture *f, gconstpointer unused)
{
  g_autofree char *nowhere = g_build_filename (f->dir, "nowhere", NULL);
  TaperTrainOptions options = { .data = nowhere };
  TaperTrainSurvey *survey = look (f);

  g_assert_false (survey->usable);
  g_assert_nonnull (find (survey, TAPER_TRAIN_PROBLEM_FAILED));
  taper_train_survey_free (survey);
  write_class (f->dir, "", "a", 0, 0, 8);
  survey = look (f);
  g_assert_nonnull (strstr (find (survey, TAPER_TRAIN_PROBLEM_FAILED)->items[0], "only one class"));
  g_assert_cmpuint (survey->classes->len, ==, 1);
  taper_train_survey_free (survey);
  survey = taper_train_survey (f->config, &options, NULL, NULL);
  g_assert_nonnull (strstr (find (survey, TAPER_TRAIN_PROBLEM_FAILED)->items[0], "no such folder"));
  taper_train_survey_free (survey);
  write_class (f->dir, "", "b", 1, 0, 8);
  options = (TaperTrainOptions){ .data = f->dir, .init = nowhere };
  survey = taper_train_survey (f->config, &options, NULL, NULL);
  g_assert_false (survey->usable);
  g_assert_cmpuint (survey->classes->len, ==, 2);
  taper_train_survey_free (survey);
}

static void
test_cancelled (Fixture *f, gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  TaperTrainOptions options = { .data = f->dir };

  write_class (f->dir, "", "a", 0, 0, 5);
  write_class (f->dir, "", "b", 1, 0, 5);
  g_cancellable_cancel (cancellable);
  g_assert_null (taper_train_survey (f->config, &options, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, func) g_test_add ("/train-survey/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("flat", test_flat);
  ADD ("warnings", test_warnings);
  ADD ("fatal", test_fatal);
  ADD ("untested", test_untested);
  ADD ("failures", test_failures);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
