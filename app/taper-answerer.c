/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-answerer.h"
#include "app/taper-blender.h"

/* Pictures per forward call: enough to keep the kernels busy, few enough that a superseded run
 * ends within milliseconds. */
#define CHUNK 16

/* What is known about a picture. */
typedef struct {
  TaperImage *input; /* the answers below are for these pixels */
  float *generic;    /* (C) logits; NULL until computed */
  TaperRanking lanes[TAPER_N_LANES];
  guint64 model; /* the personalized model that the last two lanes are of */
  guint64 asked; /* generation of the last result it was part of */
} TaperKnown;

struct _TaperAnswerer {
  TaperBundle *bundle;
  TaperSession *session;
  TaperBlender *blender; /* the personalized model */
  TaperTask *task;       /* of the model; NULL while there is no valid one */
  TaperTuning *tuning;   /* nullable: of the model, too */
  guint64 model;         /* counts models */
  double mixer_ms, blend_ms;
  float *inputs;     /* (CHUNK, C, H, W) */
  float *logits;     /* (CHUNK, classes) */
  GHashTable *known; /* picture id -> TaperKnown */
};

TaperRequest *
taper_request_new (guint64 generation, TaperBundle *bundle, TaperTask *task, guint n_questions)
{
  TaperRequest *self = g_new0 (TaperRequest, 1);

  self->generation = generation;
  self->bundle = taper_bundle_ref (bundle);
  self->task = taper_task_ref (task);
  self->n_questions = n_questions;
  self->questions = g_new0 (TaperQuestion, n_questions);
  return self;
}

void
taper_request_free (TaperRequest *self)
{
  for (guint i = 0; i < self->n_questions; i++)
    g_clear_pointer (&self->questions[i].input, taper_image_unref);
  g_free (self->questions);
  taper_bundle_unref (self->bundle);
  taper_task_unref (self->task);
  g_clear_pointer (&self->tuning, taper_tuning_unref);
  g_free (self);
}

static void
taper_known_free (gpointer data)
{
  TaperKnown *known = data;

  taper_image_unref (known->input);
  g_free (known->generic);
  g_free (known);
}

TaperAnswerer *
taper_answerer_new (void)
{
  TaperAnswerer *self = g_new0 (TaperAnswerer, 1);

  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, taper_known_free);
  return self;
}

static void
taper_answerer_drop_bundle (TaperAnswerer *self)
{
  g_hash_table_remove_all (self->known);
  g_clear_pointer (&self->task, taper_task_unref);
  g_clear_pointer (&self->session, taper_session_free);
  g_clear_pointer (&self->tuning, taper_tuning_unref);
  g_clear_pointer (&self->blender, taper_blender_free);
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  g_clear_pointer (&self->inputs, g_free);
  g_clear_pointer (&self->logits, g_free);
}

void
taper_answerer_free (TaperAnswerer *self)
{
  taper_answerer_drop_bundle (self);
  g_hash_table_unref (self->known);
  g_free (self);
}

static void
taper_answerer_set_bundle (TaperAnswerer *self, TaperBundle *bundle)
{
  TaperNetwork *network = taper_bundle_get_network (bundle);
  const TaperInputSpec *spec = taper_network_get_input (network);

  if (bundle == self->bundle)
    return;
  taper_answerer_drop_bundle (self);
  self->bundle = taper_bundle_ref (bundle);
  self->session = taper_session_new (network, CHUNK);
  self->blender = taper_blender_new (bundle);
  self->inputs = g_new (float, (gsize) CHUNK * spec->channels * spec->height * spec->width);
  self->logits = g_new (float, (gsize) CHUNK *taper_network_get_n_outputs (network));
}

static TaperKnown *
taper_answerer_know (TaperAnswerer *self, const TaperQuestion *question)
{
  TaperKnown *known = g_hash_table_lookup (self->known, &question->picture);

  if (known && known->input == question->input)
    return known;
  known = g_new0 (TaperKnown, 1);
  known->input = taper_image_ref (question->input);
  g_hash_table_replace (self->known, g_memdup2 (&question->picture, sizeof (guint64)), known);
  return known;
}

