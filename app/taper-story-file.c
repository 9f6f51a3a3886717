/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-story-file.h"
#include "core/taper.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>
#include <string.h>

#define VERSION 1
#define MAX_TEXT 4000     /* bytes of a value, and of a caption */
#define MAX_CLASSES 10000 /* of a step */
#define MAX_UP 3          /* "../" that a path is written with at most */

typedef struct {
  const char *name;
  GFile *folder;
  guint line;
  TaperStory *story;
  TaperStoryStep *step; /* NULL before the first */
  TaperPicture *picture;
  char *picture_label;
  char *bundle, *sha256;
} Reader;

/* --- reading ---------------------------------------------------------------------------------- */

static gboolean G_GNUC_PRINTF (4, 5)
    fail (Reader *self, GError **error, TaperError code, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  /* Translators: name of a file, number of a line, what is wrong there */
  g_set_error (error, TAPER_ERROR, (int) code, _ ("“%s”, line %u: %s"), self->name, self->line,
               message);
  return FALSE;
}

static void
set_string (char **string, const char *value)
{
  g_free (*string);
  *string = g_strdup (value);
}

/* A picture is known with its label, which comes in the line behind it. */
static void
finish_picture (Reader *self)
{
  if (self->picture != NULL)
    taper_story_step_add_picture (self->step, self->picture, self->picture_label);
  g_clear_object (&self->picture);
  g_clear_pointer (&self->picture_label, g_free);
}

static gboolean
read_picture (Reader *self, const char *value, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *basename = NULL, *name = NULL;

  finish_picture (self);
  if (taper_story_step_get_pictures (self->step)->len >= TAPER_STORY_MAX_PICTURES)
    return fail (self, error, TAPER_ERROR_LIMIT, _ ("a step has at most %d pictures"),
                 TAPER_STORY_MAX_PICTURES);
  if (strstr (value, "://") != NULL)
    file = g_str_has_prefix (value, "file:///") ? g_file_new_for_uri (value) : NULL;
  else if (g_path_is_absolute (value))
    file = g_file_new_for_path (value);
  else
    file = g_file_resolve_relative_path (self->folder, value);
  if (file == NULL || g_file_peek_path (file) == NULL)
    return fail (self, error, TAPER_ERROR_INVALID,
                 _ ("“%s” is no file of this computer; Taper never uses the network"), value);
  basename = g_file_get_basename (file);
  name = g_filename_display_name (basename);
  self->picture = taper_picture_new (name, file, NULL);
  return TRUE;
}

static gboolean
read_caption (Reader *self, const char *value, GError **error)
{
  const char *before = taper_story_step_get_caption (self->step);
  g_autofree char *caption = *before != '\0' ? g_strconcat (before, "\n", value, NULL) : NULL;

  if (caption != NULL && strlen (caption) > MAX_TEXT)
    return fail (self, error, TAPER_ERROR_LIMIT, _ ("a caption has at most %d bytes"), MAX_TEXT);
  taper_story_step_set_caption (self->step, caption != NULL ? caption : value);
  return TRUE;
}

static gboolean
read_name (Reader *self, const char *value, gboolean group, GError **error)
{
  if (taper_story_step_get_groups (self->step)->len +
          taper_story_step_get_classes (self->step)->len >=
      MAX_CLASSES)
    return fail (self, error, TAPER_ERROR_LIMIT, _ ("a step has at most %d classes"), MAX_CLASSES);
  if (group)
    taper_story_step_add_group (self->step, value);
  else
    taper_story_step_add_class (self->step, value);
  return TRUE;
}

static gboolean
read_step (Reader *self, const char *value, GError **error)
{
  g_autoptr (TaperStoryStep) step = taper_story_step_new (value, "");

  if (self->step != NULL)
    finish_picture (self);
  if (!taper_story_insert (self->story, taper_story_get_n_steps (self->story), step))
    return fail (self, error, TAPER_ERROR_LIMIT, _ ("a story has at most %d steps"),
                 TAPER_STORY_MAX_STEPS);
  self->step = step;
  return TRUE;
}

