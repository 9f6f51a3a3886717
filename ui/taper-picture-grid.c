/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-picture-grid.h"

#include "app/taper-picture-browser.h"
#include "ui/taper-answer-text.h"
#include "ui/taper-lane-scores.h"
#include "ui/taper-picture-cell.h"
#include "ui/taper-picture-inspector.h"
#include "ui/taper-stack-access.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Loading a few pictures is over before anyone could read about it. */
#define PROGRESS_FROM 12
/* With less room than this beside it the inspector takes the grid's place. */
#define GRID_MIN_WIDTH 300

struct _TaperPictureGrid {
  GtkWidget parent_instance;

  TaperDocument *document;
  TaperPictureBrowser *browser;
  GtkMultiSelection *selection;
  GSignalGroup *browser_signals;
  GSignalGroup *selection_signals;
  GPtrArray *cells; /* that show a picture now; the grid owns them */
  guint n_to_load;  /* of the pictures that are loading since nothing was loading */
  gboolean narrow;

  GtkWidget *content;
  GtkWidget *browser_box, *bar, *choices;
  TaperLaneScores *scores;
  GtkLabel *sentence;
  GtkDropDown *filter;
  GtkDropDown *order;
  GtkRevealer *progress_revealer;
  GtkProgressBar *progress;
  GtkStack *pages;
  GtkGridView *grid;
  TaperPictureInspector *inspector;
};

G_DEFINE_FINAL_TYPE (TaperPictureGrid, taper_picture_grid, GTK_TYPE_WIDGET)

/* --- cells ------------------------------------------------------------------------------------ */

static void
update_cell (TaperPictureGrid *self, GtkListItem *item)
{
  TaperPictureCell *cell = TAPER_PICTURE_CELL (gtk_list_item_get_child (item));
  TaperPicture *picture = gtk_list_item_get_item (item);

  taper_picture_cell_set_standing (cell, taper_picture_browser_get_snapshot (self->browser),
                                   taper_picture_browser_get_standing (self->browser, picture));
}

static void
setup_cb (TaperPictureGrid *self, GtkListItem *item)
{
  gtk_list_item_set_child (item, taper_picture_cell_new ());
}

static void
bind_cb (TaperPictureGrid *self, GtkListItem *item)
{
  taper_picture_cell_set_picture (TAPER_PICTURE_CELL (gtk_list_item_get_child (item)),
                                  gtk_list_item_get_item (item));
  update_cell (self, item);
  g_ptr_array_add (self->cells, item);
}

static void
unbind_cb (TaperPictureGrid *self, GtkListItem *item)
{
  g_ptr_array_remove_fast (self->cells, item);
  taper_picture_cell_set_picture (TAPER_PICTURE_CELL (gtk_list_item_get_child (item)), NULL);
}

/* --- what is shown ---------------------------------------------------------------------------- */

