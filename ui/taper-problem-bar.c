/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-problem-bar.h"
#include <glib/gi18n.h>

struct _TaperProblemBar {
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkLabel *title;
  GtkLabel *message;

  guint n_problems;
  GString *details; /* all problems, a blank line between them */
};

G_DEFINE_FINAL_TYPE (TaperProblemBar, taper_problem_bar, GTK_TYPE_WIDGET)

static void
copy_cb (TaperProblemBar *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->details->str);
}

/* Gone when it has closed, so that assistive technology does not meet an empty alert. */
static void
revealed_cb (TaperProblemBar *self)
{
  if (!gtk_revealer_get_child_revealed (self->revealer) && self->n_problems == 0)
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
taper_problem_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAPER_TYPE_PROBLEM_BAR);
  G_OBJECT_CLASS (taper_problem_bar_parent_class)->dispose (object);
}

static void
taper_problem_bar_finalize (GObject *object)
{
  g_string_free (TAPER_PROBLEM_BAR (object)->details, TRUE);
  G_OBJECT_CLASS (taper_problem_bar_parent_class)->finalize (object);
}

static void
taper_problem_bar_class_init (TaperProblemBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_problem_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = taper_problem_bar_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-problem-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperProblemBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, TaperProblemBar, title);
  gtk_widget_class_bind_template_child (widget_class, TaperProblemBar, message);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, revealed_cb);
  gtk_widget_class_bind_template_callback (widget_class, taper_problem_bar_clear);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
taper_problem_bar_init (TaperProblemBar *self)
{
  self->details = g_string_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
taper_problem_bar_new (void)
{
  return g_object_new (TAPER_TYPE_PROBLEM_BAR, NULL);
}

void
taper_problem_bar_add (TaperProblemBar *self, const char *title, const char *message)
{
  if (self->n_problems > 0)
    g_string_append (self->details, "\n\n");
  g_string_append_printf (self->details, "%s\n%s", title, message);
  self->n_problems++;

  if (self->n_problems == 1)
    {
      gtk_label_set_text (self->title, title);
      gtk_label_set_text (self->message, message);
    }
  else
    {
      g_autofree char *summary = g_strdup_printf (
          ngettext ("%u Problem", "%u Problems", self->n_problems), self->n_problems);

      gtk_label_set_text (self->title, summary);
      gtk_label_set_text (self->message, self->details->str);
    }
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, gtk_label_get_text (self->title),
      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, gtk_label_get_text (self->message), -1);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

void
taper_problem_bar_clear (TaperProblemBar *self)
{
  self->n_problems = 0;
  g_string_truncate (self->details, 0);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

gboolean
taper_problem_bar_is_open (TaperProblemBar *self)
{
  return self->n_problems > 0;
}
