/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/taper-recipe.h"

#include "core/taper-json.h"
#include <math.h>

#define MAX_CLASSES 1000000
#define MAX_LAYERS 10000
#define MAX_BASES 4096

static TaperRecipe *
recipe_alloc (guint n_layers, guint n_bases)
{
  const gsize n = (gsize) n_layers * n_bases;
  TaperRecipe *self = g_new0 (TaperRecipe, 1);

  self->n_layers = n_layers;
  self->n_bases = n_bases;
  self->coefficients = g_new0 (float, n);
  self->edited = g_new0 (gboolean, n_layers);
  self->locked = g_new0 (gboolean, n);
  return self;
}

TaperRecipe *
taper_recipe_new_unhashed (TaperBundle *bundle, const TaperTask *task, const float *coefficients)
{
  const guint n_layers = taper_network_get_n_layers (taper_bundle_get_network (bundle));
  const guint n_bases = taper_bundle_get_n_bases (bundle);
  TaperRecipe *self = recipe_alloc (n_layers, n_bases);
  guint n;
  const guint *selected = taper_task_get_selected (task, &n);

  self->bundle_name = g_strdup (taper_bundle_get_name (bundle));
  self->bundle_sha256 = g_strdup ("");
  self->bundle_size = taper_bundle_get_file_size (bundle);
  self->classes = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    self->classes[i] =
        g_strdup (taper_class_list_get_class (taper_bundle_get_classes (bundle), selected[i])->id);
  memcpy (self->coefficients, coefficients, (gsize) n_layers * n_bases * sizeof (float));
  return self;
}

TaperRecipe *
taper_recipe_new (TaperBundle *bundle, const TaperTask *task, const float *coefficients)
{
  TaperRecipe *self = taper_recipe_new_unhashed (bundle, task, coefficients);

  g_free (self->bundle_sha256);
  self->bundle_sha256 = g_strdup (taper_bundle_get_sha256 (bundle));
  return self;
}

void
taper_recipe_set_hashes (TaperRecipe *self, TaperBundle *bundle)
{
  g_autoptr (TaperParameters) parameters = taper_parameters_new (taper_bundle_get_network (bundle));

  g_free (self->bundle_sha256);
  self->bundle_sha256 = g_strdup (taper_bundle_get_sha256 (bundle));
  taper_bases_blend (taper_bundle_get_bases (bundle), self->coefficients, parameters);
  g_free (self->model_sha256);
  self->model_sha256 = taper_parameters_get_sha256 (parameters);
}

TaperRecipe *
taper_recipe_copy (const TaperRecipe *self)
{
  const gsize n = (gsize) self->n_layers * self->n_bases;
  TaperRecipe *copy = recipe_alloc (self->n_layers, self->n_bases);

  copy->bundle_name = g_strdup (self->bundle_name);
  copy->bundle_sha256 = g_strdup (self->bundle_sha256);
  copy->bundle_size = self->bundle_size;
  copy->classes = g_strdupv (self->classes);
  memcpy (copy->coefficients, self->coefficients, n * sizeof (float));
  memcpy (copy->edited, self->edited, self->n_layers * sizeof (gboolean));
  memcpy (copy->locked, self->locked, n * sizeof (gboolean));
  copy->model_sha256 = g_strdup (self->model_sha256);
  return copy;
}

void
taper_recipe_free (TaperRecipe *self)
{
  g_free (self->bundle_name);
  g_free (self->bundle_sha256);
  g_strfreev (self->classes);
  g_free (self->coefficients);
  g_free (self->edited);
  g_free (self->locked);
  g_free (self->model_sha256);
  g_free (self);
}

gboolean
taper_recipe_is_edited (const TaperRecipe *self)
{
  for (guint l = 0; l < self->n_layers; l++)
    if (self->edited[l])
      return TRUE;
  return FALSE;
}

gboolean
taper_recipe_fits (const TaperRecipe *self, TaperBundle *bundle)
{
  return self->bundle_size == taper_bundle_get_file_size (bundle) &&
         self->n_layers == taper_network_get_n_layers (taper_bundle_get_network (bundle)) &&
         self->n_bases == taper_bundle_get_n_bases (bundle) &&
         g_str_equal (self->bundle_sha256, taper_bundle_get_sha256 (bundle));
}

