/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The weights in words. */
#include "app/taper-weights.h"

#include <glib/gi18n.h>
#include <math.h>

#define NUMBER_SIZE 48

char *
taper_weights_name_source (const TaperWeights *self, guint source)
{
  if (source == TAPER_WEIGHTS_BLEND)
    return g_strdup (_ ("Your mix"));
  if (source == TAPER_WEIGHTS_GENERIC)
    return g_strdup (_ ("Generic"));
  return g_strdup (
      taper_bundle_get_basis_label (self->snapshot->bundle, source - TAPER_WEIGHTS_BASES));
}

char *
taper_weights_describe_shape (const TaperLayer *layer)
{
  if (layer->kernel == 1)
    /* Translators: rows and columns of a matrix of weights. */
    return g_strdup_printf (_ ("%u × %u"), layer->out_channels, layer->in_channels);
  /* Translators: filters, channels each of them sees, height and width of the filter. */
  return g_strdup_printf (_ ("%u × %u × %u × %u"), layer->out_channels, layer->in_channels,
                          layer->kernel, layer->kernel);
}

char *
taper_weights_describe_layer (const TaperWeights *self)
{
  guint nearest = taper_weights_get_nearest (self, self->layer);
  const TaperWeightDistance *generic = taper_weights_get_distance (self, self->layer, 0);
  const TaperWeightDistance *basis = taper_weights_get_distance (self, self->layer, 1 + nearest);

  return g_strdup_printf (
      /* Translators: the layer, a basis, a cosine, and a percentage of a length. */
      _ ("In %s your mix is nearest to “%s” (cosine %.4f); from the generic it is %.1f %% of its "
         "length away."),
      taper_weights_get_layer (self, self->layer)->name,
      taper_bundle_get_basis_label (self->snapshot->bundle, nearest), basis->cosine,
      100 * generic->l2);
}

/* With a true minus. Returns @buffer. */
static const char *
format_number (double value, char buffer[NUMBER_SIZE])
{
  g_snprintf (buffer, NUMBER_SIZE, "%s%.3f", value < 0 ? "−" : "", fabs (value));
  return buffer;
}

char *
taper_weights_describe_filter (const TaperWeights *self, guint source, guint filter)
{
  gsize n = self->n_weights / self->out_channels;
  const float *weights = taper_weights_get_filter (self, source, filter);
  g_autofree char *name = taper_weights_name_source (self, source);
  double least = weights[0], most = weights[0];
  char text[3][NUMBER_SIZE];

  for (gsize i = 1; i < n; i++)
    {
      least = MIN (least, weights[i]);
      most = MAX (most, weights[i]);
    }
  return g_strdup_printf (
      /* Translators: a filter's number, whose it is, the range of its weights, its bias. */
      _ ("Filter %u, %s: weights from %s to %s, bias %s"), filter + 1, name,
      format_number (least, text[0]), format_number (most, text[1]),
      format_number (self->biases[(gsize) source * self->out_channels + filter], text[2]));
}
