/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-mix-edit.h"

#include <math.h>
#include <string.h>

struct _TaperMixEdit {
  gatomicrefcount ref_count;
  guint n_layers, n_bases;
  float *values;    /* (L, K); only those of edited layers count */
  gboolean *locked; /* (L, K) */
  gboolean *edited; /* (L) */
};

static TaperMixEdit *
edit_new (TaperMixEdit *before, guint n_layers, guint n_bases)
{
  const gsize n = (gsize) n_layers * n_bases;
  TaperMixEdit *self = g_new0 (TaperMixEdit, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->n_layers = n_layers;
  self->n_bases = n_bases;
  self->values = before ? g_memdup2 (before->values, n * sizeof (float)) : g_new0 (float, n);
  self->locked = before ? g_memdup2 (before->locked, n * sizeof (gboolean)) : g_new0 (gboolean, n);
  self->edited = before ? g_memdup2 (before->edited, n_layers * sizeof (gboolean))
                        : g_new0 (gboolean, n_layers);
  return self;
}

TaperMixEdit *
taper_mix_edit_ref (TaperMixEdit *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
taper_mix_edit_unref (TaperMixEdit *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->values);
  g_free (self->locked);
  g_free (self->edited);
  g_free (self);
}

static void
hold_layer (TaperMixEdit *self, const float *shown, guint layer)
{
  const gsize at = (gsize) layer * self->n_bases;

  if (!self->edited[layer])
    memcpy (self->values + at, shown + at, self->n_bases * sizeof (float));
  self->edited[layer] = TRUE;
}

/* Scales the free cells but @fixed (-1: none) to what is left of 1; when all are 0 they share it.
 */
static void
fill_row (float *row, const gboolean *locked, guint n, int fixed)
{
  double left = 1, sum = 0;
  guint n_free = 0;

  for (guint k = 0; k < n; k++)
    if (locked[k] || (int) k == fixed)
      left -= row[k];
    else
      {
        sum += row[k];
        n_free++;
      }
  left = MAX (left, 0);
  for (guint k = 0; k < n; k++)
    if (!locked[k] && (int) k != fixed)
      row[k] = (float) (sum > 1e-9 ? row[k] * left / sum : left / n_free);
}

static void
set_cell (TaperMixEdit *self, guint layer, guint basis, float value, gboolean keep_sum)
{
  float *row = self->values + (gsize) layer * self->n_bases;
  const gboolean *locked = self->locked + (gsize) layer * self->n_bases;
  double most = 1;
  guint n_free = 0;

  value = isfinite (value) ? CLAMP (value, 0.0f, 1.0f) : row[basis];
  for (guint k = 0; k < self->n_bases && keep_sum; k++)
    if (k != basis && locked[k])
      most -= row[k];
    else if (k != basis)
      n_free++;
  most = MAX (most, 0);
  row[basis] = keep_sum && n_free == 0 ? (float) most : MIN (value, (float) most);
  if (keep_sum)
    fill_row (row, locked, self->n_bases, (int) basis);
}

TaperMixEdit *
taper_mix_edit_set (TaperMixEdit *before, const float *shown, guint n_layers, guint n_bases,
                    guint layer, guint basis, float value, gboolean keep_sum)
{
  TaperMixEdit *self = edit_new (before, n_layers, n_bases);

  for (guint l = 0; l < n_layers; l++)
    if (l == layer || layer >= n_layers)
      {
        hold_layer (self, shown, l);
        /* a locked cell is moved by nothing but itself */
        if (l == layer || !self->locked[(gsize) l * n_bases + basis])
          set_cell (self, l, basis, value, keep_sum);
      }
  return self;
}

TaperMixEdit *
taper_mix_edit_set_locked (TaperMixEdit *before, const float *shown, guint n_layers, guint n_bases,
                           guint layer, guint basis, gboolean locked)
{
  TaperMixEdit *self = edit_new (before, n_layers, n_bases);

  for (guint l = 0; l < n_layers; l++)
    if (l == layer || layer >= n_layers)
      {
        if (locked)
          hold_layer (self, shown, l);
        self->locked[(gsize) l * n_bases + basis] = locked;
      }
  return self;
}

TaperMixEdit *
taper_mix_edit_renormalize (TaperMixEdit *before)
{
  TaperMixEdit *self = edit_new (before, before->n_layers, before->n_bases);

  for (guint l = 0; l < self->n_layers; l++)
    if (self->edited[l])
      fill_row (self->values + (gsize) l * self->n_bases, self->locked + (gsize) l * self->n_bases,
                self->n_bases, -1);
  return self;
}

TaperMixEdit *
taper_mix_edit_reset_layer (TaperMixEdit *before, guint layer)
{
  g_autoptr (TaperMixEdit) self = edit_new (before, before->n_layers, before->n_bases);

  g_return_val_if_fail (layer < self->n_layers, NULL);
  self->edited[layer] = FALSE;
  memset (self->locked + (gsize) layer * self->n_bases, 0, self->n_bases * sizeof (gboolean));
  return taper_mix_edit_get_n_edited (self) > 0 ? g_steal_pointer (&self) : NULL;
}

TaperMixEdit *
taper_mix_edit_new_restored (guint n_layers, guint n_bases, const float *values,
                             const gboolean *edited, const gboolean *locked)
{
  const gsize n = (gsize) n_layers * n_bases;
  g_autoptr (TaperMixEdit) self = edit_new (NULL, n_layers, n_bases);

  memcpy (self->values, values, n * sizeof (float));
  memcpy (self->edited, edited, n_layers * sizeof (gboolean));
  memcpy (self->locked, locked, n * sizeof (gboolean));
  return taper_mix_edit_get_n_edited (self) > 0 ? g_steal_pointer (&self) : NULL;
}

guint
taper_mix_edit_get_n_edited (const TaperMixEdit *self)
{
  guint n = 0;

  for (guint l = 0; self && l < self->n_layers; l++)
    n += self->edited[l];
  return n;
}

gboolean
taper_mix_edit_is_edited (const TaperMixEdit *self, guint layer)
{
  return self && layer < self->n_layers && self->edited[layer];
}

gboolean
taper_mix_edit_is_locked (const TaperMixEdit *self, guint layer, guint basis)
{
  if (!self || basis >= self->n_bases)
    return FALSE;
  for (guint l = 0; l < self->n_layers; l++)
    if ((l == layer || layer >= self->n_layers) && !self->locked[(gsize) l * self->n_bases + basis])
      return FALSE;
  return TRUE;
}

void
taper_mix_edit_apply (const TaperMixEdit *self, float *coefficients)
{
  for (guint l = 0; self && l < self->n_layers; l++)
    if (self->edited[l])
      memcpy (coefficients + (gsize) l * self->n_bases, self->values + (gsize) l * self->n_bases,
              self->n_bases * sizeof (float));
}
