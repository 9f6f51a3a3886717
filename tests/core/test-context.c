/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-context.h"

#include "core/data/taper-random.h"

#include <math.h>
#include <string.h>

#define N_CLASSES 20
#define BATCH 20

/* Logits of a picture of @label by a model that is right about half of the time: noise, and 2 for
 * the truth. */
static void
see (TaperRandom *random, guint label, float *logits)
{
  for (guint c = 0; c < N_CLASSES; c++)
    logits[c] = (float) taper_random_normal (random) + (c == label ? 2 : 0);
}

static guint
argmax (const float *row)
{
  guint best = 0;

  for (guint c = 1; c < N_CLASSES; c++)
    if (row[c] > row[best])
      best = c;
  return best;
}

/* A batch of pictures of @n classes from @first on; how many the context answers rightly. */
static guint
stream (TaperContext *context, TaperRandom *random, guint first, guint n, gboolean *forgot)
{
  float logits[BATCH * N_CLASSES], posterior[BATCH * N_CLASSES];
  guint labels[BATCH], correct = 0;
  guint64 ids[BATCH];

  for (guint i = 0; i < BATCH; i++)
    {
      labels[i] = first + taper_random_below (random, n);
      ids[i] = 1000 + labels[i];
      see (random, labels[i], logits + i * N_CLASSES);
    }
  *forgot = taper_context_begin (context, logits, BATCH);
  taper_context_answer (context, logits, BATCH, posterior);
  taper_context_learn (context, logits, ids, BATCH);
  for (guint i = 0; i < BATCH; i++)
    correct += argmax (posterior + i * N_CLASSES) == labels[i];
  return correct;
}

static void
check_prior (const TaperContext *context)
{
  const double *prior = taper_context_get_prior (context);
  double sum = 0;

  for (guint c = 0; c < N_CLASSES; c++)
    {
      g_assert_cmpfloat (prior[c], >, 0);
      sum += prior[c];
    }
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-4);
}

static void
test_learns (void)
{
  g_autoptr (TaperContext) context = taper_context_new (N_CLASSES, NULL);
  g_autoptr (TaperTask) nothing = taper_context_infer_task (context);
  g_autoptr (TaperTask) task = NULL;
  TaperRandom random = taper_random_stream (7, 0, 0);
  guint late = 0, alone = 0, n;
  gboolean forgot;

  g_assert_true (taper_task_is_empty (nothing));
  for (guint b = 0; b < 10; b++)
    {
      guint correct = stream (context, &random, 4, 3, &forgot);

      g_assert_false (forgot);
      check_prior (context);
      late += b >= 7 ? correct : 0;
    }
  random = taper_random_stream (7, 1, 0);
  for (guint i = 0; i < 3 * BATCH; i++)
    {
      float logits[N_CLASSES];

      see (&random, 4 + i % 3, logits);
      alone += argmax (logits) == 4 + i % 3;
    }
  g_assert_cmpuint (late, >, alone + 10);
  task = taper_context_infer_task (context);
  taper_task_get_selected (task, &n);
  g_assert_cmpuint (n, ==, 3);
  for (guint c = 4; c < 7; c++)
    g_assert_true (taper_task_contains (task, c));
}

static void
test_switch (void)
{
  g_autoptr (TaperContext) context = taper_context_new (N_CLASSES, NULL);
  TaperRandom random = taper_random_stream (8, 0, 0);
  gboolean forgot, noticed;
  guint recovered = 0;

  for (guint b = 0; b < 8; b++)
    stream (context, &random, 0, 3, &forgot);
  stream (context, &random, 12, 3, &noticed);
  g_assert_true (noticed);
  g_assert_cmpuint (taper_context_get_n_remembered (context), ==, BATCH);
  for (guint b = 0; b < 5; b++)
    {
      recovered = stream (context, &random, 12, 3, &forgot);
      g_assert_false (forgot);
    }
  g_assert_cmpuint (recovered, >=, 15);
}

static void
test_frozen (void)
{
  g_autoptr (TaperContext) context = taper_context_new (N_CLASSES, NULL);
  TaperRandom random = taper_random_stream (9, 0, 0);
  double before[N_CLASSES];
  gboolean forgot;

  for (guint b = 0; b < 4; b++)
    stream (context, &random, 0, 3, &forgot);
  memcpy (before, taper_context_get_prior (context), sizeof before);
  taper_context_set_frozen (context, TRUE);
  stream (context, &random, 12, 3, &forgot);
  g_assert_false (forgot);
  g_assert_cmpuint (taper_context_get_n_remembered (context), ==, 4 * BATCH);
  g_assert_cmpmem (before, sizeof before, taper_context_get_prior (context), sizeof before);
}

