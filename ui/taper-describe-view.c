/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-describe-view.h"

#include "app/taper-describe.h"
#include "ui/draw/taper-format.h"

#include <glib/gi18n.h>

/* Rows shown; a text that matches more is too vague to be read through. */
#define MAX_ROWS 200

struct _TaperDescribeView {
  GtkWidget parent_instance;

  TaperDocument *document;
  GtkWidget *box;
  GtkLabel *unknown;
  GtkListBox *list;
  GtkWidget *add_button, *use_button;
  GtkLabel *use_label;

  GCancellable *cancellable; /* of the newest question */
  char *directory;           /* of the word vectors */
};

enum { SIGNAL_APPLIED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TaperDescribeView, taper_describe_view, GTK_TYPE_WIDGET)

/* --- rows ------------------------------------------------------------------------------------- */

static char *
describe_reason (const TaperMatch *match)
{
  char score[TAPER_FORMAT_SIZE];

  switch (match->reason)
    {
    case TAPER_MATCH_NAME:
      /* Translators: why a class was found: %s is a part of what was typed. */
      return g_strdup_printf (_ ("name: “%s”"), match->text);
    case TAPER_MATCH_SYNONYM:
      return g_strdup_printf (_ ("synonym: “%s”"), match->through);
    case TAPER_MATCH_GROUP:
      return g_strdup_printf (_ ("group: “%s”"), match->through);
    case TAPER_MATCH_MEANING:
    default:
      /* Translators: words of similar meaning; what was typed, and how similar, 0 to 1. */
      return g_strdup_printf (_ ("meaning of “%s”: %s"), match->text,
                              taper_format_score (match->score, score));
    }
}

static GtkCheckButton *
get_check (TaperDescribeView *self, int place)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, place);

  return row != NULL ? GTK_CHECK_BUTTON (gtk_list_box_row_get_child (row)) : NULL;
}

static guint
get_class (GtkCheckButton *check)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "class"));
}

static void
update_buttons (TaperDescribeView *self)
{
  GtkCheckButton *check;
  g_autofree char *text = NULL;
  guint n = 0;

  for (int i = 0; (check = get_check (self, i)) != NULL; i++)
    n += gtk_check_button_get_active (check);
  text = g_strdup_printf (ngettext ("Use %u Class", "Use %u Classes", n), n);
  gtk_label_set_label (self->use_label, text);
  gtk_widget_set_sensitive (self->use_button, n > 0);
  gtk_widget_set_sensitive (self->add_button, n > 0);
}

static void
add_row (TaperDescribeView *self, TaperTaskDescription *description, const TaperMatch *match)
{
  const char *name = taper_class_list_get_class (description->classes, match->class_index)->label;
  g_autofree char *reason = describe_reason (match);
  g_autofree char *label = g_strdup_printf (_ ("%s, %s"), name, reason);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *first = gtk_label_new (name), *second = gtk_label_new (reason);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (first), 0);
  gtk_label_set_ellipsize (GTK_LABEL (first), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (second), 0);
  gtk_label_set_ellipsize (GTK_LABEL (second), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (second, "caption");
  gtk_widget_add_css_class (second, "dim-label");
  gtk_box_append (GTK_BOX (texts), first);
  gtk_box_append (GTK_BOX (texts), second);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), texts);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), match->chosen);
  g_object_set_data (G_OBJECT (check), "class", GUINT_TO_POINTER (match->class_index));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update_buttons), self, G_CONNECT_SWAPPED);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), check);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_append (self->list, row);
}

