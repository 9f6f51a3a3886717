/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-class-list.h"
#include "core/task/taper-fold-private.h"
#include "core/task/taper-label.h"
#include "core/taper-json.h"

#define MAX_CLASSES 100000
#define MAX_SYNONYMS 64

/* Where classes go that name no group. */
#define NO_GROUP "other"

typedef struct {
  const char *text; /* as shown */
  gunichar *folded;
  guint n_folded;
  guint index; /* of the class, or of the group */
} Label;

typedef struct {
  const char *name, *label;
  GArray *classes; /* guint */
} Group;

struct _TaperClassList {
  gatomicrefcount ref_count;
  GStringChunk *strings;
  GArray *classes;   /* TaperClass */
  GArray *groups;    /* Group */
  GPtrArray *words;  /* per class: folded words of all it is called, for the search */
  GHashTable *ids;   /* exact id -> index + 1 */
  GHashTable *names; /* folded id, name or synonym -> index + 1 */
  GHashTable *group_names;
  GArray *labels;       /* Label: all a class is called */
  GArray *group_labels; /* Label */
};

static void
add_label (GArray *labels, const char *text, const char *folded, guint index)
{
  glong n;
  Label label = { .text = text, .index = index };

  label.folded = g_utf8_to_ucs4_fast (folded, -1, &n);
  label.n_folded = n;
  g_array_append_val (labels, label);
}

static void
add_name (TaperClassList *self, const char *text, guint index)
{
  g_autofree char *folded = taper_fold_name (text);

  if (!g_hash_table_contains (self->names, folded))
    g_hash_table_insert (self->names, g_string_chunk_insert (self->strings, folded),
                         GUINT_TO_POINTER (index + 1));
  add_label (self->labels, g_array_index (self->classes, TaperClass, index).label, folded, index);
}

static guint
intern_group (TaperClassList *self, const char *name)
{
  g_autofree char *folded = taper_fold_name (name);
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->group_names, folded));
  Group group;

  if (index > 0)
    return index - 1;
  index = self->groups->len;
  group.name = g_string_chunk_insert (self->strings, name);
  group.label = taper_label ("group", group.name);
  group.classes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (self->groups, group);
  g_hash_table_insert (self->group_names, g_string_chunk_insert (self->strings, folded),
                       GUINT_TO_POINTER (index + 1));
  add_label (self->group_labels, group.label, folded, index);
  return index;
}

static gboolean
parse_synonyms (TaperClassList *self, TaperClass *item, JsonObject *object, GError **error)
{
  JsonArray *array;
  g_autofree const char **synonyms = NULL;
  guint n;

  if (!json_object_has_member (object, "synonyms"))
    {
      item->synonyms = g_new0 (const char *, 1);
      return TRUE;
    }
  array = taper_json_get_array (object, "synonyms", error);
  if (array == NULL)
    return FALSE;
  n = json_array_get_length (array);
  if (n > MAX_SYNONYMS)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT, "%u synonyms, expected %d at most", n,
                   MAX_SYNONYMS);
      return FALSE;
    }
  synonyms = g_new0 (const char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const char *synonym = taper_json_array_get_name (array, i, "synonyms", error);
      if (synonym == NULL)
        return FALSE;
      synonyms[i] = g_string_chunk_insert (self->strings, synonym);
    }
  item->synonyms = g_steal_pointer (&synonyms);
  return TRUE;
}

static gboolean
parse_class_members (TaperClassList *self, JsonObject *object, GError **error)
{
  guint index = self->classes->len;
  const char *id = taper_json_get_name (object, "id", error);
  const char *name = id != NULL ? taper_json_get_name (object, "name", error) : NULL;
  const char *group = NO_GROUP;
  gpointer earlier;
  TaperClass item = { 0 };

  if (name == NULL)
    return FALSE;
  if (json_object_has_member (object, "group"))
    {
      group = taper_json_get_name (object, "group", error);
      if (group == NULL)
        return FALSE;
    }
  earlier = g_hash_table_lookup (self->ids, id);
  if (earlier != NULL)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "the id “%s” is that of class %u", id,
                   GPOINTER_TO_UINT (earlier) - 1);
      return FALSE;
    }
  if (!parse_synonyms (self, &item, object, error))
    return FALSE;
  item.id = g_string_chunk_insert (self->strings, id);
  item.name = g_string_chunk_insert (self->strings, name);
  item.label = taper_label (item.id, item.name);
  item.group = intern_group (self, group);
  g_array_append_val (self->classes, item);
  g_array_append_val (g_array_index (self->groups, Group, item.group).classes, index);
  g_hash_table_insert (self->ids, (gpointer) item.id, GUINT_TO_POINTER (index + 1));
  return TRUE;
}

