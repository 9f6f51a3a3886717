/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-train-config.h"

#include "core/task/taper-fold-private.h"
#include "core/taper-error.h"

#include <math.h>
#include <stddef.h>

typedef enum { TEXT, WHOLE, REAL, LONG } Kind; /* LONG: guint64 */

typedef struct {
  const char *group, *key;
  Kind kind;
  gsize offset;
  double min, max;
  const char *standard;
  const char *help;
} Key;

#define AT(member) offsetof (TaperTrainConfig, member)

static const Key keys[] = {
  { "data", "path", TEXT, AT (data), 0, 0, "",
    "folder with train/CLASS and test/CLASS, or CLASS alone, or a list file" },
  { "data", "cache", TEXT, AT (cache), 0, 0, "",
    "folder for decoded pictures; empty: the user's cache folder" },
  { "data", "name", TEXT, AT (name), 0, 0, "My pictures", "title of the bundle" },
  { "data", "terms", TEXT, AT (terms), 0, 0, "", "what the pictures are and may be used for" },
  { "data", "test_fraction", REAL, AT (test_fraction), .01, .9, "0.2",
    "kept back for testing when there is no test folder" },
  { "data", "validation", REAL, AT (validation), 0, .5, "0",
    "part of the training pictures to compare settings with, never learnt from" },
  { "data", "cache_size", WHOLE, AT (cache_size), 0, 512, "0",
    "side of the cached training pictures; 0: the input's. Larger ones leave room to zoom" },

  { "network", "input", WHOLE, AT (input), 16, 512, "64", "side of the network's input" },
  { "network", "width", WHOLE, AT (width), 4, 256, "16",
    "channels of the first stage, doubled in each following one" },
  { "network", "blocks", WHOLE, AT (blocks), 1, 16, "2", "residual blocks per stage" },
  { "network", "stages", WHOLE, AT (stages), 1, 5, "4", "stages; each halves the picture" },
  { "network", "stem_stride", WHOLE, AT (stem_stride), 1, 2, "2", "stride of the first layer" },

  { "augmentation", "padding", WHOLE, AT (augmentation.padding), 0, 64, "8",
    "shift by up to so many pixels" },
  { "augmentation", "flip", REAL, AT (augmentation.flip), 0, 1, "0.5",
    "probability of mirroring left to right" },
  { "augmentation", "zoom", REAL, AT (augmentation.zoom), 0, .9, "0",
    "a square of 1 - zoom to 1 of the side is cut out" },
  { "augmentation", "rotation", REAL, AT (augmentation.rotation), 0, 180, "0",
    "turned by up to so many degrees" },
  { "augmentation", "brightness", REAL, AT (augmentation.brightness), 0, .9, "0",
    "factor within 1 +- this" },
  { "augmentation", "contrast", REAL, AT (augmentation.contrast), 0, .9, "0", "likewise" },
  { "augmentation", "saturation", REAL, AT (augmentation.saturation), 0, 1, "0", "likewise" },
  { "augmentation", "cutout", REAL, AT (augmentation.cutout), 0, .9, "0",
    "side of a blank square, as part of the picture's" },

  { "generic", "epochs", REAL, AT (generic_epochs), 0, 10000, "36",
    "of the generic network; 0: take that of --init as it is" },
  { "generic", "batch", WHOLE, AT (batch), 16, 4096, "256", "a multiple of 16, in all stages" },
  { "generic", "rate", REAL, AT (generic_rate), 0, 10, "0.2", "peak learning rate at batch 256" },
  { "generic", "decay", REAL, AT (generic_decay), 0, 1, "0.0001", "weight decay" },
  { "generic", "smoothing", REAL, AT (smoothing), 0, .9, "0.1", "of the labels" },

  { "teacher", "weight", REAL, AT (teacher_weight), 0, 1, "0.6",
    "of the teacher in the loss, when there is one" },
  { "teacher", "temperature", REAL, AT (temperature), .1, 100, "2", "of both softmaxes" },
  { "teacher", "same_view", WHOLE, AT (teacher_same_view), 0, 1, "0",
    "1: the teacher sees each varied picture (slower); 0: its answers to the plain and the "
    "mirrored "
    "picture are kept" },

  { "specialists", "bases", WHOLE, AT (bases), 1, 64, "8", "K" },
  { "specialists", "epochs", REAL, AT (specialist_epochs), 0, 10000, "8",
    "divided among the bases" },
  { "specialists", "rate", REAL, AT (specialist_rate), 0, 1, "0.0003", "peak learning rate" },
  { "specialists", "decay", REAL, AT (decay), 0, 1, "0.0001",
    "weight decay, here and in joint training" },
  { "specialists", "clip", REAL, AT (clip), 0, 1000, "5",
    "limit of the gradient's norm, here and in joint training" },
  { "specialists", "text_weight", REAL, AT (text_weight), 0, 100, "1",
    "of the names against the confusions when classes are clustered" },

  { "joint", "epochs", REAL, AT (joint_epochs), 0, 10000, "30", "of joint training" },
  { "joint", "tasks", WHOLE, AT (tasks), 1, 64, "4", "per step, each with a batch of its own" },
  { "joint", "batch", WHOLE, AT (joint_batch), 0, 4096, "0",
    "of each task, a multiple of 16; 0: that of the other stages" },
  { "joint", "rate", REAL, AT (joint_rate), 0, 1, "0.001", "peak learning rate of the bases" },
  { "joint", "mixer_rate", REAL, AT (mixer_rate), 0, 1, "0.001",
    "peak learning rate of the mixer" },
  { "joint", "smoothing", REAL, AT (joint_smoothing), 0, .9, "0.1",
    "of the labels, here and for the specialists" },
  { "joint", "min_classes", WHOLE, AT (min_classes), 2, 1000, "4", "of a sampled task" },
  { "joint", "max_classes", WHOLE, AT (max_classes), 2, 10000, "50", "of a sampled task" },
  { "joint", "related", REAL, AT (related), 0, 1, "0.6",
    "part of the tasks that is made of related classes" },
  { "joint", "mixer_holdout", REAL, AT (mixer_holdout), 0, .5, "0",
    "part of the training pictures that only the mixer learns from; 0: all learn from all" },
  { "joint", "generic_basis", REAL, AT (generic_basis), 0, 2, "0",
    "above 0: the frozen generic is one more basis, and this its share in the prior" },
  { "joint", "pull", REAL, AT (pull), 0, 1, "0", "L2 pull of the bases to the generic" },
  { "joint", "prior_scale", REAL, AT (prior_scale), 0, 20, "3",
    "first weight of the prior in the mixer" },

  { "mixer", "hidden", WHOLE, AT (hidden), 8, 1024, "128", "values per hidden layer" },
  { "mixer", "learned", WHOLE, AT (learned), 0, 512, "32", "learned values per class" },
  { "mixer", "embeddings", TEXT, AT (embeddings), 0, 0, "",
    "word vectors; empty: those that come with Taper; none: without" },

  { "run", "seed", LONG, AT (seed), 0, 9e15, "1", "of everything random" },
  { "run", "threads", WHOLE, AT (threads), 0, 1024, "0", "0: one per core" },
  { "run", "checkpoint_minutes", REAL, AT (checkpoint_minutes), .01, 1440, "5",
    "between two checkpoints" },
  { "run", "evaluation_tasks", WHOLE, AT (evaluation_tasks), 2, 1000, "60",
    "of each kind in the evaluation" },
};

