/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-cost.h"

#include "core/bundle/taper-safetensors.h"
#include "core/model/taper-session.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPEATS 31

/* A line of /proc/self/status such as "VmHWM", in bytes; 0 where there is none. */
static gsize
read_status (const char *name)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;
  line = strstr (text, name);
  return line != NULL ? (gsize) g_ascii_strtoull (line + strlen (name) + 1, NULL, 10) * 1024 : 0;
}

/* What the peak is counted from: what is resident now. */
static gsize
start_peak (void)
{
  FILE *file;

  malloc_trim (0);
  /* Refused by some containers; then the peak so far stands, which in a new process is the same.
   * Not a file that could be replaced, so it is written as it is. */
  file = fopen ("/proc/self/clear_refs", "we");
  if (file != NULL)
    {
      fputs ("5", file);
      fclose (file);
    }
  return read_status ("VmHWM");
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare);
  return values[n / 2];
}

/* A task of half the classes, one picture of grey. */
static void
run (TaperCost *self, TaperBundle *bundle)
{
  TaperNetwork *network = taper_bundle_get_network (bundle);
  const TaperInputSpec *spec = taper_network_get_input (network);
  guint n_classes = taper_network_get_n_outputs (network);
  gsize n_rows = (gsize) taper_network_get_n_layers (network) * taper_bundle_get_n_bases (bundle);
  g_autofree float *coefficients = g_new (float, n_rows);
  g_autofree float *input = g_new0 (float, (gsize) spec->channels * spec->height * spec->width);
  g_autofree float *logits = g_new (float, n_classes);
  g_autofree float *weights = g_new0 (float, n_classes);
  g_autoptr (TaperSession) session = taper_session_new (network, 1);
  g_autoptr (TaperParameters) blended = taper_parameters_new (network);
  g_autoptr (TaperTask) task = NULL;
  double task_ms[REPEATS], picture_ms[REPEATS];

  for (guint c = 0; c < n_classes; c += 2)
    weights[c] = 1;
  task = taper_task_new_weighted (n_classes, weights);
  for (guint i = 0; i < REPEATS; i++)
    {
      gint64 start = g_get_monotonic_time (), mixed, end;

      taper_mixer_predict (taper_bundle_get_mixer (bundle), task, coefficients);
      taper_bases_blend (taper_bundle_get_bases (bundle), coefficients, blended);
      mixed = g_get_monotonic_time ();
      taper_session_forward (session, blended, 1, input, logits);
      end = g_get_monotonic_time ();
      task_ms[i] = (mixed - start) / 1000.0;
      picture_ms[i] = (end - mixed) / 1000.0;
    }
  self->task_ms = median (task_ms, REPEATS);
  self->picture_ms = median (picture_ms, REPEATS);
}

gboolean
taper_cost_measure (TaperCost *self, const char *path, GError **error)
{
  gsize before = start_peak (), peak;
  /* Its bytes stay to the end: a bundle holds them for a while after it is open, for the digest. */
  g_autoptr (TaperSafetensors) file = taper_safetensors_open (path, error);
  g_autoptr (TaperBundle) bundle = NULL;

  *self = (TaperCost){ 0 };
  if (file != NULL)
    bundle = taper_bundle_new_from_bytes (taper_safetensors_get_bytes (file), path, error);
  if (bundle == NULL)
    return FALSE;
  run (self, bundle);
  peak = read_status ("VmHWM");
  if (before > 0 && peak > before)
    self->peak_bytes = peak - before;
  return TRUE;
}