/* Groups are also found by what they are called in the user's language. */
static void
index_group_labels (TaperClassList *self)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      const char *label = taper_class_list_get_group_label (self, i);
      g_autofree char *folded = taper_fold_name (label);

      if (g_hash_table_contains (self->group_names, folded))
        continue;
      g_hash_table_insert (self->group_names, g_string_chunk_insert (self->strings, folded),
                           GUINT_TO_POINTER (i + 1));
      add_label (self->group_labels, label, folded, i);
    }
}

/* Ids win over names, names over labels and labels over synonyms, so all of one kind go in before
 * the next. */
static void
index_names (TaperClassList *self)
{
  const TaperClass *classes = (const TaperClass *) (gpointer) self->classes->data;

  for (guint i = 0; i < self->classes->len; i++)
    add_name (self, classes[i].id, i);
  for (guint i = 0; i < self->classes->len; i++)
    add_name (self, classes[i].name, i);
  for (guint i = 0; i < self->classes->len; i++)
    if (classes[i].label != classes[i].name)
      add_name (self, classes[i].label, i);
  for (guint i = 0; i < self->classes->len; i++)
    for (guint j = 0; classes[i].synonyms[j] != NULL; j++)
      add_name (self, classes[i].synonyms[j], i);
}

/* A query's word must begin a word; within Chinese or Japanese, one may begin at each character. */
static void
add_label_words (const char *label, GString *words)
{
  taper_fold_words (label, words);
  for (const char *p = label; *p != '\0'; p = g_utf8_next_char (p))
    if (p > label && g_unichar_iswide (g_utf8_get_char (p)))
      taper_fold_words (p, words);
}

static void
index_words (TaperClassList *self)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < self->classes->len; i++)
    {
      const TaperClass *item = taper_class_list_get_class (self, i);

      g_string_truncate (words, 0);
      taper_fold_words (item->name, words);
      if (item->label != item->name)
        add_label_words (item->label, words);
      for (guint j = 0; item->synonyms[j] != NULL; j++)
        taper_fold_words (item->synonyms[j], words);
      taper_fold_words (item->id, words);
      taper_fold_words (taper_class_list_get_group_name (self, item->group), words);
      add_label_words (taper_class_list_get_group_label (self, item->group), words);
      g_ptr_array_add (self->words, g_string_chunk_insert (self->strings, words->str));
    }
}

static void
clear_label (gpointer label)
{
  g_free (((Label *) label)->folded);
}

static void
clear_group (gpointer group)
{
  g_array_unref (((Group *) group)->classes);
}

static void
clear_class (gpointer item)
{
  g_free ((gpointer) ((TaperClass *) item)->synonyms);
}

static TaperClassList *
class_list_new (void)
{
  TaperClassList *self = g_new0 (TaperClassList, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->strings = g_string_chunk_new (4096);
  self->classes = g_array_new (FALSE, FALSE, sizeof (TaperClass));
  g_array_set_clear_func (self->classes, clear_class);
  self->groups = g_array_new (FALSE, FALSE, sizeof (Group));
  g_array_set_clear_func (self->groups, clear_group);
  self->words = g_ptr_array_new ();
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->names = g_hash_table_new (g_str_hash, g_str_equal);
  self->group_names = g_hash_table_new (g_str_hash, g_str_equal);
  self->labels = g_array_new (FALSE, FALSE, sizeof (Label));
  g_array_set_clear_func (self->labels, clear_label);
  self->group_labels = g_array_new (FALSE, FALSE, sizeof (Label));
  g_array_set_clear_func (self->group_labels, clear_label);
  return self;
}

TaperClassList *
taper_class_list_new_from_json (const char *json, GError **error)
{
  g_autoptr (JsonNode) root = taper_json_parse_array (json, strlen (json), error);
  g_autoptr (TaperClassList) self = NULL;
  JsonArray *array;
  guint n;

  if (root == NULL)
    return NULL;
  array = json_node_get_array (root);
  n = json_array_get_length (array);
  if (n == 0 || n > MAX_CLASSES)
    {
      g_set_error (error, TAPER_ERROR, n == 0 ? TAPER_ERROR_INVALID : TAPER_ERROR_LIMIT,
                   "%u classes, expected 1 to %d", n, MAX_CLASSES);
      return NULL;
    }
  self = class_list_new ();
  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = taper_json_array_get_object (array, i, "classes", error);

      if (object == NULL)
        return NULL;
      if (!parse_class_members (self, object, error))
        {
          g_prefix_error (error, "class %u: ", i);
          return NULL;
        }
    }
  index_names (self);
  index_group_labels (self);
  index_words (self);
  return g_steal_pointer (&self);
}

