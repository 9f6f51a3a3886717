/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-answerer.h"
#include "tests/support/app-wait.h"
#include <math.h>

static const char *const samples[] = { "Lime.jpg", "Lemon.jpg", "Leek.jpg", "Granny-Smith.jpg" };

/* The samples again and again until there are @n; equal ids are equal pictures. */
static TaperRequest *
make_request (TaperBundle *bundle, TaperTask *task, guint64 generation, guint n)
{
  TaperRequest *request = taper_request_new (generation, bundle, task, n);

  for (guint i = 0; i < n; i++)
    request->questions[i] =
        (TaperQuestion){ 100 + i, test_load_input (bundle, samples[i % G_N_ELEMENTS (samples)]) };
  return request;
}

/* The same pictures, the very images, for another task. */
static TaperRequest *
ask_again (const TaperRequest *request, TaperTask *task)
{
  TaperRequest *again =
      taper_request_new (request->generation + 1, request->bundle, task, request->n_questions);

  for (guint i = 0; i < request->n_questions; i++)
    again->questions[i] = (TaperQuestion){ request->questions[i].picture,
                                           taper_image_ref (request->questions[i].input) };
  return again;
}

static void
assert_rankings_equal (const TaperRanking *a, const TaperRanking *b)
{
  g_assert_cmpuint (a->n_top, ==, b->n_top);
  for (guint i = 0; i < a->n_top; i++)
    {
      g_assert_cmpuint (a->top[i].class_index, ==, b->top[i].class_index);
      /* The same sums in another batch may be added in another order. */
      g_assert_cmpfloat_with_epsilon (a->top[i].logit, b->top[i].logit, 1e-4);
      g_assert_cmpfloat_with_epsilon (a->top[i].score, b->top[i].score, 1e-4);
    }
}

/* What core answers when asked step by step for one picture. */
static void
assert_answer (TaperBundle *bundle, TaperTask *task, TaperImage *input,
               const TaperPictureAnswer *answer)
{
  TaperNetwork *network = taper_bundle_get_network (bundle);
  const TaperInputSpec *spec = taper_network_get_input (network);
  const guint n_classes = taper_network_get_n_outputs (network);
  g_autoptr (TaperSession) session = taper_session_new (network, 1);
  g_autoptr (TaperParameters) parameters = taper_parameters_new (network);
  g_autofree float *values = g_new (float, spec->channels * spec->height * spec->width);
  g_autofree float *logits = g_new (float, n_classes);
  g_autofree float *coefficients =
      g_new (float, taper_network_get_n_layers (network) * taper_bundle_get_n_bases (bundle));
  TaperRanking generic, selection, personalized;

  taper_image_to_input (input, spec, values);
  taper_session_forward (session, taper_bundle_get_generic (bundle), 1, values, logits);
  taper_ranking_from_logits (&generic, logits, n_classes, NULL);
  taper_ranking_from_logits (&selection, logits, n_classes, task);
  taper_mixer_predict (taper_bundle_get_mixer (bundle), task, coefficients);
  taper_bases_blend (taper_bundle_get_bases (bundle), coefficients, parameters);
  taper_session_forward (session, parameters, 1, values, logits);
  taper_ranking_from_logits (&personalized, logits, n_classes, task);
  assert_rankings_equal (&answer->lanes[TAPER_LANE_GENERIC], &generic);
  assert_rankings_equal (&answer->lanes[TAPER_LANE_SELECTION], &selection);
  assert_rankings_equal (&answer->lanes[TAPER_LANE_PERSONALIZED], &personalized);
  g_assert_true (answer->changed ==
                 (selection.top[0].class_index != personalized.top[0].class_index));
}

