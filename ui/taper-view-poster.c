/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-view-poster.h"

#include "ui/taper-chart-view.h"
#include <glib/gi18n.h>

#define WIDTH 860
/* Names of classes that a task is told with. */
#define MOST_NAMES 40

/* --- charts of a widget ------------------------------------------------------------------------
 */

static double
get_chart_height (gpointer data, double width, TaperText *text)
{
  gpointer content;
  const TaperChart *chart = taper_chart_view_get (data, &content);

  return chart != NULL ? chart->get_height (content, width, text) : 0;
}

static void
draw_chart (cairo_t *cr, gpointer data, double width, double height, const TaperDrawStyle *style)
{
  gpointer content;
  const TaperChart *chart = taper_chart_view_get (data, &content);

  if (chart != NULL)
    chart->draw (cr, content, width, height, -1, style);
}

static void
add_chart (TaperPoster *poster, TaperChartView *view)
{
  static const TaperPosterFigure figure = { get_chart_height, draw_chart, g_object_unref };
  g_autoptr (GString) numbers = g_string_new (NULL);
  gpointer content;
  const TaperChart *chart = taper_chart_view_get (view, &content);

  if (chart == NULL)
    return;
  taper_poster_add_figure (poster, &figure, g_object_ref (view));
  for (guint i = 0; i < chart->get_n_items (content); i++)
    {
      g_autofree char *text = chart->describe (content, i);

      g_string_append_printf (numbers, "%u\t%s\n", i + 1, text);
    }
  taper_poster_add_numbers (poster, numbers->str);
}

/* Sentences and headings, not the words of buttons, tables and lists. */
static gboolean
is_told (GtkWidget *label)
{
  return *gtk_label_get_text (GTK_LABEL (label)) != '\0' &&
         (gtk_label_get_wrap (GTK_LABEL (label)) || gtk_widget_has_css_class (label, "heading"));
}

static gboolean
is_closed (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_DROP_DOWN (widget) ||
         GTK_IS_LIST_BOX (widget) || GTK_IS_FLOW_BOX (widget) || GTK_IS_ENTRY (widget) ||
         GTK_IS_CHECK_BUTTON (widget);
}

/* Of a view that may not be the one on the screen: only pages that are turned to. */
static gboolean
is_turned_to (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  return gtk_widget_get_visible (widget) &&
         (!GTK_IS_STACK (parent) || gtk_stack_get_visible_child (GTK_STACK (parent)) == widget);
}

static void
add_widget (TaperPoster *poster, GtkWidget *widget)
{
  if (!is_turned_to (widget) || is_closed (widget))
    return;
  if (TAPER_IS_CHART_VIEW (widget))
    add_chart (poster, TAPER_CHART_VIEW (widget));
  else if (GTK_IS_LABEL (widget) && is_told (widget))
    taper_poster_add_text (poster,
                           gtk_widget_has_css_class (widget, "heading")     ? TAPER_POSTER_HEADING
                           : gtk_widget_has_css_class (widget, "dim-label") ? TAPER_POSTER_NOTE
                                                                            : TAPER_POSTER_BODY,
                           gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_widget (poster, child);
}

/* --- what every poster says --------------------------------------------------------------------
 */

static char *
describe_task (const TaperSnapshot *snapshot)
{
  TaperClassList *classes = taper_bundle_get_classes (snapshot->bundle);
  g_autoptr (GString) names = g_string_new (NULL);
  guint n;
  const guint *selected = taper_task_get_selected (snapshot->task, &n);

  for (guint i = 0; i < MIN (n, MOST_NAMES); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            taper_class_list_get_class (classes, selected[i])->name);
  if (n > MOST_NAMES)
    g_string_append (names, ", …");
  /* Translators: number of classes, number of the bundle's classes, names. */
  return g_strdup_printf (ngettext ("Task: %u of %u classes: %s", "Task: %u of %u classes: %s", n),
                          n, taper_class_list_get_n_classes (classes), names->str);
}

static void
add_head (TaperPoster *poster, const char *view, const TaperSnapshot *snapshot)
{
  static const struct {
    const char *view, *title;
  } titles[] = { { "mix", N_ ("Mix") },
                 { "weights", N_ ("Weights") },
                 { "pictures", N_ ("Pictures") },
                 { "evaluate", N_ ("Evaluate") },
                 { "context", N_ ("Context") } };
  g_autofree char *task = describe_task (snapshot), *title = NULL;
  const guint n =
      snapshot->tuning != NULL ? taper_mix_edit_get_n_edited (snapshot->tuning->edit) : 0;

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].view, view))
      /* Translators: a view, then the name of a bundle. */
      title = g_strdup_printf (_ ("%s — %s"), _ (titles[i].title),
                               taper_bundle_get_name (snapshot->bundle));
  taper_poster_add_text (poster, TAPER_POSTER_TITLE, title);
  taper_poster_add_text (poster, TAPER_POSTER_NOTE, task);
  if (n > 0)
    {
      g_autofree char *text =
          g_strdup_printf (ngettext ("Hand-edited: %u layer does not follow the mixer",
                                     "Hand-edited: %u layers do not follow the mixer", n),
                           n);

      taper_poster_add_text (poster, TAPER_POSTER_WARNING, text);
    }
}

static void
add_foot (TaperPoster *poster, const TaperSnapshot *snapshot)
{
  g_autofree char *text = g_strdup_printf (
      /* Translators: the start of a SHA-256. */
      _ ("Made with Taper · bundle SHA-256 %.16s… · the file holds the recipe of the model: drop "
         "it on Taper, or taper-cli synthesize --recipe THIS-FILE -o model.safetensors"),
      taper_bundle_get_sha256 (snapshot->bundle));

  taper_poster_add_text (poster, TAPER_POSTER_NOTE, text);
}

TaperPoster *
taper_view_poster_new (const char *view, GtkWidget *widget, TaperDocument *document)
{
  TaperSnapshot *snapshot = taper_document_get_snapshot (document);
  TaperPoster *poster;

  if (snapshot == NULL)
    return NULL;
  poster = taper_poster_new (WIDTH);
  add_head (poster, view, snapshot);
  if (g_str_equal (view, "mix"))
    taper_view_poster_add_mix (poster, snapshot);
  else if (g_str_equal (view, "weights"))
    taper_view_poster_add_weights (poster, snapshot);
  else if (g_str_equal (view, "pictures"))
    taper_view_poster_add_pictures (poster, document);
  else
    add_widget (poster, widget);
  add_foot (poster, snapshot);
  return poster;
}
