/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ops/reference/taper-reference-training.h"
#include "core/ops/reference/taper-reference.h"
#include "core/ops/taper-conv-training.h"
#include "tests/support/random-network.h"

/* Of the largest value: the method adds and subtracts values up to 8 times as large before they
 * cancel. */
#define TOLERANCE 1e-4

typedef struct {
  TaperNode node;
  TaperBlockShape in, out, add;
  TaperConvTraining conv;
  gsize n_in, n_out;
  float *x, *weight, *bias, *addend, *gradient, *old;
} Case;

static float *
random_values (GRand *rand, gsize n)
{
  float *values = g_new (float, n);
  random_fill (rand, values, n, 1);
  return values;
}

static void
case_init (Case *c, GRand *rand)
{
  TaperNode *n = &c->node;

  memset (c, 0, sizeof *c);
  n->op = TAPER_OP_CONV2D;
  n->in_channels = g_rand_int_range (rand, 8, 40);
  n->out_channels = g_rand_int_range (rand, 8, 40);
  n->in_height = n->out_height = 4 * g_rand_int_range (rand, 1, 5);
  n->in_width = n->out_width = 4 * g_rand_int_range (rand, 1, 5);
  n->kernel = 3;
  n->stride = n->padding = 1;
  n->relu = g_rand_boolean (rand);
  /* Borders that other readers want may be wider. */
  c->in =
      (TaperBlockShape){ n->in_channels, n->in_height, n->in_width, g_rand_int_range (rand, 1, 4) };
  c->out = (TaperBlockShape){ n->out_channels, n->out_height, n->out_width,
                              g_rand_int_range (rand, 1, 4) };
  c->add = c->out;
  c->add.border = g_rand_int_range (rand, 0, 3);
  taper_conv_training_init (&c->conv, &c->in, &c->out, 3, 1, 1);
  c->n_in = (gsize) TAPER_LANES * n->in_channels * n->in_height * n->in_width;
  c->n_out = (gsize) TAPER_LANES * n->out_channels * n->out_height * n->out_width;
  c->x = random_values (rand, c->n_in);
  c->old = random_values (rand, c->n_in);
  c->weight = random_values (rand, (gsize) n->in_channels * n->out_channels * 9);
  c->bias = random_values (rand, n->out_channels);
  c->addend = random_values (rand, c->n_out);
  c->gradient = random_values (rand, c->n_out);
}

static void
case_clear (Case *c)
{
  float *all[] = { c->x, c->old, c->weight, c->bias, c->addend, c->gradient };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_free (all[i]);
  taper_conv_training_clear (&c->conv);
}

static void
check_forward (const Case *c, const TaperBlockKernels *kernels, float *scratch)
{
  float *in = taper_block_alloc (taper_block_size (&c->in));
  float *out = taper_block_alloc (taper_block_size (&c->out));
  float *add = taper_block_alloc (taper_block_size (&c->add));
  float *packed = taper_block_alloc (c->conv.packed_forward);
  g_autofree float *got = g_new (float, c->n_out), *wanted = g_new (float, c->n_out);

  taper_block_load (&c->in, c->x, TAPER_LANES, in);
  taper_block_load (&c->add, c->addend, TAPER_LANES, add);
  taper_conv_pack_forward (&c->conv, c->weight, packed);
  taper_conv_forward (&c->conv, kernels, in, packed, c->bias, add, &c->add, c->node.relu, scratch,
                      out);
  taper_block_store (&c->out, out, TAPER_LANES, got);
  taper_reference_conv2d (&c->node, TAPER_LANES, c->x, c->weight, c->bias, c->addend, wanted);
  g_assert_cmpfloat (relative_error (got, wanted, c->n_out), <=, TOLERANCE);
  /* The border is the next convolution's padding. */
  for (gsize i = 0; i < taper_block_origin (&c->out); i++)
    g_assert_cmpfloat (out[i], ==, 0);
  taper_block_free (in);
  taper_block_free (out);
  taper_block_free (add);
  taper_block_free (packed);
}

