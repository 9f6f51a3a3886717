/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/taper-session.h"
#include "core/ops/reference/taper-reference.h"
#include "core/threads/taper-pool.h"
#include "tests/support/random-network.h"
#include <math.h>

#include <string.h>

/* Each layer may be off by 1e-5 of its largest value (1e-4 where it is computed by Winograd's
 * method); over a dozen layers that is the whole network's tolerance. */
#define NETWORK_TOLERANCE 3e-4

static gsize
input_size (TaperNetwork *network)
{
  const TaperInputSpec *spec = taper_network_get_input (network);
  return (gsize) spec->channels * spec->height * spec->width;
}

static void
check_network (GRand *rand, TaperNetwork *network, guint batch, guint max_batch)
{
  const gsize n_input = batch * input_size (network);
  const gsize n_logits = (gsize) batch * taper_network_get_n_outputs (network);
  g_autoptr (TaperParameters) parameters = random_parameters_new (rand, network);
  g_autoptr (TaperSession) session = taper_session_new (network, max_batch);
  g_autofree float *input = g_new (float, n_input);
  g_autofree float *wanted = g_new (float, n_logits);
  g_autofree float *got = g_new (float, n_logits);
  g_autofree float *again = g_new (float, n_logits);
  random_fill (rand, input, n_input, 1);
  taper_reference_forward (parameters, batch, input, wanted);
  taper_session_forward (session, parameters, batch, input, got);
  g_assert_cmpfloat (relative_error (got, wanted, n_logits), <, NETWORK_TOLERANCE);
  taper_session_forward (session, parameters, batch, input, again);
  g_assert_cmpmem (got, n_logits * sizeof *got, again, n_logits * sizeof *again);
}

static void
test_random_networks (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (TaperNetwork) network = random_network_new (rand, 1 + i % 8);
      check_network (rand, network, 1 + i % 5, 1 + i % 4);
    }
}

static void
test_threads (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);
  for (guint threads = 1; threads <= 4; threads++)
    {
      g_autoptr (TaperNetwork) network = random_network_new (rand, 6);
      taper_pool_set_threads (threads);
      check_network (rand, network, 7, 4);
    }
  taper_pool_set_threads (0);
}

/* A picture's logits do not depend on what else is in the batch. */
static void
test_batch_split (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (13);
  g_autoptr (TaperNetwork) network = random_network_new (rand, 6);
  g_autoptr (TaperParameters) parameters = random_parameters_new (rand, network);
  g_autoptr (TaperSession) large = taper_session_new (network, 33);
  g_autoptr (TaperSession) small = taper_session_new (network, 1);
  const gsize n_input = input_size (network), n_outputs = taper_network_get_n_outputs (network);
  g_autofree float *input = g_new (float, 33 * n_input);
  g_autofree float *together = g_new (float, 33 * n_outputs);
  g_autofree float *alone = g_new (float, 33 * n_outputs);
  random_fill (rand, input, 33 * n_input, 1);
  taper_session_forward (large, parameters, 33, input, together);
  taper_session_forward (small, parameters, 33, input, alone);
  g_assert_cmpfloat (relative_error (together, alone, 33 * n_outputs), <, NETWORK_TOLERANCE);
}

/* New parameters take effect at once, and old ones give the old answers again. */
static void
test_new_parameters (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (14);
  g_autoptr (TaperNetwork) network = random_network_new (rand, 4);
  g_autoptr (TaperParameters) one = random_parameters_new (rand, network);
  g_autoptr (TaperParameters) two = random_parameters_new (rand, network);
  g_autoptr (TaperSession) session = taper_session_new (network, 2);
  const gsize n_outputs = taper_network_get_n_outputs (network);
  g_autofree float *input = g_new (float, input_size (network));
  g_autofree float *first = g_new (float, n_outputs);
  g_autofree float *other = g_new (float, n_outputs);
  g_autofree float *last = g_new (float, n_outputs);
  random_fill (rand, input, input_size (network), 1);
  taper_session_forward (session, one, 1, input, first);
  taper_session_forward (session, two, 1, input, other);
  taper_session_forward (session, one, 1, input, last);
  g_assert_cmpmem (first, n_outputs * sizeof *first, last, n_outputs * sizeof *last);
  g_assert_cmpint (memcmp (first, other, n_outputs * sizeof *first), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/random-networks", test_random_networks);
  g_test_add_func ("/session/threads", test_threads);
  g_test_add_func ("/session/batch-split", test_batch_split);
  g_test_add_func ("/session/new-parameters", test_new_parameters);
  return g_test_run ();
}
