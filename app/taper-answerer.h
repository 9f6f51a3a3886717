/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-snapshot.h"

G_BEGIN_DECLS

/**
 * TaperQuestion: a ready picture of a request.
 * @picture: its id
 * @input: what the network sees, of the bundle's input size
 */
typedef struct {
  guint64 picture;
  TaperImage *input;
} TaperQuestion;

/**
 * TaperRequest: the state a result is wanted for. Immutable, owned by one thread at a time.
 */
typedef struct {
  guint64 generation;
  TaperBundle *bundle;
  TaperTask *task;
  TaperTuning *tuning; /* nullable */
  guint n_questions;
  TaperQuestion *questions;
} TaperRequest;

/* @n_questions places, zeroed, for the maker to fill with referenced images */
TaperRequest *taper_request_new (guint64 generation, TaperBundle *bundle, TaperTask *task,
                                 guint n_questions);
void taper_request_free (TaperRequest *self);

/**
 * TaperAnswerer:
 *
 * The engine's worker without its thread: keeps what one result can take over from the one before
 * (the blended model while the task stays, the generic model's logits per picture while the bundle
 * stays, all workspace) and computes the rest. One thread at a time.
 */
typedef struct _TaperAnswerer TaperAnswerer;

typedef gboolean (*TaperSupersededFunc) (gpointer data);

TaperAnswerer *taper_answerer_new (void);
void taper_answerer_free (TaperAnswerer *self);

/**
 * taper_answerer_run:
 * @superseded: (nullable): asked between stages: mixer, blend, every 16 pictures
 *
 * Returns: (transfer full) (nullable): the result, or %NULL once @superseded said so; what was
 *   computed until then is kept for the next run
 */
TaperSnapshot *taper_answerer_run (TaperAnswerer *self, const TaperRequest *request,
                                   TaperSupersededFunc superseded, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperRequest, taper_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperAnswerer, taper_answerer_free)

G_END_DECLS
