/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-batch-window.h"

#include "app/taper-picture-batch.h"
#include <adwaita.h>
#include <glib/gi18n.h>

/* More lines than this nobody reads; all of them stand in the table. */
#define MAX_PROBLEMS 200

#define TAPER_TYPE_BATCH_WINDOW (taper_batch_window_get_type ())
G_DECLARE_FINAL_TYPE (TaperBatchWindow, taper_batch_window, TAPER, BATCH_WINDOW, AdwWindow)

struct _TaperBatchWindow {
  AdwWindow parent_instance;

  TaperSnapshot *snapshot;
  GFile *folder, *table;
  GCancellable *cancellable; /* of the run; NULL when nothing runs */

  AdwWindowTitle *heading;
  GtkLabel *status;
  GtkProgressBar *progress;
  GtkLabel *detail;
  GtkWidget *problems_box;
  GtkLabel *problems;
  GtkWidget *cancel;
  GtkWidget *resume;
  GtkWidget *open;
};

G_DEFINE_FINAL_TYPE (TaperBatchWindow, taper_batch_window, ADW_TYPE_WINDOW)

/* --- the run -----------------------------------------------------------------------------------
 */

static void
show_running (TaperBatchWindow *self, gboolean running)
{
  gtk_widget_set_visible (self->cancel, running);
  gtk_widget_set_sensitive (self->cancel, TRUE);
  gtk_widget_set_visible (self->resume, FALSE);
  gtk_widget_set_visible (self->open, FALSE);
  gtk_widget_set_visible (self->problems_box, FALSE);
}

static void
progress_cb (const TaperBatchProgress *progress, gpointer data)
{
  TaperBatchWindow *self = data;
  /* Translators: pictures that are answered, of how many */
  g_autofree char *text = g_strdup_printf (_ ("%'u of %'u"), progress->n_done, progress->n_total);

  gtk_label_set_label (self->status, text);
  gtk_progress_bar_set_fraction (self->progress, (double) progress->n_done / progress->n_total);
}

static void
show_problems (TaperBatchWindow *self, GPtrArray *problems)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (problems->len, MAX_PROBLEMS); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (const char *) problems->pdata[i]);
  gtk_label_set_text (self->problems, text->str);
  gtk_widget_set_visible (self->problems_box, problems->len > 0);
}

static void
show_result (TaperBatchWindow *self, const TaperBatchProgress *progress)
{
  const guint n_read = progress->n_total - progress->problems->len;
  const guint n_new = progress->n_total - progress->n_resumed;
  g_autofree char *status =
      g_strdup_printf (ngettext ("%'u picture answered", "%'u pictures answered", n_read), n_read);
  g_autoptr (GString) detail = g_string_new (NULL);

  g_string_printf (detail,
                   /* Translators: the plural follows the second number */
                   ngettext ("Personalized differs from class selection on %'u of %'u.",
                             "Personalized differs from class selection on %'u of %'u.", n_new),
                   progress->n_changed, n_new);
  if (progress->n_resumed > 0)
    {
      g_autofree char *kept =
          g_strdup_printf (ngettext ("%'u was in the table already.",
                                     "%'u were in the table already.", progress->n_resumed),
                           progress->n_resumed);
      g_string_append_printf (detail, " %s", kept);
    }
  if (progress->problems->len > 0)
    {
      g_autofree char *bad = g_strdup_printf (
          ngettext ("%'u could not be read:", "%'u could not be read:", progress->problems->len),
          progress->problems->len);
      g_string_append_printf (detail, " %s", bad);
    }
  gtk_label_set_label (self->status, status);
  gtk_label_set_label (self->detail, detail->str);
  gtk_progress_bar_set_fraction (self->progress, 1);
  show_problems (self, progress->problems);
  gtk_widget_set_visible (self->open, TRUE);
  gtk_widget_grab_focus (self->open);
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TaperBatchWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBatchProgress) progress = taper_picture_batch_finish (result, &error);

  g_clear_object (&self->cancellable);
  if (self->status == NULL) /* closed meanwhile */
    return;
  show_running (self, FALSE);
  if (progress != NULL)
    {
      show_result (self, progress);
      return;
    }
  gtk_widget_set_visible (self->resume, TRUE);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_label_set_label (self->detail, _ ("Stopped. The table holds what was answered; going on "
                                          "adds the rest."));
  else
    gtk_label_set_label (self->detail, error->message);
}

