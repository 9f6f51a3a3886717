/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-safetensors.h"
#include "core/bundle/taper-file-private.h"
#include "core/taper-json.h"
#include "core/tensor/taper-half.h"

#include <string.h>

/* Format: 8 bytes little-endian length, a JSON header of that length, the tensors' bytes.
 * https://huggingface.co/docs/safetensors */

#define MAX_HEADER (64 << 20)
#define MAX_TENSORS 65536
#define CHUNK 1024 /* values converted at a time */

G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

struct _TaperSafetensors {
  GBytes *bytes;
  const guint8 *data; /* of the tensors */
  gsize data_size;
  GArray *tensors;       /* TaperTensorView, by data */
  GHashTable *by_name;   /* name -> TaperTensorView */
  GHashTable *metadata;  /* key -> value */
  GStringChunk *strings; /* all of the above */
};

static const struct {
  const char *name;
  gsize size;
} dtypes[] = {
  [TAPER_DTYPE_F32] = { "F32", 4 },
  [TAPER_DTYPE_F16] = { "F16", 2 },
  [TAPER_DTYPE_BF16] = { "BF16", 2 },
};

static gsize
view_size (const TaperTensorView *view)
{
  return view->n_elements * dtypes[view->dtype].size;
}

static gboolean
parse_dtype (JsonObject *object, TaperTensorView *view, GError **error)
{
  const char *name = taper_json_get_name (object, "dtype", error);

  if (name == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (dtypes); i++)
    if (g_str_equal (name, dtypes[i].name))
      {
        view->dtype = i;
        return TRUE;
      }
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_UNSUPPORTED,
               "the type is “%s”, expected F32, F16 or BF16", name);
  return FALSE;
}

/* Element @index of a JSON array as a number that is not negative. */
static gboolean
get_size (JsonArray *array, guint index, const char *what, guint64 *value, GError **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64 ||
      json_node_get_int (node) < 0)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                   "“%s” number %u is not a whole number, 0 or more", what, index + 1);
      return FALSE;
    }
  *value = json_node_get_int (node);
  return TRUE;
}

static gboolean
parse_shape (JsonObject *object, TaperTensorView *view, GError **error)
{
  JsonArray *shape = taper_json_get_array (object, "shape", error);
  guint64 n = 1, size;

  if (shape == NULL)
    return FALSE;
  view->rank = json_array_get_length (shape);
  if (view->rank > TAPER_TENSOR_MAX_RANK)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT, "%u dimensions, expected %d at most",
                   view->rank, TAPER_TENSOR_MAX_RANK);
      return FALSE;
    }
  for (guint i = 0; i < view->rank; i++)
    {
      if (!get_size (shape, i, "shape", &view->shape[i], error))
        return FALSE;
      if (!g_uint64_checked_mul (&n, n, view->shape[i]))
        n = G_MAXUINT64;
    }
  if (!g_uint64_checked_mul (&size, n, dtypes[view->dtype].size) || size > G_MAXSSIZE)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT, "its shape has too many elements");
      return FALSE;
    }
  view->n_elements = n;
  return TRUE;
}

static gboolean
parse_offsets (const TaperSafetensors *self, JsonObject *object, TaperTensorView *view,
               GError **error)
{
  JsonArray *offsets = taper_json_get_array (object, "data_offsets", error);
  guint64 begin, end;

  if (offsets == NULL)
    return FALSE;
  if (json_array_get_length (offsets) != 2)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                   "“data_offsets” has %u elements, expected 2", json_array_get_length (offsets));
      return FALSE;
    }
  if (!get_size (offsets, 0, "data_offsets", &begin, error) ||
      !get_size (offsets, 1, "data_offsets", &end, error))
    return FALSE;
  if (begin > end || end > self->data_size)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                   "its data is from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
                   ", the file has %" G_GSIZE_FORMAT " bytes of data",
                   begin, end, self->data_size);
      return FALSE;
    }
  if (end - begin != view_size (view))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                   "it has %" G_GUINT64_FORMAT " bytes, expected %" G_GSIZE_FORMAT
                   " from its shape and type",
                   end - begin, view_size (view));
      return FALSE;
    }
  view->data = self->data + begin;
  return TRUE;
}

