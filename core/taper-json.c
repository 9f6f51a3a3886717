/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/taper-json.h"

#define MAX_DEPTH 32

/* json-glib takes more than JSON (comments, "var x =", several roots), keeps the last of duplicate
 * members, cuts strings at a NUL and recurses without a limit. So the tokens are checked first, and
 * json-glib only sees what it reads as everybody else does. */

typedef struct {
  const char *start, *p, *end;
  guint depth;
} Lexer;

static gboolean
lexer_fail (const Lexer *lexer, const char *why, GError **error)
{
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "not JSON: %s at byte %" G_GSIZE_FORMAT,
               why, (gsize) (lexer->p - lexer->start));
  return FALSE;
}

/* Four hexadecimal digits after "\u". */
static gboolean
lex_unit (Lexer *lexer, guint *unit)
{
  *unit = 0;
  if (lexer->end - lexer->p < 4)
    return FALSE;
  for (int i = 0; i < 4; i++, lexer->p++)
    {
      if (!g_ascii_isxdigit (*lexer->p))
        return FALSE;
      *unit = *unit * 16 + g_ascii_xdigit_value (*lexer->p);
    }
  return TRUE;
}

static gboolean
lex_escape (Lexer *lexer, GError **error)
{
  guint high, low;

  if (lexer->p == lexer->end || strchr ("\"\\/bfnrtu", *lexer->p) == NULL)
    return lexer_fail (lexer, "bad escape", error);
  if (*lexer->p++ != 'u')
    return TRUE;
  if (!lex_unit (lexer, &high) || high == 0)
    return lexer_fail (lexer, "bad character number", error);
  if (high < 0xd800 || high > 0xdfff)
    return TRUE;
  if (high > 0xdbff || lexer->end - lexer->p < 6 || lexer->p[0] != '\\' || lexer->p[1] != 'u')
    return lexer_fail (lexer, "half a surrogate pair", error);
  lexer->p += 2;
  if (!lex_unit (lexer, &low) || low < 0xdc00 || low > 0xdfff)
    return lexer_fail (lexer, "half a surrogate pair", error);
  return TRUE;
}

static gboolean
lex_string (Lexer *lexer, GError **error)
{
  for (lexer->p++; lexer->p < lexer->end;)
    {
      guchar c = *lexer->p++;

      if (c == '"')
        return TRUE;
      if (c < 0x20)
        return lexer_fail (lexer, "control character in a string", error);
      if (c == '\\' && !lex_escape (lexer, error))
        return FALSE;
    }
  return lexer_fail (lexer, "string without an end", error);
}

static gsize
skip_digits (Lexer *lexer)
{
  const char *from = lexer->p;

  while (lexer->p < lexer->end && g_ascii_isdigit (*lexer->p))
    lexer->p++;
  return lexer->p - from;
}

static gboolean
skip_one_of (Lexer *lexer, const char *set)
{
  if (lexer->p == lexer->end || *lexer->p == '\0' || strchr (set, *lexer->p) == NULL)
    return FALSE;
  lexer->p++;
  return TRUE;
}

static gboolean
lex_number (Lexer *lexer, GError **error)
{
  gboolean zero;

  skip_one_of (lexer, "-");
  zero = lexer->p < lexer->end && *lexer->p == '0';
  gsize n = skip_digits (lexer);
  if (n == 0 || (zero && n > 1))
    return lexer_fail (lexer, "bad number", error);
  if (skip_one_of (lexer, ".") && skip_digits (lexer) == 0)
    return lexer_fail (lexer, "bad number", error);
  if (skip_one_of (lexer, "eE"))
    {
      skip_one_of (lexer, "+-");
      if (skip_digits (lexer) == 0)
        return lexer_fail (lexer, "bad number", error);
    }
  return TRUE;
}

static gboolean
lex_literal (Lexer *lexer, GError **error)
{
  static const char *const literals[] = { "true", "false", "null" };

  for (gsize i = 0; i < G_N_ELEMENTS (literals); i++)
    {
      gsize n = strlen (literals[i]);
      if ((gsize) (lexer->end - lexer->p) >= n && memcmp (lexer->p, literals[i], n) == 0)
        {
          lexer->p += n;
          return TRUE;
        }
    }
  return lexer_fail (lexer, "unexpected character", error);
}

