/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/taper-trainer-private.h"

G_BEGIN_DECLS

/* The parts of taper_trainer_setup() that a look at the data shares. */

gboolean taper_trainer_open (TaperTrainer *self, GError **error); /* all but the pictures */
gboolean taper_trainer_read_pictures (TaperTrainer *self, GError **error);
void taper_trainer_clear (TaperTrainer *self);

G_END_DECLS
