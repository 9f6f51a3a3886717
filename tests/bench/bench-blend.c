/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-bundle.h"
#include "core/model/taper-session.h"
#include "core/tensor/taper-buffer.h"
#include "tests/bench/bench-network.h"
#include "tests/bench/bench-tasks.h"

#include <string.h>

#define N_HIDDEN 128
#define N_CLASSES 200
#define N_EMBEDDING 64
#define PREFETCH 512 /* floats ahead, in bytes as far as the blend from fp16 */
#define STREAM_FLOATS (2 * 1024 * 1024)

/* Compiled for the machine's vectors like the kernels are. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define FASTEST __attribute__ ((target_clones ("avx512f", "avx2", "default"), optimize ("O3")))
#else
#define FASTEST
#endif

typedef float Vector __attribute__ ((vector_size (64), may_alias));
typedef guint64 Bits __attribute__ ((vector_size (64), may_alias));

/* What a tick needs, and the same bases in fp32 as one stream (chunks, K, 64) per network. */
typedef struct {
  TaperParameters *blended;
  TaperBases *bases;
  TaperMixer *mixer;
  TaperTask *task;
  TaperSession *session;
  guint n_bases;
  float *coefficients, *input, *logits;
  gsize n_params;
  float *plain, *plain_out;
  guint64 read;
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
make_mixer (GRand *rand, guint n_layers, guint n_bases)
{
  const guint h = N_HIDDEN;
  g_autofree float *embedding = random_values (rand, N_CLASSES * N_EMBEDDING);
  g_autofree float *first = random_values (rand, h * N_EMBEDDING);
  g_autofree float *square = random_values (rand, h * h);
  g_autofree float *bias = random_values (rand, MAX (h, n_layers * n_bases));
  g_autofree float *last = random_values (rand, (gsize) n_layers * n_bases * h);
  const TaperMixerWeights weights = {
    .n_classes = N_CLASSES,
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

static TaperTask *
make_task (void)
{
  const char *const names[] = { "goldfish", "tabby", "banana", "lemon", "orange", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("TAPER_DATADIR"), "bundles",
                                            "tiny-imagenet-s8.safetensors", NULL);
  g_autoptr (TaperBundle) bundle = taper_bundle_open (path, &error);
  g_assert_no_error (error);
  TaperTask *task = taper_task_new_from_names (taper_bundle_get_classes (bundle), names, &error);
  g_assert_no_error (error);
  return task;
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
  self->n_bases = n_bases;
  self->blended = taper_parameters_new (network);
  self->bases = make_bases (network, n_bases);
  self->mixer = make_mixer (rand, n_layers, n_bases);
  self->task = make_task ();
  self->session = taper_session_new (network, 1);
  self->coefficients = random_values (rand, (gsize) n_layers * n_bases);
  self->input = random_values (rand, (gsize) spec->channels * spec->height * spec->width);
  self->logits = g_new (float, taper_network_get_n_outputs (network));
  self->n_params = taper_round_up (taper_network_get_n_params (network), 64);
  return self;
}

static gpointer
prepare_plain (const char *name, guint n_bases)
{
  Blend *self = g_new0 (Blend, 1);
  g_autoptr (TaperParameters) parameters = bench_parameters (name);
  self->n_bases = n_bases;
  self->n_params =
      taper_round_up (taper_network_get_n_params (taper_parameters_get_network (parameters)), 64);
  self->coefficients = g_new (float, n_bases);
  self->plain = taper_buffer_new_floats (n_bases * self->n_params);
  self->plain_out = taper_buffer_new_floats (self->n_params);
  for (guint k = 0; k < n_bases; k++)
    self->coefficients[k] = 1.0f / (float) (k + 1);
  for (gsize i = 0; i < n_bases * self->n_params; i++)
    self->plain[i] = (float) (i % 1000);
  return self;
}

static void
run_blend (gpointer data)
{
  Blend *self = data;
  taper_bases_blend (self->bases, self->coefficients, self->blended);
}

/* Past the caches by the same rule as the blend from fp16. */
static inline __attribute__ ((always_inline)) void
store_plain (float *to, const float *from, gboolean stream)
{
#ifdef __x86_64__
  typedef float Four __attribute__ ((vector_size (16), may_alias));
  if (stream)
    {
      for (guint i = 0; i < 64; i += 4)
        __builtin_ia32_movntps (to + i, *(const Four *) (from + i));
      return;
    }
#endif
  memcpy (to, from, 64 * sizeof *to);
}

FASTEST static void
blend_plain (const float *bases, const float *coefficients, guint n_bases, gsize n, float *to)
{
  for (gsize i = 0; i < n; i += 64)
    {
      Vector sums[4] = { { 0 }, { 0 }, { 0 }, { 0 } };
      for (guint k = 0; k < n_bases; k++, bases += 64)
        for (guint v = 0; v < 4; v++)
          {
            __builtin_prefetch (bases + v * 16 + PREFETCH);
            sums[v] += coefficients[k] * *(const Vector *) (bases + v * 16);
          }
      store_plain (to + i, (const float *) sums, n >= STREAM_FLOATS);
    }
}

static void
run_blend32 (gpointer data)
{
  Blend *self = data;
  blend_plain (self->plain, self->coefficients, self->n_bases, self->n_params, self->plain_out);
}

FASTEST static guint64
read_plain (const float *from, gsize n)
{
  Bits all[4] = { { 0 }, { 0 }, { 0 }, { 0 } };
  for (gsize i = 0; i < n; i += 64)
    for (guint v = 0; v < 4; v++)
      {
        __builtin_prefetch (from + i + v * 16 + PREFETCH);
        all[v] |= *(const Bits *) (from + i + v * 16);
      }
  all[0] |= all[1] | all[2] | all[3];
  return all[0][0] | all[0][3] | all[0][7];
}

static void
run_read (gpointer data)
{
  Blend *self = data;
  self->read |= read_plain (self->plain, self->n_bases * self->n_params);
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
  { "blend", prepare, run_blend },     { "mixer", prepare, run_mixer },
  { "tick", prepare, run_tick },       { "blend32", prepare_plain, run_blend32 },
  { "read", prepare_plain, run_read }, { NULL },
};
