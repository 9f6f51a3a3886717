/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-incoming.h"
#include <glib/gi18n.h>
#include <string.h>

/* More than any picture that is accepted needs; a sender that never ends must not fill memory. */
#define MAX_BYTES (256u * 1024 * 1024)
#define CHUNK (256u * 1024)

static const char *const image_types[] = { "image/png",  "image/jpeg", "image/webp", "image/tiff",
                                           "image/bmp",  "image/gif",  "image/avif", "image/heic",
                                           "image/heif", NULL };

typedef struct {
  GdkDrop *drop; /* one of the two */
  GdkClipboard *clipboard;
  TaperDocument *document;
  TaperIncomingFunc func;
  GObject *owner;
  GdkContentFormats *formats;
  GByteArray *bytes;
} Incoming;

static void read_image (Incoming *self);

GdkContentFormats *
taper_incoming_get_formats (void)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_FILE_LIST);
  for (guint i = 0; image_types[i] != NULL; i++)
    gdk_content_formats_builder_add_mime_type (builder, image_types[i]);
  gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_TEXTURE);
  gdk_content_formats_builder_add_gtype (builder, G_TYPE_STRING);
  GdkContentFormats *formats = gdk_content_formats_builder_free_to_formats (builder);
  return gdk_content_formats_union_deserialize_mime_types (formats);
}

/* Ends the reading and frees @self. */
static void
finish (Incoming *self, const char *problem)
{
  if (self->drop != NULL)
    gdk_drop_finish (self->drop, problem == NULL ? GDK_ACTION_COPY : 0);
  self->func (problem, self->owner);

  g_clear_object (&self->drop);
  g_clear_object (&self->clipboard);
  g_object_unref (self->document);
  g_object_unref (self->owner);
  gdk_content_formats_unref (self->formats);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_free (self);
}

static void
finish_nothing (Incoming *self)
{
  finish (self,
          self->drop != NULL
              ? _ ("That is neither a picture nor a file. Drop pictures, folders or a bundle.")
              : _ ("There is no picture on the clipboard. Copy a picture, a file or its path."));
}

static void
finish_link (Incoming *self)
{
  finish (self, _ ("That is a link. Taper never uses the network: save the picture, then add the "
                   "file."));
}

static const char *
offered_image (Incoming *self)
{
  for (guint i = 0; image_types[i] != NULL; i++)
    if (gdk_content_formats_contain_mime_type (self->formats, image_types[i]))
      return image_types[i];
  return NULL;
}

/* --- files --------------------------------------------------------------------------------------
 */

/* Hands over the files that are on this machine. Browsers drag pictures as links with the bytes
 * beside them: then the bytes are what is wanted. */
static void
take_files (Incoming *self, GPtrArray *files)
{
  for (guint i = files->len; i-- > 0;)
    if (g_file_peek_path (files->pdata[i]) == NULL)
      g_ptr_array_remove_index (files, i);

  if (files->len > 0)
    {
      taper_document_add_files (self->document, (GFile **) files->pdata, files->len);
      finish (self, NULL);
    }
  else if (offered_image (self) != NULL)
    read_image (self);
  else
    finish_link (self);
}

static void
files_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Incoming *self = data;
  const GValue *value = self->drop != NULL
                            ? gdk_drop_read_value_finish (self->drop, result, NULL)
                            : gdk_clipboard_read_value_finish (self->clipboard, result, NULL);

  if (value == NULL)
    {
      finish_nothing (self);
      return;
    }

  g_autoptr (GSList) list = gdk_file_list_get_files (g_value_get_boxed (value));
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  for (GSList *l = list; l != NULL; l = l->next)
    g_ptr_array_add (files, g_object_ref (l->data));
  take_files (self, files);
}

/* --- the bytes of a picture
 * ----------------------------------------------------------------------- */

static void
chunk_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Incoming *self = data;
  GInputStream *stream = G_INPUT_STREAM (source);
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (stream, result, NULL);
  static guint n_taken;

  if (chunk == NULL || self->bytes->len + g_bytes_get_size (chunk) > MAX_BYTES)
    {
      finish (self, _ ("The picture could not be received from the other program."));
      return;
    }
  if (g_bytes_get_size (chunk) > 0)
    {
      g_byte_array_append (self->bytes, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
      g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, NULL, chunk_cb, self);
      return;
    }

  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&self->bytes));
  g_autofree char *name = g_strdup_printf (
      self->drop != NULL ? _ ("Dropped picture %u") : _ ("Pasted picture %u"), ++n_taken);
  taper_document_add_bytes (self->document, name, bytes);
  finish (self, NULL);
}

