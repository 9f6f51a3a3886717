/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-picture-inspector.h"

#include "ui/taper-answer-text.h"
#include "ui/taper-picture-detail.h"
#include "ui/taper-picture-focus-view.h"
#include "ui/taper-picture-texture.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define WIDTH 320

struct _TaperPictureInspector {
  GtkWidget parent_instance;

  TaperDocument *document;
  GSignalGroup *document_signals;
  GSignalGroup *picture_signals; /* of the only one */
  GPtrArray *pictures;
  GtkListStore *names; /* of the classes, in the order of their indices: for completion */

  GtkWidget *scroller;
  GtkLabel *title;
  GtkWidget *preview_clamp;
  GtkPicture *preview;
  GtkLabel *error;
  GtkLabel *label_caption;
  GtkEntry *label;
  GtkLabel *label_note;
  TaperPictureFocusView *focus;
  TaperPictureDetail *detail;
};

G_DEFINE_FINAL_TYPE (TaperPictureInspector, taper_picture_inspector, GTK_TYPE_WIDGET)

static TaperClassList *
get_classes (TaperPictureInspector *self)
{
  TaperBundle *bundle = self->document ? taper_document_get_bundle (self->document) : NULL;

  return bundle ? taper_bundle_get_classes (bundle) : NULL;
}

/* (nullable): the picture, if it is exactly one */
static TaperPicture *
get_only (TaperPictureInspector *self)
{
  return self->pictures->len == 1 ? self->pictures->pdata[0] : NULL;
}

/* --- the label -------------------------------------------------------------------------------- */

static void
show_note (TaperPictureInspector *self, const char *note)
{
  gtk_label_set_label (self->label_note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->label_note), note != NULL);
  if (note != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->label), "error");
}

/* (nullable): the name of the class that all of them show */
static const char *
get_common_label (TaperPictureInspector *self)
{
  TaperClassList *classes = get_classes (self);
  int common = -1;

  if (classes == NULL)
    return NULL;
  for (guint i = 0; i < self->pictures->len; i++)
    {
      const int found = taper_picture_find_class (self->pictures->pdata[i], classes);

      if (found < 0 || (i > 0 && found != common))
        return NULL;
      common = found;
    }
  return common >= 0 ? taper_class_list_get_class (classes, (guint) common)->label : NULL;
}

static void
show_label (TaperPictureInspector *self)
{
  const char *label = get_common_label (self);

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->label)), label ? label : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->label), label ? label : "");
  show_note (self, NULL);
}

static void
set_label (TaperPictureInspector *self, const char *label)
{
  taper_document_set_label (self->document, (TaperPicture *const *) self->pictures->pdata,
                            self->pictures->len, label);
  show_label (self);
}

/* FALSE: no class is called so. */
static gboolean
take_label (TaperPictureInspector *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->label));
  TaperClassList *classes = get_classes (self);
  int found;

  if (classes == NULL || self->pictures->len == 0)
    return TRUE;
  if (*text == '\0')
    {
      /* Emptied, not merely empty: several pictures with different labels keep them. */
      if (get_common_label (self) != NULL)
        set_label (self, NULL);
      return TRUE;
    }
  found = taper_class_list_find (classes, text);
  if (found >= 0)
    set_label (self, taper_class_list_get_class (classes, (guint) found)->name);
  return found >= 0;
}

static void
label_activated_cb (TaperPictureInspector *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->label));
  const char *nearest;
  g_autofree char *note = NULL;

  if (take_label (self))
    return;
  nearest = taper_class_list_suggest (get_classes (self), text, FALSE);
  if (nearest != NULL)
    /* Translators: what was typed, the name of the class that is nearest to it */
    note = g_strdup_printf (_ ("This bundle has no class “%s”. Is it “%s”?"), text, nearest);
  else
    note = g_strdup_printf (_ ("This bundle has no class “%s”."), text);
  show_note (self, note);
}

