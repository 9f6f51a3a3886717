/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/taper-trainer-private.h"

G_BEGIN_DECLS

typedef struct {
  TaperTrainer *trainer;
  const TaperBlockShape *shape;
  guint n, n_blocks;
  guint *index;       /* (n) pictures of the cache */
  guint *label;       /* (n) */
  gboolean *mirrored; /* (n), set while filling */
  guint64 stream;     /* names the random numbers of this batch */
  gboolean plain;     /* no augmentation */
  const TaperPictureCache *cache;
  TaperLoss loss;
  double scale;
  float *teacher; /* (blocks, C, 16), same_view */
  double *block_loss;
  guint *block_correct;
  float *logits; /* (nullable): (n, C), written */
} TaperBatch;

TaperBatch *taper_batch_new (TaperTrainer *trainer, guint n);
void taper_batch_free (TaperBatch *self);
/* Chooses the pictures: @position counts through @pool in epochs of random order. */
void taper_batch_next (TaperBatch *self, const TaperPool *pool, guint64 stream, guint64 position);
/* Pictures of @classes of @pool, drawn at random; FALSE if there is none. */
gboolean taper_batch_draw (TaperBatch *self, const TaperPool *pool, const guint *classes, guint n,
                           guint64 stream);
TaperTrainCalls taper_batch_calls (TaperBatch *self);
/* Before a step: the teacher's answers, where they depend on the variation. */
void taper_batch_ask_teacher (TaperBatch *self);
double taper_batch_get_loss (const TaperBatch *self);     /* mean over pictures */
double taper_batch_get_accuracy (const TaperBatch *self); /* among the allowed */
/* Logits of pictures as they are, (n, C). @index: of @cache */
void taper_predict (TaperTrainer *trainer, TaperTrainNet *net, const float *params,
                    const TaperPictureCache *cache, const guint *index, guint n, gboolean mirror,
                    float *logits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperBatch, taper_batch_free)

G_END_DECLS