TaperClassList *
taper_class_list_ref (TaperClassList *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
taper_class_list_unref (TaperClassList *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->ids);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->group_names);
  g_array_unref (self->labels);
  g_array_unref (self->group_labels);
  g_ptr_array_unref (self->words);
  g_array_unref (self->groups);
  g_array_unref (self->classes);
  g_string_chunk_free (self->strings);
  g_free (self);
}

guint
taper_class_list_get_n_classes (const TaperClassList *self)
{
  return self->classes->len;
}

const TaperClass *
taper_class_list_get_class (const TaperClassList *self, guint index)
{
  g_return_val_if_fail (index < self->classes->len, NULL);
  return &g_array_index (self->classes, TaperClass, index);
}

guint
taper_class_list_get_n_groups (const TaperClassList *self)
{
  return self->groups->len;
}

const char *
taper_class_list_get_group_name (const TaperClassList *self, guint group)
{
  g_return_val_if_fail (group < self->groups->len, NULL);
  return g_array_index (self->groups, Group, group).name;
}

const char *
taper_class_list_get_group_label (const TaperClassList *self, guint group)
{
  g_return_val_if_fail (group < self->groups->len, NULL);
  return g_array_index (self->groups, Group, group).label;
}

const guint *
taper_class_list_get_group_classes (const TaperClassList *self, guint group, guint *n)
{
  const GArray *classes;

  g_return_val_if_fail (group < self->groups->len, NULL);
  classes = g_array_index (self->groups, Group, group).classes;
  *n = classes->len;
  return (const guint *) (gconstpointer) classes->data;
}

int
taper_class_list_find (const TaperClassList *self, const char *text)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->ids, text));

  if (index == 0)
    {
      g_autofree char *folded = taper_fold_name (text);
      index = GPOINTER_TO_UINT (g_hash_table_lookup (self->names, folded));
    }
  return (int) index - 1;
}

int
taper_class_list_find_group (const TaperClassList *self, const char *text)
{
  g_autofree char *folded = taper_fold_name (text);

  return GPOINTER_TO_INT (g_hash_table_lookup (self->group_names, folded)) - 1;
}

const char *
taper_class_list_suggest (const TaperClassList *self, const char *text, gboolean groups)
{
  const GArray *labels = groups ? self->group_labels : self->labels;
  g_autofree char *folded = taper_fold_name (text);
  g_autofree gunichar *characters = NULL;
  const char *nearest = NULL;
  glong n;
  guint limit;

  characters = g_utf8_to_ucs4_fast (folded, -1, &n);
  if (n == 0 || n > TAPER_EDIT_MAX)
    return NULL;
  /* A third of the letters wrong is a slip of the hand; more is another word. */
  limit = MAX (n / 3, 1);
  for (guint i = 0; i < labels->len; i++)
    {
      const Label *label = &g_array_index (labels, Label, i);
      guint distance = taper_edit_distance (characters, n, label->folded, label->n_folded, limit);

      /* As many edits as letters leave nothing of either. */
      if (distance > limit || distance >= MIN ((guint) n, label->n_folded))
        continue;
      nearest = label->text;
      if (distance == 0)
        break;
      limit = distance - 1;
    }
  return nearest;
}

gboolean
taper_class_list_matches (const TaperClassList *self, guint index, const char *query)
{
  g_autoptr (GString) words = NULL;
  const char *haystack;
  char *word, *next;

  g_return_val_if_fail (index < self->classes->len, FALSE);
  haystack = g_ptr_array_index (self->words, index);
  words = g_string_sized_new (64);
  taper_fold_words (query, words);
  /* Each word is kept with its leading space, which also begins each word of the haystack. */
  for (word = words->str; *word != '\0'; word = next)
    {
      next = strchr (word + 1, ' ');
      if (next != NULL)
        *next = '\0';
      if (strstr (haystack, word) == NULL)
        return FALSE;
      if (next == NULL)
        break;
      *next = ' ';
    }
  return TRUE;
}
