/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-compare-panel.h"
#include "ui/taper-tooltip.h"

#include <glib/gi18n.h>
#include <math.h>

struct _TaperComparePanel {
  GtkWidget parent_instance;

  TaperDocument *document;
  TaperMixTools *tools;

  GtkWidget *box;
  GtkLabel *pinned, *stop;
  GtkWidget *swap_button, *unpin_button, *pin_button;
  GtkToggleButton *generic_button, *pinned_button;
  GtkScale *scale;
  GtkAdjustment *adjustment;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (TaperComparePanel, taper_compare_panel, GTK_TYPE_WIDGET)

/* --- what is shown ---------------------------------------------------------------------------- */

/* "A: 8 classes: Anjou, Conference, …" */
static char *
describe_task (TaperDocument *document, TaperTask *task)
{
  TaperClassList *classes = taper_bundle_get_classes (taper_document_get_bundle (document));
  g_autoptr (GString) names = g_string_new (NULL);
  guint n;
  const guint *selected = taper_task_get_selected (task, &n);

  for (guint i = 0; i < MIN (n, 12); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            taper_class_list_get_class (classes, selected[i])->label);
  /* Translators: the pinned task: how many classes it has, and the first of them. */
  return g_strdup_printf (ngettext ("A: %u class: %s", "A: %u classes: %s", n), n, names->str);
}

static void
update_pinned (TaperComparePanel *self)
{
  TaperTask *task = taper_mix_tools_get_pinned (self->tools);
  g_autofree char *text = task != NULL ? describe_task (self->document, task)
                                       : g_strdup (_ ("Pin this task as A, then tick another one"));

  gtk_label_set_label (self->pinned, text);
  taper_tooltip_set (GTK_WIDGET (self->pinned), task != NULL ? text : NULL);
  gtk_widget_set_visible (self->swap_button, task != NULL);
  gtk_widget_set_visible (self->unpin_button, task != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->pinned_button), task != NULL);
  if (task == NULL)
    gtk_toggle_button_set_active (self->generic_button, TRUE);
  if (task == NULL)
    gtk_widget_add_css_class (self->pin_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->pin_button, "suggested-action");
}

/* Counts what the model at this stop really answered. */
static void
update_stop (TaperComparePanel *self)
{
  TaperSnapshot *snapshot = taper_document_get_snapshot (self->document);
  const double position = taper_mix_tools_get_position (self->tools);
  g_autofree char *text = NULL;
  guint n_changed = 0;

  if (snapshot == NULL)
    return;
  for (guint i = 0; i < snapshot->n_answers; i++)
    n_changed += snapshot->answers[i].changed;
  /* Translators: %1$.0f is how far the slider is, in percent; %2$u of %3$u pictures; the plural
   * follows the number of all pictures. */
  text = g_strdup_printf (
      ngettext ("Made and asked at %1$.0f %%: %2$u of %3$u answer differs from class selection.",
                "Made and asked at %1$.0f %%: %2$u of %3$u answers differ from class selection.",
                snapshot->n_answers),
      100 * position, n_changed, snapshot->n_answers);
  gtk_label_set_label (self->stop, text);
}

static void
update_position (TaperComparePanel *self)
{
  const double position = taper_mix_tools_get_position (self->tools);

  if (fabs (gtk_adjustment_get_value (self->adjustment) - position) < 1e-9)
    return;
  self->updating = TRUE;
  gtk_adjustment_set_value (self->adjustment, position);
  self->updating = FALSE;
}

/* --- what is done ------------------------------------------------------------------------------
 */

static void
moved_cb (TaperComparePanel *self)
{
  const gboolean pinned = gtk_toggle_button_get_active (self->pinned_button);

  if (self->updating || self->tools == NULL)
    return;
  taper_mix_tools_set_scrub (self->tools, pinned ? TAPER_SCRUB_PINNED : TAPER_SCRUB_GENERIC,
                             gtk_adjustment_get_value (self->adjustment));
}

static void
pin_cb (TaperComparePanel *self)
{
  taper_mix_tools_pin (self->tools);
}

static void
unpin_cb (TaperComparePanel *self)
{
  taper_mix_tools_unpin (self->tools);
}

static void
swap_cb (TaperComparePanel *self)
{
  taper_mix_tools_swap (self->tools);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_compare_panel_dispose (GObject *object)
{
  TaperComparePanel *self = TAPER_COMPARE_PANEL (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_COMPARE_PANEL);
  g_clear_object (&self->tools);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_compare_panel_parent_class)->dispose (object);
}

static void
taper_compare_panel_class_init (TaperComparePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_compare_panel_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-compare-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperComparePanel, box);
  gtk_widget_class_bind_template_child (widget_class, TaperComparePanel, pinned);
  gtk_widget_class_bind_template_child (widget_class, TaperComparePanel, stop);
  gtk_widget_class_bind_template_child (widget_class, TaperComparePanel, swap_button);
  gtk_widget_class_bind_template_child (widget_class, TaperComparePanel, unpin_button);
  gtk_widget_class_bind_template_child (widget_class, TaperComparePanel, pin_button);
  gtk_widget_class_bind_template_child (widget_class, TaperComparePanel, generic_button);
  gtk_widget_class_bind_template_child (widget_class, TaperComparePanel, pinned_button);
  gtk_widget_class_bind_template_child (widget_class, TaperComparePanel, scale);
  gtk_widget_class_bind_template_child (widget_class, TaperComparePanel, adjustment);
  gtk_widget_class_bind_template_callback (widget_class, pin_cb);
  gtk_widget_class_bind_template_callback (widget_class, unpin_cb);
  gtk_widget_class_bind_template_callback (widget_class, swap_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
taper_compare_panel_init (TaperComparePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_scale_add_mark (self->scale, 0.5, GTK_POS_BOTTOM, NULL);
  g_signal_connect_swapped (self->adjustment, "value-changed", G_CALLBACK (moved_cb), self);
  g_signal_connect_swapped (self->generic_button, "toggled", G_CALLBACK (moved_cb), self);
}

void
taper_compare_panel_set_document (TaperComparePanel *self, TaperDocument *document)
{
  g_return_if_fail (self->document == NULL);

  self->document = g_object_ref (document);
  self->tools = g_object_ref (taper_document_get_mix_tools (document));
  g_signal_connect_object (self->tools, "notify::pinned", G_CALLBACK (update_pinned), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tools, "notify::position", G_CALLBACK (update_position), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::snapshot", G_CALLBACK (update_stop), self,
                           G_CONNECT_SWAPPED);
  update_pinned (self);
}
