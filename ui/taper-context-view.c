/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-context-view.h"

#include "app/taper-stream-runner.h"
#include "ui/draw/taper-curve-chart.h"
#include "ui/draw/taper-interval-chart.h"
#include "ui/taper-chart-view.h"
#include "ui/taper-stack-access.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Batches that a point of the curves is the mean of. */
#define WINDOW 3

struct _TaperContextView {
  GtkWidget parent_instance;

  TaperDocument *document;
  TaperStreamRunner *runner;
  GFile *file;
  GtkFileChooserNative *chooser;
  guint64 seed;

  GtkStack *pages;
  GtkWidget *samples_button, *folder_button;
  GtkLabel *sentence;
  GtkWidget *again_button, *freeze_button, *forget_button, *other_button;
  TaperChartView *chart, *shares;
  GtkLabel *memory;
  GtkWidget *items_box;
  GtkListView *items;
  GtkStringList *item_texts;
};

G_DEFINE_FINAL_TYPE (TaperContextView, taper_context_view, GTK_TYPE_WIDGET)

static const struct {
  TaperStreamLane lane;
  const char *label;
  int color;
  gboolean dashed;
} curves[] = {
  { TAPER_STREAM_CONTEXT, N_ ("inferred"), TAPER_LANE_PERSONALIZED, FALSE },
  { TAPER_STREAM_CONTROL, N_ ("control"), TAPER_LANE_SELECTION, FALSE },
  { TAPER_STREAM_GENERIC, N_ ("generic"), TAPER_LANE_GENERIC, FALSE },
  { TAPER_STREAM_KNOWN, N_ ("told"), TAPER_LANE_PERSONALIZED, TRUE },
};

/* --- what is shown ---------------------------------------------------------------------------- */

/* Right answers of @lane over the batches up to @last of the same context. */
static double
get_recent (TaperContextView *self, guint last, TaperStreamLane lane)
{
  gboolean second = taper_stream_runner_get_point (self->runner, last)->second;
  guint correct = 0, n = 0;

  for (guint i = last + 1; i-- > 0 && last - i < WINDOW;)
    {
      const TaperStreamPoint *point = taper_stream_runner_get_point (self->runner, i);

      if (point->second != second)
        break;
      correct += point->batch.correct[lane];
      n += point->batch.n_labelled;
    }
  return n > 0 ? (double) correct / n : -1;
}

static void
update_chart (TaperContextView *self)
{
  guint n = taper_stream_runner_get_n_points (self->runner), pictures = 0;
  TaperCurves *data = taper_curves_new (n, G_N_ELEMENTS (curves));

  for (guint k = 0; k < G_N_ELEMENTS (curves); k++)
    {
      data->curves[k].label = g_strdup (_ (curves[k].label));
      data->curves[k].lane = curves[k].color;
      data->curves[k].dashed = curves[k].dashed;
    }
  for (guint i = 0; i < n; i++)
    {
      const TaperStreamPoint *point = taper_stream_runner_get_point (self->runner, i);

      pictures += point->batch.n;
      data->x[i] = pictures;
      if (point->second && data->mark < 0)
        data->mark = (int) i;
      for (guint k = 0; k < G_N_ELEMENTS (curves); k++)
        data->curves[k].values[i] = get_recent (self, i, curves[k].lane);
    }
  data->mark_label = g_strdup (_ ("other classes from here on"));
  taper_chart_view_set (self->chart, &taper_curve_chart, data, (GDestroyNotify) taper_curves_free,
                        _ ("Share of right answers over time"));
}

static void
update_shares (TaperContextView *self)
{
  TaperIntervalPlot *plot = taper_interval_plot_new ();
  TaperBundle *bundle = taper_stream_runner_get_bundle (self->runner);
  guint n;
  const TaperStreamShare *shares = taper_stream_runner_get_shares (self->runner, &n);

  for (guint i = 0; i < n && bundle != NULL; i++)
    {
      const char *name =
          taper_class_list_get_class (taper_bundle_get_classes (bundle), shares[i].class_index)
              ->label;
      TaperIntervalRow row = { .label = g_strdup (name),
                               .marks = { { shares[i].share, shares[i].share, shares[i].share },
                                          { -1, -1, -1 } },
                               .lanes = { TAPER_LANE_SELECTION, -1 },
                               .note = g_strdup_printf (_ ("%.0f %%"), 100 * shares[i].share) };

      row.description = g_strdup_printf ("%s: %s", name, row.note);
      taper_interval_plot_add (plot, &row);
    }
  taper_chart_view_set (self->shares, &taper_interval_chart, plot,
                        (GDestroyNotify) taper_interval_plot_free,
                        _ ("Classes it expects, by share"));
}