TaperTask *
taper_recipe_make_task (const TaperRecipe *self, TaperClassList *classes, guint *n_unknown)
{
  const guint n = g_strv_length (self->classes);
  g_autofree guint *indices = g_new (guint, n);
  guint n_known = 0;

  for (guint i = 0; i < n; i++)
    {
      const int index = taper_class_list_find (classes, self->classes[i]);

      if (index >= 0 &&
          g_str_equal (taper_class_list_get_class (classes, (guint) index)->id, self->classes[i]))
        indices[n_known++] = (guint) index;
    }
  *n_unknown = n - n_known;
  return taper_task_new (taper_class_list_get_n_classes (classes), indices, n_known);
}

char *
taper_parameters_get_sha256 (const TaperParameters *parameters)
{
  TaperNetwork *network = taper_parameters_get_network (parameters);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, l);
      const gsize n = layer->n_weights + layer->out_channels;
      g_autofree float *values = g_new (float, n);

      taper_parameters_get_layer (parameters, l, values, values + layer->n_weights);
      for (gsize i = 0; G_BYTE_ORDER != G_LITTLE_ENDIAN && i < n; i++)
        {
          guint32 bits;

          memcpy (&bits, values + i, sizeof bits);
          bits = GUINT32_TO_LE (bits);
          memcpy (values + i, &bits, sizeof bits);
        }
      g_checksum_update (sum, (const guchar *) values, (gssize) (n * sizeof (float)));
    }
  return g_strdup (g_checksum_get_string (sum));
}

/* --- writing ---------------------------------------------------------------------------------- */

static void
append_string (GString *text, const char *value)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);
  g_autofree char *quoted = NULL;

  json_node_set_string (node, value);
  quoted = json_to_string (node, FALSE);
  g_string_append (text, quoted);
}

/* Nine digits give every float back exactly. */
static void
append_rows (GString *text, const TaperRecipe *self)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint l = 0; l < self->n_layers; l++)
    for (guint k = 0; k < self->n_bases; k++)
      {
        const double value = self->coefficients[(gsize) l * self->n_bases + k];

        g_string_append (text, k == 0 ? l == 0 ? "[" : ",[" : ",");
        g_string_append (text, g_ascii_formatd (number, sizeof number, "%.9g", value));
        if (k + 1 == self->n_bases)
          g_string_append_c (text, ']');
      }
}

/* The indices at which @flags is set. */
static void
append_indices (GString *text, const gboolean *flags, gsize n)
{
  gboolean first = TRUE;

  for (gsize i = 0; i < n; i++)
    if (flags[i])
      {
        g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, first ? "" : ",", i);
        first = FALSE;
      }
}

char *
taper_recipe_to_json (const TaperRecipe *self)
{
  GString *text = g_string_new ("{\"format\":\"taper-recipe\",\"version\":1,\"bundle\":{\"name\":");

  append_string (text, self->bundle_name);
  g_string_append_printf (text, ",\"sha256\":\"%s\",\"bytes\":%" G_GUINT64_FORMAT "}",
                          self->bundle_sha256, self->bundle_size);
  g_string_append (text, ",\"classes\":[");
  for (guint i = 0; self->classes[i] != NULL; i++)
    {
      g_string_append (text, i > 0 ? "," : "");
      append_string (text, self->classes[i]);
    }
  g_string_append (text, "],\"coefficients\":[");
  append_rows (text, self);
  g_string_append (text, "],\"edited\":[");
  append_indices (text, self->edited, self->n_layers);
  g_string_append (text, "],\"locked\":[");
  append_indices (text, self->locked, (gsize) self->n_layers * self->n_bases);
  g_string_append (text, "]");
  if (self->model_sha256 != NULL)
    g_string_append_printf (text, ",\"model_sha256\":\"%s\"", self->model_sha256);
  g_string_append (text, "}");
  return g_string_free (text, FALSE);
}

/* --- reading ---------------------------------------------------------------------------------- */

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "recipe: %s", what);
  return FALSE;
}

/* "" is what an unhashed recipe holds. */
static gboolean
is_hash (const char *text)
{
  return *text == '\0' || (strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64);
}

static gboolean
read_bundle (TaperRecipe *self, JsonObject *object, GError **error)
{
  JsonObject *bundle = taper_json_get_object (object, "bundle", error);
  const char *name = bundle != NULL ? taper_json_get_name (bundle, "name", error) : NULL;
  const char *hash = name != NULL ? taper_json_get_string (bundle, "sha256", error) : NULL;
  JsonNode *size = hash != NULL ? json_object_get_member (bundle, "bytes") : NULL;

  if (hash == NULL)
    return FALSE;
  if (!is_hash (hash))
    return fail (error, "“sha256” of the bundle is no SHA-256");
  if (size == NULL || json_node_get_value_type (size) != G_TYPE_INT64 ||
      json_node_get_int (size) < 0)
    return fail (error, "“bytes” of the bundle is no size");
  self->bundle_name = g_strdup (name);
  self->bundle_sha256 = g_strdup (hash);
  self->bundle_size = (guint64) json_node_get_int (size);
  return TRUE;
}