static gboolean
parse_tensor (TaperSafetensors *self, const char *name, JsonNode *node, GError **error)
{
  TaperTensorView view = { 0 };
  JsonObject *object;

  if (!taper_json_check_name (name, "tensor name", error))
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "tensor “%s”: expected an object",
                   name);
      return FALSE;
    }
  object = json_node_get_object (node);
  if (!parse_dtype (object, &view, error) || !parse_shape (object, &view, error) ||
      !parse_offsets (self, object, &view, error))
    {
      g_prefix_error (error, "tensor “%s”: ", name);
      return FALSE;
    }
  view.name = g_string_chunk_insert (self->strings, name);
  g_array_append_val (self->tensors, view);
  return TRUE;
}

static gboolean
parse_metadata (TaperSafetensors *self, JsonNode *node, GError **error)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "metadata: expected an object");
      return FALSE;
    }
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &key, &value))
    {
      if (!taper_json_check_name (key, "metadata key", error))
        return FALSE;
      if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_STRING)
        {
          g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "metadata: “%s” is not a string",
                       key);
          return FALSE;
        }
      g_hash_table_insert (self->metadata, g_string_chunk_insert (self->strings, key),
                           g_string_chunk_insert (self->strings, json_node_get_string (value)));
    }
  return TRUE;
}

static int
compare_data (gconstpointer a, gconstpointer b)
{
  const TaperTensorView *x = a, *y = b;

  if (x->data != y->data)
    return x->data < y->data ? -1 : 1;
  /* Empty tensors come before the one that begins where they do. */
  return (x->n_elements > y->n_elements) - (x->n_elements < y->n_elements);
}

/* The tensors must cover the data: no byte is in two of them, none is in nobody's. */
static gboolean
check_coverage (TaperSafetensors *self, GError **error)
{
  const TaperTensorView *before = NULL;
  gsize covered = 0;

  g_array_sort (self->tensors, compare_data);
  for (guint i = 0; i < self->tensors->len; i++)
    {
      TaperTensorView *view = &g_array_index (self->tensors, TaperTensorView, i);
      gsize begin = view->data - self->data;

      if (begin < covered)
        g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                     "tensor “%s”: its data overlaps that of “%s”", view->name, before->name);
      else if (begin > covered)
        g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                     "tensor “%s”: %" G_GSIZE_FORMAT " bytes before it belong to no tensor",
                     view->name, begin - covered);
      if (begin != covered)
        return FALSE;
      covered = begin + view_size (view);
      before = view;
      g_hash_table_insert (self->by_name, (gpointer) view->name, view);
    }
  if (covered == self->data_size)
    return TRUE;
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
               "%" G_GSIZE_FORMAT " bytes at the end belong to no tensor",
               self->data_size - covered);
  return FALSE;
}

static gboolean
parse_header (TaperSafetensors *self, const char *header, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = taper_json_parse_object (header, length, error);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (root == NULL)
    {
      g_prefix_error (error, "header: ");
      return FALSE;
    }
  if (json_object_get_size (json_node_get_object (root)) > MAX_TENSORS)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT, "%u tensors, expected %d at most",
                   json_object_get_size (json_node_get_object (root)), MAX_TENSORS);
      return FALSE;
    }
  json_object_iter_init_ordered (&iter, json_node_get_object (root));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      gboolean is_metadata = g_str_equal (name, "__metadata__");
      if (is_metadata ? !parse_metadata (self, node, error)
                      : !parse_tensor (self, name, node, error))
        return FALSE;
    }
  return check_coverage (self, error);
}

/* What people mistake for one: named, because the extension says otherwise. */
static const char *
guess_kind (const guint8 *start, gsize n)
{
  static const struct {
    const char *magic, *kind;
  } kinds[] = {
    { "\x89PNG", "a PNG picture" },
    { "\xff\xd8\xff", "a JPEG picture" },
    { "PK\x03\x04", "a ZIP archive (PyTorch saves such files)" },
    { "GGUF", "a GGUF file" },
    { "\x89HDF", "an HDF5 file" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (n >= strlen (kinds[i].magic) &&
        memcmp (start, kinds[i].magic, strlen (kinds[i].magic)) == 0)
      return kinds[i].kind;
  return NULL;
}

/* From the first bytes alone, so that a large file of another kind is refused unread. */
static gboolean
check_start (const guint8 *start, gsize n, gsize file_size, gsize *header, GError **error)
{
  const char *kind = guess_kind (start, n);
  guint64 length = 0;

  if (kind != NULL)
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_FORMAT, "not a safetensors file, but %s", kind);
  else if (file_size < 10 || n < 9)
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_FORMAT,
                 "not a safetensors file: it has %" G_GSIZE_FORMAT " bytes", file_size);
  if (kind != NULL || file_size < 10 || n < 9)
    return FALSE;

  memcpy (&length, start, sizeof length);
  if (start[8] != '{')
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_FORMAT,
                 "not a safetensors file: no header at byte 8");
  else if (length > file_size - 8)
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                 "the header should have %" G_GUINT64_FORMAT " bytes, the file has %" G_GSIZE_FORMAT
                 ": damaged or cut short",
                 length, file_size);
  else if (length > MAX_HEADER)
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT,
                 "the header has %" G_GUINT64_FORMAT " bytes, expected %d at most", length,
                 MAX_HEADER);
  else
    {
      *header = length;
      return TRUE;
    }
  return FALSE;
}

