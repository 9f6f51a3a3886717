/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-snapshot.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>

G_DEFINE_BOXED_TYPE (TaperSnapshot, taper_snapshot, taper_snapshot_ref, taper_snapshot_unref)

TaperSnapshot *
taper_snapshot_new (guint64 generation, TaperBundle *bundle, TaperTask *task, guint n_answers)
{
  TaperSnapshot *self = g_new0 (TaperSnapshot, 1);

  self->ref_count = 1;
  self->generation = generation;
  self->bundle = taper_bundle_ref (bundle);
  self->task = taper_task_ref (task);
  self->n_layers = taper_network_get_n_layers (taper_bundle_get_network (bundle));
  self->n_bases = taper_bundle_get_n_bases (bundle);
  self->coefficients = g_new0 (float, (gsize) self->n_layers * self->n_bases);
  self->mixer_coefficients = g_new0 (float, (gsize) self->n_layers * self->n_bases);
  self->basis_share = g_new0 (double, self->n_bases);
  self->n_answers = n_answers;
  self->answers = g_new0 (TaperPictureAnswer, n_answers);
  return self;
}

TaperSnapshot *
taper_snapshot_ref (TaperSnapshot *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
taper_snapshot_unref (TaperSnapshot *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  taper_bundle_unref (self->bundle);
  taper_task_unref (self->task);
  g_clear_pointer (&self->tuning, taper_tuning_unref);
  g_free (self->coefficients);
  g_free (self->mixer_coefficients);
  g_free (self->pinned_coefficients);
  g_free (self->basis_share);
  g_free (self->answers);
  g_free (self);
}

gboolean
taper_snapshot_is_edited (const TaperSnapshot *self)
{
  return self->tuning && self->tuning->edit;
}

float
taper_snapshot_get_coefficient (const TaperSnapshot *self, guint layer, guint basis)
{
  g_return_val_if_fail (layer < self->n_layers && basis < self->n_bases, 0);

  return self->coefficients[(gsize) layer * self->n_bases + basis];
}

void
taper_snapshot_compute_shares (TaperSnapshot *self)
{
  taper_mix_get_shares (taper_bundle_get_network (self->bundle), self->n_bases, self->coefficients,
                        self->basis_share);
}

const TaperPictureAnswer *
taper_snapshot_lookup (const TaperSnapshot *self, guint64 picture)
{
  for (guint i = 0; i < self->n_answers; i++)
    if (self->answers[i].picture == picture)
      return &self->answers[i];
  return NULL;
}

guint
taper_snapshot_get_leader (const TaperSnapshot *self, guint *n_layers_led)
{
  g_autofree guint *n_led = g_new0 (guint, self->n_bases);
  guint leader = 0;

  for (guint l = 0; l < self->n_layers; l++)
    {
      guint best = 0;

      for (guint k = 1; k < self->n_bases; k++)
        if (taper_snapshot_get_coefficient (self, l, k) >
            taper_snapshot_get_coefficient (self, l, best))
          best = k;
      n_led[best]++;
    }
  for (guint k = 1; k < self->n_bases; k++)
    if (n_led[k] > n_led[leader] ||
        (n_led[k] == n_led[leader] && self->basis_share[k] > self->basis_share[leader]))
      leader = k;
  if (n_layers_led)
    *n_layers_led = n_led[leader];
  return leader;
}

char *
taper_snapshot_describe (const TaperSnapshot *self)
{
  g_autofree char *classes = NULL;
  g_autofree char *mix = NULL;
  guint n_ticked, n_led, leader;
  const guint n_classes = taper_task_get_n_classes (self->task);

  taper_task_get_selected (self->task, &n_ticked);
  if (n_ticked == 0)
    return g_strdup (_ ("No class is ticked. Tick the classes you care about."));

  leader = taper_snapshot_get_leader (self, &n_led);
  /* Translators: the first number is how many classes are ticked, the second how many there are;
   * the plural follows the second. */
  classes = g_strdup_printf (ngettext ("%'u of %'u class.", "%'u of %'u classes.", n_classes),
                             n_ticked, n_classes);
  /* Translators: %1$s is the name of a basis model (one of the networks that are mixed), %2$u the
   * number of layers of the network in which it has the largest part, %3$u the number of all
   * layers (the plural follows it), %4$.0f the percentage of the model's parameters it gives. */
  mix = g_strdup_printf (
      ngettext ("“%1$s” leads in %2$u of %3$u layer and carries %4$.0f %% of the parameters.",
                "“%1$s” leads in %2$u of %3$u layers and carries %4$.0f %% of the parameters.",
                self->n_layers),
      taper_bundle_get_basis_label (self->bundle, leader), n_led, self->n_layers,
      100 * self->basis_share[leader]);
  /* Translators: two whole sentences after each other: the task, then the mix. */
  return g_strdup_printf (C_ ("sentences", "%1$s %2$s"), classes, mix);
}
