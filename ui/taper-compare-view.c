/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-compare-view.h"

#include "app/taper-comparer.h"
#include "ui/draw/taper-curve-chart.h"
#include "ui/draw/taper-format.h"
#include "ui/draw/taper-scale-chart.h"
#include "ui/taper-chart-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define N_TASKS 20
#define SEED 1

struct _TaperCompareView {
  GtkWidget parent_instance;

  TaperDocument *document;
  TaperComparer *comparer;
  guint n_drawn;

  GtkWidget *back_button, *stop_button, *result, *accuracy;
  GtkLabel *sentence, *source, *curves_label;
  GtkProgressBar *progress;
  TaperChartView *scale, *reported, *curves;
  GtkListBox *equal;
};

enum {
  CLOSE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TaperCompareView, taper_compare_view, GTK_TYPE_WIDGET)

static const TaperComparisonEntry *
get_entry (TaperCompareView *self, guint i)
{
  return &g_array_index (taper_comparer_get_entries (self->comparer), TaperComparisonEntry, i);
}

static guint
get_n (TaperCompareView *self)
{
  return taper_comparer_get_entries (self->comparer)->len;
}

/* --- areas to scale --------------------------------------------------------------------------- */

typedef enum { BYTES, PARAMETERS, MACS, TIME, MEMORY, N_QUANTITIES } Quantity;

static const char *const quantity_names[N_QUANTITIES] = {
  N_ ("One model"),         N_ ("Parameters"),        N_ ("Multiply-adds"),
  N_ ("Time of a picture"), N_ ("Memory, estimated"),
};

static double
get_quantity (const TaperComparisonEntry *entry, Quantity quantity)
{
  TaperNetwork *network = taper_bundle_get_network (entry->bundle);

  switch (quantity)
    {
    case BYTES:
      return taper_network_get_n_params (network) * sizeof (float);
    case PARAMETERS:
      return taper_network_get_n_params (network);
    case MACS:
      return taper_network_get_macs (network);
    case TIME:
      return entry->cost.picture_ms;
    default:
      return taper_memory_get_total (&entry->memory);
    }
}

static char *
format_quantity (double value, Quantity quantity)
{
  char text[TAPER_FORMAT_SIZE];

  if (quantity == BYTES || quantity == MEMORY)
    return g_format_size ((guint64) value);
  return g_strdup (quantity == TIME ? taper_format_duration (value, text)
                                    : taper_format_count ((guint64) value, text));
}

static void
update_scale (TaperCompareView *self)
{
  guint n = get_n (self);
  char **names = g_new0 (char *, n + 1);
  g_autofree double *values = g_new (double, n);
  TaperScalePlot *plot;

  for (guint i = 0; i < n; i++)
    names[i] = g_strdup (get_entry (self, i)->file);
  plot = taper_scale_plot_new (names, FALSE);
  for (guint q = 0; q < N_QUANTITIES; q++)
    {
      char **texts = g_new0 (char *, n + 1);

      for (guint i = 0; i < n; i++)
        {
          values[i] = get_quantity (get_entry (self, i), q);
          texts[i] = format_quantity (values[i], q);
        }
      taper_scale_plot_add (plot, _ (quantity_names[q]), values, texts);
    }
  taper_chart_view_set (self->scale, &taper_scale_chart, plot,
                        (GDestroyNotify) taper_scale_plot_free, _ ("Costs as areas to scale"));
}

/* Of the paper; the parameters are those of the networks it names. */
static void
set_reported (TaperCompareView *self)
{
  char **names = g_new0 (char *, 3);
  char **texts = g_new0 (char *, 3);
  TaperScalePlot *plot;

  names[0] = g_strdup (_ ("ResNet-18, personalized"));
  names[1] = g_strdup (_ ("ResNet-152, selected"));
  texts[0] = g_strdup ("11.7 M");
  texts[1] = g_strdup ("60.2 M");
  plot = taper_scale_plot_new (names, TRUE);
  taper_scale_plot_add (plot, _ ("Parameters"), (const double[]){ 11.7, 60.2 }, texts);
  taper_chart_view_set (self->reported, &taper_scale_chart, plot,
                        (GDestroyNotify) taper_scale_plot_free, _ ("Reported by the paper"));
}

/* --- accuracy --------------------------------------------------------------------------------- */