TaperSafetensors *
taper_safetensors_new_from_bytes (GBytes *bytes, const char *display_name, GError **error)
{
  g_autoptr (TaperSafetensors) self = g_new0 (TaperSafetensors, 1);
  gsize size, header = 0;
  const guint8 *start = g_bytes_get_data (bytes, &size);

  self->bytes = g_bytes_ref (bytes);
  self->strings = g_string_chunk_new (4096);
  self->tensors = g_array_new (FALSE, FALSE, sizeof (TaperTensorView));
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->metadata = g_hash_table_new (g_str_hash, g_str_equal);
  if (check_start (start, size, size, &header, error))
    {
      self->data = start + 8 + header;
      self->data_size = size - 8 - header;
      if (parse_header (self, (const char *) start + 8, header, error))
        return g_steal_pointer (&self);
    }
  g_prefix_error (error, "%s: ", display_name);
  return NULL;
}

static gboolean
check_start_cb (const guint8 *start, gsize n, gsize file_size, GError **error)
{
  gsize header;

  return check_start (start, n, file_size, &header, error);
}

TaperSafetensors *
taper_safetensors_open (const char *path, GError **error)
{
  g_autofree char *display_name = g_filename_display_name (path);
  g_autoptr (GBytes) bytes = taper_file_read (path, check_start_cb, error);

  if (bytes == NULL)
    {
      g_prefix_error (error, "%s: ", display_name);
      return NULL;
    }
  return taper_safetensors_new_from_bytes (bytes, display_name, error);
}

void
taper_safetensors_free (TaperSafetensors *self)
{
  g_bytes_unref (self->bytes);
  g_array_unref (self->tensors);
  g_hash_table_unref (self->by_name);
  g_hash_table_unref (self->metadata);
  g_string_chunk_free (self->strings);
  g_free (self);
}

GBytes *
taper_safetensors_get_bytes (const TaperSafetensors *self)
{
  return self->bytes;
}

gsize
taper_safetensors_get_file_size (const TaperSafetensors *self)
{
  return g_bytes_get_size (self->bytes);
}

guint
taper_safetensors_get_n_tensors (const TaperSafetensors *self)
{
  return self->tensors->len;
}

const TaperTensorView *
taper_safetensors_get_tensor (const TaperSafetensors *self, guint index)
{
  g_return_val_if_fail (index < self->tensors->len, NULL);
  return &g_array_index (self->tensors, TaperTensorView, index);
}

const TaperTensorView *
taper_safetensors_lookup (const TaperSafetensors *self, const char *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

const char *
taper_safetensors_get_metadata (const TaperSafetensors *self, const char *key)
{
  return g_hash_table_lookup (self->metadata, key);
}

/* Copied in pieces: the bytes in the file may lie at any address. */
static void
read_16_bit (const TaperTensorView *view, float *out)
{
  guint16 piece[CHUNK];

  for (gsize at = 0; at < view->n_elements; at += CHUNK)
    {
      gsize n = MIN (view->n_elements - at, CHUNK);

      memcpy (piece, view->data + 2 * at, 2 * n);
      if (view->dtype == TAPER_DTYPE_F16)
        taper_half_to_float (piece, out + at, n);
      else
        for (gsize i = 0; i < n; i++)
          {
            guint32 bits = (guint32) piece[i] << 16;
            memcpy (out + at + i, &bits, sizeof bits);
          }
    }
}

gboolean
taper_tensor_view_read (const TaperTensorView *view, float *out)
{
  guint32 not_finite = 0;

  if (view->n_elements == 0)
    return TRUE;
  if (view->dtype == TAPER_DTYPE_F32)
    memcpy (out, view->data, view_size (view));
  else
    read_16_bit (view, out);
  /* All exponent bits set: NaN or infinite. On integers and without a branch, so it vectorizes. */
  for (gsize i = 0; i < view->n_elements; i++)
    {
      guint32 bits;
      memcpy (&bits, out + i, sizeof bits);
      not_finite |= (bits & 0x7f800000) == 0x7f800000;
    }
  return !not_finite;
}
