/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/taper-random.h"
#include "core/model/taper-network.h"
#include "core/ops/taper-block.h"

G_BEGIN_DECLS

/**
 * TaperAugmentation: how training pictures are varied. All zero: not at all.
 * @padding: shift by up to so many pixels, the border reflected
 * @flip: mirrored left to right with this probability
 * @zoom: a square of 1 - zoom to 1 of the picture's side is cut out and scaled to the input
 * @rotation: turned by up to so many degrees
 * @brightness, @contrast, @saturation: factor within 1 +- this
 * @cutout: a square of this share of the side is blanked, with probability 1/2
 */
typedef struct {
  guint padding;
  double flip, zoom, rotation;
  double brightness, contrast, saturation;
  double cutout;
} TaperAugmentation;

/**
 * taper_augment:
 * @picture: (side, side, 3)
 * @random: this picture's own stream, so the result does not depend on what else is computed
 * @shape: of the network's input
 * @block: lane @lane is written, value = (v / 255 - mean) / std
 *
 * A picture larger than the input is scaled to it (bilinear).
 *
 * Returns: whether the picture was mirrored
 */
gboolean taper_augment (const TaperAugmentation *self, TaperRandom *random, const guint8 *picture,
                        guint side, const TaperInputSpec *spec, const TaperBlockShape *shape,
                        guint lane, float *block);

G_END_DECLS
