/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mixer/taper-bases.h"
#include "core/mixer/taper-mixer.h"
#include "core/model/taper-session.h"
#include "core/threads/taper-pool.h"
#include "tests/support/random-network.h"

#include <dlfcn.h>
#include <stdatomic.h>

/* The allocator's functions, counted: this program's definitions come before the C library's. */
static atomic_uint n_allocations;

#define COUNT(type, name, parameters, arguments)                                                   \
  type name parameters;                                                                            \
  type name parameters                                                                             \
  {                                                                                                \
    static type (*next) parameters;                                                                \
    if (next == NULL)                                                                              \
      next = (type (*) parameters) dlsym (RTLD_NEXT, #name);                                       \
    atomic_fetch_add (&n_allocations, 1);                                                          \
    return next arguments;                                                                         \
  }

COUNT (void *, malloc, (size_t size), (size))
COUNT (void *, calloc, (size_t n, size_t size), (n, size))
COUNT (void *, realloc, (void *old, size_t size), (old, size))
COUNT (void *, aligned_alloc, (size_t alignment, size_t size), (alignment, size))
COUNT (int, posix_memalign, (void **to, size_t alignment, size_t size), (to, alignment, size))

typedef struct {
  TaperNetwork *network;
  TaperParameters *parameters;
  TaperBases *bases;
  TaperMixer *mixer;
  TaperTask *task;
  TaperSession *session;
  float *coefficients, *input, *logits;
} Fixture;

#define N_BASES 3
#define N_CLASSES 6
#define N_HIDDEN 16

static TaperMixer *
make_mixer (GRand *rand, guint n_layers)
{
  const gsize n = MAX (N_HIDDEN * N_HIDDEN, n_layers * N_BASES * N_HIDDEN);
  g_autofree float *values = g_new (float, n);
  const TaperMixerWeights weights = {
    .n_classes = N_CLASSES,
    .n_embedding = N_HIDDEN,
    .n_hidden = N_HIDDEN,
    .n_layers = n_layers,
    .n_bases = N_BASES,
    .class_embedding = values,
    .encoder0_weight = values,
    .encoder0_bias = values,
    .encoder1_weight = values,
    .encoder1_bias = values,
    .predictor0_weight = values,
    .predictor0_bias = values,
    .predictor1_weight = values,
    .predictor1_bias = values,
  };
  random_fill (rand, values, n, 0.1);
  return taper_mixer_new (&weights);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (61);
  self->network = random_network_new (rand, 8);
  const TaperInputSpec *spec = taper_network_get_input (self->network);
  const gsize n_input = (gsize) spec->channels * spec->height * spec->width;
  const guint n_layers = taper_network_get_n_layers (self->network);
  const guint classes[] = { 1, 4, 5 };
  taper_pool_set_threads (2);
  self->parameters = random_parameters_new (rand, self->network);
  self->bases = taper_bases_new (self->network, N_BASES);
  self->mixer = make_mixer (rand, n_layers);
  self->task = taper_task_new (N_CLASSES, classes, G_N_ELEMENTS (classes));
  self->session = taper_session_new (self->network, 8);
  self->coefficients = g_new0 (float, N_BASES *n_layers);
  self->input = g_new (float, 20 * n_input);
  self->logits = g_new (float, 20 * (gsize) taper_network_get_n_outputs (self->network));
  random_fill (rand, self->input, 20 * n_input, 1);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  taper_session_free (self->session);
  taper_bases_unref (self->bases);
  taper_mixer_unref (self->mixer);
  taper_task_unref (self->task);
  taper_parameters_unref (self->parameters);
  taper_network_unref (self->network);
  g_free (self->coefficients);
  g_free (self->input);
  g_free (self->logits);
  taper_pool_set_threads (0);
}

/* A tick: new coefficients and weights; one picture, fewer than the session was made for, more. */
static void
work (Fixture *self)
{
  taper_mixer_predict (self->mixer, self->task, self->coefficients);
  taper_bases_blend (self->bases, self->coefficients, self->parameters);
  taper_bases_blend_add (self->bases, 0, 1, 0.5f, self->parameters);
  taper_session_forward (self->session, self->parameters, 1, self->input, self->logits);
  taper_session_forward (self->session, self->parameters, 5, self->input, self->logits);
  taper_session_forward (self->session, self->parameters, 20, self->input, self->logits);
}

/* Each item waits for the other one, so the pool's second thread has started when both are done. */
static void
meet (guint index, gpointer data)
{
  atomic_uint *arrived = data;
  atomic_fetch_add (arrived, 1);
  while (atomic_load (arrived) < 2)
    g_thread_yield ();
}

static void
test_no_allocation (Fixture *self, gconstpointer data)
{
  g_free (g_malloc (8));
  g_assert_cmpuint (atomic_load (&n_allocations), >, 0); /* it does count */
  atomic_uint arrived = 0;
  taper_pool_run (2, meet, &arrived);
  work (self);
  const guint before = atomic_load (&n_allocations);
  for (guint i = 0; i < 10; i++)
    work (self);
  g_assert_cmpuint (atomic_load (&n_allocations), ==, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/session-memory/no-allocation", Fixture, NULL, set_up, test_no_allocation,
              tear_down);
  return g_test_run ();
}
