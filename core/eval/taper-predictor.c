/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-predictor.h"

#include "core/kernels/taper-kernels.h"
#include "core/model/taper-session.h"
#include "core/threads/taper-pool.h"

/* Pictures per forward call: keeps the kernels busy and the workspace small. */
#define BATCH 64

struct _TaperPredictor {
  TaperBundle *bundle;
  TaperLogitCache *cache; /* or NULL */
  TaperPictureSet *pictures;
  TaperSession *session;
  TaperParameters *blended;
  float *coefficients; /* (L, K) */
  float *generic;      /* (n, C); NULL until asked for */
  gsize stride;        /* C * H * W of the input */
  float *input;        /* (BATCH, C, H, W) */
};

TaperPredictor *
taper_predictor_new (TaperBundle *bundle, TaperPictureSet *pictures)
{
  TaperPredictor *self = g_new0 (TaperPredictor, 1);
  TaperNetwork *network = taper_bundle_get_network (bundle);
  const TaperInputSpec *spec = taper_network_get_input (network);

  self->bundle = taper_bundle_ref (bundle);
  self->pictures = taper_picture_set_ref (pictures);
  self->session = taper_session_new (network, BATCH);
  self->blended = taper_parameters_new (network);
  self->coefficients = g_new (float, (gsize) taper_network_get_n_layers (network) *
                                         taper_bundle_get_n_bases (bundle));
  self->stride = (gsize) spec->channels * spec->height * spec->width;
  self->input = g_new (float, BATCH * self->stride);
  return self;
}

void
taper_predictor_free (TaperPredictor *self)
{
  taper_session_free (self->session);
  taper_parameters_unref (self->blended);
  taper_picture_set_unref (self->pictures);
  taper_bundle_unref (self->bundle);
  g_free (self->coefficients);
  g_free (self->generic);
  g_free (self->input);
  g_free (self);
}

void
taper_predictor_set_cache (TaperPredictor *self, TaperLogitCache *cache)
{
  self->cache = cache;
}

TaperBundle *
taper_predictor_get_bundle (const TaperPredictor *self)
{
  return self->bundle;
}

TaperPictureSet *
taper_predictor_get_pictures (const TaperPredictor *self)
{
  return self->pictures;
}

typedef struct {
  TaperPredictor *self;
  const guint *pictures;
} Inputs;

static void
input_cb (guint index, gpointer data)
{
  Inputs *inputs = data;

  taper_picture_set_to_input (inputs->self->pictures, inputs->pictures[index],
                              inputs->self->input + index * inputs->self->stride);
}

static void
hash_parameters (GChecksum *sum, const TaperParameters *parameters)
{
  TaperNetwork *network = taper_parameters_get_network (parameters);

  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, l);
      guint n_bias = taper_network_get_node (network, layer->node)->out_channels;
      gsize n_weights = layer->n_params - n_bias;
      g_autofree float *weight = g_new (float, n_weights);
      g_autofree float *bias = g_new (float, n_bias);

      taper_parameters_get_layer (parameters, l, weight, bias);
      g_checksum_update (sum, (guchar *) weight, (gssize) (n_weights * sizeof (float)));
      g_checksum_update (sum, (guchar *) bias, (gssize) (n_bias * sizeof (float)));
    }
}

/* Everything the logits depend on: how they are computed (raise the number when the kernels or the
 * decoders are changed; another set of kernels or number of threads rounds differently), the
 * network's graph by its bundle, its weights, the pictures. */
static char *
make_key (const TaperPredictor *self, const TaperParameters *parameters, const guint *pictures,
          guint n)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *head =
      g_strdup_printf ("TaperLogits 2 %s %u\n", taper_kernels ()->name, taper_pool_get_threads ());

  g_checksum_update (sum, (const guchar *) head, -1);
  g_checksum_update (sum, (const guchar *) taper_bundle_get_sha256 (self->bundle), -1);
  g_checksum_update (sum, (const guchar *) taper_picture_set_get_key (self->pictures), -1);
  g_checksum_update (sum, (const guchar *) pictures, (gssize) (n * sizeof *pictures));
  hash_parameters (sum, parameters);
  return g_strdup (g_checksum_get_string (sum));
}

static gboolean
compute (TaperPredictor *self, const TaperParameters *parameters, const guint *pictures, guint n,
         float *logits, TaperProgressFunc progress, gpointer progress_data,
         GCancellable *cancellable, GError **error)
{
  guint n_classes = taper_network_get_n_outputs (taper_bundle_get_network (self->bundle));

  for (guint first = 0; first < n; first += BATCH)
    {
      Inputs inputs = { self, pictures + first };
      guint count = MIN (BATCH, n - first);

      if (progress != NULL)
        progress (first, n, progress_data);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      taper_pool_run (count, input_cb, &inputs);
      taper_session_forward (self->session, parameters, count, self->input,
                             logits + (gsize) first * n_classes);
    }
  if (progress != NULL)
    progress (n, n, progress_data);
  return TRUE;
}

gboolean
taper_predictor_run (TaperPredictor *self, const TaperParameters *parameters, const guint *pictures,
                     guint n, float *logits, TaperProgressFunc progress, gpointer progress_data,
                     GCancellable *cancellable, GError **error)
{
  g_autofree char *key = NULL;
  gsize size = (gsize) n * taper_network_get_n_outputs (taper_bundle_get_network (self->bundle));

  if (self->cache == NULL || n == 0)
    return compute (self, parameters, pictures, n, logits, progress, progress_data, cancellable,
                    error);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  key = make_key (self, parameters, pictures, n);
  if (taper_logit_cache_load (self->cache, key, logits, size))
    {
      if (progress != NULL)
        progress (n, n, progress_data);
      return TRUE;
    }
  if (!compute (self, parameters, pictures, n, logits, progress, progress_data, cancellable, error))
    return FALSE;
  taper_logit_cache_store (self->cache, key, logits, size);
  return TRUE;
}

const float *
taper_predictor_get_generic (TaperPredictor *self, TaperProgressFunc progress,
                             gpointer progress_data, GCancellable *cancellable, GError **error)
{
  guint n = taper_picture_set_get_n (self->pictures);
  guint n_classes = taper_network_get_n_outputs (taper_bundle_get_network (self->bundle));
  g_autoptr (GArray) all = NULL;
  g_autofree float *logits = NULL;

  if (self->generic != NULL)
    return self->generic;
  all = taper_picture_set_find (self->pictures, NULL);
  logits = g_new (float, MAX ((gsize) n * n_classes, 1));
  if (taper_predictor_run (self, taper_bundle_get_generic (self->bundle), (guint *) all->data, n,
                           logits, progress, progress_data, cancellable, error))
    self->generic = g_steal_pointer (&logits);
  return self->generic;
}

const TaperParameters *
taper_predictor_blend (TaperPredictor *self, const float *coefficients)
{
  taper_bases_blend (taper_bundle_get_bases (self->bundle), coefficients, self->blended);
  return self->blended;
}

const TaperParameters *
taper_predictor_personalize (TaperPredictor *self, const TaperTask *task)
{
  taper_mixer_predict (taper_bundle_get_mixer (self->bundle), task, self->coefficients);
  return taper_predictor_blend (self, self->coefficients);
}
