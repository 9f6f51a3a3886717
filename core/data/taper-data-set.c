/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/data/taper-data-set.h"

#include "core/data/taper-random.h"
#include "core/taper-error.h"
#include "core/taper-json.h"

#include <math.h>
#include <string.h>

#define MAX_PICTURES 20000000
#define MAX_CLASSES 100000

/* Pictures by class while reading. */
typedef struct {
  const char *origin;   /* for messages */
  GHashTable *parts[2]; /* train, test: class id -> GPtrArray of paths */
} Reader;

enum { TRAIN, TEST };

static gboolean G_GNUC_PRINTF (2, 3) fail (GError **error, const char *format, ...)
{
  va_list args;
  g_autofree char *message = NULL;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, TAPER_ERROR, TAPER_ERROR_DATA, message);
  return FALSE;
}

gboolean
taper_is_picture_name (const char *name)
{
  static const char *const endings[] = { ".jpg", ".jpeg", ".png", ".webp", ".gif",  ".bmp",
                                         ".tif", ".tiff", ".ppm", ".avif", ".heic", NULL };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; endings[i] != NULL; i++)
    if (g_str_has_suffix (lower, endings[i]))
      return name[0] != '.';
  return FALSE;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_picture (Reader *reader, int part, const char *class_id, char *path)
{
  GPtrArray *list = g_hash_table_lookup (reader->parts[part], class_id);

  if (list == NULL)
    {
      list = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (reader->parts[part], g_strdup (class_id), list);
    }
  g_ptr_array_add (list, path);
}

/* --- folders
 * -------------------------------------------------------------------------------------- */

/* One folder of one class. */
static gboolean
read_class_folder (Reader *reader, int part, const char *dir, const char *class_id, GError **error)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, error);
  const char *name;

  if (folder == NULL)
    return FALSE;
  while ((name = g_dir_read_name (folder)) != NULL)
    if (taper_is_picture_name (name))
      add_picture (reader, part, class_id, g_build_filename (dir, name, NULL));
  return TRUE;
}

static gboolean
read_part (Reader *reader, int part, const char *dir, GError **error)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, error);
  const char *name;

  if (folder == NULL)
    return FALSE;
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      if (name[0] == '.' || !g_file_test (path, G_FILE_TEST_IS_DIR))
        continue;
      if (!g_utf8_validate (name, -1, NULL))
        return fail (error, "“%s”: a folder's name is not valid UTF-8", dir);
      if (!read_class_folder (reader, part, path, name, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_folder (Reader *reader, const char *path, GError **error)
{
  g_autofree char *train = g_build_filename (path, "train", NULL);
  g_autofree char *test = g_build_filename (path, "test", NULL);

  if (!g_file_test (train, G_FILE_TEST_IS_DIR))
    return read_part (reader, TRAIN, path, error);
  return read_part (reader, TRAIN, train, error) &&
         (!g_file_test (test, G_FILE_TEST_IS_DIR) || read_part (reader, TEST, test, error));
}

/* --- list file
 * ------------------------------------------------------------------------------------ */

static gboolean
read_list (Reader *reader, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *dir = g_path_get_dirname (path);
  g_auto (GStrv) lines = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  if (!g_utf8_validate (text, length, NULL))
    return fail (error, "“%s”: the list is not valid UTF-8", path);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = NULL;
      int part;

      g_strchomp (lines[i]);
      if (lines[i][0] == '\0' || lines[i][0] == '#')
        continue;
      fields = g_strsplit (lines[i], "\t", 3);
      part = g_strcmp0 (fields[0], "test") == 0 ? TEST : TRAIN;
      if (g_strv_length (fields) != 3 || (part == TRAIN && !g_str_equal (fields[0], "train")))
        return fail (error,
                     "“%s”, line %u: expected “train” or “test”, a class and a picture, "
                     "separated by tabulators",
                     path, i + 1);
      add_picture (reader, part, fields[1],
                   g_path_is_absolute (fields[2]) ? g_strdup (fields[2])
                                                  : g_build_filename (dir, fields[2], NULL));
    }
  return TRUE;
}

/* --- classes.json
 * --------------------------------------------------------------------------------- */

static void
set_readable (JsonObject *object, const char *member, const char *text, const char *delimiters)
{
  g_autofree char *readable = g_strdelimit (g_strdup (text), delimiters, ' ');

  json_object_set_string_member (object, member, readable);
}

/* {name, coarse}: the name is the folder; hyphens are for file systems. */
static JsonNode *
entry_from_coarse (JsonObject *in, GError **error)
{
  const char *name = taper_json_get_name (in, "name", error), *coarse = NULL;
  JsonObject *out;
  JsonNode *node;

  if (name == NULL)
    return NULL;
  if (json_object_has_member (in, "coarse"))
    {
      coarse = taper_json_get_name (in, "coarse", error);
      if (coarse == NULL)
        return NULL;
    }
  out = json_object_new ();
  json_object_set_string_member (out, "id", name);
  set_readable (out, "name", name, "-_");
  if (coarse != NULL)
    set_readable (out, "group", coarse, "-_");
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, out);
  return node;
}

