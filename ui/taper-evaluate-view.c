/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-evaluate-view.h"

#include "app/taper-evaluator.h"
#include "app/taper-proof.h"
#include "app/taper-trial-text.h"
#include "ui/taper-atlas-view.h"
#include "ui/taper-compare-view.h"
#include "ui/taper-stack-access.h"
#include "ui/taper-sweep-view.h"
#include "ui/taper-trial-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Up to so many pictures a changed task is evaluated at once; above, when it is asked for. */
#define FEW_PICTURES 300
/* Labels without a class that can be given one. */
#define MOST_LABELS 200

struct _TaperEvaluateView {
  GtkWidget parent_instance;

  TaperDocument *document;
  TaperEvaluator *evaluator;
  GtkFileChooserNative *chooser;
  gulong snapshot_handler; /* only while mapped */

  GtkStack *pages;
  GtkWidget *samples_button, *folder_button, *list_button, *costs_button, *map_button;
  GtkLabel *mapping_label;
  GtkListBox *mapping;
  GtkWidget *mapping_back_button, *mapping_done_button;
  GtkLabel *sentence, *source;
  GtkWidget *stop_button, *again_button, *sweep_button, *compare_button, *atlas_button,
      *other_button;
  GtkProgressBar *progress;
  TaperTrialView *trial;
  TaperSweepView *sweep;
  TaperCompareView *compare;
  TaperAtlasView *atlas;
};

G_DEFINE_FINAL_TYPE (TaperEvaluateView, taper_evaluate_view, GTK_TYPE_WIDGET)

static void
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

/* --- running ---------------------------------------------------------------------------------- */

static gboolean
is_present (TaperEvaluateView *self, TaperTrialSummary *summary)
{
  return summary != NULL && summary->bundle == taper_document_get_bundle (self->document) &&
         taper_task_equal (summary->task, taper_document_get_task (self->document));
}

static void
run (TaperEvaluateView *self)
{
  TaperTask *task = taper_document_get_task (self->document);

  if (task != NULL && !taper_task_is_empty (task))
    taper_evaluator_run (self->evaluator, taper_document_get_bundle (self->document), task);
}

static void
problem_cb (TaperEvaluateView *self, const char *message)
{
  g_signal_emit_by_name (self->document, "problem", _ ("Could not evaluate"), message);
}

static void
open_file (TaperEvaluateView *self, GFile *file)
{
  TaperBundle *bundle = taper_document_get_bundle (self->document);

  if (bundle != NULL)
    taper_evaluator_open (self->evaluator, file, bundle);
}

/* --- mapping ---------------------------------------------------------------------------------- */

static void
meaning_cb (GtkDropDown *choice, GParamSpec *pspec, TaperEvaluateView *self)
{
  guint label = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (choice), "label"));
  guint selected = gtk_drop_down_get_selected (choice);

  taper_evaluator_set_meaning (self->evaluator, label,
                               selected == 0 ? TAPER_LABEL_UNKNOWN : (int) selected - 1);
}

/* "Leave out", then the classes. */
static GtkStringList *
make_meanings (TaperClassList *classes)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  gtk_string_list_append (list, _ ("Leave out"));
  for (guint c = 0; c < taper_class_list_get_n_classes (classes); c++)
    gtk_string_list_append (list, taper_class_list_get_class (classes, c)->label);
  return list;
}

