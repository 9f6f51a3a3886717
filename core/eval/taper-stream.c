/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-stream.h"

#include "core/task/taper-answer.h"

#include <math.h>
#include <string.h>

/* The control's pseudo-counts; the same as the context's, where it is strongest as well. */
#define CONTROL_CONCENTRATION 4.0
/* Fewer pictures say too little of the task for a network of its own. */
#define LEAST_REMEMBERED 20

struct _TaperStream {
  TaperPredictor *predictor;
  TaperContext *context;
  guint n_classes, n_bases, n_layers;
  double *control; /* (C): counts */
  float *coefficients;
  gboolean blended;
};

TaperStream *
taper_stream_new (TaperPredictor *predictor)
{
  TaperStream *self = g_new0 (TaperStream, 1);
  TaperBundle *bundle = taper_predictor_get_bundle (predictor);
  TaperNetwork *network = taper_bundle_get_network (bundle);

  self->predictor = predictor;
  self->n_classes = taper_network_get_n_outputs (network);
  self->n_layers = taper_network_get_n_layers (network);
  self->n_bases = taper_bundle_get_n_bases (bundle);
  self->context = taper_context_new (self->n_classes, taper_bundle_get_classes (bundle));
  self->control = g_new (double, self->n_classes);
  for (guint c = 0; c < self->n_classes; c++)
    self->control[c] = CONTROL_CONCENTRATION / self->n_classes;
  self->coefficients = g_new (float, (gsize) self->n_layers * self->n_bases);
  return self;
}

void
taper_stream_free (TaperStream *self)
{
  taper_context_free (self->context);
  g_free (self->control);
  g_free (self->coefficients);
  g_free (self);
}

TaperContext *
taper_stream_get_context (TaperStream *self)
{
  return self->context;
}

const float *
taper_stream_get_coefficients (const TaperStream *self)
{
  return self->blended ? self->coefficients : NULL;
}

/* --- lanes ------------------------------------------------------------------------------------ */

/* log softmax, in place. */
static void
normalize (float *logits, guint n)
{
  float largest = logits[0];
  double sum = 0;

  for (guint c = 1; c < n; c++)
    largest = MAX (largest, logits[c]);
  for (guint c = 0; c < n; c++)
    sum += expf (logits[c] - largest);
  for (guint c = 0; c < n; c++)
    logits[c] -= largest + (float) log (sum);
}

static void
choose_rows (const float *rows, guint n, guint n_classes, const TaperTask *task,
             TaperStreamLane lane, int *answers)
{
  for (guint i = 0; i < n; i++)
    answers[i * TAPER_N_STREAM_LANES + lane] =
        taper_argmax_masked (rows + (gsize) i * n_classes, n_classes, task);
}

/* Answers with the counts of all former answers, then counts these. */
static void
ask_control (TaperStream *self, const float *logits, guint n, float *row, int *answers)
{
  g_autofree double *added = g_new0 (double, self->n_classes);

  for (guint i = 0; i < n; i++)
    {
      guint best = 0;

      memcpy (row, logits + (gsize) i * self->n_classes, self->n_classes * sizeof *row);
      for (guint c = 0; c < self->n_classes; c++)
        {
          row[c] += (float) log (self->control[c]);
          if (row[c] > row[best])
            best = c;
        }
      answers[i * TAPER_N_STREAM_LANES + TAPER_STREAM_CONTROL] = (int) best;
      normalize (row, self->n_classes);
      for (guint c = 0; c < self->n_classes; c++)
        added[c] += expf (row[c]);
    }
  for (guint c = 0; c < self->n_classes; c++)
    self->control[c] += added[c];
}

/* The generic says how likely the inferred task is at all, the personalized model which of its
 * classes: within the task its log softmax, moved so that the task's sum stays the generic's. */
static void
mix_row (const TaperTask *task, const float *personalized, float *row)
{
  guint m;
  const guint *classes = taper_task_get_selected (task, &m);
  double largest = -G_MAXDOUBLE, largest_own = -G_MAXDOUBLE, sum = 0, sum_own = 0, shift;

  for (guint j = 0; j < m; j++)
    {
      largest = MAX (largest, row[classes[j]]);
      largest_own = MAX (largest_own, personalized[classes[j]]);
    }
  for (guint j = 0; j < m; j++)
    {
      sum += exp (row[classes[j]] - largest);
      sum_own += exp (personalized[classes[j]] - largest_own);
    }
  shift = largest + log (sum) - largest_own - log (sum_own);
  for (guint j = 0; j < m; j++)
    row[classes[j]] = (float) (personalized[classes[j]] + shift);
}

