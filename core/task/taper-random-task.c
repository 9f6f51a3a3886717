/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-random-task.h"

#include "core/data/taper-random.h"
#include "core/task/taper-grouping.h"

#include <math.h>

#define RELATED_SHARE 0.6

/* Streams: one for each kind, so that a seed does not give the same order twice. */
#define STREAM 0x7461736b

static guint *
all_classes (guint n)
{
  guint *indices = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    indices[i] = i;
  return indices;
}

static void
draw_related (TaperClassList *classes, TaperRandom *random, guint n, guint *out)
{
  TaperGrouping grouping = { taper_class_list_get_n_classes (classes),
                             taper_class_list_get_n_groups (classes), NULL };

  grouping.group = g_new (guint, grouping.n);
  for (guint c = 0; c < grouping.n; c++)
    grouping.group[c] = taper_class_list_get_class (classes, c)->group;
  taper_sample_related (&grouping, random, n, out);
  taper_grouping_clear (&grouping);
}

/* One class of each group in random order, then a second of each, ... */
static void
draw_across (TaperClassList *classes, TaperRandom *random, guint n, guint *out)
{
  const guint n_groups = taper_class_list_get_n_groups (classes);
  g_autofree guint *groups = all_classes (n_groups);
  g_autofree guint **members = g_new (guint *, n_groups);
  guint count = 0;

  taper_random_shuffle (random, groups, n_groups);
  for (guint i = 0; i < n_groups; i++)
    {
      guint size;
      const guint *all = taper_class_list_get_group_classes (classes, groups[i], &size);

      members[i] = g_memdup2 (all, size * sizeof *all);
      taper_random_shuffle (random, members[i], size);
    }
  for (guint round = 0; count < n; round++)
    for (guint i = 0; i < n_groups && count < n; i++)
      {
        guint size;

        taper_class_list_get_group_classes (classes, groups[i], &size);
        if (round < size)
          out[count++] = members[i][round];
      }
  for (guint i = 0; i < n_groups; i++)
    g_free (members[i]);
}

TaperTask *
taper_random_task_draw (const TaperRandomTask *self, TaperClassList *classes)
{
  const guint n_classes = taper_class_list_get_n_classes (classes);
  TaperRandom random = taper_random_stream (self->seed, STREAM, self->kind);
  guint n = MIN (self->n, n_classes), size;
  g_autofree guint *out = all_classes (n_classes);
  const guint *members;

  if (n == 0)
    return taper_task_new (n_classes, NULL, 0);
  switch (self->kind)
    {
    case TAPER_RANDOM_RELATED:
      draw_related (classes, &random, n, out);
      break;
    case TAPER_RANDOM_ACROSS:
      draw_across (classes, &random, n, out);
      break;
    case TAPER_RANDOM_GROUP:
      g_return_val_if_fail (self->group < taper_class_list_get_n_groups (classes), NULL);
      members = taper_class_list_get_group_classes (classes, self->group, &size);
      memcpy (out, members, size * sizeof *out);
      taper_random_shuffle (&random, out, size);
      n = MIN (n, size);
      break;
    case TAPER_RANDOM_ANY:
    default:
      taper_random_shuffle (&random, out, n_classes);
    }
  return taper_task_new (n_classes, out, n);
}

TaperTask *
taper_random_task_draw_trained (TaperClassList *classes, guint min, guint max, guint64 seed,
                                guint64 index)
{
  const guint n_classes = taper_class_list_get_n_classes (classes);
  TaperRandom random = taper_random_stream (seed, STREAM + 1, index);
  g_autofree guint *out = all_classes (n_classes);
  guint n;

  min = CLAMP (min, 1, n_classes);
  max = CLAMP (max, min, n_classes);
  n = (guint) exp (taper_random_between (&random, log (min), log (max + 1.0)));
  n = CLAMP (n, min, max);
  if (taper_random_uniform (&random) < RELATED_SHARE)
    draw_related (classes, &random, n, out);
  else
    taper_random_shuffle (&random, out, n_classes);
  return taper_task_new (n_classes, out, n);
}
