/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/taper-recipe-file.h"

#include "core/taper-error.h"
#include <stdio.h>
#include <string.h>

#define KEYWORD "taper-recipe"
#define WORD KEYWORD ":"
/* No figure or report of ours is longer; recipes are kilobytes. */
#define MAX_TEXT_FILE ((gsize) 64 << 20)
#define MAX_RECIPE ((gsize) 16 << 20)
/* Chunks looked at before a PNG's pixels. */
#define MAX_CHUNKS 100

static const guint8 png_signature[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

char *
taper_recipe_to_word (const TaperRecipe *self)
{
  g_autofree char *json = taper_recipe_to_json (self);
  g_autofree char *base64 = g_base64_encode ((const guchar *) json, strlen (json));

  return g_strconcat (WORD, base64, ";", NULL);
}

/* --- writing ---------------------------------------------------------------------------------- */

static void
append_uint32 (GByteArray *bytes, guint32 value)
{
  value = GUINT32_TO_BE (value);
  g_byte_array_append (bytes, (const guint8 *) &value, sizeof value);
}

/* https://www.w3.org/TR/png/#D-CRCAppendix */
static guint32
get_crc (const guint8 *bytes, gsize n)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < n; i++)
    {
      crc ^= bytes[i];
      for (int bit = 0; bit < 8; bit++)
        crc = crc & 1 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
    }
  return ~crc;
}

/* An iTXt chunk: keyword, not compressed, no language, no translated keyword, UTF-8 text.
 * https://www.w3.org/TR/png/#11iTXt */
static void
append_text_chunk (GByteArray *bytes, const char *text)
{
  static const guint8 head[] = KEYWORD "\0\0\0\0"; /* and the terminating NUL */
  const guint start = bytes->len;

  append_uint32 (bytes, (guint32) (sizeof head + strlen (text)));
  g_byte_array_append (bytes, (const guint8 *) "iTXt", 4);
  g_byte_array_append (bytes, head, sizeof head);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  append_uint32 (bytes, get_crc (bytes->data + start + 4, bytes->len - start - 4));
}

GBytes *
taper_recipe_put_into_png (const TaperRecipe *self, GBytes *file)
{
  const gsize header = sizeof png_signature + 4 + 4 + 13 + 4; /* with IHDR */
  g_autofree char *json = taper_recipe_to_json (self);
  GByteArray *bytes = g_byte_array_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (file, &size);

  g_return_val_if_fail (size > header && memcmp (data, png_signature, 8) == 0, NULL);
  g_byte_array_append (bytes, data, (guint) header);
  append_text_chunk (bytes, json);
  g_byte_array_append (bytes, data + header, (guint) (size - header));
  return g_byte_array_free_to_bytes (bytes);
}

GBytes *
taper_recipe_put_into_svg (const TaperRecipe *self, GBytes *file)
{
  g_autofree char *word = taper_recipe_to_word (self);
  gsize size;
  const char *data = g_bytes_get_data (file, &size);
  const char *root = g_strstr_len (data, (gssize) size, "<svg");
  const char *end = root != NULL ? memchr (root, '>', (gsize) (data + size - root)) : NULL;
  GString *text;

  g_return_val_if_fail (end != NULL, NULL);
  text = g_string_new_len (data, end + 1 - data);
  g_string_append_printf (text, "\n<metadata>%s</metadata>", word);
  g_string_append_len (text, end + 1, data + size - end - 1);
  return g_string_free_to_bytes (text);
}

/* --- reading ---------------------------------------------------------------------------------- */

static guint32
get_uint32 (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

/* (transfer full) (nullable): the text of our chunk before the first pixels */
static char *
find_in_png (FILE *file)
{
  static const guint8 head[] = KEYWORD "\0\0\0\0";

  for (guint i = 0; i < MAX_CHUNKS; i++)
    {
      guint8 start[8];
      g_autofree guint8 *body = NULL;
      guint32 length;

      if (fread (start, 1, 8, file) != 8 || memcmp (start + 4, "IDAT", 4) == 0)
        return NULL;
      length = get_uint32 (start);
      if (length > G_MAXINT32)
        return NULL;
      if (memcmp (start + 4, "iTXt", 4) != 0 || length < sizeof head || length > MAX_RECIPE)
        {
          if (fseek (file, (long) length + 4, SEEK_CUR) != 0)
            return NULL;
          continue;
        }
      body = g_malloc (length + 1);
      if (fread (body, 1, length, file) != length || fseek (file, 4, SEEK_CUR) != 0)
        return NULL;
      body[length] = 0;
      if (memcmp (body, head, sizeof head) == 0)
        return g_strdup ((const char *) body + sizeof head);
    }
  return NULL;
}

/* (transfer full) (nullable): decoded from its word */
static char *
find_word (const char *text, gsize length)
{
  /* A PDF holds NULs. */
  const char *word = memmem (text, length, WORD, strlen (WORD));
  const char *end = word != NULL ? memchr (word, ';', length - (gsize) (word - text)) : NULL;
  g_autofree char *base64 = NULL;
  g_autofree guchar *json = NULL;
  gsize n;

  if (end == NULL || (gsize) (end - word) > MAX_RECIPE)
    return NULL;
  word += strlen (WORD);
  base64 = g_strndup (word, (gsize) (end - word));
  json = g_base64_decode (base64, &n);
  return g_strndup ((const char *) json, n);
}

/* (transfer full) (nullable): of a file that is text from its first bytes on */
static char *
find_in_text (FILE *file)
{
  g_autofree char *text = NULL;
  long size;

  if (fseek (file, 0, SEEK_END) != 0 || (size = ftell (file)) < 0 || (gsize) size > MAX_TEXT_FILE)
    return NULL;
  rewind (file);
  text = g_malloc ((gsize) size + 1);
  size = (long) fread (text, 1, (gsize) size, file);
  text[size] = '\0';
  if (*text == '{')
    return strstr (text, "\"" KEYWORD "\"") != NULL ? g_steal_pointer (&text) : NULL;
  return find_word (text, (gsize) size);
}

TaperRecipe *
taper_recipe_read (const char *path, GError **error)
{
  static const char *const starts[] = { "<?xml", "<svg", "<!DOCTYPE html", "%PDF-", "{" };
  g_autofree char *text = NULL;
  char start[16] = "";
  TaperRecipe *recipe = NULL;
  FILE *file;

  /* A pipe would be waited for. */
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || (file = fopen (path, "rbe")) == NULL)
    return NULL;
  if (fread (start, 1, 8, file) == 8 && memcmp (start, png_signature, 8) == 0)
    text = find_in_png (file);
  else
    {
      (void) !fread (start + 8, 1, 7, file);
      for (guint i = 0; text == NULL && i < G_N_ELEMENTS (starts); i++)
        if (g_str_has_prefix (start, starts[i]))
          text = find_in_text (file);
    }
  fclose (file);
  if (text != NULL)
    recipe = taper_recipe_new_from_json (text, strlen (text), error);
  if (text != NULL && recipe == NULL)
    {
      g_autofree char *name = g_filename_display_name (path);

      g_prefix_error (error, "%s: ", name);
    }
  return recipe;
}
