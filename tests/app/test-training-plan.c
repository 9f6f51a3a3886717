/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-training-plan.h"
#include "tests/support/app-wait.h"

#include <glib/gstdio.h>
#include <string.h>

static TaperTrainConfig *
make (const TaperTrainingPlan *plan, guint n_classes, guint n_train)
{
  g_autoptr (GError) error = NULL;
  TaperTrainConfig *config = taper_training_plan_make_config (plan, n_classes, n_train, &error);
  g_autoptr (TaperTrainConfig) read = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  /* Whatever is made is a config that the command line takes. */
  text = taper_train_config_to_text (config);
  read = taper_train_config_new_from_text (text, "made", &error);
  g_assert_no_error (error);
  return config;
}

/* Large folders get the default recipe, small ones more epochs of smaller batches. */
static void
test_sizes (void)
{
  g_autoptr (TaperTrainingPlan) plan = taper_training_plan_new ();
  g_autoptr (TaperTrainConfig) standard = taper_train_config_new ();
  TaperTrainConfig *config;

  plan->pace = TAPER_PACE_THOROUGH;
  config = make (plan, 200, 100000);
  g_assert_cmpfloat (config->generic_epochs, ==, standard->generic_epochs);
  g_assert_cmpfloat (config->joint_epochs, ==, standard->joint_epochs);
  g_assert_cmpuint (config->batch, ==, standard->batch);
  g_assert_cmpuint (config->bases, ==, standard->bases);
  g_assert_cmpuint (config->max_classes, ==, standard->max_classes);
  taper_train_config_free (config);
  config = make (plan, 3, 60);
  g_assert_cmpfloat (config->generic_epochs, ==, 4 * standard->generic_epochs);
  g_assert_cmpuint (config->batch, ==, 16);
  g_assert_cmpuint (config->bases, ==, 2);
  g_assert_cmpuint (config->max_classes, ==, 2);
  taper_train_config_free (config);
  for (guint classes = 2; classes < 40; classes++)
    {
      config = make (plan, classes, classes * 3);
      g_assert_cmpuint (config->bases, <=, classes);
      g_assert_cmpuint (config->min_classes, <=, config->max_classes);
      g_assert_cmpuint (config->max_classes, <=, MAX (2, classes));
      taper_train_config_free (config);
    }
}

static void
test_choices (void)
{
  g_autoptr (TaperTrainingPlan) plan = taper_training_plan_new ();
  g_autoptr (TaperTrainConfig) balanced = NULL, quick = NULL, adopted = NULL;
  g_autoptr (GError) error = NULL;

  plan->folder = g_strdup ("/somewhere/birds");
  plan->small = TRUE;
  balanced = make (plan, 10, 1000);
  g_assert_cmpstr (balanced->name, ==, "birds");
  g_assert_cmpuint (balanced->width, ==, 8);
  plan->pace = TAPER_PACE_QUICK;
  plan->name = g_strdup ("My birds");
  quick = make (plan, 10, 1000);
  g_assert_cmpstr (quick->name, ==, "My birds");
  g_assert_cmpfloat (quick->joint_epochs, <, balanced->joint_epochs);
  g_assert_cmpuint (quick->evaluation_tasks, <, balanced->evaluation_tasks);
  plan->init = test_data_path ("bundles/tiny-imagenet-s16.safetensors");
  adopted = make (plan, 10, 1000);
  g_assert_cmpuint (adopted->width, ==, 16);
  g_free (plan->init);
  plan->init = g_strdup ("/nowhere.safetensors");
  g_assert_null (taper_training_plan_make_config (plan, 10, 1000, &error));
  g_assert_nonnull (strstr (error->message, "nowhere"));
}

static void
test_check (void)
{
  g_autoptr (TaperTrainingPlan) plan = taper_training_plan_new (), copy = NULL;
  g_autofree char *dir = g_dir_make_tmp ("taper-plan-XXXXXX", NULL);
  g_autofree char *checkpoint = NULL;
  char *text = taper_training_plan_check (plan);

  g_assert_nonnull (text);
  g_free (text);
  plan->folder = g_strdup (dir);
  text = taper_training_plan_check (plan);
  g_assert_nonnull (text);
  g_free (text);
  plan->output = g_build_filename (dir, "no", "x.safetensors", NULL);
  text = taper_training_plan_check (plan);
  g_assert_nonnull (strstr (text, "/no”"));
  g_free (text);
  g_free (plan->output);
  plan->output = g_build_filename (dir, "x.safetensors", NULL);
  g_assert_null (taper_training_plan_check (plan));
  g_assert_false (taper_training_plan_has_checkpoint (plan));
  checkpoint = g_strconcat (plan->output, ".checkpoint", NULL);
  g_file_set_contents (checkpoint, "x", 1, NULL);
  copy = taper_training_plan_copy (plan);
  g_assert_true (taper_training_plan_has_checkpoint (copy));
  g_unlink (checkpoint);
  g_rmdir (dir);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training-plan/sizes", test_sizes);
  g_test_add_func ("/training-plan/choices", test_choices);
  g_test_add_func ("/training-plan/check", test_check);
  return g_test_run ();
}
