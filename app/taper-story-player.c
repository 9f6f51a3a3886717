/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-story-player.h"
#include "app/taper-data-dir.h"
#include "app/taper-story-file.h"
#include "app/taper-task-text.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>

#define SHIPPED "stories" G_DIR_SEPARATOR_S "groceries" TAPER_STORY_SUFFIX
#define SAVE_DELAY_MS 400 /* letters typed into a caption are one change */
#define MAX_NAMED 6       /* unknown names that a note spells out */

struct _TaperStoryPlayer {
  GObject parent_instance;

  TaperDocument *document;
  TaperStory *story;
  GFile *file;
  gboolean shipped;
  int position;
  char *note;
  int pending;          /* waits for the bundle; -1: nothing */
  gboolean opening;     /* the bundle has been asked for */
  gboolean bundle_told; /* that its bundle is not here */
  guint save_id;
  GCancellable *loading;
};

enum {
  PROP_STORY = 1,
  PROP_POSITION,
  PROP_NOTE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (TaperStoryPlayer, taper_story_player, G_TYPE_OBJECT)

static void
report (TaperStoryPlayer *self, const char *title, const char *message)
{
  g_signal_emit_by_name (self->document, "problem", title, message);
}

static void
set_position (TaperStoryPlayer *self, int position)
{
  if (self->position == position)
    return;
  self->position = position;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSITION]);
}

static void
take_note (TaperStoryPlayer *self, char *note)
{
  if (g_strcmp0 (note, self->note) == 0)
    {
      g_free (note);
      return;
    }
  g_free (self->note);
  self->note = note;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
}

/* --- saving ----------------------------------------------------------------------------------- */

static void
report_unsaved (TaperStoryPlayer *self, const GError *error)
{
  report (self, _ ("The Story Could Not Be Saved"), error->message);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TaperStoryPlayer) self = data;
  g_autoptr (GError) error = NULL;

  if (!taper_story_save_finish (result, &error))
    report_unsaved (self, error);
}

