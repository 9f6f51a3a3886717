/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test-bundle.h"
#include "core/tensor/taper-half.h"

#include <string.h>

static const char model[] =
    "{\"input\": {\"name\": \"image\", \"channels\": 3, \"height\": 8, \"width\": 8,"
    " \"color\": \"sRGB\", \"mean\": [0.5, 0.5, 0.5], \"std\": [0.25, 0.25, 0.25],"
    " \"fit\": \"crop\"},"
    " \"nodes\": ["
    "{\"op\": \"conv2d\", \"name\": \"stem\", \"input\": \"image\", \"in\": 3, \"out\": 4,"
    " \"kernel\": 3, \"stride\": 2, \"padding\": 1, \"relu\": true},"
    " {\"op\": \"conv2d\", \"name\": \"short\", \"input\": \"stem\", \"in\": 4, \"out\": 6,"
    " \"kernel\": 1, \"stride\": 1, \"padding\": 0, \"relu\": false},"
    " {\"op\": \"conv2d\", \"name\": \"main\", \"input\": \"stem\", \"in\": 4, \"out\": 6,"
    " \"kernel\": 3, \"stride\": 1, \"padding\": 1, \"add\": \"short\", \"relu\": true},"
    " {\"op\": \"global_avg_pool\", \"name\": \"pool\", \"input\": \"main\"},"
    " {\"op\": \"linear\", \"name\": \"head\", \"input\": \"pool\", \"in\": 6, \"out\": 4}],"
    " \"output\": \"head\", \"mixed\": [\"stem\", \"main\", \"short\", \"head\"]}";

static const char classes[] =
    "[{\"id\": \"c0\", \"name\": \"lemon\", \"synonyms\": [\"citron\"], \"group\": \"fruit\"},"
    " {\"id\": \"c1\", \"name\": \"banana\", \"synonyms\": [], \"group\": \"fruit\"},"
    " {\"id\": \"c2\", \"name\": \"carrot\", \"synonyms\": [], \"group\": \"vegetables\"},"
    " {\"id\": \"c3\", \"name\": \"leek\", \"group\": \"vegetables\"}]";

static const char bases[] = "[{\"name\": \"yellow\", \"classes\": [\"c0\", \"c1\"]},"
                            " {\"name\": \"others\", \"classes\": [\"c2\", \"c3\"]}]";

static const char mixer[] = "{\"type\": \"mean-embedding-mlp\", \"activation\": \"relu\","
                            " \"coefficients\": \"softmax\", \"prior\": \"class share\"}";

static const struct {
  const char *name, *dtype, *shape;
} tensors[] = {
  { "generic.stem.weight", "F16", "[4,3,3,3]" },  { "generic.stem.bias", "F16", "[4]" },
  { "bases.stem.weight", "F16", "[2,4,3,3,3]" },  { "bases.stem.bias", "F16", "[2,4]" },
  { "generic.main.weight", "F16", "[6,4,3,3]" },  { "generic.main.bias", "F16", "[6]" },
  { "bases.main.weight", "F16", "[2,6,4,3,3]" },  { "bases.main.bias", "F16", "[2,6]" },
  { "generic.short.weight", "F16", "[6,4,1,1]" }, { "generic.short.bias", "F16", "[6]" },
  { "bases.short.weight", "F16", "[2,6,4,1,1]" }, { "bases.short.bias", "F16", "[2,6]" },
  { "generic.head.weight", "F16", "[4,6]" },      { "generic.head.bias", "F16", "[4]" },
  { "bases.head.weight", "F16", "[2,4,6]" },      { "bases.head.bias", "F16", "[2,4]" },
  { "mixer.class_embedding", "F32", "[4,3]" },    { "mixer.encoder.0.weight", "F32", "[5,3]" },
  { "mixer.encoder.0.bias", "F32", "[5]" },       { "mixer.encoder.1.weight", "F32", "[5,5]" },
  { "mixer.encoder.1.bias", "F32", "[5]" },       { "mixer.predictor.0.weight", "F32", "[5,5]" },
  { "mixer.predictor.0.bias", "F32", "[5]" },     { "mixer.predictor.1.weight", "F32", "[8,5]" },
  { "mixer.predictor.1.bias", "F32", "[8]" },     { "mixer.prior", "F32", "[4,2]" },
  { "mixer.prior_scale", "F32", "[4]" },
};

