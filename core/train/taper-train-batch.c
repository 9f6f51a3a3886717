/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-train-batch-private.h"
#include "core/train/taper-trainer-private.h"

#include "core/image/taper-image.h"

#include <string.h>

#define PREDICT_CHUNK 4096 /* pictures between two looks at the cancellable */

TaperBatch *
taper_batch_new (TaperTrainer *trainer, guint n)
{
  TaperBatch *self = g_new0 (TaperBatch, 1);
  const TaperTrainConfig *config = trainer->config;

  self->trainer = trainer;
  self->shape = taper_train_net_get_image_shape (trainer->net);
  self->cache = trainer->train_cache;
  self->n = n;
  self->n_blocks = (n + TAPER_LANES - 1) / TAPER_LANES;
  self->index = g_new0 (guint, n);
  self->label = g_new0 (guint, (gsize) self->n_blocks * TAPER_LANES);
  self->mirrored = g_new0 (gboolean, n);
  self->block_loss = g_new0 (double, self->n_blocks);
  self->block_correct = g_new0 (guint, self->n_blocks);
  self->scale = 1.0 / n;
  self->loss.temperature = (float) config->temperature;
  self->loss.teacher_weight = trainer->teacher != NULL ? (float) config->teacher_weight : 0;
  if (trainer->teacher != NULL && config->teacher_same_view)
    self->teacher = g_new0 (float, (gsize) self->n_blocks *TAPER_LANES * trainer->n_classes);
  return self;
}

void
taper_batch_free (TaperBatch *self)
{
  if (self == NULL)
    return;
  g_free (self->index);
  g_free (self->label);
  g_free (self->mirrored);
  g_free (self->block_loss);
  g_free (self->block_correct);
  g_free (self->teacher);
  g_free (self);
}

static guint
label_of (const TaperTrainer *trainer, guint picture)
{
  return g_array_index (trainer->data->train.labels, guint, picture);
}

void
taper_batch_next (TaperBatch *self, const TaperPool *pool, guint64 stream, guint64 position)
{
  guint64 epoch = G_MAXUINT64;
  g_autofree guint *order = g_new (guint, pool->n);

  self->stream = taper_random_stream (stream, position, 1).state;
  for (guint i = 0; i < self->n; i++)
    {
      guint64 at = position + i;

      if (at / pool->n != epoch)
        {
          TaperRandom random = taper_random_stream (stream, epoch = at / pool->n, 2);

          memcpy (order, pool->index, pool->n * sizeof *order);
          taper_random_shuffle (&random, order, pool->n);
        }
      self->index[i] = order[at % pool->n];
      self->label[i] = label_of (self->trainer, self->index[i]);
    }
}

gboolean
taper_batch_draw (TaperBatch *self, const TaperPool *pool, const guint *classes, guint n,
                  guint64 stream)
{
  g_autofree gboolean *wanted = g_new0 (gboolean, self->trainer->n_classes);
  g_autofree guint *candidates = g_new (guint, pool->n);
  TaperRandom random = taper_random_stream (stream, 3, 0);
  guint found = 0;

  self->stream = taper_random_stream (stream, 4, 0).state;
  for (guint i = 0; i < n; i++)
    wanted[classes[i]] = TRUE;
  for (guint i = 0; i < pool->n; i++)
    if (wanted[label_of (self->trainer, pool->index[i])])
      candidates[found++] = pool->index[i];
  if (found == 0)
    return FALSE;
  /* Each picture once before any comes twice. */
  for (guint i = 0; i < self->n; i++)
    {
      if (i % found == 0)
        taper_random_shuffle (&random, candidates, found);
      self->index[i] = candidates[i % found];
      self->label[i] = label_of (self->trainer, self->index[i]);
    }
  return TRUE;
}

/* --- filling blocks
 * -------------------------------------------------------------------------------- */

