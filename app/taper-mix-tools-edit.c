/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is set by hand: undo steps of the document. */

#include "app/taper-document-private.h"
#include "app/taper-mix-tools-private.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>

TaperMixEdit *
taper_mix_tools_get_edit (TaperMixTools *self)
{
  return self->document ? taper_document_get_state (self->document)->edit : NULL;
}

static void
taper_mix_tools_commit (TaperMixTools *self, TaperMixEdit *edit, const char *label, gboolean live)
{
  TaperState *present = taper_document_get_state (self->document);
  g_autoptr (TaperState) state =
      taper_state_new (present->task, present->pictures, present->labels, edit);

  self->live = live;
  if (self->drag == present && live)
    taper_document_amend (self->document, state);
  else
    taper_document_commit (self->document, state, label);
  self->drag = live ? taper_document_get_state (self->document) : NULL;
}

/* (nullable): what untouched layers start from: the mixer's own, not a model on the way */
static TaperSnapshot *
taper_mix_tools_get_base (TaperMixTools *self)
{
  return self->document ? taper_document_get_snapshot (self->document) : NULL;
}

static char *
make_label (TaperSnapshot *snapshot, guint layer, guint basis)
{
  const char *name = taper_bundle_get_basis_label (snapshot->bundle, basis);

  if (layer >= snapshot->n_layers)
    /* Translators: an undo step; %s is the name of a basis. */
    return g_strdup_printf (_ ("Set “%s” in All Layers"), name);
  /* Translators: an undo step; name of a basis, name of a layer. */
  return g_strdup_printf (
      _ ("Set “%s” in %s"), name,
      taper_network_get_layer (taper_bundle_get_network (snapshot->bundle), layer)->name);
}

void
taper_mix_tools_set_coefficient (TaperMixTools *self, guint layer, guint basis, double value,
                                 gboolean live)
{
  TaperSnapshot *base = taper_mix_tools_get_base (self);
  g_autoptr (TaperMixEdit) edit = NULL;
  g_autofree char *label = NULL;

  g_return_if_fail (TAPER_IS_MIX_TOOLS (self));
  if (!base || basis >= base->n_bases)
    return;
  edit =
      taper_mix_edit_set (taper_mix_tools_get_edit (self), base->mixer_coefficients, base->n_layers,
                          base->n_bases, layer, basis, (float) value, self->keep_sums);
  label = make_label (base, layer, basis);
  taper_mix_tools_commit (self, edit, label, live);
}

void
taper_mix_tools_finish (TaperMixTools *self)
{
  g_return_if_fail (TAPER_IS_MIX_TOOLS (self));

  self->drag = NULL;
  if (!self->live)
    return;
  self->live = FALSE;
  if (self->document)
    taper_document_request (self->document);
}

void
taper_mix_tools_set_locked (TaperMixTools *self, guint layer, guint basis, gboolean locked)
{
  TaperSnapshot *base = taper_mix_tools_get_base (self);
  g_autoptr (TaperMixEdit) edit = NULL;

  g_return_if_fail (TAPER_IS_MIX_TOOLS (self));
  if (!base || basis >= base->n_bases ||
      taper_mix_tools_get_locked (self, layer, basis) == !!locked)
    return;
  edit = taper_mix_edit_set_locked (taper_mix_tools_get_edit (self), base->mixer_coefficients,
                                    base->n_layers, base->n_bases, layer, basis, locked);
  taper_mix_tools_commit (self, edit,
                          locked ? _ ("Lock a Coefficient") : _ ("Unlock a Coefficient"), FALSE);
}

gboolean
taper_mix_tools_get_locked (TaperMixTools *self, guint layer, guint basis)
{
  return taper_mix_edit_is_locked (taper_mix_tools_get_edit (self), layer, basis);
}

void
taper_mix_tools_reset_layer (TaperMixTools *self, guint layer)
{
  TaperMixEdit *before = taper_mix_tools_get_edit (self);
  TaperSnapshot *base = taper_mix_tools_get_base (self);
  g_autoptr (TaperMixEdit) edit = NULL;

  g_return_if_fail (TAPER_IS_MIX_TOOLS (self));
  if (base && layer >= base->n_layers)
    {
      taper_mix_tools_revert (self);
      return;
    }
  if (!base || !taper_mix_edit_is_edited (before, layer))
    return;
  edit = taper_mix_edit_reset_layer (before, layer);
  taper_mix_tools_commit (self, edit, _ ("Back to the Mixer in a Layer"), FALSE);
}

void
taper_mix_tools_revert (TaperMixTools *self)
{
  g_return_if_fail (TAPER_IS_MIX_TOOLS (self));

  if (taper_mix_tools_get_edit (self))
    taper_mix_tools_commit (self, NULL, _ ("Back to the Mixer"), FALSE);
}

void
taper_mix_tools_renormalize (TaperMixTools *self)
{
  TaperMixEdit *before = taper_mix_tools_get_edit (self);
  g_autoptr (TaperMixEdit) edit = before ? taper_mix_edit_renormalize (before) : NULL;

  if (edit)
    taper_mix_tools_commit (self, edit, _ ("Renormalize"), FALSE);
}