static gboolean
read_head (Reader *self, const char *key, const char *value, GError **error)
{
  if (g_str_equal (key, "title"))
    taper_story_set_title (self->story, value);
  else if (g_str_equal (key, "bundle"))
    set_string (&self->bundle, value);
  else if (g_str_equal (key, "bundle-sha256"))
    set_string (&self->sha256, value);
  else
    return fail (self, error, TAPER_ERROR_INVALID, _ ("“%s” does not belong here"), key);
  return TRUE;
}

static gboolean
read_pair (Reader *self, const char *key, const char *value, GError **error)
{
  if (g_str_equal (key, "step"))
    return read_step (self, value, error);
  if (self->step == NULL)
    return read_head (self, key, value, error);
  if (g_str_equal (key, "caption"))
    return read_caption (self, value, error);
  if (g_str_equal (key, "group") || g_str_equal (key, "class"))
    return read_name (self, value, *key == 'g', error);
  if (g_str_equal (key, "picture"))
    return read_picture (self, value, error);
  if (g_str_equal (key, "label") && self->picture != NULL)
    {
      set_string (&self->picture_label, value);
      return TRUE;
    }
  return fail (self, error, TAPER_ERROR_INVALID, _ ("“%s” does not belong here"), key);
}

static gboolean
read_line (Reader *self, char *line, GError **error)
{
  char *colon, *value;

  g_strstrip (line);
  if (*line == '\0' || *line == '#')
    return TRUE;
  colon = strchr (line, ':');
  if (colon == NULL)
    return fail (self, error, TAPER_ERROR_INVALID, _ ("expected a word, a colon and a text"));
  *colon = '\0';
  value = g_strchug (colon + 1);
  if (strlen (value) > MAX_TEXT)
    return fail (self, error, TAPER_ERROR_LIMIT, _ ("a text has at most %d bytes"), MAX_TEXT);
  if (*value == '\0' && !g_str_equal (line, "title") && !g_str_equal (line, "step") &&
      !g_str_equal (line, "caption"))
    return fail (self, error, TAPER_ERROR_INVALID, _ ("“%s” without a text"), line);
  return read_pair (self, line, value, error);
}

static gboolean
read_version (Reader *self, const char *line, GError **error)
{
  guint64 version;

  if (!g_ascii_string_to_unsigned (line + strlen (TAPER_STORY_MAGIC), 10, 1, G_MAXUINT, &version,
                                   NULL))
    return fail (self, error, TAPER_ERROR_INVALID, _ ("expected “taper-story %d”"), VERSION);
  if (version > VERSION)
    return fail (self, error, TAPER_ERROR_UNSUPPORTED,
                 _ ("this version reads stories up to version %d, not %u"), VERSION,
                 (guint) version);
  return TRUE;
}

static gboolean
read_lines (Reader *self, const char *data, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (data, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      self->line = i + 1;
      if (i == 0)
        {
          if (!read_version (self, g_strchomp (lines[0]), error))
            return FALSE;
        }
      else if (!read_line (self, lines[i], error))
        return FALSE;
    }
  if (self->step == NULL)
    return fail (self, error, TAPER_ERROR_INVALID, _ ("the story has no step"));
  finish_picture (self);
  return TRUE;
}

TaperStory *
taper_story_parse (const char *data, gsize size, const char *name, GFile *folder, GError **error)
{
  g_autoptr (TaperStory) story = taper_story_new ();
  Reader reader = { .name = name, .folder = folder, .line = 1, .story = story };
  g_autofree char *text = NULL;
  gboolean ok;

  if (size > TAPER_STORY_MAX_BYTES)
    {
      fail (&reader, error, TAPER_ERROR_LIMIT, _ ("a story has at most %d bytes"),
            TAPER_STORY_MAX_BYTES);
      return NULL;
    }
  if (size < strlen (TAPER_STORY_MAGIC) || !g_str_has_prefix (data, TAPER_STORY_MAGIC) ||
      !g_utf8_validate (data, (gssize) size, NULL))
    {
      fail (&reader, error, TAPER_ERROR_FORMAT,
            _ ("this is no story: it is text that begins with “taper-story %d”"), VERSION);
      return NULL;
    }
  text = g_strndup (data, size);
  ok = read_lines (&reader, text, error);
  g_clear_object (&reader.picture);
  g_free (reader.picture_label);
  if (ok)
    taper_story_set_bundle (story, reader.bundle, reader.sha256);
  g_free (reader.bundle);
  g_free (reader.sha256);
  return ok ? g_steal_pointer (&story) : NULL;
}