static gboolean
save_cb (gpointer data)
{
  TaperStoryPlayer *self = data;

  self->save_id = 0;
  taper_story_save_async (self->story, self->file, saved_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
changed_cb (TaperStoryPlayer *self)
{
  if (self->shipped || self->file == NULL || self->save_id != 0)
    return;
  self->save_id = g_timeout_add (SAVE_DELAY_MS, save_cb, self);
}

void
taper_story_player_flush (TaperStoryPlayer *self)
{
  g_autoptr (GError) error = NULL;

  if (self->save_id == 0)
    return;
  g_clear_handle_id (&self->save_id, g_source_remove);
  if (!taper_story_save (self->story, self->file, &error))
    report_unsaved (self, error);
}

static void
set_story (TaperStoryPlayer *self, TaperStory *story, GFile *file, gboolean shipped)
{
  taper_story_player_flush (self);
  if (self->story != NULL)
    g_signal_handlers_disconnect_by_func (self->story, changed_cb, self);
  g_set_object (&self->story, story);
  g_set_object (&self->file, file);
  self->shipped = shipped;
  self->bundle_told = FALSE;
  self->pending = -1;
  g_signal_connect_object (story, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  take_note (self, NULL);
  set_position (self, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STORY]);
}

void
taper_story_player_save_as (TaperStoryPlayer *self, GFile *file)
{
  g_return_if_fail (self->story != NULL);

  if (g_file_peek_path (file) == NULL)
    {
      report (self, _ ("The Story Could Not Be Saved"),
              _ ("Stories are saved in folders of this computer."));
      return;
    }
  taper_story_player_flush (self);
  g_set_object (&self->file, file);
  self->shipped = FALSE;
  changed_cb (self);
}

/* --- showing ---------------------------------------------------------------------------------- */

/* "Not in this bundle: Foo, Bar." */
static char *
describe_unknown (GPtrArray *unknown)
{
  g_autofree char *names = NULL;
  const guint n_more = unknown->len > MAX_NAMED ? unknown->len - MAX_NAMED : 0;

  if (unknown->len == 0)
    return NULL;
  g_ptr_array_set_size (unknown, (int) (unknown->len - n_more));
  g_ptr_array_add (unknown, n_more > 0 ? g_strdup ("…") : NULL);
  if (n_more > 0)
    g_ptr_array_add (unknown, NULL);
  names = g_strjoinv (", ", (char **) unknown->pdata);
  /* Translators: %s is a list of classes that a step of a story names */
  return g_strdup_printf (_ ("Not in this bundle: %s"), names);
}

static void
show (TaperStoryPlayer *self, guint position)
{
  TaperBundle *bundle = taper_document_get_bundle (self->document);
  TaperStoryStep *step = taper_story_get_step (self->story, position);
  GPtrArray *pictures = taper_story_step_get_pictures (step);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  g_autoptr (GPtrArray) unknown = NULL;
  g_autoptr (TaperTask) task =
      taper_story_step_make_task (step, taper_bundle_get_classes (bundle), &unknown);
  /* Translators: an undo step; %s is the title of a step of a story. */
  g_autofree char *label = g_strdup_printf (_ ("Show “%s”"), taper_story_step_get_title (step));

  for (guint i = 0; i < pictures->len; i++)
    g_ptr_array_add (labels, (char *) taper_story_step_get_label (step, i));
  self->pending = -1;
  taper_document_show_scene (self->document, task, pictures, labels, label);
  take_note (self, describe_unknown (unknown));
  set_position (self, (int) position);
}

/* (nullable): the story's bundle, beside it or shipped */
static GFile *
find_bundle (TaperStoryPlayer *self)
{
  const char *name = taper_story_get_bundle (self->story);
  g_autofree char *file_name = NULL, *relative = NULL, *shipped = NULL;
  g_autoptr (GFile) folder = NULL, file = NULL;

  if (name == NULL)
    return NULL;
  file_name = g_str_has_suffix (name, ".safetensors") ? g_strdup (name)
                                                      : g_strconcat (name, ".safetensors", NULL);
  folder = self->file != NULL ? g_file_get_parent (self->file) : NULL;
  file = folder != NULL ? g_file_resolve_relative_path (folder, file_name) : NULL;
  if (file != NULL && g_file_query_exists (file, NULL))
    return g_steal_pointer (&file);
  if (strchr (name, '/') != NULL)
    return NULL;
  relative = g_build_filename ("bundles", file_name, NULL);
  shipped = taper_data_find (relative);
  return shipped != NULL ? g_file_new_for_path (shipped) : NULL;
}

/* By its hash, or without one by the name of its file. */
static gboolean
is_bundle (TaperStoryPlayer *self)
{
  TaperBundle *bundle = taper_document_get_bundle (self->document);
  const char *sha256 = taper_story_get_bundle_sha256 (self->story);
  const char *name = taper_story_get_bundle (self->story);

  if (bundle == NULL)
    return FALSE;
  if (sha256 != NULL)
    return g_str_equal (sha256, taper_bundle_get_sha256 (bundle));
  if (name == NULL || taper_bundle_get_path (bundle) == NULL)
    return TRUE;
  g_autofree char *base = g_path_get_basename (taper_bundle_get_path (bundle));
  g_autofree char *wanted = g_path_get_basename (name);

  return g_str_has_prefix (base, wanted) &&
         (base[strlen (wanted)] == '\0' || g_str_equal (base + strlen (wanted), ".safetensors"));
}

static void
tell_bundle (TaperStoryPlayer *self)
{
  const char *name = taper_story_get_bundle (self->story);
  g_autofree char *message = NULL;

  if (self->bundle_told)
    return;
  self->bundle_told = TRUE;
  message = g_strdup_printf (
      /* Translators: both are names of bundles. */
      _ ("It was recorded with “%s”; that very file was not found. The steps are shown with “%s”, "
         "whose answers may be others."),
      name != NULL ? name : taper_story_get_bundle_sha256 (self->story),
      taper_bundle_get_label (taper_document_get_bundle (self->document)));
  report (self, _ ("The Story Belongs to Another Bundle"), message);
}

/* Goes on once the bundle is there, or with the one that is when it does not come. */
static void
go_on_cb (TaperStoryPlayer *self)
{
  gboolean busy;

  if (self->pending < 0 || taper_document_get_bundle (self->document) == NULL)
    return;
  if (self->pending >= (int) taper_story_get_n_steps (self->story))
    {
      self->pending = -1;
      return;
    }
  g_object_get (self->document, "busy", &busy, NULL);
  if (!is_bundle (self) && self->opening && busy)
    return;
  self->opening = FALSE;
  if (!is_bundle (self))
    tell_bundle (self);
  show (self, (guint) self->pending);
}

void
taper_story_player_go (TaperStoryPlayer *self, guint position)
{
  g_autoptr (GFile) bundle = NULL;

  g_return_if_fail (self->story != NULL && position < taper_story_get_n_steps (self->story));

  self->pending = (int) position;
  if (!is_bundle (self) && !self->bundle_told)
    bundle = find_bundle (self);
  self->opening = bundle != NULL;
  if (bundle != NULL)
    taper_document_open_bundle (self->document, bundle);
  else
    go_on_cb (self);
}

gboolean
taper_story_player_advance (TaperStoryPlayer *self, int step, gboolean loop)
{
  const int n = self->story != NULL ? (int) taper_story_get_n_steps (self->story) : 0;
  const int from = self->pending >= 0 ? self->pending : self->position;
  int to = from + step;

  if (loop && to >= n)
    to = 0;
  if (to < 0 || to >= n)
    return FALSE;
  taper_story_player_go (self, (guint) to);
  return TRUE;
}

/* --- opening ---------------------------------------------------------------------------------- */

/* (nullable) (transfer full) */
static GFile *
find_shipped (void)
{
  g_autofree char *path = taper_data_find (SHIPPED);

  return path != NULL ? g_file_new_for_path (path) : NULL;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TaperStoryPlayer) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperStory) story = taper_story_load_finish (result, &error);
  GFile *file = g_task_get_task_data (G_TASK (result));
  g_autoptr (GFile) shipped = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  if (story == NULL)
    {
      report (self, _ ("This Story Could Not Be Opened"), error->message);
      return;
    }
  shipped = find_shipped ();
  set_story (self, story, file, shipped != NULL && g_file_equal (shipped, file));
  taper_story_player_go (self, 0);
}

