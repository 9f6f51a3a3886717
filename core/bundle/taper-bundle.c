/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-bundle.h"
#include "core/bundle/taper-bundle-private.h"
#include "core/task/taper-label.h"
#include "core/taper-json.h"

#include <string.h>

#define FORMAT "taper-bundle"
#define FORMAT_VERSION "1"
#define MAX_BASES 256

typedef struct {
  char *name;
  guint *classes;
  guint n_classes;
} Basis;

struct _TaperBundle {
  gatomicrefcount ref_count;
  char *path;
  char *name;
  gsize file_size;
  TaperNetwork *network;
  TaperClassList *classes;
  TaperParameters *generic;
  TaperBases *bases;
  TaperMixer *mixer;
  Basis *basis;
  guint n_bases;
  char *provenance;
  char *mixer_json;
  GMutex digest_lock;
  GThread *digest_thread; /* gives the digest; NULL once it was asked */
  char *digest;
};

static const char *
get_metadata (const TaperSafetensors *file, const char *key, GError **error)
{
  const char *text = taper_safetensors_get_metadata (file, key);

  if (text == NULL)
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "the metadata has no “%s”", key);
  return text;
}

static gboolean
check_format (const TaperSafetensors *file, GError **error)
{
  const char *format = taper_safetensors_get_metadata (file, "format");
  const char *version;

  if (format == NULL || !g_str_equal (format, FORMAT))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_FORMAT,
                   "a safetensors file, but not a Taper bundle: “format” is %s, expected “%s”",
                   format == NULL ? "missing" : "another", FORMAT);
      return FALSE;
    }
  version = get_metadata (file, "format_version", error);
  if (version == NULL || !taper_json_check_name (version, "format_version", error))
    return FALSE;
  if (g_str_equal (version, FORMAT_VERSION))
    return TRUE;
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_UNSUPPORTED,
               "“format_version” is “%s”, expected “%s”", version, FORMAT_VERSION);
  return FALSE;
}

static gboolean
read_network (TaperBundle *self, const TaperSafetensors *file, GError **error)
{
  const char *json = get_metadata (file, "model", error);

  if (json == NULL)
    return FALSE;
  self->network = taper_network_new_from_json (json, error);
  if (self->network == NULL)
    g_prefix_error (error, "model: ");
  return self->network != NULL;
}

static gboolean
read_classes (TaperBundle *self, const TaperSafetensors *file, GError **error)
{
  const char *json = get_metadata (file, "classes", error);
  guint n_outputs = taper_network_get_n_outputs (self->network), n;

  if (json == NULL)
    return FALSE;
  self->classes = taper_class_list_new_from_json (json, error);
  if (self->classes == NULL)
    {
      g_prefix_error (error, "classes: ");
      return FALSE;
    }
  n = taper_class_list_get_n_classes (self->classes);
  if (n == n_outputs)
    return TRUE;
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
               "there are %u classes, but the network has %u outputs", n, n_outputs);
  return FALSE;
}

/* Index of the class with exactly that id, or -1. */
static int
find_id (const TaperClassList *classes, const char *id)
{
  int index = taper_class_list_find (classes, id);

  return index >= 0 && g_str_equal (taper_class_list_get_class (classes, index)->id, id) ? index
                                                                                         : -1;
}

static gboolean
read_basis (const TaperBundle *self, Basis *basis, JsonObject *object, GError **error)
{
  const char *name = taper_json_get_name (object, "name", error);
  JsonArray *ids = name != NULL ? taper_json_get_array (object, "classes", error) : NULL;
  guint n = ids != NULL ? json_array_get_length (ids) : 0;
  g_autofree gboolean *seen = NULL;

  if (ids == NULL)
    return FALSE;
  if (n > taper_class_list_get_n_classes (self->classes))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                   "“classes” has %u elements, but there are %u classes", n,
                   taper_class_list_get_n_classes (self->classes));
      return FALSE;
    }
  seen = g_new0 (gboolean, taper_class_list_get_n_classes (self->classes));
  basis->name = g_strdup (name);
  basis->classes = g_new (guint, n);
  for (guint i = 0; i < n; i++)
    {
      const char *id = taper_json_array_get_name (ids, i, "classes", error);
      int index = id != NULL ? find_id (self->classes, id) : -1;

      if (id == NULL)
        return FALSE;
      if (index < 0)
        g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "no class has the id “%s”", id);
      else if (seen[index])
        g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "the class “%s” is there twice", id);
      if (index < 0 || seen[index])
        return FALSE;
      seen[index] = TRUE;
      basis->classes[basis->n_classes++] = index;
    }
  return TRUE;
}

