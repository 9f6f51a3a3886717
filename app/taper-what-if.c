/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-what-if.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>
#include <math.h>

G_DEFINE_BOXED_TYPE (TaperWhatIf, taper_what_if, taper_what_if_ref, taper_what_if_unref)

static int
get_answer (const TaperPictureAnswer *answer)
{
  const TaperRanking *ranking = &answer->lanes[TAPER_LANE_PERSONALIZED];

  return ranking->n_top > 0 ? (int) ranking->top[0].class_index : -1;
}

static void
collect_changed (TaperWhatIf *self, TaperSnapshot *before)
{
  for (guint i = 0; i < before->n_answers; i++)
    {
      const TaperPictureAnswer *old = &before->answers[i];
      const TaperPictureAnswer *now = taper_snapshot_lookup (self->snapshot, old->picture);
      TaperChangedAnswer changed = { old->picture, get_answer (old), -1 };

      if (!now)
        continue;
      changed.after = get_answer (now);
      if (changed.before != changed.after)
        g_array_append_val (self->changed, changed);
    }
}

static void
find_cell (TaperWhatIf *self, TaperSnapshot *before)
{
  float most = -1;

  for (guint l = 0; l < before->n_layers; l++)
    for (guint k = 0; k < before->n_bases; k++)
      {
        const float from = taper_snapshot_get_coefficient (before, l, k);
        const float to = taper_snapshot_get_coefficient (self->snapshot, l, k);

        if (fabsf (to - from) <= most)
          continue;
        most = fabsf (to - from);
        self->layer = l;
        self->basis = k;
        self->from = from;
        self->to = to;
      }
}

TaperWhatIf *
taper_what_if_new (guint class_index, TaperSnapshot *before, TaperSnapshot *after)
{
  TaperWhatIf *self;

  if (before->bundle != after->bundle || taper_task_contains (before->task, class_index) ==
                                             taper_task_contains (after->task, class_index))
    return NULL;
  self = g_new0 (TaperWhatIf, 1);
  self->ref_count = 1;
  self->class_index = class_index;
  self->without = taper_task_contains (before->task, class_index);
  self->snapshot = taper_snapshot_ref (after);
  self->changed = g_array_new (FALSE, FALSE, sizeof (TaperChangedAnswer));
  collect_changed (self, before);
  find_cell (self, before);
  return self;
}

TaperWhatIf *
taper_what_if_ref (TaperWhatIf *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
taper_what_if_unref (TaperWhatIf *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  taper_snapshot_unref (self->snapshot);
  g_array_unref (self->changed);
  g_free (self);
}

char *
taper_what_if_describe (const TaperWhatIf *self)
{
  TaperBundle *bundle = self->snapshot->bundle;
  const guint n = self->snapshot->n_answers;
  const char *name =
      taper_class_list_get_class (taper_bundle_get_classes (bundle), self->class_index)->label;
  g_autofree char *answers = NULL, *cell = NULL, *way = NULL;

  way = g_strdup_printf (self->without ? _ ("Without “%s”") : _ ("With “%s” as well"), name);
  /* Translators: %1$s is "Without “Lemon”"; %2$u of %3$u pictures get another answer; the plural
   * follows the number of all pictures. */
  answers = g_strdup_printf (
      ngettext ("%1$s, %2$u of %3$u answer changes.", "%1$s, %2$u of %3$u answers change.", n), way,
      self->changed->len, n);
  /* Translators: name of a basis, name of a layer, coefficient before and after */
  cell = g_strdup_printf (
      _ ("Most moves “%1$s” in %2$s: %3$.2f → %4$.2f."),
      taper_bundle_get_basis_label (bundle, self->basis),
      taper_network_get_layer (taper_bundle_get_network (bundle), self->layer)->name, self->from,
      self->to);
  return g_strdup_printf (C_ ("sentences", "%1$s %2$s"), answers, cell);
}
