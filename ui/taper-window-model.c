/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The personalized model into a file that other programs read, checked before it counts as done. */
#include "ui/taper-window-private.h"

#include "app/taper-document-recipe.h"
#include <glib/gi18n.h>

typedef struct {
  TaperBundle *bundle;
  TaperRecipe *recipe;
  TaperDtype dtype;
  GFile *file;
  TaperModelCheck check;
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  taper_bundle_unref (self->bundle);
  taper_recipe_free (self->recipe);
  g_object_unref (self->file);
  g_free (self);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *self = data;
  g_autoptr (TaperParameters) parameters =
      taper_parameters_new (taper_bundle_get_network (self->bundle));
  g_autofree char *recipe = NULL, *name = NULL;
  GError *error = NULL;

  taper_bases_blend (taper_bundle_get_bases (self->bundle), self->recipe->coefficients, parameters);
  taper_recipe_set_hashes (self->recipe, self->bundle);
  recipe = taper_recipe_to_json (self->recipe);
  name = g_strdup_printf ("%s, personalized for %u classes", self->recipe->bundle_name,
                          g_strv_length (self->recipe->classes));
  {
    const TaperOnnxProperty properties[] = {
      { "name", name },
      { "recipe", recipe },
      { "hand_edited", taper_recipe_is_edited (self->recipe) ? "true" : "false" },
    };

    if (taper_model_file_write (self->bundle, parameters, self->dtype, properties,
                                G_N_ELEMENTS (properties), g_file_peek_path (self->file),
                                &self->check, &error))
      g_task_return_boolean (task, TRUE);
    else
      g_task_return_error (task, error);
  }
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TaperWindow) self = data;
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (job->file);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = NULL;

  if (self->toasts == NULL) /* closed meanwhile */
    return;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      taper_problem_bar_add (self->problems, _ ("The Model Could Not Be Saved"), error->message);
      return;
    }
  if (job->check.n_probes > 0)
    text = g_strdup_printf (
        /* Translators: a file, number of tensors, number of inputs, largest difference. */
        _ ("“%s” is saved and was read back: %u tensors, on %u probes it differs by %.1g"), shown,
        job->check.n_tensors, job->check.n_probes, job->check.largest);
  else
    text = g_strdup_printf (
        /* Translators: a file, number of layers. */
        _ ("“%s” is saved and was read back: the weights of %u layers are the same"), shown,
        job->check.n_tensors);
  taper_window_show_saved (self, job->file, text);
}

static const struct {
  const char *name;
  const char *ending;
  TaperDtype dtype;
} kinds[] = {
  { N_ ("Safetensors"), "safetensors", TAPER_DTYPE_F32 },
  { N_ ("Safetensors, 16-bit floats: half the size"), "safetensors", TAPER_DTYPE_F16 },
  { N_ ("ONNX"), "onnx", TAPER_DTYPE_F32 },
};

static void
chosen_cb (GtkNativeDialog *dialog, int response, TaperWindow *self)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  GtkFileFilter *filter = gtk_file_chooser_get_filter (chooser);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (chooser);
  TaperRecipe *recipe = taper_document_make_recipe (self->document);
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_clear_object (&self->chooser);
  if (response != GTK_RESPONSE_ACCEPT || file == NULL || recipe == NULL ||
      g_file_peek_path (file) == NULL)
    {
      g_clear_pointer (&recipe, taper_recipe_free);
      return;
    }
  job = g_new0 (Job, 1);
  job->bundle = taper_bundle_ref (taper_document_get_bundle (self->document));
  job->recipe = recipe;
  job->file = g_steal_pointer (&file);
  for (guint i = 0; filter != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (gtk_file_filter_get_name (filter), _ (kinds[i].name)) == 0)
      job->dtype = kinds[i].dtype;
  task = g_task_new (NULL, NULL, written_cb, g_object_ref (self));
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, write_in_thread);
}

void
taper_window_export_model (TaperWindow *self)
{
  TaperSnapshot *snapshot = taper_document_get_snapshot (self->document);
  GtkFileChooser *chooser;

  if (snapshot == NULL || taper_task_is_empty (snapshot->task) || self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Save the Model"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  chooser = GTK_FILE_CHOOSER (self->chooser);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (chooser, "personalized.safetensors");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _ (kinds[i].name));
      gtk_file_filter_add_suffix (filter, kinds[i].ending);
      gtk_file_chooser_add_filter (chooser, filter);
    }
  taper_window_set_chooser_folder (self);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