void
taper_story_player_open (TaperStoryPlayer *self, GFile *file)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  taper_story_load_async (file, self->loading, opened_cb, g_object_ref (self));
}

gboolean
taper_story_player_open_shipped (TaperStoryPlayer *self)
{
  g_autoptr (GFile) file = find_shipped ();

  if (file == NULL)
    return FALSE;
  taper_story_player_open (self, file);
  return TRUE;
}

/* --- recording -------------------------------------------------------------------------------- */

/* (transfer full): a file for a new story, that is not there yet */
static GFile *
find_new_file (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "taper", "stories", NULL);

  for (guint i = 1;; i++)
    {
      /* Translators: name of a file, without its extension. */
      g_autofree char *name = g_strdup_printf (_ ("Story %u"), i);
      g_autofree char *base = g_strconcat (name, TAPER_STORY_SUFFIX, NULL);
      g_autofree char *path = g_build_filename (folder, base, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_file_new_for_path (path);
    }
}

static void
start_story (TaperStoryPlayer *self, TaperBundle *bundle)
{
  g_autoptr (TaperStory) story = taper_story_new ();
  g_autoptr (GFile) file = find_new_file ();
  const char *path = taper_bundle_get_path (bundle);
  g_autofree char *base = path != NULL ? g_path_get_basename (path) : NULL;
  g_autofree char *relative = base != NULL ? g_build_filename ("bundles", base, NULL) : NULL;
  g_autofree char *shipped = relative != NULL ? taper_data_find (relative) : NULL;

  taper_story_set_title (story, _ ("My Story"));
  if (shipped != NULL && g_str_has_suffix (base, ".safetensors"))
    base[strlen (base) - strlen (".safetensors")] = '\0';
  taper_story_set_bundle (story, shipped != NULL ? base : path, taper_bundle_get_sha256 (bundle));
  set_story (self, story, file, FALSE);
}