static void
add_mapping_row (TaperEvaluateView *self, guint label, GtkStringList *meanings)
{
  TaperLabelled *labelled = taper_evaluator_get_labelled (self->evaluator);
  const char *text = taper_labelled_get_label_text (labelled, label);
  guint n = taper_labelled_get_label_count (labelled, label);
  g_autofree char *title = g_markup_printf_escaped ("%s", text);
  g_autofree char *subtitle = g_strdup_printf (ngettext ("%u picture", "%u pictures", n), n);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *choice =
      gtk_drop_down_new (G_LIST_MODEL (g_object_ref (meanings)),
                         gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (choice), TRUE);
  gtk_widget_set_valign (choice, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data (G_OBJECT (choice), "label", GUINT_TO_POINTER (label));
  g_signal_connect (choice, "notify::selected", G_CALLBACK (meaning_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), choice);
  gtk_list_box_append (self->mapping, row);
}

static void
fill_mapping (TaperEvaluateView *self)
{
  TaperLabelled *labelled = taper_evaluator_get_labelled (self->evaluator);
  TaperClassList *classes = taper_bundle_get_classes (taper_document_get_bundle (self->document));
  const int *map = taper_evaluator_get_map (self->evaluator);
  g_autoptr (GtkStringList) meanings = make_meanings (classes);
  guint n_labels = taper_labelled_get_n_labels (labelled), n_unknown = 0;
  guint usable = taper_evaluator_get_n_usable (self->evaluator);
  g_autofree char *text = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->mapping))) != NULL)
    gtk_list_box_remove (self->mapping, child);
  for (guint l = 0; l < n_labels; l++)
    if (map[l] == TAPER_LABEL_UNKNOWN && n_unknown++ < MOST_LABELS)
      add_mapping_row (self, l, meanings);
  /* Translators: numbers of labels, of labels, of pictures, of pictures */
  text = g_strdup_printf (_ ("%u of %u labels are no class of this bundle. Choose what they mean, "
                             "or leave their pictures out: %u of %u pictures have a class."),
                          n_unknown, n_labels, usable, taper_labelled_get_n_pictures (labelled));
  set_text (self->mapping_label, text);
}

/* --- choosing --------------------------------------------------------------------------------- */

static void
chosen_cb (TaperEvaluateView *self, int response)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file != NULL)
    open_file (self, file);
}

static void
choose (TaperEvaluateView *self, gboolean folder)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      folder ? _ ("Choose a Folder of Labelled Pictures") : _ ("Choose a CSV List of Pictures"),
      GTK_WINDOW (root),
      folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_OPEN,
      _ ("_Evaluate"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
choose_folder_cb (TaperEvaluateView *self)
{
  choose (self, TRUE);
}

static void
choose_list_cb (TaperEvaluateView *self)
{
  choose (self, FALSE);
}

static void
samples_cb (TaperEvaluateView *self)
{
  g_autofree char *data_dir = taper_document_find_data_dir ();
  g_autoptr (GFile) file = NULL;

  if (data_dir == NULL)
    return;
  file = g_file_new_build_filename (data_dir, "samples", "groceries", NULL);
  open_file (self, file);
}

static void
other_cb (TaperEvaluateView *self)
{
  taper_evaluator_stop (self->evaluator);
  gtk_stack_set_visible_child_name (self->pages, "empty");
}

/* --- many tasks ------------------------------------------------------------------------------- */

static gboolean
is_shown (TaperEvaluateView *self, const char *page)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), page) == 0;
}

/* Many tasks or bundles, opened from what is shown of one. */
static gboolean
is_detour_shown (TaperEvaluateView *self)
{
  return is_shown (self, "sweep") || is_shown (self, "compare") || is_shown (self, "atlas");
}

/* What the labels mean is known for the present bundle. */
static gboolean
can_sweep (TaperEvaluateView *self)
{
  TaperTrialSummary *summary = taper_evaluator_get_summary (self->evaluator);

  return taper_evaluator_get_state (self->evaluator) == TAPER_EVALUATOR_DONE && summary != NULL &&
         summary->bundle == taper_document_get_bundle (self->document);
}

static void
sweep_cb (TaperEvaluateView *self)
{
  TaperLabelled *labelled = taper_evaluator_get_labelled (self->evaluator);

  if (!can_sweep (self))
    return;
  gtk_stack_set_visible_child_name (self->pages, "sweep");
  taper_sweep_view_open (self->sweep, labelled, taper_evaluator_get_map (self->evaluator));
}

static void
compare_cb (TaperEvaluateView *self)
{
  gtk_stack_set_visible_child_name (self->pages, "compare");
  taper_compare_view_open (self->compare, taper_evaluator_get_labelled (self->evaluator));
}