/* id -> entry of the class list. */
static GHashTable *
read_entries (const char *path, GError **error)
{
  g_autoptr (GHashTable) entries =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonArray *list;
  gboolean coarse;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  root = taper_json_parse (text, length, error);
  if (root == NULL)
    return NULL;
  coarse = JSON_NODE_HOLDS_OBJECT (root);
  list = coarse ? taper_json_get_array (json_node_get_object (root), "classes", error)
                : json_node_get_array (root);
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *object = taper_json_array_get_object (list, i, "classes", error);
      g_autoptr (JsonNode) entry = NULL;
      const char *id;

      if (object == NULL)
        return NULL;
      entry = coarse ? entry_from_coarse (object, error)
                     : json_node_ref (json_array_get_element (list, i));
      id = entry == NULL ? NULL : taper_json_get_name (json_node_get_object (entry), "id", error);
      if (id == NULL)
        return NULL;
      g_hash_table_insert (entries, g_strdup (id), g_steal_pointer (&entry));
    }
  return list == NULL ? NULL : g_steal_pointer (&entries);
}

static JsonNode *
entry_of (GHashTable *entries, const char *id)
{
  JsonNode *known = entries == NULL ? NULL : g_hash_table_lookup (entries, id), *node;
  JsonObject *object;

  if (known != NULL)
    node = json_node_copy (known);
  else
    {
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
    }
  object = json_node_get_object (node);
  json_object_set_string_member (object, "id", id);
  if (!json_object_has_member (object, "name"))
    set_readable (object, "name", id, "_");
  return node;
}

/* --- putting it together
 * --------------------------------------------------------------------------- */

/* "a, b, c and 17 more" */
static char *
join_some (GPtrArray *names)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (names->len, 5); i++)
    g_string_append_printf (text, "%s“%s”", i > 0 ? ", " : "",
                            (const char *) g_ptr_array_index (names, i));
  if (names->len > 5)
    g_string_append_printf (text, " and %u more", names->len - 5);
  return g_string_free (text, FALSE);
}

/* Class ids in order. */
static GPtrArray *
collect_ids (Reader *reader, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) strangers = g_ptr_array_new ();
  g_autofree char *names = NULL;
  GHashTableIter iter;
  gpointer key;

  for (int part = TRAIN; part <= TEST; part++)
    {
      g_hash_table_iter_init (&iter, reader->parts[part]);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        if (part == TRAIN)
          g_ptr_array_add (ids, g_strdup (key));
        else if (!g_hash_table_contains (reader->parts[TRAIN], key))
          g_ptr_array_add (strangers, key);
    }
  g_ptr_array_sort (ids, compare_strings);
  names = join_some (strangers);
  if (strangers->len > 0)
    fail (error, "%s: tested but without training pictures: %s", reader->origin, names);
  else if (ids->len == 0)
    fail (error, "%s: no pictures in folders named after classes", reader->origin);
  else if (ids->len == 1)
    fail (error, "%s: only one class, “%s”; at least two are needed", reader->origin,
          (const char *) g_ptr_array_index (ids, 0));
  else if (ids->len > MAX_CLASSES)
    fail (error, "%s: %u classes, at most %d are accepted", reader->origin, ids->len, MAX_CLASSES);
  else
    return g_steal_pointer (&ids);
  return NULL;
}

static void
list_init (TaperPictureList *list)
{
  list->paths = g_ptr_array_new_with_free_func (g_free);
  list->labels = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
list_take (TaperPictureList *list, char *path, guint label)
{
  g_ptr_array_add (list->paths, path);
  g_array_append_val (list->labels, label);
}

/* Sorted pictures of one class into the lists; without test pictures, a random part is kept back.
 */
static gboolean
add_class (TaperDataSet *self, Reader *reader, const char *id, guint label, double fraction,
           guint64 seed, GError **error)
{
  GPtrArray *train = g_hash_table_lookup (reader->parts[TRAIN], id);
  GPtrArray *test = g_hash_table_lookup (reader->parts[TEST], id);
  guint n = train->len, held = 0;
  g_autofree guint *order = g_new (guint, n);
  g_autofree gboolean *is_test = g_new0 (gboolean, n);
  TaperRandom random = taper_random_stream (seed, 0x5117, label);

  g_ptr_array_sort (train, compare_strings);
  for (guint i = 0; i < n; i++)
    order[i] = i;
  if (self->split_made)
    {
      if (n < 2)
        return fail (error, "%s: “%s” has one picture; two are needed to learn and to test",
                     reader->origin, id);
      held = CLAMP ((guint) lround (n * fraction), 1, n - 1);
      taper_random_shuffle (&random, order, n);
      for (guint i = 0; i < held; i++)
        is_test[order[i]] = TRUE;
    }
  for (guint i = 0; i < n; i++)
    list_take (is_test[i] ? &self->test : &self->train, g_strdup (g_ptr_array_index (train, i)),
               label);
  if (test != NULL)
    g_ptr_array_sort (test, compare_strings);
  for (guint i = 0; test != NULL && i < test->len; i++)
    list_take (&self->test, g_strdup (g_ptr_array_index (test, i)), label);
  return TRUE;
}

static gboolean
assemble (TaperDataSet *self, Reader *reader, GHashTable *entries, double fraction, guint64 seed,
          GError **error)
{
  g_autoptr (GPtrArray) ids = collect_ids (reader, error);
  g_autoptr (GPtrArray) untested = g_ptr_array_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  JsonArray *classes = json_array_new ();

  json_node_take_array (root, classes);
  if (ids == NULL)
    return FALSE;
  self->split_made = g_hash_table_size (reader->parts[TEST]) == 0;
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      json_array_add_element (classes, entry_of (entries, id));
      if (!self->split_made && !g_hash_table_contains (reader->parts[TEST], id))
        g_ptr_array_add (untested, (gpointer) id);
      else if (!add_class (self, reader, id, i, fraction, seed, error))
        return FALSE;
    }
  if (untested->len > 0)
    {
      g_autofree char *names = join_some (untested);

      return fail (error, "%s: no test pictures for %s", reader->origin, names);
    }
  if (self->train.paths->len + self->test.paths->len > MAX_PICTURES)
    return fail (error, "%s: more than %d pictures", reader->origin, MAX_PICTURES);
  self->classes_json = json_to_string (root, FALSE);
  self->classes = taper_class_list_new_from_json (self->classes_json, error);
  if (self->classes == NULL)
    g_prefix_error (error, "%s: classes.json: ", reader->origin);
  return self->classes != NULL;
}

