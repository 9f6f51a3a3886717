/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-atlas-view.h"

#include "app/taper-job.h"
#include "ui/draw/taper-atlas-chart.h"
#include "ui/taper-chart-view.h"

#include <adwaita.h>
#include <cairo-pdf.h>
#include <glib/gi18n.h>

#define N_TASKS 400
#define SEED 1
/* Groups whose tasks are many get their name on the map. */
#define LEAST_TASKS 12
/* A2, in points; the drawing is enlarged to it. */
#define PAGE_WIDTH 1683.8
#define PAGE_HEIGHT 1190.6
#define PAGE_MARGIN 60.0
#define DRAWN_WIDTH 1000.0

struct _TaperAtlasView {
  GtkWidget parent_instance;

  TaperDocument *document;
  TaperJob job;
  TaperAtlas *atlas; /* (nullable) */
  GtkFileChooserNative *chooser;

  GtkWidget *back_button, *save_button;
  GtkLabel *sentence, *source;
  TaperChartView *chart;
};

enum {
  CLOSE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TaperAtlasView, taper_atlas_view, GTK_TYPE_WIDGET)

static const TaperAtlasPoint *
get_point (TaperAtlasView *self, guint i)
{
  return &g_array_index (self->atlas->points, TaperAtlasPoint, i);
}

/* --- the map ---------------------------------------------------------------------------------- */

static char *
describe (TaperAtlasView *self, const TaperAtlasPoint *point)
{
  TaperClassList *classes = taper_bundle_get_classes (self->atlas->bundle);
  GString *text = g_string_new (NULL);
  guint n;
  const guint *selected = taper_task_get_selected (point->task, &n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            taper_class_list_get_class (classes, selected[i])->label);
  /* Translators: a percentage, the name of a basis */
  g_string_append_printf (text, _ (" · %.0f %% from %s"), 100 * point->share,
                          taper_bundle_get_basis_label (self->atlas->bundle, point->basis));
  return g_string_free (text, FALSE);
}

/* Each at the middle of its tasks. */
static void
add_groups (TaperAtlasView *self, TaperMap *map)
{
  TaperClassList *classes = taper_bundle_get_classes (self->atlas->bundle);

  for (guint g = 0; g < taper_class_list_get_n_groups (classes); g++)
    {
      TaperMapDot label = { 0 };
      guint n = 0, size;

      taper_class_list_get_group_classes (classes, g, &size);
      for (guint i = 0; i < self->atlas->points->len; i++)
        {
          const TaperAtlasPoint *point = get_point (self, i);

          if (point->group != g)
            continue;
          label.x += point->x;
          label.y += point->y;
          n++;
        }
      if (n < LEAST_TASKS || size < 2)
        continue;
      label.x /= n;
      label.y /= n;
      label.description = g_strdup (taper_class_list_get_group_label (classes, g));
      taper_map_add_label (map, &label);
    }
}

static TaperMap *
make_map (TaperAtlasView *self)
{
  guint n_bases = taper_bundle_get_n_bases (self->atlas->bundle);
  char **names = g_new0 (char *, n_bases + 1);
  TaperTask *task = taper_document_get_task (self->document);
  TaperMap *map;

  for (guint k = 0; k < n_bases; k++)
    names[k] = g_strdup (taper_bundle_get_basis_label (self->atlas->bundle, k));
  map = taper_map_new (names);
  map->variance[0] = self->atlas->variance[0];
  map->variance[1] = self->atlas->variance[1];
  for (guint i = 0; i < self->atlas->points->len; i++)
    {
      const TaperAtlasPoint *point = get_point (self, i);
      const TaperMapDot dot = { point->x, point->y, point->basis, describe (self, point) };

      taper_map_add_dot (map, &dot);
    }
  add_groups (self, map);
  map->has_here = task != NULL && !taper_task_is_empty (task) &&
                  taper_document_get_bundle (self->document) == self->atlas->bundle;
  if (map->has_here)
    taper_atlas_project (self->atlas, task, &map->here_x, &map->here_y);
  return map;
}

static void
update (TaperAtlasView *self)
{
  g_autofree char *text = NULL;

  gtk_widget_set_sensitive (self->save_button, self->atlas != NULL);
  if (self->atlas == NULL)
    {
      gtk_label_set_label (self->sentence, _ ("Drawing tasks…"));
      taper_chart_view_set (self->chart, NULL, NULL, NULL, NULL);
      return;
    }
  text = g_strdup_printf (ngettext ("%u task by its coefficients", "%u tasks by their coefficients",
                                    self->atlas->points->len),
                          self->atlas->points->len);
  gtk_label_set_label (self->sentence, text);
  taper_chart_view_set (self->chart, &taper_atlas_chart, make_map (self),
                        (GDestroyNotify) taper_map_free, _ ("Map of tasks"));
  gtk_widget_grab_focus (GTK_WIDGET (self->chart)); /* the arrow keys go through the tasks */
}

/* --- laying it out ---------------------------------------------------------------------------- */

typedef struct {
  TaperBundle *bundle;
  TaperAtlas *atlas;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  taper_bundle_unref (work->bundle);
  g_clear_pointer (&work->atlas, taper_atlas_free);
  g_free (work);
}

static gboolean
lay_out (gpointer data, TaperJobRun *run, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  work->atlas = taper_atlas_new (work->bundle, N_TASKS, SEED);
  return TRUE;
}

