/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/taper-session-private.h"
#include "core/ops/reference/taper-reference.h"
#include "core/ops/taper-block-kernels.h"
#include "core/tensor/taper-buffer.h"
#include "core/threads/taper-pool.h"
#include "tests/support/random-network.h"

#include <string.h>

/* Sums of up to 70 * 49 products in another order: 1e-5 of the largest value. Winograd's method
 * adds and subtracts values up to 8 times as large before they cancel: 1e-4. */
#define DIRECT_TOLERANCE 1e-5
#define WINOGRAD_TOLERANCE 1e-4

/* Pictures -> "n0" (1x1) -> "n1", the node under test, which may add "n0"; then pool and head. */
typedef struct {
  TaperNetwork *network;
  TaperParameters *parameters;
  TaperPlan *plan;
  TaperLane lanes[3];
  guint n_lanes, batch;
  TaperStep step;
} Fixture;

static void
fixture_init (Fixture *self, GRand *rand, guint kernel, guint stride, guint batch, guint n_lanes)
{
  /* The naive twin takes its time: many pictures are small. */
  const gint32 side = batch > 4 ? 14 : 30, most = batch > 4 ? 40 : 71;
  const guint height = g_rand_int_range (rand, MAX (kernel, 2), side);
  const guint width = g_rand_int_range (rand, MAX (kernel, 2), side);
  const guint channels = g_rand_int_range (rand, 1, most);
  const gboolean same = kernel == 3 && stride == 1 && g_rand_boolean (rand);
  const guint padding = same ? 1 : g_rand_int_range (rand, 0, kernel);
  RandomNetwork builder = random_network_begin (rand, height, width);
  g_autoptr (GError) error = NULL;
  random_network_conv (&builder, channels, 1, 1, 0, NULL, FALSE);
  random_network_conv (&builder, same ? channels : (guint) g_rand_int_range (rand, 1, most), kernel,
                       stride, padding, same ? "n0" : NULL, g_rand_boolean (rand));
  g_autofree char *json = random_network_finish (&builder, height, width, 5);
  self->network = taper_network_new_from_json (json, &error);
  g_assert_no_error (error);
  self->parameters = random_parameters_new (rand, self->network);
  self->plan = taper_plan_new (self->network, batch);
  /* Everything in one round, so that all values can be looked at. */
  self->plan->segments[0].pictures = batch;
  gsize size = 0;
  for (guint i = 0; i <= self->plan->n_nodes; i++)
    {
      self->plan->values[i].pictures = batch;
      self->plan->values[i].offset = size;
      size += batch * self->plan->values[i].picture;
    }
  self->batch = batch;
  self->n_lanes = n_lanes;
  for (guint i = 0; i < n_lanes; i++)
    self->lanes[i].scratch = taper_buffer_new_floats (self->plan->scratch_size);
  self->step = (TaperStep){ .plan = self->plan,
                            .parameters = self->parameters,
                            .arena = taper_buffer_new_floats (size),
                            .lanes = self->lanes,
                            .n_lanes = n_lanes,
                            .n = batch };
  /* Left-overs of other values must not matter. */
  random_fill (rand, self->step.arena, size, 100);
}

static void
fixture_clear (Fixture *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    taper_buffer_free (self->lanes[i].scratch);
  taper_buffer_free (self->step.arena);
  taper_plan_free (self->plan);
  taper_parameters_unref (self->parameters);
  taper_network_unref (self->network);
}

/* (n, C, H, W) */
static float *
read_values (const Fixture *self, int node)
{
  const TaperValues *v = &self->plan->values[node + 1];
  float *plain = g_new (float, (gsize) self->batch * v->channels * v->height * v->width),
        *to = plain;
  for (guint n = 0; n < self->batch; n++)
    for (guint c = 0; c < v->channels; c++)
      for (guint y = 0; y < v->height; y++)
        for (guint x = 0; x < v->width; x++)
          *to++ = taper_step_values (
              &self->step, node,
              n)[c / v->lanes * v->block + y * v->row + x * v->lanes + c % v->lanes];
  return plain;
}