static gboolean
lex_token (Lexer *lexer, GError **error)
{
  char c = *lexer->p;

  if (c == '"')
    return lex_string (lexer, error);
  if (c == '-' || g_ascii_isdigit (c))
    return lex_number (lexer, error);
  if (c == '{' || c == '[')
    {
      if (++lexer->depth > MAX_DEPTH)
        return lexer_fail (lexer, "nested too deeply", error);
    }
  else if (c == '}' || c == ']')
    {
      if (lexer->depth-- == 0)
        return lexer_fail (lexer, "unexpected bracket", error);
    }
  else if (c != ':' && c != ',')
    return lex_literal (lexer, error);
  lexer->p++;
  return TRUE;
}

static gboolean
check_tokens (const char *text, gsize length, GError **error)
{
  Lexer lexer = { text, text, text + length, 0 };
  gboolean ended = FALSE;

  if (!g_utf8_validate_len (text, length, &lexer.p))
    return lexer_fail (&lexer, "invalid UTF-8", error);
  for (lexer.p = text;;)
    {
      while (skip_one_of (&lexer, " \t\r\n"))
        ;
      if (lexer.p == lexer.end)
        break;
      if (ended)
        return lexer_fail (&lexer, "text after the end", error);
      if (lexer.depth == 0 && *lexer.p != '{' && *lexer.p != '[')
        return lexer_fail (&lexer, "neither an object nor an array", error);
      if (!lex_token (&lexer, error))
        return FALSE;
      ended = lexer.depth == 0;
    }
  return ended ? TRUE : lexer_fail (&lexer, "incomplete", error);
}

/* Members seen so far in each object that is still open. */
typedef struct {
  guint n_members[MAX_DEPTH];
  guint depth;
  char *duplicate;
} Members;

static void
object_start_cb (JsonParser *parser, Members *members)
{
  members->n_members[members->depth++] = 0;
}

static void
object_end_cb (JsonParser *parser, JsonObject *object, Members *members)
{
  members->depth--;
}

static void
object_member_cb (JsonParser *parser, JsonObject *object, const char *name, Members *members)
{
  guint *n = &members->n_members[members->depth - 1];

  if (json_object_get_size (object) == *n && members->duplicate == NULL)
    members->duplicate = g_strdup (name);
  *n = json_object_get_size (object);
}

JsonNode *
taper_json_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *duplicate = NULL;
  Members members = { 0 };

  if (length > G_MAXINT / 2)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT, "JSON of %" G_GSIZE_FORMAT " bytes",
                   length);
      return NULL;
    }
  if (!check_tokens (text, length, error))
    return NULL;

  parser = json_parser_new_immutable ();
  g_signal_connect (parser, "object-start", G_CALLBACK (object_start_cb), &members);
  g_signal_connect (parser, "object-member", G_CALLBACK (object_member_cb), &members);
  g_signal_connect (parser, "object-end", G_CALLBACK (object_end_cb), &members);
  if (!json_parser_load_from_data (parser, text, length, &local_error))
    {
      g_free (members.duplicate);
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "not JSON: %s", local_error->message);
      return NULL;
    }
  duplicate = members.duplicate;
  if (duplicate != NULL)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "“%.*s” is there twice",
                   TAPER_JSON_MAX_NAME, duplicate);
      return NULL;
    }
  return json_parser_steal_root (parser);
}

static JsonNode *
parse_root (const char *text, gsize length, JsonNodeType type, GError **error)
{
  g_autoptr (JsonNode) root = taper_json_parse (text, length, error);

  if (root == NULL)
    return NULL;
  if (json_node_get_node_type (root) != type)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "expected JSON %s, found %s",
                   type == JSON_NODE_OBJECT ? "object" : "array", json_node_type_name (root));
      return NULL;
    }
  return g_steal_pointer (&root);
}

JsonNode *
taper_json_parse_object (const char *text, gsize length, GError **error)
{
  return parse_root (text, length, JSON_NODE_OBJECT, error);
}

JsonNode *
taper_json_parse_array (const char *text, gsize length, GError **error)
{
  return parse_root (text, length, JSON_NODE_ARRAY, error);
}