static void
clear_rows (TaperDescribeView *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
show (TaperDescribeView *self, TaperTaskDescription *description)
{
  g_autofree char *names = g_strjoinv ("”, “", description->unknown);
  g_autofree char *text = NULL;
  const guint n_unknown = g_strv_length (description->unknown);
  const guint n = MIN (description->matches->len, MAX_ROWS);

  clear_rows (self);
  for (guint i = 0; i < n; i++)
    add_row (self, description, &g_array_index (description->matches, TaperMatch, i));
  if (n_unknown > 0)
    /* Translators: %s are words that were typed, with quotes between them. */
    text = g_strdup_printf (_ ("No class for “%s”"), names);
  else if (n == 0)
    text = g_strdup (_ ("No class found; describe things in other words."));
  gtk_widget_set_visible (GTK_WIDGET (self->unknown), text != NULL);
  gtk_label_set_label (self->unknown, text != NULL ? text : "");
  update_buttons (self);
}

static void
described_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TaperDescribeView) self = data;
  g_autoptr (TaperTaskDescription) description = taper_describe_finish (result, NULL);
  TaperBundle *bundle = self->document != NULL ? taper_document_get_bundle (self->document) : NULL;

  /* NULL when it was overtaken */
  if (description != NULL && bundle != NULL &&
      description->classes == taper_bundle_get_classes (bundle))
    show (self, description);
}

void
taper_describe_view_set_text (TaperDescribeView *self, const char *text)
{
  TaperBundle *bundle;

  g_return_if_fail (TAPER_IS_DESCRIBE_VIEW (self));
  bundle = taper_document_get_bundle (self->document);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (bundle == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  taper_describe_async (taper_bundle_get_classes (bundle), text, self->directory, self->cancellable,
                        described_cb, g_object_ref (self));
}

/* --- task ------------------------------------------------------------------------------------- */

static void
use (TaperDescribeView *self, gboolean add)
{
  TaperTask *present = taper_document_get_task (self->document);
  g_autoptr (TaperTask) task = NULL;
  g_autoptr (GArray) classes = g_array_new (FALSE, FALSE, sizeof (guint));
  GtkCheckButton *check;
  const guint *selected;
  guint n, n_classes;

  if (present == NULL)
    return;
  n_classes = taper_task_get_n_classes (present);
  selected = taper_task_get_selected (present, &n);
  if (add)
    g_array_append_vals (classes, selected, n);
  for (int i = 0; (check = get_check (self, i)) != NULL; i++)
    {
      const guint index = get_class (check);

      if (gtk_check_button_get_active (check) && index < n_classes)
        g_array_append_val (classes, index);
    }
  if (classes->len == 0)
    return;
  task = taper_task_new (n_classes, (const guint *) classes->data, classes->len);
  taper_document_set_task (self->document, task);
  g_signal_emit (self, signals[SIGNAL_APPLIED], 0);
}

void
taper_describe_view_apply (TaperDescribeView *self)
{
  g_return_if_fail (TAPER_IS_DESCRIBE_VIEW (self));
  use (self, FALSE);
}

static void
add_cb (TaperDescribeView *self)
{
  use (self, TRUE);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_describe_view_dispose (GObject *object)
{
  TaperDescribeView *self = TAPER_DESCRIBE_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_DESCRIBE_VIEW);
  g_clear_object (&self->document);
  g_clear_pointer (&self->directory, g_free);
  G_OBJECT_CLASS (taper_describe_view_parent_class)->dispose (object);
}

static void
taper_describe_view_class_init (TaperDescribeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_describe_view_dispose;
  signals[SIGNAL_APPLIED] = g_signal_new ("applied", TAPER_TYPE_DESCRIBE_VIEW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-describe-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperDescribeView, box);
  gtk_widget_class_bind_template_child (widget_class, TaperDescribeView, unknown);
  gtk_widget_class_bind_template_child (widget_class, TaperDescribeView, list);
  gtk_widget_class_bind_template_child (widget_class, TaperDescribeView, add_button);
  gtk_widget_class_bind_template_child (widget_class, TaperDescribeView, use_button);
  gtk_widget_class_bind_template_child (widget_class, TaperDescribeView, use_label);
  gtk_widget_class_bind_template_callback (widget_class, taper_describe_view_apply);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
taper_describe_view_init (TaperDescribeView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->directory = taper_document_find_data_dir ();
  update_buttons (self);
}

void
taper_describe_view_set_document (TaperDescribeView *self, TaperDocument *document)
{
  g_return_if_fail (self->document == NULL);
  self->document = g_object_ref (document);
}
