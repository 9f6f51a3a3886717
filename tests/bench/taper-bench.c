/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The measured side of ./dev bench. build-aux/bench.py starts it with "serve" beside a worker of
 * each peer, and has them work in short slices by turns: one line in, one line out.
 *
 *   taper-bench export DIR       the networks as DIR/NAME-BATCH.onnx and DIR/models.json
 *   taper-bench picture FILE     a JPEG picture of 12 megapixels
 *   taper-bench kernels          the name of the kernel table
 *   taper-bench parameters NAME  how many a network has
 *   taper-bench serve THREADS    then lines "TASK NAME NUMBER MILLISECONDS", each answered by
 *                                "WALL_MS CPU_MS RUNS": the fastest run, the mean processor time
 */
#include "core/export/taper-onnx.h"
#include "core/kernels/taper-kernels.h"
#include "core/model/taper-network.h"
#include "core/threads/taper-pool.h"
#include "tests/bench/bench-network.h"
#include "tests/bench/bench-tasks.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const names[] = {
  "tiny-imagenet-s8", "tiny-imagenet-s16", "resnet20", "wrn16-4", "resnet18-64", "resnet18-224",
};

static gboolean
export_network (const char *folder, const char *name, GString *models, GError **error)
{
  g_autoptr (TaperParameters) parameters = bench_parameters (name);
  for (guint batch = 1; batch <= 32; batch += 31)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s-%u.onnx", folder, name, batch);
      if (!taper_onnx_export_file (parameters, name, batch, NULL, 0, path, error))
        return FALSE;
    }
  g_string_append_printf (models, "%s\"%s\":%s", models->len > 0 ? "," : "", name,
                          taper_network_get_json (taper_parameters_get_network (parameters)));
  return TRUE;
}

static int
export_all (const char *folder)
{
  g_autoptr (GString) models = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "models.json", NULL);
  gboolean done = TRUE;
  for (guint i = 0; done && i < G_N_ELEMENTS (names); i++)
    done = export_network (folder, names[i], models, &error);
  g_string_prepend_c (models, '{');
  g_string_append_c (models, '}');
  if (done && g_file_set_contents (path, models->str, -1, &error))
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}

/* Waves and noise, about as hard to decode as a photograph. */
static int
make_picture (const char *path)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 4000, 3000);
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autoptr (GError) error = NULL;
  const int stride = gdk_pixbuf_get_rowstride (pixbuf);
  guchar *pixels = gdk_pixbuf_get_pixels (pixbuf);
  for (int y = 0; y < 3000; y++)
    for (int x = 0; x < 4000; x++)
      for (int c = 0; c < 3; c++)
        pixels[(gsize) y * stride + x * 3 + c] =
            (guchar) (128 + 60 * sin (x * 0.01 * (c + 1)) * cos (y * 0.013) +
                      g_rand_int_range (rand, -12, 13));
  if (gdk_pixbuf_save (pixbuf, path, "jpeg", &error, "quality", "90", NULL))
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}

static int
serve (void)
{
  char line[1024];
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_auto (GStrv) words = g_strsplit (g_strchomp (line), " ", -1);
      BenchSlice slice = { 0 };
      if (g_strv_length (words) == 4 && bench_task_run (words, &slice))
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
  if (argc == 3 && g_str_equal (argv[1], "picture"))
    return make_picture (argv[2]);
  if (argc == 3 && g_str_equal (argv[1], "parameters"))
    {
      g_autoptr (TaperParameters) parameters = bench_parameters (argv[2]);
      printf ("%" G_GSIZE_FORMAT "\n",
              taper_network_get_n_params (taper_parameters_get_network (parameters)));
      return 0;
    }
  if (argc == 3 && g_str_equal (argv[1], "serve"))
    {
      taper_pool_set_threads ((guint) atoi (argv[2]));
      return serve ();
    }
  if (argc == 2 && g_str_equal (argv[1], "kernels"))
    {
      puts (taper_kernels ()->name);
      return 0;
    }
  g_printerr ("usage: taper-bench export DIR | picture FILE | serve THREADS | kernels |\n"
              "       parameters NAME\n");
  return 2;
}
