/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-trainer.h"

#include "core/taper-json.h"
#include "core/threads/taper-pool.h"
#include "core/train/taper-train-evaluation.h"
#include "core/train/taper-train-setup-private.h"

#include <glib/gstdio.h>
#include <math.h>

/* Clusters stand in for groups where the data has none. */
static void
complete_grouping (TaperTrainer *self)
{
  if (self->grouping.group != NULL)
    return;
  self->grouping =
      (TaperGrouping){ self->n_classes, self->config->bases, g_new (guint, self->n_classes) };
  for (guint c = 0; c < self->n_classes; c++)
    self->grouping.group[c] = (guint) self->clusters[c];
}

/* The config without this computer's folders. */
static char *
make_recipe (TaperTrainer *self)
{
  g_autofree char *text = taper_train_config_to_text (self->config);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) recipe = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_str_has_prefix (lines[i], "path=") && !g_str_has_prefix (lines[i], "cache="))
      g_string_append_printf (recipe, "%s\n", lines[i]);
  return g_string_free (g_steal_pointer (&recipe), FALSE);
}

/* The card: what it was made of and how, and what was measured. */
static char *
make_provenance (TaperTrainer *self, const TaperTrainEvaluation *evaluation)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *card = json_object_new ();
  g_autofree char *recipe = make_recipe (self);
  g_autofree char *data =
      g_strdup_printf ("%s%s%u classes, %u training and %u test pictures",
                       self->config->terms == NULL ? "" : self->config->terms,
                       self->config->terms == NULL ? "" : ": ", self->n_classes,
                       self->data->train.paths->len, self->data->test.paths->len);
  char generic[G_ASCII_DTOSTR_BUF_SIZE], specialist[G_ASCII_DTOSTR_BUF_SIZE];
  char joint[G_ASCII_DTOSTR_BUF_SIZE];
  /* The card is the same wherever it was written: its decimal sign is a point. */
  g_autofree char *method = g_strdup_printf (
      "TAPER: generic (%s epochs), %u specialists (%s epochs shared), joint bases and mixer (%s "
      "epochs of sampled tasks of %u to %u classes)%s%s%s%s",
      g_ascii_formatd (generic, sizeof generic, "%g", self->config->generic_epochs),
      self->config->bases,
      g_ascii_formatd (specialist, sizeof specialist, "%g", self->config->specialist_epochs),
      g_ascii_formatd (joint, sizeof joint, "%g", self->config->joint_epochs),
      self->config->min_classes, self->config->max_classes,
      self->init == NULL ? "" : "; started from the generic network of ",
      self->init == NULL ? "" : taper_bundle_get_name (self->init),
      self->teacher == NULL ? "" : "; distilled from the generic network of ",
      self->teacher == NULL ? "" : taper_bundle_get_name (self->teacher));

  json_node_take_object (root, card);
  json_object_set_string_member (card, "data", data);
  json_object_set_string_member (card, "method", method);
  json_object_set_int_member (card, "parameters", self->n_params);
  json_object_set_double_member (
      card, "training_minutes",
      round ((self->seconds_before +
              (double) (g_get_monotonic_time () - self->started) / G_USEC_PER_SEC) /
             6) /
          10);
  json_object_set_string_member (card, "recipe", recipe);
  if (evaluation != NULL)
    {
      g_autofree char *text = taper_train_evaluation_to_json (evaluation);

      json_object_set_double_member (card, "generic_top1",
                                     round (evaluation->generic_top1 * 100) / 100);
      json_object_set_string_member (card, "measured_on",
                                     self->validation.n > 0 ? "held-out training pictures"
                                                            : "test pictures");
      json_object_set_member (card, "measured", json_from_string (text, NULL));
    }
  return json_to_string (root, FALSE);
}

static TaperTrainEvaluation *
evaluate (TaperTrainer *self, TaperBundle *bundle, GError **error)
{
  g_autofree guint *index = NULL;
  guint n = 0;

  if (self->validation.n > 0)
    return taper_train_evaluate (self, bundle, self->train_cache, self->validation.index,
                                 self->validation.n, self->data->train.labels, error);
  index = g_new (guint, self->data->test.paths->len);
  for (guint i = 0; i < self->data->test.paths->len; i++)
    if (taper_picture_cache_get (self->test_cache, i) != NULL)
      index[n++] = i;
  return taper_train_evaluate (self, bundle, self->test_cache, index, n, self->data->test.labels,
                               error);
}

