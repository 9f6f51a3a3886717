/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"

G_BEGIN_DECLS

/* Between the document and its tools. */

struct _TaperMixTools {
  GObject parent_instance;
  TaperDocument *document; /* owns this; NULL once it goes away */

  gboolean keep_sums;
  gpointer drag; /* the state that the running drag made, only compared */
  gboolean live; /* a drag runs */

  TaperTask *pinned;
  TaperMixEdit *pinned_edit;
  TaperScrub scrub;
  double position;

  gboolean asking;
  int considered;
  TaperWhatIf *what_if;

  TaperSurvey *survey;
  GCancellable *surveying;
};

TaperMixTools *taper_mix_tools_new (TaperDocument *document); /* not referenced */
void taper_mix_tools_detach (TaperMixTools *self);

/* (transfer full) (nullable): of the document's present state */
TaperTuning *taper_mix_tools_make_tuning (TaperMixTools *self);
/* Edited layers sum to 1 again, as an undo step. */
void taper_mix_tools_renormalize (TaperMixTools *self);
void taper_mix_tools_edit_changed (TaperMixTools *self);
void taper_mix_tools_bundle_changed (TaperMixTools *self);

G_END_DECLS