/* FALSE when superseded before there was a model for the request. */
static gboolean
taper_answerer_mix (TaperAnswerer *self, const TaperRequest *request,
                    TaperSupersededFunc superseded, gpointer data)
{
  gint64 start, mixed;

  if (self->task && taper_task_equal (self->task, request->task) &&
      taper_tuning_makes_same (self->tuning, request->tuning))
    return TRUE;
  g_clear_pointer (&self->task, taper_task_unref);
  g_clear_pointer (&self->tuning, taper_tuning_unref);
  start = g_get_monotonic_time ();
  taper_blender_mix (self->blender, request->task, request->tuning);
  mixed = g_get_monotonic_time ();
  if (superseded && superseded (data))
    return FALSE;
  taper_blender_blend (self->blender, request->tuning);
  self->mixer_ms = (mixed - start) / 1000.0;
  self->blend_ms = (g_get_monotonic_time () - mixed) / 1000.0;
  self->task = taper_task_ref (request->task);
  self->tuning = request->tuning ? taper_tuning_ref (request->tuning) : NULL;
  self->model++;
  return TRUE;
}

/* Logits of up to CHUNK pictures into self->logits, (n, classes). */
static void
taper_answerer_forward (TaperAnswerer *self, TaperParameters *parameters,
                        TaperKnown *const *pictures, guint n)
{
  const TaperInputSpec *spec = taper_network_get_input (taper_bundle_get_network (self->bundle));
  const gsize n_values = (gsize) spec->channels * spec->height * spec->width;

  for (guint i = 0; i < n; i++)
    taper_image_to_input (pictures[i]->input, spec, self->inputs + i * n_values);
  taper_session_forward (self->session, parameters, n, self->inputs, self->logits);
}

/* The generic model's answers, once per picture and bundle. */
static gboolean
taper_answerer_ask_generic (TaperAnswerer *self, GPtrArray *known, TaperSupersededFunc superseded,
                            gpointer data)
{
  const guint n_classes = taper_network_get_n_outputs (taper_bundle_get_network (self->bundle));
  TaperParameters *generic = taper_bundle_get_generic (self->bundle);

  for (guint next = 0; next < known->len;)
    {
      TaperKnown *chunk[CHUNK];
      guint n = 0;

      for (; next < known->len && n < CHUNK; next++)
        if (!((TaperKnown *) known->pdata[next])->generic)
          chunk[n++] = known->pdata[next];
      if (n == 0)
        break;
      if (superseded && superseded (data))
        return FALSE;
      taper_answerer_forward (self, generic, chunk, n);
      for (guint i = 0; i < n; i++)
        {
          const float *logits = self->logits + (gsize) i * n_classes;

          chunk[i]->generic = g_memdup2 (logits, n_classes * sizeof (float));
          taper_ranking_from_logits (&chunk[i]->lanes[TAPER_LANE_GENERIC], logits, n_classes, NULL);
        }
    }
  return TRUE;
}

static void
taper_answerer_finish_picture (TaperAnswerer *self, TaperKnown *known, const float *logits)
{
  const guint n_classes = taper_network_get_n_outputs (taper_bundle_get_network (self->bundle));

  taper_ranking_from_logits (&known->lanes[TAPER_LANE_SELECTION], known->generic, n_classes,
                             self->task);
  taper_ranking_from_logits (&known->lanes[TAPER_LANE_PERSONALIZED], logits, n_classes, self->task);
  known->model = self->model;
}