static void
fill_curve (TaperCurve *curve, const TaperComparisonEntry *entry, guint column, guint n,
            gboolean personalized)
{
  /* Translators: a bundle */
  curve->label =
      g_strdup_printf (personalized ? _ ("%s personalized") : _ ("%s selected"), entry->file);
  curve->lane = taper_scale_get_lane (column, n);
  curve->dashed = !personalized;
  for (guint s = 0; s < entry->summaries->len; s++)
    {
      const TaperSweepSummary *summary = &g_array_index (entry->summaries, TaperSweepSummary, s);

      curve->values[s] = (personalized ? summary->personalized : summary->selection) / 100;
    }
}

static void
update_curves (TaperCompareView *self)
{
  const GArray *first = get_entry (self, 0)->summaries;
  guint n = get_n (self);
  TaperCurves *curves = taper_curves_new (first->len, 2 * n);
  double least = 1;

  curves->of_sizes = TRUE;
  for (guint s = 0; s < first->len; s++)
    curves->x[s] = g_array_index (first, TaperSweepSummary, s).size;
  for (guint i = 0; i < n; i++)
    {
      fill_curve (&curves->curves[2 * i], get_entry (self, i), i, n, TRUE);
      fill_curve (&curves->curves[2 * i + 1], get_entry (self, i), i, n, FALSE);
    }
  for (guint c = 0; c < 2 * n; c++)
    for (guint s = 0; s < first->len; s++)
      least = MIN (least, curves->curves[c].values[s]);
  /* A fifth at a time, so that the axis keeps round numbers. */
  curves->low = MAX (0, (int) (least * 5) / 5.0);
  taper_chart_view_set (self->curves, &taper_curve_chart, curves,
                        (GDestroyNotify) taper_curves_free,
                        _ ("Share of right answers against the number of classes"));
}

static void
add_equal_row (TaperCompareView *self, const TaperComparisonEntry *large, guint size)
{
  GtkWidget *row = adw_action_row_new ();
  TaperSweepPair pair;
  const TaperComparisonEntry *small = taper_comparison_find_equal (
      taper_comparer_get_entries (self->comparer), large, size, SEED, &pair);
  g_autofree char *title = g_strdup_printf (ngettext ("%u class", "%u classes", size), size);
  g_autofree char *text = NULL;

  if (small == NULL)
    text = g_strdup_printf (_ ("No smaller personalized bundle is as right as %s with class "
                               "selection"),
                            large->file);
  else
    text = g_strdup_printf (
        ngettext ("%s personalized %.1f %%, %s selected %.1f %%: %+.1f points (%+.1f to %+.1f, "
                  "%u task) with %.1f times fewer parameters",
                  "%s personalized %.1f %%, %s selected %.1f %%: %+.1f points (%+.1f to %+.1f, "
                  "%u tasks) with %.1f times fewer parameters",
                  pair.n),
        small->file, pair.personalized, large->file, pair.selection, pair.difference,
        pair.interval.low, pair.interval.high, pair.n,
        (double) taper_comparison_entry_get_n_params (large) /
            taper_comparison_entry_get_n_params (small));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  gtk_list_box_append (self->equal, row);
}

static void
update_equal (TaperCompareView *self)
{
  const TaperComparisonEntry *large =
      taper_comparison_find_largest (taper_comparer_get_entries (self->comparer));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->equal))) != NULL)
    gtk_list_box_remove (self->equal, child);
  for (guint s = 0; s < large->summaries->len; s++)
    add_equal_row (self, large, g_array_index (large->summaries, TaperSweepSummary, s).size);
}

/* --- what is shown ---------------------------------------------------------------------------- */

static void
update_sentence (TaperCompareView *self)
{
  guint n = get_n (self);
  g_autofree char *text = NULL;

  if (n == 0)
    text = g_strdup (taper_comparer_get_running (self->comparer) ? _ ("Measuring…")
                                                                 : _ ("Nothing was measured"));
  else if (n == 1)
    text = g_strdup (_ ("No other bundle here knows these classes"));
  else
    /* Translators: a bundle, a factor, a bundle */
    text = g_strdup_printf (_ ("%s has %.1f times fewer parameters than %s"),
                            get_entry (self, 0)->file,
                            (double) taper_comparison_entry_get_n_params (get_entry (self, n - 1)) /
                                taper_comparison_entry_get_n_params (get_entry (self, 0)),
                            get_entry (self, n - 1)->file);
  gtk_label_set_label (self->sentence, text);
}