static void
set_label (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

static void
update_progress (TaperPictureGrid *self, const TaperPictureTally *tally)
{
  g_autofree char *text = NULL;
  guint n_done;

  self->n_to_load = tally->n_loading == 0 ? 0 : MAX (self->n_to_load, tally->n_loading);
  if (self->n_to_load >= PROGRESS_FROM)
    {
      n_done = self->n_to_load - tally->n_loading;
      /* Translators: pictures that are loaded, of how many */
      text = g_strdup_printf (_ ("%'u of %'u loaded"), n_done, self->n_to_load);
      gtk_progress_bar_set_fraction (self->progress, (double) n_done / self->n_to_load);
      gtk_progress_bar_set_text (self->progress, text);
    }
  gtk_revealer_set_reveal_child (self->progress_revealer, self->n_to_load >= PROGRESS_FROM);
}

static void
update_sentence (TaperPictureGrid *self, const TaperPictureTally *tally)
{
  TaperSnapshot *snapshot = taper_picture_browser_get_snapshot (self->browser);
  g_autofree char *first = NULL;
  g_autofree char *text = NULL;

  if (snapshot == NULL || tally->n_answered == 0)
    return;
  first = taper_answer_text_summarize (snapshot);
  if (tally->n_judged > 0)
    {
      g_autofree char *won = g_strdup_printf (
          ngettext ("Personalizing wins %u and loses %u of %u labelled picture.",
                    "Personalizing wins %u and loses %u of %u labelled pictures.", tally->n_judged),
          tally->n_gained, tally->n_lost, tally->n_judged);
      /* Translators: two statements after each other */
      text = g_strdup_printf (C_ ("sentences", "%1$s. %2$s"), first, won);
    }
  else
    text = g_strdup_printf (C_ ("sentences", "%1$s. %2$s"), first,
                            _ ("Label pictures to count right answers."));
  set_label (self->sentence, text);
}

static void
update_inspector (TaperPictureGrid *self)
{
  g_autoptr (GtkBitset) selected =
      self->selection ? gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection))
                      : gtk_bitset_new_empty ();
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (g_object_unref);
  const gboolean any = !gtk_bitset_is_empty (selected);

  for (guint i = 0; i < gtk_bitset_get_size (selected); i++)
    g_ptr_array_add (pictures, g_list_model_get_item (G_LIST_MODEL (self->browser),
                                                      gtk_bitset_get_nth (selected, i)));
  taper_picture_inspector_set_pictures (self->inspector, pictures);
  if (any)
    taper_picture_inspector_set_standing (
        self->inspector, taper_picture_browser_get_snapshot (self->browser),
        taper_picture_browser_get_standing (self->browser, pictures->pdata[0]));
  gtk_widget_set_visible (GTK_WIDGET (self->inspector), any);
  gtk_widget_set_hexpand (GTK_WIDGET (self->inspector), self->narrow);
  gtk_widget_set_visible (self->browser_box, !any || !self->narrow);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pictures.remove", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pictures.unselect", any);
}

static void
updated_cb (TaperPictureGrid *self)
{
  const TaperPictureTally *tally = taper_picture_browser_get_tally (self->browser);
  const gboolean none = g_list_model_get_n_items (G_LIST_MODEL (self->browser)) == 0;

  for (guint i = 0; i < self->cells->len; i++)
    update_cell (self, self->cells->pdata[i]);
  taper_lane_scores_set_tally (self->scores, taper_picture_browser_get_snapshot (self->browser),
                               tally);
  update_progress (self, tally);
  update_sentence (self, tally);
  update_inspector (self);
  gtk_stack_set_visible_child_name (self->pages, none ? "none" : "grid");
}

static void
filter_cb (TaperPictureGrid *self)
{
  if (self->browser == NULL)
    return;
  taper_picture_browser_set_filter (self->browser,
                                    (TaperPictureFilter) gtk_drop_down_get_selected (self->filter));
  updated_cb (self);
}

static void
order_cb (TaperPictureGrid *self)
{
  if (self->browser != NULL)
    taper_picture_browser_set_order (self->browser,
                                     (TaperPictureOrder) gtk_drop_down_get_selected (self->order));
}

/* --- actions ---------------------------------------------------------------------------------- */

static void
remove_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TaperPictureGrid *self = TAPER_PICTURE_GRID (widget);
  g_autoptr (GtkBitset) selected =
      gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < gtk_bitset_get_size (selected); i++)
    g_ptr_array_add (pictures, g_list_model_get_item (G_LIST_MODEL (self->browser),
                                                      gtk_bitset_get_nth (selected, i)));
  taper_document_remove_pictures (self->document, (TaperPicture *const *) pictures->pdata,
                                  pictures->len);
}

static void
unselect_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TaperPictureGrid *self = TAPER_PICTURE_GRID (widget);

  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  gtk_widget_grab_focus (GTK_WIDGET (self->grid));
}

static void
stop_loading_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  taper_document_stop_loading (TAPER_PICTURE_GRID (widget)->document);
}

static void
show_all_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_drop_down_set_selected (TAPER_PICTURE_GRID (widget)->filter, TAPER_PICTURE_FILTER_ALL);
}

/* --- object ----------------------------------------------------------------------------------- */

/* The narrowest it gets is one of its halves. */
static void
taper_picture_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                            int *minimum, int *natural, int *minimum_baseline,
                            int *natural_baseline)
{
  TaperPictureGrid *self = TAPER_PICTURE_GRID (widget);

  gtk_widget_measure (self->content, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MIN (*minimum, GRID_MIN_WIDTH);
}

static gboolean
fold_cb (gpointer data)
{
  TaperPictureGrid *self = data;

  /* The sentence above what can be chosen, not beside it. */
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->bar), self->narrow
                                                                  ? GTK_ORIENTATION_VERTICAL
                                                                  : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_homogeneous (GTK_BOX (self->choices), self->narrow);
  update_inspector (self);
  return G_SOURCE_REMOVE;
}

