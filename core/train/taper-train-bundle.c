/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The result of a training run as a bundle. */
#include "core/taper-json.h"
#include "core/train/taper-train-evaluation.h"

#include <string.h>

/* The one or two groups most of the cluster's classes are of. */
static char *
name_basis (TaperTrainer *self, guint basis)
{
  TaperClassList *classes = self->data->classes;
  guint n_groups = taper_class_list_get_n_groups (classes), size = 0;
  g_autofree guint *count = g_new0 (guint, n_groups);
  guint first = 0, second = 0;

  for (guint c = 0; c < self->n_classes; c++)
    if ((guint) self->clusters[c] == basis)
      {
        count[taper_class_list_get_class (classes, c)->group]++;
        size++;
      }
  for (guint g = 1; g < n_groups; g++)
    if (count[g] > count[first])
      first = g;
  second = first == 0 ? MIN (1, n_groups - 1) : 0;
  for (guint g = 0; g < n_groups; g++)
    if (g != first && count[g] > count[second])
      second = g;
  if (n_groups < 2)
    return g_strdup_printf ("Basis %u", basis + 1);
  if (count[first] * 3 >= size * 2 || count[second] == 0)
    return g_strdup (taper_class_list_get_group_name (classes, first));
  return g_strdup_printf ("%s and %s", taper_class_list_get_group_name (classes, first),
                          taper_class_list_get_group_name (classes, second));
}

static char *
bases_json (TaperTrainer *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  JsonArray *bases = json_array_new ();

  json_node_take_array (root, bases);
  for (guint k = 0; k < self->n_bases; k++)
    {
      JsonObject *basis = json_object_new ();
      JsonArray *ids = json_array_new ();
      gboolean frozen = k >= self->config->bases;
      g_autofree char *name = frozen ? g_strdup ("Generic") : name_basis (self, k);

      for (guint c = 0; c < self->n_classes; c++)
        if (frozen || (guint) self->clusters[c] == k)
          json_array_add_string_element (ids,
                                         taper_class_list_get_class (self->data->classes, c)->id);
      json_object_set_string_member (basis, "name", name);
      json_object_set_array_member (basis, "classes", ids);
      json_array_add_object_element (bases, basis);
    }
  return json_to_string (root, FALSE);
}

static void
add_layers (TaperTrainer *self, TaperSafetensorsWriter *writer)
{
  for (guint l = 0; l < taper_network_get_n_layers (self->network); l++)
    {
      const TaperLayer *layer = taper_network_get_layer (self->network, l);
      gsize at = taper_train_net_get_offset (self->net, l);
      gboolean linear = taper_network_get_node (self->network, layer->node)->op == TAPER_OP_LINEAR;
      guint64 shape[5] = { self->n_bases, layer->out_channels, layer->in_channels, layer->kernel,
                           layer->kernel };
      g_autofree float *weights = g_new (float, self->n_bases * layer->n_weights);
      g_autofree float *biases = g_new (float, (gsize) self->n_bases * layer->out_channels);
      g_autofree char *generic_weight = g_strdup_printf ("generic.%s.weight", layer->name);
      g_autofree char *generic_bias = g_strdup_printf ("generic.%s.bias", layer->name);
      g_autofree char *bases_weight = g_strdup_printf ("bases.%s.weight", layer->name);
      g_autofree char *bases_bias = g_strdup_printf ("bases.%s.bias", layer->name);

      for (guint k = 0; k < self->n_bases; k++)
        {
          const float *basis = self->bases + k * self->n_params + at;

          memcpy (weights + k * layer->n_weights, basis, layer->n_weights * sizeof (float));
          memcpy (biases + (gsize) k * layer->out_channels, basis + layer->n_weights,
                  layer->out_channels * sizeof (float));
        }
      taper_safetensors_writer_add (writer, generic_weight, TAPER_DTYPE_F16, linear ? 2 : 4,
                                    shape + 1, self->generic + at);
      taper_safetensors_writer_add (writer, generic_bias, TAPER_DTYPE_F16, 1, shape + 1,
                                    self->generic + at + layer->n_weights);
      taper_safetensors_writer_add (writer, bases_weight, TAPER_DTYPE_F16, linear ? 3 : 5, shape,
                                    weights);
      taper_safetensors_writer_add (writer, bases_bias, TAPER_DTYPE_F16, 2, shape, biases);
    }
}