/* Without pictures: what each costs. */
static void
costs_cb (TaperEvaluateView *self)
{
  if (taper_document_get_bundle (self->document) == NULL)
    return;
  gtk_stack_set_visible_child_name (self->pages, "compare");
  taper_compare_view_open (self->compare, NULL);
}

static void
atlas_cb (TaperEvaluateView *self)
{
  if (taper_document_get_bundle (self->document) == NULL)
    return;
  gtk_stack_set_visible_child_name (self->pages, "atlas");
  taper_atlas_view_open (self->atlas);
}

static void
detour_closed_cb (TaperEvaluateView *self)
{
  gboolean results = taper_evaluator_get_state (self->evaluator) >= TAPER_EVALUATOR_READY;

  gtk_stack_set_visible_child_name (self->pages, results ? "results" : "empty");
}

/* --- what is shown ---------------------------------------------------------------------------- */

static void
update_source (TaperEvaluateView *self, TaperTrialSummary *summary)
{
  GFile *file = taper_evaluator_get_file (self->evaluator);
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : g_strdup ("");
  g_autofree char *shown = g_filename_display_name (name);
  guint usable = taper_evaluator_get_n_usable (self->evaluator);
  guint unreadable = taper_evaluator_get_n_unreadable (self->evaluator);
  g_autoptr (GString) text = g_string_new (shown);

  if (summary != NULL)
    {
      /* Translators: numbers of pictures: evaluated, all, of the task */
      g_string_append_printf (text, _ (" · %u of %u pictures, %u of this task"), summary->n_all,
                              usable, summary->n);
      /* Translators: right answers, pictures */
      g_string_append_printf (text, _ (" · generic over all classes right on %u of %u"),
                              summary->generic_all, summary->n_all);
      if (summary->n_copies > 0)
        g_string_append_printf (text,
                                ngettext (" · %u copy of another picture",
                                          " · %u copies of other pictures", summary->n_copies),
                                summary->n_copies);
    }
  if (unreadable > 0)
    g_string_append_printf (
        text, ngettext (" · %u cannot be read", " · %u cannot be read", unreadable), unreadable);
  if (taper_evaluator_get_state (self->evaluator) == TAPER_EVALUATOR_DONE &&
      taper_evaluator_get_stopped (self->evaluator))
    g_string_append (text, _ (" · stopped: a random part of the pictures"));
  set_text (self->source, text->str);
}

static void
update_results (TaperEvaluateView *self)
{
  TaperTrialSummary *summary = taper_evaluator_get_summary (self->evaluator);
  gboolean running = taper_evaluator_get_state (self->evaluator) == TAPER_EVALUATOR_RUNNING;
  TaperTask *task = taper_document_get_task (self->document);
  g_autofree char *verdict = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  gtk_widget_set_visible (self->stop_button, running);
  gtk_widget_set_visible (self->other_button, !running);
  gtk_widget_set_visible (self->sweep_button, can_sweep (self));
  gtk_widget_set_visible (self->compare_button, can_sweep (self));
  gtk_widget_set_visible (self->again_button, !running && task != NULL &&
                                                  !taper_task_is_empty (task) &&
                                                  !is_present (self, summary));
  gtk_progress_bar_set_fraction (self->progress, taper_evaluator_get_progress (self->evaluator));
  if (task == NULL || taper_task_is_empty (task))
    verdict = g_strdup (_ ("Tick the classes you care about"));
  else if (summary != NULL && is_present (self, summary))
    verdict = taper_trial_text_verdict (summary);
  else
    verdict = g_strdup (running ? _ ("Evaluating…") : _ ("The task has changed since"));
  set_text (self->sentence, verdict);
  update_source (self, summary);
  if (summary != NULL)
    taper_trial_view_set (self->trial, summary, taper_evaluator_get_labelled (self->evaluator));
  gtk_widget_set_visible (GTK_WIDGET (self->trial), summary != NULL);
}