static void
assert_answers (const TaperSnapshot *snapshot, const TaperRequest *request)
{
  g_assert_cmpuint (snapshot->generation, ==, request->generation);
  g_assert_cmpuint (snapshot->n_answers, ==, request->n_questions);
  g_assert_true (snapshot->task == request->task);
  g_assert_true (snapshot->bundle == request->bundle);
  for (guint i = 0; i < request->n_questions; i++)
    {
      g_assert_cmpuint (snapshot->answers[i].picture, ==, request->questions[i].picture);
      assert_answer (request->bundle, request->task, request->questions[i].input,
                     &snapshot->answers[i]);
    }
}

static void
test_answers (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperTask) task = test_make_task (bundle, 10, 3);
  g_autoptr (TaperRequest) request = make_request (bundle, task, 1, 4);
  g_autoptr (TaperAnswerer) answerer = taper_answerer_new ();
  g_autoptr (TaperSnapshot) snapshot = taper_answerer_run (answerer, request, NULL, NULL);
  double sum = 0;

  assert_answers (snapshot, request);
  g_assert_cmpuint (snapshot->n_forwarded, ==, 4);
  for (guint k = 0; k < snapshot->n_bases; k++)
    sum += snapshot->basis_share[k];
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-5);
}

/* A tick runs the personalized model only, a new picture only that picture, and what was kept is
 * as right as what is new. More pictures than a chunk holds. */
static void
test_keeps (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperTask) task = test_make_task (bundle, 10, 3);
  g_autoptr (TaperTask) other = test_make_task (bundle, 9, 50);
  g_autoptr (TaperRequest) request = make_request (bundle, task, 1, 20);
  g_autoptr (TaperRequest) ticked = ask_again (request, other);
  g_autoptr (TaperRequest) more = make_request (bundle, other, 3, 21);
  g_autoptr (TaperAnswerer) answerer = taper_answerer_new ();
  g_autoptr (TaperSnapshot) first = taper_answerer_run (answerer, request, NULL, NULL);
  g_autoptr (TaperSnapshot) second = NULL;
  g_autoptr (TaperSnapshot) third = NULL;

  g_assert_cmpuint (first->n_forwarded, ==, 20);
  second = taper_answerer_run (answerer, ticked, NULL, NULL);
  g_assert_cmpuint (second->n_forwarded, ==, 20);
  assert_answers (second, ticked);
  for (guint i = 0; i < 20; i++)
    {
      taper_image_unref (more->questions[i].input);
      more->questions[i].input = taper_image_ref (request->questions[i].input);
    }
  third = taper_answerer_run (answerer, more, NULL, NULL);
  g_assert_cmpuint (third->n_forwarded, ==, 1);
  g_assert_cmpfloat (third->blend_ms, ==, second->blend_ms);
  assert_answers (third, more);
}

/* A picture that was loaded anew is another picture, though its id is the same. */
static void
test_reloaded (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperTask) task = test_make_task (bundle, 10, 3);
  g_autoptr (TaperRequest) request = make_request (bundle, task, 1, 2);
  g_autoptr (TaperRequest) swapped = make_request (bundle, task, 2, 2);
  g_autoptr (TaperAnswerer) answerer = taper_answerer_new ();
  g_autoptr (TaperSnapshot) first = taper_answerer_run (answerer, request, NULL, NULL);
  g_autoptr (TaperSnapshot) second = NULL;
  TaperImage *input = swapped->questions[0].input;

  swapped->questions[0].input = swapped->questions[1].input;
  swapped->questions[1].input = input;
  second = taper_answerer_run (answerer, swapped, NULL, NULL);
  g_assert_cmpuint (second->n_forwarded, ==, 2);
  assert_answers (second, swapped);
}

