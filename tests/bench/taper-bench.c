/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The measured side of ./dev bench. build-aux/bench.py starts it with "serve" beside a worker of
 * each peer, and has them work in short slices by turns: one line in, one line out.
 *
 *   taper-bench export DIR          the networks as DIR/NAME-BATCH.onnx
 *   taper-bench serve THREADS       then lines "forward NAME BATCH MILLISECONDS", answered by
 *                                   "WALL_MS CPU_MS RUNS": the fastest run, and the mean CPU time
 */
#include "core/bundle/taper-bundle.h"
#include "core/export/taper-onnx.h"
#include "core/model/taper-session.h"
#include "core/threads/taper-pool.h"
#include "tests/bench/bench-network.h"
#include "tests/bench/bench-tasks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const names[] = {
  "tiny-imagenet-s8", "tiny-imagenet-s16", "resnet20", "wrn16-4", "resnet18-64", "resnet18-224",
};

static int
export_all (const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint batch = 1; batch <= 32; batch += 31)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (TaperParameters) parameters = bench_parameters (names[i]);
        g_autofree char *path = g_strdup_printf ("%s/%s-%u.onnx", folder, names[i], batch);
        if (!taper_onnx_export_file (parameters, names[i], batch, NULL, 0, path, &error))
          {
            g_printerr ("%s\n", error->message);
            return 1;
          }
      }
  return 0;
}

static int
serve (void)
{
  char line[256];
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_auto (GStrv) words = g_strsplit (g_strchomp (line), " ", -1);
      const guint n_words = g_strv_length (words);
      BenchSlice slice = { 0 };
      if (n_words == 4 && bench_task_run (words, &slice))
        printf ("%.6f %.6f %u\n", slice.wall_ms, slice.cpu_ms, slice.n_runs);
      else
        printf ("error unknown task\n");
      fflush (stdout);
    }
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "export"))
    return export_all (argv[2]);
  if (argc == 3 && g_str_equal (argv[1], "serve"))
    {
      taper_pool_set_threads (atoi (argv[2]));
      return serve ();
    }
  g_printerr ("usage: taper-bench export DIR | serve THREADS\n");
  return 2;
}