/* The personalized model's answers; pictures that already have them are passed over. */
static gboolean
taper_answerer_ask_personalized (TaperAnswerer *self, GPtrArray *known, guint *n_forwarded,
                                 TaperSupersededFunc superseded, gpointer data)
{
  const guint n_classes = taper_network_get_n_outputs (taper_bundle_get_network (self->bundle));

  for (guint next = 0; next < known->len;)
    {
      TaperKnown *chunk[CHUNK];
      guint n = 0;

      for (; next < known->len && n < CHUNK; next++)
        if (((TaperKnown *) known->pdata[next])->model != self->model)
          chunk[n++] = known->pdata[next];
      if (n == 0)
        break;
      if (superseded && superseded (data))
        return FALSE;
      taper_answerer_forward (self, taper_blender_get_parameters (self->blender), chunk, n);
      for (guint i = 0; i < n; i++)
        taper_answerer_finish_picture (self, chunk[i], self->logits + (gsize) i * n_classes);
      *n_forwarded += n;
    }
  return TRUE;
}

static gboolean
taper_known_is_old (gpointer key, gpointer value, gpointer generation)
{
  return ((TaperKnown *) value)->asked != *(const guint64 *) generation;
}

static TaperSnapshot *
taper_answerer_make_snapshot (TaperAnswerer *self, const TaperRequest *request, GPtrArray *known)
{
  TaperSnapshot *snapshot = taper_snapshot_new (request->generation, request->bundle, request->task,
                                                request->n_questions);
  guint64 generation = request->generation;
  const gboolean answered = !taper_task_is_empty (request->task);

  snapshot->tuning = request->tuning ? taper_tuning_ref (request->tuning) : NULL;
  taper_blender_describe (self->blender, request->tuning, snapshot);
  taper_snapshot_compute_shares (snapshot);
  snapshot->mixer_ms = self->mixer_ms;
  snapshot->blend_ms = self->blend_ms;
  for (guint i = 0; i < request->n_questions; i++)
    {
      TaperKnown *picture = known->pdata[i];
      TaperPictureAnswer *answer = &snapshot->answers[i];
      const TaperRanking *lanes = picture->lanes;

      picture->asked = generation;
      answer->picture = request->questions[i].picture;
      answer->lanes[TAPER_LANE_GENERIC] = lanes[TAPER_LANE_GENERIC];
      if (!answered)
        continue;
      answer->lanes[TAPER_LANE_SELECTION] = lanes[TAPER_LANE_SELECTION];
      answer->lanes[TAPER_LANE_PERSONALIZED] = lanes[TAPER_LANE_PERSONALIZED];
      answer->changed = lanes[TAPER_LANE_SELECTION].top[0].class_index !=
                        lanes[TAPER_LANE_PERSONALIZED].top[0].class_index;
    }
  g_hash_table_foreach_remove (self->known, taper_known_is_old, &generation);
  return snapshot;
}

TaperSnapshot *
taper_answerer_run (TaperAnswerer *self, const TaperRequest *request,
                    TaperSupersededFunc superseded, gpointer data)
{
  g_autoptr (GPtrArray) known = g_ptr_array_sized_new (request->n_questions);
  TaperSnapshot *snapshot;
  guint n_forwarded = 0;
  gint64 start, end;

  taper_answerer_set_bundle (self, request->bundle);
  if (!taper_answerer_mix (self, request, superseded, data))
    return NULL;
  for (guint i = 0; i < request->n_questions; i++)
    g_ptr_array_add (known, taper_answerer_know (self, &request->questions[i]));
  if (!taper_answerer_ask_generic (self, known, superseded, data))
    return NULL;
  start = g_get_monotonic_time ();
  /* Nothing to choose from: masking leaves no class. */
  if (!taper_task_is_empty (request->task) &&
      !taper_answerer_ask_personalized (self, known, &n_forwarded, superseded, data))
    return NULL;
  end = g_get_monotonic_time ();
  snapshot = taper_answerer_make_snapshot (self, request, known);
  snapshot->n_forwarded = n_forwarded;
  snapshot->forward_ms = (end - start) / 1000.0;
  return snapshot;
}
