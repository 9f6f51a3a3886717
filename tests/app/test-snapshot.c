/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-snapshot.h"
#include "tests/support/app-wait.h"

static TaperSnapshot *
make_snapshot (TaperBundle *bundle, guint n_ticked, guint n_answers)
{
  g_autoptr (TaperTask) task = test_make_task (bundle, n_ticked, 0);

  return taper_snapshot_new (7, bundle, task, n_answers);
}

static void
set_row (TaperSnapshot *snapshot, guint layer, guint basis, float value)
{
  for (guint k = 0; k < snapshot->n_bases; k++)
    snapshot->coefficients[layer * snapshot->n_bases + k] =
        k == basis ? value : (1 - value) / (snapshot->n_bases - 1);
}

static void
test_shares (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperSnapshot) snapshot = make_snapshot (bundle, 1, 0);
  TaperNetwork *network = taper_bundle_get_network (bundle);
  const guint head = snapshot->n_layers - 1;
  const double head_params = taper_network_get_layer (network, head)->n_params;
  const double n_params = taper_network_get_n_params (network);
  guint n_led;

  for (guint l = 0; l < snapshot->n_layers; l++)
    set_row (snapshot, l, l == head ? 5 : 2, 1);
  taper_snapshot_compute_shares (snapshot);
  g_assert_cmpfloat_with_epsilon (snapshot->basis_share[5], head_params / n_params, 1e-9);
  g_assert_cmpfloat_with_epsilon (snapshot->basis_share[2], 1 - head_params / n_params, 1e-9);
  g_assert_cmpfloat (snapshot->basis_share[0], ==, 0);
  g_assert_cmpuint (taper_snapshot_get_leader (snapshot, &n_led), ==, 2);
  g_assert_cmpuint (n_led, ==, snapshot->n_layers - 1);
  g_assert_cmpfloat (taper_snapshot_get_coefficient (snapshot, head, 5), ==, 1);
}

/* As many layers each: the larger share leads. */
static void
test_leader_tie (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperSnapshot) snapshot = make_snapshot (bundle, 1, 0);
  guint n_led;

  for (guint l = 0; l < snapshot->n_layers; l++)
    set_row (snapshot, l, l < 10 ? 1 : l < 20 ? 4 : 6, 1);
  taper_snapshot_compute_shares (snapshot);
  /* Later layers are wider. */
  g_assert_cmpfloat (snapshot->basis_share[4], >, snapshot->basis_share[1]);
  g_assert_cmpuint (taper_snapshot_get_leader (snapshot, &n_led), ==, 4);
  g_assert_cmpuint (n_led, ==, 10);
}

static void
test_describe (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autoptr (TaperSnapshot) snapshot = make_snapshot (bundle, 10, 0);
  g_autoptr (TaperSnapshot) empty = make_snapshot (bundle, 0, 0);
  g_autofree char *sentence = NULL;
  g_autofree char *nothing = NULL;
  g_autofree char *expected = NULL;

  for (guint l = 0; l < snapshot->n_layers; l++)
    set_row (snapshot, l, l % 3 ? 3 : 1, 0.5);
  taper_snapshot_compute_shares (snapshot);
  sentence = taper_snapshot_describe (snapshot);
  expected = g_strdup_printf (
      "10 of 81 classes. “Apple” leads in 14 of 21 layers and carries %.0f %% of the parameters.",
      100 * snapshot->basis_share[3]);
  g_assert_cmpstr (sentence, ==, expected);
  nothing = taper_snapshot_describe (empty);
  g_assert_cmpstr (nothing, ==, "No class is ticked. Tick the classes you care about.");
}

static void
test_lookup (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperSnapshot) snapshot = make_snapshot (bundle, 1, 3);

  for (guint i = 0; i < 3; i++)
    snapshot->answers[i].picture = 10 + i;
  g_assert_true (taper_snapshot_lookup (snapshot, 11) == &snapshot->answers[1]);
  g_assert_null (taper_snapshot_lookup (snapshot, 13));
}

static void
test_boxed (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperSnapshot) snapshot = make_snapshot (bundle, 2, 0);
  GValue value = G_VALUE_INIT;

  g_value_init (&value, TAPER_TYPE_SNAPSHOT);
  g_value_set_boxed (&value, snapshot);
  g_assert_true (g_value_get_boxed (&value) == snapshot);
  g_assert_cmpint (snapshot->ref_count, ==, 2);
  g_value_unset (&value);
  g_assert_cmpint (snapshot->ref_count, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snapshot/shares", test_shares);
  g_test_add_func ("/snapshot/leader-tie", test_leader_tie);
  g_test_add_func ("/snapshot/describe", test_describe);
  g_test_add_func ("/snapshot/lookup", test_lookup);
  g_test_add_func ("/snapshot/boxed", test_boxed);
  return g_test_run ();
}