static gboolean
read_classes (TaperRecipe *self, JsonObject *object, GError **error)
{
  JsonArray *array = taper_json_get_array (object, "classes", error);
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (array == NULL)
    return FALSE;
  if (n > MAX_CLASSES)
    return fail (error, "too many classes");
  self->classes = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const char *id = taper_json_array_get_name (array, i, "classes", error);

      if (id == NULL)
        return FALSE;
      self->classes[i] = g_strdup (id);
    }
  return TRUE;
}

static gboolean
read_row (TaperRecipe *self, JsonNode *node, guint layer, GError **error)
{
  JsonArray *row;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (error, "a layer of “coefficients” is no array");
  row = json_node_get_array (node);
  if (json_array_get_length (row) != self->n_bases)
    return fail (error, "layers of “coefficients” differ in length");
  for (guint k = 0; k < self->n_bases; k++)
    {
      JsonNode *cell = json_array_get_element (row, k);
      const GType type = JSON_NODE_HOLDS_VALUE (cell) ? json_node_get_value_type (cell) : 0;
      const double value = type == G_TYPE_DOUBLE || type == G_TYPE_INT64
                               ? json_node_get_double (cell)
                               : (double) NAN;

      if (!(value >= 0 && value <= 1.0001))
        return fail (error, "a coefficient is no number from 0 to 1");
      self->coefficients[(gsize) layer * self->n_bases + k] = (float) value;
    }
  return TRUE;
}

static gboolean
read_indices (JsonObject *object, const char *member, gboolean *flags, gsize n, GError **error)
{
  JsonArray *array = taper_json_get_array (object, member, error);

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64 ||
          json_node_get_int (node) < 0 || (guint64) json_node_get_int (node) >= n)
        return fail (error, "an edited layer or locked cell is out of range");
      flags[json_node_get_int (node)] = TRUE;
    }
  return TRUE;
}

/* (transfer full) (nullable): with the coefficients read */
static TaperRecipe *
read_mix (JsonObject *object, GError **error)
{
  JsonArray *rows = taper_json_get_array (object, "coefficients", error);
  g_autoptr (TaperRecipe) self = NULL;
  JsonNode *first;
  guint n_layers, n_bases;

  if (rows == NULL)
    return NULL;
  n_layers = json_array_get_length (rows);
  first = n_layers > 0 ? json_array_get_element (rows, 0) : NULL;
  n_bases = first != NULL && JSON_NODE_HOLDS_ARRAY (first)
                ? json_array_get_length (json_node_get_array (first))
                : 0;
  if (n_layers == 0 || n_layers > MAX_LAYERS || n_bases == 0 || n_bases > MAX_BASES)
    {
      fail (error, "“coefficients” is no table of layers and bases");
      return NULL;
    }
  self = recipe_alloc (n_layers, n_bases);
  for (guint l = 0; l < n_layers; l++)
    if (!read_row (self, json_array_get_element (rows, l), l, error))
      return NULL;
  return g_steal_pointer (&self);
}

static gboolean
read_model (TaperRecipe *self, JsonObject *object, GError **error)
{
  const char *hash;

  if (!json_object_has_member (object, "model_sha256"))
    return TRUE;
  hash = taper_json_get_string (object, "model_sha256", error);
  if (hash == NULL)
    return FALSE;
  if (!is_hash (hash) || *hash == '\0')
    return fail (error, "“model_sha256” is no SHA-256");
  self->model_sha256 = g_strdup (hash);
  return TRUE;
}

TaperRecipe *
taper_recipe_new_from_json (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = taper_json_parse_object (text, length, error);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;
  const char *format = object != NULL ? taper_json_get_string (object, "format", error) : NULL;
  g_autoptr (TaperRecipe) self = NULL;
  guint version;

  if (format == NULL)
    return NULL;
  if (!g_str_equal (format, "taper-recipe"))
    {
      fail (error, "“format” is not “taper-recipe”");
      return NULL;
    }
  if (!taper_json_get_uint (object, "version", 1, 1, &version, error))
    return NULL;
  self = read_mix (object, error);
  if (self == NULL || !read_bundle (self, object, error) || !read_classes (self, object, error) ||
      !read_indices (object, "edited", self->edited, self->n_layers, error) ||
      !read_indices (object, "locked", self->locked, (gsize) self->n_layers * self->n_bases,
                     error) ||
      !read_model (self, object, error))
    return NULL;
  return g_steal_pointer (&self);
}
