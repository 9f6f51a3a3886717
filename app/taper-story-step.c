/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-story-step.h"
#include "app/taper-task-text.h"

struct _TaperStoryStep {
  GObject parent_instance;

  char *title, *caption;
  GPtrArray *groups, *classes;
  GPtrArray *pictures, *labels;
};

enum {
  PROP_TITLE = 1,
  PROP_CAPTION,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (TaperStoryStep, taper_story_step, G_TYPE_OBJECT)

static void
set_text (TaperStoryStep *self, char **text, const char *value, guint property)
{
  if (g_strcmp0 (*text, value) == 0)
    return;
  g_free (*text);
  *text = g_utf8_make_valid (value != NULL ? value : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
taper_story_step_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TaperStoryStep *self = TAPER_STORY_STEP (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_CAPTION:
      g_value_set_string (value, self->caption);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_story_step_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TaperStoryStep *self = TAPER_STORY_STEP (object);

  switch (id)
    {
    case PROP_TITLE:
      set_text (self, &self->title, g_value_get_string (value), id);
      break;
    case PROP_CAPTION:
      set_text (self, &self->caption, g_value_get_string (value), id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_story_step_finalize (GObject *object)
{
  TaperStoryStep *self = TAPER_STORY_STEP (object);

  g_free (self->title);
  g_free (self->caption);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->classes);
  g_ptr_array_unref (self->pictures);
  g_ptr_array_unref (self->labels);
  G_OBJECT_CLASS (taper_story_step_parent_class)->finalize (object);
}

static void
taper_story_step_class_init (TaperStoryStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = taper_story_step_get_property;
  object_class->set_property = taper_story_step_set_property;
  object_class->finalize = taper_story_step_finalize;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_CAPTION] = g_param_spec_string ("caption", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
taper_story_step_init (TaperStoryStep *self)
{
  self->title = g_strdup ("");
  self->caption = g_strdup ("");
  self->groups = g_ptr_array_new_with_free_func (g_free);
  self->classes = g_ptr_array_new_with_free_func (g_free);
  self->pictures = g_ptr_array_new_with_free_func (g_object_unref);
  self->labels = g_ptr_array_new_with_free_func (g_free);
}

TaperStoryStep *
taper_story_step_new (const char *title, const char *caption)
{
  return g_object_new (TAPER_TYPE_STORY_STEP, "title", title, "caption", caption, NULL);
}

const char *
taper_story_step_get_title (TaperStoryStep *self)
{
  return self->title;
}

void
taper_story_step_set_title (TaperStoryStep *self, const char *title)
{
  g_object_set (self, "title", title, NULL);
}

const char *
taper_story_step_get_caption (TaperStoryStep *self)
{
  return self->caption;
}

void
taper_story_step_set_caption (TaperStoryStep *self, const char *caption)
{
  g_object_set (self, "caption", caption, NULL);
}

/* --- task ------------------------------------------------------------------------------------- */

GPtrArray *
taper_story_step_get_groups (TaperStoryStep *self)
{
  return self->groups;
}

GPtrArray *
taper_story_step_get_classes (TaperStoryStep *self)
{
  return self->classes;
}

void
taper_story_step_add_group (TaperStoryStep *self, const char *name)
{
  g_ptr_array_add (self->groups, g_strdup (name));
}

void
taper_story_step_add_class (TaperStoryStep *self, const char *id)
{
  g_ptr_array_add (self->classes, g_strdup (id));
}

void
taper_story_step_set_task (TaperStoryStep *self, TaperClassList *classes, const TaperTask *task)
{
  g_autoptr (TaperTaskParts) parts = taper_task_parts_new (classes, task);

  g_ptr_array_set_size (self->groups, 0);
  g_ptr_array_set_size (self->classes, 0);
  for (guint i = 0; i < parts->groups->len; i++)
    taper_story_step_add_group (
        self, taper_class_list_get_group_name (classes, g_array_index (parts->groups, guint, i)));
  for (guint i = 0; i < parts->classes->len; i++)
    taper_story_step_add_class (
        self, taper_class_list_get_class (classes, g_array_index (parts->classes, guint, i))->id);
}

TaperTask *
taper_story_step_make_task (TaperStoryStep *self, TaperClassList *classes, GPtrArray **unknown)
{
  g_autoptr (GArray) selected = g_array_new (FALSE, FALSE, sizeof (guint));

  *unknown = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->groups->len; i++)
    {
      const int group = taper_class_list_find_group (classes, self->groups->pdata[i]);
      const guint *members;
      guint n;

      if (group < 0)
        {
          g_ptr_array_add (*unknown, g_strdup (self->groups->pdata[i]));
          continue;
        }
      members = taper_class_list_get_group_classes (classes, (guint) group, &n);
      g_array_append_vals (selected, members, n);
    }
  for (guint i = 0; i < self->classes->len; i++)
    {
      const int index = taper_class_list_find (classes, self->classes->pdata[i]);

      if (index < 0)
        g_ptr_array_add (*unknown, g_strdup (self->classes->pdata[i]));
      else
        g_array_append_val (selected, index);
    }
  return taper_task_new (taper_class_list_get_n_classes (classes), (const guint *) selected->data,
                         selected->len);
}

/* --- pictures --------------------------------------------------------------------------------- */

GPtrArray *
taper_story_step_get_pictures (TaperStoryStep *self)
{
  return self->pictures;
}

gboolean
taper_story_step_add_picture (TaperStoryStep *self, TaperPicture *picture, const char *label)
{
  if (self->pictures->len >= TAPER_STORY_MAX_PICTURES)
    return FALSE;
  g_ptr_array_add (self->pictures, g_object_ref (picture));
  g_ptr_array_add (self->labels, g_strdup (label));
  return TRUE;
}

const char *
taper_story_step_get_label (TaperStoryStep *self, guint i)
{
  g_return_val_if_fail (i < self->labels->len, NULL);
  return self->labels->pdata[i];
}