static void
test_bundles (void)
{
  g_autoptr (TaperBundle) small = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperBundle) groceries = test_open_bundle ("groceries-s16");
  g_autoptr (TaperTask) small_task = test_make_task (small, 5, 1);
  g_autoptr (TaperTask) groceries_task = test_make_task (groceries, 5, 1);
  g_autoptr (TaperRequest) a = make_request (small, small_task, 1, 2);
  g_autoptr (TaperRequest) b = make_request (groceries, groceries_task, 2, 2);
  g_autoptr (TaperRequest) c = make_request (small, small_task, 3, 2);
  g_autoptr (TaperAnswerer) answerer = taper_answerer_new ();
  const TaperRequest *requests[] = { a, b, c };

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (TaperSnapshot) snapshot = taper_answerer_run (answerer, requests[i], NULL, NULL);

      assert_answers (snapshot, requests[i]);
    }
}

static void
test_empty_task (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperTask) some = test_make_task (bundle, 5, 1);
  g_autoptr (TaperTask) none = test_make_task (bundle, 0, 0);
  g_autoptr (TaperRequest) ticked = make_request (bundle, some, 1, 2);
  g_autoptr (TaperRequest) unticked = ask_again (ticked, none);
  g_autoptr (TaperRequest) again = ask_again (unticked, some);
  g_autoptr (TaperAnswerer) answerer = taper_answerer_new ();
  g_autoptr (TaperSnapshot) before = taper_answerer_run (answerer, ticked, NULL, NULL);
  g_autoptr (TaperSnapshot) empty = taper_answerer_run (answerer, unticked, NULL, NULL);
  g_autoptr (TaperSnapshot) after = NULL;

  g_assert_cmpuint (empty->n_forwarded, ==, 0);
  g_assert_cmpuint (empty->answers[0].lanes[TAPER_LANE_GENERIC].n_top, ==, TAPER_TOP);
  g_assert_cmpuint (empty->answers[0].lanes[TAPER_LANE_SELECTION].n_top, ==, 0);
  g_assert_cmpuint (empty->answers[0].lanes[TAPER_LANE_PERSONALIZED].n_top, ==, 0);
  g_assert_false (empty->answers[0].changed);
  for (guint l = 0; l < empty->n_layers; l++)
    {
      double sum = 0;

      for (guint k = 0; k < empty->n_bases; k++)
        sum += taper_snapshot_get_coefficient (empty, l, k);
      g_assert_cmpfloat_with_epsilon (sum, 1, 1e-5);
    }
  after = taper_answerer_run (answerer, again, NULL, NULL);
  assert_answers (after, again);
}

/* Superseded at each of the places where it asks: no result, and the next run is right. */
static gboolean
superseded_cb (gpointer data)
{
  return (*(int *) data)-- == 0;
}

static void
test_superseded (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperTask) task = test_make_task (bundle, 10, 3);
  g_autoptr (TaperTask) other = test_make_task (bundle, 10, 90);
  g_autoptr (TaperRequest) request = make_request (bundle, task, 1, 20);
  g_autoptr (TaperRequest) next = ask_again (request, other);
  guint n_dropped = 0;

  for (int place = 0;; place++)
    {
      g_autoptr (TaperAnswerer) answerer = taper_answerer_new ();
      int countdown = place;
      g_autoptr (TaperSnapshot) dropped =
          taper_answerer_run (answerer, request, superseded_cb, &countdown);
      g_autoptr (TaperSnapshot) snapshot = NULL;

      if (dropped)
        break;
      n_dropped++;
      snapshot = taper_answerer_run (answerer, place % 2 ? next : request, NULL, NULL);
      assert_answers (snapshot, place % 2 ? next : request);
    }
  /* After the mixer, before two chunks of the generic model and two of the personalized one. */
  g_assert_cmpuint (n_dropped, ==, 5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answerer/answers", test_answers);
  g_test_add_func ("/answerer/keeps", test_keeps);
  g_test_add_func ("/answerer/reloaded", test_reloaded);
  g_test_add_func ("/answerer/bundles", test_bundles);
  g_test_add_func ("/answerer/empty-task", test_empty_task);
  g_test_add_func ("/answerer/superseded", test_superseded);
  return g_test_run ();
}
