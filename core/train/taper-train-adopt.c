/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-train-adopt.h"

#include "core/taper-error.h"
#include "core/train/taper-trainer-private.h"

static const TaperLayer *
find_layer (TaperNetwork *network, const char *name)
{
  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    if (g_str_equal (taper_network_get_layer (network, l)->name, name))
      return taper_network_get_layer (network, l);
  return NULL;
}

/* How many of "s1.b0.conv1", "s2.b0.conv1" ... or "s1.b0.conv1", "s1.b1.conv1" ... there are. */
static guint
count_layers (TaperNetwork *network, gboolean stages)
{
  for (guint n = 0;; n++)
    {
      g_autofree char *name =
          stages ? g_strdup_printf ("s%u.b0.conv1", n + 1) : g_strdup_printf ("s1.b%u.conv1", n);

      if (find_layer (network, name) == NULL)
        return n;
    }
}

static gboolean
same_network (TaperNetwork *a, TaperNetwork *b)
{
  guint n = taper_network_get_n_nodes (a);

  if (n != taper_network_get_n_nodes (b))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const TaperNode *x = taper_network_get_node (a, i);
      const TaperNode *y = taper_network_get_node (b, i);

      if (x->op != y->op || !g_str_equal (x->name, y->name) || x->kernel != y->kernel ||
          x->stride != y->stride || x->padding != y->padding || x->relu != y->relu ||
          x->in_channels != y->in_channels || x->out_channels != y->out_channels)
        return FALSE;
    }
  return TRUE;
}

gboolean
taper_train_config_adopt (TaperTrainConfig *self, TaperBundle *bundle, GError **error)
{
  TaperNetwork *theirs = taper_bundle_get_network (bundle);
  const TaperInputSpec *input = taper_network_get_input (theirs);
  const TaperLayer *stem = find_layer (theirs, "stem");
  TaperTrainConfig wanted = *self;
  g_autoptr (TaperNetwork) network = NULL;

  wanted.stages = count_layers (theirs, TRUE);
  wanted.blocks = count_layers (theirs, FALSE);
  if (stem != NULL && wanted.stages > 0 && input->width == input->height)
    {
      wanted.input = input->width;
      wanted.width = stem->out_channels;
      wanted.stem_stride = taper_network_get_node (theirs, stem->node)->stride;
      network =
          taper_train_config_make_network (&wanted, taper_network_get_n_outputs (theirs), NULL);
    }
  if (network == NULL || !same_network (network, theirs))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_CONFIG,
                   "“%s” has a network that was not laid out by this trainer; start from nothing "
                   "or from another bundle",
                   taper_bundle_get_name (bundle));
      return FALSE;
    }
  *self = wanted;
  return TRUE;
}

TaperNetwork *
taper_train_config_make_network (const TaperTrainConfig *self, guint n_classes, GError **error)
{
  g_autofree char *json = taper_train_network_json (self, n_classes);

  return taper_network_new_from_json (json, error);
}
