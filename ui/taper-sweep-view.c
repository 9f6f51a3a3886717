/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-sweep-view.h"

#include "app/taper-proof.h"
#include "app/taper-sweeper.h"
#include "ui/draw/taper-strip-chart.h"
#include "ui/taper-chart-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define N_TASKS 60
#define SEED 1
/* Charts are made anew at most so often while tasks come in. */
#define REDRAW_US (G_USEC_PER_SEC / 5)

struct _TaperSweepView {
  GtkWidget parent_instance;

  TaperDocument *document;
  TaperSweeper *sweeper;
  gint64 drawn_at;
  guint n_drawn;
  GArray *order; /* guint: the task of each of the chart's items */

  GtkWidget *back_button, *stop_button;
  GtkLabel *sentence, *source, *worst_label;
  GtkProgressBar *progress;
  TaperChartView *chart;
  GtkWidget *result, *worst_button;
};

enum {
  CLOSE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TaperSweepView, taper_sweep_view, GTK_TYPE_WIDGET)

static const TaperSweepTask *
get_task (TaperSweepView *self, guint i)
{
  return &g_array_index (taper_sweeper_get_sweep (self->sweeper)->tasks, TaperSweepTask, i);
}

/* --- chart ------------------------------------------------------------------------------------ */

static char *
describe_task (TaperSweepView *self, const TaperSweepTask *task)
{
  TaperClassList *classes = taper_bundle_get_classes (taper_sweeper_get_bundle (self->sweeper));
  GString *text = g_string_new (NULL);
  guint n;
  const guint *selected = taper_task_get_selected (task->task, &n);

  /* Translators: points, right answers of class selection, of personalized, pictures */
  g_string_append_printf (text, _ ("%+.1f points: class selection %u, personalized %u of %u. "),
                          taper_sweep_task_get_difference (task), task->selection_correct,
                          task->personalized_correct, task->images);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            taper_class_list_get_class (classes, selected[i])->label);
  return g_string_free (text, FALSE);
}

static void
add_row (TaperStripPlot *plot, const TaperSweepSummary *summary)
{
  TaperStripRow row = { .mean = summary->difference,
                        .low = summary->interval.low,
                        .high = summary->interval.high };

  row.label = g_strdup_printf (summary->kind == TAPER_RANDOM_RELATED ? _ ("%u related classes")
                                                                     : _ ("%u random classes"),
                               summary->size);
  /* Translators: mean difference and its interval; tasks won, tied and lost */
  row.note = g_strdup_printf (_ ("%+.1f (%+.1f to %+.1f) · %u/%u/%u"), summary->difference,
                              summary->interval.low, summary->interval.high, summary->wins,
                              summary->ties, summary->losses);
  taper_strip_plot_add_row (plot, &row);
}

static TaperStripPlot *
make_plot (TaperSweepView *self, const GArray *summaries)
{
  TaperStripPlot *plot = taper_strip_plot_new ();
  const GArray *tasks = taper_sweeper_get_sweep (self->sweeper)->tasks;

  g_array_set_size (self->order, 0);
  for (guint r = 0; r < summaries->len; r++)
    {
      const TaperSweepSummary *summary = &g_array_index (summaries, TaperSweepSummary, r);

      add_row (plot, summary);
      for (guint i = 0; i < tasks->len; i++)
        {
          const TaperSweepTask *task = get_task (self, i);
          TaperStripDot dot = { .row = r };

          if (task->kind != summary->kind || task->size != summary->size || task->images == 0)
            continue;
          dot.value = taper_sweep_task_get_difference (task);
          dot.description = describe_task (self, task);
          taper_strip_plot_add_dot (plot, &dot);
          g_array_append_val (self->order, i);
        }
    }
  return plot;
}

/* --- what is shown ---------------------------------------------------------------------------- */

static void
update_sentence (TaperSweepView *self, const GArray *summaries)
{
  guint n = 0, wins = 0, ties = 0, losses = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < summaries->len; i++)
    {
      const TaperSweepSummary *summary = &g_array_index (summaries, TaperSweepSummary, i);

      n += summary->n;
      wins += summary->wins;
      ties += summary->ties;
      losses += summary->losses;
    }
  if (n > 0)
    /* Translators: numbers of tasks */
    text = g_strdup_printf (_ ("Personalized won %u, tied %u and lost %u of %u sampled tasks"),
                            wins, ties, losses, n);
  else
    text = g_strdup (taper_sweeper_get_running (self->sweeper) ? _ ("Reading pictures…")
                                                               : _ ("No task was measured"));
  gtk_label_set_label (self->sentence, text);
}

static void
update_source (TaperSweepView *self)
{
  g_autofree char *text = NULL;

  /* Translators: a number that chooses the tasks */
  text = g_strdup_printf (_ ("Against class selection, on the same pictures · seed %d%s"), SEED,
                          taper_sweeper_get_stopped (self->sweeper) ? _ (" · stopped early") : "");
  gtk_label_set_label (self->source, text);
}

static void
update_worst (TaperSweepView *self)
{
  int worst = taper_sweeper_find_worst (self->sweeper);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->result, worst >= 0);
  if (worst < 0)
    return;
  text = describe_task (self, get_task (self, (guint) worst));
  gtk_label_set_label (self->worst_label, text);
}

