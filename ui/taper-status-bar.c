/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-status-bar.h"

#include "ui/draw/taper-format.h"
#include "ui/taper-frame-times.h"

#include <glib/gi18n.h>

struct _TaperStatusBar {
  GtkWidget parent_instance;

  TaperDocument *document;
  GSignalGroup *document_signals;
  TaperFrameTimes *times;

  GtkWidget *box;
  GtkLabel *cost;  /* of the last result */
  GtkLabel *model; /* how large the personalized model is */
};

G_DEFINE_FINAL_TYPE (TaperStatusBar, taper_status_bar, GTK_TYPE_WIDGET)

static void
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

/* --- what is shown ---------------------------------------------------------------------------- */

static void
append_result (GString *text, const TaperSnapshot *snapshot)
{
  char mixer[TAPER_FORMAT_SIZE], blend[TAPER_FORMAT_SIZE], forward[TAPER_FORMAT_SIZE];

  /* Translators: time of the mixer and of the blend */
  g_string_append_printf (text, _ ("mixer %s · blend %s"),
                          taper_format_duration (snapshot->mixer_ms, mixer),
                          taper_format_duration (snapshot->blend_ms, blend));
  if (snapshot->n_forwarded == 0)
    return;
  /* Translators: number of pictures and the time for all of their answers */
  g_string_append_printf (
      text, ngettext (" · %u picture %s", " · %u pictures %s", snapshot->n_forwarded),
      snapshot->n_forwarded, taper_format_duration (snapshot->forward_ms, forward));
}

static void
append_times (GString *text, TaperStatusBar *self)
{
  char last[TAPER_FORMAT_SIZE], p95[TAPER_FORMAT_SIZE];

  if (taper_frame_times_get_n (self->times) == 0)
    return;
  /* Translators: time to paint a frame, and what 95 of 100 frames stay below */
  g_string_append_printf (
      text, _ (" · frame %s (p95 %s)"),
      taper_format_duration (taper_frame_times_get_last (self->times, TAPER_TIME_FRAME), last),
      taper_format_duration (taper_frame_times_get_percentile (self->times, TAPER_TIME_FRAME, 95),
                             p95));
  /* Translators: time from a tick to the painted answer */
  g_string_append_printf (
      text, _ (" · tick to screen %s (p95 %s)"),
      taper_format_duration (taper_frame_times_get_last (self->times, TAPER_TIME_TICK), last),
      taper_format_duration (taper_frame_times_get_percentile (self->times, TAPER_TIME_TICK, 95),
                             p95));
}

static void
update_cost (TaperStatusBar *self)
{
  TaperSnapshot *snapshot =
      self->document != NULL ? taper_document_get_snapshot (self->document) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (snapshot != NULL)
    {
      append_result (text, snapshot);
      append_times (text, self);
    }
  set_text (self->cost, text->str);
}

static void
update_model (TaperStatusBar *self)
{
  TaperBundle *bundle = self->document != NULL ? taper_document_get_bundle (self->document) : NULL;
  g_autofree char *text = NULL;
  char count[TAPER_FORMAT_SIZE];

  if (bundle != NULL)
    text = g_strdup_printf (
        _ ("personalized model %s parameters"),
        taper_format_count (taper_network_get_n_params (taper_bundle_get_network (bundle)), count));
  set_text (self->model, text != NULL ? text : "");
}

static void
snapshot_cb (TaperStatusBar *self)
{
  taper_frame_times_expect (self->times);
  update_cost (self);
}

static void
tick_cb (TaperStatusBar *self)
{
  taper_frame_times_start (self->times);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_status_bar_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (taper_status_bar_parent_class)->realize (widget);
  taper_frame_times_set_clock (TAPER_STATUS_BAR (widget)->times,
                               gtk_widget_get_frame_clock (widget));
}

static void
taper_status_bar_unrealize (GtkWidget *widget)
{
  taper_frame_times_set_clock (TAPER_STATUS_BAR (widget)->times, NULL);
  GTK_WIDGET_CLASS (taper_status_bar_parent_class)->unrealize (widget);
}

static void
taper_status_bar_dispose (GObject *object)
{
  TaperStatusBar *self = TAPER_STATUS_BAR (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->document);
  g_clear_object (&self->times);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (taper_status_bar_parent_class)->dispose (object);
}

static void
taper_status_bar_class_init (TaperStatusBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_status_bar_dispose;
  widget_class->realize = taper_status_bar_realize;
  widget_class->unrealize = taper_status_bar_unrealize;
  gtk_widget_class_set_css_name (widget_class, "statusbar");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static GtkLabel *
append_label (TaperStatusBar *self, const char *tooltip)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), tooltip);
  gtk_widget_add_css_class (GTK_WIDGET (label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (label), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (label), "numeric");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (label));
  return label;
}

static void
taper_status_bar_init (TaperStatusBar *self)
{
  self->times = taper_frame_times_new ();
  g_signal_connect_swapped (self->times, "measured", G_CALLBACK (update_cost), self);

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->cost = append_label (self, _ ("Measured on this computer for the last change of the task"));
  self->model =
      append_label (self, _ ("The one model that was mixed; it is as large as the generic one"));
  gtk_label_set_xalign (self->cost, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->cost), TRUE);

  self->document_signals = g_signal_group_new (TAPER_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::snapshot",
                                  G_CALLBACK (snapshot_cb), self);
  g_signal_group_connect_swapped (self->document_signals, "notify::bundle",
                                  G_CALLBACK (update_model), self);
  g_signal_group_connect_swapped (self->document_signals, "notify::n-ticked", G_CALLBACK (tick_cb),
                                  self);
}

GtkWidget *
taper_status_bar_new (void)
{
  return g_object_new (TAPER_TYPE_STATUS_BAR, NULL);
}

void
taper_status_bar_set_document (TaperStatusBar *self, TaperDocument *document)
{
  g_return_if_fail (TAPER_IS_STATUS_BAR (self));

  if (!g_set_object (&self->document, document))
    return;
  g_signal_group_set_target (self->document_signals, document);
  update_model (self);
  update_cost (self);
}
