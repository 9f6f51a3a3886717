/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-train-setup-private.h"

#include "core/data/taper-duplicates.h"
#include "core/taper-error.h"
#include "core/train/taper-class-embedding.h"

#include <math.h>
#include <string.h>

#define DUPLICATES_LISTED 20

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

/* --- the network
 * ----------------------------------------------------------------------------------- */

static void
add_conv (GString *nodes, GString *mixed, const char *name, const char *input, guint in, guint out,
          guint kernel, guint stride, const char *add, gboolean relu)
{
  g_string_append_printf (nodes,
                          "{\"op\": \"conv2d\", \"name\": \"%s\", \"input\": \"%s\", \"in\": %u, "
                          "\"out\": %u, \"kernel\": %u, \"stride\": %u, \"padding\": %u, ",
                          name, input, in, out, kernel, stride, kernel / 2);
  if (add != NULL)
    g_string_append_printf (nodes, "\"add\": \"%s\", ", add);
  g_string_append_printf (nodes, "\"relu\": %s}, ", relu ? "true" : "false");
  g_string_append_printf (mixed, "\"%s\", ", name);
}

/* Two 3x3 convolutions around a short cut; strided or widening ones get a 1x1 convolution there. */
static char *
add_block (GString *nodes, GString *mixed, guint stage, guint block, const char *input, guint in,
           guint out, guint stride)
{
  g_autofree char *prefix = g_strdup_printf ("s%u.b%u", stage + 1, block);
  g_autofree char *first = g_strconcat (prefix, ".conv1", NULL);
  g_autofree char *cut = g_strconcat (prefix, ".short", NULL);
  char *second = g_strconcat (prefix, ".conv2", NULL);
  gboolean project = stride != 1 || in != out;

  if (project)
    add_conv (nodes, mixed, cut, input, in, out, 1, stride, NULL, FALSE);
  add_conv (nodes, mixed, first, input, in, out, 3, stride, NULL, TRUE);
  add_conv (nodes, mixed, second, first, out, out, 3, 1, project ? cut : input, TRUE);
  return second;
}

char *
taper_train_network_json (const TaperTrainConfig *config, guint n_classes)
{
  g_autoptr (GString) nodes = g_string_new (NULL);
  g_autoptr (GString) mixed = g_string_new (NULL);
  g_autofree char *input = g_strdup ("stem");
  guint channels = config->width;

  add_conv (nodes, mixed, "stem", "image", 3, channels, 3, config->stem_stride, NULL, TRUE);
  for (guint s = 0; s < config->stages; s++)
    for (guint b = 0; b < config->blocks; b++)
      {
        guint out = config->width << s;
        char *next = add_block (nodes, mixed, s, b, input, channels, out, s > 0 && b == 0 ? 2 : 1);

        g_free (input);
        input = next;
        channels = out;
      }
  return g_strdup_printf (
      "{\"input\": {\"name\": \"image\", \"channels\": 3, \"height\": %u, \"width\": %u, "
      "\"color\": \"sRGB\", \"mean\": [0.485, 0.456, 0.406], \"std\": [0.229, 0.224, 0.225], "
      "\"fit\": \"crop\"}, \"nodes\": [%s{\"op\": \"global_avg_pool\", \"name\": \"pool\", "
      "\"input\": \"%s\"}, {\"op\": \"linear\", \"name\": \"head\", \"input\": \"pool\", "
      "\"in\": %u, \"out\": %u}], \"output\": \"head\", \"mixed\": [%s\"head\"]}",
      config->input, config->input, nodes->str, input, channels, n_classes, mixed->str);
}

float *
taper_flatten_parameters (const TaperTrainNet *net, const TaperParameters *parameters)
{
  TaperNetwork *network = taper_train_net_get_network (net);
  float *flat = g_new (float, taper_train_net_get_n_params (net));

  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      float *at = flat + taper_train_net_get_offset (net, l);

      taper_parameters_get_layer (parameters, l, at,
                                  at + taper_network_get_layer (network, l)->n_weights);
    }
  return flat;
}

/* --- other bundles
 * ---------------------------------------------------------------------------------- */