static void
changed_cb (TaperEvaluateView *self)
{
  switch (taper_evaluator_get_state (self->evaluator))
    {
    case TAPER_EVALUATOR_EMPTY:
    case TAPER_EVALUATOR_OPENING:
      break;
    case TAPER_EVALUATOR_MAPPING:
      if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "mapping") != 0)
        {
          gtk_stack_set_visible_child_name (self->pages, "mapping");
          fill_mapping (self);
        }
      break;
    case TAPER_EVALUATOR_READY:
      gtk_stack_set_visible_child_name (self->pages, "results");
      update_results (self);
      run (self);
      break;
    case TAPER_EVALUATOR_RUNNING:
    case TAPER_EVALUATOR_DONE:
      if (!is_detour_shown (self))
        gtk_stack_set_visible_child_name (self->pages, "results");
      update_results (self);
      break;
    }
}

/* Another task or bundle. */
static void
snapshot_cb (TaperEvaluateView *self)
{
  TaperEvaluatorState state = taper_evaluator_get_state (self->evaluator);
  TaperBundle *bundle = taper_document_get_bundle (self->document);

  gtk_widget_set_visible (
      self->samples_button,
      bundle != NULL &&
          taper_class_list_find (taper_bundle_get_classes (bundle), "Granny-Smith") >= 0);
  gtk_widget_set_sensitive (self->folder_button, bundle != NULL);
  gtk_widget_set_sensitive (self->list_button, bundle != NULL);
  gtk_widget_set_sensitive (self->costs_button, bundle != NULL);
  gtk_widget_set_sensitive (self->map_button, bundle != NULL);
  if (state != TAPER_EVALUATOR_DONE && state != TAPER_EVALUATOR_RUNNING &&
      state != TAPER_EVALUATOR_READY)
    return;
  if (!is_present (self, taper_evaluator_get_summary (self->evaluator)) &&
      taper_evaluator_get_n_usable (self->evaluator) <= FEW_PICTURES)
    run (self);
  update_results (self);
}

static void
taper_evaluate_view_map (GtkWidget *widget)
{
  TaperEvaluateView *self = TAPER_EVALUATE_VIEW (widget);

  GTK_WIDGET_CLASS (taper_evaluate_view_parent_class)->map (widget);
  if (self->document == NULL)
    return;
  self->snapshot_handler =
      g_signal_connect_swapped (self->document, "notify::snapshot", G_CALLBACK (snapshot_cb), self);
  snapshot_cb (self);
}

static void
taper_evaluate_view_unmap (GtkWidget *widget)
{
  TaperEvaluateView *self = TAPER_EVALUATE_VIEW (widget);

  if (self->document != NULL)
    g_clear_signal_handler (&self->snapshot_handler, self->document);
  GTK_WIDGET_CLASS (taper_evaluate_view_parent_class)->unmap (widget);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_evaluate_view_dispose (GObject *object)
{
  TaperEvaluateView *self = TAPER_EVALUATE_VIEW (object);

  g_clear_object (&self->chooser);
  if (self->evaluator != NULL)
    g_signal_handlers_disconnect_by_data (self->evaluator, self);
  g_clear_object (&self->evaluator);
  if (self->document != NULL)
    g_clear_signal_handler (&self->snapshot_handler, self->document);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_EVALUATE_VIEW);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_evaluate_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, pages);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, samples_button);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, folder_button);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, list_button);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, costs_button);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, map_button);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, atlas_button);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, atlas);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, mapping_label);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, mapping);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, mapping_back_button);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, mapping_done_button);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, sentence);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, source);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, stop_button);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, again_button);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, other_button);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, sweep_button);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, progress);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, trial);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, sweep);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, compare_button);
  gtk_widget_class_bind_template_child (widget_class, TaperEvaluateView, compare);
}

