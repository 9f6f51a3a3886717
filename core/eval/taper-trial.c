/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-trial.h"

#include "core/data/taper-random.h"
#include "core/task/taper-answer.h"

#include <math.h>
#include <string.h>

#define STREAM 0x07e2

/* As many classes as the task has, none of them if the others are enough. */
static TaperTask *
draw_other (const TaperTask *task, guint64 seed)
{
  guint n_classes = taper_task_get_n_classes (task), n, n_free = 0;
  TaperRandom random = taper_random_stream (seed, STREAM, 0);
  g_autofree guint *pool = g_new (guint, MAX (n_classes, 1));

  taper_task_get_selected (task, &n);
  for (guint c = 0; c < n_classes; c++)
    if (!taper_task_contains (task, c))
      pool[n_free++] = c;
  if (n_free < n)
    for (n_free = 0; n_free < n_classes; n_free++)
      pool[n_free] = n_free;
  taper_random_shuffle (&random, pool, n_free);
  return taper_task_new (n_classes, pool, MIN (n, n_free));
}

static void
blend (TaperTrial *self, TaperMethod method, const float *coefficients)
{
  TaperBases *bases = taper_bundle_get_bases (self->bundle);

  self->blends[method] = taper_parameters_new (taper_bundle_get_network (self->bundle));
  taper_bases_blend (bases, coefficients, self->blends[method]);
}

static void
blend_all (TaperTrial *self)
{
  TaperMixer *mixer = taper_bundle_get_mixer (self->bundle);
  guint n_bases = taper_mixer_get_n_bases (mixer);
  guint n = taper_mixer_get_n_layers (mixer) * n_bases;
  g_autofree float *coefficients = g_new (float, n);

  taper_mixer_predict (mixer, self->task, coefficients);
  blend (self, TAPER_METHOD_PERSONALIZED, coefficients);
  taper_mixer_predict (mixer, self->other, coefficients);
  blend (self, TAPER_METHOD_OTHER, coefficients);
  for (guint i = 0; i < n; i++)
    coefficients[i] = 1.0f / (float) n_bases;
  blend (self, TAPER_METHOD_UNIFORM, coefficients);
}

TaperTrial *
taper_trial_new (TaperBundle *bundle, TaperTask *task, guint64 seed)
{
  TaperTrial *self = g_new0 (TaperTrial, 1);

  self->bundle = taper_bundle_ref (bundle);
  self->task = taper_task_ref (task);
  self->other = draw_other (task, seed);
  self->classes = taper_task_get_selected (task, &self->m);
  self->pictures = g_array_new (FALSE, FALSE, sizeof (TaperTrialPicture));
  self->selection = g_array_new (FALSE, FALSE, sizeof (float));
  self->personalized = g_array_new (FALSE, FALSE, sizeof (float));
  self->inside = g_array_new (FALSE, FALSE, sizeof (float));
  self->outside = g_array_new (FALSE, FALSE, sizeof (float));
  self->seen =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  if (self->m > 0)
    blend_all (self);
  return self;
}

void
taper_trial_free (TaperTrial *self)
{
  for (guint method = 0; method < TAPER_N_METHODS; method++)
    g_clear_pointer (&self->blends[method], taper_parameters_unref);
  g_array_unref (self->pictures);
  g_array_unref (self->selection);
  g_array_unref (self->personalized);
  g_array_unref (self->inside);
  g_array_unref (self->outside);
  g_hash_table_unref (self->seen);
  taper_task_unref (self->task);
  taper_task_unref (self->other);
  taper_bundle_unref (self->bundle);
  g_free (self);
}

/* --- one part --------------------------------------------------------------------------------- */

/* softmax's mass on the task's classes. */
static float
get_share (const TaperTrial *self, const float *logits, guint n_classes)
{
  double inside = 0, sum = 0;
  float largest = logits[0];

  for (guint c = 1; c < n_classes; c++)
    largest = MAX (largest, logits[c]);
  for (guint c = 0; c < n_classes; c++)
    sum += exp (logits[c] - largest);
  for (guint j = 0; j < self->m; j++)
    inside += exp (logits[self->classes[j]] - largest);
  return (float) (inside / sum);
}

