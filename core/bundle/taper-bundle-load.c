/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-bundle-private.h"
#include "core/taper-error.h"

#include <math.h>

#define MAX_MIXER_WIDTH 65536  /* D and H */
#define HALF_OVERFLOW 65520.0f /* rounds to infinity in fp16, as all above it */

#define ANY G_MAXUINT64 /* in a wanted shape: 1 to MAX_MIXER_WIDTH */

/* "[4, 3, any]" */
static char *
shape_to_string (const guint64 *shape, guint rank)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < rank; i++)
    {
      g_string_append (text, i > 0 ? ", " : "");
      if (shape[i] == ANY)
        g_string_append (text, "any");
      else
        g_string_append_printf (text, "%" G_GUINT64_FORMAT, shape[i]);
    }
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static gboolean
fits (const TaperTensorView *view, const guint64 *shape, guint rank)
{
  if (view->rank != rank)
    return FALSE;
  for (guint i = 0; i < rank; i++)
    if (shape[i] == ANY ? view->shape[i] == 0 || view->shape[i] > MAX_MIXER_WIDTH
                        : view->shape[i] != shape[i])
      return FALSE;
  return TRUE;
}

/* The tensor of that name, if it has that shape. */
static const TaperTensorView *
find (const TaperSafetensors *file, const char *name, const guint64 *shape, guint rank,
      GError **error)
{
  const TaperTensorView *view = taper_safetensors_lookup (file, name);
  g_autofree char *wanted = NULL, *found = NULL;

  if (view != NULL && fits (view, shape, rank))
    return view;
  wanted = shape_to_string (shape, rank);
  if (view == NULL)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                   "tensor “%s” is missing, expected with shape %s", name, wanted);
      return NULL;
    }
  found = shape_to_string (view->shape, view->rank);
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "tensor “%s” has shape %s, expected %s",
               name, found, wanted);
  return NULL;
}

static gboolean
read_values (const TaperTensorView *view, float *out, GError **error)
{
  gsize i = 0;

  if (taper_tensor_view_read (view, out))
    return TRUE;
  while (isfinite (out[i]))
    i++;
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
               "tensor “%s”: value %" G_GSIZE_FORMAT " is %s, expected a finite number", view->name,
               i, isnan (out[i]) ? "NaN" : "infinite");
  return FALSE;
}

/* Bases are kept in fp16. */
static gboolean
check_half_range (const TaperTensorView *view, const float *values, GError **error)
{
  if (view->dtype == TAPER_DTYPE_F16)
    return TRUE;
  for (gsize i = 0; i < view->n_elements; i++)
    if (fabsf (values[i]) >= HALF_OVERFLOW)
      {
        g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                     "tensor “%s”: value %" G_GSIZE_FORMAT
                     " is %g, expected at most 65504 in magnitude",
                     view->name, i, values[i]);
        return FALSE;
      }
  return TRUE;
}

/* The four tensors of a layer, (K, P) each for the bases. */
typedef struct {
  const TaperTensorView *weight, *bias, *bases_weight, *bases_bias;
} LayerViews;

static const TaperTensorView *
find_of_layer (const TaperSafetensors *file, const TaperNetwork *network, const TaperLayer *layer,
               const char *owner, const char *part, guint n_bases, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s.%s.%s", owner, layer->name, part);
  guint64 shape[TAPER_TENSOR_MAX_RANK];
  guint rank = 0;

  if (n_bases > 0)
    shape[rank++] = n_bases;
  shape[rank++] = layer->out_channels;
  if (part[0] == 'w')
    {
      shape[rank++] = layer->in_channels;
      if (taper_network_get_node (network, layer->node)->op == TAPER_OP_CONV2D)
        {
          shape[rank++] = layer->kernel;
          shape[rank++] = layer->kernel;
        }
    }
  return find (file, name, shape, rank, error);
}

