/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a run says of its bundle, measured again with the bundle alone: its session, its mixer, its
 * blend, and pictures read from their files. */
#include "core/bundle/taper-bundle.h"
#include "core/image/taper-image.h"
#include "core/model/taper-session.h"
#include "core/taper-json.h"
#include "tests/support/train-data.h"
#include "tests/support/train-run.h"

#include <string.h>

#define CLASSES TEST_TRAIN_CLASSES
#define TESTED 8 /* per class */

typedef struct {
  char *data;
  TestRun *run;
  TaperBundle *bundle;
  JsonNode *card;
  float *input; /* (classes, tested, C, H, W) */
  gsize n_input;
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  static const char classes[] =
      "[{\"id\": \"class-0\", \"group\": \"red\"}, {\"id\": \"class-1\", \"group\": \"red\"},"
      "{\"id\": \"class-2\", \"group\": \"green\"}, {\"id\": \"class-3\", \"group\": \"green\"},"
      "{\"id\": \"class-4\", \"group\": \"blue\"}, {\"id\": \"class-5\", \"group\": \"blue\"}]";
  g_autoptr (GError) error = NULL;
  const TaperInputSpec *spec;
  const char *text;

  f->data = test_train_folder (16, TESTED);
  test_write_text (f->data, "classes.json", classes);
  f->run = test_run_new (f->data, "[generic]\nepochs=5\n");
  test_run_ok (f->run);
  f->bundle = taper_bundle_open (f->run->output, &error);
  g_assert_no_error (error);
  text = taper_bundle_get_provenance (f->bundle);
  f->card = taper_json_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  spec = taper_network_get_input (taper_bundle_get_network (f->bundle));
  f->n_input = (gsize) spec->channels * spec->height * spec->width;
  f->input = g_new (float, CLASSES *TESTED * f->n_input);
  for (guint i = 0; i < CLASSES * TESTED; i++)
    {
      g_autofree char *path =
          g_strdup_printf ("%s/test/class-%u/%03u.png", f->data, i / TESTED, i % TESTED);
      g_autoptr (TaperImage) image = taper_image_load (path, 0, &error);
      g_autoptr (TaperImage) fitted = taper_image_fit (image, spec->width, spec->height);

      taper_image_to_input (fitted, spec, f->input + i * f->n_input);
    }
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  taper_bundle_unref (f->bundle);
  json_node_unref (f->card);
  test_run_free (f->run);
  test_remove_folder (f->data);
  g_free (f->data);
  g_free (f->input);
}

/* Percent right among the classes first..first+n-1, of their pictures. */
static double
measure (Fixture *f, const TaperParameters *parameters, guint first, guint n)
{
  g_autoptr (TaperSession) session =
      taper_session_new (taper_bundle_get_network (f->bundle), TESTED);
  g_autofree float *logits = g_new (float, n *TESTED *CLASSES);
  guint correct = 0;

  taper_session_forward (session, parameters, n * TESTED, f->input + first * TESTED * f->n_input,
                         logits);
  for (guint i = 0; i < n * TESTED; i++)
    {
      guint best = first;

      for (guint c = first; c < first + n; c++)
        if (logits[i * CLASSES + c] > logits[i * CLASSES + best])
          best = c;
      correct += best == first + i / TESTED;
    }
  return 100. * correct / (n * TESTED);
}

static void
test_generic (Fixture *f, gconstpointer unused)
{
  g_assert_cmpfloat_with_epsilon (
      json_object_get_double_member (json_node_get_object (f->card), "generic_top1"),
      measure (f, taper_bundle_get_generic (f->bundle), 0, CLASSES), .006);
}

/* The three groups: class selection, personalized, uniform, and another group's description. */
static void
test_groups (Fixture *f, gconstpointer unused)
{
  JsonObject *measured = json_object_get_object_member (json_node_get_object (f->card), "measured");
  JsonObject *groups = json_object_get_object_member (measured, "groups");
  TaperNetwork *network = taper_bundle_get_network (f->bundle);
  guint rows = taper_network_get_n_layers (network) * 2;
  g_autoptr (TaperParameters) blended = taper_parameters_new (network);
  g_autofree float *own = g_new (float, rows), *other = g_new (float, rows);
  g_autofree float *uniform = g_new (float, rows);
  double sums[4] = { 0 };

  for (guint i = 0; i < rows; i++)
    uniform[i] = .5f;
  for (guint g = 0; g < 3; g++)
    {
      guint next = (g + 1) % 3;
      const guint classes[] = { 2 * g, 2 * g + 1 }, others[] = { 2 * next, 2 * next + 1 };
      g_autoptr (TaperTask) task = taper_task_new (CLASSES, classes, 2);
      g_autoptr (TaperTask) other_task = taper_task_new (CLASSES, others, 2);
      const float *coefficients[] = { own, uniform, other };

      taper_mixer_predict (taper_bundle_get_mixer (f->bundle), task, own);
      taper_mixer_predict (taper_bundle_get_mixer (f->bundle), other_task, other);
      sums[0] += measure (f, taper_bundle_get_generic (f->bundle), 2 * g, 2) / 3;
      for (guint i = 0; i < 3; i++)
        {
          taper_bases_blend (taper_bundle_get_bases (f->bundle), coefficients[i], blended);
          sums[i + 1] += measure (f, blended, 2 * g, 2) / 3;
        }
    }
  g_assert_cmpint (json_object_get_int_member (groups, "tasks"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (groups, "pictures"), ==, CLASSES * TESTED);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (groups, "class_selection"),
                                  sums[0], .006);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (groups, "personalized"), sums[1],
                                  .006);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (groups, "uniform_mix"), sums[2],
                                  .006);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (groups, "shuffled_description"),
                                  sums[3], .006);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (groups, "difference"),
                                  sums[1] - sums[0], .011);
}

/* Five of six classes, related and random; never ten of six. */
static void
test_kinds (Fixture *f, gconstpointer unused)
{
  JsonObject *measured = json_object_get_object_member (json_node_get_object (f->card), "measured");

  g_assert_cmpuint (json_object_get_size (measured), ==, 3);
  g_assert_cmpint (
      json_object_get_int_member (json_object_get_object_member (measured, "related 5"), "tasks"),
      ==, 3);
  g_assert_cmpint (
      json_object_get_int_member (json_object_get_object_member (measured, "random 5"), "pictures"),
      ==, 3 * 5 * TESTED);
}

/* Each basis bears the name of its classes' groups; every class is in one. */
static void
test_bases (Fixture *f, gconstpointer unused)
{
  guint count[CLASSES] = { 0 };

  for (guint k = 0; k < 2; k++)
    {
      guint n;
      const guint *classes = taper_bundle_get_basis_classes (f->bundle, k, &n);
      const char *name = taper_bundle_get_basis_name (f->bundle, k);

      g_assert_true (strstr (name, "red") || strstr (name, "green") || strstr (name, "blue"));
      for (guint i = 0; i < n; i++)
        count[classes[i]]++;
    }
  for (guint c = 0; c < CLASSES; c++)
    g_assert_cmpuint (count[c], ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/train-evaluation/generic", Fixture, NULL, set_up, test_generic, tear_down);
  g_test_add ("/train-evaluation/groups", Fixture, NULL, set_up, test_groups, tear_down);
  g_test_add ("/train-evaluation/kinds", Fixture, NULL, set_up, test_kinds, tear_down);
  g_test_add ("/train-evaluation/bases", Fixture, NULL, set_up, test_bases, tear_down);
  return g_test_run ();
}