TaperStoryStep *
taper_story_player_record (TaperStoryPlayer *self)
{
  TaperBundle *bundle = taper_document_get_bundle (self->document);
  GListModel *pictures = taper_document_get_pictures (self->document);
  g_autoptr (TaperStoryStep) step = NULL;
  g_autofree char *title = NULL;
  TaperTask *task;

  if (bundle == NULL)
    return NULL;
  if (self->story == NULL || self->shipped)
    start_story (self, bundle);
  task = taper_document_get_task (self->document);
  title = taper_task_describe (taper_bundle_get_classes (bundle), task, 3);
  step = taper_story_step_new (title, "");
  taper_story_step_set_task (step, taper_bundle_get_classes (bundle), task);
  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    {
      g_autoptr (TaperPicture) picture = g_list_model_get_item (pictures, i);

      if (!taper_story_step_add_picture (step, picture, taper_picture_get_label (picture)))
        {
          g_autofree char *message = g_strdup_printf (
              _ ("A step holds at most %d pictures; the others were left out of it."),
              TAPER_STORY_MAX_PICTURES);

          report (self, _ ("Not Every Picture Was Recorded"), message);
          break;
        }
    }
  if (!taper_story_insert (self->story, taper_story_get_n_steps (self->story), step))
    return NULL;
  set_position (self, (int) taper_story_get_n_steps (self->story) - 1);
  return step; /* the story keeps it */
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_story_player_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TaperStoryPlayer *self = TAPER_STORY_PLAYER (object);

  switch (id)
    {
    case PROP_STORY:
      g_value_set_object (value, self->story);
      break;
    case PROP_POSITION:
      g_value_set_int (value, self->position);
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_story_player_dispose (GObject *object)
{
  TaperStoryPlayer *self = TAPER_STORY_PLAYER (object);

  if (self->story != NULL)
    taper_story_player_flush (self);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->story);
  g_clear_object (&self->file);
  g_clear_object (&self->document);
  g_clear_pointer (&self->note, g_free);
  G_OBJECT_CLASS (taper_story_player_parent_class)->dispose (object);
}

static void
taper_story_player_class_init (TaperStoryPlayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = taper_story_player_get_property;
  object_class->dispose = taper_story_player_dispose;
  properties[PROP_STORY] = g_param_spec_object ("story", NULL, NULL, TAPER_TYPE_STORY, flags);
  properties[PROP_POSITION] = g_param_spec_int ("position", NULL, NULL, -1, G_MAXINT, -1, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
taper_story_player_init (TaperStoryPlayer *self)
{
  self->position = self->pending = -1;
}

TaperStoryPlayer *
taper_story_player_new (TaperDocument *document)
{
  TaperStoryPlayer *self = g_object_new (TAPER_TYPE_STORY_PLAYER, NULL);

  self->document = g_object_ref (document);
  g_signal_connect_object (document, "notify::bundle", G_CALLBACK (go_on_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (document, "notify::busy", G_CALLBACK (go_on_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  return self;
}

TaperStory *
taper_story_player_get_story (TaperStoryPlayer *self)
{
  return self->story;
}

GFile *
taper_story_player_get_file (TaperStoryPlayer *self)
{
  return self->file;
}

int
taper_story_player_get_position (TaperStoryPlayer *self)
{
  return self->position;
}

TaperStoryStep *
taper_story_player_get_step (TaperStoryPlayer *self)
{
  return self->position >= 0 && self->position < (int) taper_story_get_n_steps (self->story)
             ? taper_story_get_step (self->story, (guint) self->position)
             : NULL;
}

const char *
taper_story_player_get_note (TaperStoryPlayer *self)
{
  return self->note;
}

gboolean
taper_story_player_is_shipped (TaperStoryPlayer *self)
{
  return self->shipped;
}
