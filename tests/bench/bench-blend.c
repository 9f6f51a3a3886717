/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mixer/taper-bases.h"
#include "core/mixer/taper-mixer.h"
#include "core/model/taper-session.h"
#include "tests/bench/bench-network.h"
#include "tests/bench/bench-tasks.h"

#define N_HIDDEN 128
#define N_CLASSES 200
#define N_EMBEDDING 64

/* What a tick needs. */
typedef struct {
  TaperParameters *blended;
  TaperBases *bases;
  TaperMixer *mixer;
  TaperTask *task;
  TaperSession *session;
  float *coefficients, *input, *logits;
} Blend;

static TaperBases *
make_bases (TaperNetwork *network, guint n_bases)
{
  TaperBases *bases = taper_bases_new (network, n_bases);
  for (guint k = 0; k < n_bases; k++)
    {
      g_autoptr (TaperParameters) basis = bench_parameters_new (network, 100 + k);
      for (guint i = 0; i < taper_network_get_n_layers (network); i++)
        {
          const TaperLayer *layer = taper_network_get_layer (network, i);
          g_autofree float *weight = g_new (float, layer->n_weights);
          g_autofree float *bias = g_new (float, layer->out_channels);
          taper_parameters_get_layer (basis, i, weight, bias);
          taper_bases_set_layer (bases, k, i, weight, bias);
        }
    }
  return bases;
}

static float *
random_values (GRand *rand, gsize n)
{
  float *values = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    values[i] = (float) g_rand_double_range (rand, -0.1, 0.1);
  return values;
}

static TaperMixer *
make_mixer (GRand *rand, guint n_classes, guint n_layers, guint n_bases)
{
  const guint h = N_HIDDEN;
  g_autofree float *embedding = random_values (rand, (gsize) n_classes * N_EMBEDDING);
  g_autofree float *first = random_values (rand, h * N_EMBEDDING);
  g_autofree float *square = random_values (rand, h * h);
  g_autofree float *bias = random_values (rand, MAX (h, n_layers * n_bases));
  g_autofree float *last = random_values (rand, (gsize) n_layers * n_bases * h);
  const TaperMixerWeights weights = {
    .n_classes = n_classes,
    .n_embedding = N_EMBEDDING,
    .n_hidden = h,
    .n_layers = n_layers,
    .n_bases = n_bases,
    .class_embedding = embedding,
    .encoder0_weight = first,
    .encoder0_bias = bias,
    .encoder1_weight = square,
    .encoder1_bias = bias,
    .predictor0_weight = square,
    .predictor0_bias = bias,
    .predictor1_weight = last,
    .predictor1_bias = bias,
  };
  return taper_mixer_new (&weights);
}

/* Five classes. */
static TaperTask *
make_task (guint n_classes)
{
  guint classes[5];
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    classes[i] = i * n_classes / G_N_ELEMENTS (classes);
  return taper_task_new (n_classes, classes, G_N_ELEMENTS (classes));
}

static gpointer
prepare (const char *name, guint n_bases)
{
  Blend *self = g_new0 (Blend, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  self->blended = bench_parameters (name);
  TaperNetwork *network = taper_parameters_get_network (self->blended);
  const TaperInputSpec *spec = taper_network_get_input (network);
  const guint n_layers = taper_network_get_n_layers (network);
  /* PyTorch's side has so many, whatever the network; where classes are the axis, all count. */
  const guint n_classes =
      g_str_has_prefix (name, "classes-") ? taper_network_get_n_outputs (network) : N_CLASSES;
  self->blended = taper_parameters_new (network);
  self->bases = make_bases (network, n_bases);
  self->mixer = make_mixer (rand, n_classes, n_layers, n_bases);
  self->task = make_task (n_classes);
  self->session = taper_session_new (network, 1);
  self->coefficients = random_values (rand, (gsize) n_layers * n_bases);
  self->input = random_values (rand, (gsize) spec->channels * spec->height * spec->width);
  self->logits = g_new (float, taper_network_get_n_outputs (network));
  return self;
}

static void
run_blend (gpointer data)
{
  Blend *self = data;
  taper_bases_blend (self->bases, self->coefficients, self->blended);
}

static void
run_mixer (gpointer data)
{
  Blend *self = data;
  taper_mixer_predict (self->mixer, self->task, self->coefficients);
}

static void
run_tick (gpointer data)
{
  Blend *self = data;
  taper_mixer_predict (self->mixer, self->task, self->coefficients);
  taper_bases_blend (self->bases, self->coefficients, self->blended);
  taper_session_forward (self->session, self->blended, 1, self->input, self->logits);
}

const BenchTask bench_blend_tasks[] = {
  { "blend", prepare, run_blend },
  { "mixer", prepare, run_mixer },
  { "tick", prepare, run_tick },
  { NULL },
};
