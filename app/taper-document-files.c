/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What comes into the document from files: bundles, the demo, pictures. */

#include "app/taper-document-private.h"
#include "app/taper-document-recipe.h"
#include "app/taper-data-dir.h"
#include "app/taper-demo.h"
#include "app/taper-file-walk.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>

/* --- bundle ---------------------------------------------------------------------------------- */

typedef struct {
  TaperDocument *document;
  char *demo_dir; /* NULL unless the demo is wanted */
} TaperOpenRequest;

static void
taper_document_report_bundle (TaperDocument *self, const GError *error)
{
  g_autofree char *message = NULL;

  if (taper_document_get_bundle (self))
    /* Translators: %s is what is wrong with which file. */
    message = g_strdup_printf (_ ("%s\n\nThe bundle that was open stays open. Choose another file, "
                                  "or copy this one again from where it came."),
                               error->message);
  else
    /* Translators: %s is what is wrong with which file. */
    message = g_strdup_printf (
        _ ("%s\n\nChoose another file, or copy this one again from where it came."),
        error->message);
  taper_document_report (self, _ ("This Bundle Could Not Be Opened"), message);
}

static void
taper_document_bundle_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TaperOpenRequest *request = data;
  TaperDocument *self = request->document;
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBundle) bundle =
      taper_engine_open_bundle_finish (TAPER_ENGINE (source), result, &error);

  if (bundle && request->demo_dir)
    {
      g_autoptr (TaperTask) task = taper_demo_make_task (taper_bundle_get_classes (bundle), 0);
      g_autoptr (GPtrArray) pictures = taper_demo_make_pictures (request->demo_dir);

      taper_document_adopt_bundle (self, bundle, task, pictures);
    }
  else if (bundle)
    taper_document_adopt_bundle (self, bundle, NULL, NULL);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    taper_document_report_bundle (self, error);
  taper_document_end_work (self);
  g_object_unref (self);
  g_free (request->demo_dir);
  g_free (request);
}

static void
taper_document_open (TaperDocument *self, GFile *file, const char *demo_dir)
{
  TaperOpenRequest *request = g_new0 (TaperOpenRequest, 1);

  request->document = g_object_ref (self);
  request->demo_dir = g_strdup (demo_dir);
  taper_document_begin_work (self);
  taper_engine_open_bundle_async (taper_document_get_engine (self), file, NULL,
                                  taper_document_bundle_opened_cb, request);
}

void
taper_document_open_bundle (TaperDocument *self, GFile *file)
{
  g_return_if_fail (TAPER_IS_DOCUMENT (self) && G_IS_FILE (file));

  taper_document_open (self, file, NULL);
}

char *
taper_document_find_data_dir (void)
{
  g_autofree char *bundles = taper_data_find ("bundles");

  return bundles != NULL ? g_path_get_dirname (bundles) : NULL;
}

void
taper_document_open_demo (TaperDocument *self)
{
  g_autofree char *data_dir = taper_document_find_data_dir ();
  g_autoptr (GFile) bundle = NULL;

  g_return_if_fail (TAPER_IS_DOCUMENT (self));
  if (!data_dir)
    {
      taper_document_report (self, _ ("The Shipped Bundles Are Missing"),
                             _ ("Taper's data folder was not found. Install Taper again, or open "
                                "a bundle of your own."));
      return;
    }
  bundle = taper_demo_get_bundle (data_dir);
  taper_document_open (self, bundle, data_dir);
}

/* --- pictures ----------------------------------------------------------------------------------
 */

static void
taper_document_report_full (TaperDocument *self)
{
  const guint max = taper_document_get_max_pictures (self);
  g_autofree char *message = g_strdup_printf (
      /* Translators: %'d is how many pictures the window holds at most. */
      ngettext ("The window holds at most %'d picture, so that a tick answers them all at once; "
                "the others were left out. “Answer a Folder” in the main menu answers any "
                "number and writes a table.",
                "The window holds at most %'d pictures, so that a tick answers them all at once; "
                "the others were left out. “Answer a Folder” in the main menu answers any "
                "number and writes a table.",
                max),
      max);

  taper_document_report (self, _ ("Too Many Pictures"), message);
}

