/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-memory.h"

#include "core/kernels/taper-conv-layout.h"
#include "core/model/taper-session.h"

void
taper_memory_estimate (TaperMemory *self, TaperNetwork *network, guint n_bases, gsize n_mixer_bytes,
                       guint64 file_size)
{
  gsize n_packed = 0, largest = 0;

  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      const TaperLayerLayout layout = taper_layer_layout (network, l);

      n_packed += layout.n_weights + layout.n_biases;
      largest = MAX (largest, taper_network_get_layer (network, l)->n_params);
    }
  self->bases = n_bases * n_packed * sizeof (guint16);
  self->models = 2 * n_packed * sizeof (float);
  self->mixer = n_mixer_bytes;
  self->workspace = taper_session_estimate (network, 1);
  self->file = (gsize) file_size;
  self->staging = n_bases * largest * sizeof (float);
}

void
taper_memory_estimate_bundle (TaperMemory *self, TaperBundle *bundle)
{
  taper_memory_estimate (self, taper_bundle_get_network (bundle), taper_bundle_get_n_bases (bundle),
                         taper_mixer_get_n_bytes (taper_bundle_get_mixer (bundle)),
                         taper_bundle_get_file_size (bundle));
}

gsize
taper_memory_get_total (const TaperMemory *self)
{
  return self->bases + self->models + self->mixer + self->workspace;
}

gsize
taper_memory_get_peak (const TaperMemory *self)
{
  gsize kept = self->bases + self->models / 2 + self->mixer;

  return self->file + MAX (kept + self->staging, taper_memory_get_total (self));
}