/* All layers but the last must be there, with the same shapes. */
static gboolean
check_init (TaperTrainer *self, GError **error)
{
  TaperNetwork *theirs = taper_bundle_get_network (self->init);
  guint n = taper_network_get_n_layers (self->network);

  if (taper_network_get_n_layers (theirs) != n)
    return fail (error, "--init %s: its network has %u layers, this one %u", self->options->init,
                 taper_network_get_n_layers (theirs), n);
  for (guint l = 0; l + 1 < n; l++)
    {
      const TaperLayer *a = taper_network_get_layer (self->network, l);
      gboolean found = FALSE;

      for (guint m = 0; m < n && !found; m++)
        {
          const TaperLayer *b = taper_network_get_layer (theirs, m);

          if (!g_str_equal (a->name, b->name))
            continue;
          found = TRUE;
          if (a->out_channels != b->out_channels || a->in_channels != b->in_channels ||
              a->kernel != b->kernel)
            return fail (error,
                         "--init %s: layer %s is [%u, %u, %u, %u] there, [%u, %u, %u, %u] by "
                         "the config",
                         self->options->init, a->name, b->out_channels, b->in_channels, b->kernel,
                         b->kernel, a->out_channels, a->in_channels, a->kernel, a->kernel);
        }
      if (!found)
        return fail (error, "--init %s: it has no layer %s", self->options->init, a->name);
    }
  return TRUE;
}

static gboolean
check_teacher (TaperTrainer *self, GError **error)
{
  TaperClassList *theirs = taper_bundle_get_classes (self->teacher);
  const TaperInputSpec *a = taper_network_get_input (self->network);
  const TaperInputSpec *b = taper_network_get_input (taper_bundle_get_network (self->teacher));

  if (a->width != b->width || a->height != b->height ||
      memcmp (a->mean, b->mean, sizeof a->mean) != 0 || memcmp (a->std, b->std, sizeof a->std) != 0)
    return fail (error, "--teacher %s: its input is %u x %u, this network's %u x %u",
                 self->options->teacher, b->width, b->height, a->width, a->height);
  self->teacher_class = g_new (guint, self->n_classes);
  for (guint c = 0; c < self->n_classes; c++)
    {
      const char *id = taper_class_list_get_class (self->data->classes, c)->id;
      gboolean found = FALSE;

      for (guint t = 0; t < taper_class_list_get_n_classes (theirs) && !found; t++)
        if (g_str_equal (taper_class_list_get_class (theirs, t)->id, id))
          {
            self->teacher_class[c] = t;
            found = TRUE;
          }
      if (!found)
        return fail (error, "--teacher %s: it does not know the class “%s”", self->options->teacher,
                     id);
    }
  self->teacher_net = taper_train_net_new (taper_bundle_get_network (self->teacher), error);
  return self->teacher_net != NULL;
}

static gboolean
open_bundles (TaperTrainer *self, GError **error)
{
  if (self->options->init != NULL)
    {
      self->init = taper_bundle_open (self->options->init, error);
      if (self->init == NULL || !check_init (self, error))
        return FALSE;
    }
  else if (self->config->generic_epochs == 0)
    return fail (error, "[generic] epochs: 0 needs --init, a bundle to take the network from");
  if (self->options->teacher != NULL)
    {
      self->teacher = taper_bundle_open (self->options->teacher, error);
      if (self->teacher == NULL || !check_teacher (self, error))
        return FALSE;
    }
  return TRUE;
}

/* --- pictures
 * --------------------------------------------------------------------------------------- */

static char *
cache_path (TaperTrainer *self, const char *part, guint side)
{
  const char *data = self->options->data != NULL ? self->options->data : self->config->data;
  g_autofree char *absolute = g_canonicalize_filename (data, NULL);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%u", absolute, part, side);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autofree char *name = g_strdup_printf ("%s-%.16s.pictures", part, sum);

  if (self->config->cache != NULL)
    return g_build_filename (self->config->cache, name, NULL);
  return g_build_filename (g_get_user_cache_dir (), "taper", name, NULL);
}

static void
reading_cb (guint done, guint total, gpointer data)
{
  TaperTrainer *self = data;

  self->step = done;
  self->n_steps = total;
  taper_trainer_tell (self, 0, NULL);
}

static TaperPictureCache *
open_cache (TaperTrainer *self, const char *part, TaperPictureList *list, guint side,
            GError **error)
{
  g_autofree char *path = cache_path (self, part, side);
  TaperTrainStage stage = self->stage; /* of the checkpoint */
  guint64 step = self->step;
  TaperPictureCache *cache;

  self->stage = TAPER_TRAIN_READING;
  cache =
      taper_picture_cache_open (path, (const char *const *) list->paths->pdata, list->paths->len,
                                side, reading_cb, self, self->cancellable, error);
  self->stage = stage;
  self->step = step;
  if (cache != NULL && taper_picture_cache_get_unreadable (cache)->len > 0)
    taper_trainer_note (self, "%u %s pictures can't be read and are left out; listed at the end",
                        taper_picture_cache_get_unreadable (cache)->len, part);
  return cache;
}