static void
start (TaperBatchWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_label_set_label (self->detail, "");
  show_running (self, TRUE);
  taper_picture_batch_async (self->snapshot, self->folder, self->table, progress_cb, self,
                             self->cancellable, finished_cb, g_object_ref (self));
}

static void
cancel_cb (TaperBatchWindow *self)
{
  gtk_widget_set_sensitive (self->cancel, FALSE);
  g_cancellable_cancel (self->cancellable);
}

static void
open_cb (TaperBatchWindow *self)
{
  g_autofree char *uri = g_file_get_uri (self->table);

  gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

/* --- object ------------------------------------------------------------------------------------
 */

static void
taper_batch_window_dispose (GObject *object)
{
  TaperBatchWindow *self = TAPER_BATCH_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_BATCH_WINDOW);
  g_clear_object (&self->folder);
  g_clear_object (&self->table);
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  G_OBJECT_CLASS (taper_batch_window_parent_class)->dispose (object);
}

static void
taper_batch_window_class_init (TaperBatchWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_batch_window_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-batch-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperBatchWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, TaperBatchWindow, status);
  gtk_widget_class_bind_template_child (widget_class, TaperBatchWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, TaperBatchWindow, detail);
  gtk_widget_class_bind_template_child (widget_class, TaperBatchWindow, problems_box);
  gtk_widget_class_bind_template_child (widget_class, TaperBatchWindow, problems);
  gtk_widget_class_bind_template_child (widget_class, TaperBatchWindow, cancel);
  gtk_widget_class_bind_template_child (widget_class, TaperBatchWindow, resume);
  gtk_widget_class_bind_template_child (widget_class, TaperBatchWindow, open);
}

static void
taper_batch_window_init (TaperBatchWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->cancel, "clicked", G_CALLBACK (cancel_cb), self);
  g_signal_connect_swapped (self->resume, "clicked", G_CALLBACK (start), self);
  g_signal_connect_swapped (self->open, "clicked", G_CALLBACK (open_cb), self);
}

void
taper_batch_window_present (GtkWindow *parent, TaperSnapshot *snapshot, GFile *folder, GFile *table)
{
  TaperBatchWindow *self = g_object_new (TAPER_TYPE_BATCH_WINDOW, "transient-for", parent, NULL);
  g_autofree char *name = g_file_get_parse_name (folder);

  self->snapshot = taper_snapshot_ref (snapshot);
  self->folder = g_object_ref (folder);
  self->table = g_object_ref (table);
  adw_window_title_set_subtitle (self->heading, name);
  start (self);
  gtk_window_present (GTK_WINDOW (self));
}

/* --- choosing ----------------------------------------------------------------------------------
 */

typedef struct {
  GtkWindow *parent;
  TaperSnapshot *snapshot;
  GFile *folder;
  GtkFileChooserNative *chooser;
} Choice;

static void
choice_free (Choice *self)
{
  g_object_unref (self->parent);
  taper_snapshot_unref (self->snapshot);
  g_clear_object (&self->folder);
  g_clear_object (&self->chooser);
  g_free (self);
}

static void
table_chosen_cb (GtkNativeDialog *dialog, int response, Choice *self)
{
  g_autoptr (GFile) table = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && table != NULL)
    taper_batch_window_present (self->parent, self->snapshot, self->folder, table);
  choice_free (self);
}

static void
ask_for_table (Choice *self)
{
  g_autofree char *folder = g_file_get_basename (self->folder);
  g_autofree char *name = g_strconcat (folder, ".csv", NULL);
  g_autoptr (GFile) beside = g_file_get_parent (self->folder);

  g_object_unref (self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Save the Answers As"), self->parent,
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  if (beside != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), beside, NULL);
  g_signal_connect (self->chooser, "response", G_CALLBACK (table_chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
folder_chosen_cb (GtkNativeDialog *dialog, int response, Choice *self)
{
  self->folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (response == GTK_RESPONSE_ACCEPT && self->folder != NULL)
    ask_for_table (self);
  else
    choice_free (self);
}

void
taper_batch_window_choose (GtkWindow *parent, TaperSnapshot *snapshot)
{
  Choice *self = g_new0 (Choice, 1);

  self->parent = g_object_ref (parent);
  self->snapshot = taper_snapshot_ref (snapshot);
  self->chooser = gtk_file_chooser_native_new (_ ("Answer a Folder"), parent,
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect (self->chooser, "response", G_CALLBACK (folder_chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