static const char *
describe (JsonNode *node)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return "null";
  if (JSON_NODE_HOLDS_OBJECT (node))
    return "an object";
  if (JSON_NODE_HOLDS_ARRAY (node))
    return "an array";
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return "a string";
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return "a boolean";
  return "a number";
}

static gboolean
holds (JsonNode *node, GType type)
{
  if (type == JSON_TYPE_OBJECT)
    return JSON_NODE_HOLDS_OBJECT (node);
  if (type == JSON_TYPE_ARRAY)
    return JSON_NODE_HOLDS_ARRAY (node);
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static JsonNode *
get_member (JsonObject *object, const char *member, GType type, const char *expected,
            GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL)
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "“%s” is missing", member);
  else if (!holds (node, type))
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "“%s” is %s, expected %s", member,
                 describe (node), expected);
  else
    return node;
  return NULL;
}

gboolean
taper_json_get_uint (JsonObject *object, const char *member, guint min, guint max, guint *value,
                     GError **error)
{
  JsonNode *node = get_member (object, member, G_TYPE_INT64, "a whole number", error);
  gint64 number;

  if (node == NULL)
    return FALSE;
  number = json_node_get_int (node);
  if (number < min || number > max)
    {
      g_set_error (error, TAPER_ERROR, number > max ? TAPER_ERROR_LIMIT : TAPER_ERROR_INVALID,
                   "“%s” is %" G_GINT64_FORMAT ", expected %u to %u", member, number, min, max);
      return FALSE;
    }
  *value = number;
  return TRUE;
}

gboolean
taper_json_get_boolean (JsonObject *object, const char *member, gboolean *value, GError **error)
{
  JsonNode *node = get_member (object, member, G_TYPE_BOOLEAN, "true or false", error);

  if (node == NULL)
    return FALSE;
  *value = json_node_get_boolean (node);
  return TRUE;
}

const char *
taper_json_get_string (JsonObject *object, const char *member, GError **error)
{
  JsonNode *node = get_member (object, member, G_TYPE_STRING, "a string", error);

  return node != NULL ? json_node_get_string (node) : NULL;
}

JsonArray *
taper_json_get_array (JsonObject *object, const char *member, GError **error)
{
  JsonNode *node = get_member (object, member, JSON_TYPE_ARRAY, "an array", error);

  return node != NULL ? json_node_get_array (node) : NULL;
}

JsonObject *
taper_json_get_object (JsonObject *object, const char *member, GError **error)
{
  JsonNode *node = get_member (object, member, JSON_TYPE_OBJECT, "an object", error);

  return node != NULL ? json_node_get_object (node) : NULL;
}

const char *
taper_json_get_name (JsonObject *object, const char *member, GError **error)
{
  const char *text = taper_json_get_string (object, member, error);

  return text != NULL && taper_json_check_name (text, member, error) ? text : NULL;
}

const char *
taper_json_array_get_name (JsonArray *array, guint index, const char *what, GError **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!holds (node, G_TYPE_STRING))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "“%s” number %u is %s, expected %s",
                   what, index + 1, describe (node), "a string");
      return NULL;
    }
  return taper_json_check_name (json_node_get_string (node), what, error)
             ? json_node_get_string (node)
             : NULL;
}

JsonObject *
taper_json_array_get_object (JsonArray *array, guint index, const char *what, GError **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "“%s” number %u is %s, expected %s",
                   what, index + 1, describe (node), "an object");
      return NULL;
    }
  return json_node_get_object (node);
}

gboolean
taper_json_check_name (const char *text, const char *what, GError **error)
{
  gsize length = strlen (text);

  if (length == 0 || length > TAPER_JSON_MAX_NAME)
    {
      g_set_error (error, TAPER_ERROR, length == 0 ? TAPER_ERROR_INVALID : TAPER_ERROR_LIMIT,
                   "“%s” has %" G_GSIZE_FORMAT " bytes, expected 1 to %d", what, length,
                   TAPER_JSON_MAX_NAME);
      return FALSE;
    }
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      {
        g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "“%s” holds a control character",
                     what);
        return FALSE;
      }
  return TRUE;
}