/* What is erased leaves no trace: the prior is that of a context which never saw it. */
static void
test_memory (void)
{
  g_autoptr (TaperContext) context = taper_context_new (N_CLASSES, NULL);
  g_autoptr (TaperContext) other = taper_context_new (N_CLASSES, NULL);
  TaperRandom random = taper_random_stream (10, 0, 0);
  float logits[2 * N_CLASSES];
  const guint64 ids[2] = { 70, 71 };
  TaperContextItem item;

  see (&random, 3, logits);
  see (&random, 9, logits + N_CLASSES);
  /* One by one: pictures of a batch would inform each other. */
  taper_context_learn (context, logits, ids, 1);
  taper_context_learn (other, logits, ids, 1);
  taper_context_learn (context, logits + N_CLASSES, ids + 1, 1);
  g_assert_cmpuint (taper_context_get_n_remembered (context), ==, 2);
  item = taper_context_get_item (context, 1);
  g_assert_cmpuint (item.id, ==, 71);
  g_assert_cmpfloat (item.share, >, 0);
  g_assert_cmpfloat (item.share, <=, 1);
  g_assert_cmpuint (taper_context_get_memory_size (context), ==,
                    2 * taper_context_get_memory_size (other));
  taper_context_remove (context, 1);
  g_assert_cmpuint (taper_context_get_item (context, 0).id, ==, 70);
  for (guint c = 0; c < N_CLASSES; c++)
    g_assert_cmpfloat_with_epsilon (taper_context_get_prior (context)[c],
                                    taper_context_get_prior (other)[c], 1e-5);
  taper_context_forget (context);
  g_assert_cmpuint (taper_context_get_n_remembered (context), ==, 0);
  for (guint c = 0; c < N_CLASSES; c++)
    g_assert_cmpfloat_with_epsilon (taper_context_get_prior (context)[c], 1.0 / N_CLASSES, 1e-12);
}

static void
test_limit (void)
{
  g_autoptr (TaperContext) context = taper_context_new (N_CLASSES, NULL);
  TaperRandom random = taper_random_stream (11, 0, 0);
  const guint n = TAPER_CONTEXT_MEMORY + 7;
  g_autofree float *logits = g_new (float, (gsize) n *N_CLASSES);
  g_autofree guint64 *ids = g_new (guint64, n);

  for (guint i = 0; i < n; i++)
    {
      see (&random, i % 3, logits + (gsize) i * N_CLASSES);
      ids[i] = i;
    }
  taper_context_learn (context, logits, ids, n);
  g_assert_cmpuint (taper_context_get_n_remembered (context), ==, TAPER_CONTEXT_MEMORY);
  g_assert_cmpuint (taper_context_get_item (context, 0).id, ==, 7);
  taper_context_learn (context, logits, ids, 2);
  g_assert_cmpuint (taper_context_get_n_remembered (context), ==, TAPER_CONTEXT_MEMORY);
  g_assert_cmpuint (taper_context_get_item (context, 0).id, ==, 9);
  check_prior (context);
}

/* Infinite confidence must not make NaN. */
static void
test_extremes (void)
{
  g_autoptr (TaperContext) context = taper_context_new (N_CLASSES, NULL);
  float logits[N_CLASSES] = { 0 }, posterior[N_CLASSES];
  const guint64 id = 1;

  logits[3] = 1e6f;
  for (guint i = 0; i < 30; i++)
    taper_context_learn (context, logits, &id, 1);
  logits[3] = 0;
  logits[5] = 1e6f;
  taper_context_answer (context, logits, 1, posterior);
  g_assert_cmpfloat (posterior[5], ==, 1);
  /* One picture that does not fit is no other context; several in a row are. */
  g_assert_false (taper_context_begin (context, logits, 1));
  g_assert_false (taper_context_begin (context, logits, 1));
  g_assert_true (taper_context_begin (context, logits, 1));
  check_prior (context);
  taper_context_answer (context, logits, 0, posterior);
}

/* What was seen of a group makes its other classes likelier, and only them. */
static void
test_groups (void)
{
  const char *json = "[{\"id\":\"a\",\"name\":\"a\",\"group\":\"x\"},{\"id\":\"b\",\"name\":\"b\","
                     "\"group\":\"x\"},"
                     "{\"id\":\"c\",\"name\":\"c\",\"group\":\"y\"},{\"id\":\"d\",\"name\":\"d\","
                     "\"group\":\"y\"}]";
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperClassList) classes = taper_class_list_new_from_json (json, &error);
  g_autoptr (TaperContext) grouped = taper_context_new (4, classes);
  g_autoptr (TaperContext) plain = taper_context_new (4, NULL);
  const float logits[4] = { 9, 0, 0, 0 };
  const double *prior = taper_context_get_prior (grouped);
  const guint64 id = 1;

  g_assert_no_error (error);
  for (guint c = 0; c < 4; c++)
    g_assert_cmpfloat_with_epsilon (prior[c], 0.25, 1e-12);
  taper_context_learn (grouped, logits, &id, 1);
  taper_context_learn (plain, logits, &id, 1);
  g_assert_cmpfloat (prior[1], >, 1.5 * prior[2]);
  g_assert_cmpfloat_with_epsilon (prior[2], prior[3], 1e-4);
  prior = taper_context_get_prior (plain);
  g_assert_cmpfloat_with_epsilon (prior[1], prior[2], 1e-4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/context/learns", test_learns);
  g_test_add_func ("/context/switch", test_switch);
  g_test_add_func ("/context/frozen", test_frozen);
  g_test_add_func ("/context/memory", test_memory);
  g_test_add_func ("/context/limit", test_limit);
  g_test_add_func ("/context/extremes", test_extremes);
  g_test_add_func ("/context/groups", test_groups);
  return g_test_run ();
}
