/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/data/taper-csv.h"

#include <string.h>

/* Appends the field at *@text to @field and goes behind it: to the separator, the line's end or
 * the end. */
static void
read_field (const char **text, char separator, GString *field)
{
  const char *p = *text;
  gboolean quoted;

  while (*p == ' ' || (*p == '\t' && separator != '\t'))
    p++;
  quoted = *p == '"';
  if (quoted)
    p++;
  for (; *p != '\0'; p++)
    if (quoted && *p == '"' && p[1] == '"')
      g_string_append_c (field, *p++);
    else if (quoted && *p == '"')
      quoted = FALSE;
    else if (!quoted && (*p == separator || *p == '\n' || *p == '\r'))
      break;
    else
      g_string_append_c (field, *p);
  *text = p;
}

char **
taper_csv_next (const char **text, char separator)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();

  if (**text == '\0')
    return NULL;
  for (;;)
    {
      g_autoptr (GString) field = g_string_new (NULL);

      read_field (text, separator, field);
      g_ptr_array_add (fields, g_strstrip (g_string_free (g_steal_pointer (&field), FALSE)));
      if (**text != separator)
        break;
      ++*text;
    }
  if (**text == '\r')
    ++*text;
  if (**text == '\n')
    ++*text;
  g_ptr_array_add (fields, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&fields), FALSE);
}

char
taper_csv_guess_separator (const char *text)
{
  guint commas = 0, semicolons = 0, tabs = 0;

  for (; *text != '\0' && *text != '\n'; text++)
    {
      commas += *text == ',';
      semicolons += *text == ';';
      tabs += *text == '\t';
    }
  if (tabs > 0)
    return '\t';
  return semicolons > commas ? ';' : ',';
}