static void
report_duplicates (TaperTrainer *self)
{
  TaperPictureList *train = &self->data->train, *test = &self->data->test;
  g_autoptr (GArray) pairs = taper_find_duplicates (self->train_cache, train->paths->len,
                                                    self->test_cache, test->paths->len, 100000);

  if (pairs->len > 0)
    taper_trainer_note (self, "%u test pictures are also among the training pictures",
                        pairs->len / 2);
  for (guint i = 0; i < MIN (pairs->len, 2 * DUPLICATES_LISTED); i += 2)
    taper_trainer_note (
        self, "the same picture: %s and %s",
        (char *) g_ptr_array_index (train->paths, g_array_index (pairs, guint, i)),
        (char *) g_ptr_array_index (test->paths, g_array_index (pairs, guint, i + 1)));
}

static void
pool_add (TaperPool *pool, guint index)
{
  pool->index[pool->n++] = index;
}

/* Parts of each class's pictures are held out: for comparing settings, and for the mixer alone. */
static gboolean
fill_pools (TaperTrainer *self, GError **error)
{
  guint n = self->data->train.paths->len;
  TaperPool *pools[] = { &self->learn, &self->mixer_only, &self->validation };
  g_autofree guint *members = g_new (guint, n);

  for (guint p = 0; p < G_N_ELEMENTS (pools); p++)
    pools[p]->index = g_new (guint, n);
  for (guint c = 0; c < self->n_classes; c++)
    {
      TaperRandom random = taper_random_stream (self->config->seed, 0x9001, c);
      guint size = 0, validation, mixer;

      for (guint i = 0; i < n; i++)
        if (g_array_index (self->data->train.labels, guint, i) == c &&
            taper_picture_cache_get (self->train_cache, i) != NULL)
          members[size++] = i;
      if (size == 0)
        return fail (error, "no training picture of “%s” can be read",
                     taper_class_list_get_class (self->data->classes, c)->name);
      taper_random_shuffle (&random, members, size);
      validation = MIN (size - 1, (guint) lround (size * self->config->validation));
      mixer = MIN (size - 1 - validation,
                   (guint) lround ((size - validation) * self->config->mixer_holdout));
      for (guint i = 0; i < size; i++)
        pool_add (pools[i < validation ? 2 : i < validation + mixer ? 1 : 0], members[i]);
    }
  return TRUE;
}

/* Groups of classes.json, if they say anything; else the clusters will serve. */
static void
take_groups (TaperTrainer *self)
{
  guint n_groups = taper_class_list_get_n_groups (self->data->classes);

  if (n_groups < 2 || n_groups == self->n_classes)
    return;
  self->grouping.n = self->n_classes;
  self->grouping.n_groups = n_groups;
  self->grouping.group = g_new (guint, self->n_classes);
  for (guint c = 0; c < self->n_classes; c++)
    self->grouping.group[c] = taper_class_list_get_class (self->data->classes, c)->group;
}

/* --- all of it
 * -------------------------------------------------------------------------------------- */

static gboolean
open_words (TaperTrainer *self, GError **error)
{
  const char *path = self->config->embeddings;

  if (path == NULL)
    path = self->options->embeddings;
  if (path == NULL || g_str_equal (path, "none"))
    return TRUE;
  self->text = taper_class_embeddings (self->data->classes, path, &self->n_text, error);
  return self->text != NULL;
}

/* Whether a line of the config has a say in what was learnt up to @stage. What only a later stage
 * reads may still be changed. */
static gboolean
matters (const char *section, const char *line, TaperTrainStage stage)
{
  static const char *const free_keys[] = {
    "threads=", "checkpoint_minutes=", "evaluation_tasks=", "cache=", "name=", "terms="
  };

  for (guint k = 0; k < G_N_ELEMENTS (free_keys); k++)
    if (g_str_has_prefix (line, free_keys[k]))
      return FALSE;
  if (stage >= TAPER_TRAIN_JOINT)
    return TRUE;
  if (g_str_equal (section, "[joint]")) /* smoothing is the specialists' too */
    return stage == TAPER_TRAIN_SPECIALISTS &&
           (g_str_has_prefix (line, "smoothing=") || g_str_has_prefix (line, "generic_basis="));
  if (g_str_equal (section, "[mixer]")) /* the words tell the clusters apart */
    return stage == TAPER_TRAIN_SPECIALISTS && g_str_has_prefix (line, "embeddings=");
  return stage == TAPER_TRAIN_SPECIALISTS || !g_str_equal (section, "[specialists]");
}