static void
update_text (TaperContextView *self)
{
  guint n = taper_stream_runner_get_n_points (self->runner), correct[2] = { 0, 0 }, pictures = 0;
  guint n_forgot = 0;
  g_autofree char *text = NULL, *memory = NULL;

  for (guint i = 0; i < n; i++)
    {
      const TaperStreamPoint *point = taper_stream_runner_get_point (self->runner, i);

      pictures += point->batch.n_labelled;
      correct[0] += point->batch.correct[TAPER_STREAM_CONTEXT];
      correct[1] += point->batch.correct[TAPER_STREAM_CONTROL];
      n_forgot += point->batch.forgot;
    }
  if (n == 0)
    text = g_strdup (taper_stream_runner_is_running (self->runner) ? _ ("Reading pictures…")
                                                                   : _ ("Nothing is remembered"));
  else
    /* Translators: counts of right answers, number of pictures */
    text = g_strdup_printf (_ ("With the inferred task %u, with the control %u of %u pictures are "
                               "right"),
                            correct[0], correct[1], pictures);
  gtk_label_set_label (self->sentence, text);
  if (n > 0)
    {
      const TaperStreamPoint *last = taper_stream_runner_get_point (self->runner, n - 1);

      /* Translators: pictures, bytes in kB, classes, a count */
      memory = g_strdup_printf (
          _ ("Remembered: scores of %u pictures, %.0f kB, no pixels · inferred "
             "task: %u classes · a change of context was noticed %u times"),
          last->n_remembered, last->memory_size / 1000.0, last->batch.inferred, n_forgot);
    }
  gtk_label_set_label (self->memory, memory != NULL ? memory : "");
}

/* --- memory ----------------------------------------------------------------------------------- */

static void
erase_cb (GtkWidget *button, TaperContextView *self)
{
  GtkListItem *item = g_object_get_data (G_OBJECT (button), "item");

  taper_stream_runner_erase (self->runner, gtk_list_item_get_position (item));
}

static void
setup_item_cb (TaperContextView *self, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Erase This Picture from Memory"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Erase This Picture from Memory"), -1);
  g_object_set_data (G_OBJECT (button), "item", item);
  g_signal_connect (button, "clicked", G_CALLBACK (erase_cb), self);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_list_item_set_child (item, box);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_item_cb (TaperContextView *self, GtkListItem *item)
{
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  gtk_label_set_label (GTK_LABEL (label),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static void
update_items (TaperContextView *self)
{
  guint n = taper_stream_runner_get_n_items (self->runner);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;

  for (guint i = 0; i < n; i++)
    {
      const char *path;
      TaperContextItem item = taper_stream_runner_get_item (self->runner, i, &path);
      g_autofree char *base = g_path_get_basename (path);
      g_autofree char *name = g_filename_display_name (base);
      /* Translators: a picture's file, the class it is held for, how surely in percent */
      g_autofree char *text = g_strdup_printf (
          _ ("%s: held for %s, %.0f %%"), name,
          taper_class_list_get_class (
              taper_bundle_get_classes (taper_stream_runner_get_bundle (self->runner)),
              item.class_index)
              ->label,
          100 * item.share);

      g_strv_builder_add (builder, text);
    }
  texts = g_strv_builder_end (builder);
  gtk_string_list_splice (self->item_texts, 0,
                          g_list_model_get_n_items (G_LIST_MODEL (self->item_texts)),
                          (const char *const *) texts);
  gtk_widget_set_visible (self->items_box, n > 0);
}

static void
changed_cb (TaperContextView *self)
{
  update_items (self);
  update_chart (self);
  update_shares (self);
  update_text (self);
}

static void
problem_cb (TaperContextView *self, const char *message)
{
  g_signal_emit_by_name (self->document, "problem", _ ("Could not stream the pictures"), message);
  if (taper_stream_runner_get_n_points (self->runner) == 0)
    gtk_stack_set_visible_child_name (self->pages, "empty");
}

/* --- what is done ----------------------------------------------------------------------------- */

static void
start (TaperContextView *self)
{
  TaperTask *task = taper_document_get_task (self->document);

  if (self->file == NULL || task == NULL)
    return;
  if (taper_task_is_empty (task))
    {
      problem_cb (self, _ ("Tick the classes that the first pictures show."));
      return;
    }
  gtk_stack_set_visible_child_name (self->pages, "stream");
  taper_stream_runner_start (self->runner, self->file, taper_document_get_bundle (self->document),
                             task, self->seed++);
}

static void
samples_cb (TaperContextView *self)
{
  g_autofree char *data_dir = taper_document_find_data_dir ();

  if (data_dir == NULL)
    return;
  g_clear_object (&self->file);
  self->file = g_file_new_build_filename (data_dir, "samples", "groceries", NULL);
  start (self);
}

static void
chosen_cb (TaperContextView *self, int response)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file == NULL)
    return;
  g_set_object (&self->file, file);
  start (self);
}

