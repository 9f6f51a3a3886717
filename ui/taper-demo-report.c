/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-demo-report.h"
#include <glib/gi18n.h>

#define PATIENCE_S 30
/* Longer than any animation of the window. */
#define CALM_MS 400

struct _TaperDemoReport {
  GObject parent_instance;

  TaperWindow *window;
  char *path;
  guint timeout_id;
  guint calm_id;
  gulong paint_id;
  GdkFrameClock *clock;
};

static guint done_signal;

G_DEFINE_FINAL_TYPE (TaperDemoReport, taper_demo_report, G_TYPE_OBJECT)

static void
finish (TaperDemoReport *self, gboolean success)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_handle_id (&self->calm_id, g_source_remove);
  g_clear_signal_handler (&self->paint_id, self->clock);
  g_signal_handlers_disconnect_by_data (taper_window_get_document (self->window), self);
  g_signal_emit (self, done_signal, 0, success);
}

/* --- what is printed -------------------------------------------------------------------------- */

static const char *
class_name (const TaperSnapshot *snapshot, guint index)
{
  return taper_class_list_get_class (taper_bundle_get_classes (snapshot->bundle), index)->label;
}

static void
print_task (const TaperSnapshot *snapshot)
{
  guint n;
  const guint *selected = taper_task_get_selected (snapshot->task, &n);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", class_name (snapshot, selected[i]));
  g_print ("%s, %u of %u classes: %s\n", taper_bundle_get_label (snapshot->bundle), n,
           taper_task_get_n_classes (snapshot->task), names->str);
  g_print ("mixer %.3g ms, blend %.3g ms, %u pictures answered in %.3g ms\n\n", snapshot->mixer_ms,
           snapshot->blend_ms, snapshot->n_forwarded, snapshot->forward_ms);
}

/* Rows of 1 + TAPER_N_LANES cells, aligned. */
static void
print_table (GPtrArray *cells)
{
  const guint n_columns = 1 + TAPER_N_LANES;
  glong widths[1 + TAPER_N_LANES] = { 0 };

  for (guint i = 0; i < cells->len; i++)
    widths[i % n_columns] =
        MAX (widths[i % n_columns], g_utf8_strlen (g_ptr_array_index (cells, i), -1));
  for (guint i = 0; i < cells->len; i++)
    {
      const char *cell = g_ptr_array_index (cells, i);
      const gboolean last = i % n_columns == n_columns - 1;
      const int padding = last ? 0 : widths[i % n_columns] - g_utf8_strlen (cell, -1) + 2;

      g_print ("%s%*s%s", cell, padding, "", last ? "\n" : "");
    }
}

static void
print_answers (TaperDocument *document)
{
  const TaperSnapshot *snapshot = taper_document_get_snapshot (document);
  GListModel *pictures = taper_document_get_pictures (document);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  const char *const titles[] = { "Picture", "Generic", "Class selection", "Personalized" };

  print_task (snapshot);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    g_ptr_array_add (cells, g_strdup (titles[i]));
  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    {
      g_autoptr (TaperPicture) picture = g_list_model_get_item (pictures, i);
      const TaperPictureAnswer *answer =
          taper_snapshot_lookup (snapshot, taper_picture_get_id (picture));

      g_ptr_array_add (cells, g_strdup (taper_picture_get_name (picture)));
      for (guint lane = 0; lane < TAPER_N_LANES; lane++)
        {
          const TaperRanking *ranking = answer != NULL ? &answer->lanes[lane] : NULL;

          if (ranking != NULL && ranking->n_top > 0)
            g_ptr_array_add (cells,
                             g_strdup_printf ("%.2f %s", ranking->top[0].score,
                                              class_name (snapshot, ranking->top[0].class_index)));
          else
            g_ptr_array_add (cells, g_strdup ("-"));
        }
    }
  print_table (cells);
}

/* --- the picture of the window ------------------------------------------------------------------
 */

static gboolean
write_window (TaperDemoReport *self)
{
  GtkWidget *widget = GTK_WIDGET (self->window);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    {
      g_printerr ("taper: the window has nothing to show\n");
      return FALSE;
    }
  g_autoptr (GdkTexture) texture =
      gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (widget)), node,
                                   &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (!gdk_texture_save_to_png (texture, self->path))
    {
      g_printerr ("taper: %s could not be written\n", self->path);
      return FALSE;
    }
  return TRUE;
}

static void
painted_cb (TaperDemoReport *self)
{
  g_clear_signal_handler (&self->paint_id, self->clock);
  const gboolean written = write_window (self);

  print_answers (taper_window_get_document (self->window));
  finish (self, written);
}

/* --- waiting -------------------------------------------------------------------------------------
 */

static gboolean
all_is_answered (TaperDemoReport *self)
{
  TaperDocument *document = taper_window_get_document (self->window);

  return taper_document_is_settled (document) && taper_document_get_snapshot (document) != NULL;
}

static gboolean
calm_cb (gpointer data)
{
  TaperDemoReport *self = data;

  self->calm_id = 0;
  if (!all_is_answered (self))
    return G_SOURCE_REMOVE;
  self->clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));
  self->paint_id =
      g_signal_connect_swapped (self->clock, "after-paint", G_CALLBACK (painted_cb), self);
  gtk_widget_queue_draw (GTK_WIDGET (self->window));
  return G_SOURCE_REMOVE;
}

static void
changed_cb (TaperDemoReport *self)
{
  if (self->calm_id == 0 && self->paint_id == 0 && all_is_answered (self))
    self->calm_id = g_timeout_add (CALM_MS, calm_cb, self);
}

static void
problem_cb (TaperDemoReport *self, const char *title, const char *message)
{
  g_printerr ("taper: %s\n%s\n", title, message);
}

static gboolean
timeout_cb (gpointer data)
{
  TaperDemoReport *self = data;

  self->timeout_id = 0;
  g_printerr ("taper: the answers were not there after %d s\n", PATIENCE_S);
  finish (self, FALSE);
  return G_SOURCE_REMOVE;
}

/* --- object --------------------------------------------------------------------------------------
 */

static void
taper_demo_report_dispose (GObject *object)
{
  TaperDemoReport *self = TAPER_DEMO_REPORT (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_handle_id (&self->calm_id, g_source_remove);
  g_clear_signal_handler (&self->paint_id, self->clock);
  g_clear_object (&self->window);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (taper_demo_report_parent_class)->dispose (object);
}

static void
taper_demo_report_class_init (TaperDemoReportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = taper_demo_report_dispose;
  done_signal = g_signal_new ("done", TAPER_TYPE_DEMO_REPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
taper_demo_report_init (TaperDemoReport *self)
{
}

TaperDemoReport *
taper_demo_report_new (TaperWindow *window, const char *path)
{
  TaperDemoReport *self = g_object_new (TAPER_TYPE_DEMO_REPORT, NULL);
  TaperDocument *document = taper_window_get_document (window);

  self->window = g_object_ref (window);
  self->path = g_strdup (path);
  self->timeout_id = g_timeout_add_seconds (PATIENCE_S, timeout_cb, self);
  g_signal_connect_object (document, "notify::busy", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::snapshot", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "problem", G_CALLBACK (problem_cb), self, G_CONNECT_SWAPPED);
  return self;
}
