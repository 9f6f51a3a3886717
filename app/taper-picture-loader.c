/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-picture-loader.h"
#include "app/taper-mailbox.h"

#include <glib/gi18n.h>

#define N_THREADS 2

/* Files without a local path are read as a whole before they are decoded. */
#define MAX_REMOTE_BYTES 256000000

typedef struct {
  TaperPicture *picture; /* touched on the main thread only */
  GCancellable *cancellable;
  /* For the decoding thread. */
  char *name;
  GFile *file;
  GBytes *bytes;
  TaperInputSpec spec;
  /* From it. */
  TaperImage *preview, *input;
  guint original_width, original_height;
  TaperImageNotes notes;
  GError *error;
} TaperLoad;

struct _TaperPictureLoader {
  GThreadPool *pool;
  TaperMailbox *done; /* (element-type TaperLoad) */
  TaperPictureLoadedFunc loaded;
  gpointer data;
};

static void
taper_load_free (gpointer data)
{
  TaperLoad *load = data;

  g_object_unref (load->picture);
  g_clear_object (&load->cancellable);
  g_free (load->name);
  g_clear_object (&load->file);
  g_clear_pointer (&load->bytes, g_bytes_unref);
  g_clear_pointer (&load->preview, taper_image_unref);
  g_clear_pointer (&load->input, taper_image_unref);
  g_clear_error (&load->error);
  g_free (load);
}

/* (nullable): the whole file, which has no local path */
static GBytes *
taper_load_read_remote (TaperLoad *load, GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (load->file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                  G_FILE_QUERY_INFO_NONE, load->cancellable, error);

  if (!info)
    return NULL;
  if (g_file_info_get_size (info) > MAX_REMOTE_BYTES)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT,
                   "%s: expected at most %d MB, found %.0f MB", load->name,
                   MAX_REMOTE_BYTES / 1000000, g_file_info_get_size (info) / 1e6);
      return NULL;
    }
  return g_file_load_bytes (load->file, load->cancellable, NULL, error);
}

static TaperImage *
taper_load_decode (TaperLoad *load, GError **error)
{
  const guint side = taper_image_input_side (&load->spec);
  g_autoptr (GBytes) bytes = NULL;

  if (load->file && g_file_peek_path (load->file))
    return taper_image_load (g_file_peek_path (load->file), side, error);
  bytes = load->bytes ? g_bytes_ref (load->bytes) : taper_load_read_remote (load, error);
  return bytes ? taper_image_new_from_bytes (bytes, load->name, side, error) : NULL;
}

static void
taper_load_run (gpointer item, gpointer data)
{
  TaperLoad *load = item;
  TaperPictureLoader *self = data;
  g_autoptr (TaperImage) image = NULL;

  if (!g_cancellable_set_error_if_cancelled (load->cancellable, &load->error) &&
      (image = taper_load_decode (load, &load->error)))
    {
      load->original_width = taper_image_get_original_width (image);
      load->original_height = taper_image_get_original_height (image);
      load->notes = taper_image_get_notes (image);
      load->input = taper_image_fit (image, load->spec.width, load->spec.height);
      load->preview = taper_image_thumbnail (image, TAPER_PICTURE_PREVIEW_SIDE);
    }
  taper_mailbox_post (self->done, load);
}

static const char *
get_remedy (const GError *error)
{
  if (error->domain != TAPER_ERROR || error->code == TAPER_ERROR_IO)
    return _ ("Check that the file is still there and that you may read it.");
  switch (error->code)
    {
    case TAPER_ERROR_INVALID:
      return _ ("Get the picture from its source again.");
    case TAPER_ERROR_LIMIT:
      return _ ("Add a smaller copy of it.");
    default:
      return _ ("Add a picture, for example PNG or JPEG.");
    }
}

/* (transfer full): file, reason and what to do. The folders around the file only take room. */
static char *
taper_load_describe (TaperLoad *load)
{
  const char *message = load->error->message;
  const char *path = load->file != NULL ? g_file_peek_path (load->file) : NULL;
  gsize length = path != NULL ? strlen (path) : 0;

  if (length > 0 && strncmp (message, path, length) == 0 &&
      g_str_has_prefix (message + length, ": "))
    message += length + strlen (": ");
  else if (g_str_has_prefix (message, load->name) &&
           g_str_has_prefix (message + strlen (load->name), ": "))
    message += strlen (load->name) + strlen (": ");
  /* Translators: name of a picture, why it could not be opened, a sentence on what to do */
  return g_strdup_printf (_ ("%s: %s. %s"), load->name, message, get_remedy (load->error));
}

static void
taper_load_done (gpointer item, gpointer data)
{
  TaperLoad *load = item;
  TaperPictureLoader *self = data;

  if (!g_cancellable_is_cancelled (load->cancellable))
    {
      g_autofree char *problem = load->error != NULL ? taper_load_describe (load) : NULL;

      if (problem != NULL)
        taper_picture_set_failed (load->picture, problem);
      else
        taper_picture_set_loaded (load->picture, load->preview, load->input, load->original_width,
                                  load->original_height, load->notes);
      self->loaded (load->picture, self->data);
    }
  taper_load_free (load);
}

TaperPictureLoader *
taper_picture_loader_new (TaperPictureLoadedFunc loaded, gpointer data)
{
  TaperPictureLoader *self = g_new0 (TaperPictureLoader, 1);

  self->loaded = loaded;
  self->data = data;
  self->done = taper_mailbox_new (taper_load_done, self, taper_load_free);
  /* Shared threads never fail to start. */
  self->pool =
      g_thread_pool_new_full (taper_load_run, self, taper_load_free, N_THREADS, FALSE, NULL);
  return self;
}

void
taper_picture_loader_free (TaperPictureLoader *self)
{
  g_thread_pool_free (self->pool, TRUE, TRUE);
  taper_mailbox_free (self->done);
  g_free (self);
}

void
taper_picture_loader_load (TaperPictureLoader *self, TaperPicture *picture,
                           const TaperInputSpec *spec, GCancellable *cancellable)
{
  TaperLoad *load = g_new0 (TaperLoad, 1);
  GFile *file = taper_picture_get_file (picture);
  GBytes *bytes = taper_picture_get_bytes (picture);

  g_return_if_fail (file || bytes);
  load->picture = g_object_ref (picture);
  load->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  load->name = g_strdup (taper_picture_get_name (picture));
  load->file = file ? g_object_ref (file) : NULL;
  load->bytes = bytes ? g_bytes_ref (bytes) : NULL;
  load->spec = *spec;
  g_thread_pool_push (self->pool, load, NULL);
}
