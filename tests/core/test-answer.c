/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-answer.h"

#include <math.h>

static void
test_all_classes (void)
{
  const float logits[7] = { 1, 3, 2, 3, -1, 0, 5 };
  TaperRanking ranking;
  double sum = 0, scores = 0;

  taper_ranking_from_logits (&ranking, logits, 7, NULL);
  g_assert_cmpuint (ranking.n_top, ==, TAPER_TOP);
  g_assert_cmpuint (ranking.top[0].class_index, ==, 6);
  g_assert_cmpuint (ranking.top[1].class_index, ==, 1); /* ties by index */
  g_assert_cmpuint (ranking.top[2].class_index, ==, 3);
  g_assert_cmpuint (ranking.top[3].class_index, ==, 2);
  g_assert_cmpuint (ranking.top[4].class_index, ==, 0);
  for (int i = 0; i < 7; i++)
    sum += exp (logits[i]);
  for (int i = 0; i < TAPER_TOP; i++)
    {
      const TaperAnswer *answer = &ranking.top[i];
      g_assert_cmpfloat (answer->logit, ==, logits[answer->class_index]);
      g_assert_cmpfloat_with_epsilon (answer->score, exp (answer->logit) / sum, 1e-6);
      scores += answer->score;
    }
  g_assert_cmpfloat (scores, <, 1);
  g_assert_cmpint (taper_argmax_masked (logits, 7, NULL), ==, 6);
}

static void
test_task (void)
{
  const float logits[7] = { 1, 3, 2, 3, -1, 0, 5 };
  const guint chosen[] = { 4, 1, 3 };
  g_autoptr (TaperTask) task = taper_task_new (7, chosen, 3);
  TaperRanking ranking;

  taper_ranking_from_logits (&ranking, logits, 7, task);
  g_assert_cmpuint (ranking.n_top, ==, 3);
  g_assert_cmpuint (ranking.top[0].class_index, ==, 1);
  g_assert_cmpuint (ranking.top[1].class_index, ==, 3);
  g_assert_cmpuint (ranking.top[2].class_index, ==, 4);
  g_assert_cmpfloat_with_epsilon (
      ranking.top[0].score + ranking.top[1].score + ranking.top[2].score, 1, 1e-6);
  g_assert_cmpint (taper_argmax_masked (logits, 7, task), ==, 1);
}

static void
test_empty_task (void)
{
  const float logits[3] = { 1, 3, 2 };
  g_autoptr (TaperTask) task = taper_task_new (3, NULL, 0);
  TaperRanking ranking;

  taper_ranking_from_logits (&ranking, logits, 3, task);
  g_assert_cmpuint (ranking.n_top, ==, 0);
  g_assert_cmpint (taper_argmax_masked (logits, 3, task), ==, -1);
}

static void
test_large_logits (void)
{
  const float logits[3] = { 5000, 4999, -5000 };
  TaperRanking ranking;

  taper_ranking_from_logits (&ranking, logits, 3, NULL);
  g_assert_cmpfloat_with_epsilon (ranking.top[0].score, 1 / (1 + exp (-1)), 1e-6);
  g_assert_cmpfloat (ranking.top[2].score, ==, 0);
}

static void
test_not_finite (void)
{
  const float logits[4] = { NAN, 1, INFINITY, NAN };
  const float none[2] = { NAN, NAN };
  TaperRanking ranking;

  taper_ranking_from_logits (&ranking, logits, 4, NULL);
  g_assert_cmpuint (ranking.n_top, ==, 4);
  g_assert_cmpuint (ranking.top[0].class_index, ==, 2);
  g_assert_cmpuint (ranking.top[1].class_index, ==, 1);
  g_assert_cmpuint (ranking.top[2].class_index, ==, 0);
  for (int i = 0; i < 4; i++)
    g_assert_true (isfinite (ranking.top[i].score));
  g_assert_cmpint (taper_argmax_masked (logits, 4, NULL), ==, 2);

  taper_ranking_from_logits (&ranking, none, 2, NULL);
  g_assert_cmpuint (ranking.n_top, ==, 2);
  g_assert_cmpfloat (ranking.top[0].score, ==, 0);
  g_assert_cmpint (taper_argmax_masked (none, 2, NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answer/all-classes", test_all_classes);
  g_test_add_func ("/answer/task", test_task);
  g_test_add_func ("/answer/empty-task", test_empty_task);
  g_test_add_func ("/answer/large-logits", test_large_logits);
  g_test_add_func ("/answer/not-finite", test_not_finite);
  return g_test_run ();
}