static gboolean
find_layer (const TaperSafetensors *file, const TaperNetwork *network, guint index, guint n_bases,
            LayerViews *views, GError **error)
{
  const TaperLayer *layer = taper_network_get_layer (network, index);

  views->weight = find_of_layer (file, network, layer, "generic", "weight", 0, error);
  if (views->weight == NULL)
    return FALSE;
  views->bias = find_of_layer (file, network, layer, "generic", "bias", 0, error);
  if (views->bias == NULL)
    return FALSE;
  views->bases_weight = find_of_layer (file, network, layer, "bases", "weight", n_bases, error);
  if (views->bases_weight == NULL)
    return FALSE;
  views->bases_bias = find_of_layer (file, network, layer, "bases", "bias", n_bases, error);
  return views->bases_bias != NULL;
}

/* @weight (P) and @bias (out) hold the largest layer's K bases. */
static gboolean
load_layer (const LayerViews *views, guint layer, guint n_bases, float *weight, float *bias,
            TaperParameters *generic, TaperBases *bases, GError **error)
{
  if (!read_values (views->weight, weight, error) || !read_values (views->bias, bias, error))
    return FALSE;
  taper_parameters_set_layer (generic, layer, weight, bias);

  if (!read_values (views->bases_weight, weight, error) ||
      !read_values (views->bases_bias, bias, error) ||
      !check_half_range (views->bases_weight, weight, error) ||
      !check_half_range (views->bases_bias, bias, error))
    return FALSE;
  for (guint k = 0; k < n_bases; k++)
    taper_bases_set_layer (bases, k, layer, weight + k * views->weight->n_elements,
                           bias + k * views->bias->n_elements);
  return TRUE;
}

enum {
  EMBEDDING,
  ENCODER0_WEIGHT,
  ENCODER0_BIAS,
  ENCODER1_WEIGHT,
  ENCODER1_BIAS,
  PREDICTOR0_WEIGHT,
  PREDICTOR0_BIAS,
  PREDICTOR1_WEIGHT,
  PREDICTOR1_BIAS,
  PRIOR,
  PRIOR_SCALE,
  N_MIXER_TENSORS
};

typedef struct {
  const char *name;
  guint rank;
  guint64 shape[2];
} Wanted;

/* Finds the mixer's tensors; those of the prior are both there or both %NULL. */
static gboolean
find_mixer (const TaperSafetensors *file, TaperMixerWeights *sizes,
            const TaperTensorView *views[N_MIXER_TENSORS], GError **error)
{
  const guint64 c = sizes->n_classes, l = sizes->n_layers, k = sizes->n_bases;
  const guint64 any[2] = { ANY, ANY }, embedding[2] = { c, ANY };
  const TaperTensorView *first = find (file, "mixer.class_embedding", embedding, 2, error);
  const TaperTensorView *second =
      first != NULL ? find (file, "mixer.encoder.0.weight", any, 2, error) : NULL;
  const gboolean has_prior = taper_safetensors_lookup (file, "mixer.prior") != NULL ||
                             taper_safetensors_lookup (file, "mixer.prior_scale") != NULL;

  if (second == NULL)
    return FALSE;
  const guint64 d = first->shape[1], h = second->shape[0];
  const Wanted wanted[N_MIXER_TENSORS] = {
    [EMBEDDING] = { "mixer.class_embedding", 2, { c, d } },
    [ENCODER0_WEIGHT] = { "mixer.encoder.0.weight", 2, { h, d } },
    [ENCODER0_BIAS] = { "mixer.encoder.0.bias", 1, { h } },
    [ENCODER1_WEIGHT] = { "mixer.encoder.1.weight", 2, { h, h } },
    [ENCODER1_BIAS] = { "mixer.encoder.1.bias", 1, { h } },
    [PREDICTOR0_WEIGHT] = { "mixer.predictor.0.weight", 2, { h, h } },
    [PREDICTOR0_BIAS] = { "mixer.predictor.0.bias", 1, { h } },
    [PREDICTOR1_WEIGHT] = { "mixer.predictor.1.weight", 2, { l * k, h } },
    [PREDICTOR1_BIAS] = { "mixer.predictor.1.bias", 1, { l * k } },
    [PRIOR] = { "mixer.prior", 2, { c, k } },
    [PRIOR_SCALE] = { "mixer.prior_scale", 1, { l } },
  };
  for (guint i = 0; i < (has_prior ? N_MIXER_TENSORS : PRIOR); i++)
    {
      views[i] = find (file, wanted[i].name, wanted[i].shape, wanted[i].rank, error);
      if (views[i] == NULL)
        return FALSE;
    }
  sizes->n_embedding = d;
  sizes->n_hidden = h;
  return TRUE;
}

