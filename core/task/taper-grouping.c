/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-grouping.h"

#include <stdlib.h>
#include <string.h>

void
taper_grouping_clear (TaperGrouping *self)
{
  g_clear_pointer (&self->group, g_free);
}

static int
compare_indices (const void *a, const void *b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return (x > y) - (x < y);
}

void
taper_sample_any (TaperRandom *random, guint n_classes, guint n, guint *out)
{
  g_autofree guint *order = g_new (guint, n_classes);

  for (guint c = 0; c < n_classes; c++)
    order[c] = c;
  taper_random_shuffle (random, order, n_classes);
  memcpy (out, order, n * sizeof *out);
  qsort (out, n, sizeof *out, compare_indices);
}

/* Up to @n classes of @group in random order; returns how many. */
static guint
take_group (const TaperGrouping *self, TaperRandom *random, guint group, guint n, guint *out)
{
  g_autofree guint *members = g_new (guint, self->n);
  guint size = 0;

  for (guint c = 0; c < self->n; c++)
    if (self->group[c] == group)
      members[size++] = c;
  taper_random_shuffle (random, members, size);
  memcpy (out, members, MIN (n, size) * sizeof *out);
  return MIN (n, size);
}

/* Among groups not @used: a random one that holds @missing classes, else the largest. */
static guint
next_group (const TaperGrouping *self, TaperRandom *random, const gboolean *used, guint missing)
{
  g_autofree guint *size = g_new0 (guint, self->n_groups);
  g_autofree guint *order = g_new (guint, self->n_groups);
  guint best = 0, most = 0;

  for (guint c = 0; c < self->n; c++)
    size[self->group[c]]++;
  for (guint g = 0; g < self->n_groups; g++)
    order[g] = g;
  taper_random_shuffle (random, order, self->n_groups);
  for (guint i = 0; i < self->n_groups; i++)
    if (!used[order[i]] && MIN (size[order[i]], missing) > most)
      {
        most = MIN (size[order[i]], missing);
        best = order[i];
      }
  return best;
}

void
taper_sample_related (const TaperGrouping *self, TaperRandom *random, guint n, guint *out)
{
  g_autofree gboolean *used = g_new0 (gboolean, self->n_groups);
  guint group = self->group[taper_random_below (random, self->n)], count;

  n = MIN (n, self->n);
  count = take_group (self, random, group, n, out);
  used[group] = TRUE;
  while (count < n)
    {
      group = next_group (self, random, used, n - count);
      used[group] = TRUE;
      count += take_group (self, random, group, n - count, out + count);
    }
  qsort (out, n, sizeof *out, compare_indices);
}
