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
  GtkInscription *cost; /* of the last result; changes with each tick, so it never asks for room */
  GtkLabel *model;      /* how large the personalized model is */
  int width;
  guint fold_id;
};

/* In a narrower bar there is no model; in a still narrower one there are no times of frames. */
#define MODEL_WIDTH 840
#define FRAMES_WIDTH 520

G_DEFINE_FINAL_TYPE (TaperStatusBar, taper_status_bar, GTK_TYPE_WIDGET)

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
      if (self->width >= FRAMES_WIDTH)
        append_times (text, self);
    }
  gtk_inscription_set_text (self->cost, text->str);
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
  gtk_label_set_label (self->model, text != NULL ? text : "");
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
taper_status_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (TAPER_STATUS_BAR (widget)->box, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = 0;
}

static gboolean
fold_cb (gpointer data)
{
  TaperStatusBar *self = data;

  self->fold_id = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->model), self->width >= MODEL_WIDTH);
  update_cost (self);
  return G_SOURCE_REMOVE;
}

static void
taper_status_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TaperStatusBar *self = TAPER_STATUS_BAR (widget);
  const gboolean folds = (width >= MODEL_WIDTH) != (self->width >= MODEL_WIDTH) ||
                         (width >= FRAMES_WIDTH) != (self->width >= FRAMES_WIDTH);
  int minimum;

  self->width = width;
  /* Later: texts must not change while sizes are being allocated. */
  if (folds && self->fold_id == 0)
    self->fold_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fold_cb, self, NULL);
  gtk_widget_measure (self->box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->box, &(GtkAllocation){ 0, 0, MAX (width, minimum), height },
                            baseline);
}

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

  g_clear_handle_id (&self->fold_id, g_source_remove);
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
  widget_class->measure = taper_status_bar_measure;
  widget_class->size_allocate = taper_status_bar_size_allocate;
  widget_class->realize = taper_status_bar_realize;
  widget_class->unrealize = taper_status_bar_unrealize;
  gtk_widget_class_set_css_name (widget_class, "statusbar");
}

static void
append (TaperStatusBar *self, GtkWidget *text, const char *tooltip)
{
  gtk_widget_set_tooltip_text (text, tooltip);
  gtk_widget_add_css_class (text, "caption");
  gtk_widget_add_css_class (text, "dim-label");
  gtk_widget_add_css_class (text, "numeric");
  gtk_box_append (GTK_BOX (self->box), text);
}

static void
taper_status_bar_init (TaperStatusBar *self)
{
  self->times = taper_frame_times_new ();
  g_signal_connect_swapped (self->times, "measured", G_CALLBACK (update_cost), self);

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->cost = GTK_INSCRIPTION (gtk_inscription_new (NULL));
  gtk_inscription_set_text_overflow (self->cost, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->cost), TRUE);
  append (self, GTK_WIDGET (self->cost),
          _ ("Measured on this computer for the last change of the task"));
  self->model = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_visible (GTK_WIDGET (self->model), FALSE);
  append (self, GTK_WIDGET (self->model),
          _ ("The one model that was mixed; it is as large as the generic one"));

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
