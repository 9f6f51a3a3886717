/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper-error.h"
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Reading JSON from files nobody vouches for. Messages name the member, what was expected and what
 * was found; the caller puts in front of them where it was (g_prefix_error()). */

/* Longest name of a class, node, tensor ..., in bytes. */
#define TAPER_JSON_MAX_NAME 255

/**
 * taper_json_parse:
 * @text: @length bytes, need not end with a NUL
 *
 * Strict JSON (RFC 8259) with an object or an array at its root: no comments, no duplicate members,
 * no NUL characters, at most 32 levels.
 *
 * Returns: (transfer full): the root, or %NULL
 */
JsonNode *taper_json_parse (const char *text, gsize length, GError **error);

/* The same, when the root must be an object, or an array. */
JsonNode *taper_json_parse_object (const char *text, gsize length, GError **error);
JsonNode *taper_json_parse_array (const char *text, gsize length, GError **error);

/* Members that must be there. %FALSE or %NULL with an error when missing or of another type;
 * everything returned belongs to the object. */
gboolean taper_json_get_uint (JsonObject *object, const char *member, guint min, guint max,
                              guint *value, GError **error);
gboolean taper_json_get_boolean (JsonObject *object, const char *member, gboolean *value,
                                 GError **error);
const char *taper_json_get_string (JsonObject *object, const char *member, GError **error);
JsonArray *taper_json_get_array (JsonObject *object, const char *member, GError **error);
JsonObject *taper_json_get_object (JsonObject *object, const char *member, GError **error);

/* A string fit to be shown: 1 to %TAPER_JSON_MAX_NAME bytes without control characters. */
const char *taper_json_get_name (JsonObject *object, const char *member, GError **error);

/* Elements of arrays; @what says what they are, e.g. "nodes". */
const char *taper_json_array_get_name (JsonArray *array, guint index, const char *what,
                                       GError **error);
JsonObject *taper_json_array_get_object (JsonArray *array, guint index, const char *what,
                                         GError **error);

gboolean taper_json_check_name (const char *text, const char *what, GError **error);

G_END_DECLS
