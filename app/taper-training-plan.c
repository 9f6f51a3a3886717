/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-training-plan.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>
#include <unistd.h>

#define LARGE 4000        /* training pictures from which on the default epochs are enough */
#define MOST_EPOCHS 4     /* times the default, however few pictures there are */
#define STEPS_PER_EPOCH 8 /* at least, as far as batches can be made smaller */

TaperTrainingPlan *
taper_training_plan_new (void)
{
  TaperTrainingPlan *self = g_new0 (TaperTrainingPlan, 1);

  self->pace = TAPER_PACE_BALANCED;
  return self;
}

TaperTrainingPlan *
taper_training_plan_copy (const TaperTrainingPlan *self)
{
  TaperTrainingPlan *copy = g_new (TaperTrainingPlan, 1);

  *copy = *self;
  copy->folder = g_strdup (self->folder);
  copy->output = g_strdup (self->output);
  copy->name = g_strdup (self->name);
  copy->init = g_strdup (self->init);
  return copy;
}

void
taper_training_plan_free (TaperTrainingPlan *self)
{
  if (self == NULL)
    return;
  g_free (self->folder);
  g_free (self->output);
  g_free (self->name);
  g_free (self->init);
  g_free (self);
}

/* --- the recipe ------------------------------------------------------------------------------- */

static void
fit_to_data (TaperTrainConfig *config, TaperPace pace, guint n_classes, guint n_train)
{
  static const double paces[TAPER_N_PACES] = { 0.25, 0.5, 1 };
  static const guint tasks[TAPER_N_PACES] = { 8, 20, 60 }; /* of each kind, to test with */
  double few = CLAMP (LARGE / (double) MAX (n_train, 1), 1, MOST_EPOCHS);
  double epochs = paces[pace] * few;

  config->generic_epochs = ceil (config->generic_epochs * epochs);
  config->specialist_epochs = ceil (config->specialist_epochs * epochs);
  config->joint_epochs = ceil (config->joint_epochs * epochs);
  config->evaluation_tasks = tasks[pace];
  config->batch = CLAMP (n_train / STEPS_PER_EPOCH / 16 * 16, 16, 256);
  if (n_classes == 0)
    return;
  config->bases = CLAMP (n_classes / 2, MIN (2, n_classes), 8);
  config->min_classes = CLAMP (n_classes / 2, 2, 4);
  config->max_classes = CLAMP (n_classes - 1, config->min_classes, 50);
}

TaperTrainConfig *
taper_training_plan_make_config (const TaperTrainingPlan *self, guint n_classes, guint n_train,
                                 GError **error)
{
  g_autoptr (TaperTrainConfig) config = taper_train_config_new ();

  if (self->init != NULL)
    {
      g_autoptr (TaperBundle) bundle = taper_bundle_open (self->init, error);

      if (bundle == NULL || !taper_train_config_adopt (config, bundle, error))
        return NULL;
    }
  else if (self->small)
    config->width /= 2;
  fit_to_data (config, self->pace, n_classes, n_train > 0 ? n_train : LARGE);
  if (self->name != NULL && *self->name != '\0')
    {
      g_free (config->name);
      config->name = g_strdup (self->name);
    }
  else if (self->folder != NULL)
    {
      g_free (config->name);
      config->name = g_filename_display_basename (self->folder);
    }
  config->checkpoint_minutes = 1;
  return g_steal_pointer (&config);
}

/* --- before anything begins ------------------------------------------------------------------- */

char *
taper_training_plan_check (const TaperTrainingPlan *self)
{
  g_autofree char *dir = NULL, *shown = NULL;

  if (self->folder == NULL)
    return g_strdup (_ ("Choose a folder with one folder of pictures for each class."));
  if (self->output == NULL)
    return g_strdup (_ ("Choose where the bundle is to be written."));
  dir = g_path_get_dirname (self->output);
  shown = g_filename_display_name (dir);
  if (!g_file_test (dir, G_FILE_TEST_IS_DIR))
    /* Translators: %s is a folder. */
    return g_strdup_printf (_ ("“%s” is not a folder. Choose another place for the bundle."),
                            shown);
  if (g_access (dir, W_OK | X_OK) != 0)
    return g_strdup_printf (_ ("“%s” cannot be written to. Choose another place for the bundle."),
                            shown);
  if (g_file_test (self->output, G_FILE_TEST_IS_DIR))
    return g_strdup (_ ("There is a folder of the bundle's name. Choose another name."));
  return NULL;
}

gboolean
taper_training_plan_has_checkpoint (const TaperTrainingPlan *self)
{
  g_autofree char *path = NULL;

  if (self->output == NULL)
    return FALSE;
  path = g_strconcat (self->output, ".checkpoint", NULL);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}