static void
log_evaluation (TaperTrainer *self, const TaperTrainEvaluation *evaluation)
{
  g_autofree char *measured = taper_train_evaluation_to_json (evaluation);

  taper_trainer_log (self, "evaluation",
                     "\"generic_top1\": %.2f, \"pictures\": %u, \"on\": \"%s\", "
                     "\"measured\": %s",
                     evaluation->generic_top1, evaluation->pictures,
                     self->validation.n > 0 ? "validation" : "test", measured);
  taper_trainer_note (self, "generic, all classes: %.1f %% of %u pictures",
                      evaluation->generic_top1, evaluation->pictures);
  for (guint i = 0; i < evaluation->kinds->len; i++)
    {
      const TaperTaskAccuracy *k = &g_array_index (evaluation->kinds, TaperTaskAccuracy, i);

      taper_trainer_note (self,
                          "%-10s class selection %.1f, personalized %.1f (%+.2f +- %.2f), uniform "
                          "mix %.1f, shuffled %.1f",
                          k->kind, k->class_selection, k->personalized, k->difference,
                          k->standard_error, k->uniform_mix, k->shuffled);
    }
}

static void
list_unreadable (TaperTrainer *self, TaperPictureCache *cache)
{
  GPtrArray *unreadable = taper_picture_cache_get_unreadable (cache);

  for (guint i = 0; i < unreadable->len; i++)
    taper_trainer_note (self, "left out: %s", (char *) g_ptr_array_index (unreadable, i));
}

/* The bundle is written beside its place, reopened as anyone would, measured, written again with
 * the numbers on its card, checked once more, and only then takes its name. */
gboolean
taper_stage_finish (TaperTrainer *self, GError **error)
{
  g_autofree char *draft = g_strconcat (self->options->output, ".part", NULL);
  g_autofree char *first = make_provenance (self, NULL), *card = NULL;
  g_autoptr (TaperBundle) bundle = NULL, checked = NULL;
  g_autoptr (TaperTrainEvaluation) evaluation = NULL;

  if (!taper_train_write_bundle (self, draft, first, error))
    return FALSE;
  bundle = taper_bundle_open (draft, error);
  evaluation = bundle == NULL ? NULL : evaluate (self, bundle, error);
  g_unlink (draft);
  if (evaluation == NULL)
    return FALSE;
  log_evaluation (self, evaluation);
  list_unreadable (self, self->train_cache);
  list_unreadable (self, self->test_cache);
  card = make_provenance (self, evaluation);
  if (!taper_train_write_bundle (self, self->options->output, card, error))
    return FALSE;
  checked = taper_bundle_open (self->options->output, error);
  return checked != NULL;
}

static gboolean
run (TaperTrainer *self, GError **error)
{
  if (!taper_trainer_setup (self, error))
    return FALSE;
  if (self->resumed == NULL)
    self->stage = TAPER_TRAIN_GENERIC;
  if (self->stage == TAPER_TRAIN_GENERIC)
    {
      if (!taper_stage_generic (self, error))
        return FALSE;
      self->stage = TAPER_TRAIN_SPECIALISTS;
      self->basis = 0;
      self->step = 0;
    }
  if (self->stage == TAPER_TRAIN_SPECIALISTS)
    {
      if (!taper_stage_specialists (self, error))
        return FALSE;
      self->step = 0;
      self->basis = 0;
    }
  complete_grouping (self);
  if (!taper_stage_joint (self, error) || !taper_stage_finish (self, error))
    return FALSE;
  g_unlink (self->checkpoint_path);
  taper_trainer_begin_stage (self, TAPER_TRAIN_DONE, 0, 0);
  self->step = 0;
  taper_trainer_tell (self, 0, NULL);
  return TRUE;
}

void
taper_trainer_clear (TaperTrainer *self)
{
  TaperPool *pools[] = { &self->learn, &self->mixer_only, &self->validation };

  for (guint p = 0; p < G_N_ELEMENTS (pools); p++)
    g_free (pools[p]->index);
  if (self->joint != NULL)
    taper_joint_free (self->joint); /* with the bases */
  else
    g_free (self->bases);
  taper_data_set_free (self->data);
  taper_picture_cache_free (self->train_cache);
  taper_picture_cache_free (self->test_cache);
  g_free (self->text);
  taper_grouping_clear (&self->grouping);
  g_clear_pointer (&self->network, taper_network_unref);
  taper_train_net_free (self->net);
  taper_train_net_free (self->teacher_net);
  g_clear_pointer (&self->init, taper_bundle_unref);
  g_clear_pointer (&self->teacher, taper_bundle_unref);
  g_free (self->teacher_params);
  g_free (self->teacher_class);
  g_free (self->teacher_logits);
  g_free (self->generic);
  g_free (self->clusters);
  g_free (self->checkpoint_path);
  g_free (self->log_path);
  g_clear_pointer (&self->resumed, taper_safetensors_free);
  if (self->log != NULL)
    fclose (self->log);
}

gboolean
taper_train (const TaperTrainConfig *config, const TaperTrainOptions *options,
             GCancellable *cancellable, GError **error)
{
  TaperTrainer self = { .config = config, .options = options, .cancellable = cancellable };
  gboolean ok;

  self.started = self.last_checkpoint = g_get_monotonic_time ();
  taper_pool_set_threads (config->threads);
  ok = run (&self, error);
  taper_trainer_clear (&self);
  return ok;
}
