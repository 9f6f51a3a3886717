/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ops/reference/taper-reference-training.h"
#include "core/ops/reference/taper-reference.h"
#include "core/ops/taper-conv-training.h"
#include "core/ops/taper-loss.h"
#include "core/ops/taper-pool-training.h"
#include "tests/support/train-golden.h"

/* Sums of at most some hundred products of fp32 values of order 1, added in another order. */
#define TOLERANCE 1e-4

typedef struct {
  TaperNode node;
  TaperBlockShape in, out;
  TaperConvTraining conv;
  gsize n_in, n_out, n_weights;
  float *x, *weight, *bias, *gradient; /* plain */
  float *y, *dx, *dw, *db;
} ConvCase;

static void
conv_case_init (ConvCase *c, JsonObject *json)
{
  TaperNode *n = &c->node;

  memset (c, 0, sizeof *c);
  n->op = TAPER_OP_CONV2D;
  n->in_channels = json_object_get_int_member (json, "in");
  n->out_channels = json_object_get_int_member (json, "out");
  n->in_height = json_object_get_int_member (json, "height");
  n->in_width = json_object_get_int_member (json, "width");
  n->kernel = json_object_get_int_member (json, "kernel");
  n->stride = json_object_get_int_member (json, "stride");
  n->padding = json_object_get_int_member (json, "padding");
  n->out_height = (n->in_height + 2 * n->padding - n->kernel) / n->stride + 1;
  n->out_width = (n->in_width + 2 * n->padding - n->kernel) / n->stride + 1;
  c->in = (TaperBlockShape){ n->in_channels, n->in_height, n->in_width, n->padding };
  c->out = (TaperBlockShape){ n->out_channels, n->out_height, n->out_width, 0 };
  c->out.border = MAX (
      taper_conv_backward_border (n->in_height, n->out_height, n->kernel, n->stride, n->padding),
      taper_conv_backward_border (n->in_width, n->out_width, n->kernel, n->stride, n->padding));
  taper_conv_training_init (&c->conv, &c->in, &c->out, n->kernel, n->stride, n->padding);
  c->n_in = (gsize) TAPER_LANES * n->in_channels * n->in_height * n->in_width;
  c->n_out = (gsize) TAPER_LANES * n->out_channels * n->out_height * n->out_width;
  c->n_weights = (gsize) n->out_channels * n->in_channels * n->kernel * n->kernel;
  c->x = wave (c->n_in, 1, 1);
  c->weight = wave (c->n_weights, 2, .5);
  c->bias = wave (n->out_channels, 3, .1);
  c->gradient = wave (c->n_out, 4, 1);
  c->y = g_new0 (float, c->n_out);
  c->dx = g_new0 (float, c->n_in);
  c->dw = g_new0 (float, c->n_weights);
  c->db = g_new0 (float, n->out_channels);
}

static void
conv_case_clear (ConvCase *c)
{
  float *all[] = { c->x, c->weight, c->bias, c->gradient, c->y, c->dx, c->dw, c->db };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_free (all[i]);
  taper_conv_training_clear (&c->conv);
}

/* Forward and backward with one table of kernels. @old: what the input's gradient held before;
 * with it, the convolution adds. */
static void
run_conv (ConvCase *c, const TaperBlockKernels *kernels, const float *old)
{
  float *in = taper_block_alloc (taper_block_size (&c->in));
  float *out = taper_block_alloc (taper_block_size (&c->out));
  float *in_gradient = taper_block_alloc (taper_block_size (&c->in));
  float *forward = taper_block_alloc (c->conv.packed_forward);
  float *backward = taper_block_alloc (c->conv.packed_backward);
  float *scratch = taper_block_alloc (c->conv.scratch);

  taper_block_load (&c->in, c->x, TAPER_LANES, in);
  taper_conv_pack_forward (&c->conv, c->weight, forward);
  taper_conv_pack_backward (&c->conv, c->weight, backward);
  taper_conv_forward (&c->conv, kernels, in, forward, c->bias, NULL, NULL, FALSE, scratch, out);
  taper_block_store (&c->out, out, TAPER_LANES, c->y);

  taper_block_load (&c->out, c->gradient, TAPER_LANES, out);
  if (old != NULL)
    taper_block_load (&c->in, old, TAPER_LANES, in_gradient);
  memset (c->dw, 0, c->n_weights * sizeof (float));
  taper_conv_backward_data (&c->conv, kernels, out, backward, old != NULL, scratch, in_gradient);
  taper_conv_backward_weights (&c->conv, kernels, out, in, scratch, c->dw);
  taper_block_store (&c->in, in_gradient, TAPER_LANES, c->dx);
  for (guint o = 0; o < c->node.out_channels; o++)
    {
      gsize at = o * taper_block_plane (&c->out) + taper_block_origin (&c->out);
      TaperPlane plane = { .height = c->out.height,
                           .width = c->out.width,
                           .row = taper_block_row (&c->out),
                           .g = out + at };
      double sums[2];

      kernels->mask (&plane, FALSE, 0, sums);
      c->db[o] = (float) sums[0];
    }
  taper_block_free (in);
  taper_block_free (out);
  taper_block_free (in_gradient);
  taper_block_free (forward);
  taper_block_free (backward);
  taper_block_free (scratch);
}

