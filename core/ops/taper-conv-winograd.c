/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ops/taper-conv-training.h"

/* The channels of one tile, which lie side by side in the packed weights. */
typedef float Vec __attribute__ ((vector_size (TAPER_CHANNEL_TILE * 4)));
#define INLINE static inline __attribute__ ((always_inline))

#include "core/kernels/taper-winograd-private.h"

#define MIN_CHANNELS 8 /* with fewer the transforms take what the products save */

gboolean
taper_conv_winograd_suits (const TaperConvTraining *self)
{
  return self->kernel == 3 && self->stride == 1 && self->padding == 1 && self->in.height % 4 == 0 &&
         self->in.width % 4 == 0 && self->in.channels >= MIN_CHANNELS &&
         self->out.channels >= MIN_CHANNELS;
}

/* G g G^T to the 36 places. */
static void
transform (const Vec g[9], float *to, gsize place)
{
  Vec columns[3][6];

  for (guint s = 0; s < 3; s++)
    winograd_weights_1d (g[s], g[3 + s], g[6 + s], columns[s]);
  for (guint r = 0; r < 6; r++)
    {
      Vec line[6];

      winograd_weights_1d (columns[0][r], columns[1][r], columns[2][r], line);
      for (guint s = 0; s < 6; s++)
        *(Vec *) (to + (r * 6 + s) * place) = line[s];
    }
}

/* The gradient of the input is a convolution from the outputs to the inputs with the taps turned
 * by half a turn. */
void
taper_conv_winograd_pack (const TaperConvTraining *self, const float *weight, gboolean backward,
                          float *packed)
{
  const guint to = backward ? self->in.channels : self->out.channels;
  const guint from = backward ? self->out.channels : self->in.channels;
  const gsize to_step = backward ? 9 : (gsize) self->in.channels * 9;
  const gsize from_step = backward ? (gsize) self->in.channels * 9 : 9;
  const guint padded = taper_padded_channels (to);

  for (guint tile = 0; tile < padded; tile += TAPER_CHANNEL_TILE)
    for (guint i = 0; i < from; i++, packed += TAPER_CHANNEL_TILE)
      {
        Vec g[9] = { { 0 } };

        for (guint c = 0; c < TAPER_CHANNEL_TILE && tile + c < to; c++)
          for (guint t = 0; t < 9; t++)
            g[backward ? 8 - t : t][c] = weight[(tile + c) * to_step + i * from_step + t];
        transform (g, packed, (gsize) padded * from);
      }
}
