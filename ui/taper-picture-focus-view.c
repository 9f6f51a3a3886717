/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-picture-focus-view.h"

#include "app/taper-picture-focus.h"
#include "ui/draw/taper-focus-draw.h"
#include "ui/draw/taper-format.h"
#include "ui/taper-answer-text.h"

#include <glib/gi18n.h>

#define MAP_SIZE 132
/* A drop of the score below this is no place of its own. */
#define FLAT 0.02

struct _TaperPictureFocusView {
  GtkWidget parent_instance;

  TaperPicture *picture;
  TaperSnapshot *snapshot;
  TaperPictureFocus *focus; /* NULL: not computed for these */
  TaperImage *image;        /* what @focus is of */
  GCancellable *cancellable;

  GtkWidget *expander;
  GtkWidget *maps[2];
  GtkLabel *names[2];
  GtkLabel *note;
};

G_DEFINE_FINAL_TYPE (TaperPictureFocusView, taper_picture_focus_view, GTK_TYPE_WIDGET)

static const TaperOcclusion *
get_map (TaperPictureFocusView *self, guint which)
{
  return which == 0 ? &self->focus->selection : &self->focus->personalized;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TaperPictureFocusView *self = data;
  const guint which = GTK_WIDGET (area) == self->maps[1];
  const TaperRect rect = { 0, 0, width, height };

  if (self->focus != NULL)
    taper_focus_draw (cr, &rect, self->image, get_map (self, which),
                      MAX (FLAT, MAX (taper_focus_get_peak (&self->focus->selection),
                                      taper_focus_get_peak (&self->focus->personalized))));
  else if (self->picture != NULL && taper_picture_get_input (self->picture) != NULL)
    taper_focus_draw (cr, &rect, taper_picture_get_input (self->picture), NULL, 1);
}

static void
show_map (TaperPictureFocusView *self, guint which)
{
  const TaperLane lane = which == 0 ? TAPER_LANE_SELECTION : TAPER_LANE_PERSONALIZED;
  const char *lane_name = taper_answer_text_get_lane (lane);
  g_autofree char *text = NULL;

  if (self->focus != NULL)
    {
      const TaperOcclusion *map = get_map (self, which);
      const char *name = taper_class_list_get_class (
                             taper_bundle_get_classes (self->snapshot->bundle), map->class_index)
                             ->label;
      char drop[TAPER_FORMAT_SIZE];

      /* Translators: a lane, the class it names, by how much its score falls at most */
      text = g_strdup_printf (_ ("%s: %s, up to −%s"), lane_name, name,
                              taper_format_score (taper_focus_get_peak (map), drop));
    }
  gtk_label_set_label (self->names[which], text != NULL ? text : lane_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->maps[which]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text != NULL ? text : lane_name, -1);
  gtk_widget_queue_draw (self->maps[which]);
}

static void
show (TaperPictureFocusView *self)
{
  g_autofree char *note = NULL;
  char ms[TAPER_FORMAT_SIZE];

  for (guint which = 0; which < 2; which++)
    show_map (self, which);
  if (self->focus != NULL)
    note = g_strdup_printf (
        /* Translators: a number of runs of a network, then a duration */
        ngettext ("Bright: covering that place lowers the score of the class. %u run in %s. It "
                  "shows what this answer depends on, not why; covers of another size give "
                  "another map.",
                  "Bright: covering that place lowers the score of the class. %u runs in %s. It "
                  "shows what this answer depends on, not why; covers of another size give "
                  "another map.",
                  self->focus->selection.n_runs + self->focus->personalized.n_runs),
        self->focus->selection.n_runs + self->focus->personalized.n_runs,
        taper_format_duration (self->focus->ms, ms));
  else if (self->snapshot != NULL && taper_task_is_empty (self->snapshot->task))
    note = g_strdup (_ ("Tick classes first: without a task there is nothing to compare."));
  gtk_label_set_label (self->note, note != NULL ? note : _ ("Covering place after place…"));
}

static void
computed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TaperPictureFocusView *self = data;
  g_autofree TaperPictureFocus *focus = taper_picture_focus_finish (result, NULL);

  if (focus != NULL) /* else it was cancelled: another one is on its way, or nobody waits */
    {
      g_clear_object (&self->cancellable);
      self->focus = g_steal_pointer (&focus);
      show (self);
    }
  g_object_unref (self);
}

static void
stop (TaperPictureFocusView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->focus, g_free);
  g_clear_pointer (&self->image, taper_image_unref);
}

static void
update (TaperPictureFocusView *self)
{
  stop (self);
  if (self->picture != NULL && self->snapshot != NULL &&
      gtk_expander_get_expanded (GTK_EXPANDER (self->expander)) &&
      !taper_task_is_empty (self->snapshot->task) && taper_picture_get_input (self->picture))
    {
      self->image = taper_image_ref (taper_picture_get_input (self->picture));
      self->cancellable = g_cancellable_new ();
      taper_picture_focus_async (self->snapshot, self->image, self->cancellable, computed_cb,
                                 g_object_ref (self));
    }
  show (self);
}

static void
taper_picture_focus_view_dispose (GObject *object)
{
  TaperPictureFocusView *self = TAPER_PICTURE_FOCUS_VIEW (object);

  stop (self);
  g_clear_pointer (&self->expander, gtk_widget_unparent);
  g_clear_object (&self->picture);
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  G_OBJECT_CLASS (taper_picture_focus_view_parent_class)->dispose (object);
}

static void
taper_picture_focus_view_class_init (TaperPictureFocusViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = taper_picture_focus_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkLabel *
create_caption (const char *css_class)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (label), "numeric");
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (label), css_class);
  return label;
}

static void
taper_picture_focus_view_init (TaperPictureFocusView *self)
{
  GtkWidget *grid = gtk_grid_new ();

  self->expander = gtk_expander_new_with_mnemonic (_ ("_Where it looked"));
  gtk_widget_set_parent (self->expander, GTK_WIDGET (self));
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_widget_set_margin_top (grid, 6);
  for (int which = 0; which < 2; which++)
    {
      self->maps[which] =
          g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, NULL);
      gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (self->maps[which]), MAP_SIZE);
      gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->maps[which]), MAP_SIZE);
      gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->maps[which]), draw_cb, self, NULL);
      gtk_widget_set_halign (self->maps[which], GTK_ALIGN_START);
      self->names[which] = create_caption (NULL);
      gtk_label_set_yalign (self->names[which], 0);
      gtk_grid_attach (GTK_GRID (grid), self->maps[which], which, 0, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (self->names[which]), which, 1, 1, 1);
    }
  self->note = create_caption ("dim-label");
  gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (self->note), 0, 2, 2, 1);
  gtk_expander_set_child (GTK_EXPANDER (self->expander), grid);
  g_signal_connect_swapped (self->expander, "notify::expanded", G_CALLBACK (update), self);
}

void
taper_picture_focus_view_set_picture (TaperPictureFocusView *self, TaperPicture *picture,
                                      TaperSnapshot *snapshot)
{
  g_return_if_fail (TAPER_IS_PICTURE_FOCUS_VIEW (self));

  if (self->picture == picture && self->snapshot == snapshot)
    return;
  g_set_object (&self->picture, picture);
  if (snapshot != NULL)
    taper_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  self->snapshot = snapshot;
  update (self);
}