static gboolean G_GNUC_PRINTF (2, 3) fail (GError **error, const char *format, ...)
{
  va_list args;
  g_autofree char *message = NULL;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, TAPER_ERROR, TAPER_ERROR_CONFIG, message);
  return FALSE;
}

static gboolean
set_value (TaperTrainConfig *self, const Key *key, const char *text, GError **error)
{
  void *place = (char *) self + key->offset;
  double value;
  char *end;

  if (key->kind == TEXT)
    {
      g_free (*(char **) place);
      *(char **) place = text[0] == '\0' ? NULL : g_strdup (text);
      return TRUE;
    }
  value = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || !isfinite (value) ||
      (key->kind != REAL && value != floor (value)))
    return fail (error, "[%s] %s: expected a %s, found “%s”", key->group, key->key,
                 key->kind == REAL ? "number" : "whole number", text);
  if (value < key->min || value > key->max)
    return fail (error, "[%s] %s: expected %g to %g, found %s", key->group, key->key, key->min,
                 key->max, text);
  if (key->kind == WHOLE)
    *(guint *) place = (guint) value;
  else if (key->kind == LONG)
    *(guint64 *) place = (guint64) value;
  else
    *(double *) place = value;
  return TRUE;
}

static char *
get_value (const TaperTrainConfig *self, const Key *key)
{
  const void *place = (const char *) self + key->offset;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  switch (key->kind)
    {
    case TEXT:
      return g_strdup (*(char *const *) place == NULL ? "" : *(char *const *) place);
    case WHOLE:
      return g_strdup_printf ("%u", *(const guint *) place);
    case LONG:
      return g_strdup_printf ("%" G_GUINT64_FORMAT, *(const guint64 *) place);
    case REAL:
    default:
      return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.10g", *(const double *) place));
    }
}

TaperTrainConfig *
taper_train_config_new (void)
{
  TaperTrainConfig *self = g_new0 (TaperTrainConfig, 1);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    set_value (self, &keys[i], keys[i].standard, NULL);
  return self;
}