/* As a network would see it outside training. */
static void
fill_plain (const TaperBatch *self, const guint8 *picture, guint lane, float *block)
{
  static const TaperAugmentation none = { 0 };
  guint side = taper_picture_cache_get_side (self->cache);
  TaperAugmentation plain = none;
  TaperRandom random = { 0 };
  g_autoptr (TaperImage) fitted = NULL;

  plain.flip = self->mirrored[0] ? 1 : 0;
  if (side != self->shape->width)
    {
      g_autoptr (TaperImage) image =
          taper_image_new_from_pixels (side, side, (gsize) side * 3, picture);

      fitted = taper_image_fit (image, self->shape->width, self->shape->height);
      picture = taper_image_get_pixels (fitted);
    }
  taper_augment (&plain, &random, picture, self->shape->width,
                 taper_network_get_input (self->trainer->network), self->shape, lane, block);
}

static void
fill_cb (guint block, float *image, gpointer data)
{
  TaperBatch *self = data;

  for (guint lane = 0; lane < TAPER_LANES; lane++)
    {
      guint i = block * TAPER_LANES + lane;
      const guint8 *picture =
          taper_picture_cache_get (self->cache, self->index[MIN (i, self->n - 1)]);

      if (self->plain)
        fill_plain (self, picture, lane, image);
      else if (i < self->n)
        {
          TaperRandom random = taper_random_stream (self->stream, i, 5);

          self->mirrored[i] = taper_augment (&self->trainer->config->augmentation, &random, picture,
                                             taper_picture_cache_get_side (self->cache),
                                             taper_network_get_input (self->trainer->network),
                                             self->shape, lane, image);
        }
    }
}

/* --- losses
 * ---------------------------------------------------------------------------------------- */

/* The teacher's kept answers for the block's pictures, (C, 16). */
static void
gather_teacher (const TaperBatch *self, guint block, float *out)
{
  guint n_classes = self->trainer->n_classes;

  for (guint lane = 0; lane < TAPER_LANES; lane++)
    {
      guint i = MIN (block * TAPER_LANES + lane, self->n - 1);
      const float *row = self->trainer->teacher_logits +
                         ((gsize) self->index[i] * 2 + (self->mirrored[i] ? 1 : 0)) * n_classes;

      for (guint c = 0; c < n_classes; c++)
        out[(gsize) c * TAPER_LANES + lane] = row[c];
    }
}

static void
loss_cb (guint block, const float *logits, float *gradient, gpointer data)
{
  TaperBatch *self = data;
  guint n_classes = self->trainer->n_classes;
  g_autofree float *teacher = NULL;
  const float *asked = NULL;

  if (self->loss.teacher_weight > 0 && self->teacher != NULL)
    asked = self->teacher + (gsize) block * TAPER_LANES * n_classes;
  else if (self->loss.teacher_weight > 0)
    {
      teacher = g_new (float, (gsize) TAPER_LANES *n_classes);
      gather_teacher (self, block, teacher);
      asked = teacher;
    }
  self->block_correct[block] = 0;
  self->block_loss[block] =
      taper_loss_block (&self->loss, n_classes, logits, self->label + (gsize) block * TAPER_LANES,
                        asked, MIN (TAPER_LANES, self->n - block * TAPER_LANES), self->scale,
                        gradient, &self->block_correct[block]);
}

TaperTrainCalls
taper_batch_calls (TaperBatch *self)
{
  return (TaperTrainCalls){ fill_cb, loss_cb, self };
}

double
taper_batch_get_loss (const TaperBatch *self)
{
  double sum = 0;

  for (guint b = 0; b < self->n_blocks; b++)
    sum += self->block_loss[b];
  return sum / self->n;
}

double
taper_batch_get_accuracy (const TaperBatch *self)
{
  guint sum = 0;

  for (guint b = 0; b < self->n_blocks; b++)
    sum += self->block_correct[b];
  return (double) sum / self->n;
}

/* --- the teacher
 * ----------------------------------------------------------------------------------- */

