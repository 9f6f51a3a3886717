/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-context.h"

#include <math.h>
#include <string.h>

/* The pseudo-counts of all classes together: small against one batch. */
#define CONCENTRATION 4.0
/* Of them so much goes to the groups by what was counted in them, the rest to all classes alike. */
#define GROUP_SHARE 0.8
/* Pseudo-counts of the groups. */
#define GROUP_CONCENTRATION 1.0
/* Evidence for a change that a single picture has to bring; whole batches need none. */
#define DOUBT 6.0
#define WHOLE_BATCH 20
#define SWEEPS 20
/* Rounds in which the pictures of a batch inform each other. */
#define BATCH_ROUNDS 3
/* Counts are w CVB0's + (1 - w) those of the answers as given, w = n / (n + TRUST): early on CVB0
 * settles on too few classes. */
#define TRUST 40.0

struct _TaperContext {
  guint n_classes, n_groups;
  guint *group, *group_size; /* (C), (n_groups) */
  gboolean frozen;
  double doubt;          /* of the pictures since the context seemed certain */
  guint n;               /* remembered */
  float *likelihood;     /* (n, C): E */
  float *answered;       /* (n, C): posterior when it was asked */
  float *responsibility; /* (n, C): r */
  guint64 *ids;
  double *fitted, *asked; /* (C): column sums of r, and of the answers */
  double *counts, *prior; /* (C) */
};

/* Without groups all classes are of one, which changes nothing. */
static void
set_groups (TaperContext *self, TaperClassList *classes)
{
  if (classes != NULL && taper_class_list_get_n_groups (classes) == 0)
    classes = NULL;
  self->n_groups = classes != NULL ? taper_class_list_get_n_groups (classes) : 1;
  self->group = g_new0 (guint, self->n_classes);
  self->group_size = g_new0 (guint, self->n_groups);
  for (guint c = 0; c < self->n_classes; c++)
    {
      if (classes != NULL)
        self->group[c] = taper_class_list_get_class (classes, c)->group;
      self->group_size[self->group[c]]++;
    }
}

TaperContext *
taper_context_new (guint n_classes, TaperClassList *classes)
{
  TaperContext *self = g_new0 (TaperContext, 1);
  gsize size = (gsize) TAPER_CONTEXT_MEMORY * n_classes;

  self->n_classes = n_classes;
  set_groups (self, classes);
  self->likelihood = g_new (float, size);
  self->answered = g_new (float, size);
  self->responsibility = g_new (float, size);
  self->ids = g_new (guint64, TAPER_CONTEXT_MEMORY);
  self->fitted = g_new (double, n_classes);
  self->asked = g_new (double, n_classes);
  self->counts = g_new (double, n_classes);
  self->prior = g_new (double, n_classes);
  taper_context_forget (self);
  return self;
}

void
taper_context_free (TaperContext *self)
{
  g_free (self->group);
  g_free (self->group_size);
  g_free (self->likelihood);
  g_free (self->answered);
  g_free (self->responsibility);
  g_free (self->ids);
  g_free (self->fitted);
  g_free (self->asked);
  g_free (self->counts);
  g_free (self->prior);
  g_free (self);
}

guint
taper_context_get_n_classes (const TaperContext *self)
{
  return self->n_classes;
}

/* --- sums ------------------------------------------------------------------------------------- */

static void
softmax (const float *logits, guint n, float *out)
{
  float largest = logits[0];
  double sum = 0;

  for (guint c = 1; c < n; c++)
    largest = MAX (largest, logits[c]);
  for (guint c = 0; c < n; c++)
    sum += out[c] = expf (logits[c] - largest);
  for (guint c = 0; c < n; c++)
    out[c] = (float) (out[c] / sum);
}

static void
add_rows (const float *rows, guint n, guint n_classes, double *sums)
{
  memset (sums, 0, n_classes * sizeof *sums);
  for (guint i = 0; i < n; i++)
    for (guint c = 0; c < n_classes; c++)
      sums[c] += rows[(gsize) i * n_classes + c];
}

/* a_c = A ((1 - s) / C + s (N_g + B C_g / C) / (N + B) / C_g): classes of a group in which much was
 * counted are likelier, seen or not. @pseudo: (C), written */
