/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/bench-scroll.h"

#include "tests/bench/bench-many-classes.h"
#include "tests/bench/bench-turns.h"

#define N_CLASSES 20000
#define N_GROUPS 400
#define STEP_MS 10
#define PATIENCE_MS 3000
/* Steps one way before the wheel turns back: both ends and the middle are seen. */
#define STRETCH 60

/* Phase 0 is opening the window. */
enum { PHASE_OPEN = 1, PHASE_EXPAND, PHASE_SCROLL, PHASE_SEARCH, PHASE_TICK, N_PHASES };

typedef struct {
  TaperWindow *window;
  TaperDocument *document;
  GFile *file;
  int n_steps, n_done;
  double cpu;     /* of the main thread at the last painted frame */
  GArray *frames; /* of double: processor time per painted frame while scrolling */
  gulong paint_id;
  gboolean stepped; /* and not yet painted */
  guint step_id;
  guint n_waits;
} Scroll;

static void next (Scroll *self, guint delay, GSourceFunc call);

static GtkWidget *
find_widget (GtkWidget *root, const char *type)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (root), type) && gtk_widget_get_mapped (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* --- the report --------------------------------------------------------------------------------
 */

static gboolean
finish_cb (gpointer data)
{
  static const char *const names[N_PHASES] = { "", "open", "expand", "scroll", "search", "tick" };
  Scroll *self = data;
  g_autofree char *frames = bench_describe (self->frames);

  g_print (
      "{\"bench\": \"scroll\", \"classes\": %d, \"groups\": %d, \"steps\": %d, \"frames\": %u, "
      "\"frame_cpu_ms\": %s, \"longest_turn_cpu_ms\": {",
      N_CLASSES, N_GROUPS, self->n_steps, self->frames->len, frames);
  for (guint i = PHASE_OPEN; i < N_PHASES; i++)
    g_print ("%s\"%s\": %.1f", i > PHASE_OPEN ? ", " : "", names[i], bench_turns_get_longest (i));
  g_print ("}}\n");
  g_file_delete (self->file, NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (self->window));
  return G_SOURCE_REMOVE;
}

/* --- searching and ticking ---------------------------------------------------------------------
 */

static gboolean
tick_cb (gpointer data)
{
  Scroll *self = data;
  g_autoptr (GArray) group = g_array_new (FALSE, FALSE, sizeof (guint));

  if (self->n_done == 0)
    bench_turns_enter (PHASE_TICK);
  for (guint i = 7; i < N_CLASSES; i += N_GROUPS)
    g_array_append_val (group, i);
  taper_document_set_many_ticked (self->document, (guint *) group->data, group->len,
                                  self->n_done % 2 == 0);
  if (++self->n_done < 6)
    return G_SOURCE_CONTINUE;
  next (self, 1000, finish_cb);
  return G_SOURCE_REMOVE;
}

static gboolean
search_cb (gpointer data)
{
  static const char *const typed[] = { "h", "he", "her", "hero", "heron 1", "" };
  Scroll *self = data;
  GtkWidget *entry = find_widget (GTK_WIDGET (self->window), "GtkSearchEntry");

  if (self->n_done == 0)
    bench_turns_enter (PHASE_SEARCH);
  gtk_editable_set_text (GTK_EDITABLE (entry), typed[self->n_done]);
  if (++self->n_done < (int) G_N_ELEMENTS (typed))
    return G_SOURCE_CONTINUE;
  self->n_done = 0;
  next (self, 500, tick_cb);
  return G_SOURCE_REMOVE;
}

/* --- scrolling ---------------------------------------------------------------------------------
 */

static gboolean scroll_cb (gpointer data);

/* The next step comes when this one has been painted: on a busy machine, too. */
static void
painted_cb (Scroll *self)
{
  const double now = bench_get_cpu_ms (), cpu = now - self->cpu;

  self->cpu = now;
  if (!self->stepped)
    return;
  g_array_append_val (self->frames, cpu);
  self->stepped = FALSE;
  g_clear_handle_id (&self->step_id, g_source_remove);
  self->step_id = g_timeout_add (STEP_MS, scroll_cb, self);
}

static void
xdotool (const char *first, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  va_list list;

  g_ptr_array_add (arguments, "xdotool");
  va_start (list, first);
  for (const char *argument = first; argument != NULL; argument = va_arg (list, const char *))
    g_ptr_array_add (arguments, (gpointer) argument);
  va_end (list);
  g_ptr_array_add (arguments, NULL);
  g_spawn_async (NULL, (char **) arguments->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                 NULL);
}

static gboolean
scroll_cb (gpointer data)
{
  Scroll *self = data;
  GtkWidget *list = find_widget (GTK_WIDGET (self->window), "GtkListView");
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));

  if (self->n_done == 0)
    {
      bench_turns_enter (PHASE_SCROLL);
      self->cpu = bench_get_cpu_ms ();
      self->paint_id =
          g_signal_connect_swapped (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)),
                                    "after-paint", G_CALLBACK (painted_cb), self);
    }
  /* Far away at times, as one drags the slider. */
  if (self->n_done > 0 && self->n_done % STRETCH == 0)
    gtk_adjustment_set_value (place, gtk_adjustment_get_upper (place) *
                                         ((self->n_done / STRETCH) % 4) / 4);
  self->step_id = 0;
  if (self->n_done++ < self->n_steps)
    {
      self->stepped = TRUE;
      xdotool ("click", "5", NULL);
      self->step_id = g_timeout_add (PATIENCE_MS, scroll_cb, self); /* nothing moved */
      return G_SOURCE_REMOVE;
    }
  g_clear_signal_handler (&self->paint_id, gtk_widget_get_frame_clock (GTK_WIDGET (self->window)));
  self->n_done = 0;
  next (self, 400, search_cb);
  return G_SOURCE_REMOVE;
}

