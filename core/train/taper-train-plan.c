/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-train-plan-private.h"

#include "core/taper-error.h"

/* Offsets stay multiples of a cache line. */
static gsize
round_up (gsize floats)
{
  return (floats + TAPER_LANES - 1) / TAPER_LANES * TAPER_LANES;
}

static TaperBlockShape *
mutable_shape (TaperTrainPlan *self, int node)
{
  return node == TAPER_NODE_IMAGE ? &self->image : &self->nodes[node].shape;
}

const TaperBlockShape *
taper_train_plan_shape (const TaperTrainPlan *self, int node)
{
  return mutable_shape ((TaperTrainPlan *) self, node);
}

static gboolean
check_node (const TaperNode *node, GError **error)
{
  const char *what = NULL;

  if (node->op == TAPER_OP_CONV2D && (node->kernel > TAPER_MAX_KERNEL || node->stride > 2))
    what = "kernels above 7 or strides above 2";
  else if (node->op == TAPER_OP_CONV2D && node->padding >= node->kernel)
    what = "padding as large as the kernel";
  else if (node->op == TAPER_OP_LINEAR && (node->in_height != 1 || node->in_width != 1))
    what = "linear layers that read more than one pixel";
  if (what == NULL)
    return TRUE;
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_UNSUPPORTED, "node %s: can't train %s", node->name,
               what);
  return FALSE;
}

/* Every shape gets the border its readers need, as values and as gradients. */
static void
plan_shapes (TaperTrainPlan *self)
{
  const TaperInputSpec *input = taper_network_get_input (self->network);

  self->image = (TaperBlockShape){ input->channels, input->height, input->width, 0 };
  for (guint i = 0; i < self->n_nodes; i++)
    {
      const TaperNode *node = self->nodes[i].node;

      self->nodes[i].shape =
          (TaperBlockShape){ node->out_channels, node->out_height, node->out_width, 0 };
    }
  for (guint i = 0; i < self->n_nodes; i++)
    {
      const TaperNode *node = self->nodes[i].node;
      TaperBlockShape *in = mutable_shape (self, node->input), *out = &self->nodes[i].shape;
      guint backward;

      if (node->op != TAPER_OP_CONV2D)
        continue;
      in->border = MAX (in->border, node->padding);
      backward = MAX (taper_conv_backward_border (in->height, out->height, node->kernel,
                                                  node->stride, node->padding),
                      taper_conv_backward_border (in->width, out->width, node->kernel, node->stride,
                                                  node->padding));
      out->border = MAX (out->border, backward);
    }
}

static void
plan_params (TaperTrainPlan *self)
{
  guint n_layers = taper_network_get_n_layers (self->network);

  self->offsets = g_new0 (gsize, n_layers);
  for (guint l = 0; l < n_layers; l++)
    {
      const TaperLayer *layer = taper_network_get_layer (self->network, l);
      TaperTrainNode *node = &self->nodes[layer->node];

      node->has_params = TRUE;
      node->has_norm = node->node->op == TAPER_OP_CONV2D;
      self->offsets[l] = node->weight = self->n_params;
      node->bias = node->weight + layer->n_weights;
      self->n_params += layer->n_params;
      node->norm = self->n_norms;
      if (node->has_norm)
        self->n_norms += layer->out_channels;
    }
}

static void
plan_convs (TaperTrainPlan *self)
{
  for (guint i = 0; i < self->n_nodes; i++)
    {
      TaperTrainNode *n = &self->nodes[i];
      gboolean linear = n->node->op == TAPER_OP_LINEAR;

      if (!n->has_params)
        continue;
      taper_conv_training_init (&n->conv, taper_train_plan_shape (self, n->node->input), &n->shape,
                                linear ? 1 : n->node->kernel, linear ? 1 : n->node->stride,
                                linear ? 0 : n->node->padding);
      self->scratch_size = MAX (self->scratch_size, round_up (n->conv.scratch));
      n->packed_forward = self->packed_size;
      n->packed_backward = n->packed_forward + round_up (n->conv.packed_forward);
      self->packed_size = n->packed_backward + round_up (n->conv.packed_backward);
    }
}