static void
ask_cb (guint block, const float *logits, float *gradient, gpointer data)
{
  TaperBatch *self = data;
  guint n_classes = self->trainer->n_classes;
  float *out = self->teacher + (gsize) block * TAPER_LANES * n_classes;

  for (guint c = 0; c < n_classes; c++)
    memcpy (out + (gsize) c * TAPER_LANES,
            logits + (gsize) self->trainer->teacher_class[c] * TAPER_LANES,
            TAPER_LANES * sizeof (float));
}

void
taper_batch_ask_teacher (TaperBatch *self)
{
  TaperTrainCalls calls = { fill_cb, ask_cb, self };

  if (self->teacher == NULL || self->loss.teacher_weight == 0)
    return;
  self->shape = taper_train_net_get_image_shape (self->trainer->teacher_net);
  taper_train_net_forward (self->trainer->teacher_net, self->trainer->teacher_params,
                           self->n_blocks, &calls);
  self->shape = taper_train_net_get_image_shape (self->trainer->net);
}

static void
predict_cb (guint block, const float *logits, float *gradient, gpointer data)
{
  TaperBatch *self = data;
  guint n_logits = self->loss.n_allowed;

  for (guint lane = 0; lane < TAPER_LANES; lane++)
    {
      guint i = block * TAPER_LANES + lane;

      for (guint c = 0; i < self->n && c < n_logits; c++)
        self->logits[(gsize) i * n_logits + c] = logits[(gsize) c * TAPER_LANES + lane];
    }
}

void
taper_predict (TaperTrainer *trainer, TaperTrainNet *net, const float *params,
               const TaperPictureCache *cache, const guint *index, guint n, gboolean mirror,
               float *logits)
{
  gboolean mirrored[1] = { mirror };
  TaperBatch batch = { .trainer = trainer,
                       .shape = taper_train_net_get_image_shape (net),
                       .cache = cache,
                       .mirrored = mirrored,
                       .plain = TRUE };
  TaperTrainCalls calls = { fill_cb, predict_cb, &batch };
  guint n_logits = taper_network_get_n_outputs (taper_train_net_get_network (net));

  batch.loss.n_allowed = n_logits;
  for (guint from = 0; from < n && !g_cancellable_is_cancelled (trainer->cancellable);
       from += PREDICT_CHUNK)
    {
      batch.n = MIN (PREDICT_CHUNK, n - from);
      batch.index = (guint *) index + from;
      batch.logits = logits + (gsize) from * n_logits;
      taper_train_net_forward (net, params, (batch.n + TAPER_LANES - 1) / TAPER_LANES, &calls);
    }
}

/* Answers of the teacher to every training picture, plain and mirrored. */
static void
keep_teacher (TaperTrainer *self)
{
  guint n = self->data->train.paths->len, c = self->n_classes;
  guint n_logits = taper_network_get_n_outputs (taper_bundle_get_network (self->teacher));
  g_autofree guint *index = g_new (guint, n);
  g_autofree float *logits = NULL;
  guint used = 0;

  for (guint i = 0; i < n; i++)
    if (taper_picture_cache_get (self->train_cache, i) != NULL)
      index[used++] = i;
  logits = g_new (float, (gsize) used *n_logits);
  self->teacher_logits = g_new0 (float, (gsize) n * 2 * c);
  for (guint view = 0; view < 2; view++)
    {
      taper_predict (self, self->teacher_net, self->teacher_params, self->train_cache, index, used,
                     view == 1, logits);
      for (guint i = 0; i < used; i++)
        for (guint k = 0; k < c; k++)
          self->teacher_logits[((gsize) index[i] * 2 + view) * c + k] =
              logits[(gsize) i * n_logits + self->teacher_class[k]];
    }
}

gboolean
taper_trainer_prepare_teacher (TaperTrainer *self, GError **error)
{
  if (self->teacher == NULL)
    return TRUE;
  self->teacher_params =
      taper_flatten_parameters (self->teacher_net, taper_bundle_get_generic (self->teacher));
  if (!self->config->teacher_same_view)
    keep_teacher (self);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}
