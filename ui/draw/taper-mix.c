/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-mix.h"

#include "ui/draw/taper-format.h"

#include <glib/gi18n.h>
#include <math.h>

TaperMix *
taper_mix_new (guint n_layers, guint n_bases)
{
  TaperMix *self = g_new0 (TaperMix, 1);

  self->n_layers = n_layers;
  self->n_bases = n_bases;
  self->values = g_new0 (float, (gsize) (n_layers + 1) * n_bases);
  self->layer_names = g_new0 (char *, n_layers + 1);
  self->layer_params = g_new0 (guint64, n_layers + 1);
  self->basis_names = g_new0 (char *, n_bases + 1);
  return self;
}

TaperMix *
taper_mix_new_from_snapshot (const TaperSnapshot *snapshot)
{
  TaperMix *self = taper_mix_new (snapshot->n_layers, snapshot->n_bases);
  TaperNetwork *network = taper_bundle_get_network (snapshot->bundle);
  gsize n = (gsize) self->n_layers * self->n_bases;

  if (taper_snapshot_is_edited (snapshot))
    self->edit = taper_mix_edit_ref (snapshot->tuning->edit);
  for (gsize i = 0; i < n; i++)
    self->values[i] = snapshot->coefficients[i];
  for (guint k = 0; k < self->n_bases; k++)
    {
      self->values[n + k] = (float) snapshot->basis_share[k];
      self->basis_names[k] = g_strdup (taper_bundle_get_basis_label (snapshot->bundle, k));
    }
  for (guint l = 0; l < self->n_layers; l++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, l);

      self->layer_names[l] = g_strdup (layer->name);
      self->layer_params[l] = layer->n_params;
      self->n_params += layer->n_params;
    }
  return self;
}

TaperMix *
taper_mix_new_difference (const TaperSnapshot *snapshot)
{
  TaperMix *self;
  gsize n;

  if (snapshot->pinned_coefficients == NULL)
    return NULL;
  self = taper_mix_new_from_snapshot (snapshot);
  n = (gsize) self->n_layers * self->n_bases;
  self->before = g_new (float, n + self->n_bases);
  memcpy (self->before, snapshot->pinned_coefficients, n * sizeof (float));
  for (guint k = 0; k < self->n_bases; k++)
    {
      double sum = 0;

      for (guint l = 0; l < self->n_layers; l++)
        sum += taper_mix_get_param_share (self, l) * self->before[(gsize) l * self->n_bases + k];
      self->before[n + k] = (float) sum;
    }
  for (gsize i = 0; i < n + self->n_bases; i++)
    self->values[i] -= self->before[i];
  return self;
}

void
taper_mix_free (TaperMix *self)
{
  if (self == NULL)
    return;
  g_free (self->values);
  g_free (self->before);
  g_clear_pointer (&self->edit, taper_mix_edit_unref);
  g_strfreev (self->layer_names);
  g_free (self->layer_params);
  g_strfreev (self->basis_names);
  g_free (self);
}

float
taper_mix_get_value (const TaperMix *self, guint layer, guint basis)
{
  return self->values[(gsize) layer * self->n_bases + basis];
}

gsize
taper_mix_get_n_values (const TaperMix *self)
{
  return (gsize) (self->n_layers + 1) * self->n_bases;
}

guint
taper_mix_get_leader (const TaperMix *self, guint layer)
{
  guint leader = 0;

  for (guint k = 1; k < self->n_bases; k++)
    {
      const float value = taper_mix_get_value (self, layer, k);
      const float most = taper_mix_get_value (self, layer, leader);

      if (self->before != NULL ? fabsf (value) > fabsf (most) : value > most)
        leader = k;
    }
  return leader;
}

double
taper_mix_get_change (const TaperMix *self, guint layer)
{
  double sum = 0;

  for (guint k = 0; k < self->n_bases; k++)
    sum += fabsf (taper_mix_get_value (self, layer, k));
  return sum / 2;
}

gboolean
taper_mix_find_largest (const TaperMix *self, guint *layer, guint *basis)
{
  float most = 0;

  for (guint l = 0; l < self->n_layers; l++)
    for (guint k = 0; k < self->n_bases; k++)
      if (fabsf (taper_mix_get_value (self, l, k)) > most)
        {
          most = fabsf (taper_mix_get_value (self, l, k));
          *layer = l;
          *basis = k;
        }
  return most > 0;
}

