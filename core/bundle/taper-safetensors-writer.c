/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-safetensors.h"
#include "core/taper-error.h"
#include "core/tensor/taper-half.h"

#include <string.h>

typedef struct {
  char *name;
  TaperDtype dtype;
  guint rank;
  guint64 shape[TAPER_TENSOR_MAX_RANK];
  GBytes *data;
} Tensor;

struct _TaperSafetensorsWriter {
  GPtrArray *keys; /* in the order set */
  GPtrArray *values;
  GArray *tensors; /* Tensor */
};

static void
clear_tensor (gpointer data)
{
  Tensor *tensor = data;

  g_free (tensor->name);
  g_bytes_unref (tensor->data);
}

TaperSafetensorsWriter *
taper_safetensors_writer_new (void)
{
  TaperSafetensorsWriter *self = g_new0 (TaperSafetensorsWriter, 1);

  self->keys = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func (g_free);
  self->tensors = g_array_new (FALSE, FALSE, sizeof (Tensor));
  g_array_set_clear_func (self->tensors, clear_tensor);
  return self;
}

void
taper_safetensors_writer_free (TaperSafetensorsWriter *self)
{
  g_ptr_array_unref (self->keys);
  g_ptr_array_unref (self->values);
  g_array_unref (self->tensors);
  g_free (self);
}

void
taper_safetensors_writer_set_metadata (TaperSafetensorsWriter *self, const char *key,
                                       const char *value)
{
  guint index;

  if (g_ptr_array_find_with_equal_func (self->keys, key, g_str_equal, &index))
    {
      g_free (self->values->pdata[index]);
      self->values->pdata[index] = g_strdup (value);
      return;
    }
  g_ptr_array_add (self->keys, g_strdup (key));
  g_ptr_array_add (self->values, g_strdup (value));
}

/* Upper half of a float, rounded to nearest, ties to even; NaN stays NaN. */
static guint16
to_bfloat (float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  if ((bits & 0x7fffffff) > 0x7f800000)
    return (bits >> 16) | 0x40;
  return (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
}

static GBytes *
convert (TaperDtype dtype, const float *data, gsize n)
{
  guint16 *narrow;

  if (dtype == TAPER_DTYPE_F32)
    return g_bytes_new (data, n * sizeof (float));
  narrow = g_new (guint16, n);
  if (dtype == TAPER_DTYPE_F16)
    taper_float_to_half (data, narrow, n);
  else
    for (gsize i = 0; i < n; i++)
      narrow[i] = to_bfloat (data[i]);
  return g_bytes_new_take (narrow, n * sizeof (guint16));
}

void
taper_safetensors_writer_add (TaperSafetensorsWriter *self, const char *name, TaperDtype dtype,
                              guint rank, const guint64 *shape, const float *data)
{
  Tensor tensor = { .dtype = dtype, .rank = rank };
  gsize n = 1;

  g_return_if_fail (rank <= TAPER_TENSOR_MAX_RANK);
  for (guint i = 0; i < self->tensors->len; i++)
    g_return_if_fail (!g_str_equal (g_array_index (self->tensors, Tensor, i).name, name));

  for (guint i = 0; i < rank; i++)
    n *= tensor.shape[i] = shape[i];
  tensor.name = g_strdup (name);
  tensor.data = convert (dtype, data, n);
  g_array_append_val (self->tensors, tensor);
}

static void
append_string (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_printf (json, "\\%c", *p);
      else if ((guchar) *p < 0x20)
        g_string_append_printf (json, "\\u%04x", *p);
      else
        g_string_append_c (json, *p);
    }
  g_string_append_c (json, '"');
}

static void
append_metadata (const TaperSafetensorsWriter *self, GString *json)
{
  g_string_append (json, "\"__metadata__\":{");
  for (guint i = 0; i < self->keys->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_string (json, self->keys->pdata[i]);
      g_string_append_c (json, ':');
      append_string (json, self->values->pdata[i]);
    }
  g_string_append_c (json, '}');
}

static void
append_tensor (GString *json, const Tensor *tensor, gsize begin)
{
  static const char *const names[] = { "F32", "F16", "BF16" };

  if (json->len > 1)
    g_string_append_c (json, ',');
  append_string (json, tensor->name);
  g_string_append_printf (json, ":{\"dtype\":\"%s\",\"shape\":[", names[tensor->dtype]);
  for (guint i = 0; i < tensor->rank; i++)
    g_string_append_printf (json, "%s%" G_GUINT64_FORMAT, i > 0 ? "," : "", tensor->shape[i]);
  g_string_append_printf (json, "],\"data_offsets\":[%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT "]}",
                          begin, begin + g_bytes_get_size (tensor->data));
}

/* The tensors in the order they are written: those of 4-byte values first. */
static GPtrArray *
order (const TaperSafetensorsWriter *self)
{
  GPtrArray *ordered = g_ptr_array_new ();

  for (int narrow = FALSE; narrow <= TRUE; narrow++)
    for (guint i = 0; i < self->tensors->len; i++)
      {
        Tensor *tensor = &g_array_index (self->tensors, Tensor, i);
        if ((tensor->dtype != TAPER_DTYPE_F32) == narrow)
          g_ptr_array_add (ordered, tensor);
      }
  return ordered;
}

GBytes *
taper_safetensors_writer_to_bytes (TaperSafetensorsWriter *self)
{
  g_autoptr (GString) json = g_string_new ("{");
  g_autoptr (GPtrArray) ordered = order (self);
  gsize data_size = 0, total;
  guint64 length;
  guint8 *bytes, *at;

  if (self->keys->len > 0)
    append_metadata (self, json);
  for (guint i = 0; i < ordered->len; i++)
    {
      const Tensor *tensor = ordered->pdata[i];
      append_tensor (json, tensor, data_size);
      data_size += g_bytes_get_size (tensor->data);
    }
  g_string_append_c (json, '}');
  while (json->len % 8 != 0)
    g_string_append_c (json, ' ');

  length = json->len;
  total = sizeof length + json->len + data_size;
  at = bytes = g_malloc (total);
  at = mempcpy (at, &length, sizeof length);
  at = mempcpy (at, json->str, json->len);
  for (guint i = 0; i < ordered->len; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (((Tensor *) ordered->pdata[i])->data, &size);
      if (size > 0)
        at = mempcpy (at, data, size);
    }
  return g_bytes_new_take (bytes, total);
}

gboolean
taper_safetensors_writer_write (TaperSafetensorsWriter *self, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = taper_safetensors_writer_to_bytes (self);
  g_autoptr (GError) local_error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (g_file_set_contents_full (path, data, size,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666,
                                &local_error))
    return TRUE;
  /* GLib's message names the file. */
  g_set_error_literal (error, TAPER_ERROR, TAPER_ERROR_IO, local_error->message);
  return FALSE;
}
