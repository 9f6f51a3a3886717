/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Class lists as text: from the clipboard and from files, and to a file. */

#include "ui/taper-task-menu-private.h"

#include <glib/gi18n.h>

#define MAX_NAMED 8 /* unknown names that a message spells out */

/* --- reading -----------------------------------------------------------------------------------
 */

/* "“Leek” (line 3, near: “Leak”), …" */
static char *
describe_unknown (TaperTaskList *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (list->unknown->len, MAX_NAMED); i++)
    {
      const TaperUnknownName *unknown = list->unknown->pdata[i];

      g_string_append (text, i > 0 ? "\n" : "");
      if (unknown->suggestion != NULL)
        g_string_append_printf (text, _ ("Line %u: “%s”, did you mean “%s”?"), unknown->line,
                                unknown->text, unknown->suggestion);
      else
        g_string_append_printf (text, _ ("Line %u: “%s”"), unknown->line, unknown->text);
    }
  if (list->unknown->len > MAX_NAMED)
    {
      const guint more = list->unknown->len - MAX_NAMED;

      g_string_append_c (text, '\n');
      g_string_append_printf (text, ngettext ("and %u more", "and %u more", more), more);
    }
  return g_string_free (text, FALSE);
}

static void
use_text (TaperTaskMenu *self, const char *text, gsize length, const char *name)
{
  TaperClassList *classes = taper_task_menu_get_classes (self);
  g_autoptr (TaperTaskList) list = NULL;
  g_autoptr (GError) error = NULL;

  if (classes == NULL)
    return;
  list = taper_task_list_parse (classes, text, length, &error);
  if (list == NULL)
    {
      taper_task_menu_report (self, _ ("This Class List Could Not Be Read"), error->message);
      return;
    }
  if (!taper_task_is_empty (list->task))
    taper_task_menu_use (self, list->task, name);
  else if (list->unknown->len == 0)
    taper_task_menu_report (self, _ ("The Task Stays as It Is"), _ ("The list names no class."));
  if (list->unknown->len > 0)
    {
      const guint n = list->unknown->len;
      g_autofree char *title = g_strdup_printf (
          ngettext ("%u Name Is Not in This Bundle", "%u Names Are Not in This Bundle", n), n);
      g_autofree char *names = describe_unknown (list);

      taper_task_menu_report (self, title, names);
    }
}

/* What goes on asynchronously: the menu may be gone when it ends, but then it is cancelled. */
typedef struct {
  TaperTaskMenu *menu;
  GCancellable *cancellable;
  char *name;
} Reading;

static Reading *
reading_new (TaperTaskMenu *self, const char *name)
{
  Reading *reading = g_new (Reading, 1);

  *reading = (Reading){ self, g_object_ref (self->cancellable), g_strdup (name) };
  return reading;
}

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->cancellable);
  g_free (reading->name);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);

  if (g_cancellable_is_cancelled (reading->cancellable))
    return;
  if (text != NULL)
    use_text (reading->menu, text, strlen (text), reading->name);
  else
    taper_task_menu_report (reading->menu, _ ("Nothing to Paste"),
                            _ ("Copy a list of class names first, one per line."));
}

void
taper_task_menu_paste (TaperTaskMenu *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (self->widget), self->cancellable,
                                 pasted_cb, reading_new (self, _ ("Pasted list")));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize length;
  const char *text;

  if (g_cancellable_is_cancelled (reading->cancellable))
    return;
  if (bytes == NULL)
    {
      taper_task_menu_report (reading->menu, _ ("This Class List Could Not Be Read"),
                              error->message);
      return;
    }
  text = g_bytes_get_data (bytes, &length);
  use_text (reading->menu, text != NULL ? text : "", length, reading->name);
}

/* One byte more than is allowed, so that what is longer is refused and not cut. */
static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);

  if (g_cancellable_is_cancelled (reading->cancellable))
    return;
  if (stream == NULL)
    taper_task_menu_report (reading->menu, _ ("This Class List Could Not Be Read"), error->message);
  else
    g_input_stream_read_bytes_async (G_INPUT_STREAM (stream), TAPER_TASK_LIST_MAX + 1,
                                     G_PRIORITY_DEFAULT, reading->cancellable, loaded_cb,
                                     reading_new (reading->menu, reading->name));
}

static void
import_response_cb (GtkNativeDialog *dialog, int response, TaperTaskMenu *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    {
      g_autofree char *path = g_file_get_basename (file);
      g_autofree char *name = g_filename_display_name (path);

      g_file_read_async (file, G_PRIORITY_DEFAULT, self->cancellable, opened_cb,
                         reading_new (self, name));
    }
  g_clear_object (&self->chooser);
}

static void
choose (TaperTaskMenu *self, const char *title, GtkFileChooserAction action, GCallback response_cb)
{
  g_clear_object (&self->chooser);
  self->chooser =
      gtk_file_chooser_native_new (title, taper_task_menu_get_window (self), action, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  if (action == GTK_FILE_CHOOSER_ACTION_SAVE)
    /* Translators: proposed name of a file */
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), _ ("task.txt"));
  g_signal_connect (self->chooser, "response", response_cb, self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

void
taper_task_menu_import (TaperTaskMenu *self)
{
  choose (self, _ ("Import Class List"), GTK_FILE_CHOOSER_ACTION_OPEN,
          G_CALLBACK (import_response_cb));
}

/* --- writing -----------------------------------------------------------------------------------
 */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error) &&
      !g_cancellable_is_cancelled (reading->cancellable))
    taper_task_menu_report (reading->menu, _ ("The Class List Could Not Be Saved"), error->message);
}

static void
export_response_cb (GtkNativeDialog *dialog, int response, TaperTaskMenu *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  TaperTask *task = taper_document_get_task (self->document);

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && task != NULL)
    {
      g_autofree char *name = g_file_get_basename (file);
      char *text = taper_task_list_format (taper_task_menu_get_classes (self), task,
                                           g_str_has_suffix (name, ".csv"));
      g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                           self->cancellable, written_cb, reading_new (self, name));
    }
  g_clear_object (&self->chooser);
}

void
taper_task_menu_export (TaperTaskMenu *self)
{
  choose (self, _ ("Export Class List"), GTK_FILE_CHOOSER_ACTION_SAVE,
          G_CALLBACK (export_response_cb));
}
