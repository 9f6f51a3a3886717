/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ops/taper-block.h"

/* Where Winograd's transformed tiles lie: (36 places, channels, tiles, 16 pictures). */

/* Output channels computed together; packed weights are padded to a multiple of it. */
#define TAPER_CHANNEL_TILE 4
#define TAPER_WINOGRAD_PLACES 36
/* Tiles of 4 x 4 pixels whose transformed values lie side by side. More of them make the sums for
 * the gradient of the weights longer, which end with a sum over the lanes. */
#define TAPER_WINOGRAD_TILES 4
#define TAPER_WINOGRAD_WEIGHT_TILES 16

static inline guint
taper_padded_channels (guint channels)
{
  return (channels + TAPER_CHANNEL_TILE - 1) / TAPER_CHANNEL_TILE * TAPER_CHANNEL_TILE;
}

/* Floats from one place to the next: a cache line more than there are, so that places do not fall
 * onto each other in the caches. */
static inline gsize
taper_winograd_place (guint channels, guint n_tiles)
{
  return ((gsize) taper_padded_channels (channels) * n_tiles + 1) * TAPER_LANES;
}

static inline gsize
taper_winograd_scratch (guint in_channels, guint out_channels)
{
  return TAPER_WINOGRAD_PLACES * (taper_winograd_place (in_channels, TAPER_WINOGRAD_TILES) +
                                  taper_winograd_place (out_channels, TAPER_WINOGRAD_TILES));
}

static inline gsize
taper_winograd_weights_scratch (guint in_channels, guint out_channels)
{
  return TAPER_WINOGRAD_PLACES *
         (taper_winograd_place (in_channels, TAPER_WINOGRAD_WEIGHT_TILES) +
          taper_winograd_place (out_channels, TAPER_WINOGRAD_WEIGHT_TILES) +
          (gsize) taper_padded_channels (in_channels) * taper_padded_channels (out_channels));
}