static void
taper_evaluate_view_class_init (TaperEvaluateViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_evaluate_view_dispose;
  widget_class->map = taper_evaluate_view_map;
  widget_class->unmap = taper_evaluate_view_unmap;
  g_type_ensure (TAPER_TYPE_ATLAS_VIEW);
  g_type_ensure (TAPER_TYPE_COMPARE_VIEW);
  g_type_ensure (TAPER_TYPE_SWEEP_VIEW);
  g_type_ensure (TAPER_TYPE_TRIAL_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-evaluate-view.ui");
  bind_children (widget_class);
}

static void
stop_cb (TaperEvaluateView *self)
{
  taper_evaluator_stop (self->evaluator);
}

static void
taper_evaluate_view_init (TaperEvaluateView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  taper_stack_hide_pages_from_readers (self->pages);
  self->evaluator = taper_evaluator_new ();
  g_signal_connect_swapped (self->evaluator, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->evaluator, "problem", G_CALLBACK (problem_cb), self);
  g_signal_connect_swapped (self->samples_button, "clicked", G_CALLBACK (samples_cb), self);
  g_signal_connect_swapped (self->folder_button, "clicked", G_CALLBACK (choose_folder_cb), self);
  g_signal_connect_swapped (self->list_button, "clicked", G_CALLBACK (choose_list_cb), self);
  g_signal_connect_swapped (self->mapping_back_button, "clicked", G_CALLBACK (other_cb), self);
  g_signal_connect_swapped (self->mapping_done_button, "clicked", G_CALLBACK (run), self);
  g_signal_connect_swapped (self->again_button, "clicked", G_CALLBACK (run), self);
  g_signal_connect_swapped (self->other_button, "clicked", G_CALLBACK (other_cb), self);
  g_signal_connect_swapped (self->sweep_button, "clicked", G_CALLBACK (sweep_cb), self);
  g_signal_connect_swapped (self->sweep, "close", G_CALLBACK (detour_closed_cb), self);
  g_signal_connect_swapped (self->compare_button, "clicked", G_CALLBACK (compare_cb), self);
  g_signal_connect_swapped (self->costs_button, "clicked", G_CALLBACK (costs_cb), self);
  g_signal_connect_swapped (self->atlas_button, "clicked", G_CALLBACK (atlas_cb), self);
  g_signal_connect_swapped (self->map_button, "clicked", G_CALLBACK (atlas_cb), self);
  g_signal_connect_swapped (self->atlas, "close", G_CALLBACK (detour_closed_cb), self);
  g_signal_connect_swapped (self->compare, "close", G_CALLBACK (detour_closed_cb), self);
  g_signal_connect_swapped (self->stop_button, "clicked", G_CALLBACK (stop_cb), self);
}

GtkWidget *
taper_evaluate_view_new (void)
{
  return g_object_new (TAPER_TYPE_EVALUATE_VIEW, NULL);
}

void
taper_evaluate_view_set_document (TaperEvaluateView *self, TaperDocument *document)
{
  g_return_if_fail (TAPER_IS_EVALUATE_VIEW (self));

  g_set_object (&self->document, document);
  taper_sweep_view_set_document (self->sweep, document);
  taper_compare_view_set_document (self->compare, document);
  taper_atlas_view_set_document (self->atlas, document);
}

void
taper_evaluate_view_add_proofs (TaperEvaluateView *self, GPtrArray *proofs)
{
  TaperTrialSummary *summary = taper_evaluator_get_summary (self->evaluator);
  GFile *file = taper_evaluator_get_file (self->evaluator);
  const int *map = taper_evaluator_get_map (self->evaluator);
  const char *path = file != NULL ? g_file_peek_path (file) : NULL;
  const gboolean whole = taper_evaluator_get_state (self->evaluator) == TAPER_EVALUATOR_DONE &&
                         !taper_evaluator_get_stopped (self->evaluator);

  g_return_if_fail (TAPER_IS_EVALUATE_VIEW (self));

  if (path == NULL || map == NULL)
    return;
  if (is_shown (self, "sweep"))
    taper_sweep_view_add_proof (self->sweep, path, map, proofs);
  else if (!is_detour_shown (self) && summary != NULL)
    g_ptr_array_add (
        proofs, taper_proof_new_for_trial (
                    summary, path, taper_evaluator_get_labelled (self->evaluator), map, !whole));
}