/* The output first, then backwards: who is reached, and who writes each gradient first. */
static void
plan_backward (TaperTrainPlan *self)
{
  self->nodes[self->n_nodes - 1].reached = TRUE;
  for (guint i = self->n_nodes; i-- > 0;)
    {
      TaperTrainNode *n = &self->nodes[i];

      if (!n->reached)
        continue;
      if (n->node->add >= 0)
        {
          n->add_first = !self->nodes[n->node->add].reached;
          self->nodes[n->node->add].reached = TRUE;
        }
      if (n->node->input >= 0)
        {
          n->input_first = !self->nodes[n->node->input].reached;
          self->nodes[n->node->input].reached = TRUE;
        }
    }
}

typedef struct {
  gsize size, offset;
  gboolean used;
} Slot;

static guint
take_slot (GArray *slots, gsize size)
{
  guint best = TAPER_NO_SLOT;
  Slot *slot;

  for (guint s = 0; s < slots->len; s++)
    {
      slot = &g_array_index (slots, Slot, s);
      if (!slot->used && slot->size >= size &&
          (best == TAPER_NO_SLOT || slot->size < g_array_index (slots, Slot, best).size))
        best = s;
    }
  if (best == TAPER_NO_SLOT)
    {
      best = slots->len;
      g_array_set_size (slots, slots->len + 1);
      g_array_index (slots, Slot, best).size = size;
    }
  slot = &g_array_index (slots, Slot, best);
  slot->used = TRUE;
  return best;
}

static void
assign_slots (TaperTrainPlan *self, GArray *slots, guint *slot_of)
{
  for (guint i = 0; i < self->n_nodes; i++)
    slot_of[i] = TAPER_NO_SLOT;
  for (guint i = self->n_nodes; i-- > 0;)
    {
      const TaperNode *node = self->nodes[i].node;
      int written[2] = { node->add, node->input };

      if (!self->nodes[i].reached)
        continue;
      if (slot_of[i] == TAPER_NO_SLOT)
        slot_of[i] = take_slot (slots, round_up (taper_block_size (&self->nodes[i].shape)));
      for (guint w = 0; w < 2; w++)
        if (written[w] >= 0 && slot_of[written[w]] == TAPER_NO_SLOT)
          slot_of[written[w]] =
              take_slot (slots, round_up (taper_block_size (&self->nodes[written[w]].shape)));
      g_array_index (slots, Slot, slot_of[i]).used = FALSE;
    }
}

static void
plan_workspace (TaperTrainPlan *self)
{
  g_autoptr (GArray) slots = g_array_new (FALSE, TRUE, sizeof (Slot));
  g_autofree guint *slot_of = g_new (guint, self->n_nodes);
  gsize raw = 0, gradient = 0, values = round_up (taper_block_size (&self->image));

  assign_slots (self, slots, slot_of);
  for (guint s = 0; s < slots->len; s++)
    {
      Slot *slot = &g_array_index (slots, Slot, s);

      slot->offset = gradient;
      gradient += slot->size;
    }
  for (guint i = 0; i < self->n_nodes; i++)
    {
      TaperTrainNode *n = &self->nodes[i];
      gsize size = round_up (taper_block_size (&n->shape));

      self->max_channels = MAX (self->max_channels, n->shape.channels);
      n->value = values;
      values += size;
      n->raw = raw;
      raw += n->has_norm ? size : 0;
      if (slot_of[i] != TAPER_NO_SLOT)
        n->gradient = g_array_index (slots, Slot, slot_of[i]).offset;
    }
  self->values_size = values;
  self->gradient_size = gradient;
  self->raw_size = raw;
  for (guint i = 0; i < self->n_nodes; i++)
    {
      self->nodes[i].gradient += values;
      self->nodes[i].raw += values + gradient;
    }
}

TaperTrainPlan *
taper_train_plan_new (TaperNetwork *network, GError **error)
{
  g_autoptr (TaperTrainPlan) self = g_new0 (TaperTrainPlan, 1);

  self->network = taper_network_ref (network);
  self->n_nodes = taper_network_get_n_nodes (network);
  self->nodes = g_new0 (TaperTrainNode, self->n_nodes);
  for (guint i = 0; i < self->n_nodes; i++)
    {
      self->nodes[i].node = taper_network_get_node (network, i);
      if (!check_node (self->nodes[i].node, error))
        return NULL;
    }
  plan_shapes (self);
  plan_params (self);
  plan_convs (self);
  plan_backward (self);
  plan_workspace (self);
  return g_steal_pointer (&self);
}

void
taper_train_plan_free (TaperTrainPlan *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_nodes; i++)
    taper_conv_training_clear (&self->nodes[i].conv);
  g_free (self->nodes);
  g_free (self->offsets);
  taper_network_unref (self->network);
  g_free (self);
}
