/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/data/taper-labelled.h"

#include "core/data/taper-csv.h"
#include "core/data/taper-data-set.h"
#include "core/taper-error.h"

#include <string.h>

/* Lists of pictures longer than this are refused. */
#define MAX_CSV_BYTES (256 * 1024 * 1024)

struct _TaperLabelled {
  GPtrArray *paths; /* (element-type filename) */
  GArray *labels;   /* guint, of each picture */
  GPtrArray *texts; /* (element-type utf8) */
  GArray *counts;   /* guint, of each label */
  GPtrArray *problems;
  GHashTable *seen;   /* while it is read: paths */
  GHashTable *places; /* while it is read: text -> label + 1 */
  guint n_repeated;
};

static TaperLabelled *
taper_labelled_new (void)
{
  TaperLabelled *self = g_atomic_rc_box_new0 (TaperLabelled);

  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->labels = g_array_new (FALSE, FALSE, sizeof (guint));
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->counts = g_array_new (FALSE, FALSE, sizeof (guint));
  self->problems = g_ptr_array_new_with_free_func (g_free);
  self->seen = g_hash_table_new (g_str_hash, g_str_equal);
  self->places = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

static void
taper_labelled_clear (gpointer data)
{
  TaperLabelled *self = data;

  g_ptr_array_unref (self->paths);
  g_array_unref (self->labels);
  g_ptr_array_unref (self->texts);
  g_array_unref (self->counts);
  g_ptr_array_unref (self->problems);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_pointer (&self->places, g_hash_table_unref);
}

TaperLabelled *
taper_labelled_ref (TaperLabelled *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
taper_labelled_unref (TaperLabelled *self)
{
  g_atomic_rc_box_release_full (self, taper_labelled_clear);
}

/* --- reading ---------------------------------------------------------------------------------- */

static guint
find_label (TaperLabelled *self, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, valid));
  const guint none = 0;

  if (place > 0)
    return place - 1;
  g_ptr_array_add (self->texts, valid);
  g_array_append_val (self->counts, none);
  g_hash_table_insert (self->places, g_steal_pointer (&valid), GUINT_TO_POINTER (self->texts->len));
  return self->texts->len - 1;
}

/* Takes @path. */
static void
add_picture (TaperLabelled *self, char *path, const char *text)
{
  guint label;

  if (g_hash_table_contains (self->seen, path))
    {
      self->n_repeated++;
      g_free (path);
      return;
    }
  label = find_label (self, text);
  g_ptr_array_add (self->paths, path);
  g_hash_table_add (self->seen, path);
  g_array_append_val (self->labels, label);
  g_array_index (self->counts, guint, label)++;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Names in a folder, sorted, hidden ones left out; %NULL when it can't be read. */
static GPtrArray *
list_folder (const char *path, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, error);
  GPtrArray *names;
  const char *name;

  if (dir == NULL)
    return NULL;
  names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (*name != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* The pictures straight in the folder @path, all of one label. */
static void
read_label_folder (TaperLabelled *self, const char *path, const char *label)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = list_folder (path, &error);
  guint before = self->paths->len;

  if (names == NULL)
    {
      g_ptr_array_add (self->problems, g_strdup (error->message));
      return;
    }
  for (guint i = 0; i < names->len && self->paths->len < TAPER_LABELLED_MAX; i++)
    if (taper_is_picture_name (names->pdata[i]))
      add_picture (self, g_build_filename (path, names->pdata[i], NULL), label);
  if (self->paths->len == before)
    g_ptr_array_add (self->problems, g_strdup_printf ("%s: no picture in this folder", path));
}

/* "red-apple_12.jpg" is a picture of "red-apple_12"; matching makes sense of it. */
static char *
label_of_file (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL ? g_strndup (name, dot - name) : g_strdup (name);
}

static gboolean
read_folder (TaperLabelled *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) names = list_folder (path, error);
  guint n_loose = 0;

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *child = g_build_filename (path, names->pdata[i], NULL);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        read_label_folder (self, child, names->pdata[i]);
      else
        n_loose += taper_is_picture_name (names->pdata[i]);
    }
  if (self->paths->len > 0 && n_loose > 0)
    g_ptr_array_add (
        self->problems,
        g_strdup_printf ("%s: %u pictures outside of the label folders", path, n_loose));
  if (self->paths->len > 0 || n_loose == 0)
    return TRUE;
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *label = label_of_file (names->pdata[i]);

      if (taper_is_picture_name (names->pdata[i]))
        add_picture (self, g_build_filename (path, names->pdata[i], NULL), label);
    }
  return TRUE;
}

static gboolean
is_header (char **fields)
{
  static const char *const known[] = { "path",  "file",    "filename", "picture",
                                       "image", "picture", "name",     NULL };
  g_autofree char *folded = g_utf8_strdown (fields[0], -1);

  return g_strv_contains (known, folded);
}