static void
test_conv_golden (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *cases = json_object_get_array_member (load_golden (parser), "convolutions");
  guint n_tables;
  const TaperBlockKernels *const *tables = taper_block_kernels_all (&n_tables);

  g_assert_cmpuint (json_array_get_length (cases), ==, 9);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    for (guint t = 0; t < n_tables; t++)
      {
        JsonObject *json = json_array_get_object_element (cases, i);
        ConvCase c;

        g_test_message ("%s, %s", json_object_get_string_member (json, "name"), tables[t]->name);
        conv_case_init (&c, json);
        run_conv (&c, tables[t], NULL);
        assert_probe (json, "y", c.y, c.n_out, TOLERANCE);
        assert_probe (json, "dx", c.dx, c.n_in, TOLERANCE);
        assert_probe (json, "dw", c.dw, c.n_weights, TOLERANCE * 4);
        assert_probe (json, "db", c.db, c.node.out_channels, TOLERANCE * 4);
        conv_case_clear (&c);
      }
}

static void
test_conv_naive (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *cases = json_object_get_array_member (load_golden (parser), "convolutions");
  guint n_tables;
  const TaperBlockKernels *const *tables = taper_block_kernels_all (&n_tables);

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      ConvCase c;
      g_autofree float *y = NULL, *dx = NULL, *dw = NULL, *db = NULL, *old = NULL;

      conv_case_init (&c, json_array_get_object_element (cases, i));
      y = g_new0 (float, c.n_out);
      dx = g_new0 (float, c.n_in);
      dw = g_new0 (float, c.n_weights);
      db = g_new0 (float, c.node.out_channels);
      old = wave (c.n_in, 9, 1);
      taper_reference_conv2d (&c.node, TAPER_LANES, c.x, c.weight, c.bias, NULL, y);
      taper_reference_conv2d_backward (&c.node, TAPER_LANES, c.x, c.weight, c.gradient, dx, dw, db);
      for (guint t = 0; t < n_tables; t++)
        {
          run_conv (&c, tables[t], old);
          for (gsize j = 0; j < c.n_out; j++)
            assert_near (c.y[j], y[j], TOLERANCE);
          for (gsize j = 0; j < c.n_in; j++)
            assert_near (c.dx[j], dx[j] + old[j], TOLERANCE);
          for (gsize j = 0; j < c.n_weights; j++)
            assert_near (c.dw[j], dw[j], TOLERANCE);
          for (guint j = 0; j < c.node.out_channels; j++)
            assert_near (c.db[j], db[j], TOLERANCE);
        }
      conv_case_clear (&c);
    }
}

