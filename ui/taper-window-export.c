/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the view shows, out of the window: into a file, onto the clipboard. */
#include "ui/taper-window-private.h"

#include "app/taper-document-recipe.h"
#include "ui/taper-report.h"
#include "ui/taper-view-poster.h"
#include <glib/gi18n.h>

/* (transfer full) (nullable): of the view that is seen, with its recipe */
static TaperPoster *
make_poster (TaperWindow *self)
{
  TaperPoster *poster =
      taper_view_poster_new (adw_view_stack_get_visible_child_name (self->views),
                             adw_view_stack_get_visible_child (self->views), self->document);
  TaperRecipe *recipe = taper_document_make_recipe (self->document);

  if (poster == NULL || recipe == NULL)
    {
      g_clear_pointer (&recipe, taper_recipe_free);
      return poster;
    }
  taper_poster_set_recipe (poster, recipe);
  taper_poster_record (poster);
  return poster;
}

/* --- into a file -------------------------------------------------------------------------------
 */

typedef struct {
  TaperPoster *poster; /* NULL: a report */
  TaperReport *report;
  TaperBundle *bundle;
  TaperPosterFormat format;
  guint scale;
  GFile *file;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  g_clear_pointer (&self->poster, taper_poster_free);
  g_clear_pointer (&self->report, taper_report_free);
  taper_bundle_unref (self->bundle);
  g_object_unref (self->file);
  g_free (self);
}

static void
export_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Export *self = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (self->report != NULL)
    bytes = taper_report_render (self->report, &error);
  else
    {
      taper_poster_hash_recipe (self->poster, self->bundle);
      bytes = taper_poster_render (self->poster, self->format, self->scale, &error);
    }
  if (bytes != NULL &&
      g_file_replace_contents (self->file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                               NULL, FALSE, G_FILE_CREATE_NONE, NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
taper_window_show_saved (TaperWindow *self, GFile *file, const char *said)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  /* Translators: a file */
  g_autofree char *text =
      said != NULL ? g_strdup (said) : g_strdup_printf (_ ("“%s” is saved"), shown);
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autofree char *uri = folder != NULL ? g_file_get_uri (folder) : NULL;
  AdwToast *toast = adw_toast_new (escaped);

  if (uri != NULL)
    {
      adw_toast_set_button_label (toast, _ ("_Open Folder"));
      adw_toast_set_action_name (toast, "win.open-uri");
      adw_toast_set_action_target (toast, "s", uri);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TaperWindow) self = data;
  Export *export = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (self->toasts == NULL) /* closed meanwhile */
    return;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    taper_window_show_saved (self, export->file, NULL);
  else
    taper_problem_bar_add (self->problems, _ ("The File Could Not Be Saved"), error->message);
}

/* @export: (transfer full): what and in which form */
static void
save (TaperWindow *self, GFile *file, Export *export)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, exported_cb, g_object_ref (self));

  export->bundle = taper_bundle_ref (taper_document_get_bundle (self->document));
  export->file = g_object_ref (file);
  g_task_set_task_data (task, export, export_free);
  g_task_run_in_thread (task, export_in_thread);
}

static void
export_to (TaperWindow *self, GFile *file, TaperPosterFormat format, guint scale)
{
  TaperPoster *poster = make_poster (self);
  Export *export;

  if (poster == NULL)
    return;
  export = g_new0 (Export, 1);
  export->poster = poster;
  export->format = format;
  export->scale = scale;
  save (self, file, export);
}

/* --- choosing ----------------------------------------------------------------------------------
 */

static const struct {
  const char *name;
  const char *ending;
  TaperPosterFormat format;
  guint scale;
} kinds[] = {
  /* Translators: kinds of files; the numbers are pixels for a pixel of the screen */
  { N_ ("PNG Picture"), "png", TAPER_POSTER_PNG, 1 },
  { N_ ("PNG Picture, 2×"), "png", TAPER_POSTER_PNG, 2 },
  { N_ ("PNG Picture, 3×"), "png", TAPER_POSTER_PNG, 3 },
  { N_ ("PNG Picture, 4×"), "png", TAPER_POSTER_PNG, 4 },
  { N_ ("SVG Drawing"), "svg", TAPER_POSTER_SVG, 1 },
  { N_ ("PDF Page"), "pdf", TAPER_POSTER_PDF, 1 },
};
#define STANDARD_KIND 1

static guint
get_kind (GtkFileChooser *chooser)
{
  GtkFileFilter *filter = gtk_file_chooser_get_filter (chooser);

  for (guint i = 0; filter != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (gtk_file_filter_get_name (filter), _ (kinds[i].name)) == 0)
      return i;
  return STANDARD_KIND;
}

/* The format of the name or, without one, of the kind, whose ending is added; what is there under
 * the longer name was not asked about, so another one is taken. */
static GFile *
complete (GFile *file, guint kind, TaperPosterFormat *format)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GFile) folder = g_file_get_parent (file);

  if (taper_poster_format_from_name (name, format) || folder == NULL)
    return g_object_ref (file);
  *format = kinds[kind].format;
  for (guint i = 1;; i++)
    {
      g_autofree char *tried = i == 1 ? g_strdup_printf ("%s.%s", name, kinds[kind].ending)
                                      : g_strdup_printf ("%s-%u.%s", name, i, kinds[kind].ending);
      g_autoptr (GFile) child = g_file_get_child (folder, tried);

      if (!g_file_query_exists (child, NULL))
        return g_steal_pointer (&child);
    }
}

