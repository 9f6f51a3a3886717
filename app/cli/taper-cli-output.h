/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Standard output and standard error are always UTF-8; control characters in data are escaped. */

void taper_cli_print (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* "taper-cli: MESSAGE" and a line end on standard error. */
void taper_cli_report (const char *format, ...) G_GNUC_PRINTF (1, 2);

/**
 * taper_cli_escape:
 * @text: any bytes, such as a file name
 *
 * Returns: (transfer full): valid UTF-8 on one line: \n, \t, \\xNN for control characters and
 *   U+FFFD for bytes that are not UTF-8, so that no name can steer a terminal
 */
char *taper_cli_escape (const char *text);

/**
 * taper_cli_display_width:
 * @text: valid UTF-8
 *
 * Returns: terminal columns; wide characters count 2, combining ones 0
 */
guint taper_cli_display_width (const char *text);

/* Items in a row, each but the last followed by @separator and a space, broken at @width columns,
 * each line indented. */
void taper_cli_print_wrapped (guint indent, guint width, const char *const *items,
                              const char *separator);

/* Aligned text: cells are added one after the other, a row is full after its last column. */
typedef struct _TaperCliTable TaperCliTable;

/**
 * taper_cli_table_new:
 * @columns: one letter per column: 'l' left, 'r' right aligned
 */
TaperCliTable *taper_cli_table_new (const char *columns);
void taper_cli_table_free (TaperCliTable *self);
void taper_cli_table_add (TaperCliTable *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void taper_cli_table_print (const TaperCliTable *self, guint indent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperCliTable, taper_cli_table_free)

/* Members of the object being built. Bytes that are not UTF-8 become U+FFFD. */
void taper_cli_json_string (JsonBuilder *builder, const char *key, const char *value);
void taper_cli_json_int (JsonBuilder *builder, const char *key, gint64 value);
/* JSON has no infinity: what is not finite becomes null. @key may be NULL inside an array. */
void taper_cli_json_double (JsonBuilder *builder, const char *key, double value);
/* @json: JSON text, put in as it is; null if it does not parse. */
void taper_cli_json_raw (JsonBuilder *builder, const char *key, const char *json);
void taper_cli_json_print (JsonBuilder *builder);

/**
 * TaperCliProgress: a bar on standard error, only when that is a terminal.
 * taper_cli_progress_cb() is a #TaperProgressFunc; @data is the struct.
 */
typedef struct {
  const char *label;
  guint shown; /* thousandths */
} TaperCliProgress;

void taper_cli_progress_cb (guint done, guint total, gpointer data);
/* Removes the bar, so that what is printed next stands on a clean line. */
void taper_cli_progress_clear (TaperCliProgress *self);

G_END_DECLS
