/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundle/taper-safetensors.h"
#include "core/mixer/taper-bases.h"
#include "core/mixer/taper-mixer.h"

G_BEGIN_DECLS

/**
 * taper_bundle_load_tensors:
 * @n_classes: C; @n_bases: K
 *
 * Checks that every tensor the network implies is there in the shape it implies, then reads them;
 * nothing of their size is allocated before all are checked.
 *
 * Returns: %FALSE with the first tensor that is missing, has another shape or holds a value that
 *   is not finite (for the bases: not finite in fp16); nothing is set then
 */
gboolean taper_bundle_load_tensors (const TaperSafetensors *file, TaperNetwork *network,
                                    guint n_classes, guint n_bases, TaperParameters **generic,
                                    TaperBases **bases, TaperMixer **mixer, GError **error);

G_END_DECLS