/* Everything below @path by class; FALSE leaves what was read so far. */
static gboolean
reader_read (Reader *reader, const char *path, GError **error)
{
  reader->origin = path;
  for (int part = TRAIN; part <= TEST; part++)
    reader->parts[part] =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return fail (error, "%s: there is no such folder or list", path);
  return g_file_test (path, G_FILE_TEST_IS_DIR) ? read_folder (reader, path, error)
                                                : read_list (reader, path, error);
}

static void
reader_clear (Reader *reader)
{
  for (int part = TRAIN; part <= TEST; part++)
    g_clear_pointer (&reader->parts[part], g_hash_table_unref);
}

static void
count_clear (gpointer data)
{
  g_free (((TaperClassCount *) data)->id);
}

static int
count_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (((const TaperClassCount *) a)->id, ((const TaperClassCount *) b)->id);
}

GArray *
taper_data_set_count (const char *path, GError **error)
{
  g_autoptr (GArray) counts = g_array_new (FALSE, TRUE, sizeof (TaperClassCount));
  Reader reader = { 0 };
  gboolean ok = reader_read (&reader, path, error);
  GHashTableIter iter;
  gpointer key, list;

  g_array_set_clear_func (counts, count_clear);
  for (int part = TRAIN; part <= TEST; part++)
    {
      g_hash_table_iter_init (&iter, reader.parts[part]);
      while (g_hash_table_iter_next (&iter, &key, &list))
        {
          GPtrArray *train = g_hash_table_lookup (reader.parts[TRAIN], key);
          GPtrArray *test = g_hash_table_lookup (reader.parts[TEST], key);
          TaperClassCount count = { NULL, train == NULL ? 0 : train->len,
                                    test == NULL ? 0 : test->len };

          if (part == TEST && train != NULL) /* counted already */
            continue;
          count.id = g_strdup (key);
          g_array_append_val (counts, count);
        }
    }
  reader_clear (&reader);
  g_array_sort (counts, count_compare);
  return ok ? g_steal_pointer (&counts) : NULL;
}

TaperDataSet *
taper_data_set_open (const char *path, double test_fraction, guint64 seed, GError **error)
{
  g_autoptr (TaperDataSet) self = g_new0 (TaperDataSet, 1);
  gboolean is_folder = g_file_test (path, G_FILE_TEST_IS_DIR), ok;
  g_autofree char *dir = is_folder ? g_strdup (path) : g_path_get_dirname (path);
  g_autofree char *classes = g_build_filename (dir, "classes.json", NULL);
  g_autoptr (GHashTable) entries = NULL;
  Reader reader = { 0 };

  list_init (&self->train);
  list_init (&self->test);
  if (g_file_test (classes, G_FILE_TEST_EXISTS))
    {
      entries = read_entries (classes, error);
      if (entries == NULL)
        {
          g_prefix_error (error, "%s: ", classes);
          return NULL;
        }
    }
  ok = reader_read (&reader, path, error) &&
       assemble (self, &reader, entries, test_fraction, seed, error);
  reader_clear (&reader);
  return ok ? g_steal_pointer (&self) : NULL;
}

void
taper_data_set_free (TaperDataSet *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->classes, taper_class_list_unref);
  g_clear_pointer (&self->train.paths, g_ptr_array_unref);
  g_clear_pointer (&self->train.labels, g_array_unref);
  g_clear_pointer (&self->test.paths, g_ptr_array_unref);
  g_clear_pointer (&self->test.labels, g_array_unref);
  g_free (self->classes_json);
  g_free (self);
}
