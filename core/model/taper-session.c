/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/taper-session-private.h"
#include "core/tensor/taper-buffer.h"
#include "core/threads/taper-pool.h"

/* Many pictures: each thread takes its share of them through the whole network. Fewer pictures
 * than threads: all threads work on each node of one picture. */
struct _TaperSession {
  TaperNetwork *network;
  TaperPlan *plan; /* of one lane */
  guint n_lanes;
  TaperLane *lanes;
};

typedef struct {
  TaperSession *self;
  const TaperParameters *parameters;
  const float *input;
  float *logits;
  guint n, per_lane;
} Job;

static TaperPlan *
plan_new (TaperNetwork *network, guint max_batch)
{
  const guint threads = taper_pool_get_threads ();
  return taper_plan_new (network, (MAX (max_batch, 1) + threads - 1) / threads);
}

gsize
taper_session_estimate (TaperNetwork *network, guint max_batch)
{
  TaperPlan *plan = plan_new (network, max_batch);
  const gsize floats = (plan->arena_size + plan->scratch_size) * taper_pool_get_threads ();
  taper_plan_free (plan);
  return floats * sizeof (float);
}

TaperSession *
taper_session_new (TaperNetwork *network, guint max_batch)
{
  const guint threads = taper_pool_get_threads ();
  TaperSession *self = g_new0 (TaperSession, 1);
  self->network = taper_network_ref (network);
  self->plan = plan_new (network, max_batch);
  self->n_lanes = threads;
  self->lanes = g_new0 (TaperLane, threads);
  for (guint i = 0; i < threads; i++)
    {
      self->lanes[i].arena = taper_buffer_new_floats (self->plan->arena_size);
      self->lanes[i].scratch = taper_buffer_new_floats (self->plan->scratch_size);
    }
  return self;
}

void
taper_session_free (TaperSession *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    {
      taper_buffer_free (self->lanes[i].arena);
      taper_buffer_free (self->lanes[i].scratch);
    }
  g_free (self->lanes);
  taper_plan_free (self->plan);
  taper_network_unref (self->network);
  g_free (self);
}

/* Up to the plan's pictures, by one thread or by @n_lanes. */
static void
run_pictures (TaperSession *self, guint lane, guint n_lanes, const TaperParameters *parameters,
              guint n, const float *input, float *logits)
{
  const TaperInputSpec *spec = taper_network_get_input (self->network);
  const gsize n_input = (gsize) spec->channels * spec->height * spec->width;
  TaperStep step = { .plan = self->plan,
                     .parameters = parameters,
                     .arena = self->lanes[lane].arena,
                     .lanes = self->lanes + lane,
                     .n_lanes = n_lanes };
  for (guint s = 0; s < self->plan->n_segments; s++)
    {
      const TaperSegment *segment = &self->plan->segments[s];
      for (step.first = 0; step.first < n; step.first += segment->pictures)
        {
          step.n = MIN (segment->pictures, n - step.first);
          if (s == 0)
            taper_step_load (&step, input + step.first * n_input);
          for (guint i = 0; i < segment->n_nodes; i++)
            taper_step_run (&step, segment->first + i);
          if (s + 1 == self->plan->n_segments)
            taper_step_store (&step, logits + (gsize) step.first *
                                                  taper_network_get_n_outputs (self->network));
        }
    }
}

static void
run_lane (guint lane, gpointer data)
{
  const Job *job = data;
  const TaperInputSpec *spec = taper_network_get_input (job->self->network);
  const gsize n_input = (gsize) spec->channels * spec->height * spec->width;
  const gsize n_outputs = taper_network_get_n_outputs (job->self->network);
  const guint from = lane * job->per_lane;
  if (from < job->n)
    run_pictures (job->self, lane, 1, job->parameters, MIN (job->per_lane, job->n - from),
                  job->input + from * n_input, job->logits + from * n_outputs);
}

void
taper_session_forward (TaperSession *self, const TaperParameters *parameters, guint n,
                       const float *input, float *logits)
{
  const TaperInputSpec *spec = taper_network_get_input (self->network);
  const gsize n_input = (gsize) spec->channels * spec->height * spec->width;
  const gsize n_outputs = taper_network_get_n_outputs (self->network);
  const guint most = self->plan->pictures * self->n_lanes;
  while (n > 0)
    {
      const guint count = MIN (n, most);
      if (count < self->n_lanes)
        for (guint i = 0; i < count; i++)
          run_pictures (self, 0, self->n_lanes, parameters, 1, input + i * n_input,
                        logits + i * n_outputs);
      else
        {
          Job job = { self,   parameters, input,
                      logits, count,      (count + self->n_lanes - 1) / self->n_lanes };
          if (self->n_lanes > 1)
            taper_pool_run (self->n_lanes, run_lane, &job);
          else
            run_lane (0, &job);
        }
      n -= count;
      input += count * n_input;
      logits += count * n_outputs;
    }
}
