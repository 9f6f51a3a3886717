/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-status-bar.h"

#include <glib/gi18n.h>

#define N_FRAMES 60

struct _TaperStatusBar {
  GtkWidget parent_instance;

  TaperDocument *document;
  GtkWidget *box;
  GtkWidget *times;
  GtkWidget *model;
  /* Milliseconds from a new snapshot to the end of the frame that shows it, the last ones. */
  double frames[N_FRAMES];
  guint n_frames;
  gint64 snapshot_time; /* microseconds; 0: its frame has been counted */
  gulong paint_handler;
};

G_DEFINE_FINAL_TYPE (TaperStatusBar, taper_status_bar, GTK_TYPE_WIDGET)

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;
  return (left > right) - (left < right);
}

static char *
format_ms (double ms)
{
  /* Translators: a duration in milliseconds with two significant digits */
  return g_strdup_printf (ms < 0.1 ? _ ("%.2f ms") : ms < 10 ? _ ("%.1f ms") : _ ("%.0f ms"), ms);
}

static char *
describe_frames (TaperStatusBar *self)
{
  guint n = MIN (self->n_frames, N_FRAMES);
  if (n == 0)
    return g_strdup ("");
  double sorted[N_FRAMES];
  memcpy (sorted, self->frames, n * sizeof *sorted);
  qsort (sorted, n, sizeof *sorted, compare_doubles);
  g_autofree char *last = format_ms (self->frames[(self->n_frames - 1) % N_FRAMES]);
  g_autofree char *p95 = format_ms (sorted[(n - 1) * 95 / 100]);
  /* Translators: time from a result to the painted window: the last one, 95th percentile */
  return g_strdup_printf (_ (" · frame %s (p95 %s)"), last, p95);
}

static void
update (TaperStatusBar *self)
{
  TaperSnapshot *snapshot = taper_document_get_snapshot (self->document);
  if (snapshot == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->times), "");
      gtk_label_set_text (GTK_LABEL (self->model), "");
      return;
    }
  g_autofree char *mixer = format_ms (snapshot->mixer_ms);
  g_autofree char *blend = format_ms (snapshot->blend_ms);
  g_autofree char *forward = format_ms (snapshot->forward_ms);
  g_autofree char *frames = describe_frames (self);
  g_autofree char *times =
      g_strdup_printf (ngettext ("mixer %s · blend %s · %u picture %s%s",
                                 "mixer %s · blend %s · %u pictures %s%s", snapshot->n_forwarded),
                       mixer, blend, snapshot->n_forwarded, forward, frames);
  gsize n_params = taper_network_get_n_params (taper_bundle_get_network (snapshot->bundle));
  g_autofree char *model =
      g_strdup_printf (_ ("personalized model: %.2f M parameters"), n_params / 1e6);
  gtk_label_set_text (GTK_LABEL (self->times), times);
  gtk_label_set_text (GTK_LABEL (self->model), model);
}

static void
after_paint_cb (TaperStatusBar *self)
{
  if (self->snapshot_time == 0)
    return;
  self->frames[self->n_frames++ % N_FRAMES] =
      (g_get_monotonic_time () - self->snapshot_time) / 1000.0;
  self->snapshot_time = 0;
}

static void
snapshot_cb (TaperStatusBar *self)
{
  self->snapshot_time = g_get_monotonic_time ();
  update (self);
}

static void
taper_status_bar_realize (GtkWidget *widget)
{
  TaperStatusBar *self = TAPER_STATUS_BAR (widget);
  GTK_WIDGET_CLASS (taper_status_bar_parent_class)->realize (widget);
  self->paint_handler = g_signal_connect_swapped (gtk_widget_get_frame_clock (widget),
                                                  "after-paint", G_CALLBACK (after_paint_cb), self);
}

static void
taper_status_bar_unrealize (GtkWidget *widget)
{
  TaperStatusBar *self = TAPER_STATUS_BAR (widget);
  g_clear_signal_handler (&self->paint_handler, gtk_widget_get_frame_clock (widget));
  GTK_WIDGET_CLASS (taper_status_bar_parent_class)->unrealize (widget);
}

static void
taper_status_bar_dispose (GObject *object)
{
  TaperStatusBar *self = TAPER_STATUS_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_status_bar_parent_class)->dispose (object);
}

static void
taper_status_bar_class_init (TaperStatusBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_status_bar_dispose;
  widget_class->realize = taper_status_bar_realize;
  widget_class->unrealize = taper_status_bar_unrealize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_label (float xalign)
{
  GtkWidget *label = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static void
taper_status_bar_init (TaperStatusBar *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->box, "status-bar");
  self->times = make_label (0);
  gtk_widget_set_hexpand (self->times, TRUE);
  self->model = make_label (1);
  gtk_box_append (GTK_BOX (self->box), self->times);
  gtk_box_append (GTK_BOX (self->box), self->model);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
taper_status_bar_new (void)
{
  return g_object_new (TAPER_TYPE_STATUS_BAR, NULL);
}

void
taper_status_bar_set_document (TaperStatusBar *self, TaperDocument *document)
{
  if (!g_set_object (&self->document, document) || document == NULL)
    return;
  g_signal_connect_object (document, "notify::snapshot", G_CALLBACK (snapshot_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