static gboolean
ask_context (TaperStream *self, const guint *pictures, const float *generic, guint n, int *answers,
             TaperStreamBatch *batch, GCancellable *cancellable, GError **error)
{
  const gsize size = (gsize) n * self->n_classes;
  TaperBundle *bundle = taper_predictor_get_bundle (self->predictor);
  g_autofree float *posterior = g_new (float, size),
                   *rows = g_memdup2 (generic, size * sizeof (float));
  g_autofree float *personalized = g_new (float, size);
  g_autoptr (TaperTask) task = NULL;

  taper_context_answer (self->context, generic, n, posterior);
  choose_rows (posterior, n, self->n_classes, NULL, TAPER_STREAM_POSTERIOR, answers);
  task = taper_context_infer_task (self->context);
  taper_task_get_selected (task, &batch->inferred);
  if (taper_context_get_n_remembered (self->context) >= LEAST_REMEMBERED && batch->inferred > 1)
    {
      taper_mixer_predict (taper_bundle_get_mixer (bundle), task, self->coefficients);
      self->blended = TRUE;
      if (!taper_predictor_run (self->predictor,
                                taper_predictor_blend (self->predictor, self->coefficients),
                                pictures, n, personalized, NULL, NULL, cancellable, error))
        return FALSE;
      for (guint i = 0; i < n; i++)
        {
          gsize at = (gsize) i * self->n_classes;

          normalize (rows + at, self->n_classes);
          mix_row (task, personalized + at, rows + at);
        }
      taper_context_answer (self->context, rows, n, posterior);
    }
  choose_rows (posterior, n, self->n_classes, NULL, TAPER_STREAM_CONTEXT, answers);
  return TRUE;
}

static gboolean
ask_known (TaperStream *self, const guint *pictures, const float *generic, guint n,
           const TaperTask *known, int *answers, GCancellable *cancellable, GError **error)
{
  g_autofree float *logits = g_new (float, (gsize) n * self->n_classes);

  if (!taper_predictor_run (self->predictor, taper_predictor_personalize (self->predictor, known),
                            pictures, n, logits, NULL, NULL, cancellable, error))
    return FALSE;
  choose_rows (generic, n, self->n_classes, known, TAPER_STREAM_SELECTION, answers);
  choose_rows (logits, n, self->n_classes, known, TAPER_STREAM_KNOWN, answers);
  return TRUE;
}

static void
count_correct (TaperStream *self, const guint *pictures, guint n, const int *answers,
               TaperStreamBatch *batch)
{
  TaperPictureSet *set = taper_predictor_get_pictures (self->predictor);

  batch->n = n;
  for (guint i = 0; i < n; i++)
    {
      guint label = taper_picture_set_get_label (set, pictures[i]);

      if (label >= self->n_classes)
        continue;
      batch->n_labelled++;
      for (guint lane = 0; lane < TAPER_N_STREAM_LANES; lane++)
        batch->correct[lane] += answers[i * TAPER_N_STREAM_LANES + lane] == (int) label;
    }
}

gboolean
taper_stream_step (TaperStream *self, const guint *pictures, guint n, const TaperTask *known,
                   int *out, TaperStreamBatch *batch, GCancellable *cancellable, GError **error)
{
  const gsize n_answers = (gsize) n * TAPER_N_STREAM_LANES;
  const float *all = taper_predictor_get_generic (self->predictor, NULL, NULL, cancellable, error);
  g_autofree float *generic = g_new (float, MAX ((gsize) n * self->n_classes, 1));
  g_autofree float *row = g_new (float, self->n_classes);
  g_autofree int *answers = g_new (int, MAX (n_answers, 1));
  g_autofree guint64 *ids = g_new (guint64, MAX (n, 1));

  *batch = (TaperStreamBatch){ 0 };
  if (all == NULL)
    return FALSE;
  for (gsize i = 0; i < n_answers; i++)
    answers[i] = -1;
  for (guint i = 0; i < n; i++)
    {
      memcpy (generic + (gsize) i * self->n_classes, all + (gsize) pictures[i] * self->n_classes,
              self->n_classes * sizeof (float));
      ids[i] = pictures[i];
    }
  choose_rows (generic, n, self->n_classes, NULL, TAPER_STREAM_GENERIC, answers);
  batch->forgot = taper_context_begin (self->context, generic, n);
  if (!ask_context (self, pictures, generic, n, answers, batch, cancellable, error) ||
      (known != NULL &&
       !ask_known (self, pictures, generic, n, known, answers, cancellable, error)))
    return FALSE;
  ask_control (self, generic, n, row, answers);
  taper_context_learn (self->context, generic, ids, n);
  count_correct (self, pictures, n, answers, batch);
  if (out != NULL)
    memcpy (out, answers, n_answers * sizeof *out);
  return TRUE;
}
