/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-pictures-view.h"

#include "ui/taper-answer-text.h"
#include "ui/taper-gradual-rows.h"
#include "ui/taper-lane-bar.h"
#include "ui/taper-picture-grid.h"
#include "ui/taper-picture-row.h"
#include "ui/taper-stack-access.h"
#include "ui/taper-tooltip.h"

/* About 1.5 ms each. */
#define ROWS_PER_TURN 10

struct _TaperPicturesView {
  GtkWidget parent_instance;

  TaperDocument *document;
  GSignalGroup *document_signals;
  GSignalGroup *model_signals;
  gboolean browsing;
  GPtrArray *rows; /* that show a picture now; the list owns them */

  GtkStack *pages;
  GtkLabel *sentence;
  GtkWidget *legends[TAPER_N_LANES];
  GtkListView *list;
  TaperPictureGrid *grid; /* NULL until one browses */
};

G_DEFINE_FINAL_TYPE (TaperPicturesView, taper_pictures_view, GTK_TYPE_WIDGET)

static TaperSnapshot *
get_snapshot (TaperPicturesView *self)
{
  return self->document != NULL ? taper_document_get_snapshot (self->document) : NULL;
}

/* --- rows ------------------------------------------------------------------------------------- */

static void
remove_cb (TaperPictureRow *row, TaperPicturesView *self)
{
  GListModel *pictures = taper_document_get_pictures (self->document);

  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    {
      g_autoptr (TaperPicture) picture = g_list_model_get_item (pictures, i);

      if (picture == taper_picture_row_get_picture (row))
        {
          taper_document_remove_picture (self->document, i);
          return;
        }
    }
}

static void
setup_cb (TaperPicturesView *self, GtkListItem *item)
{
  GtkWidget *row = taper_picture_row_new ();

  g_signal_connect (row, "remove", G_CALLBACK (remove_cb), self);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (TaperPicturesView *self, GtkListItem *item)
{
  TaperPictureRow *row = TAPER_PICTURE_ROW (gtk_list_item_get_child (item));

  taper_picture_row_set_snapshot (row, get_snapshot (self));
  taper_picture_row_set_picture (row, gtk_list_item_get_item (item));
  g_ptr_array_add (self->rows, row);
}

static void
unbind_cb (TaperPicturesView *self, GtkListItem *item)
{
  TaperPictureRow *row = TAPER_PICTURE_ROW (gtk_list_item_get_child (item));

  g_ptr_array_remove_fast (self->rows, row);
  taper_picture_row_set_picture (row, NULL);
  taper_picture_row_set_snapshot (row, NULL);
}

/* --- what is shown ---------------------------------------------------------------------------- */

static void
update_page (TaperPicturesView *self)
{
  GListModel *pictures =
      self->document != NULL ? taper_document_get_pictures (self->document) : NULL;
  gboolean any = pictures != NULL && g_list_model_get_n_items (pictures) > 0;

  gtk_stack_set_visible_child_name (self->pages, !any             ? "empty"
                                                 : self->browsing ? "grid"
                                                                  : "pictures");
}

static void
update_answers (TaperPicturesView *self)
{
  TaperSnapshot *snapshot = get_snapshot (self);
  g_autofree char *sentence = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    taper_picture_row_set_snapshot (g_ptr_array_index (self->rows, i), snapshot);
  if (snapshot == NULL || snapshot->n_answers == 0)
    return;
  sentence = taper_answer_text_summarize (snapshot);
  if (g_strcmp0 (gtk_label_get_label (self->sentence), sentence) != 0)
    gtk_label_set_label (self->sentence, sentence);
  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    {
      g_autofree char *tooltip = taper_answer_text_explain_lane (snapshot, (TaperLane) lane);

      taper_tooltip_set (self->legends[lane], tooltip);
    }
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_pictures_view_dispose (GObject *object)
{
  TaperPicturesView *self = TAPER_PICTURES_VIEW (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->model_signals);
  if (self->list != NULL)
    taper_gradual_rows_attach (self->list, NULL, 0, TAPER_GRADUAL_ALWAYS);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_PICTURES_VIEW);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_pictures_view_parent_class)->dispose (object);
}

static void
taper_pictures_view_class_init (TaperPicturesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_pictures_view_dispose;
  g_type_ensure (TAPER_TYPE_LANE_BAR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-pictures-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperPicturesView, pages);
  gtk_widget_class_bind_template_child (widget_class, TaperPicturesView, sentence);
  gtk_widget_class_bind_template_child (widget_class, TaperPicturesView, list);
  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    {
      char id[16];

      g_snprintf (id, sizeof id, "legend_%u", lane);
      gtk_widget_class_bind_template_child_full (widget_class, id, FALSE,
                                                 G_STRUCT_OFFSET (TaperPicturesView, legends) +
                                                     lane * (gssize) sizeof (gpointer));
    }
}

static void
taper_pictures_view_init (TaperPicturesView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  taper_stack_hide_pages_from_readers (self->pages);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_list_view_set_factory (self->list, factory);
  self->document_signals = g_signal_group_new (TAPER_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::snapshot",
                                  G_CALLBACK (update_answers), self);
  self->model_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->model_signals, "items-changed", G_CALLBACK (update_page),
                                  self);
}

GtkWidget *
taper_pictures_view_new (void)
{
  return g_object_new (TAPER_TYPE_PICTURES_VIEW, NULL);
}

/* Only what is shown follows the document. */
static void
update_models (TaperPicturesView *self)
{
  const gboolean listing = self->document != NULL && !self->browsing;

  taper_gradual_rows_attach (self->list,
                             listing ? taper_document_get_pictures (self->document) : NULL,
                             ROWS_PER_TURN, TAPER_GRADUAL_ALWAYS);
  if (self->browsing && self->grid == NULL)
    {
      self->grid = TAPER_PICTURE_GRID (taper_picture_grid_new ());
      gtk_stack_add_named (self->pages, GTK_WIDGET (self->grid), "grid");
    }
  if (self->grid != NULL)
    taper_picture_grid_set_document (self->grid, self->browsing ? self->document : NULL);
}

void
taper_pictures_view_set_document (TaperPicturesView *self, TaperDocument *document)
{
  g_return_if_fail (TAPER_IS_PICTURES_VIEW (self));

  if (!g_set_object (&self->document, document))
    return;
  update_models (self);
  g_signal_group_set_target (self->document_signals, document);
  g_signal_group_set_target (self->model_signals,
                             document != NULL ? taper_document_get_pictures (document) : NULL);
  update_page (self);
  update_answers (self);
}

void
taper_pictures_view_set_browsing (TaperPicturesView *self, gboolean browsing)
{
  g_return_if_fail (TAPER_IS_PICTURES_VIEW (self));

  if (self->browsing == browsing)
    return;
  self->browsing = browsing;
  update_models (self);
  update_page (self);
  update_answers (self);
}