static void
image_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Incoming *self = data;
  g_autoptr (GInputStream) stream =
      self->drop != NULL ? gdk_drop_read_finish (self->drop, result, NULL, NULL)
                         : gdk_clipboard_read_finish (self->clipboard, result, NULL, NULL);

  if (stream == NULL)
    {
      finish_nothing (self);
      return;
    }
  self->bytes = g_byte_array_new ();
  g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, NULL, chunk_cb, self);
}

static void
read_image (Incoming *self)
{
  const char *wanted[] = { offered_image (self), NULL };

  if (self->drop != NULL)
    gdk_drop_read_async (self->drop, wanted, G_PRIORITY_DEFAULT, NULL, image_cb, self);
  else
    gdk_clipboard_read_async (self->clipboard, wanted, G_PRIORITY_DEFAULT, NULL, image_cb, self);
}

/* --- text that names files
 * ------------------------------------------------------------------------ */

static GFile *
file_from_line (const char *line)
{
  if (g_str_has_prefix (line, "file://"))
    return g_file_new_for_uri (line);
  if (g_path_is_absolute (line))
    return g_file_new_for_path (line);
  if (g_str_has_prefix (line, "~/"))
    {
      g_autofree char *path = g_build_filename (g_get_home_dir (), line + 2, NULL);
      return g_file_new_for_path (path);
    }
  return NULL;
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Incoming *self = data;
  const GValue *value = self->drop != NULL
                            ? gdk_drop_read_value_finish (self->drop, result, NULL)
                            : gdk_clipboard_read_value_finish (self->clipboard, result, NULL);
  const char *text = value != NULL ? g_value_get_string (value) : NULL;
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", 10000);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean link = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = g_strstrip (lines[i]);
      gsize length = strlen (line);

      /* Shells and file managers quote paths with spaces. */
      if (length >= 2 && (*line == '"' || *line == '\'') && line[length - 1] == *line)
        {
          line[length - 1] = '\0';
          line++;
        }
      GFile *file = file_from_line (line);
      if (file != NULL)
        g_ptr_array_add (files, file);
      link |= g_str_has_prefix (line, "http://") || g_str_has_prefix (line, "https://");
    }

  if (files->len > 0)
    take_files (self, files);
  else if (link)
    finish_link (self);
  else
    finish_nothing (self);
}

/* --- choosing
 * ---------------------------------------------------------------------------------------- */

static void
read_value (Incoming *self, GType type, GAsyncReadyCallback callback)
{
  if (self->drop != NULL)
    gdk_drop_read_value_async (self->drop, type, G_PRIORITY_DEFAULT, NULL, callback, self);
  else
    gdk_clipboard_read_value_async (self->clipboard, type, G_PRIORITY_DEFAULT, NULL, callback,
                                    self);
}

/* File lists first: they keep names and also come through the sandbox's portal, which plain
 * file:// text does not. */
static void
choose (Incoming *self, GdkContentFormats *formats)
{
  self->formats = gdk_content_formats_union_deserialize_gtypes (
      gdk_content_formats_union_serialize_mime_types (gdk_content_formats_ref (formats)));

  if (gdk_content_formats_contain_gtype (self->formats, GDK_TYPE_FILE_LIST))
    read_value (self, GDK_TYPE_FILE_LIST, files_cb);
  else if (offered_image (self) != NULL)
    read_image (self);
  else if (gdk_content_formats_contain_gtype (self->formats, G_TYPE_STRING))
    read_value (self, G_TYPE_STRING, text_cb);
  else
    finish_nothing (self);
}

static Incoming *
incoming_new (TaperDocument *document, TaperIncomingFunc func, GObject *owner)
{
  Incoming *self = g_new0 (Incoming, 1);

  self->document = g_object_ref (document);
  self->func = func;
  self->owner = g_object_ref (owner);
  return self;
}

void
taper_incoming_read_drop (GdkDrop *drop, TaperDocument *document, TaperIncomingFunc func,
                          GObject *owner)
{
  Incoming *self = incoming_new (document, func, owner);

  self->drop = g_object_ref (drop);
  choose (self, gdk_drop_get_formats (drop));
}

void
taper_incoming_read_clipboard (GdkClipboard *clipboard, TaperDocument *document,
                               TaperIncomingFunc func, GObject *owner)
{
  Incoming *self = incoming_new (document, func, owner);

  self->clipboard = g_object_ref (clipboard);
  choose (self, gdk_clipboard_get_formats (clipboard));
}