static void
remember_folder (TaperWindow *self)
{
  g_autoptr (GFile) folder = gtk_file_chooser_get_current_folder (GTK_FILE_CHOOSER (self->chooser));
  g_autofree char *uri = folder != NULL ? g_file_get_uri (folder) : NULL;

  if (uri != NULL && self->settings != NULL)
    g_settings_set_string (self->settings, "last-folder", uri);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, TaperWindow *self)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autoptr (GFile) chosen = gtk_file_chooser_get_file (chooser);
  const guint kind = get_kind (chooser);
  g_autoptr (GFile) file = NULL;
  TaperPosterFormat format = TAPER_POSTER_PNG;

  if (response == GTK_RESPONSE_ACCEPT && chosen != NULL)
    {
      file = complete (chosen, kind, &format);
      export_to (self, file, format, kinds[kind].scale);
      remember_folder (self);
    }
  g_clear_object (&self->chooser);
}

static void
add_filters (GtkFileChooser *chooser)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _ (kinds[i].name));
      gtk_file_filter_add_suffix (filter, kinds[i].ending);
      gtk_file_chooser_add_filter (chooser, filter);
      if (i == STANDARD_KIND)
        gtk_file_chooser_set_filter (chooser, filter);
    }
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperWindow *self = data;
  const char *view = adw_view_stack_get_visible_child_name (self->views);
  g_autofree char *name = g_strdup_printf ("taper-%s.png", view);
  GtkFileChooser *chooser;

  if (taper_document_get_snapshot (self->document) == NULL || self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Export View"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), NULL);
  chooser = GTK_FILE_CHOOSER (self->chooser);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (chooser, name);
  add_filters (chooser);
  taper_window_set_chooser_folder (self);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- report ------------------------------------------------------------------------------------
 */

/* (nullable): the view, if it was ever shown */
static GtkWidget *
get_made (TaperWindow *self, const char *view)
{
  return adw_bin_get_child (ADW_BIN (adw_view_stack_get_child_by_name (self->views, view)));
}

static void
report_chosen_cb (GtkNativeDialog *dialog, int response, TaperWindow *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  TaperSnapshot *snapshot = taper_document_get_snapshot (self->document);
  Export *export;

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && snapshot != NULL)
    {
      export = g_new0 (Export, 1);
      export->report =
          taper_report_new (self->document, get_made (self, "evaluate"), get_made (self, "context"),
                            taper_window_make_all_proofs (self));
      save (self, file, export);
      remember_folder (self);
    }
  g_clear_object (&self->chooser);
}

static void
report_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperWindow *self = data;
  TaperSnapshot *snapshot = taper_document_get_snapshot (self->document);
  GtkFileChooser *chooser;

  if (snapshot == NULL || taper_task_is_empty (snapshot->task) || self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Save a Report"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  chooser = GTK_FILE_CHOOSER (self->chooser);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (chooser, "taper-report.html");
  taper_window_set_chooser_folder (self);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (report_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- onto the clipboard ------------------------------------------------------------------------
 */

static void
copy_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TaperPoster *poster = data;
  g_autoptr (GBytes) bytes = taper_poster_render (poster, TAPER_POSTER_PNG, 2, NULL);
  g_autoptr (GdkTexture) texture = bytes != NULL ? gdk_texture_new_from_bytes (bytes, NULL) : NULL;
  g_autofree char *text = taper_poster_to_text (poster);
  GdkContentProvider *content = gdk_content_provider_new_typed (G_TYPE_STRING, text);

  /* Without a picture the text is still worth having. */
  if (texture != NULL)
    content = gdk_content_provider_new_union (
        (GdkContentProvider *[]){ gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture),
                                  content },
        2);
  g_task_return_pointer (task, content, g_object_unref);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TaperWindow) self = data;
  g_autoptr (GdkContentProvider) content = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self->toasts == NULL) /* closed meanwhile */
    return;
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), content);
  taper_window_show_toast (self, _ ("Copied as picture, text and numbers"));
}

static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperWindow *self = data;
  TaperPoster *poster = make_poster (self);
  g_autoptr (GTask) task = NULL;

  if (poster == NULL)
    return;
  task = g_task_new (NULL, NULL, copied_cb, g_object_ref (self));
  g_task_set_task_data (task, poster, (GDestroyNotify) taper_poster_free);
  g_task_run_in_thread (task, copy_in_thread);
}

static void
export_model_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  taper_window_export_model (data);
}

static void
open_uri_cb (GSimpleAction *action, GVariant *uri, gpointer data)
{
  gtk_show_uri (GTK_WINDOW (data), g_variant_get_string (uri, NULL), GDK_CURRENT_TIME);
}

static void
message_cb (TaperWindow *self, const char *text)
{
  taper_window_show_toast (self, text);
}

void
taper_window_init_export (TaperWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "export-view", .activate = export_cb },
    { .name = "copy-view", .activate = copy_cb },
    { .name = "export-model", .activate = export_model_cb },
    { .name = "save-report", .activate = report_cb },
    { .name = "open-uri", .activate = open_uri_cb, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->document, "message", G_CALLBACK (message_cb), self,
                           G_CONNECT_SWAPPED);
}
