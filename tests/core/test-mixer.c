/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mixer/taper-mixer.h"
#include "tests/support/random-network.h"
#include <math.h>

#include <string.h>

#define C 9
#define D 7
#define H 13
#define L 4
#define K 3

typedef struct {
  float embedding[C * D];
  float e0w[H * D], e0b[H], e1w[H * H], e1b[H];
  float p0w[H * H], p0b[H], p1w[L * K * H], p1b[L * K];
  float prior[C * K], prior_scale[L];
} Values;

static TaperMixer *
make (Values *v, guint32 seed, gboolean with_prior)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  random_fill (rand, (float *) v, sizeof *v / sizeof (float), 1);
  const TaperMixerWeights weights = {
    C,
    D,
    H,
    L,
    K,
    v->embedding,
    v->e0w,
    v->e0b,
    v->e1w,
    v->e1b,
    v->p0w,
    v->p0b,
    v->p1w,
    v->p1b,
    with_prior ? v->prior : NULL,
    with_prior ? v->prior_scale : NULL,
  };
  return taper_mixer_new (&weights);
}

static void
twin_dense (const double *in, guint n_in, guint n_out, const float *weight, const float *bias,
            gboolean relu, double *out)
{
  for (guint o = 0; o < n_out; o++)
    {
      out[o] = bias[o];
      for (guint i = 0; i < n_in; i++)
        out[o] += (double) weight[o * n_in + i] * in[i];
      out[o] = relu ? MAX (out[o], 0) : out[o];
    }
}

/* The formula of the format's description, in double, class by class. */
static void
twin (const Values *v, const float *w, gboolean with_prior, double *alpha)
{
  double h[H] = { 0 }, middle[H];
  for (guint c = 0; c < C; c++)
    {
      double e[D], one[H], code[H];
      for (guint i = 0; i < D; i++)
        e[i] = v->embedding[c * D + i];
      twin_dense (e, D, H, v->e0w, v->e0b, TRUE, one);
      twin_dense (one, H, H, v->e1w, v->e1b, FALSE, code);
      for (guint i = 0; i < H; i++)
        h[i] += w[c] * code[i];
    }
  for (guint i = 0; i < H; i++)
    h[i] = MAX (h[i], 0);
  twin_dense (h, H, H, v->p0w, v->p0b, TRUE, middle);
  twin_dense (middle, H, L * K, v->p1w, v->p1b, FALSE, alpha);
  for (guint l = 0; l < L; l++)
    {
      double sum = 0;
      for (guint k = 0; k < K; k++)
        {
          for (guint c = 0; with_prior && c < C; c++)
            alpha[l * K + k] += (double) v->prior_scale[l] * w[c] * v->prior[c * K + k];
          alpha[l * K + k] = exp (alpha[l * K + k]);
          sum += alpha[l * K + k];
        }
      for (guint k = 0; k < K; k++)
        alpha[l * K + k] /= sum;
    }
}

static void
check (TaperMixer *mixer, const Values *v, const TaperTask *task, gboolean with_prior)
{
  float got[L * K];
  double wanted[L * K];
  taper_mixer_predict (mixer, task, got);
  twin (v, taper_task_get_weights (task), with_prior, wanted);
  for (guint l = 0; l < L; l++)
    {
      double sum = 0;
      for (guint k = 0; k < K; k++)
        {
          /* Coefficients are at most 1; fp32 through three small layers. */
          g_assert_cmpfloat (fabs (got[l * K + k] - wanted[l * K + k]), <=, 2e-6);
          sum += got[l * K + k];
        }
      g_assert_cmpfloat (fabs (sum - 1), <=, 1e-6);
    }
}

static void
test_against_twin (void)
{
  for (guint seed = 1; seed <= 20; seed++)
    {
      Values values;
      const gboolean with_prior = seed % 2;
      g_autoptr (TaperMixer) mixer = make (&values, seed, with_prior);
      const guint few[] = { seed % C, (seed + 4) % C };
      const float soft[C] = { 1, 0, 0, 2.5f, 0, 0.25f, 0, 0, seed };
      g_autoptr (TaperTask) task = taper_task_new (C, few, G_N_ELEMENTS (few));
      g_autoptr (TaperTask) weighted = taper_task_new_weighted (C, soft);
      check (mixer, &values, task, with_prior);
      check (mixer, &values, weighted, with_prior);
      g_assert_cmpuint (taper_mixer_get_n_classes (mixer), ==, C);
      g_assert_cmpuint (taper_mixer_get_n_layers (mixer), ==, L);
      g_assert_cmpuint (taper_mixer_get_n_bases (mixer), ==, K);
    }
}

static void
test_order_independent (void)
{
  Values values;
  g_autoptr (TaperMixer) mixer = make (&values, 5, TRUE);
  const guint forwards[] = { 1, 3, 4, 8 }, shuffled[] = { 8, 3, 1, 4, 3 };
  g_autoptr (TaperTask) one = taper_task_new (C, forwards, G_N_ELEMENTS (forwards));
  g_autoptr (TaperTask) two = taper_task_new (C, shuffled, G_N_ELEMENTS (shuffled));
  float a[L * K], b[L * K];
  taper_mixer_predict (mixer, one, a);
  taper_mixer_predict (mixer, two, b);
  g_assert_cmpmem (a, sizeof a, b, sizeof b);
}

static void
test_empty_task (void)
{
  /* The twin with all weights zero: h = 0, no prior. */
  Values values;
  g_autoptr (TaperMixer) mixer = make (&values, 6, TRUE);
  g_autoptr (TaperTask) empty = taper_task_new (C, NULL, 0);
  g_assert_true (taper_task_is_empty (empty));
  check (mixer, &values, empty, TRUE);
}

static void
test_large_logits (void)
{
  /* Softmax of values whose exponentials overflow. */
  Values values;
  float got[L * K];
  g_autoptr (TaperMixer) unused = make (&values, 7, FALSE);
  for (guint i = 0; i < L * K; i++)
    values.p1b[i] = i % K == 1 ? 1000 : -1000;
  const TaperMixerWeights weights = {
    C,          D,          H,          L,          K,          values.embedding,
    values.e0w, values.e0b, values.e1w, values.e1b, values.p0w, values.p0b,
    values.p1w, values.p1b, NULL,       NULL
  };
  g_autoptr (TaperMixer) mixer = taper_mixer_new (&weights);
  g_autoptr (TaperTask) task = taper_task_new (C, (guint[]){ 2 }, 1);
  taper_mixer_predict (mixer, task, got);
  for (guint i = 0; i < L * K; i++)
    g_assert_cmpfloat (got[i], ==, i % K == 1 ? 1 : 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mixer/against-twin", test_against_twin);
  g_test_add_func ("/mixer/order-independent", test_order_independent);
  g_test_add_func ("/mixer/empty-task", test_empty_task);
  g_test_add_func ("/mixer/large-logits", test_large_logits);
  return g_test_run ();
}
