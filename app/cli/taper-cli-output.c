/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-output.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Bytes are written as they are: g_print() would turn UTF-8 into question marks in the C locale,
 * which is where scripts and containers run. */
void
taper_cli_print (const char *format, ...)
{
  va_list args;

  va_start (args, format);
  vfprintf (stdout, format, args);
  va_end (args);
}

void
taper_cli_report (const char *format, ...)
{
  g_autofree char *message = NULL;
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  line = taper_cli_escape (message);
  fprintf (stderr, "taper-cli: %s\n", line);
}

char *
taper_cli_escape (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n')
        g_string_append (out, "\\n");
      else if (c == '\t')
        g_string_append (out, "\\t");
      else if (g_unichar_iscntrl (c))
        g_string_append_printf (out, "\\x%02X", c);
      else
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

guint
taper_cli_display_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

void
taper_cli_print_wrapped (guint indent, guint width, const char *const *items, const char *separator)
{
  guint column = 0;

  for (guint i = 0; items[i] != NULL; i++)
    {
      g_autofree char *name = taper_cli_escape (items[i]);
      const char *end = items[i + 1] != NULL ? separator : "";
      guint length = taper_cli_display_width (name) + strlen (end);

      if (column == 0 || column + 1 + length > width)
        {
          taper_cli_print ("%s%*s%s%s", column == 0 ? "" : "\n", (int) indent, "", name, end);
          column = indent + length;
        }
      else
        {
          taper_cli_print (" %s%s", name, end);
          column += 1 + length;
        }
    }
  taper_cli_print ("\n");
}

struct _TaperCliTable {
  char *columns;
  guint n_columns;
  GPtrArray *cells; /* row-major */
};

TaperCliTable *
taper_cli_table_new (const char *columns)
{
  TaperCliTable *self = g_new0 (TaperCliTable, 1);

  self->columns = g_strdup (columns);
  self->n_columns = strlen (columns);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
taper_cli_table_free (TaperCliTable *self)
{
  g_free (self->columns);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

void
taper_cli_table_add (TaperCliTable *self, const char *format, ...)
{
  g_autofree char *cell = NULL;
  va_list args;

  va_start (args, format);
  cell = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->cells, taper_cli_escape (cell));
}

void
taper_cli_table_print (const TaperCliTable *self, guint indent)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);

  for (guint i = 0; i < self->cells->len; i++)
    widths[i % self->n_columns] =
        MAX (widths[i % self->n_columns], taper_cli_display_width (self->cells->pdata[i]));
  for (guint row = 0; row < self->cells->len; row += self->n_columns)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      for (guint c = 0; c < self->n_columns && row + c < self->cells->len; c++)
        {
          const char *cell = self->cells->pdata[row + c];
          int padding = widths[c] - taper_cli_display_width (cell);

          g_string_append_printf (line, "%*s", c == 0 ? (int) indent : 2, "");
          if (self->columns[c] == 'r')
            g_string_append_printf (line, "%*s%s", padding, "", cell);
          else
            g_string_append_printf (line, "%s%*s", cell, padding, "");
        }
      g_strchomp (line->str);
      taper_cli_print ("%s\n", line->str);
    }
}

void
taper_cli_json_string (JsonBuilder *builder, const char *key, const char *value)
{
  if (key != NULL)
    json_builder_set_member_name (builder, key);
  if (value == NULL)
    {
      json_builder_add_null_value (builder);
    }
  else
    {
      g_autofree char *valid = g_utf8_make_valid (value, -1);

      json_builder_add_string_value (builder, valid);
    }
}

void
taper_cli_json_int (JsonBuilder *builder, const char *key, gint64 value)
{
  if (key != NULL)
    json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, value);
}

void
taper_cli_json_double (JsonBuilder *builder, const char *key, double value)
{
  if (key != NULL)
    json_builder_set_member_name (builder, key);
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
taper_cli_json_raw (JsonBuilder *builder, const char *key, const char *json)
{
  JsonNode *node = json_from_string (json, NULL);

  if (key != NULL)
    json_builder_set_member_name (builder, key);
  if (node != NULL)
    json_builder_add_value (builder, node);
  else
    json_builder_add_null_value (builder);
}

void
taper_cli_json_print (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);

  taper_cli_print ("%s\n", text);
}

#define BAR_WIDTH 30

void
taper_cli_progress_cb (guint done, guint total, gpointer data)
{
  TaperCliProgress *self = data;
  guint thousandths = total > 0 ? (guint) ((guint64) done * 1000 / total) : 1000;
  int filled = thousandths * BAR_WIDTH / 1000;

  if (!isatty (STDERR_FILENO) || (thousandths == self->shown && done > 0))
    return;
  self->shown = thousandths;
  fprintf (stderr, "\r%s [%.*s%*s] %u/%u", self->label, filled, "##############################",
           BAR_WIDTH - filled, "", done, total);
  fflush (stderr);
}

void
taper_cli_progress_clear (TaperCliProgress *self)
{
  if (isatty (STDERR_FILENO))
    fprintf (stderr, "\r\033[K");
}