static void
test_tensor_free (gpointer data)
{
  TestTensor *tensor = data;

  g_free (tensor->name);
  g_free (tensor->dtype);
  g_free (tensor->shape);
  g_free (tensor->offsets);
  g_byte_array_unref (tensor->data);
  g_free (tensor);
}

static gsize
count_elements (const char *shape)
{
  gsize n = 1;

  for (const char *p = shape; *p != '\0'; p++)
    if (g_ascii_isdigit (*p) && !g_ascii_isdigit (p[-1]))
      n *= g_ascii_strtoull (p, NULL, 10);
  return n;
}

/* Between -0.5 and 0.5, all of them exact in fp16. */
static void
fill (GByteArray *data, const char *dtype, gsize n, guint32 *seed)
{
  for (gsize i = 0; i < n; i++)
    {
      float value;
      guint16 half;

      *seed = *seed * 1664525 + 1013904223;
      value = ((int) (*seed >> 24) - 128) / 256.0f;
      taper_float_to_half (&value, &half, 1);
      if (g_str_equal (dtype, "F32"))
        g_byte_array_append (data, (const guint8 *) &value, sizeof value);
      else
        g_byte_array_append (data, (const guint8 *) &half, sizeof half);
    }
}

static TestTensor *
test_tensor_new (const char *name, const char *dtype, const char *shape)
{
  TestTensor *tensor = g_new0 (TestTensor, 1);

  tensor->name = g_strdup (name);
  tensor->dtype = g_strdup (dtype);
  tensor->shape = g_strdup (shape);
  tensor->data = g_byte_array_new ();
  return tensor;
}

TestBundle *
test_bundle_new (void)
{
  TestBundle *self = g_new0 (TestBundle, 1);
  guint32 seed = 1;

  self->keys = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func (g_free);
  self->tensors = g_ptr_array_new_with_free_func (test_tensor_free);
  test_bundle_set (self, "format", "taper-bundle");
  test_bundle_set (self, "format_version", "1");
  test_bundle_set (self, "name", "Tiny");
  test_bundle_set (self, "model", model);
  test_bundle_set (self, "classes", classes);
  test_bundle_set (self, "bases", bases);
  test_bundle_set (self, "mixer", mixer);
  test_bundle_set (self, "provenance", "{\"data\": \"made up\"}");
  for (gsize i = 0; i < G_N_ELEMENTS (tensors); i++)
    {
      TestTensor *tensor = test_tensor_new (tensors[i].name, tensors[i].dtype, tensors[i].shape);
      fill (tensor->data, tensor->dtype, count_elements (tensor->shape), &seed);
      g_ptr_array_add (self->tensors, tensor);
    }
  return self;
}

void
test_bundle_free (TestBundle *self)
{
  g_ptr_array_unref (self->keys);
  g_ptr_array_unref (self->values);
  g_ptr_array_unref (self->tensors);
  g_free (self);
}

const char *
test_bundle_get (TestBundle *self, const char *key)
{
  guint index;

  g_assert_true (g_ptr_array_find_with_equal_func (self->keys, key, g_str_equal, &index));
  return self->values->pdata[index];
}

void
test_bundle_set (TestBundle *self, const char *key, const char *value)
{
  guint index;

  if (g_ptr_array_find_with_equal_func (self->keys, key, g_str_equal, &index))
    {
      g_ptr_array_remove_index (self->keys, index);
      g_ptr_array_remove_index (self->values, index);
    }
  if (value == NULL)
    return;
  g_ptr_array_add (self->keys, g_strdup (key));
  g_ptr_array_add (self->values, g_strdup (value));
}