/* relu (conv + bias + add) with an addend whose border is wider, and the mask on the way back. */
static void
test_add_and_relu (void)
{
  guint n_tables;
  const TaperBlockKernels *const *tables = taper_block_kernels_all (&n_tables);
  TaperBlockShape shape = { 5, 3, 6, 1 }, add_shape = { 5, 3, 6, 2 };
  gsize n = (gsize) 16 * 5 * 3 * 6;
  g_autofree float *values = wave (n, 11, 1), *addend = wave (n, 12, 1), *g = wave (n, 13, 1);
  g_autofree float *result = g_new (float, n), *add_result = g_new (float, n);

  for (guint t = 0; t < n_tables; t++)
    {
      float *x = taper_block_alloc (taper_block_size (&shape));
      float *y = taper_block_alloc (taper_block_size (&shape));
      float *add = taper_block_alloc (taper_block_size (&add_shape));

      taper_block_load (&shape, values, 16, x);
      taper_block_load (&add_shape, addend, 16, add);
      for (guint c = 0; c < 5; c++)
        {
          gsize at = c * taper_block_plane (&shape) + taper_block_origin (&shape);
          gsize add_at = c * taper_block_plane (&add_shape) + taper_block_origin (&add_shape);
          TaperPlane p = { .height = 3,
                           .width = 6,
                           .row = taper_block_row (&shape),
                           .add_row = taper_block_row (&add_shape),
                           .x = x + at,
                           .g = y + at,
                           .add = add + add_at };

          tables[t]->scale (&p, 2, .25f, TRUE);
        }
      taper_block_store (&shape, y, 16, result);
      for (gsize i = 0; i < n; i++)
        assert_near (result[i], MAX (0, 2 * values[i] + .25 + addend[i]), 1e-6);

      taper_block_load (&shape, g, 16, x);
      for (guint c = 0; c < 5; c++)
        {
          gsize at = c * taper_block_plane (&shape) + taper_block_origin (&shape);
          gsize add_at = c * taper_block_plane (&add_shape) + taper_block_origin (&add_shape);
          TaperPlane p = { .height = 3,
                           .width = 6,
                           .row = taper_block_row (&shape),
                           .add_row = taper_block_row (&add_shape),
                           .g = x + at,
                           .y = y + at,
                           .add_out = add + add_at };
          double sums[2];

          tables[t]->mask (&p, TRUE, 0, sums);
        }
      taper_block_store (&shape, x, 16, add_result);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat (add_result[i], ==, result[i] > 0 ? g[i] : 0);
      taper_block_store (&add_shape, add, 16, add_result);
      for (gsize i = 0; i < n; i++)
        assert_near (add_result[i], addend[i] + (result[i] > 0 ? g[i] : 0), 1e-6);
      taper_block_free (x);
      taper_block_free (y);
      taper_block_free (add);
    }
}

/* Normalisation of one block, forward and backward, from the kernels' four passes. */
static void
test_batch_norm (void)
{
  guint n_tables;
  const TaperBlockKernels *const *tables = taper_block_kernels_all (&n_tables);
  TaperBlockShape shape = { 3, 5, 7, 1 };
  gsize n = (gsize) 16 * 3 * 35, count = 16 * 35;
  g_autofree float *x = wave (n, 21, 2), *g = wave (n, 22, 1), *result = g_new (float, n);
  g_autofree float *y = g_new (float, n), *dx = g_new (float, n);
  const float factor[3] = { 1, .5f, -2 }, shift[3] = { 0, 1, -1 };
  float factor_gradient[3], shift_gradient[3];

  taper_reference_batch_norm (16, 3, 35, x, factor, shift, 1e-5, y, g, dx, factor_gradient,
                              shift_gradient);
  for (guint t = 0; t < n_tables; t++)
    {
      float *bx = taper_block_alloc (taper_block_size (&shape));
      float *by = taper_block_alloc (taper_block_size (&shape));
      float *bg = taper_block_alloc (taper_block_size (&shape));

      taper_block_load (&shape, x, 16, bx);
      taper_block_load (&shape, g, 16, bg);
      for (guint c = 0; c < 3; c++)
        {
          gsize at = c * taper_block_plane (&shape) + taper_block_origin (&shape);
          TaperPlane p = {
            .height = 5, .width = 7, .row = taper_block_row (&shape), .x = bx + at, .g = by + at
          };
          double sums[2], mean, r, a, b;

          tables[t]->moments (&p, sums);
          mean = sums[0] / count;
          r = 1 / sqrt (sums[1] / count - mean * mean + 1e-5);
          tables[t]->scale (&p, factor[c] * r, shift[c] - factor[c] * r * mean, FALSE);
          p.g = bg + at;
          tables[t]->mask (&p, FALSE, mean, sums);
          assert_near (sums[0], shift_gradient[c], 1e-4);
          assert_near (sums[1] * r, factor_gradient[c], 1e-4);
          a = factor[c] * r;
          b = -a * r * r * sums[1] / count;
          tables[t]->combine (&p, a, b, -a * sums[0] / count - b * mean);
        }
      taper_block_store (&shape, by, 16, result);
      for (gsize i = 0; i < n; i++)
        assert_near (result[i], y[i], 1e-4);
      taper_block_store (&shape, bg, 16, result);
      for (gsize i = 0; i < n; i++)
        assert_near (result[i], dx[i], 1e-4);
      taper_block_free (bx);
      taper_block_free (by);
      taper_block_free (bg);
    }
}

