/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/task/taper-class-list.h"
#include "core/task/taper-task.h"

G_BEGIN_DECLS

/* No more pictures are remembered; the oldest make room. */
#define TAPER_CONTEXT_MEMORY 500

/**
 * TaperContext:
 *
 * What a model knows of where it is used, from its own past predictions alone: the likelihoods
 * softmax(logits) that the generic model gave to past pictures, and the prior over classes that
 * explains them best. Procedure and measurements: docs/context.md. One thread at a time.
 *
 * For each batch: taper_context_begin(), then taper_context_answer() with the logits of any model,
 * then taper_context_learn() with the generic's.
 */
typedef struct _TaperContext TaperContext;

/* @classes: (nullable): classes of one group are taken to come together; %NULL: nothing is known */
TaperContext *taper_context_new (guint n_classes, TaperClassList *classes);
void taper_context_free (TaperContext *self);
guint taper_context_get_n_classes (const TaperContext *self);

/**
 * taper_context_begin:
 * @logits: (n, C) of the generic
 *
 * Looks for a change of context: forgets everything if the batch, one picture after the other, is
 * likelier with nothing remembered than with what is. Pictures that come singly have to say so
 * together: their evidence is added up. Does nothing when frozen.
 *
 * Returns: whether everything was forgotten
 */
gboolean taper_context_begin (TaperContext *self, const float *logits, guint n);

/**
 * taper_context_answer:
 * @logits: (n, C): of the pictures of one batch, by the generic or a personalized model
 * @posterior: (n, C), written: rows sum to 1
 *
 * p_ic ~ softmax (logits)_ic (a_c + c_c + sum of the batch's other pictures' p_jc), c the counts of
 * the pictures remembered: the pictures of a batch inform each other.
 */
void taper_context_answer (const TaperContext *self, const float *logits, guint n,
                           float *posterior);

/**
 * taper_context_learn:
 * @logits: (n, C) of the generic
 * @ids: (n): the caller's, to list what is remembered
 *
 * Remembers the pictures' likelihoods and fits the responsibilities of all of them again: 20
 * sweeps of CVB0, r_ic ~ E_ic (a_c + c_c - r_ic). Does nothing when frozen.
 */
void taper_context_learn (TaperContext *self, const float *logits, const guint64 *ids, guint n);

/* (C), sums to 1: (a_c + c_c) / sum. */
const double *taper_context_get_prior (const TaperContext *self);

/**
 * taper_context_infer_task:
 *
 * Returns: (transfer full): the classes expected at least once in what is remembered, weighted by
 *   their counts; empty while nothing is remembered
 */
TaperTask *taper_context_infer_task (const TaperContext *self);

void taper_context_set_frozen (TaperContext *self, gboolean frozen);
gboolean taper_context_get_frozen (const TaperContext *self);

/* --- memory ----------------------------------------------------------------------------------- */
guint taper_context_get_n_remembered (const TaperContext *self);

/**
 * TaperContextItem: @id as given, the class it is now held for, and how surely (0..1).
 */
typedef struct {
  guint64 id;
  guint class_index;
  double share;
} TaperContextItem;

TaperContextItem taper_context_get_item (const TaperContext *self, guint index); /* oldest first */
/* Erases one picture, as if it had never been seen; works while frozen as well. */
void taper_context_remove (TaperContext *self, guint index);
void taper_context_forget (TaperContext *self);
/* Bytes held for what is remembered. */
gsize taper_context_get_memory_size (const TaperContext *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperContext, taper_context_free)

G_END_DECLS
