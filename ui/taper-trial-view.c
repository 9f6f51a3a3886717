/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-trial-view.h"

#include "app/taper-trial-text.h"
#include "ui/draw/taper-reliability-chart.h"
#include "ui/taper-chart-view.h"
#include "ui/taper-thumbnail.h"
#include "ui/taper-trial-charts.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What people look through; the counts above are of all. */
#define MOST_DISAGREEMENTS 60
#define MOST_BEHIND 120
#define SIDE 64
/* A diagram of fewer scores shows nothing but chance. */
#define FEWEST_SCORES 20

struct _TaperTrialView {
  GtkWidget parent_instance;

  TaperTrialSummary *summary;
  TaperLabelled *labelled;

  GtkWidget *scroller;
  GtkLabel *paired;
  TaperChartView *methods, *classes, *matrix;
  GtkDropDown *matrix_choice;
  GtkLabel *matrix_hint;
  GtkFlowBox *behind;
  GtkLabel *disagreements_label;
  GtkListBox *disagreements;
  TaperChartView *reliability_selection, *reliability_personalized;
  GtkLabel *quality_selection, *quality_personalized;
  GtkLabel *refusal;
};

G_DEFINE_FINAL_TYPE (TaperTrialView, taper_trial_view, GTK_TYPE_WIDGET)

/* In the order of the choice. */
static const TaperMethod matrix_methods[] = { TAPER_METHOD_PERSONALIZED, TAPER_METHOD_SELECTION,
                                              TAPER_METHOD_GENERIC, TAPER_METHOD_PERSONALIZED };
#define CHOICE_DIFFERENCE 3

static const char *
get_name (TaperTrialView *self, guint class_index)
{
  return taper_class_list_get_class (taper_bundle_get_classes (self->summary->bundle), class_index)
      ->label;
}

static GtkWidget *
make_thumbnail (TaperTrialView *self, const TaperTrialPicture *picture)
{
  const char *path = taper_labelled_get_path (self->labelled, picture->item);
  g_autofree char *name = g_filename_display_basename (path);

  return taper_thumbnail_new (path, SIDE, name);
}

/* --- confusion -------------------------------------------------------------------------------- */

static void
clear_behind (TaperTrialView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->behind))) != NULL)
    gtk_flow_box_remove (self->behind, child);
  gtk_widget_set_visible (GTK_WIDGET (self->behind), FALSE);
}

static void
update_matrix (TaperTrialView *self)
{
  guint choice = gtk_drop_down_get_selected (self->matrix_choice);
  gboolean difference = choice == CHOICE_DIFFERENCE;

  clear_behind (self);
  if (self->summary == NULL || choice >= G_N_ELEMENTS (matrix_methods))
    return;
  taper_chart_view_set (
      self->matrix, &taper_confusion_chart,
      taper_trial_plot_confusion (self->summary, matrix_methods[choice], difference),
      (GDestroyNotify) taper_confusion_free, _ ("Confusion matrix"));
  gtk_label_set_label (
      self->matrix_hint,
      difference ? _ ("Personalized minus class selection: blue is a change for the better, orange "
                      "one for the worse. Click a cell to see its pictures.")
                 : _ ("Rows are what a picture shows, columns what was answered. Click a cell to "
                      "see its pictures."));
}

static void
cell_cb (TaperTrialView *self, int item)
{
  guint choice = gtk_drop_down_get_selected (self->matrix_choice);
  gboolean generic = matrix_methods[choice] == TAPER_METHOD_GENERIC;
  guint columns = self->summary->m + (generic ? 1 : 0);
  g_autoptr (GArray) found = NULL;

  clear_behind (self);
  found = taper_trial_summary_find (self->summary, matrix_methods[choice], (guint) item / columns,
                                    (guint) item % columns);
  for (guint i = 0; i < MIN (found->len, MOST_BEHIND); i++)
    gtk_flow_box_insert (
        self->behind,
        make_thumbnail (self, &self->summary->pictures[g_array_index (found, guint, i)]), -1);
  gtk_widget_set_visible (GTK_WIDGET (self->behind), found->len > 0);
}

/* --- disagreements ---------------------------------------------------------------------------- */

static GtkWidget *
make_row (TaperTrialView *self, const TaperDisagreement *one)
{
  const TaperTrialPicture *picture = &self->summary->pictures[one->picture];
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label;
  g_autofree char *title = NULL, *subtitle = NULL;

  title = g_markup_printf_escaped ("%s", get_name (self, self->summary->classes[picture->truth]));
  /* Translators: two classes */
  subtitle = g_markup_printf_escaped (_ ("class selection: %s · personalized: %s"),
                                      get_name (self, picture->answers[TAPER_METHOD_SELECTION]),
                                      get_name (self, picture->answers[TAPER_METHOD_PERSONALIZED]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), make_thumbnail (self, picture));
  label = gtk_label_new (one->gain < 0 ? _ ("lost") : one->gain > 0 ? _ ("won") : _ ("both wrong"));
  gtk_widget_add_css_class (label, "verdict");
  gtk_widget_add_css_class (label, one->gain < 0 ? "lost" : one->gain > 0 ? "won" : "even");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  {
    g_autofree char *margin = g_strdup_printf (_ ("by %.2f"), one->margin);

    label = gtk_label_new (margin);
    gtk_widget_add_css_class (label, "numeric");
    gtk_label_set_width_chars (GTK_LABEL (label), 7);
    gtk_label_set_xalign (GTK_LABEL (label), 1);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  }
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
update_disagreements (TaperTrialView *self)
{
  guint n = self->summary->n_disagreements, shown = MIN (n, MOST_DISAGREEMENTS);
  g_autofree char *text = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->disagreements))) != NULL)
    gtk_list_box_remove (self->disagreements, child);
  for (guint i = 0; i < shown; i++)
    gtk_list_box_append (self->disagreements, make_row (self, &self->summary->disagreements[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->disagreements), n > 0);
  if (n == 0)
    text = g_strdup (_ ("Class selection and personalized give the same answer to every picture."));
  else if (shown < n)
    text = g_strdup_printf (_ ("%u pictures: those that personalized loses first, largest margin "
                               "first; %u are shown."),
                            n, shown);
  else
    text = g_strdup_printf (ngettext ("%u picture.",
                                      "%u pictures: those that personalized loses first, largest "
                                      "margin first.",
                                      n),
                            n);
  gtk_label_set_label (self->disagreements_label, text);
}

