/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/train-run.h"

#include "core/bundle/taper-safetensors.h"
#include "tests/support/train-data.h"

#include <string.h>

static void
event_cb (const TaperTrainEvent *event, gpointer data)
{
  TestRun *self = data;

  if (event->note != NULL)
    g_ptr_array_add (self->notes, g_strdup (event->note));
  else if (event->stage >= TAPER_TRAIN_GENERIC && event->stage <= TAPER_TRAIN_JOINT)
    {
      self->steps++;
      if (self->stop_step > 0 && event->stage == self->stop_stage &&
          event->basis == self->stop_basis && event->step == self->stop_step)
        g_cancellable_cancel (self->cancellable);
    }
  if (self->also != NULL)
    self->also (event, self->also_data);
}

void
test_run_set (TestRun *self, const char *extra)
{
  g_autoptr (GError) error = NULL;
  /* Groups may be given again: later keys win. */
  g_autofree char *text = g_strdup_printf (
      "[data]\ncache=%s\n[network]\ninput=16\nwidth=4\nblocks=1\nstages=2\n"
      "[augmentation]\npadding=1\n[generic]\nepochs=20\nbatch=16\nrate=1.5\n"
      "[specialists]\nbases=2\nepochs=4\n[joint]\nepochs=4\ntasks=2\nmin_classes=2\n"
      "max_classes=4\n[mixer]\nhidden=8\nlearned=4\nembeddings=none\n"
      "[run]\nthreads=2\ncheckpoint_minutes=1000\nevaluation_tasks=3\n%s",
      self->dir, extra == NULL ? "" : extra);

  g_clear_pointer (&self->config, taper_train_config_free);
  self->config = taper_train_config_new_from_text (text, "test", &error);
  g_assert_no_error (error);
}

TestRun *
test_run_new (const char *data, const char *extra)
{
  TestRun *self = g_new0 (TestRun, 1);

  self->dir = test_temporary_folder ();
  self->data = data != NULL ? g_strdup (data) : test_train_folder (16, 4);
  self->output = g_build_filename (self->dir, "out.safetensors", NULL);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->cancellable = g_cancellable_new ();
  self->options.data = self->data;
  self->options.output = self->output;
  self->options.event = event_cb;
  self->options.event_data = self;
  test_run_set (self, extra);
  return self;
}

void
test_run_free (TestRun *self)
{
  test_remove_folder (self->dir);
  taper_train_config_free (self->config);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->notes);
  g_free (self->dir);
  g_free (self->data);
  g_free (self->output);
  g_free (self);
}

char *
test_run_path (const TestRun *self, const char *ending)
{
  return g_strconcat (self->output, ending, NULL);
}

gboolean
test_run (TestRun *self, GError **error)
{
  self->steps = 0;
  g_cancellable_reset (self->cancellable);
  g_ptr_array_set_size (self->notes, 0);
  return taper_train (self->config, &self->options, self->cancellable, error);
}

void
test_run_ok (TestRun *self)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = test_run (self, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

void
test_run_refused (TestRun *self, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (test_run (self, &error));
  g_assert_nonnull (error);
  if (strstr (error->message, words) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, words);
  g_assert_cmpuint (self->steps, ==, 0);
}

gboolean
test_run_noted (const TestRun *self, const char *words)
{
  for (guint i = 0; i < self->notes->len; i++)
    if (strstr (g_ptr_array_index (self->notes, i), words) != NULL)
      return TRUE;
  return FALSE;
}

GBytes *
test_tensors (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperSafetensors) file = taper_safetensors_open (path, &error);
  GByteArray *all = g_byte_array_new ();

  g_assert_no_error (error);
  for (guint i = 0; i < taper_safetensors_get_n_tensors (file); i++)
    {
      const TaperTensorView *view = taper_safetensors_get_tensor (file, i);

      g_byte_array_append (all, (const guint8 *) view->name, strlen (view->name));
      g_byte_array_append (all, view->data,
                           view->n_elements * (view->dtype == TAPER_DTYPE_F32 ? 4 : 2));
    }
  return g_byte_array_free_to_bytes (all);
}