static void
check_node (const Fixture *self, guint index, double tolerance)
{
  const TaperNode *node = self->plan->nodes[index].node;
  const TaperLayer *layer = taper_network_get_layer (self->network, node->layer);
  const gsize n = (gsize) self->batch * node->out_channels * node->out_height * node->out_width;
  g_autofree float *weight = g_new (float, layer->n_weights);
  g_autofree float *bias = g_new (float, layer->out_channels);
  g_autofree float *input = read_values (self, node->input);
  g_autofree float *add = node->add < 0 ? NULL : read_values (self, node->add);
  g_autofree float *got = read_values (self, (int) index);
  g_autofree float *wanted = g_new (float, n);
  taper_parameters_get_layer (self->parameters, node->layer, weight, bias);
  taper_reference_conv2d (node, self->batch, input, weight, bias, add, wanted);
  g_assert_cmpfloat (relative_error (got, wanted, n), <=, tolerance);
}

static void
run (Fixture *self, GRand *rand)
{
  const TaperInputSpec *spec = taper_network_get_input (self->network);
  const gsize n = (gsize) self->batch * spec->channels * spec->height * spec->width;
  g_autofree float *input = g_new (float, n);
  random_fill (rand, input, n, 1);
  taper_step_load (&self->step, input);
  taper_step_run (&self->step, 0);
  taper_step_run (&self->step, 1);
}

static void
test_direct (void)
{
  static const guint kernels[] = { 1, 2, 3, 3, 5, 7 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (41);
  for (guint i = 0; i < 66; i++)
    {
      Fixture fixture = { 0 };
      fixture_init (&fixture, rand, kernels[i % 6], 1 + i / 6 % 3, 1 + i % 33, 1);
      fixture.plan->nodes[1].winograd_from = 0;
      run (&fixture, rand);
      check_node (&fixture, 0, DIRECT_TOLERANCE);
      check_node (&fixture, 1, DIRECT_TOLERANCE);
      fixture_clear (&fixture);
    }
}

static void
test_winograd (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);
  for (guint i = 0; i < 40; i++)
    {
      Fixture fixture = { 0 };
      fixture_init (&fixture, rand, 3, 1, 1 + i % 33, 1);
      /* Where it does not pay, there is no scratch for it. */
      if (fixture.plan->nodes[1].winograd_from > 0)
        {
          fixture.plan->nodes[1].winograd_from = 1;
          run (&fixture, rand);
          check_node (&fixture, 1, WINOGRAD_TOLERANCE);
        }
      fixture_clear (&fixture);
    }
}

/* Weights too large to be transformed all at once are transformed group by group. */
static void
test_winograd_by_group (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (43);
  for (guint i = 0; i < 10; i++)
    {
      Fixture fixture = { 0 };
      fixture_init (&fixture, rand, 3, 1, 3, 1);
      if (fixture.plan->nodes[1].winograd_from > 0)
        {
          fixture.plan->nodes[1].winograd_from = 1;
          fixture.plan->nodes[1].whole_weights = FALSE;
          run (&fixture, rand);
          check_node (&fixture, 1, WINOGRAD_TOLERANCE);
        }
      fixture_clear (&fixture);
    }
}

/* One picture shared by three threads. */
static void
test_shared (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (44);
  taper_pool_set_threads (3);
  for (guint i = 0; i < 30; i++)
    {
      Fixture fixture = { 0 };
      fixture_init (&fixture, rand, i % 3 == 0 ? 5 : 3, 1 + i % 2, 1, 3);
      if (fixture.plan->nodes[1].winograd_from > 0)
        fixture.plan->nodes[1].winograd_from = 1;
      run (&fixture, rand);
      check_node (&fixture, 0, DIRECT_TOLERANCE);
      check_node (&fixture, 1, WINOGRAD_TOLERANCE);
      fixture_clear (&fixture);
    }
  taper_pool_set_threads (0);
}

/* The suite runs this program once with each table, so that none is tested by its name only. */
static void
test_forced (void)
{
  const char *wanted = g_getenv ("TAPER_KERNELS");
  gboolean can = TRUE;
#ifdef __x86_64__
  if (g_strcmp0 (wanted, "avx2") == 0)
    can = __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
  if (g_strcmp0 (wanted, "avx512") == 0)
    can = __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512vl") &&
          __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512bw");
#endif
  if (wanted == NULL || !can)
    return;
  g_assert_cmpstr (taper_kernels ()->name, ==, wanted);
  g_assert_cmpstr (taper_block_kernels ()->name, ==, wanted);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conv/forced", test_forced);
  g_test_add_func ("/conv/direct", test_direct);
  g_test_add_func ("/conv/winograd", test_winograd);
  g_test_add_func ("/conv/winograd-by-group", test_winograd_by_group);
  g_test_add_func ("/conv/shared", test_shared);
  return g_test_run ();
}