/* Digests of what the network sees. */
static void
count_copy (TaperTrial *self, TaperPictureSet *set, guint index)
{
  g_autoptr (TaperImage) image = taper_picture_set_get_image (set, index);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;
  GBytes *key;

  g_checksum_update (checksum, taper_image_get_pixels (image),
                     (gssize) taper_image_get_width (image) * taper_image_get_height (image) * 3);
  g_checksum_get_digest (checksum, digest, &length);
  key = g_bytes_new (digest, length);
  self->n_copies += !g_hash_table_add (self->seen, key);
}

static void
append_columns (const TaperTrial *self, const float *logits, GArray *out)
{
  for (guint j = 0; j < self->m; j++)
    g_array_append_val (out, logits[self->classes[j]]);
}

static guint
find_place (const TaperTrial *self, guint label)
{
  guint place = 0;

  while (self->classes[place] != label)
    place++;
  return place;
}

/* All pictures of the part, as far as the generic answers them. */
static void
add_generic (TaperTrial *self, TaperPictureSet *set, const float *generic, const guint *items)
{
  guint n_classes = taper_task_get_n_classes (self->task);

  for (guint i = 0; i < taper_picture_set_get_n (set); i++)
    {
      const float *logits = generic + (gsize) i * n_classes;
      guint label = taper_picture_set_get_label (set, i);
      int best = taper_argmax_masked (logits, n_classes, NULL);
      float share = get_share (self, logits, n_classes);
      gboolean inside = taper_task_contains (self->task, label);
      TaperTrialPicture picture = { items != NULL ? items[i] : i, 0, { 0 } };

      self->n_all++;
      self->generic_all += best == (int) label;
      g_array_append_val (inside ? self->inside : self->outside, share);
      if (!inside)
        continue;
      picture.truth = find_place (self, label);
      picture.answers[TAPER_METHOD_GENERIC] = (guint) best;
      picture.answers[TAPER_METHOD_SELECTION] =
          (guint) taper_argmax_masked (logits, n_classes, self->task);
      g_array_append_val (self->pictures, picture);
      append_columns (self, logits, self->selection);
      count_copy (self, set, i);
    }
}

/* Logits (3, n, C) of the blended networks for @inside, before anything is added. */
static gboolean
run_blends (TaperTrial *self, TaperPredictor *predictor, const GArray *inside, float *logits,
            TaperProgressFunc progress, gpointer progress_data, GCancellable *cancellable,
            GError **error)
{
  guint n_classes = taper_task_get_n_classes (self->task);

  for (guint method = TAPER_METHOD_PERSONALIZED; method < TAPER_N_METHODS; method++)
    if (!taper_predictor_run (
            predictor, self->blends[method], (const guint *) inside->data, inside->len,
            logits + (gsize) (method - TAPER_METHOD_PERSONALIZED) * inside->len * n_classes,
            method == TAPER_METHOD_PERSONALIZED ? progress : NULL, progress_data, cancellable,
            error))
      return FALSE;
  return TRUE;
}

gboolean
taper_trial_add (TaperTrial *self, TaperPredictor *predictor, const guint *items,
                 TaperProgressFunc progress, gpointer progress_data, GCancellable *cancellable,
                 GError **error)
{
  TaperPictureSet *set = taper_predictor_get_pictures (predictor);
  g_autoptr (GArray) inside = taper_picture_set_find (set, self->task);
  guint n_classes = taper_task_get_n_classes (self->task), first = self->pictures->len;
  const float *generic =
      taper_predictor_get_generic (predictor, progress, progress_data, cancellable, error);
  const gsize stride = (gsize) inside->len * n_classes;
  g_autofree float *logits = g_new (float, MAX (3 * stride, 1));

  if (generic == NULL || (inside->len > 0 && !run_blends (self, predictor, inside, logits, progress,
                                                          progress_data, cancellable, error)))
    return FALSE;
  add_generic (self, set, generic, items);
  for (guint i = 0; i < inside->len; i++)
    {
      TaperTrialPicture *picture = &g_array_index (self->pictures, TaperTrialPicture, first + i);
      const float *row = logits + (gsize) i * n_classes;

      append_columns (self, row, self->personalized);
      for (guint k = 0; k < 3; k++)
        picture->answers[TAPER_METHOD_PERSONALIZED + k] =
            (guint) taper_argmax_masked (row + k * stride, n_classes, self->task);
    }
  return TRUE;
}
