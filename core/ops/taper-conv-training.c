/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ops/taper-conv-training.h"

#include <string.h>

/* floor (a / b) for b > 0 */
static int
floor_div (int a, int b)
{
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

guint
taper_conv_backward_border (guint in_size, guint out_size, guint kernel, guint stride,
                            guint padding)
{
  int low = -floor_div ((int) padding - (int) kernel + 1, (int) stride);
  int high = floor_div ((int) (in_size - 1 + padding), (int) stride) - (int) (out_size - 1);

  return (guint) MAX (0, MAX (low, high));
}

static void
add_phase (TaperConvTraining *self, guint first_y, guint first_x)
{
  TaperConvPhase *phase = &self->phases[self->n_phases++];
  guint s = self->stride;

  phase->first_y = first_y;
  phase->first_x = first_x;
  phase->height = (self->in.height + s - 1 - first_y) / s;
  phase->width = (self->in.width + s - 1 - first_x) / s;
  phase->packed = self->packed_backward;
  for (guint ky = 0; ky < self->kernel; ky++)
    for (guint kx = 0; kx < self->kernel; kx++)
      {
        /* Output row oy reads input row oy s + ky - padding. */
        int y = (int) (first_y + self->padding) - (int) ky;
        int x = (int) (first_x + self->padding) - (int) kx;

        if (y - floor_div (y, s) * (int) s != 0 || x - floor_div (x, s) * (int) s != 0)
          continue;
        phase->taps[phase->n_taps].weight = ky * self->kernel + kx;
        phase->taps[phase->n_taps].dy = floor_div (y, s);
        phase->taps[phase->n_taps].dx = floor_div (x, s);
        phase->n_taps++;
      }
  self->packed_backward +=
      (gsize) taper_padded_channels (self->in.channels) * self->out.channels * phase->n_taps;
}

void
taper_conv_training_init (TaperConvTraining *self, const TaperBlockShape *in,
                          const TaperBlockShape *out, guint kernel, guint stride, guint padding)
{
  guint taps = kernel * kernel;

  g_return_if_fail (kernel <= TAPER_MAX_KERNEL && stride >= 1 && stride <= 2);
  g_return_if_fail (in->border >= padding);

  memset (self, 0, sizeof *self);
  self->in = *in;
  self->out = *out;
  self->kernel = kernel;
  self->stride = stride;
  self->padding = padding;
  self->packed_forward = (gsize) taper_padded_channels (out->channels) * in->channels * taps;
  for (guint y = 0; y < stride; y++)
    for (guint x = 0; x < stride; x++)
      add_phase (self, y, x);

  self->winograd = taper_conv_winograd_suits (self);
  if (self->winograd)
    {
      self->packed_forward =
          TAPER_WINOGRAD_PLACES * (gsize) taper_padded_channels (out->channels) * in->channels;
      self->packed_backward =
          TAPER_WINOGRAD_PLACES * (gsize) taper_padded_channels (in->channels) * out->channels;
      self->scratch = MAX (taper_winograd_scratch (in->channels, out->channels),
                           taper_winograd_weights_scratch (in->channels, out->channels));
    }

  self->columns = g_new (gssize, (gsize) in->channels * taps);
  for (guint c = 0; c < in->channels; c++)
    for (guint t = 0; t < taps; t++)
      self->columns[c * taps + t] =
          (gssize) (c * taper_block_plane (in)) +
          ((gssize) (t / kernel) - (gssize) padding) * (gssize) taper_block_row (in) +
          ((gssize) (t % kernel) - (gssize) padding) * TAPER_LANES;
}

void
taper_conv_training_clear (TaperConvTraining *self)
{
  g_clear_pointer (&self->columns, g_free);
}

void
taper_conv_pack_forward (const TaperConvTraining *self, const float *weight, float *packed)
{
  gsize columns = (gsize) self->in.channels * self->kernel * self->kernel;

  if (self->winograd)
    {
      taper_conv_winograd_pack (self, weight, FALSE, packed);
      return;
    }
  for (guint tile = 0; tile < taper_padded_channels (self->out.channels);
       tile += TAPER_CHANNEL_TILE)
    for (gsize column = 0; column < columns; column++)
      for (guint i = 0; i < TAPER_CHANNEL_TILE; i++)
        *packed++ = tile + i < self->out.channels ? weight[(tile + i) * columns + column] : 0;
}

void
taper_conv_pack_backward (const TaperConvTraining *self, const float *weight, float *packed)
{
  guint taps = self->kernel * self->kernel;
  gsize columns = (gsize) self->in.channels * taps;

  if (self->winograd)
    {
      taper_conv_winograd_pack (self, weight, TRUE, packed);
      return;
    }
  for (guint p = 0; p < self->n_phases; p++)
    for (guint tile = 0; tile < taper_padded_channels (self->in.channels);
         tile += TAPER_CHANNEL_TILE)
      for (guint co = 0; co < self->out.channels; co++)
        for (guint t = 0; t < self->phases[p].n_taps; t++)
          for (guint i = 0; i < TAPER_CHANNEL_TILE; i++)
            *packed++ =
                tile + i < self->in.channels
                    ? weight[co * columns + (tile + i) * taps + self->phases[p].taps[t].weight]
                    : 0;
}

void
taper_conv_forward (const TaperConvTraining *self, const TaperBlockKernels *kernels,
                    const float *in, const float *packed, const float *bias, const float *add,
                    const TaperBlockShape *add_shape, gboolean relu, float *scratch, float *out)
{
  TaperConvJob job = {
    .src = in + taper_block_origin (&self->in),
    .dst = out + taper_block_origin (&self->out),
    .weights = packed,
    .bias = bias,
    .src_plane = taper_block_plane (&self->in),
    .src_row = taper_block_row (&self->in) * self->stride,
    .src_step = (gsize) TAPER_LANES * self->stride,
    .dst_plane = taper_block_plane (&self->out),
    .dst_row = taper_block_row (&self->out),
    .dst_step = TAPER_LANES,
    .in_channels = self->in.channels,
    .out_channels = self->out.channels,
    .height = self->out.height,
    .width = self->out.width,
    .n_taps = self->kernel * self->kernel,
    .relu = relu,
  };

  if (add != NULL)
    {
      job.add = add + taper_block_origin (add_shape);
      job.add_plane = taper_block_plane (add_shape);
      job.add_row = taper_block_row (add_shape);
    }
  for (guint t = 0; t < job.n_taps; t++)
    job.taps[t] = self->columns[t];
  if (self->winograd)
    kernels->winograd (&job, scratch);
  else
    kernels->conv (&job);
}

void
taper_conv_backward_data (const TaperConvTraining *self, const TaperBlockKernels *kernels,
                          const float *out_gradient, const float *packed, gboolean accumulate,
                          float *scratch, float *in_gradient)
{
  gssize row = (gssize) taper_block_row (&self->out);

  for (guint p = 0; p < self->n_phases; p++)
    {
      const TaperConvPhase *phase = &self->phases[p];
      TaperConvJob job = {
        .src = out_gradient + taper_block_origin (&self->out),
        .dst = in_gradient + taper_block_origin (&self->in) +
               phase->first_y * taper_block_row (&self->in) + (gsize) phase->first_x * TAPER_LANES,
        .weights = packed + phase->packed,
        .src_plane = taper_block_plane (&self->out),
        .src_row = taper_block_row (&self->out),
        .src_step = TAPER_LANES,
        .dst_plane = taper_block_plane (&self->in),
        .dst_row = taper_block_row (&self->in) * self->stride,
        .dst_step = (gsize) TAPER_LANES * self->stride,
        .in_channels = self->out.channels,
        .out_channels = self->in.channels,
        .height = phase->height,
        .width = phase->width,
        .n_taps = phase->n_taps,
        .accumulate = accumulate,
      };

      if (accumulate && phase->n_taps == 0)
        continue;
      for (guint t = 0; t < phase->n_taps; t++)
        job.taps[t] = phase->taps[t].dy * row + phase->taps[t].dx * TAPER_LANES;
      if (self->winograd)
        kernels->winograd (&job, scratch);
      else
        kernels->conv (&job);
    }
}

void
taper_conv_backward_weights (const TaperConvTraining *self, const TaperBlockKernels *kernels,
                             const float *out_gradient, const float *in, float *scratch,
                             float *weight_gradient)
{
  TaperWeightJob job = {
    .upper = out_gradient + taper_block_origin (&self->out),
    .src = in + taper_block_origin (&self->in),
    .upper_plane = taper_block_plane (&self->out),
    .upper_row = taper_block_row (&self->out),
    .src_row = taper_block_row (&self->in) * self->stride,
    .src_step = (gsize) TAPER_LANES * self->stride,
    .out_channels = self->out.channels,
    .n_columns = self->in.channels * self->kernel * self->kernel,
    .height = self->out.height,
    .width = self->out.width,
    .columns = self->columns,
    .gradient = weight_gradient,
  };

  if (self->winograd)
    kernels->winograd_weights (&job, scratch);
  else
    kernels->weights (&job);
}
