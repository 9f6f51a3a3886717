/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-weights-view.h"

#include "app/taper-weights-probe.h"
#include "ui/taper-stack-access.h"
#include "ui/taper-weights-filter.h"
#include "ui/taper-weights-layer.h"
#include "ui/taper-weights-layers.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef enum {
  LEVEL_NETWORK,
  LEVEL_LAYER,
  LEVEL_FILTER,
} Level;

struct _TaperWeightsView {
  GtkWidget parent_instance;

  GtkStack *pages, *levels;
  GtkLabel *sentence, *filter_label;
  GtkWidget *network_button, *layer_arrow, *layer_button, *filter_arrow, *mix_button;
  TaperWeightsLayers *layers;
  TaperWeightsLayer *layer_page;
  TaperWeightsFilter *filter_page;

  TaperDocument *document;
  GSignalGroup *document_signals;
  TaperWeightsProbe *probe;
  Level level;
  guint layer, source, filter;
};

G_DEFINE_FINAL_TYPE (TaperWeightsView, taper_weights_view, GTK_TYPE_WIDGET)

/* --- what is shown ---------------------------------------------------------------------------- */

/* Over the whole network: where the mix is farthest from the generic. */
static char *
describe_network (const TaperWeights *w)
{
  guint farthest = 0;

  for (guint l = 1; l < w->n_layers; l++)
    if (taper_weights_get_distance (w, l, 0)->l2 > taper_weights_get_distance (w, farthest, 0)->l2)
      farthest = l;
  return g_strdup_printf (
      /* Translators: number of layers, a percentage, a layer's name. */
      ngettext ("%u layer. Your mix is farthest from the generic, by %.1f %% of its length, in %s.",
                "%u layers. Your mix is farthest from the generic, by %.1f %% of its length, in "
                "%s.",
                w->n_layers),
      w->n_layers, 100 * taper_weights_get_distance (w, farthest, 0)->l2,
      taper_weights_get_layer (w, farthest)->name);
}

static void
update_path (TaperWeightsView *self, const TaperWeights *w)
{
  g_autofree char *filter = g_strdup_printf (_ ("Filter %u"), self->filter + 1);
  g_autofree char *sentence =
      self->level == LEVEL_NETWORK ? describe_network (w) : taper_weights_describe_layer (w);

  gtk_widget_set_visible (self->layer_arrow, self->level >= LEVEL_LAYER);
  gtk_widget_set_visible (self->layer_button, self->level >= LEVEL_LAYER);
  gtk_widget_set_visible (self->mix_button, self->level >= LEVEL_LAYER);
  gtk_widget_set_visible (self->filter_arrow, self->level == LEVEL_FILTER);
  gtk_widget_set_visible (GTK_WIDGET (self->filter_label), self->level == LEVEL_FILTER);
  gtk_button_set_label (GTK_BUTTON (self->layer_button),
                        taper_weights_get_layer (w, self->layer)->name);
  gtk_label_set_label (self->filter_label, filter);
  gtk_label_set_label (self->sentence, sentence);
}

/* Only what is seen is filled. */
static void
update (TaperWeightsView *self)
{
  TaperWeights *w = taper_weights_probe_get_weights (self->probe);

  gtk_stack_set_visible_child_name (self->pages, w == NULL ? "empty" : "weights");
  if (w == NULL)
    return;
  /* Of another layer: what is asked for is on its way. */
  if (self->level > LEVEL_NETWORK && w->layer != self->layer)
    return;
  update_path (self, w);
  if (self->level == LEVEL_NETWORK)
    taper_weights_layers_set_weights (self->layers, w);
  else if (self->level == LEVEL_LAYER)
    taper_weights_layer_set_weights (self->layer_page, w);
  else
    taper_weights_filter_set_weights (self->filter_page, w);
}

static void
ask (TaperWeightsView *self)
{
  TaperSnapshot *snapshot =
      self->document == NULL ? NULL : taper_document_get_snapshot (self->document);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (snapshot != NULL && self->layer >= snapshot->n_layers)
    {
      self->layer = 0;
      self->level = LEVEL_NETWORK;
      gtk_stack_set_visible_child_name (self->levels, "network");
    }
  taper_weights_probe_ask (self->probe, snapshot, self->layer);
}

/* --- levels ----------------------------------------------------------------------------------- */

