/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture.h"
#include "app/taper-snapshot.h"

G_BEGIN_DECLS

/**
 * TaperProof: where numbers on the screen come from and how to get them again.
 * @what: the numbers
 * @sample: what they are counted or computed over, with n
 * @seed: what chance they rest on
 * @command: (nullable): a line for a shell that prints them
 * @reason: (nullable): why there is no line, or what it does not repeat
 *
 * All in words, translated, but for the line.
 */
typedef struct {
  char *what;
  char *sample;
  char *seed;
  char *command;
  char *reason;
} TaperProof;

void taper_proof_free (TaperProof *self);
/* (element-type TaperProof) (transfer container): an empty list that frees what is added */
GPtrArray *taper_proofs_new (void);

/* Coefficients, shares and the sentence of the mix. The task must not be empty. */
TaperProof *taper_proof_new_for_mix (const TaperSnapshot *snapshot);
/* The personalized model itself, as a file. */
TaperProof *taper_proof_new_for_model (const TaperSnapshot *snapshot);
/* The answers to @pictures (n > 0). */
TaperProof *taper_proof_new_for_pictures (const TaperSnapshot *snapshot,
                                          TaperPicture *const *pictures, guint n);
/**
 * taper_proof_new_for_trial:
 * @path: the labelled pictures
 * @labelled, @map: their labels and what those mean
 * @stopped: before the last picture
 */
TaperProof *taper_proof_new_for_trial (const TaperTrialSummary *summary, const char *path,
                                       TaperLabelled *labelled, const int *map, gboolean stopped);
TaperProof *taper_proof_new_for_sweep (const TaperSweep *sweep, TaperBundle *bundle,
                                       const char *path, TaperLabelled *labelled, const int *map,
                                       guint n_tasks, guint64 seed, gboolean stopped);
/* Numbers that no command repeats, and why. */
TaperProof *taper_proof_new_without (const char *what, const char *reason);

/* All of them as text, for the clipboard. (transfer full) */
char *taper_proofs_to_text (GPtrArray *proofs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperProof, taper_proof_free)

G_END_DECLS
