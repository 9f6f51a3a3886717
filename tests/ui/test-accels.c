/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window of shortcuts tells every key that the application sets. */

#include "ui/taper-accels.h"

#include <gtk/gtk.h>

typedef struct {
  GHashTable *listed; /* element-type utf8: keys in one spelling */
  gboolean inside;
  GString *text;
} Reader;

/* (nullable): so that "<Shift><Control>z" and "<Control><Shift>Z" are one key */
static char *
spell (const char *accel)
{
  guint key;
  GdkModifierType modifiers;

  if (!gtk_accelerator_parse (accel, &key, &modifiers) || key == 0)
    return NULL;
  return gtk_accelerator_name (gdk_keyval_to_lower (key), modifiers);
}

/* "<Alt>1...5" stands for five keys, "Down Up" for two. */
static void
add_keys (Reader *reader, const char *text)
{
  g_auto (GStrv) keys = g_strsplit (text, " ", -1);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      const char *range = strstr (keys[i], "...");
      const char first = range != NULL ? range[-1] : 0;

      if (*keys[i] == '\0')
        continue;
      if (range == NULL)
        {
          char *key = spell (keys[i]);

          if (key == NULL)
            g_error ("shortcuts.ui: “%s” is no key", keys[i]);
          g_hash_table_add (reader->listed, key);
        }
      for (char digit = first; range != NULL && digit <= range[3]; digit++)
        {
          g_autofree char *head = g_strndup (keys[i], (gsize) (range - 1 - keys[i]));
          g_autofree char *accel = g_strdup_printf ("%s%c", head, digit);

          g_hash_table_add (reader->listed, spell (accel));
        }
    }
}

static void
start_cb (GMarkupParseContext *context, const char *element, const char **names,
          const char **values, gpointer data, GError **error)
{
  Reader *reader = data;

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (element, "property") && g_str_equal (names[i], "name"))
      reader->inside = g_str_equal (values[i], "accelerator");
  g_string_truncate (reader->text, 0);
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data,
         GError **error)
{
  g_string_append_len (((Reader *) data)->text, text, (gssize) length);
}

static void
end_cb (GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
  Reader *reader = data;

  if (reader->inside)
    add_keys (reader, reader->text->str);
  reader->inside = FALSE;
}

static void
test_listed (void)
{
  const GMarkupParser parser = { .start_element = start_cb,
                                 .end_element = end_cb,
                                 .text = text_cb };
  Reader reader = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), FALSE,
                    g_string_new (NULL) };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &reader, NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "ui", "shortcuts.ui", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  guint n;
  const TaperAccel *accels = taper_accels_get (&n);

  g_assert_true (g_file_get_contents (path, &content, &length, &error));
  g_assert_true (g_markup_parse_context_parse (context, content, (gssize) length, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, >, 15);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; accels[i].accels[k] != NULL; k++)
      {
        g_autofree char *key = spell (accels[i].accels[k]);

        g_assert_nonnull (key);
        if (!g_hash_table_contains (reader.listed, key))
          g_error ("shortcuts.ui does not tell %s of %s", key, accels[i].action);
      }
  g_markup_parse_context_free (context);
  g_hash_table_unref (reader.listed);
  g_string_free (reader.text, TRUE);
}

/* No key does two things. */
static void
test_unique (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n;
  const TaperAccel *accels = taper_accels_get (&n);

  for (guint i = 0; i < n; i++)
    for (guint k = 0; accels[i].accels[k] != NULL; k++)
      if (!g_hash_table_add (keys, spell (accels[i].accels[k])))
        g_error ("%s is used twice", accels[i].accels[k]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/accels/listed", test_listed);
  g_test_add_func ("/accels/unique", test_unique);
  return g_test_run ();
}
