/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a tick to its painted frame, in the real window with its shipped bundle.
 *
 * usage: bench-frame [--view NAME] [--pictures N] [--ticks N] [--size WxH] [--screenshot FILE.png]
 *        bench-frame --scroll STEPS [--size WxH]
 *
 * Needs a display (xvfb-run); software rendering with GSK_RENDERER=cairo. Prints one line of JSON:
 * milliseconds from the change of the task to the painted result ("tick"), of the frame alone
 * ("frame"), and of the main thread's processor time in a tick ("cpu", which other programs on the
 * machine hardly move), as p50, p95 and max over the ticks; the first ticks are not counted. Also,
 * for opening the window, dropping the pictures and ticking, the main thread's processor time in
 * the longest turn of the main loop ("longest_turn_cpu"): for so long nothing else was answered. Of
 * the start also its total and its turns of 5 ms and more ("start_cpu"), beside what an empty
 * libadwaita window takes in a process of its own ("floor_cpu"), and when the first answer came.
 * --scroll measures the checklist of 20,000 classes instead: see bench-scroll.h. */

#include "tests/bench/bench-floor.h"
#include "tests/bench/bench-scroll.h"
#include "tests/bench/bench-turns.h"
#include "tests/support/test-folder.h"
#include "ui/taper-application.h"
#include "ui/taper-frame-times.h"
#include "ui/taper-window.h"

#define WARM_UP 5
#define PAUSE_MS 60 /* a person ticks a few times a second; frames of hover and focus end in it */
#define PATIENCE_S 300

static char *view = "pictures", *size, *screenshot;
static int n_pictures = 24, n_ticks = 100, n_scrolls;

/* The frame's times, then the main thread's. */
#define N_SERIES (TAPER_N_TIMES + 1)

enum { PHASE_START, PHASE_DROP, PHASE_TICK, N_PHASES };

typedef struct {
  TaperApplication *application;
  TaperWindow *window;
  TaperFrameTimes *times;
  GArray *series[N_SERIES]; /* of double */
  double cpu;               /* of the main thread at the tick */
  gulong paint_id;
  guint random;
  int n_done;
  guint start_id;
  const char *program;
  gint64 began;        /* monotonic time */
  double first_answer; /* ms after that */
  gboolean failed;
} Bench;

static void tick_soon (Bench *self, guint delay);

/* --- the report --------------------------------------------------------------------------------
 */

static void
report (Bench *self)
{
  static const char *const phases[N_PHASES] = { "start", "drop", "tick" };
  static const char *const names[N_SERIES] = { "frame", "tick", "cpu" };

  g_print ("{\"bench\": \"frame\", \"view\": \"%s\", \"pictures\": %d, \"ticks\": %u", view,
           n_pictures, self->series[0]->len);
  for (guint i = 0; i < N_SERIES; i++)
    {
      g_autofree char *values = bench_describe (self->series[i]);

      g_print (", \"%s_ms\": %s", names[i], values);
    }
  g_print (", \"longest_turn_cpu_ms\": {");
  for (guint i = 0; i < N_PHASES; i++)
    g_print ("%s\"%s\": %.1f", i > 0 ? ", " : "", phases[i], bench_turns_get_longest (i));
  g_autofree char *start = bench_turns_describe_first ();
  g_autofree char *floor = bench_floor_measure (self->program);
  g_print ("}, \"start_cpu_ms\": %s, \"floor_cpu_ms\": %s, \"first_answer_ms\": %.0f}\n", start,
           floor, self->first_answer);
}

static void
save_screenshot (Bench *self)
{
  GtkWidget *widget = GTK_WIDGET (self->window);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  g_clear_signal_handler (&self->paint_id, gtk_widget_get_frame_clock (widget));
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
  g_autoptr (GdkTexture) texture =
      gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (widget)), node,
                                   &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gdk_texture_save_to_png (texture, screenshot);
  g_idle_add_once ((GSourceOnceFunc) gtk_window_destroy, self->window);
}

/* --- ticking -----------------------------------------------------------------------------------
 */

static guint
next_random (Bench *self)
{
  self->random = self->random * 1664525u + 1013904223u;
  return self->random >> 8;
}

static gboolean
tick_cb (gpointer data)
{
  Bench *self = data;
  TaperDocument *document = taper_window_get_document (self->window);
  TaperTask *task = taper_document_get_task (document);
  const guint class_index = next_random (self) % taper_task_get_n_classes (task);

  self->start_id = 0;
  self->cpu = bench_get_cpu_ms ();
  taper_frame_times_start (self->times);
  taper_document_set_ticked (document, class_index, !taper_task_contains (task, class_index));
  return G_SOURCE_REMOVE;
}

static void
tick_soon (Bench *self, guint delay)
{
  if (self->start_id == 0)
    self->start_id = g_timeout_add (delay, tick_cb, self);
}

static void
measured_cb (Bench *self)
{
  const double cpu = bench_get_cpu_ms () - self->cpu;

  if (++self->n_done > WARM_UP)
    for (guint i = 0; i < N_SERIES; i++)
      {
        const double ms =
            i < TAPER_N_TIMES ? taper_frame_times_get_last (self->times, (TaperTime) i) : cpu;
        g_array_append_val (self->series[i], ms);
      }
  if (self->n_done < WARM_UP + n_ticks)
    {
      tick_soon (self, PAUSE_MS);
      return;
    }
  report (self);
  if (screenshot)
    {
      self->paint_id =
          g_signal_connect_swapped (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)),
                                    "after-paint", G_CALLBACK (save_screenshot), self);
      gtk_widget_queue_draw (GTK_WIDGET (self->window));
    }
  else
    gtk_window_destroy (GTK_WINDOW (self->window));
}

