/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-train-survey.h"

#include "core/data/taper-duplicates.h"
#include "core/train/taper-train-setup-private.h"

static void
class_clear (gpointer data)
{
  g_free (((TaperTrainClass *) data)->name);
}

static void
problem_clear (gpointer data)
{
  g_strfreev (((TaperTrainProblem *) data)->items);
}

/* @items: (transfer full) */
static void
add_problem (TaperTrainSurvey *self, TaperTrainProblemKind kind, gboolean fatal, guint count,
             GStrvBuilder *items)
{
  TaperTrainProblem problem = { kind, fatal, count, g_strv_builder_end (items) };

  g_strv_builder_unref (items);
  g_array_append_val (self->problems, problem);
  self->usable = self->usable && !fatal;
}

static void
add_failure (TaperTrainSurvey *self, const GError *error)
{
  GStrvBuilder *items = g_strv_builder_new ();

  g_strv_builder_add (items, error->message);
  add_problem (self, TAPER_TRAIN_PROBLEM_FAILED, TRUE, 1, items);
}

/* --- classes ---------------------------------------------------------------------------------- */

typedef gboolean (*ClassTest) (const TaperTrainSurvey *self, const TaperTrainClass *c);

static gboolean
is_alone (const TaperTrainSurvey *self, const TaperTrainClass *c)
{
  return self->n_test == 0 && c->n_train == 1;
}

static gboolean
is_untested (const TaperTrainSurvey *self, const TaperTrainClass *c)
{
  return self->n_test > 0 && c->n_test == 0;
}

static gboolean
is_untrained (const TaperTrainSurvey *self, const TaperTrainClass *c)
{
  return c->n_train == 0;
}

static gboolean
has_few (const TaperTrainSurvey *self, const TaperTrainClass *c)
{
  return c->n_train > 0 && c->n_train < TAPER_TRAIN_PROBLEM_FEW;
}

/* One problem for all classes that are like this, if any is. */
static void
look_for (TaperTrainSurvey *self, TaperTrainProblemKind kind, gboolean fatal, ClassTest test)
{
  GStrvBuilder *items = g_strv_builder_new ();
  guint count = 0;

  for (guint i = 0; i < self->classes->len; i++)
    {
      const TaperTrainClass *c = &g_array_index (self->classes, TaperTrainClass, i);

      if (test (self, c) && count++ < TAPER_TRAIN_PROBLEM_ITEMS)
        g_strv_builder_add (items, c->name);
    }
  if (count > 0)
    add_problem (self, kind, fatal, count, items);
  else
    g_strv_builder_unref (items);
}

static void
add_class (TaperTrainSurvey *self, const char *name, guint n_train, guint n_test)
{
  TaperTrainClass entry = { g_strdup (name), n_train, n_test };

  g_array_append_val (self->classes, entry);
  self->n_train += n_train;
  self->n_test += n_test;
}

/* As the folder has them: also where they make no set to learn from. */
static void
count_folder (TaperTrainSurvey *self, const char *path)
{
  g_autoptr (GArray) counts = taper_data_set_count (path, NULL);

  for (guint i = 0; counts != NULL && i < counts->len; i++)
    {
      const TaperClassCount *count = &g_array_index (counts, TaperClassCount, i);

      add_class (self, count->id, count->n_train, count->n_test);
    }
  look_for (self, TAPER_TRAIN_PROBLEM_ALONE, TRUE, is_alone);
  look_for (self, TAPER_TRAIN_PROBLEM_UNTESTED, TRUE, is_untested);
  look_for (self, TAPER_TRAIN_PROBLEM_UNTRAINED, TRUE, is_untrained);
}

/* As they will be learnt. */
static void
count_data (TaperTrainSurvey *self, const TaperDataSet *data)
{
  guint n = taper_class_list_get_n_classes (data->classes);
  g_autofree guint *train = g_new0 (guint, n), *test = g_new0 (guint, n);

  for (guint i = 0; i < data->train.labels->len; i++)
    train[g_array_index (data->train.labels, guint, i)]++;
  for (guint i = 0; i < data->test.labels->len; i++)
    test[g_array_index (data->test.labels, guint, i)]++;
  for (guint c = 0; c < n; c++)
    add_class (self, taper_class_list_get_class (data->classes, c)->name, train[c], test[c]);
}

