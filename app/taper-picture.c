/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-picture.h"

struct _TaperPicture {
  GObject parent_instance;
  guint64 id;
  char *name;
  GFile *file;
  GBytes *bytes;
  TaperPictureState state;
  char *error;
  TaperImage *preview;
  TaperImage *input;
  guint original_width, original_height;
  TaperImageNotes notes;
  char *label;
};

G_DEFINE_FINAL_TYPE (TaperPicture, taper_picture, G_TYPE_OBJECT)

enum { PROP_0, PROP_ID, PROP_NAME, PROP_STATE, PROP_ERROR, PROP_LABEL, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
taper_picture_drop_images (TaperPicture *self)
{
  g_clear_pointer (&self->preview, taper_image_unref);
  g_clear_pointer (&self->input, taper_image_unref);
  self->original_width = self->original_height = 0;
  self->notes = 0;
}

static void
taper_picture_finalize (GObject *object)
{
  TaperPicture *self = TAPER_PICTURE (object);

  taper_picture_drop_images (self);
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self->error);
  g_free (self->label);
  G_OBJECT_CLASS (taper_picture_parent_class)->finalize (object);
}

static void
taper_picture_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TaperPicture *self = TAPER_PICTURE (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_uint64 (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_picture_class_init (TaperPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = taper_picture_finalize;
  object_class->get_property = taper_picture_get_property;
  properties[PROP_ID] = g_param_spec_uint64 ("id", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, TAPER_PICTURE_LOADING,
                                             TAPER_PICTURE_FAILED, TAPER_PICTURE_LOADING, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
taper_picture_init (TaperPicture *self)
{
  static guint64 last_id;

  self->id = ++last_id;
}

TaperPicture *
taper_picture_new (const char *name, GFile *file, GBytes *bytes)
{
  TaperPicture *self = g_object_new (TAPER_TYPE_PICTURE, NULL);

  self->name = g_utf8_make_valid (name ? name : "", -1);
  self->file = file ? g_object_ref (file) : NULL;
  self->bytes = bytes ? g_bytes_ref (bytes) : NULL;
  return self;
}

guint64
taper_picture_get_id (TaperPicture *self)
{
  return self->id;
}

const char *
taper_picture_get_name (TaperPicture *self)
{
  return self->name;
}

GFile *
taper_picture_get_file (TaperPicture *self)
{
  return self->file;
}

void
taper_picture_set_file (TaperPicture *self, GFile *file)
{
  g_set_object (&self->file, file);
}

GBytes *
taper_picture_get_bytes (TaperPicture *self)
{
  return self->bytes;
}

TaperPictureState
taper_picture_get_state (TaperPicture *self)
{
  return self->state;
}

const char *
taper_picture_get_error (TaperPicture *self)
{
  return self->error;
}

TaperImage *
taper_picture_get_preview (TaperPicture *self)
{
  return self->preview;
}

TaperImage *
taper_picture_get_input (TaperPicture *self)
{
  return self->input;
}

guint
taper_picture_get_original_width (TaperPicture *self)
{
  return self->original_width;
}

guint
taper_picture_get_original_height (TaperPicture *self)
{
  return self->original_height;
}

TaperImageNotes
taper_picture_get_notes (TaperPicture *self)
{
  return self->notes;
}

const char *
taper_picture_get_label (TaperPicture *self)
{
  return self->label;
}

void
taper_picture_set_label (TaperPicture *self, const char *label)
{
  g_return_if_fail (TAPER_IS_PICTURE (self));

  if (g_strcmp0 (self->label, label) == 0)
    return;
  g_free (self->label);
  self->label = g_strdup (label);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

static void
taper_picture_set_state (TaperPicture *self, TaperPictureState state, const char *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (g_strcmp0 (self->error, error) != 0)
    {
      g_free (self->error);
      self->error = g_strdup (error);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
    }
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
taper_picture_set_loaded (TaperPicture *self, TaperImage *preview, TaperImage *input,
                          guint original_width, guint original_height, TaperImageNotes notes)
{
  g_return_if_fail (TAPER_IS_PICTURE (self) && preview && input);

  taper_picture_drop_images (self);
  self->preview = taper_image_ref (preview);
  self->input = taper_image_ref (input);
  self->original_width = original_width;
  self->original_height = original_height;
  self->notes = notes;
  taper_picture_set_state (self, TAPER_PICTURE_READY, NULL);
}

void
taper_picture_set_failed (TaperPicture *self, const char *message)
{
  g_return_if_fail (TAPER_IS_PICTURE (self) && message);

  taper_picture_drop_images (self);
  taper_picture_set_state (self, TAPER_PICTURE_FAILED, message);
}

void
taper_picture_reset (TaperPicture *self)
{
  g_return_if_fail (TAPER_IS_PICTURE (self));

  taper_picture_drop_images (self);
  taper_picture_set_state (self, TAPER_PICTURE_LOADING, NULL);
}