static void
laid_out (gpointer owner, gpointer data, const TaperJobEnd *end)
{
  TaperAtlasView *self = owner;
  Work *work = data;

  if (!end->newest || self->document == NULL)
    return;
  g_clear_pointer (&self->atlas, taper_atlas_free);
  self->atlas = g_steal_pointer (&work->atlas);
  update (self);
}

static const TaperJobKind atlas_job = { lay_out, NULL, NULL, laid_out, work_free };

void
taper_atlas_view_open (TaperAtlasView *self)
{
  TaperBundle *bundle = taper_document_get_bundle (self->document);
  Work *work;

  g_return_if_fail (TAPER_IS_ATLAS_VIEW (self));

  if (self->atlas == NULL || self->atlas->bundle != bundle)
    {
      g_clear_pointer (&self->atlas, taper_atlas_free);
      work = g_new0 (Work, 1);
      work->bundle = taper_bundle_ref (bundle);
      taper_job_start (&self->job, self, &atlas_job, work);
    }
  update (self);
}

/* --- saving ----------------------------------------------------------------------------------- */

/* In the colours of paper, whatever the window's are. */
static gboolean
save_pdf (TaperAtlasView *self, const char *path, GError **error)
{
  g_autoptr (TaperMap) map = make_map (self);
  g_autoptr (TaperText) text = taper_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)));
  double scale = (PAGE_WIDTH - 2 * PAGE_MARGIN) / DRAWN_WIDTH;
  cairo_surface_t *surface = cairo_pdf_surface_create (path, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_t *cr = cairo_create (surface);
  TaperPalette palette;
  TaperDrawStyle style = { &palette, text };
  g_autofree char *title = NULL;
  cairo_status_t status;

  taper_palette_init (&palette, FALSE, FALSE);
  title =
      g_strdup_printf ("%s · %s · %s", taper_bundle_get_label (self->atlas->bundle),
                       gtk_label_get_label (self->sentence), gtk_label_get_label (self->source));
  cairo_translate (cr, PAGE_MARGIN, PAGE_MARGIN / 2);
  cairo_scale (cr, scale, scale);
  taper_text_draw (text, cr, title, &(TaperRect){ 0, 0, DRAWN_WIDTH, 18 }, 0, TRUE,
                   &palette.foreground);
  cairo_translate (cr, 0, 24);
  taper_atlas_chart.draw (cr, map, DRAWN_WIDTH, PAGE_HEIGHT / scale, -1, &style);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_IO, "%s: %s", path, cairo_status_to_string (status));
  return FALSE;
}

static void
chosen_cb (TaperAtlasView *self, int response)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  const char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file != NULL)
    path = g_file_peek_path (file);
  if (path != NULL && self->atlas != NULL && !save_pdf (self, path, &error))
    g_signal_emit_by_name (self->document, "problem", _ ("Could not save the map"), error->message);
}

static void
save_cb (TaperAtlasView *self)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Save the Map of Tasks"),
                                               GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), _ ("task-atlas.pdf"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- what is done ----------------------------------------------------------------------------- */

static void
dot_cb (TaperAtlasView *self, int item)
{
  if (self->atlas == NULL || (guint) item >= self->atlas->points->len ||
      self->atlas->bundle != taper_document_get_bundle (self->document))
    return;
  taper_document_set_task (self->document, get_point (self, (guint) item)->task);
  update (self);
}

static void
back_cb (TaperAtlasView *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
taper_atlas_view_dispose (GObject *object)
{
  TaperAtlasView *self = TAPER_ATLAS_VIEW (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  taper_job_clear (&self->job);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->atlas, taper_atlas_free);
  /* GTK 4.8 lets go only of the children that are bound. */
  g_clear_pointer (&child, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_ATLAS_VIEW);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_atlas_view_parent_class)->dispose (object);
}

static void
taper_atlas_view_class_init (TaperAtlasViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_atlas_view_dispose;
  signals[CLOSE] = g_signal_new ("close", TAPER_TYPE_ATLAS_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  g_type_ensure (TAPER_TYPE_CHART_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-atlas-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperAtlasView, back_button);
  gtk_widget_class_bind_template_child (widget_class, TaperAtlasView, save_button);
  gtk_widget_class_bind_template_child (widget_class, TaperAtlasView, sentence);
  gtk_widget_class_bind_template_child (widget_class, TaperAtlasView, source);
  gtk_widget_class_bind_template_child (widget_class, TaperAtlasView, chart);
}

static void
taper_atlas_view_init (TaperAtlasView *self)
{
  g_autofree char *source =
      g_strdup_printf (_ ("5, 10, 20 related and 5 random classes · seed %d"), SEED);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_label (self->source, source);
  g_signal_connect_swapped (self->chart, "activated", G_CALLBACK (dot_cb), self);
  g_signal_connect_swapped (self->back_button, "clicked", G_CALLBACK (back_cb), self);
  g_signal_connect_swapped (self->save_button, "clicked", G_CALLBACK (save_cb), self);
}

void
taper_atlas_view_set_document (TaperAtlasView *self, TaperDocument *document)
{
  g_return_if_fail (TAPER_IS_ATLAS_VIEW (self));

  g_set_object (&self->document, document);
}
