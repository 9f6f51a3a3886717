/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/taper-parameters.h"

G_BEGIN_DECLS

/**
 * TaperSession:
 *
 * The workspace of one network: many per network, one thread at a time each. Parameters are given
 * per call, so new weights cost nothing.
 */
typedef struct _TaperSession TaperSession;

/**
 * taper_session_new:
 * @max_batch: pictures computed at once; larger calls are split
 */
TaperSession *taper_session_new (TaperNetwork *network, guint max_batch);
void taper_session_free (TaperSession *self);

/* Bytes that such a session takes, with the pool's threads. */
gsize taper_session_estimate (TaperNetwork *network, guint max_batch);

/**
 * taper_session_forward:
 * @n: number of pictures, any
 * @input: (n, C, H, W)
 * @logits: (n, outputs), written
 *
 * Uses the process's pool. Same input, same number of threads: same bits. Allocates nothing after
 * the first call.
 */
void taper_session_forward (TaperSession *self, const TaperParameters *parameters, guint n,
                            const float *input, float *logits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperSession, taper_session_free)

G_END_DECLS
