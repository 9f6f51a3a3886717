/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-what-if-panel.h"

#include <glib/gi18n.h>

struct _TaperWhatIfPanel {
  GtkWidget parent_instance;

  TaperDocument *document;
  TaperMixTools *tools;
  TaperTask *task; /* whose classes can be chosen */

  GtkWidget *box;
  GtkDropDown *chooser;
  GtkLabel *sentence, *changes;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (TaperWhatIfPanel, taper_what_if_panel, GTK_TYPE_WIDGET)

/* --- what is shown ---------------------------------------------------------------------------- */

static const char *
get_class_name (TaperWhatIf *what_if, int class_index)
{
  TaperClassList *classes = taper_bundle_get_classes (what_if->snapshot->bundle);

  return class_index < 0 ? _ ("no answer")
                         : taper_class_list_get_class (classes, (guint) class_index)->label;
}

static const char *
get_picture_name (TaperWhatIfPanel *self, guint64 id)
{
  GListModel *pictures = taper_document_get_pictures (self->document);

  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    {
      g_autoptr (TaperPicture) picture = g_list_model_get_item (pictures, i);

      if (taper_picture_get_id (picture) == id)
        return taper_picture_get_name (picture); /* the list keeps it */
    }
  return "";
}

/* "Lime.jpg: Lime → Lemon · …" */
static char *
describe_changes (TaperWhatIfPanel *self, TaperWhatIf *what_if)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < what_if->changed->len; i++)
    {
      const TaperChangedAnswer *changed = &g_array_index (what_if->changed, TaperChangedAnswer, i);

      /* Translators: name of a picture, its answer now and then */
      g_string_append_printf (text, i > 0 ? "  ·  " : "%s", "");
      g_string_append_printf (text, _ ("%s: %s → %s"), get_picture_name (self, changed->picture),
                              get_class_name (what_if, changed->before),
                              get_class_name (what_if, changed->after));
    }
  return g_string_free (text, FALSE);
}

static void
update (TaperWhatIfPanel *self)
{
  TaperWhatIf *what_if = taper_mix_tools_get_what_if (self->tools);
  g_autofree char *sentence = what_if != NULL ? taper_what_if_describe (what_if) : NULL;
  g_autofree char *changes = what_if != NULL ? describe_changes (self, what_if) : NULL;

  gtk_label_set_label (
      self->sentence, sentence != NULL
                          ? sentence
                          : _ ("What does one class contribute? The map shows the other mix inside "
                               "of this one."));
  gtk_label_set_label (self->changes, changes != NULL ? changes : "");
  gtk_widget_set_visible (GTK_WIDGET (self->changes), changes != NULL && *changes != '\0');
}

/* --- choosing ----------------------------------------------------------------------------------
 */

static void
update_choices (TaperWhatIfPanel *self)
{
  TaperTask *task = taper_document_get_task (self->document);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const guint *selected;
  guint n;

  /* Filling a drop-down costs milliseconds: not while nobody sees it. */
  if (task == self->task || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  g_clear_pointer (&self->task, taper_task_unref);
  self->updating = TRUE;
  gtk_string_list_append (names, _ ("no class"));
  if (task != NULL)
    {
      TaperClassList *classes =
          taper_bundle_get_classes (taper_document_get_bundle (self->document));

      self->task = taper_task_ref (task);
      selected = taper_task_get_selected (task, &n);
      for (guint i = 0; i < n; i++)
        gtk_string_list_append (names, taper_class_list_get_class (classes, selected[i])->label);
    }
  gtk_drop_down_set_model (self->chooser, G_LIST_MODEL (names));
  self->updating = FALSE;
}

static void
chosen_cb (TaperWhatIfPanel *self)
{
  const guint place = gtk_drop_down_get_selected (self->chooser);
  const guint *selected;
  guint n;

  if (self->updating || self->task == NULL)
    return;
  selected = taper_task_get_selected (self->task, &n);
  taper_mix_tools_consider (self->tools, place > 0 && place <= n ? (int) selected[place - 1] : -1);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_what_if_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (taper_what_if_panel_parent_class)->map (widget);
  update_choices (TAPER_WHAT_IF_PANEL (widget));
}

static void
taper_what_if_panel_dispose (GObject *object)
{
  TaperWhatIfPanel *self = TAPER_WHAT_IF_PANEL (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_WHAT_IF_PANEL);
  g_clear_pointer (&self->task, taper_task_unref);
  g_clear_object (&self->tools);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_what_if_panel_parent_class)->dispose (object);
}

static void
taper_what_if_panel_class_init (TaperWhatIfPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_what_if_panel_dispose;
  widget_class->map = taper_what_if_panel_map;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-what-if-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperWhatIfPanel, box);
  gtk_widget_class_bind_template_child (widget_class, TaperWhatIfPanel, chooser);
  gtk_widget_class_bind_template_child (widget_class, TaperWhatIfPanel, sentence);
  gtk_widget_class_bind_template_child (widget_class, TaperWhatIfPanel, changes);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
taper_what_if_panel_init (TaperWhatIfPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->chooser, "notify::selected", G_CALLBACK (chosen_cb), self);
}

void
taper_what_if_panel_set_document (TaperWhatIfPanel *self, TaperDocument *document)
{
  g_return_if_fail (self->document == NULL);

  self->document = g_object_ref (document);
  self->tools = g_object_ref (taper_document_get_mix_tools (document));
  g_signal_connect_object (self->tools, "notify::what-if", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::n-ticked", G_CALLBACK (update_choices), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::snapshot", G_CALLBACK (update_choices), self,
                           G_CONNECT_SWAPPED);
  update (self);
  update_choices (self);
}
