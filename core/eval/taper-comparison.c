/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-comparison.h"

#include <string.h>

#define ENDING ".safetensors"

void
taper_comparison_entry_init (TaperComparisonEntry *self, TaperBundle *bundle)
{
  *self = (TaperComparisonEntry){ .bundle = taper_bundle_ref (bundle) };
  self->file = g_path_get_basename (taper_bundle_get_path (bundle));
  if (g_str_has_suffix (self->file, ENDING))
    self->file[strlen (self->file) - strlen (ENDING)] = '\0';
  taper_memory_estimate_bundle (&self->memory, bundle);
}

void
taper_comparison_entry_clear (gpointer data)
{
  TaperComparisonEntry *self = data;

  g_clear_pointer (&self->bundle, taper_bundle_unref);
  g_clear_pointer (&self->file, g_free);
  g_clear_pointer (&self->sweep, taper_sweep_free);
  g_clear_pointer (&self->summaries, g_array_unref);
}

gsize
taper_comparison_entry_get_n_params (const TaperComparisonEntry *self)
{
  return taper_network_get_n_params (taper_bundle_get_network (self->bundle));
}

GArray *
taper_comparison_new (void)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (TaperComparisonEntry));

  g_array_set_clear_func (entries, taper_comparison_entry_clear);
  return entries;
}

const TaperComparisonEntry *
taper_comparison_find_largest (const GArray *entries)
{
  const TaperComparisonEntry *largest = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const TaperComparisonEntry *entry = &g_array_index (entries, TaperComparisonEntry, i);

      if (largest == NULL || taper_comparison_entry_get_n_params (entry) >
                                 taper_comparison_entry_get_n_params (largest))
        largest = entry;
    }
  return largest;
}

const TaperComparisonEntry *
taper_comparison_find_equal (const GArray *entries, const TaperComparisonEntry *large, guint size,
                             guint64 seed, TaperSweepPair *pair)
{
  const TaperComparisonEntry *found = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const TaperComparisonEntry *entry = &g_array_index (entries, TaperComparisonEntry, i);
      TaperSweepPair candidate;

      if (entry->sweep == NULL || large->sweep == NULL ||
          taper_comparison_entry_get_n_params (entry) >=
              taper_comparison_entry_get_n_params (found != NULL ? found : large) ||
          !taper_sweep_pair (&candidate, entry->sweep, taper_bundle_get_classes (entry->bundle),
                             large->sweep, taper_bundle_get_classes (large->bundle), size, seed) ||
          candidate.difference < 0)
        continue;
      found = entry;
      *pair = candidate;
    }
  return found;
}
