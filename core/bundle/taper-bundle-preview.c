/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-bundle-preview.h"

#include "core/model/taper-network.h"
#include "core/taper-json.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_HEADER (64 << 20) /* as for opening */

void
taper_bundle_preview_free (TaperBundlePreview *self)
{
  g_free (self->name);
  g_free (self);
}

/* The length at the file's start, or 0: no safetensors file of this size. */
static gsize
get_header_length (const guint8 *start, gsize n, guint64 file_size)
{
  guint64 length;

  if (n < sizeof length)
    return 0;
  memcpy (&length, start, sizeof length);
  length = GUINT64_FROM_LE (length);
  return length <= MAX_HEADER && length + sizeof length <= file_size ? (gsize) length : 0;
}

/* Elements of the mixer's tensors; shapes that make no sense count as nothing. */
static guint64
count_mixer (JsonObject *root)
{
  guint64 total = 0;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, root);
  while (json_object_iter_next (&iter, &name, &node))
    {
      JsonArray *shape = g_str_has_prefix (name, "mixer.") && JSON_NODE_HOLDS_OBJECT (node)
                             ? taper_json_get_array (json_node_get_object (node), "shape", NULL)
                             : NULL;
      guint64 n = 1;

      for (guint i = 0; shape != NULL && i < json_array_get_length (shape); i++)
        {
          JsonNode *side = json_array_get_element (shape, i);
          const gint64 value = JSON_NODE_HOLDS_VALUE (side) ? json_node_get_int (side) : 0;

          if (value < 0 || !g_uint64_checked_mul (&n, n, (guint64) value) || n > G_MAXUINT32)
            n = 0;
        }
      total += shape != NULL ? n : 0;
    }
  return total;
}

/* Number of elements of an array that is text in the metadata. */
static gboolean
count_list (JsonObject *metadata, const char *member, guint *n, GError **error)
{
  const char *text = taper_json_get_string (metadata, member, error);
  g_autoptr (JsonNode) node =
      text != NULL ? taper_json_parse_array (text, strlen (text), error) : NULL;

  if (node == NULL)
    return FALSE;
  *n = json_array_get_length (json_node_get_array (node));
  return TRUE;
}

static TaperBundlePreview *
parse_header (JsonObject *root, guint64 file_size, GError **error)
{
  JsonObject *metadata = taper_json_get_object (root, "__metadata__", error);
  const char *name = metadata ? taper_json_get_name (metadata, "name", error) : NULL;
  const char *model = name ? taper_json_get_string (metadata, "model", error) : NULL;
  g_autoptr (TaperNetwork) network = model ? taper_network_new_from_json (model, error) : NULL;
  g_autoptr (TaperBundlePreview) self = g_new0 (TaperBundlePreview, 1);

  if (network == NULL || !count_list (metadata, "classes", &self->n_classes, error) ||
      !count_list (metadata, "bases", &self->n_bases, error))
    return NULL;
  self->name = g_strdup (name);
  self->file_size = file_size;
  self->n_params = taper_network_get_n_params (network);
  taper_memory_estimate (&self->memory, network, self->n_bases, count_mixer (root) * sizeof (float),
                         file_size);
  return g_steal_pointer (&self);
}

TaperBundlePreview *
taper_bundle_preview_parse (const guint8 *start, gsize n, guint64 file_size, GError **error)
{
  const gsize length = get_header_length (start, n, file_size);
  g_autoptr (JsonNode) root = NULL;

  if (length == 0 || length + 8 > n)
    {
      g_set_error_literal (error, TAPER_ERROR, TAPER_ERROR_FORMAT,
                           "expected a safetensors file; it does not begin like one");
      return NULL;
    }
  root = taper_json_parse_object ((const char *) start + 8, length, error);
  return root != NULL ? parse_header (json_node_get_object (root), file_size, error) : NULL;
}

static gboolean
read_all (int fd, guint8 *out, gsize n)
{
  for (gsize done = 0; done < n;)
    {
      const gssize got = read (fd, out + done, n - done);

      if (got == 0 || (got < 0 && errno != EINTR))
        return FALSE;
      done += got > 0 ? (gsize) got : 0;
    }
  return TRUE;
}

static TaperBundlePreview *
read_header (int fd, GError **error)
{
  struct stat info;
  guint8 start[8];
  g_autofree guint8 *header = NULL;
  gsize length;

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    {
      g_set_error_literal (error, TAPER_ERROR, TAPER_ERROR_IO, "it is not a file");
      return NULL;
    }
  length = read_all (fd, start, sizeof start)
               ? get_header_length (start, sizeof start, (guint64) info.st_size)
               : 0;
  header = g_malloc (sizeof start + length);
  memcpy (header, start, sizeof start);
  if (!read_all (fd, header + sizeof start, length))
    length = 0;
  return taper_bundle_preview_parse (header, sizeof start + length, (guint64) info.st_size, error);
}

TaperBundlePreview *
taper_bundle_preview_read (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  const int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  TaperBundlePreview *self;

  if (fd < 0)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_IO, "%s: %s", name, g_strerror (errno));
      return NULL;
    }
  self = read_header (fd, error);
  close (fd);
  if (self == NULL)
    g_prefix_error (error, "%s: ", name);
  return self;
}