static void
snapshot_cb (Bench *self)
{
  taper_frame_times_expect (self->times);
}

/* --- getting there -----------------------------------------------------------------------------
 */

static void
add_pictures (Bench *self)
{
  TaperDocument *document = taper_window_get_document (self->window);
  g_autofree char *data_dir = taper_document_find_data_dir ();
  g_autofree char *folder = g_build_filename (data_dir, "samples", "groceries", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *pictures = taper_document_get_pictures (document);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".jpg"))
      g_ptr_array_add (files, g_file_new_build_filename (folder, name, NULL));
  for (int left = n_pictures - (int) g_list_model_get_n_items (pictures); left > 0;
       left -= (int) files->len)
    taper_document_add_files (document, (GFile **) files->pdata, MIN ((guint) left, files->len));
}

static gboolean
settled_cb (gpointer data)
{
  Bench *self = data;
  TaperDocument *document = taper_window_get_document (self->window);
  GListModel *pictures = taper_document_get_pictures (document);

  if (!taper_document_is_settled (document) || !taper_document_get_snapshot (document))
    return G_SOURCE_CONTINUE;
  if (n_scrolls > 0)
    {
      bench_scroll_start (self->window, n_scrolls);
      self->n_done = WARM_UP + n_ticks;
      return G_SOURCE_REMOVE;
    }
  if ((int) g_list_model_get_n_items (pictures) < n_pictures)
    {
      bench_turns_enter (PHASE_DROP);
      add_pictures (self);
      return G_SOURCE_CONTINUE;
    }
  bench_turns_enter (PHASE_TICK);
  taper_frame_times_set_clock (self->times, gtk_widget_get_frame_clock (GTK_WIDGET (self->window)));
  g_signal_connect_swapped (self->times, "measured", G_CALLBACK (measured_cb), self);
  g_signal_connect_swapped (document, "notify::snapshot", G_CALLBACK (snapshot_cb), self);
  gtk_widget_queue_draw (GTK_WIDGET (self->window)); /* times begin with the first frame */
  tick_soon (self, 1000);
  return G_SOURCE_REMOVE;
}

static gboolean
give_up_cb (gpointer data)
{
  Bench *self = data;

  g_printerr ("bench-frame: gave up after %d s and %d ticks\n", PATIENCE_S, self->n_done);
  self->failed = TRUE;
  g_application_quit (G_APPLICATION (self->application));
  return G_SOURCE_REMOVE;
}

static void
first_answer_cb (Bench *self)
{
  TaperSnapshot *snapshot = taper_document_get_snapshot (taper_window_get_document (self->window));

  if (self->first_answer == 0 && snapshot != NULL && snapshot->n_answers > 0)
    self->first_answer = (double) (g_get_monotonic_time () - self->began) / 1000;
}

static void
window_added_cb (Bench *self, GtkWindow *window)
{
  int width, height;

  if (!TAPER_IS_WINDOW (window) || self->window)
    return;
  self->window = TAPER_WINDOW (window);
  if (size && sscanf (size, "%dx%d", &width, &height) == 2)
    gtk_window_set_default_size (window, width, height);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "view", g_variant_new_string (view));
  g_signal_connect_swapped (taper_window_get_document (self->window), "notify::snapshot",
                            G_CALLBACK (first_answer_cb), self);
  g_timeout_add (100, settled_cb, self);
}

int
main (int argc, char **argv)
{
  /* A state of its own: what an earlier window showed would be restored and measured. */
  g_autoptr (TestFolder) state = test_folder_new ();
  Bench self = { .random = 1, .program = argv[0], .began = g_get_monotonic_time () };
  const GOptionEntry options[] = {
    { "view", 0, 0, G_OPTION_ARG_STRING, &view, "mix or pictures", "NAME" },
    { "pictures", 0, 0, G_OPTION_ARG_INT, &n_pictures, "how many", "N" },
    { "ticks", 0, 0, G_OPTION_ARG_INT, &n_ticks, "how many", "N" },
    { "scroll", 0, 0, G_OPTION_ARG_INT, &n_scrolls, "through 20,000 classes", "STEPS" },
    { "size", 0, 0, G_OPTION_ARG_STRING, &size, "of the window", "WxH" },
    { "screenshot", 0, 0, G_OPTION_ARG_FILENAME, &screenshot, "written at the end", "FILE.png" },
    { NULL },
  };

  if (argc > 1 && g_str_equal (argv[1], "--floor"))
    return bench_floor_main (argc > 2 ? argv[2] : NULL);
  g_setenv ("XDG_STATE_HOME", state->path, TRUE);
  for (guint i = 0; i < N_SERIES; i++)
    self.series[i] = g_array_new (FALSE, FALSE, sizeof (double));
  self.times = taper_frame_times_new ();
  self.application = taper_application_new ();
  g_application_set_flags (G_APPLICATION (self.application), G_APPLICATION_NON_UNIQUE);
  g_application_add_main_option_entries (G_APPLICATION (self.application), options);
  g_signal_connect_swapped (self.application, "window-added", G_CALLBACK (window_added_cb), &self);
  bench_turns_begin ();
  g_timeout_add_seconds (PATIENCE_S, give_up_cb, &self);
  g_application_run (G_APPLICATION (self.application), argc, argv);
  return self.failed || self.n_done < WARM_UP + n_ticks;
}