/* @labels: (nullable) (element-type utf8): one for each of @added, may be %NULL.
 * FALSE when there was no room for all. */
static gboolean
taper_document_add_pictures (TaperDocument *self, GPtrArray *added, GPtrArray *labels)
{
  TaperState *present = taper_document_get_state (self);
  const guint max = taper_document_get_max_pictures (self);
  const guint room = max - MIN (max, present->pictures->len);
  const guint n = MIN (added->len, room);

  if (n > 0)
    {
      g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (TaperPictureLabels) known =
          labels ? taper_picture_labels_new (present->labels, (TaperPicture **) added->pdata,
                                             (const char **) labels->pdata, n)
                 : NULL;
      g_autoptr (TaperState) state = NULL;
      g_autofree char *label =
          g_strdup_printf (ngettext ("Add %u Picture", "Add %u Pictures", n), n);

      for (guint i = 0; i < present->pictures->len; i++)
        g_ptr_array_add (pictures, g_object_ref (present->pictures->pdata[i]));
      for (guint i = 0; i < n; i++)
        g_ptr_array_add (pictures, g_object_ref (added->pdata[i]));
      state =
          taper_state_new (present->task, pictures, known ? known : present->labels, present->edit);
      taper_document_commit (self, state, label);
    }
  return n == added->len;
}

static void
taper_document_report_walk (TaperDocument *self, TaperFileWalk *walk)
{
  if (walk->problems->len > 0)
    {
      g_autofree char *message = NULL;

      g_ptr_array_add (walk->problems, NULL);
      message = g_strjoinv ("\n", (char **) walk->problems->pdata);
      taper_document_report (self, _ ("Nothing Was Added From Some Folders"), message);
    }
  if (walk->bundles->len > 1)
    {
      g_autofree char *name = g_file_get_parse_name (walk->bundles->pdata[0]);
      g_autofree char *message = g_strdup_printf (
          /* Translators: %s is a file name. */
          _ ("One bundle is open at a time: “%s” was taken. Open the others one by one."), name);

      taper_document_report (self, _ ("Several Bundles at Once"), message);
    }
}

static void
taper_document_walked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TaperDocument) self = data;
  g_autoptr (TaperFileWalk) walk = taper_file_walk_finish (result, NULL);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < walk->pictures->len; i++)
    {
      GFile *file = walk->pictures->pdata[i];
      g_autofree char *name = g_file_get_basename (file);

      g_ptr_array_add (pictures, taper_picture_new (name, file, NULL));
      g_ptr_array_add (labels,
                       walk->found->data[i] ? taper_picture_label_from_folder (file) : NULL);
    }
  if (!taper_document_add_pictures (self, pictures, labels) || walk->left_out)
    taper_document_report_full (self);
  if (walk->recipes->len > 0)
    taper_document_open_recipe (self, walk->recipes->pdata[0], walk->recipe_files->pdata[0]);
  else if (walk->bundles->len > 0)
    taper_document_open_bundle (self, walk->bundles->pdata[0]);
  if (walk->stories->len > 0)
    g_signal_emit_by_name (self, "story", walk->stories->pdata[0]);
  taper_document_report_walk (self, walk);
  taper_document_end_work (self);
}

void
taper_document_add_files (TaperDocument *self, GFile *const *files, guint n)
{
  g_return_if_fail (TAPER_IS_DOCUMENT (self));

  if (n == 0)
    return;
  taper_document_begin_work (self);
  taper_file_walk_async (files, n, taper_document_get_max_pictures (self), NULL,
                         taper_document_walked_cb, g_object_ref (self));
}

void
taper_document_add_bytes (TaperDocument *self, const char *name, GBytes *bytes)
{
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (TAPER_IS_DOCUMENT (self) && bytes);
  g_ptr_array_add (pictures, taper_picture_new (name, NULL, bytes));
  if (!taper_document_add_pictures (self, pictures, NULL))
    taper_document_report_full (self);
}
