/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-proof.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperProofView: for each group of numbers on the screen: n, seed, and the line for a shell that
 * prints them again, with a button that copies it; before all, which files they come from.
 */
#define TAPER_TYPE_PROOF_VIEW (taper_proof_view_get_type ())
G_DECLARE_FINAL_TYPE (TaperProofView, taper_proof_view, TAPER, PROOF_VIEW, GtkWidget)

GtkWidget *taper_proof_view_new (void);
/* @snapshot (nullable), @proofs (element-type TaperProof) */
void taper_proof_view_set_proofs (TaperProofView *self, TaperSnapshot *snapshot, GPtrArray *proofs);

G_END_DECLS