void
test_bundle_replace (TestBundle *self, const char *key, const char *old, const char *new)
{
  const char *text = test_bundle_get (self, key);
  const char *at = strstr (text, old);
  g_autofree char *value = NULL;

  g_assert_nonnull (at);
  value = g_strdup_printf ("%.*s%s%s", (int) (at - text), text, new, at + strlen (old));
  test_bundle_set (self, key, value);
}

TestTensor *
test_bundle_get_tensor (TestBundle *self, const char *name)
{
  for (guint i = 0; i < self->tensors->len; i++)
    {
      TestTensor *tensor = self->tensors->pdata[i];
      if (g_str_equal (tensor->name, name))
        return tensor;
    }
  g_error ("the test bundle has no tensor “%s”", name);
}

void
test_bundle_remove_tensor (TestBundle *self, const char *name)
{
  g_ptr_array_remove (self->tensors, test_bundle_get_tensor (self, name));
}

void
test_bundle_rename_tensor (TestBundle *self, const char *name, const char *new_name)
{
  TestTensor *tensor = test_bundle_get_tensor (self, name);

  g_free (tensor->name);
  tensor->name = g_strdup (new_name);
}

void
test_bundle_put_tensor (TestBundle *self, const char *name, const char *dtype, const char *shape,
                        gsize n_bytes)
{
  TestTensor *tensor = test_tensor_new (name, dtype, shape);
  guint index = 0;

  g_byte_array_set_size (tensor->data, n_bytes);
  if (n_bytes > 0)
    memset (tensor->data->data, 0, n_bytes);
  while (index < self->tensors->len &&
         !g_str_equal (((TestTensor *) self->tensors->pdata[index])->name, name))
    index++;
  if (index < self->tensors->len)
    g_ptr_array_remove_index (self->tensors, index);
  g_ptr_array_insert (self->tensors, index, tensor);
}

static void
append_escaped (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (json, '\\');
      g_string_append_c (json, *p);
    }
  g_string_append_c (json, '"');
}

char *
test_bundle_to_header (TestBundle *self)
{
  GString *json = g_string_new ("{\"__metadata__\":{");
  gsize begin = 0;

  for (guint i = 0; i < self->keys->len; i++)
    {
      g_string_append (json, i > 0 ? "," : "");
      append_escaped (json, self->keys->pdata[i]);
      g_string_append_c (json, ':');
      append_escaped (json, self->values->pdata[i]);
    }
  g_string_append_c (json, '}');
  for (guint i = 0; i < self->tensors->len; i++)
    {
      const TestTensor *tensor = self->tensors->pdata[i];
      g_autofree char *offsets = g_strdup_printf ("[%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT "]",
                                                  begin, begin + tensor->data->len);

      g_string_append_c (json, ',');
      append_escaped (json, tensor->name);
      g_string_append_printf (json, ":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}",
                              tensor->dtype, tensor->shape,
                              tensor->offsets != NULL ? tensor->offsets : offsets);
      begin += tensor->data->len;
    }
  g_string_append_c (json, '}');
  while (json->len % 8 != 0)
    g_string_append_c (json, ' ');
  return g_string_free (json, FALSE);
}

GBytes *
test_bundle_to_bytes (TestBundle *self)
{
  g_autofree char *header = test_bundle_to_header (self);

  return test_bundle_to_bytes_with_header (self, header);
}

GBytes *
test_bundle_to_bytes_with_header (TestBundle *self, const char *header)
{
  GByteArray *bytes = g_byte_array_new ();
  guint64 length = GUINT64_TO_LE (strlen (header));

  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) header, strlen (header));
  for (guint i = 0; i < self->tensors->len; i++)
    {
      const TestTensor *tensor = self->tensors->pdata[i];
      g_byte_array_append (bytes, tensor->data->data, tensor->data->len);
    }
  return g_byte_array_free_to_bytes (bytes);
}