/* A word that is no class is not kept. */
static void
label_left_cb (TaperPictureInspector *self)
{
  if (!take_label (self))
    show_label (self);
}

static void
label_cleared_cb (TaperPictureInspector *self)
{
  if (self->pictures->len > 0)
    set_label (self, NULL);
}

static gboolean
match_selected_cb (TaperPictureInspector *self, GtkTreeModel *model, GtkTreeIter *iter)
{
  g_autofree char *name = NULL;

  gtk_tree_model_get (model, iter, 0, &name, -1);
  set_label (self, name);
  gtk_editable_set_position (GTK_EDITABLE (self->label), -1);
  return TRUE;
}

static gboolean
match_cb (GtkEntryCompletion *completion, const char *key, GtkTreeIter *iter, gpointer data)
{
  TaperPictureInspector *self = data;
  TaperClassList *classes = get_classes (self);
  g_autoptr (GtkTreePath) path = gtk_tree_model_get_path (GTK_TREE_MODEL (self->names), iter);
  const guint index = (guint) gtk_tree_path_get_indices (path)[0];

  return classes != NULL && index < taper_class_list_get_n_classes (classes) &&
         taper_class_list_matches (classes, index, key);
}

static void
list_names (TaperPictureInspector *self)
{
  TaperClassList *classes = get_classes (self);

  gtk_list_store_clear (self->names);
  for (guint i = 0; classes != NULL && i < taper_class_list_get_n_classes (classes); i++)
    gtk_list_store_insert_with_values (self->names, NULL, -1, 0,
                                       taper_class_list_get_class (classes, i)->label, -1);
  show_label (self);
}

static void
init_label (TaperPictureInspector *self)
{
  g_autoptr (GtkEntryCompletion) completion = gtk_entry_completion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->names = gtk_list_store_new (1, G_TYPE_STRING);
  gtk_entry_completion_set_model (completion, GTK_TREE_MODEL (self->names));
  gtk_entry_completion_set_text_column (completion, 0);
  gtk_entry_completion_set_popup_single_match (completion, TRUE);
  gtk_entry_completion_set_match_func (completion, match_cb, self, NULL);
  g_signal_connect_swapped (completion, "match-selected", G_CALLBACK (match_selected_cb), self);
  gtk_entry_set_completion (self->label, completion);
  g_signal_connect_swapped (self->label, "activate", G_CALLBACK (label_activated_cb), self);
  g_signal_connect_swapped (self->label, "icon-release", G_CALLBACK (label_cleared_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (label_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->label), focus);
}

/* --- the picture ------------------------------------------------------------------------------ */

static void
show_pictures (TaperPictureInspector *self)
{
  TaperPicture *picture = get_only (self);
  const gboolean ready = picture && taper_picture_get_state (picture) == TAPER_PICTURE_READY;
  const gboolean failed = picture && taper_picture_get_state (picture) == TAPER_PICTURE_FAILED;
  g_autofree char *title =
      picture ? g_strdup (taper_picture_get_name (picture))
              : g_strdup_printf (ngettext ("%u picture", "%u pictures", self->pictures->len),
                                 self->pictures->len);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->label_caption, picture ? _ ("It _shows") : _ ("They all _show"));
  gtk_widget_set_visible (self->preview_clamp, ready);
  gtk_picture_set_paintable (
      self->preview, ready ? GDK_PAINTABLE (taper_picture_texture_get_preview (picture)) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->error), failed);
  gtk_label_set_label (self->error, failed ? taper_picture_get_error (picture) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->focus), ready);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), ready);
  if (ready)
    taper_picture_detail_set_picture (self->detail, picture);
  show_label (self);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_picture_inspector_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                                 int *minimum, int *natural, int *minimum_baseline,
                                 int *natural_baseline)
{
  TaperPictureInspector *self = TAPER_PICTURE_INSPECTOR (widget);

  gtk_widget_measure (self->scroller, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, WIDTH);
}

