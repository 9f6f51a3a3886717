/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A checkpoint is a safetensors file: the state in its metadata, arrays as tensors. It is replaced
 * atomically, so whatever happens the last complete one is there. */
#include "core/train/taper-trainer-private.h"

#include "core/taper-error.h"

#define FORMAT "taper-checkpoint"

static void
set_number (TaperSafetensorsWriter *writer, const char *key, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  taper_safetensors_writer_set_metadata (writer, key,
                                         g_ascii_dtostr (buffer, sizeof buffer, value));
}

static void
add_array (TaperSafetensorsWriter *writer, const char *name, const float *data, gsize n)
{
  guint64 shape = n;

  if (data != NULL)
    taper_safetensors_writer_add (writer, name, TAPER_DTYPE_F32, 1, &shape, data);
}

gboolean
taper_checkpoint_write (TaperTrainer *self, const TaperSlot *slots, guint n_slots, GError **error)
{
  g_autoptr (TaperSafetensorsWriter) writer = taper_safetensors_writer_new ();
  g_autofree char *fingerprint = taper_trainer_fingerprint (self, self->stage);
  double seconds = (double) (g_get_monotonic_time () - self->started) / G_USEC_PER_SEC;

  taper_safetensors_writer_set_metadata (writer, "format", FORMAT);
  taper_safetensors_writer_set_metadata (writer, "fingerprint", fingerprint);
  set_number (writer, "stage", self->stage);
  set_number (writer, "basis", self->basis);
  set_number (writer, "step", self->step);
  set_number (writer, "seconds", self->seconds_before + seconds);
  add_array (writer, "generic", self->generic, self->n_params);
  add_array (writer, "clusters", self->clusters, self->n_classes);
  add_array (writer, "bases", self->bases, self->n_bases * self->n_params);
  for (guint i = 0; i < n_slots; i++)
    add_array (writer, slots[i].name, slots[i].data, slots[i].n);
  return taper_safetensors_writer_write (writer, self->checkpoint_path, error);
}

static gboolean
fail (const TaperTrainer *self, const char *what, GError **error)
{
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "“%s”: %s", self->checkpoint_path, what);
  return FALSE;
}

static double
get_number (const TaperTrainer *self, const char *key)
{
  const char *text = taper_safetensors_get_metadata (self->resumed, key);

  return text == NULL ? -1 : g_ascii_strtod (text, NULL);
}

static gboolean
read_array (TaperTrainer *self, const char *name, float *out, gsize n, GError **error)
{
  const TaperTensorView *view = taper_safetensors_lookup (self->resumed, name);

  if (view == NULL || view->n_elements != n || !taper_tensor_view_read (view, out))
    {
      g_autofree char *what = g_strdup_printf ("“%s” is missing or damaged", name);

      return fail (self, what, error);
    }
  return TRUE;
}

/* Results of earlier stages, if there are any yet. */
static gboolean
read_optional (TaperTrainer *self, const char *name, float **out, gsize n, GError **error)
{
  if (taper_safetensors_lookup (self->resumed, name) == NULL)
    return TRUE;
  *out = g_new (float, n);
  return read_array (self, name, *out, n, error);
}

gboolean
taper_checkpoint_open (TaperTrainer *self, GError **error)
{
  g_autofree char *fingerprint = NULL;
  double stage, basis, step;

  self->resumed = taper_safetensors_open (self->checkpoint_path, error);
  if (self->resumed == NULL)
    return FALSE;
  if (g_strcmp0 (taper_safetensors_get_metadata (self->resumed, "format"), FORMAT) != 0)
    return fail (self, "not a checkpoint", error);
  stage = get_number (self, "stage");
  basis = get_number (self, "basis");
  step = get_number (self, "step");
  if (!(stage >= TAPER_TRAIN_GENERIC && stage <= TAPER_TRAIN_EVALUATING && basis >= 0 &&
        basis <= self->n_bases && step >= 0 && step < 1e15))
    return fail (self, "damaged: no such stage or step", error);
  fingerprint = taper_trainer_fingerprint (self, (TaperTrainStage) stage);
  if (g_strcmp0 (taper_safetensors_get_metadata (self->resumed, "fingerprint"), fingerprint) != 0)
    return fail (self, "made with another config, other pictures or other bundles", error);
  self->stage = (TaperTrainStage) stage;
  self->basis = (guint) basis;
  self->step = (guint64) step;
  self->seconds_before = MAX (get_number (self, "seconds"), 0);
  return read_optional (self, "generic", &self->generic, self->n_params, error) &&
         read_optional (self, "clusters", &self->clusters, self->n_classes, error) &&
         read_optional (self, "bases", &self->bases, self->n_bases * self->n_params, error);
}

gboolean
taper_checkpoint_take (TaperTrainer *self, const TaperSlot *slots, guint n_slots, GError **error)
{
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < n_slots; i++)
    ok = read_array (self, slots[i].name, slots[i].data, slots[i].n, error);
  g_clear_pointer (&self->resumed, taper_safetensors_free);
  return ok;
}