static void
focus_level (TaperWeightsView *self)
{
  if (self->level == LEVEL_NETWORK)
    taper_weights_layers_focus (self->layers, self->layer);
  else if (self->level == LEVEL_LAYER)
    taper_weights_layer_focus (self->layer_page);
  else
    taper_weights_filter_focus (self->filter_page);
}

static void
go_to (TaperWeightsView *self, Level level)
{
  static const char *const names[] = { "network", "layer", "filter" };

  self->level = level;
  gtk_stack_set_visible_child_name (self->levels, names[level]);
  ask (self);
  update (self);
  focus_level (self);
}

static void
layer_activated_cb (TaperWeightsView *self, guint layer)
{
  self->layer = layer;
  go_to (self, LEVEL_LAYER);
}

static void
filter_activated_cb (TaperWeightsView *self, guint source, guint filter)
{
  self->source = source;
  self->filter = filter;
  taper_weights_filter_show (self->filter_page, source, filter);
  go_to (self, LEVEL_FILTER);
}

static void
network_cb (TaperWeightsView *self)
{
  go_to (self, LEVEL_NETWORK);
}

static void
layer_cb (TaperWeightsView *self)
{
  go_to (self, LEVEL_LAYER);
}

static void
mix_cb (TaperWeightsView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.mix-of-layer", "u", self->layer);
}

static gboolean
back_cb (GtkWidget *widget, GVariant *parameter, gpointer unused)
{
  TaperWeightsView *self = TAPER_WEIGHTS_VIEW (widget);

  if (self->level == LEVEL_NETWORK)
    return FALSE;
  go_to (self, self->level - 1);
  return TRUE;
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_weights_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (taper_weights_view_parent_class)->map (widget);
  ask (TAPER_WEIGHTS_VIEW (widget));
}

static gboolean
taper_weights_view_grab_focus (GtkWidget *widget)
{
  focus_level (TAPER_WEIGHTS_VIEW (widget));
  return TRUE;
}

static void
taper_weights_view_dispose (GObject *object)
{
  TaperWeightsView *self = TAPER_WEIGHTS_VIEW (object);

  g_clear_object (&self->document_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_WEIGHTS_VIEW);
  g_clear_object (&self->document);
  g_clear_object (&self->probe);
  G_OBJECT_CLASS (taper_weights_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsView, pages);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsView, levels);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsView, sentence);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsView, filter_label);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsView, network_button);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsView, layer_arrow);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsView, layer_button);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsView, filter_arrow);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsView, mix_button);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsView, layers);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsView, layer_page);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsView, filter_page);
  gtk_widget_class_bind_template_callback (widget_class, network_cb);
  gtk_widget_class_bind_template_callback (widget_class, layer_cb);
  gtk_widget_class_bind_template_callback (widget_class, mix_cb);
  gtk_widget_class_bind_template_callback (widget_class, layer_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_activated_cb);
}

static void
taper_weights_view_class_init (TaperWeightsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_weights_view_dispose;
  widget_class->map = taper_weights_view_map;
  widget_class->grab_focus = taper_weights_view_grab_focus;
  g_type_ensure (TAPER_TYPE_WEIGHTS_FILTER);
  g_type_ensure (TAPER_TYPE_WEIGHTS_LAYER);
  g_type_ensure (TAPER_TYPE_WEIGHTS_LAYERS);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-weights-view.ui");
  bind_children (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, back_cb, NULL);
}

static void
taper_weights_view_init (TaperWeightsView *self)
{
  self->probe = taper_weights_probe_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  taper_stack_hide_pages_from_readers (self->pages);
  taper_stack_hide_pages_from_readers (self->levels);
  g_signal_connect_object (self->probe, "notify::weights", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  self->document_signals = g_signal_group_new (TAPER_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::snapshot", G_CALLBACK (ask),
                                  self);
}

GtkWidget *
taper_weights_view_new (void)
{
  return g_object_new (TAPER_TYPE_WEIGHTS_VIEW, NULL);
}

void
taper_weights_view_set_document (TaperWeightsView *self, TaperDocument *document)
{
  g_return_if_fail (TAPER_IS_WEIGHTS_VIEW (self));

  if (!g_set_object (&self->document, document))
    return;
  g_signal_group_set_target (self->document_signals, document);
  ask (self);
}

void
taper_weights_view_show_layer (TaperWeightsView *self, guint layer)
{
  g_return_if_fail (TAPER_IS_WEIGHTS_VIEW (self));

  layer_activated_cb (self, layer);
}