/* --- pictures --------------------------------------------------------------------------------- */

static void
look_for_unreadable (TaperTrainSurvey *self, const TaperTrainer *trainer)
{
  GPtrArray *lists[] = { taper_picture_cache_get_unreadable (trainer->train_cache),
                         taper_picture_cache_get_unreadable (trainer->test_cache) };
  GStrvBuilder *items = g_strv_builder_new ();
  guint count = 0;

  for (guint l = 0; l < G_N_ELEMENTS (lists); l++)
    for (guint i = 0; i < lists[l]->len; i++)
      if (count++ < TAPER_TRAIN_PROBLEM_ITEMS)
        g_strv_builder_add (items, g_ptr_array_index (lists[l], i));
  if (count > 0)
    add_problem (self, TAPER_TRAIN_PROBLEM_UNREADABLE, FALSE, count, items);
  else
    g_strv_builder_unref (items);
}

static void
look_for_duplicates (TaperTrainSurvey *self, const TaperTrainer *trainer)
{
  const TaperPictureList *train = &trainer->data->train, *test = &trainer->data->test;
  g_autoptr (GArray) pairs = taper_find_duplicates (trainer->train_cache, train->paths->len,
                                                    trainer->test_cache, test->paths->len, 100000);
  GStrvBuilder *items = g_strv_builder_new ();

  for (guint i = 0; i < MIN (pairs->len, 2 * TAPER_TRAIN_PROBLEM_ITEMS); i += 2)
    {
      g_strv_builder_add (items, g_ptr_array_index (train->paths, g_array_index (pairs, guint, i)));
      g_strv_builder_add (items,
                          g_ptr_array_index (test->paths, g_array_index (pairs, guint, i + 1)));
    }
  if (pairs->len > 0)
    add_problem (self, TAPER_TRAIN_PROBLEM_DUPLICATES, FALSE, pairs->len / 2, items);
  else
    g_strv_builder_unref (items);
}

/* --- all of it -------------------------------------------------------------------------------- */

static void
look_at_pictures (TaperTrainSurvey *self, TaperTrainer *trainer, GError **error)
{
  if (!taper_trainer_read_pictures (trainer, error))
    return;
  look_for_unreadable (self, trainer);
  look_for_duplicates (self, trainer);
  look_for (self, TAPER_TRAIN_PROBLEM_FEW_PICTURES, FALSE, has_few);
  if (trainer->data->split_made)
    add_problem (self, TAPER_TRAIN_PROBLEM_SPLIT_MADE, FALSE, trainer->data->test.paths->len,
                 g_strv_builder_new ());
}

TaperTrainSurvey *
taper_train_survey (const TaperTrainConfig *config, const TaperTrainOptions *options,
                    GCancellable *cancellable, GError **error)
{
  g_autoptr (TaperTrainSurvey) self = g_new0 (TaperTrainSurvey, 1);
  TaperTrainer trainer = { .config = config, .options = options, .cancellable = cancellable };
  g_autoptr (GError) problem = NULL;
  gboolean opened;

  self->classes = g_array_new (FALSE, TRUE, sizeof (TaperTrainClass));
  self->problems = g_array_new (FALSE, TRUE, sizeof (TaperTrainProblem));
  g_array_set_clear_func (self->classes, class_clear);
  g_array_set_clear_func (self->problems, problem_clear);
  self->usable = TRUE;
  opened = taper_trainer_open (&trainer, &problem);
  if (trainer.data != NULL)
    count_data (self, trainer.data);
  else if (options->data != NULL)
    count_folder (self, options->data);
  if (opened)
    look_at_pictures (self, &trainer, &problem);
  /* What is wrong with the classes has been said with all their names. */
  if (problem != NULL && self->usable && !g_cancellable_is_cancelled (cancellable))
    add_failure (self, problem);
  taper_trainer_clear (&trainer);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
taper_train_survey_free (TaperTrainSurvey *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->classes);
  g_array_unref (self->problems);
  g_free (self);
}