static void
test_pools (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *cases = json_object_get_array_member (load_golden (parser), "pools");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *json = json_array_get_object_element (cases, i);
      guint h = json_object_get_int_member (json, "height"), oh = (h - 1) / 2 + 1;
      guint w = json_object_get_int_member (json, "width"), ow = (w - 1) / 2 + 1;
      TaperBlockShape in = { 4, h, w, 1 }, out = { 4, oh, ow, 1 }, one = { 4, 1, 1, 0 };
      TaperNode node = { .in_channels = 4,
                         .out_channels = 4,
                         .in_height = h,
                         .in_width = w,
                         .out_height = oh,
                         .out_width = ow,
                         .kernel = 3,
                         .stride = 2,
                         .padding = 1 };
      gsize n_in = (gsize) 64 * h * w, n_out = (gsize) 64 * oh * ow;
      g_autofree float *x = wave (n_in, 5, 1), *g = wave (n_out, 6, 1), *g1 = wave (64, 7, 1);
      g_autofree float *y = g_new (float, MAX (n_out, 64)), *dx = g_new (float, n_in);
      g_autofree float *naive = g_new (float, n_in);
      float *bx = taper_block_alloc (taper_block_size (&in));
      float *by = taper_block_alloc (taper_block_size (&out));
      float *bdx = taper_block_alloc (taper_block_size (&in));

      taper_block_load (&in, x, 16, bx);
      taper_max_pool_forward (&in, &out, 3, 2, 1, bx, by);
      taper_block_store (&out, by, 16, y);
      assert_probe (json, "max", y, n_out, 1e-6);
      taper_block_load (&out, g, 16, by);
      taper_max_pool_backward (&in, &out, 3, 2, 1, bx, by, bdx);
      taper_block_store (&in, bdx, 16, dx);
      assert_probe (json, "max_dx", dx, n_in, 1e-5);
      taper_reference_max_pool_backward (&node, 16, x, g, naive);
      for (gsize j = 0; j < n_in; j++)
        assert_near (dx[j], naive[j], 1e-6);

      taper_average_pool_forward (&in, &one, bx, by);
      taper_block_store (&one, by, 16, y);
      assert_probe (json, "mean", y, 64, 1e-6);
      taper_block_load (&one, g1, 16, by);
      taper_average_pool_backward (&in, &one, by, FALSE, bdx);
      taper_block_store (&in, bdx, 16, dx);
      assert_probe (json, "mean_dx", dx, n_in, 1e-6);
      taper_reference_global_avg_pool_backward (&node, 16, g1, naive);
      for (gsize j = 0; j < n_in; j++)
        assert_near (dx[j], naive[j], 1e-6);
      taper_block_free (bx);
      taper_block_free (by);
      taper_block_free (bdx);
    }
}

static void
test_loss_golden (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *json = json_object_get_object_member (load_golden (parser), "loss");
  const guint allowed[4] = { 0, 2, 3, 5 };
  TaperLoss loss = { allowed, 4, .1f, .6f, 2 };
  g_autofree float *logits = wave (96, 8, 3), *teacher = wave (96, 9, 3);
  float gradient[96];
  guint labels[16], correct = 0;

  for (guint i = 0; i < 16; i++)
    labels[i] = allowed[i % 4];
  assert_near (
      taper_loss_block (&loss, 6, logits, labels, teacher, 16, 1. / 16, gradient, &correct) / 16,
      json_object_get_double_member (json, "loss"), 1e-5);
  assert_probe (json, "gradient", gradient, 96, 1e-5);
  g_assert_cmpuint (correct, <=, 16);
}

/* The gradient against differences of the loss itself; lanes beyond n stay out of it. */
static void
test_loss_differences (void)
{
  const guint allowed[3] = { 1, 2, 4 };
  TaperLoss loss = { allowed, 3, .1f, .6f, 2 };
  g_autofree float *logits = wave (96, 18, 2), *teacher = wave (96, 19, 2);
  float gradient[96];
  guint labels[16];

  for (guint i = 0; i < 16; i++)
    labels[i] = allowed[i % 3];
  taper_loss_block (&loss, 6, logits, labels, teacher, 11, 1, gradient, NULL);
  for (guint i = 0; i < 96; i++)
    {
      float old = logits[i];
      double up, down;

      logits[i] = old + 1e-2f;
      up = taper_loss_block (&loss, 6, logits, labels, teacher, 11, 1, NULL, NULL);
      logits[i] = old - 1e-2f;
      down = taper_loss_block (&loss, 6, logits, labels, teacher, 11, 1, NULL, NULL);
      logits[i] = old;
      assert_near (gradient[i], (up - down) / 2e-2, 1e-3);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train-ops/conv/golden", test_conv_golden);
  g_test_add_func ("/train-ops/conv/naive", test_conv_naive);
  g_test_add_func ("/train-ops/add-and-relu", test_add_and_relu);
  g_test_add_func ("/train-ops/batch-norm", test_batch_norm);
  g_test_add_func ("/train-ops/pools", test_pools);
  g_test_add_func ("/train-ops/loss/golden", test_loss_golden);
  g_test_add_func ("/train-ops/loss/differences", test_loss_differences);
  return g_test_run ();
}