/* --- writing ---------------------------------------------------------------------------------- */

/* Line breaks would end the value. */
static void
write_pair (GString *text, const char *key, const char *value)
{
  g_autofree char *line = g_strdelimit (g_strdup (value), "\n\r", ' ');

  g_string_append_printf (text, "%s: %s\n", key, line);
}

/* (nullable) (transfer full): "../samples/Lime.jpg": from @folder to @path with a few steps up */
static char *
relative_path (const char *folder, const char *path)
{
  g_auto (GStrv) from = g_strsplit (folder, "/", -1);
  g_auto (GStrv) to = g_strsplit (path, "/", -1);
  const guint n_from = g_strv_length (from);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *rest = NULL;
  guint same = 0;

  while (from[same] != NULL && to[same] != NULL && g_str_equal (from[same], to[same]))
    same++;
  /* what they share must be more than the root */
  if (same < 2 || to[same] == NULL || n_from - same > MAX_UP)
    return NULL;
  for (guint i = same; i < n_from; i++)
    g_string_append (text, "../");
  rest = g_strjoinv ("/", to + same);
  g_string_append (text, rest);
  return g_strdup (text->str);
}

/* As it is when it can stand in a line of text, else as a URI. */
static void
write_path (GString *text, GFile *folder, GFile *file)
{
  const char *path = g_file_peek_path (file);
  g_autofree char *relative =
      g_file_peek_path (folder) != NULL ? relative_path (g_file_peek_path (folder), path) : NULL;
  const char *written = relative != NULL ? relative : path;
  g_autofree char *stripped = g_strstrip (g_strdup (written));
  gboolean plain = g_utf8_validate (written, -1, NULL) && g_str_equal (stripped, written) &&
                   strstr (written, "://") == NULL;

  for (const char *p = written; *p != '\0'; p++)
    plain &= !g_ascii_iscntrl (*p);
  if (plain)
    write_pair (text, "picture", written);
  else
    {
      g_autofree char *uri = g_file_get_uri (file);

      write_pair (text, "picture", uri);
    }
}

static void
write_step (GString *text, TaperStoryStep *step, GFile *folder)
{
  g_auto (GStrv) caption = g_strsplit (taper_story_step_get_caption (step), "\n", -1);
  GPtrArray *groups = taper_story_step_get_groups (step);
  GPtrArray *classes = taper_story_step_get_classes (step);
  GPtrArray *pictures = taper_story_step_get_pictures (step);

  g_string_append_c (text, '\n');
  write_pair (text, "step", taper_story_step_get_title (step));
  for (guint i = 0; caption[i] != NULL; i++)
    write_pair (text, "caption", caption[i]);
  for (guint i = 0; i < groups->len; i++)
    write_pair (text, "group", groups->pdata[i]);
  for (guint i = 0; i < classes->len; i++)
    write_pair (text, "class", classes->pdata[i]);
  for (guint i = 0; i < pictures->len; i++)
    {
      GFile *file = taper_picture_get_file (pictures->pdata[i]);
      const char *label = taper_story_step_get_label (step, i);

      if (file == NULL || g_file_peek_path (file) == NULL)
        continue;
      write_path (text, folder, file);
      if (label != NULL)
        write_pair (text, "label", label);
    }
}

char *
taper_story_to_text (TaperStory *self, GFile *folder)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s%d\n", TAPER_STORY_MAGIC, VERSION);
  write_pair (text, "title", taper_story_get_title (self));
  if (taper_story_get_bundle (self) != NULL)
    write_pair (text, "bundle", taper_story_get_bundle (self));
  if (taper_story_get_bundle_sha256 (self) != NULL)
    write_pair (text, "bundle-sha256", taper_story_get_bundle_sha256 (self));
  for (guint i = 0; i < taper_story_get_n_steps (self); i++)
    write_step (text, taper_story_get_step (self, i), folder);
  return g_string_free (text, FALSE);
}