static void
add_matrix (TaperSafetensorsWriter *writer, const char *name, guint64 rows, guint64 columns,
            const float *data)
{
  const guint64 shape[2] = { rows, columns };

  taper_safetensors_writer_add (writer, name, TAPER_DTYPE_F32, columns == 0 ? 1 : 2, shape, data);
}

static void
add_mixer (const TaperTrainMixer *mixer, TaperSafetensorsWriter *writer)
{
  guint64 c = mixer->n_classes, h = mixer->n_hidden, t = mixer->n_text, e = mixer->n_learned;
  guint64 rows = (guint64) mixer->n_layers * mixer->n_bases;
  const float *p = mixer->params;
  g_autofree float *embedding = g_new (float, c *(t + e));

  for (guint64 i = 0; i < c; i++)
    {
      memcpy (embedding + i * (t + e), mixer->text + i * t, t * sizeof (float));
      memcpy (embedding + i * (t + e) + t, p + mixer->learned + i * e, e * sizeof (float));
    }
  add_matrix (writer, "mixer.class_embedding", c, t + e, embedding);
  add_matrix (writer, "mixer.encoder.0.weight", h, t + e, p + mixer->encoder0_weight);
  add_matrix (writer, "mixer.encoder.0.bias", h, 0, p + mixer->encoder0_bias);
  add_matrix (writer, "mixer.encoder.1.weight", h, h, p + mixer->encoder1_weight);
  add_matrix (writer, "mixer.encoder.1.bias", h, 0, p + mixer->encoder1_bias);
  add_matrix (writer, "mixer.predictor.0.weight", h, h, p + mixer->predictor0_weight);
  add_matrix (writer, "mixer.predictor.0.bias", h, 0, p + mixer->predictor0_bias);
  add_matrix (writer, "mixer.predictor.1.weight", rows, h, p + mixer->predictor1_weight);
  add_matrix (writer, "mixer.predictor.1.bias", rows, 0, p + mixer->predictor1_bias);
  add_matrix (writer, "mixer.prior", c, mixer->n_bases, mixer->prior);
  add_matrix (writer, "mixer.prior_scale", mixer->n_layers, 0, p + mixer->prior_scale);
}

gboolean
taper_train_write_bundle (TaperTrainer *self, const char *path, const char *provenance,
                          GError **error)
{
  g_autoptr (TaperSafetensorsWriter) writer = taper_safetensors_writer_new ();
  g_autofree char *bases = bases_json (self);
  g_autofree char *mixer = g_strdup_printf (
      "{\"type\": \"mean-embedding-mlp\", \"activation\": \"relu\", \"coefficients\": "
      "\"softmax\", \"prior\": \"class share of each basis times prior_scale per layer\", "
      "\"embedding\": \"%u values from word vectors (mean of the names, synonyms and group words, "
      "unit length) followed by %u learned values\"}",
      self->n_text, self->config->learned);

  taper_safetensors_writer_set_metadata (writer, "format", "taper-bundle");
  taper_safetensors_writer_set_metadata (writer, "format_version", "1");
  taper_safetensors_writer_set_metadata (
      writer, "name", self->config->name == NULL ? "My pictures" : self->config->name);
  taper_safetensors_writer_set_metadata (writer, "model", taper_network_get_json (self->network));
  taper_safetensors_writer_set_metadata (writer, "classes", self->data->classes_json);
  taper_safetensors_writer_set_metadata (writer, "bases", bases);
  taper_safetensors_writer_set_metadata (writer, "mixer", mixer);
  taper_safetensors_writer_set_metadata (writer, "provenance", provenance);
  add_layers (self, writer);
  add_mixer (self->joint->mixer, writer);
  return taper_safetensors_writer_write (writer, path, error);
}