static void
changed_cb (TaperSweepView *self)
{
  gboolean running = taper_sweeper_get_running (self->sweeper);
  gint64 now = g_get_monotonic_time ();
  guint n = taper_sweeper_get_sweep (self->sweeper)->tasks->len;
  g_autoptr (GArray) summaries = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  gtk_widget_set_visible (self->stop_button, running);
  gtk_progress_bar_set_fraction (self->progress, taper_sweeper_get_progress (self->sweeper));
  if (running && n > 0 && (n == self->n_drawn || now - self->drawn_at < REDRAW_US))
    return;
  self->drawn_at = now;
  self->n_drawn = n;
  summaries = taper_sweep_summarize (taper_sweeper_get_sweep (self->sweeper), SEED);
  taper_chart_view_set (self->chart, &taper_strip_chart, make_plot (self, summaries),
                        (GDestroyNotify) taper_strip_plot_free, _ ("Differences of sampled tasks"));
  update_sentence (self, summaries);
  update_source (self);
  update_worst (self);
}

/* --- what is done ----------------------------------------------------------------------------- */

static void
load (TaperSweepView *self, guint task)
{
  if (taper_sweeper_get_bundle (self->sweeper) != taper_document_get_bundle (self->document))
    return;
  taper_document_set_task (self->document, get_task (self, task)->task);
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
dot_cb (TaperSweepView *self, int item)
{
  if ((guint) item < self->order->len)
    load (self, g_array_index (self->order, guint, item));
}

static void
worst_cb (TaperSweepView *self)
{
  int worst = taper_sweeper_find_worst (self->sweeper);

  if (worst >= 0)
    load (self, (guint) worst);
}

static void
back_cb (TaperSweepView *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
stop_cb (TaperSweepView *self)
{
  taper_sweeper_stop (self->sweeper);
}

static void
problem_cb (TaperSweepView *self, const char *message)
{
  g_signal_emit_by_name (self->document, "problem", _ ("Could not sweep"), message);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_sweep_view_dispose (GObject *object)
{
  TaperSweepView *self = TAPER_SWEEP_VIEW (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (self->sweeper != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->sweeper, self);
      taper_sweeper_stop (self->sweeper);
    }
  g_clear_object (&self->sweeper);
  /* GTK 4.8 lets go only of the children that are bound. */
  g_clear_pointer (&child, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_SWEEP_VIEW);
  g_clear_object (&self->document);
  g_clear_pointer (&self->order, g_array_unref);
  G_OBJECT_CLASS (taper_sweep_view_parent_class)->dispose (object);
}

static void
taper_sweep_view_class_init (TaperSweepViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_sweep_view_dispose;
  signals[CLOSE] = g_signal_new ("close", TAPER_TYPE_SWEEP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  g_type_ensure (TAPER_TYPE_CHART_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-sweep-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperSweepView, back_button);
  gtk_widget_class_bind_template_child (widget_class, TaperSweepView, stop_button);
  gtk_widget_class_bind_template_child (widget_class, TaperSweepView, sentence);
  gtk_widget_class_bind_template_child (widget_class, TaperSweepView, source);
  gtk_widget_class_bind_template_child (widget_class, TaperSweepView, worst_label);
  gtk_widget_class_bind_template_child (widget_class, TaperSweepView, progress);
  gtk_widget_class_bind_template_child (widget_class, TaperSweepView, chart);
  gtk_widget_class_bind_template_child (widget_class, TaperSweepView, result);
  gtk_widget_class_bind_template_child (widget_class, TaperSweepView, worst_button);
}

static void
taper_sweep_view_init (TaperSweepView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->order = g_array_new (FALSE, FALSE, sizeof (guint));
  self->sweeper = taper_sweeper_new ();
  g_signal_connect_swapped (self->sweeper, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->sweeper, "problem", G_CALLBACK (problem_cb), self);
  g_signal_connect_swapped (self->chart, "activated", G_CALLBACK (dot_cb), self);
  g_signal_connect_swapped (self->worst_button, "clicked", G_CALLBACK (worst_cb), self);
  g_signal_connect_swapped (self->back_button, "clicked", G_CALLBACK (back_cb), self);
  g_signal_connect_swapped (self->stop_button, "clicked", G_CALLBACK (stop_cb), self);
}

void
taper_sweep_view_set_document (TaperSweepView *self, TaperDocument *document)
{
  g_return_if_fail (TAPER_IS_SWEEP_VIEW (self));

  g_set_object (&self->document, document);
}

void
taper_sweep_view_open (TaperSweepView *self, TaperLabelled *labelled, const int *map)
{
  TaperBundle *bundle = taper_document_get_bundle (self->document);

  g_return_if_fail (TAPER_IS_SWEEP_VIEW (self));

  if (bundle != taper_sweeper_get_bundle (self->sweeper) ||
      labelled != taper_sweeper_get_labelled (self->sweeper) ||
      taper_sweeper_get_stopped (self->sweeper))
    taper_sweeper_run (self->sweeper, bundle, labelled, map, N_TASKS, SEED);
}

void
taper_sweep_view_add_proof (TaperSweepView *self, const char *path, const int *map,
                            GPtrArray *proofs)
{
  TaperBundle *bundle = taper_sweeper_get_bundle (self->sweeper);

  g_return_if_fail (TAPER_IS_SWEEP_VIEW (self));

  if (bundle != NULL)
    g_ptr_array_add (proofs, taper_proof_new_for_sweep (
                                 taper_sweeper_get_sweep (self->sweeper), bundle, path,
                                 taper_sweeper_get_labelled (self->sweeper), map, N_TASKS, SEED,
                                 taper_sweeper_get_running (self->sweeper) ||
                                     taper_sweeper_get_stopped (self->sweeper)));
}