/* --- scores ----------------------------------------------------------------------------------- */

static void
update_quality (TaperTrialView *self, TaperMethod method, TaperChartView *chart, GtkLabel *label)
{
  const TaperScoreQuality *quality = &self->summary->quality[method - TAPER_METHOD_SELECTION];
  TaperReliability *data = g_new0 (TaperReliability, 1);
  g_autofree char *text = taper_trial_text_quality (self->summary, method);
  g_autofree char *titled = g_strdup_printf ("%s: %s", taper_trial_text_method (method), text);

  data->lane = method == TAPER_METHOD_SELECTION ? TAPER_LANE_SELECTION : TAPER_LANE_PERSONALIZED;
  data->before = quality->before;
  data->after = quality->after;
  taper_chart_view_set (chart, &taper_reliability_chart, data, g_free, titled);
  gtk_label_set_label (label, titled);
  gtk_widget_set_visible (GTK_WIDGET (chart), quality->before.n >= FEWEST_SCORES);
}

void
taper_trial_view_set (TaperTrialView *self, TaperTrialSummary *summary, TaperLabelled *labelled)
{
  g_autofree char *paired = NULL, *refusal = NULL;

  g_return_if_fail (TAPER_IS_TRIAL_VIEW (self));

  if (summary == self->summary)
    return;
  taper_trial_summary_ref (summary);
  taper_labelled_ref (labelled);
  g_clear_pointer (&self->summary, taper_trial_summary_unref);
  g_clear_pointer (&self->labelled, taper_labelled_unref);
  self->summary = summary;
  self->labelled = labelled;
  paired = taper_trial_text_paired (summary);
  refusal = taper_trial_text_refusal (summary);
  gtk_label_set_label (self->paired, paired);
  gtk_label_set_label (self->refusal, refusal);
  taper_chart_view_set (self->methods, &taper_interval_chart, taper_trial_plot_methods (summary),
                        (GDestroyNotify) taper_interval_plot_free,
                        _ ("Share of right answers by method"));
  taper_chart_view_set (self->classes, &taper_interval_chart, taper_trial_plot_classes (summary),
                        (GDestroyNotify) taper_interval_plot_free,
                        _ ("Share of right answers by class"));
  update_matrix (self);
  update_disagreements (self);
  update_quality (self, TAPER_METHOD_SELECTION, self->reliability_selection,
                  self->quality_selection);
  update_quality (self, TAPER_METHOD_PERSONALIZED, self->reliability_personalized,
                  self->quality_personalized);
}

static void
taper_trial_view_dispose (GObject *object)
{
  TaperTrialView *self = TAPER_TRIAL_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_TRIAL_VIEW);
  g_clear_pointer (&self->summary, taper_trial_summary_unref);
  g_clear_pointer (&self->labelled, taper_labelled_unref);
  G_OBJECT_CLASS (taper_trial_view_parent_class)->dispose (object);
}

static void
taper_trial_view_class_init (TaperTrialViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_trial_view_dispose;
  g_type_ensure (TAPER_TYPE_CHART_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-trial-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperTrialView, scroller);
  gtk_widget_class_bind_template_child (widget_class, TaperTrialView, paired);
  gtk_widget_class_bind_template_child (widget_class, TaperTrialView, methods);
  gtk_widget_class_bind_template_child (widget_class, TaperTrialView, classes);
  gtk_widget_class_bind_template_child (widget_class, TaperTrialView, matrix);
  gtk_widget_class_bind_template_child (widget_class, TaperTrialView, matrix_choice);
  gtk_widget_class_bind_template_child (widget_class, TaperTrialView, matrix_hint);
  gtk_widget_class_bind_template_child (widget_class, TaperTrialView, behind);
  gtk_widget_class_bind_template_child (widget_class, TaperTrialView, disagreements_label);
  gtk_widget_class_bind_template_child (widget_class, TaperTrialView, disagreements);
  gtk_widget_class_bind_template_child (widget_class, TaperTrialView, reliability_selection);
  gtk_widget_class_bind_template_child (widget_class, TaperTrialView, reliability_personalized);
  gtk_widget_class_bind_template_child (widget_class, TaperTrialView, quality_selection);
  gtk_widget_class_bind_template_child (widget_class, TaperTrialView, quality_personalized);
  gtk_widget_class_bind_template_child (widget_class, TaperTrialView, refusal);
}

static void
taper_trial_view_init (TaperTrialView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->matrix_choice, "notify::selected", G_CALLBACK (update_matrix),
                            self);
  g_signal_connect_swapped (self->matrix, "activated", G_CALLBACK (cell_cb), self);
}