/* What must be the same for a checkpoint of @stage to be gone on with. */
char *
taper_trainer_fingerprint (TaperTrainer *self, TaperTrainStage stage)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *text = taper_train_config_to_text (self->config);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const char *section = "";

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (lines[i][0] == '[')
        section = lines[i];
      else if (matters (section, lines[i], stage))
        g_checksum_update (sum, (const guchar *) lines[i], -1);
    }
  g_checksum_update (sum, (const guchar *) self->data->classes_json, -1);
  text = (g_free (text),
          g_strdup_printf ("%u %u", self->data->train.paths->len, self->data->test.paths->len));
  g_checksum_update (sum, (const guchar *) text, -1);
  if (self->init != NULL)
    g_checksum_update (sum, (const guchar *) taper_bundle_get_sha256 (self->init), -1);
  if (self->teacher != NULL)
    g_checksum_update (sum, (const guchar *) taper_bundle_get_sha256 (self->teacher), -1);
  return g_strdup (g_checksum_get_string (sum));
}

static gboolean
open_outputs (TaperTrainer *self, GError **error)
{
  g_autofree char *dir = g_path_get_dirname (self->options->output);
  int mode = self->options->resume ? 'a' : 'w';
  const char modes[2] = { (char) mode, '\0' };

  if (!g_file_test (dir, G_FILE_TEST_IS_DIR))
    return fail (error, "“%s”: there is no such folder to write the bundle to", dir);
  self->checkpoint_path = g_strconcat (self->options->output, ".checkpoint", NULL);
  self->log_path = g_strconcat (self->options->output, ".log", NULL);
  if (self->options->resume && !g_file_test (self->checkpoint_path, G_FILE_TEST_EXISTS))
    return fail (error, "--resume: there is no checkpoint “%s”", self->checkpoint_path);
  self->log = fopen (self->log_path, modes);
  if (self->log == NULL)
    return fail (error, "“%s” cannot be written", self->log_path);
  return TRUE;
}

static gboolean
open_data (TaperTrainer *self, GError **error)
{
  const char *path = self->options->data != NULL ? self->options->data : self->config->data;

  if (path == NULL)
    return fail (error, "no pictures given: [data] path is empty and there is no --data");
  self->data = taper_data_set_open (path, self->config->test_fraction, self->config->seed, error);
  if (self->data == NULL)
    return FALSE;
  self->n_classes = taper_class_list_get_n_classes (self->data->classes);
  if (self->config->bases > self->n_classes)
    return fail (error, "[specialists] bases: %u bases for %u classes", self->config->bases,
                 self->n_classes);
  self->n_bases = self->config->bases + (self->config->generic_basis > 0 ? 1 : 0);
  take_groups (self);
  return TRUE;
}

static gboolean
open_network (TaperTrainer *self, GError **error)
{
  g_autofree char *json = taper_train_network_json (self->config, self->n_classes);

  self->network = taper_network_new_from_json (json, error);
  self->net = self->network == NULL ? NULL : taper_train_net_new (self->network, error);
  if (self->net == NULL)
    return FALSE;
  self->n_params = taper_train_net_get_n_params (self->net);
  return TRUE;
}

gboolean
taper_trainer_open (TaperTrainer *self, GError **error)
{
  return open_data (self, error) && open_network (self, error) && open_bundles (self, error) &&
         open_words (self, error);
}

gboolean
taper_trainer_read_pictures (TaperTrainer *self, GError **error)
{
  guint side = self->config->cache_size > 0 ? self->config->cache_size : self->config->input;

  self->train_cache = open_cache (self, "train", &self->data->train, side, error);
  if (self->train_cache == NULL)
    return FALSE;
  self->test_cache = open_cache (self, "test", &self->data->test, self->config->input, error);
  return self->test_cache != NULL;
}

gboolean
taper_trainer_setup (TaperTrainer *self, GError **error)
{
  if (!taper_trainer_open (self, error) || !open_outputs (self, error))
    return FALSE;
  if (self->options->resume && !taper_checkpoint_open (self, error))
    return FALSE;
  if (self->data->split_made)
    taper_trainer_note (self, "no test pictures: %u of %u were kept back for testing",
                        self->data->test.paths->len,
                        self->data->test.paths->len + self->data->train.paths->len);
  if (!taper_trainer_read_pictures (self, error) || !fill_pools (self, error))
    return FALSE;
  if (!self->options->resume)
    report_duplicates (self);
  return taper_trainer_prepare_teacher (self, error);
}