static void
folder_cb (TaperContextView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_clear_object (&self->chooser);
  self->chooser =
      gtk_file_chooser_native_new (_ ("Choose a Folder of Labelled Pictures"), GTK_WINDOW (root),
                                   GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Stream"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
freeze_cb (TaperContextView *self)
{
  taper_stream_runner_set_frozen (
      self->runner, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->freeze_button)));
}

static void
forget_cb (TaperContextView *self)
{
  taper_stream_runner_forget (self->runner);
}

static void
other_cb (TaperContextView *self)
{
  taper_stream_runner_stop (self->runner);
  gtk_stack_set_visible_child_name (self->pages, "empty");
}

static void
taper_context_view_map (GtkWidget *widget)
{
  TaperContextView *self = TAPER_CONTEXT_VIEW (widget);
  TaperBundle *bundle = self->document != NULL ? taper_document_get_bundle (self->document) : NULL;

  gtk_widget_set_visible (
      self->samples_button,
      bundle != NULL &&
          taper_class_list_find (taper_bundle_get_classes (bundle), "Granny-Smith") >= 0);
  gtk_widget_set_sensitive (self->folder_button, bundle != NULL);
  GTK_WIDGET_CLASS (taper_context_view_parent_class)->map (widget);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_context_view_dispose (GObject *object)
{
  TaperContextView *self = TAPER_CONTEXT_VIEW (object);

  g_clear_object (&self->chooser);
  if (self->runner != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->runner, self);
      taper_stream_runner_stop (self->runner);
    }
  g_clear_object (&self->runner);
  g_clear_object (&self->file);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_CONTEXT_VIEW);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_context_view_parent_class)->dispose (object);
}

static void
taper_context_view_class_init (TaperContextViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_context_view_dispose;
  widget_class->map = taper_context_view_map;
  g_type_ensure (TAPER_TYPE_CHART_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-context-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperContextView, pages);
  gtk_widget_class_bind_template_child (widget_class, TaperContextView, samples_button);
  gtk_widget_class_bind_template_child (widget_class, TaperContextView, folder_button);
  gtk_widget_class_bind_template_child (widget_class, TaperContextView, sentence);
  gtk_widget_class_bind_template_child (widget_class, TaperContextView, again_button);
  gtk_widget_class_bind_template_child (widget_class, TaperContextView, freeze_button);
  gtk_widget_class_bind_template_child (widget_class, TaperContextView, forget_button);
  gtk_widget_class_bind_template_child (widget_class, TaperContextView, other_button);
  gtk_widget_class_bind_template_child (widget_class, TaperContextView, chart);
  gtk_widget_class_bind_template_child (widget_class, TaperContextView, shares);
  gtk_widget_class_bind_template_child (widget_class, TaperContextView, memory);
  gtk_widget_class_bind_template_child (widget_class, TaperContextView, items_box);
  gtk_widget_class_bind_template_child (widget_class, TaperContextView, items);
}

static void
taper_context_view_init (TaperContextView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) model = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  taper_stack_hide_pages_from_readers (self->pages);
  self->item_texts = gtk_string_list_new (NULL);
  model = gtk_no_selection_new (G_LIST_MODEL (self->item_texts));
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_item_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_item_cb), self);
  gtk_list_view_set_factory (self->items, factory);
  gtk_list_view_set_model (self->items, GTK_SELECTION_MODEL (model));
  self->runner = taper_stream_runner_new ();
  g_signal_connect_swapped (self->runner, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->runner, "problem", G_CALLBACK (problem_cb), self);
  g_signal_connect_swapped (self->samples_button, "clicked", G_CALLBACK (samples_cb), self);
  g_signal_connect_swapped (self->folder_button, "clicked", G_CALLBACK (folder_cb), self);
  g_signal_connect_swapped (self->again_button, "clicked", G_CALLBACK (start), self);
  g_signal_connect_swapped (self->freeze_button, "toggled", G_CALLBACK (freeze_cb), self);
  g_signal_connect_swapped (self->forget_button, "clicked", G_CALLBACK (forget_cb), self);
  g_signal_connect_swapped (self->other_button, "clicked", G_CALLBACK (other_cb), self);
}

GtkWidget *
taper_context_view_new (void)
{
  return g_object_new (TAPER_TYPE_CONTEXT_VIEW, NULL);
}

void
taper_context_view_set_document (TaperContextView *self, TaperDocument *document)
{
  g_return_if_fail (TAPER_IS_CONTEXT_VIEW (self));

  g_set_object (&self->document, document);
}