static void
check_backward (const Case *c, const TaperBlockKernels *kernels, gboolean accumulate,
                float *scratch)
{
  float *out = taper_block_alloc (taper_block_size (&c->out));
  float *in_gradient = taper_block_alloc (taper_block_size (&c->in));
  float *in = taper_block_alloc (taper_block_size (&c->in));
  float *packed = taper_block_alloc (c->conv.packed_backward);
  const gsize n_weights = (gsize) c->node.in_channels * c->node.out_channels * 9;
  g_autofree float *got_weights = g_new (float, n_weights);
  g_autofree float *got = g_new (float, c->n_in), *wanted = g_new (float, c->n_in);
  g_autofree float *dw = g_new (float, n_weights);
  g_autofree float *db = g_new (float, c->node.out_channels);

  taper_block_load (&c->out, c->gradient, TAPER_LANES, out);
  taper_block_load (&c->in, c->old, TAPER_LANES, in_gradient);
  taper_conv_pack_backward (&c->conv, c->weight, packed);
  taper_conv_backward_data (&c->conv, kernels, out, packed, accumulate, scratch, in_gradient);
  taper_block_store (&c->in, in_gradient, TAPER_LANES, got);
  /* The weights' gradient is added to what is there. */
  memcpy (got_weights, c->weight, n_weights * sizeof (float));
  taper_block_load (&c->in, c->x, TAPER_LANES, in);
  taper_conv_backward_weights (&c->conv, kernels, out, in, scratch, got_weights);
  taper_reference_conv2d_backward (&c->node, TAPER_LANES, c->x, c->weight, c->gradient, wanted, dw,
                                   db);
  for (gsize i = 0; accumulate && i < c->n_in; i++)
    wanted[i] += c->old[i];
  for (gsize i = 0; i < n_weights; i++)
    dw[i] += c->weight[i];
  g_assert_cmpfloat (relative_error (got, wanted, c->n_in), <=, TOLERANCE);
  g_assert_cmpfloat (relative_error (got_weights, dw, n_weights), <=, TOLERANCE);
  taper_block_free (in);
  taper_block_free (out);
  taper_block_free (in_gradient);
  taper_block_free (packed);
}

static void
test_random_shapes (void)
{
  guint n_tables;
  const TaperBlockKernels *const *tables = taper_block_kernels_all (&n_tables);

  for (guint seed = 0; seed < 12; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      Case c;

      case_init (&c, rand);
      g_assert_true (c.conv.winograd);
      for (guint t = 0; t < n_tables; t++)
        {
          float *scratch = taper_block_alloc (c.conv.scratch);

          check_forward (&c, tables[t], scratch);
          check_backward (&c, tables[t], seed % 2 == 0, scratch);
          taper_block_free (scratch);
        }
      case_clear (&c);
    }
}

static void
test_suits (void)
{
  static const struct {
    guint channels, outputs, side, kernel, stride;
    gboolean suits;
  } cases[] = {
    { 8, 8, 8, 3, 1, TRUE },  { 7, 8, 8, 3, 1, FALSE }, { 8, 3, 8, 3, 1, FALSE },
    { 8, 8, 6, 3, 1, FALSE }, { 8, 8, 8, 3, 2, FALSE }, { 8, 8, 8, 1, 1, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const guint kernel = cases[i].kernel, side = cases[i].side, out = side / cases[i].stride;
      const TaperBlockShape in = { cases[i].channels, side, side, kernel / 2 };
      const TaperBlockShape to = { cases[i].outputs, out, out, 1 };
      TaperConvTraining conv;

      taper_conv_training_init (&conv, &in, &to, kernel, cases[i].stride, kernel / 2);
      g_assert_cmpint (conv.winograd, ==, cases[i].suits);
      g_assert_cmpint (conv.scratch > 0, ==, cases[i].suits);
      taper_conv_training_clear (&conv);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train-winograd/random-shapes", test_random_shapes);
  g_test_add_func ("/train-winograd/suits", test_suits);
  return g_test_run ();
}