static void
taper_picture_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TaperPictureGrid *self = TAPER_PICTURE_GRID (widget);
  const gboolean narrow = width < 2 * GRID_MIN_WIDTH;
  int minimum;

  if (narrow != self->narrow)
    {
      self->narrow = narrow;
      /* Later: children must not come and go while sizes are being allocated. */
      g_idle_add_full (G_PRIORITY_HIGH_IDLE, fold_cb, g_object_ref (self), g_object_unref);
    }
  gtk_widget_measure (self->content, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->content, &(GtkAllocation){ 0, 0, MAX (width, minimum), height },
                            baseline);
}

static void
taper_picture_grid_dispose (GObject *object)
{
  TaperPictureGrid *self = TAPER_PICTURE_GRID (object);

  if (self->grid != NULL)
    taper_picture_grid_set_document (self, NULL);
  g_clear_object (&self->browser_signals);
  g_clear_object (&self->selection_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_PICTURE_GRID);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  G_OBJECT_CLASS (taper_picture_grid_parent_class)->dispose (object);
}

static void
taper_picture_grid_class_init (TaperPictureGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_picture_grid_dispose;
  widget_class->measure = taper_picture_grid_measure;
  widget_class->size_allocate = taper_picture_grid_size_allocate;
  g_type_ensure (TAPER_TYPE_LANE_SCORES);
  g_type_ensure (TAPER_TYPE_PICTURE_INSPECTOR);
  gtk_widget_class_set_css_name (widget_class, "picturegrid");
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-picture-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperPictureGrid, content);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureGrid, browser_box);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureGrid, bar);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureGrid, choices);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureGrid, scores);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureGrid, sentence);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureGrid, filter);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureGrid, order);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureGrid, progress_revealer);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureGrid, progress);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureGrid, pages);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureGrid, grid);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureGrid, inspector);
  gtk_widget_class_install_action (widget_class, "pictures.remove", NULL, remove_cb);
  gtk_widget_class_install_action (widget_class, "pictures.unselect", NULL, unselect_cb);
  gtk_widget_class_install_action (widget_class, "pictures.stop-loading", NULL, stop_loading_cb);
  gtk_widget_class_install_action (widget_class, "pictures.show-all", NULL, show_all_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "pictures.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "pictures.unselect", NULL);
}

static void
taper_picture_grid_init (TaperPictureGrid *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->cells = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  taper_stack_hide_pages_from_readers (self->pages);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_grid_view_set_factory (self->grid, factory);
  self->browser_signals = g_signal_group_new (TAPER_TYPE_PICTURE_BROWSER);
  g_signal_group_connect_swapped (self->browser_signals, "updated", G_CALLBACK (updated_cb), self);
  self->selection_signals = g_signal_group_new (GTK_TYPE_SELECTION_MODEL);
  g_signal_group_connect_swapped (self->selection_signals, "selection-changed",
                                  G_CALLBACK (update_inspector), self);
  g_signal_connect_swapped (self->filter, "notify::selected", G_CALLBACK (filter_cb), self);
  g_signal_connect_swapped (self->order, "notify::selected", G_CALLBACK (order_cb), self);
}

GtkWidget *
taper_picture_grid_new (void)
{
  return g_object_new (TAPER_TYPE_PICTURE_GRID, NULL);
}

void
taper_picture_grid_set_document (TaperPictureGrid *self, TaperDocument *document)
{
  g_return_if_fail (TAPER_IS_PICTURE_GRID (self));

  if (self->document == document)
    return;
  g_signal_group_set_target (self->selection_signals, NULL);
  g_signal_group_set_target (self->browser_signals, NULL);
  gtk_grid_view_set_model (self->grid, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->browser);
  g_set_object (&self->document, document);
  taper_picture_inspector_set_document (self->inspector, document);
  self->n_to_load = 0;
  if (document == NULL)
    return;
  self->browser = taper_picture_browser_new (document);
  filter_cb (self);
  order_cb (self);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->browser)));
  g_signal_group_set_target (self->browser_signals, self->browser);
  g_signal_group_set_target (self->selection_signals, self->selection);
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (self->selection));
  updated_cb (self);
}
