/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-pictures-view.h"

#include "ui/taper-picture-row.h"
#include <adwaita.h>
#include <glib/gi18n.h>

struct _TaperPicturesView {
  GtkWidget parent_instance;

  TaperDocument *document;
  GtkWidget *stack;
  GtkWidget *summary;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (TaperPicturesView, taper_pictures_view, GTK_TYPE_WIDGET)

static void
remove_cb (TaperPictureRow *row, gpointer data)
{
  TaperPicturesView *self = data;
  GListModel *pictures = taper_document_get_pictures (self->document);
  TaperPicture *wanted = taper_picture_row_get_picture (row);
  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    {
      g_autoptr (TaperPicture) picture = g_list_model_get_item (pictures, i);
      if (picture == wanted)
        {
          taper_document_remove_picture (self->document, i);
          return;
        }
    }
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  TaperPicturesView *self = data;
  GtkWidget *row = taper_picture_row_new (self->document);
  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, 0);
  gtk_list_item_set_child (item, row);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  taper_picture_row_set_picture (TAPER_PICTURE_ROW (gtk_list_item_get_child (item)),
                                 gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  taper_picture_row_set_picture (TAPER_PICTURE_ROW (gtk_list_item_get_child (item)), NULL);
}

static char *
describe (const TaperSnapshot *snapshot, guint n_pictures)
{
  guint n_changed = 0, n_answers = snapshot != NULL ? snapshot->n_answers : 0;
  for (guint i = 0; i < n_answers; i++)
    n_changed += snapshot->answers[i].changed;
  if (n_answers == 0)
    return g_strdup_printf (ngettext ("%u picture", "%u pictures", n_pictures), n_pictures);
  if (taper_task_is_empty (snapshot->task))
    return g_strdup_printf (ngettext ("%u picture. Tick classes to compare the answers.",
                                      "%u pictures. Tick classes to compare the answers.",
                                      n_answers),
                            n_answers);
  /* Translators: how many pictures get different answers from the last two lanes */
  return g_strdup_printf (
      ngettext ("Personalized differs from class selection on %u of %u picture.",
                "Personalized differs from class selection on %u of %u pictures.", n_answers),
      n_changed, n_answers);
}

static void
update (TaperPicturesView *self)
{
  guint n = g_list_model_get_n_items (taper_document_get_pictures (self->document));
  g_autofree char *text = describe (taper_document_get_snapshot (self->document), n);
  gtk_label_set_text (GTK_LABEL (self->summary), text);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), n > 0 ? "pictures" : "empty");
}

static GtkWidget *
make_legend_entry (const char *title, const char *css_class)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (chip, "lane-chip");
  gtk_widget_add_css_class (chip, css_class);
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  GtkWidget *label = gtk_label_new (title);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (box), chip);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static GtkWidget *
make_header (TaperPicturesView *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (header, "view-header");
  self->summary = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->summary), 0);
  gtk_label_set_wrap (GTK_LABEL (self->summary), TRUE);
  gtk_widget_add_css_class (self->summary, "sentence");
  gtk_box_append (GTK_BOX (header), self->summary);

  GtkWidget *legend = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append (GTK_BOX (legend), make_legend_entry (_ ("Generic"), "lane-generic"));
  gtk_box_append (GTK_BOX (legend), make_legend_entry (_ ("Class selection"), "lane-selection"));
  gtk_box_append (GTK_BOX (legend), make_legend_entry (_ ("Personalized"), "lane-personalized"));
  gtk_widget_set_tooltip_text (
      legend, _ ("Generic: the general model, all classes. Class selection: the general model, "
                 "ticked classes only. Personalized: the model blended for the ticked classes."));
  gtk_box_append (GTK_BOX (header), legend);
  return header;
}

static GtkWidget *
make_empty_page (void)
{
  GtkWidget *page = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "taper-pictures-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("Drop Pictures Anywhere"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                   _ ("Each gets three answers, side by side"));
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Add Pictures…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.add-pictures");
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), button);
  gtk_widget_add_css_class (page, "compact");
  return page;
}

static void
taper_pictures_view_dispose (GObject *object)
{
  TaperPicturesView *self = TAPER_PICTURES_VIEW (object);

  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_pictures_view_parent_class)->dispose (object);
}

static void
taper_pictures_view_class_init (TaperPicturesViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = taper_pictures_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
taper_pictures_view_init (TaperPicturesView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  self->list = gtk_list_view_new (NULL, factory);
  gtk_widget_add_css_class (self->list, "pictures");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Pictures"), -1);

  GtkWidget *scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_widget_set_vexpand (scrolled, TRUE);
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (page), make_header (self));
  gtk_box_append (GTK_BOX (page), scrolled);

  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), page, "pictures");
  gtk_stack_add_named (GTK_STACK (self->stack), make_empty_page (), "empty");
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
}

GtkWidget *
taper_pictures_view_new (void)
{
  return g_object_new (TAPER_TYPE_PICTURES_VIEW, NULL);
}

void
taper_pictures_view_set_document (TaperPicturesView *self, TaperDocument *document)
{
  if (!g_set_object (&self->document, document) || document == NULL)
    return;
  GListModel *pictures = taper_document_get_pictures (document);
  g_autoptr (GtkSelectionModel) model =
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (pictures)));
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list), model);
  g_signal_connect_object (document, "notify::snapshot", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (pictures, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