static gboolean
read_csv (TaperLabelled *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *content = NULL, *folder = g_path_get_dirname (path);
  const char *text;
  guint n_short = 0, record = 0;
  gsize length;
  char separator;

  if (!g_file_get_contents (path, &content, &length, error))
    return FALSE;
  text = g_str_has_prefix (content, "\xef\xbb\xbf") ? content + 3 : content;
  if (length > MAX_CSV_BYTES || !g_utf8_validate (content, length, NULL))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_DATA,
                   "%s: expected a folder, or a UTF-8 text file of lines picture,label", path);
      return FALSE;
    }
  separator = taper_csv_guess_separator (text);
  for (;; record++)
    {
      g_auto (GStrv) fields = taper_csv_next (&text, separator);

      if (fields == NULL || self->paths->len >= TAPER_LABELLED_MAX)
        break;
      if (record % 1024 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (fields[0][0] == '\0' && fields[1] == NULL)
        continue;
      if (record == 0 && is_header (fields))
        continue;
      if (fields[0][0] == '\0' || fields[1] == NULL || fields[1][0] == '\0')
        n_short++;
      else
        add_picture (self, g_canonicalize_filename (fields[0], folder), fields[1]);
    }
  if (n_short > 0)
    g_ptr_array_add (self->problems,
                     g_strdup_printf ("%s: %u lines without a picture and a label", path, n_short));
  return TRUE;
}

TaperLabelled *
taper_labelled_open (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (TaperLabelled) self = taper_labelled_new ();
  gboolean folder = g_file_test (path, G_FILE_TEST_IS_DIR);

  if (!(folder ? read_folder (self, path, cancellable, error)
               : read_csv (self, path, cancellable, error)))
    return NULL;
  if (self->paths->len == 0)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_DATA,
                   folder ? "%s: no labelled picture; expected a folder for each label with its "
                            "pictures, or pictures named by their label"
                          : "%s: no labelled picture; expected lines picture,label",
                   path);
      return NULL;
    }
  if (self->n_repeated > 0)
    g_ptr_array_add (self->problems,
                     g_strdup_printf ("%s: %u pictures are listed twice", path, self->n_repeated));
  g_ptr_array_add (self->problems, NULL);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_pointer (&self->places, g_hash_table_unref);
  return g_steal_pointer (&self);
}

/* --- what is known ---------------------------------------------------------------------------- */

guint
taper_labelled_get_n_pictures (const TaperLabelled *self)
{
  return self->paths->len;
}

const char *
taper_labelled_get_path (const TaperLabelled *self, guint picture)
{
  g_return_val_if_fail (picture < self->paths->len, NULL);
  return self->paths->pdata[picture];
}

guint
taper_labelled_get_label (const TaperLabelled *self, guint picture)
{
  g_return_val_if_fail (picture < self->labels->len, 0);
  return g_array_index (self->labels, guint, picture);
}

guint
taper_labelled_get_n_labels (const TaperLabelled *self)
{
  return self->texts->len;
}

const char *
taper_labelled_get_label_text (const TaperLabelled *self, guint label)
{
  g_return_val_if_fail (label < self->texts->len, NULL);
  return self->texts->pdata[label];
}

guint
taper_labelled_get_label_count (const TaperLabelled *self, guint label)
{
  g_return_val_if_fail (label < self->counts->len, 0);
  return g_array_index (self->counts, guint, label);
}

const char *const *
taper_labelled_get_problems (const TaperLabelled *self)
{
  return (const char *const *) self->problems->pdata;
}

static int
match_text (const TaperClassList *classes, const char *text)
{
  g_autofree char *spaced = NULL;
  int found = taper_class_list_find (classes, text);

  if (found >= 0)
    return found;
  spaced = g_strdelimit (g_strdup (text), "-_", ' ');
  found = taper_class_list_find (classes, spaced);
  for (gsize end = strlen (spaced); found < 0 && end > 1; end--)
    {
      if (!g_ascii_isdigit (spaced[end - 1]) && spaced[end - 1] != ' ')
        break;
      spaced[end - 1] = '\0';
      found = taper_class_list_find (classes, spaced);
    }
  return found;
}

int *
taper_labelled_match (const TaperLabelled *self, const TaperClassList *classes)
{
  int *map = g_new (int, MAX (self->texts->len, 1));

  for (guint i = 0; i < self->texts->len; i++)
    {
      int found = match_text (classes, self->texts->pdata[i]);

      map[i] = found >= 0 ? found : TAPER_LABEL_UNKNOWN;
    }
  return map;
}

TaperLabelled *
taper_labelled_subset (const TaperLabelled *self, const guint *pictures, guint n)
{
  TaperLabelled *subset = g_atomic_rc_box_new0 (TaperLabelled);

  subset->paths = g_ptr_array_new_with_free_func (g_free);
  subset->labels = g_array_new (FALSE, FALSE, sizeof (guint));
  subset->texts = g_ptr_array_ref (self->texts);
  subset->counts = g_array_ref (self->counts);
  subset->problems = g_ptr_array_new ();
  g_ptr_array_add (subset->problems, NULL);
  for (guint i = 0; i < n; i++)
    {
      guint label = taper_labelled_get_label (self, pictures[i]);

      g_ptr_array_add (subset->paths, g_strdup (taper_labelled_get_path (self, pictures[i])));
      g_array_append_val (subset->labels, label);
    }
  return subset;
}