static void
get_pseudo_counts (const TaperContext *self, const double *counts, double *pseudo)
{
  g_autofree double *groups = g_new0 (double, self->n_groups);
  const double spread = CONCENTRATION * (1 - GROUP_SHARE) / self->n_classes;
  double sum = GROUP_CONCENTRATION;

  for (guint c = 0; c < self->n_classes; c++)
    groups[self->group[c]] += MAX (counts[c], 0);
  for (guint g = 0; g < self->n_groups; g++)
    sum += groups[g];
  for (guint g = 0; g < self->n_groups; g++)
    groups[g] = CONCENTRATION * GROUP_SHARE / sum *
                (groups[g] / MAX (self->group_size[g], 1) + GROUP_CONCENTRATION / self->n_classes);
  for (guint c = 0; c < self->n_classes; c++)
    pseudo[c] = spread + groups[self->group[c]];
}

static void
update_prior (TaperContext *self)
{
  const double trust = self->n / (self->n + TRUST), sum = CONCENTRATION + self->n;

  for (guint c = 0; c < self->n_classes; c++)
    self->counts[c] = trust * self->fitted[c] + (1 - trust) * self->asked[c];
  get_pseudo_counts (self, self->counts, self->prior);
  for (guint c = 0; c < self->n_classes; c++)
    self->prior[c] = (self->prior[c] + self->counts[c]) / sum;
}

/* out_c ~ likelihood_c (a_c + counts_c - own_c); @own is @out as it was. Counts are kept up to
 * date: they hold the new row afterwards. @pseudo: (C), for use. Returns: the sum before it was
 * made 1 */
static double
update_row (const TaperContext *self, const float *likelihood, double *counts, double *pseudo,
            float *out)
{
  double sum = 0;

  for (guint c = 0; c < self->n_classes; c++)
    counts[c] -= out[c];
  get_pseudo_counts (self, counts, pseudo);
  for (guint c = 0; c < self->n_classes; c++)
    {
      pseudo[c] = likelihood[c] * (pseudo[c] + MAX (counts[c], 0));
      sum += pseudo[c];
    }
  for (guint c = 0; c < self->n_classes; c++)
    {
      out[c] = (float) (pseudo[c] / MAX (sum, DBL_MIN));
      counts[c] += out[c];
    }
  return sum;
}

static void
fit (TaperContext *self)
{
  g_autofree double *pseudo = g_new (double, self->n_classes);

  add_rows (self->responsibility, self->n, self->n_classes, self->fitted);
  for (guint sweep = 0; sweep < SWEEPS; sweep++)
    for (guint i = 0; i < self->n; i++)
      {
        gsize at = (gsize) i * self->n_classes;

        update_row (self, self->likelihood + at, self->fitted, pseudo, self->responsibility + at);
      }
  add_rows (self->answered, self->n, self->n_classes, self->asked);
  update_prior (self);
}

/* --- a batch ---------------------------------------------------------------------------------- */

/* log of the batch's likelihood, one picture after the other, each counted for the next;
 * @counts: (C), as they were before, changed; @n: their sum */
static double
get_evidence (const TaperContext *self, const float *likelihood, guint n, double *counts,
              double sum)
{
  g_autofree double *pseudo = g_new (double, self->n_classes);
  g_autofree float *row = g_new (float, self->n_classes);
  double evidence = 0;

  for (guint i = 0; i < n; i++)
    {
      memset (row, 0, self->n_classes * sizeof *row);
      evidence += log (MAX (update_row (self, likelihood + (gsize) i * self->n_classes, counts,
                                        pseudo, row),
                            DBL_MIN)) -
                  log (CONCENTRATION + sum + i);
    }
  return evidence;
}

gboolean
taper_context_begin (TaperContext *self, const float *logits, guint n)
{
  g_autofree float *likelihood = g_new (float, MAX ((gsize) n * self->n_classes, 1));
  g_autofree double *counts = g_memdup2 (self->counts, self->n_classes * sizeof (double));
  g_autofree double *none = g_new0 (double, self->n_classes);
  double gain;

  if (self->frozen || self->n == 0)
    return FALSE;
  for (guint i = 0; i < n; i++)
    softmax (logits + (gsize) i * self->n_classes, self->n_classes,
             likelihood + (gsize) i * self->n_classes);
  gain = get_evidence (self, likelihood, n, counts, self->n) -
         get_evidence (self, likelihood, n, none, 0);
  self->doubt = MAX (self->doubt - gain, 0);
  if (self->doubt <= DOUBT * (1 - MIN (n, WHOLE_BATCH) / (double) WHOLE_BATCH))
    return FALSE;
  taper_context_forget (self);
  return TRUE;
}