static gboolean
read_bases (TaperBundle *self, const TaperSafetensors *file, GError **error)
{
  const char *json = get_metadata (file, "bases", error);
  g_autoptr (JsonNode) root = NULL;
  guint n;

  if (json == NULL)
    return FALSE;
  root = taper_json_parse_array (json, strlen (json), error);
  if (root == NULL)
    {
      g_prefix_error (error, "bases: ");
      return FALSE;
    }
  n = json_array_get_length (json_node_get_array (root));
  if (n == 0 || n > MAX_BASES)
    {
      g_set_error (error, TAPER_ERROR, n == 0 ? TAPER_ERROR_INVALID : TAPER_ERROR_LIMIT,
                   "bases: there are %u, expected 1 to %d", n, MAX_BASES);
      return FALSE;
    }
  self->basis = g_new0 (Basis, n);
  self->n_bases = n;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *object =
          taper_json_array_get_object (json_node_get_array (root), i, "bases", error);
      if (object == NULL || !read_basis (self, &self->basis[i], object, error))
        {
          g_prefix_error (error, "basis %u: ", i);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_mixer_json (const char *json, GError **error)
{
  static const char *const known[][2] = {
    { "type", "mean-embedding-mlp" },
    { "activation", "relu" },
    { "coefficients", "softmax" },
  };
  g_autoptr (JsonNode) root = taper_json_parse_object (json, strlen (json), error);

  if (root == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      const char *found = taper_json_get_name (json_node_get_object (root), known[i][0], error);

      if (found == NULL)
        return FALSE;
      if (!g_str_equal (found, known[i][1]))
        {
          g_set_error (error, TAPER_ERROR, TAPER_ERROR_UNSUPPORTED, "“%s” is “%s”, expected “%s”",
                       known[i][0], found, known[i][1]);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_texts (TaperBundle *self, const TaperSafetensors *file, GError **error)
{
  const char *name = get_metadata (file, "name", error);
  const char *mixer = name != NULL ? get_metadata (file, "mixer", error) : NULL;
  const char *provenance = taper_safetensors_get_metadata (file, "provenance");
  g_autoptr (JsonNode) card = NULL;

  if (mixer == NULL || !taper_json_check_name (name, "name", error))
    return FALSE;
  if (!check_mixer_json (mixer, error))
    {
      g_prefix_error (error, "mixer: ");
      return FALSE;
    }
  if (provenance == NULL)
    provenance = "{}";
  card = taper_json_parse_object (provenance, strlen (provenance), error);
  if (card == NULL)
    {
      g_prefix_error (error, "provenance: ");
      return FALSE;
    }
  self->name = g_strdup (name);
  self->mixer_json = g_strdup (mixer);
  self->provenance = g_strdup (provenance);
  return TRUE;
}

static gpointer
digest_thread (gpointer data)
{
  GBytes *bytes = data;
  char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  g_bytes_unref (bytes);
  return digest;
}

/* Hashing takes longer than all the rest, and few ask for it at once. */
static void
start_digest (TaperBundle *self, GBytes *bytes)
{
  self->digest_thread =
      g_thread_try_new ("bundle-digest", digest_thread, g_bytes_ref (bytes), NULL);
  if (self->digest_thread == NULL)
    self->digest = digest_thread (bytes); /* too many threads; takes the reference */
}

static TaperBundle *
bundle_new (const TaperSafetensors *file, const char *path, GError **error)
{
  g_autoptr (TaperBundle) self = g_new0 (TaperBundle, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->digest_lock);
  if (!check_format (file, error) || !read_network (self, file, error) ||
      !read_classes (self, file, error) || !read_bases (self, file, error) ||
      !read_texts (self, file, error) ||
      !taper_bundle_load_tensors (file, self->network,
                                  taper_class_list_get_n_classes (self->classes), self->n_bases,
                                  &self->generic, &self->bases, &self->mixer, error))
    {
      g_autofree char *display_name = g_filename_display_name (path);
      g_prefix_error (error, "%s: ", display_name);
      return NULL;
    }
  self->path = g_strdup (path);
  self->file_size = taper_safetensors_get_file_size (file);
  start_digest (self, taper_safetensors_get_bytes (file));
  return g_steal_pointer (&self);
}

TaperBundle *
taper_bundle_open (const char *path, GError **error)
{
  g_autoptr (TaperSafetensors) file = taper_safetensors_open (path, error);

  return file != NULL ? bundle_new (file, path, error) : NULL;
}

TaperBundle *
taper_bundle_new_from_bytes (GBytes *bytes, const char *display_name, GError **error)
{
  g_autoptr (TaperSafetensors) file = taper_safetensors_new_from_bytes (bytes, display_name, error);

  return file != NULL ? bundle_new (file, display_name, error) : NULL;
}

TaperBundle *
taper_bundle_ref (TaperBundle *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
taper_bundle_unref (TaperBundle *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->digest_thread != NULL)
    self->digest = g_thread_join (self->digest_thread);
  g_mutex_clear (&self->digest_lock);
  for (guint k = 0; k < self->n_bases; k++)
    {
      g_free (self->basis[k].name);
      g_free (self->basis[k].classes);
    }
  g_clear_pointer (&self->network, taper_network_unref);
  g_clear_pointer (&self->classes, taper_class_list_unref);
  g_clear_pointer (&self->generic, taper_parameters_unref);
  g_clear_pointer (&self->bases, taper_bases_unref);
  g_clear_pointer (&self->mixer, taper_mixer_unref);
  g_free (self->basis);
  g_free (self->digest);
  g_free (self->path);
  g_free (self->name);
  g_free (self->provenance);
  g_free (self->mixer_json);
  g_free (self);
}

const char *
taper_bundle_get_name (const TaperBundle *self)
{
  return self->name;
}

const char *
taper_bundle_get_label (const TaperBundle *self)
{
  return taper_label ("bundle", self->name);
}

const char *
taper_bundle_get_path (const TaperBundle *self)
{
  return self->path;
}

gsize
taper_bundle_get_file_size (const TaperBundle *self)
{
  return self->file_size;
}

const char *
taper_bundle_get_sha256 (const TaperBundle *self)
{
  /* Constant to its users: the digest of given bytes, computed once. */
  TaperBundle *mutable = (TaperBundle *) self;

  g_mutex_lock (&mutable->digest_lock);
  if (mutable->digest_thread != NULL)
    mutable->digest = g_thread_join (g_steal_pointer (&mutable->digest_thread));
  g_mutex_unlock (&mutable->digest_lock);
  return self->digest;
}

TaperNetwork *
taper_bundle_get_network (const TaperBundle *self)
{
  return self->network;
}

TaperClassList *
taper_bundle_get_classes (const TaperBundle *self)
{
  return self->classes;
}

TaperParameters *
taper_bundle_get_generic (const TaperBundle *self)
{
  return self->generic;
}

TaperBases *
taper_bundle_get_bases (const TaperBundle *self)
{
  return self->bases;
}

TaperMixer *
taper_bundle_get_mixer (const TaperBundle *self)
{
  return self->mixer;
}

guint
taper_bundle_get_n_bases (const TaperBundle *self)
{
  return self->n_bases;
}

const char *
taper_bundle_get_basis_name (const TaperBundle *self, guint basis)
{
  g_return_val_if_fail (basis < self->n_bases, NULL);
  return self->basis[basis].name;
}

const char *
taper_bundle_get_basis_label (const TaperBundle *self, guint basis)
{
  g_return_val_if_fail (basis < self->n_bases, NULL);
  return taper_label ("basis", self->basis[basis].name);
}

const guint *
taper_bundle_get_basis_classes (const TaperBundle *self, guint basis, guint *n)
{
  g_return_val_if_fail (basis < self->n_bases, NULL);
  *n = self->basis[basis].n_classes;
  return self->basis[basis].classes;
}

const char *
taper_bundle_get_provenance (const TaperBundle *self)
{
  return self->provenance;
}

const char *
taper_bundle_get_mixer_json (const TaperBundle *self)
{
  return self->mixer_json;
}