static gboolean
expand_cb (gpointer data)
{
  Scroll *self = data;
  GtkWidget *list = find_widget (GTK_WIDGET (self->window), "TaperChecklistView");

  bench_turns_enter (PHASE_EXPAND);
  gtk_widget_activate_action (list, "checklist.expand-all", NULL);
  /* Without a window manager the window lies in the corner. */
  xdotool ("mousemove", "150", "450", NULL);
  next (self, 3000, scroll_cb);
  return G_SOURCE_REMOVE;
}

static gboolean
opened_cb (gpointer data)
{
  Scroll *self = data;
  TaperBundle *bundle = taper_document_get_bundle (self->document);

  if (++self->n_waits > 1200)
    g_error ("bench-frame: the bundle of many classes did not open");
  if (!taper_document_is_settled (self->document) ||
      taper_class_list_get_n_classes (taper_bundle_get_classes (bundle)) != N_CLASSES)
    return G_SOURCE_CONTINUE;
  next (self, 1000, expand_cb);
  return G_SOURCE_REMOVE;
}

static void
next (Scroll *self, guint delay, GSourceFunc call)
{
  g_timeout_add (delay, call, self);
}

void
bench_scroll_start (TaperWindow *window, int n_steps)
{
  Scroll *self = g_new0 (Scroll, 1);
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  self->window = window;
  self->document = taper_window_get_document (window);
  self->n_steps = n_steps;
  self->frames = g_array_new (FALSE, FALSE, sizeof (double));
  self->file = g_file_new_tmp ("taper-many-XXXXXX.safetensors", &stream, &error);
  if (self->file == NULL || !bench_many_classes_write (self->file, N_CLASSES, N_GROUPS, &error))
    g_error ("bench-frame: %s", error->message);
  bench_turns_enter (PHASE_OPEN);
  taper_document_open_bundle (self->document, self->file);
  next (self, 100, opened_cb);
}
