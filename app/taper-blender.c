/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-blender.h"

#include <string.h>

/* Differences added to a layer before it is blended anew: each adds a rounding of its own. */
#define MAX_ADDS 64

struct _TaperBlender {
  TaperBundle *bundle;
  guint n_layers, n_bases;
  float *mixed;   /* (L, K): what the mixer says */
  float *wanted;  /* (L, K): with what was set by hand, on the way from the pinned model */
  float *pinned;  /* (L, K): scratch */
  float *blended; /* (L, K): what @blend was made with */
  guint *n_adds;  /* (L): differences since the layer was blended anew */
  gboolean valid; /* @blend is */
  TaperParameters *blend;
  TaperParameters *between; /* NULL until needed: on the way from the generic model */
  gboolean is_between;
};

TaperBlender *
taper_blender_new (TaperBundle *bundle)
{
  TaperBlender *self = g_new0 (TaperBlender, 1);
  TaperNetwork *network = taper_bundle_get_network (bundle);
  gsize n;

  self->bundle = taper_bundle_ref (bundle);
  self->n_layers = taper_network_get_n_layers (network);
  self->n_bases = taper_bundle_get_n_bases (bundle);
  n = (gsize) self->n_layers * self->n_bases;
  self->mixed = g_new0 (float, n);
  self->wanted = g_new0 (float, n);
  self->pinned = g_new0 (float, n);
  self->blended = g_new0 (float, n);
  self->n_adds = g_new0 (guint, self->n_layers);
  self->blend = taper_parameters_new (network);
  return self;
}

void
taper_blender_free (TaperBlender *self)
{
  taper_parameters_unref (self->blend);
  g_clear_pointer (&self->between, taper_parameters_unref);
  g_free (self->mixed);
  g_free (self->wanted);
  g_free (self->pinned);
  g_free (self->blended);
  g_free (self->n_adds);
  taper_bundle_unref (self->bundle);
  g_free (self);
}

/* The pinned task's coefficients into self->pinned. */
static void
mix_pinned (TaperBlender *self, const TaperTuning *tuning)
{
  taper_mixer_predict (taper_bundle_get_mixer (self->bundle), tuning->pinned, self->pinned);
  taper_mix_edit_apply (tuning->pinned_edit, self->pinned);
}

void
taper_blender_mix (TaperBlender *self, TaperTask *task, const TaperTuning *tuning)
{
  const gsize n = (gsize) self->n_layers * self->n_bases;

  taper_mixer_predict (taper_bundle_get_mixer (self->bundle), task, self->mixed);
  memcpy (self->wanted, self->mixed, n * sizeof (float));
  if (!tuning)
    return;
  taper_mix_edit_apply (tuning->edit, self->wanted);
  if (tuning->scrub != TAPER_SCRUB_PINNED || !tuning->pinned || tuning->position >= 1)
    return;
  /* blending is linear, so the model between is the blend between */
  mix_pinned (self, tuning);
  for (gsize i = 0; i < n; i++)
    self->wanted[i] =
        (float) ((1 - tuning->position) * self->pinned[i] + tuning->position * self->wanted[i]);
}

static void
blend_layer (TaperBlender *self, guint layer, gboolean live)
{
  TaperBases *bases = taper_bundle_get_bases (self->bundle);
  const float *wanted = self->wanted + (gsize) layer * self->n_bases;
  float *blended = self->blended + (gsize) layer * self->n_bases;
  guint n_moved = 0;

  for (guint k = 0; k < self->n_bases; k++)
    n_moved += wanted[k] != blended[k];
  if (n_moved == 0 && (live || self->n_adds[layer] == 0))
    return;
  if (live && n_moved <= self->n_bases / 2 && self->n_adds[layer] + n_moved <= MAX_ADDS)
    {
      for (guint k = 0; k < self->n_bases; k++)
        if (wanted[k] != blended[k])
          taper_bases_blend_add (bases, layer, k, wanted[k] - blended[k], self->blend);
      self->n_adds[layer] += n_moved;
    }
  else
    {
      taper_bases_blend_layer (bases, layer, wanted, self->blend);
      self->n_adds[layer] = 0;
    }
  memcpy (blended, wanted, self->n_bases * sizeof (float));
}

/* How many layers move. */
static guint
count_moved (TaperBlender *self)
{
  const gsize row = self->n_bases * sizeof (float);
  guint n = 0;

  for (guint l = 0; l < self->n_layers; l++)
    n += memcmp (self->wanted + (gsize) l * self->n_bases,
                 self->blended + (gsize) l * self->n_bases, row) != 0;
  return n;
}

void
taper_blender_blend (TaperBlender *self, const TaperTuning *tuning)
{
  TaperBases *bases = taper_bundle_get_bases (self->bundle);

  if (!self->valid || count_moved (self) > self->n_layers / 2)
    {
      taper_bases_blend (bases, self->wanted, self->blend);
      memcpy (self->blended, self->wanted, (gsize) self->n_layers * self->n_bases * sizeof (float));
      memset (self->n_adds, 0, self->n_layers * sizeof (guint));
      self->valid = TRUE;
    }
  else
    for (guint l = 0; l < self->n_layers; l++)
      blend_layer (self, l, tuning && tuning->live);

  self->is_between = tuning && tuning->scrub == TAPER_SCRUB_GENERIC && tuning->position < 1;
  if (!self->is_between)
    return;
  if (!self->between)
    self->between = taper_parameters_new (taper_bundle_get_network (self->bundle));
  taper_parameters_interpolate (taper_bundle_get_generic (self->bundle), self->blend,
                                tuning->position, self->between);
}

TaperParameters *
taper_blender_get_parameters (TaperBlender *self)
{
  return self->is_between ? self->between : self->blend;
}

void
taper_blender_describe (TaperBlender *self, const TaperTuning *tuning, TaperSnapshot *snapshot)
{
  const gsize size = (gsize) self->n_layers * self->n_bases * sizeof (float);

  memcpy (snapshot->coefficients, self->wanted, size);
  memcpy (snapshot->mixer_coefficients, self->mixed, size);
  if (!tuning || !tuning->pinned)
    return;
  mix_pinned (self, tuning);
  snapshot->pinned_coefficients = g_memdup2 (self->pinned, size);
  snapshot->cosine = taper_mix_compare (taper_bundle_get_network (self->bundle), self->n_bases,
                                        self->wanted, self->pinned);
}