static void
taper_picture_inspector_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (TAPER_PICTURE_INSPECTOR (widget)->scroller,
                            &(GtkAllocation){ 0, 0, width, height }, baseline);
}

static void
taper_picture_inspector_dispose (GObject *object)
{
  TaperPictureInspector *self = TAPER_PICTURE_INSPECTOR (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->picture_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_PICTURE_INSPECTOR);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_clear_object (&self->names);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_picture_inspector_parent_class)->dispose (object);
}

static void
taper_picture_inspector_class_init (TaperPictureInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_picture_inspector_dispose;
  widget_class->measure = taper_picture_inspector_measure;
  widget_class->size_allocate = taper_picture_inspector_size_allocate;
  g_type_ensure (TAPER_TYPE_PICTURE_DETAIL);
  g_type_ensure (TAPER_TYPE_PICTURE_FOCUS_VIEW);
  gtk_widget_class_set_css_name (widget_class, "pictureinspector");
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-picture-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperPictureInspector, scroller);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureInspector, title);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureInspector, preview);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureInspector, error);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureInspector, label_caption);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureInspector, label);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureInspector, label_note);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureInspector, preview_clamp);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureInspector, focus);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureInspector, detail);
}

static void
taper_picture_inspector_init (TaperPictureInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->pictures = g_ptr_array_new_with_free_func (g_object_unref);
  init_label (self);
  self->document_signals = g_signal_group_new (TAPER_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::bundle", G_CALLBACK (list_names),
                                  self);
  self->picture_signals = g_signal_group_new (TAPER_TYPE_PICTURE);
  g_signal_group_connect_swapped (self->picture_signals, "notify::state",
                                  G_CALLBACK (show_pictures), self);
  g_signal_group_connect_swapped (self->picture_signals, "notify::label", G_CALLBACK (show_label),
                                  self);
}

void
taper_picture_inspector_set_document (TaperPictureInspector *self, TaperDocument *document)
{
  g_return_if_fail (TAPER_IS_PICTURE_INSPECTOR (self));

  if (!g_set_object (&self->document, document))
    return;
  g_signal_group_set_target (self->document_signals, document);
  list_names (self);
}

static gboolean
same_pictures (GPtrArray *a, GPtrArray *b)
{
  return a->len == b->len &&
         (a->len == 0 || memcmp (a->pdata, b->pdata, a->len * sizeof (gpointer)) == 0);
}

void
taper_picture_inspector_set_pictures (TaperPictureInspector *self, GPtrArray *pictures)
{
  g_return_if_fail (TAPER_IS_PICTURE_INSPECTOR (self));

  if (same_pictures (self->pictures, pictures))
    return;
  g_ptr_array_set_size (self->pictures, 0);
  for (guint i = 0; i < pictures->len; i++)
    g_ptr_array_add (self->pictures, g_object_ref (pictures->pdata[i]));
  g_signal_group_set_target (self->picture_signals, get_only (self));
  show_pictures (self);
}

void
taper_picture_inspector_set_standing (TaperPictureInspector *self, const TaperSnapshot *snapshot,
                                      const TaperPictureStanding *standing)
{
  const gboolean one = get_only (self) != NULL && standing != NULL;
  const gboolean outside = one && standing->label >= 0 && !standing->in_task;

  g_return_if_fail (TAPER_IS_PICTURE_INSPECTOR (self));

  if (outside)
    gtk_label_set_label (self->label_note, _ ("Not one of the ticked classes: it is not counted."));
  if (!gtk_widget_has_css_class (GTK_WIDGET (self->label), "error"))
    gtk_widget_set_visible (GTK_WIDGET (self->label_note), outside);
  taper_picture_focus_view_set_picture (self->focus, get_only (self),
                                        one ? (TaperSnapshot *) snapshot : NULL);
  if (gtk_widget_get_visible (GTK_WIDGET (self->detail)))
    taper_picture_detail_set_standing (self->detail, snapshot, one ? standing : NULL);
}