void
taper_context_answer (const TaperContext *self, const float *logits, guint n, float *posterior)
{
  const guint n_classes = self->n_classes;
  g_autofree float *likelihood = g_new (float, MAX ((gsize) n * n_classes, 1));
  g_autofree double *counts = g_memdup2 (self->counts, n_classes * sizeof (double));
  g_autofree double *sums = g_new (double, n_classes);
  g_autofree double *pseudo = g_new (double, n_classes);

  if (n == 0)
    return;
  memset (posterior, 0, (gsize) n * n_classes * sizeof *posterior);
  for (guint i = 0; i < n; i++)
    {
      gsize at = (gsize) i * n_classes;

      softmax (logits + at, n_classes, likelihood + at);
      memcpy (sums, self->counts, n_classes * sizeof *sums);
      update_row (self, likelihood + at, sums, pseudo, posterior + at);
    }
  if (n < 2)
    return;
  add_rows (posterior, n, n_classes, sums);
  for (guint c = 0; c < n_classes; c++)
    counts[c] += sums[c];
  for (guint round = 0; round < BATCH_ROUNDS; round++)
    for (guint i = 0; i < n; i++)
      update_row (self, likelihood + (gsize) i * n_classes, counts, pseudo,
                  posterior + (gsize) i * n_classes);
}

static void
move_rows (float *rows, guint to, guint from, guint n, guint n_classes)
{
  memmove (rows + (gsize) to * n_classes, rows + (gsize) from * n_classes,
           (gsize) n * n_classes * sizeof *rows);
}

/* Takes @n pictures out, from @first on. */
static void
drop (TaperContext *self, guint first, guint n)
{
  guint rest = self->n - first - n;

  move_rows (self->likelihood, first, first + n, rest, self->n_classes);
  move_rows (self->answered, first, first + n, rest, self->n_classes);
  move_rows (self->responsibility, first, first + n, rest, self->n_classes);
  memmove (self->ids + first, self->ids + first + n, rest * sizeof *self->ids);
  self->n -= n;
}

void
taper_context_learn (TaperContext *self, const float *logits, const guint64 *ids, guint n)
{
  gsize at, row = self->n_classes * sizeof (float);

  if (self->frozen || n == 0)
    return;
  if (n > TAPER_CONTEXT_MEMORY)
    {
      logits += (gsize) (n - TAPER_CONTEXT_MEMORY) * self->n_classes;
      ids += n - TAPER_CONTEXT_MEMORY;
      n = TAPER_CONTEXT_MEMORY;
    }
  if (self->n + n > TAPER_CONTEXT_MEMORY)
    drop (self, 0, self->n + n - TAPER_CONTEXT_MEMORY);
  at = (gsize) self->n * self->n_classes;
  taper_context_answer (self, logits, n, self->answered + at);
  memcpy (self->responsibility + at, self->answered + at, n * row);
  for (guint i = 0; i < n; i++)
    softmax (logits + (gsize) i * self->n_classes, self->n_classes,
             self->likelihood + at + (gsize) i * self->n_classes);
  memcpy (self->ids + self->n, ids, n * sizeof *ids);
  self->n += n;
  fit (self);
}

const double *
taper_context_get_prior (const TaperContext *self)
{
  return self->prior;
}

TaperTask *
taper_context_infer_task (const TaperContext *self)
{
  g_autofree float *weights = g_new0 (float, self->n_classes);

  for (guint c = 0; c < self->n_classes; c++)
    if (self->counts[c] >= 1)
      weights[c] = (float) self->counts[c];
  return taper_task_new_weighted (self->n_classes, weights);
}

void
taper_context_set_frozen (TaperContext *self, gboolean frozen)
{
  self->frozen = frozen;
}

gboolean
taper_context_get_frozen (const TaperContext *self)
{
  return self->frozen;
}

/* --- memory ----------------------------------------------------------------------------------- */

guint
taper_context_get_n_remembered (const TaperContext *self)
{
  return self->n;
}

TaperContextItem
taper_context_get_item (const TaperContext *self, guint index)
{
  const float *row = self->responsibility + (gsize) index * self->n_classes;
  guint best = 0;

  g_return_val_if_fail (index < self->n, ((TaperContextItem){ 0 }));
  for (guint c = 1; c < self->n_classes; c++)
    if (row[c] > row[best])
      best = c;
  return (TaperContextItem){ self->ids[index], best, row[best] };
}

void
taper_context_remove (TaperContext *self, guint index)
{
  g_return_if_fail (index < self->n);

  drop (self, index, 1);
  fit (self);
}

void
taper_context_forget (TaperContext *self)
{
  self->n = 0;
  self->doubt = 0;
  fit (self);
}

gsize
taper_context_get_memory_size (const TaperContext *self)
{
  return self->n * (3 * self->n_classes * sizeof (float) + sizeof (guint64));
}