static void
changed_cb (TaperCompareView *self)
{
  gboolean running = taper_comparer_get_running (self->comparer);
  gboolean pictures = taper_comparer_get_labelled (self->comparer) != NULL;
  guint n = get_n (self);

  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  gtk_widget_set_visible (self->stop_button, running);
  gtk_progress_bar_set_fraction (self->progress, taper_comparer_get_progress (self->comparer));
  update_sentence (self);
  gtk_widget_set_visible (self->result, n > 0);
  gtk_widget_set_visible (self->accuracy, pictures);
  gtk_widget_set_visible (GTK_WIDGET (self->curves_label), !pictures);
  if (n == 0 || n == self->n_drawn)
    return;
  self->n_drawn = n;
  update_scale (self);
  if (!pictures)
    return;
  update_curves (self);
  update_equal (self);
}

static void
back_cb (TaperCompareView *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
stop_cb (TaperCompareView *self)
{
  taper_comparer_stop (self->comparer);
}

static void
problem_cb (TaperCompareView *self, const char *message)
{
  g_signal_emit_by_name (self->document, "problem", _ ("Could not compare"), message);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_compare_view_dispose (GObject *object)
{
  TaperCompareView *self = TAPER_COMPARE_VIEW (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (self->comparer != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->comparer, self);
      taper_comparer_stop (self->comparer);
    }
  g_clear_object (&self->comparer);
  /* GTK 4.8 lets go only of the children that are bound. */
  g_clear_pointer (&child, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_COMPARE_VIEW);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_compare_view_parent_class)->dispose (object);
}

static void
taper_compare_view_class_init (TaperCompareViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_compare_view_dispose;
  signals[CLOSE] = g_signal_new ("close", TAPER_TYPE_COMPARE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  g_type_ensure (TAPER_TYPE_CHART_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-compare-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperCompareView, back_button);
  gtk_widget_class_bind_template_child (widget_class, TaperCompareView, stop_button);
  gtk_widget_class_bind_template_child (widget_class, TaperCompareView, result);
  gtk_widget_class_bind_template_child (widget_class, TaperCompareView, accuracy);
  gtk_widget_class_bind_template_child (widget_class, TaperCompareView, sentence);
  gtk_widget_class_bind_template_child (widget_class, TaperCompareView, source);
  gtk_widget_class_bind_template_child (widget_class, TaperCompareView, curves_label);
  gtk_widget_class_bind_template_child (widget_class, TaperCompareView, progress);
  gtk_widget_class_bind_template_child (widget_class, TaperCompareView, scale);
  gtk_widget_class_bind_template_child (widget_class, TaperCompareView, reported);
  gtk_widget_class_bind_template_child (widget_class, TaperCompareView, curves);
  gtk_widget_class_bind_template_child (widget_class, TaperCompareView, equal);
}

static void
taper_compare_view_init (TaperCompareView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->comparer = taper_comparer_new ();
  set_reported (self);
  g_signal_connect_swapped (self->comparer, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->comparer, "problem", G_CALLBACK (problem_cb), self);
  g_signal_connect_swapped (self->back_button, "clicked", G_CALLBACK (back_cb), self);
  g_signal_connect_swapped (self->stop_button, "clicked", G_CALLBACK (stop_cb), self);
}

void
taper_compare_view_set_document (TaperCompareView *self, TaperDocument *document)
{
  g_return_if_fail (TAPER_IS_COMPARE_VIEW (self));

  g_set_object (&self->document, document);
}

void
taper_compare_view_open (TaperCompareView *self, TaperLabelled *labelled)
{
  TaperBundle *bundle = taper_document_get_bundle (self->document);
  g_autofree char *dir = NULL, *source = NULL;

  g_return_if_fail (TAPER_IS_COMPARE_VIEW (self));

  if (bundle == taper_comparer_get_bundle (self->comparer) &&
      labelled == taper_comparer_get_labelled (self->comparer) && get_n (self) > 1)
    return;
  dir = g_path_get_dirname (taper_bundle_get_path (bundle));
  self->n_drawn = 0;
  source = labelled == NULL
               ? g_strdup (_ ("Bundles beside this one with the same classes · measured here"))
               : g_strdup_printf (_ ("Bundles beside this one with the same classes · measured "
                                     "here · %u related tasks of each size, seed %d"),
                                  N_TASKS, SEED);
  gtk_label_set_label (self->source, source);
  taper_comparer_run (self->comparer, bundle, dir, labelled, N_TASKS, SEED);
}