static guint
distance (const char *a, const char *b)
{
  glong n_a, n_b;
  g_autofree gunichar *wide_a = g_utf8_to_ucs4_fast (a, -1, &n_a);
  g_autofree gunichar *wide_b = g_utf8_to_ucs4_fast (b, -1, &n_b);

  if (n_a > TAPER_EDIT_MAX || n_b > TAPER_EDIT_MAX)
    return G_MAXUINT;
  return taper_edit_distance (wide_a, n_a, wide_b, n_b, TAPER_EDIT_MAX);
}

/* The nearest name; a key of the same group is nearer than one of another. */
static gboolean
fail_unknown (const char *group, const char *key, GError **error)
{
  const Key *best = &keys[0];
  guint least = G_MAXUINT;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      guint d = key == NULL ? distance (group, keys[i].group)
                            : 4 * distance (key, keys[i].key) + !g_str_equal (group, keys[i].group);

      if (d < least)
        {
          least = d;
          best = &keys[i];
        }
    }
  if (key == NULL)
    return fail (error, "unknown group [%s]; did you mean [%s]?", group, best->group);
  return fail (error, "unknown key “%s” in [%s]; did you mean “%s” in [%s]?", key, group, best->key,
               best->group);
}

static gboolean
read_group (TaperTrainConfig *self, GKeyFile *file, const char *group, GError **error)
{
  g_auto (GStrv) names = g_key_file_get_keys (file, group, NULL, NULL);
  gboolean known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    known |= g_str_equal (keys[i].group, group);
  if (!known)
    return fail_unknown (group, NULL, error);
  for (guint n = 0; names[n] != NULL; n++)
    {
      g_autofree char *value = g_key_file_get_string (file, group, names[n], error);
      const Key *key = NULL;

      if (value == NULL)
        return FALSE;
      for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
        if (g_str_equal (keys[i].group, group) && g_str_equal (keys[i].key, names[n]))
          key = &keys[i];
      if (key == NULL)
        return fail_unknown (group, names[n], error);
      if (!set_value (self, key, g_strstrip (value), error))
        return FALSE;
    }
  return TRUE;
}

/* What no single range can say. */
static gboolean
check (const TaperTrainConfig *self, GError **error)
{
  guint reduction = self->stem_stride << (self->stages - 1);

  if (self->batch % TAPER_LANES != 0)
    return fail (error, "[generic] batch: expected a multiple of %d, found %u", TAPER_LANES,
                 self->batch);
  if (self->joint_batch % TAPER_LANES != 0)
    return fail (error, "[joint] batch: expected a multiple of %d, found %u", TAPER_LANES,
                 self->joint_batch);
  if (self->input / reduction < 1)
    return fail (error, "[network] stages: an input of %u is too small for %u stages", self->input,
                 self->stages);
  if (self->width << (self->stages - 1) > 2048)
    return fail (error, "[network] width: %u channels in the last stage, at most 2048 are accepted",
                 self->width << (self->stages - 1));
  if (self->cache_size != 0 && self->cache_size < self->input)
    return fail (error, "[data] cache_size: %u is smaller than the input, %u", self->cache_size,
                 self->input);
  if (self->min_classes > self->max_classes)
    return fail (error, "[joint] min_classes: %u is more than max_classes, %u", self->min_classes,
                 self->max_classes);
  return TRUE;
}

TaperTrainConfig *
taper_train_config_new_from_text (const char *text, const char *origin, GError **error)
{
  g_autoptr (TaperTrainConfig) self = taper_train_config_new ();
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;
  g_autoptr (GError) parse = NULL;
  gboolean ok = TRUE;

  if (!g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, &parse))
    {
      fail (error, "%s: %s", origin, parse->message);
      return NULL;
    }
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; ok && groups[i] != NULL; i++)
    ok = read_group (self, file, groups[i], error);
  ok = ok && check (self, error);
  if (!ok)
    {
      g_prefix_error (error, "%s: ", origin);
      return NULL;
    }
  return g_steal_pointer (&self);
}

TaperTrainConfig *
taper_train_config_load (const char *path, GError **error)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  return taper_train_config_new_from_text (text, path, error);
}

void
taper_train_config_free (TaperTrainConfig *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].kind == TEXT)
      g_free (*(char **) ((char *) self + keys[i].offset));
  g_free (self);
}

static char *
write_text (const TaperTrainConfig *self, gboolean with_help)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *value = get_value (self, &keys[i]);

      if (i == 0 || !g_str_equal (keys[i].group, keys[i - 1].group))
        g_string_append_printf (text, "%s[%s]\n", i == 0 ? "" : "\n", keys[i].group);
      if (with_help)
        g_string_append_printf (text, "# %s\n", keys[i].help);
      g_string_append_printf (text, "%s=%s\n", keys[i].key, value);
    }
  return g_string_free (text, FALSE);
}

char *
taper_train_config_to_text (const TaperTrainConfig *self)
{
  return write_text (self, FALSE);
}

char *
taper_train_config_describe (void)
{
  g_autoptr (TaperTrainConfig) standard = taper_train_config_new ();

  return write_text (standard, TRUE);
}