static TaperMixer *
load_mixer (const TaperTensorView *const views[N_MIXER_TENSORS], TaperMixerWeights *weights,
            GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_MIXER_TENSORS; i++)
    {
      float *tensor = views[i] != NULL ? g_new (float, views[i]->n_elements) : NULL;

      g_ptr_array_add (values, tensor);
      if (tensor != NULL && !read_values (views[i], tensor, error))
        return NULL;
    }
  weights->class_embedding = values->pdata[EMBEDDING];
  weights->encoder0_weight = values->pdata[ENCODER0_WEIGHT];
  weights->encoder0_bias = values->pdata[ENCODER0_BIAS];
  weights->encoder1_weight = values->pdata[ENCODER1_WEIGHT];
  weights->encoder1_bias = values->pdata[ENCODER1_BIAS];
  weights->predictor0_weight = values->pdata[PREDICTOR0_WEIGHT];
  weights->predictor0_bias = values->pdata[PREDICTOR0_BIAS];
  weights->predictor1_weight = values->pdata[PREDICTOR1_WEIGHT];
  weights->predictor1_bias = values->pdata[PREDICTOR1_BIAS];
  weights->prior = values->pdata[PRIOR];
  weights->prior_scale = values->pdata[PRIOR_SCALE];
  return taper_mixer_new (weights);
}

static gboolean
load_layers (const LayerViews *views, TaperNetwork *network, guint n_bases,
             TaperParameters **generic, TaperBases **bases, GError **error)
{
  const guint n_layers = taper_network_get_n_layers (network);
  g_autoptr (TaperParameters) parameters = taper_parameters_new (network);
  g_autoptr (TaperBases) filled = taper_bases_new (network, n_bases);
  g_autofree float *weight = NULL, *bias = NULL;
  gsize most_weights = 0, most_biases = 0;

  for (guint i = 0; i < n_layers; i++)
    {
      most_weights = MAX (most_weights, views[i].bases_weight->n_elements);
      most_biases = MAX (most_biases, views[i].bases_bias->n_elements);
    }
  weight = g_new (float, most_weights);
  bias = g_new (float, most_biases);
  for (guint i = 0; i < n_layers; i++)
    if (!load_layer (&views[i], i, n_bases, weight, bias, parameters, filled, error))
      return FALSE;
  *generic = g_steal_pointer (&parameters);
  *bases = g_steal_pointer (&filled);
  return TRUE;
}

gboolean
taper_bundle_load_tensors (const TaperSafetensors *file, TaperNetwork *network, guint n_classes,
                           guint n_bases, TaperParameters **generic, TaperBases **bases,
                           TaperMixer **mixer, GError **error)
{
  const guint n_layers = taper_network_get_n_layers (network);
  g_autofree LayerViews *layers = g_new0 (LayerViews, n_layers);
  const TaperTensorView *views[N_MIXER_TENSORS] = { NULL };
  TaperMixerWeights weights = {
    .n_classes = n_classes,
    .n_layers = n_layers,
    .n_bases = n_bases,
  };

  for (guint i = 0; i < n_layers; i++)
    if (!find_layer (file, network, i, n_bases, &layers[i], error))
      return FALSE;
  if (!find_mixer (file, &weights, views, error))
    return FALSE;

  *mixer = load_mixer (views, &weights, error);
  if (*mixer == NULL)
    return FALSE;
  if (load_layers (layers, network, n_bases, generic, bases, error))
    return TRUE;
  g_clear_pointer (mixer, taper_mixer_unref);
  return FALSE;
}