static char *
describe_difference (const TaperMix *self, guint layer, guint basis)
{
  const char *name = layer < self->n_layers ? self->layer_names[layer] : _ ("Whole model");
  const float before = self->before[(gsize) layer * self->n_bases + basis];
  const float value = taper_mix_get_value (self, layer, basis);
  char from[TAPER_FORMAT_SIZE], to[TAPER_FORMAT_SIZE], change[TAPER_FORMAT_SIZE];

  taper_format_score (before, from);
  taper_format_score (before + value, to);
  taper_format_difference (value, change);
  /* Translators: name of the layer, number and name of the basis, coefficient of task A and of this
   * task, their difference with its sign */
  return g_strdup_printf (_ ("%s, basis %u “%s”: %s → %s (%s)"), name, basis + 1,
                          self->basis_names[basis], from, to, change);
}

double
taper_mix_get_param_share (const TaperMix *self, guint layer)
{
  if (layer >= self->n_layers)
    return 1.0;
  return self->n_params > 0 ? (double) self->layer_params[layer] / (double) self->n_params : 0.0;
}

char *
taper_mix_describe_cell (const TaperMix *self, guint layer, guint basis)
{
  char score[TAPER_FORMAT_SIZE], share[TAPER_FORMAT_SIZE];

  if (self->before != NULL)
    return describe_difference (self, layer, basis);
  taper_format_score (taper_mix_get_value (self, layer, basis), score);
  taper_format_percent (taper_mix_get_param_share (self, layer), share);
  if (layer >= self->n_layers)
    /* Translators: number and name of the basis, its share of all parameters */
    return g_strdup_printf (_ ("Whole model, basis %u “%s”: %s"), basis + 1,
                            self->basis_names[basis], score);
  /* Translators: name of the layer, number and name of the basis, coefficient, share of the
   * model's parameters that are in this layer */
  return g_strdup_printf (_ ("%s, basis %u “%s”: %s · %s of the parameters"),
                          self->layer_names[layer], basis + 1, self->basis_names[basis], score,
                          share);
}

char *
taper_mix_describe_layer (const TaperMix *self, guint layer)
{
  gboolean all = layer >= self->n_layers;
  gulong n = all ? self->n_params : self->layer_params[layer];
  guint leader = taper_mix_get_leader (self, layer);
  char score[TAPER_FORMAT_SIZE];

  if (self->before != NULL)
    return describe_difference (self, layer, leader);
  taper_format_score (taper_mix_get_value (self, layer, leader), score);
  /* Translators: name of a layer, number of its parameters, number, name and coefficient of the
   * basis that weighs most in it */
  return g_strdup_printf (ngettext ("%s: %'lu parameter, led by basis %u “%s” with %s",
                                    "%s: %'lu parameters, led by basis %u “%s” with %s", n),
                          all ? _ ("Whole model") : self->layer_names[layer], n, leader + 1,
                          self->basis_names[leader], score);
}

char *
taper_mix_to_tsv (const TaperMix *self)
{
  GString *text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->edit != NULL)
    {
      g_string_append (text, _ ("Hand-edited layers:"));
      for (guint l = 0; l < self->n_layers; l++)
        if (taper_mix_edit_is_edited (self->edit, l))
          g_string_append_printf (text, "\t%s", self->layer_names[l]);
      g_string_append_c (text, '\n');
    }
  g_string_append_printf (text, "%s\t%s", _ ("Layer"), _ ("Parameters"));
  for (guint k = 0; k < self->n_bases; k++)
    g_string_append_printf (text, "\t%s", self->basis_names[k]);
  g_string_append_c (text, '\n');
  for (guint l = 0; l <= self->n_layers; l++)
    {
      gboolean all = l == self->n_layers;

      g_string_append_printf (text, "%s\t%" G_GUINT64_FORMAT,
                              all ? _ ("whole model") : self->layer_names[l],
                              all ? self->n_params : self->layer_params[l]);
      /* Full digits and a point, whatever the locale: this is for programs. */
      for (guint k = 0; k < self->n_bases; k++)
        g_string_append_printf (
            text, "\t%s",
            g_ascii_formatd (number, sizeof number, "%.6f", taper_mix_get_value (self, l, k)));
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
