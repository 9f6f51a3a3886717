/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-picture-row.h"

#include "ui/draw/taper-format.h"
#include "ui/taper-answer-text.h"
#include "ui/taper-lane-bar.h"
#include "ui/taper-picture-detail.h"
#include "ui/taper-picture-texture.h"
#include "ui/taper-stack-access.h"
#include "ui/taper-tooltip.h"

#include <glib/gi18n.h>

/* Most pictures are there before a spinner could be noticed. */
#define SPINNER_DELAY_MS 700

struct _TaperPictureRow {
  GtkWidget parent_instance;

  TaperPicture *picture;
  GSignalGroup *picture_signals;
  TaperSnapshot *snapshot;
  guint spinner_id;

  GtkBox *content;
  GtkPicture *thumbnail;
  GtkLabel *name;
  GtkWidget *changed;
  GtkToggleButton *expander;
  GtkStack *states;
  GtkSpinner *spinner;
  GtkLabel *error;
  GtkInscription *winners[TAPER_N_LANES];
  GtkInscription *scores[TAPER_N_LANES];
  TaperLaneBar *bars[TAPER_N_LANES];
  TaperPictureDetail *detail; /* made when first unfolded */
};

static guint remove_signal;

G_DEFINE_FINAL_TYPE (TaperPictureRow, taper_picture_row, GTK_TYPE_WIDGET)

/* --- answers ---------------------------------------------------------------------------------- */

static void
set_text (GtkInscription *inscription, const char *text)
{
  if (g_strcmp0 (gtk_inscription_get_text (inscription), text) != 0)
    gtk_inscription_set_text (inscription, text);
}

static void
update_lane (TaperPictureRow *self, const TaperPictureAnswer *answer, TaperLane lane)
{
  const TaperRanking *ranking = answer != NULL ? &answer->lanes[lane] : NULL;
  const char *name =
      ranking != NULL ? taper_answer_text_get_class (self->snapshot, ranking, 0) : NULL;
  char score[TAPER_FORMAT_SIZE];

  set_text (self->winners[lane], name != NULL ? name : "–");
  set_text (self->scores[lane],
            name != NULL ? taper_format_score (ranking->top[0].score, score) : "");
  taper_lane_bar_set_score (self->bars[lane], name != NULL ? ranking->top[0].score : -1);
}

static void
update_accessible (TaperPictureRow *self, const TaperPictureAnswer *answer)
{
  g_autofree char *text = NULL;
  const char *name = taper_picture_get_name (self->picture);

  if (answer != NULL)
    text = taper_answer_text_describe (self->snapshot, answer, name);
  else if (taper_picture_get_state (self->picture) == TAPER_PICTURE_FAILED)
    text = g_strdup (taper_picture_get_error (self->picture));
  else
    text = g_strdup (name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
update_answers (TaperPictureRow *self)
{
  const TaperPictureAnswer *answer = NULL;
  gboolean changed;

  if (self->picture == NULL)
    return;
  if (self->snapshot != NULL && taper_picture_get_state (self->picture) == TAPER_PICTURE_READY)
    answer = taper_snapshot_lookup (self->snapshot, taper_picture_get_id (self->picture));
  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    update_lane (self, answer, (TaperLane) lane);
  changed = answer != NULL && answer->changed;
  if (gtk_widget_get_visible (self->changed) != changed)
    {
      gtk_widget_set_visible (self->changed, changed);
      if (changed)
        gtk_widget_add_css_class (GTK_WIDGET (self), "changed");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self), "changed");
    }
  if (self->detail != NULL && gtk_widget_get_visible (GTK_WIDGET (self->detail)))
    taper_picture_detail_set_answer (self->detail, self->snapshot, answer);
  update_accessible (self, answer);
}

/* --- unfolding -------------------------------------------------------------------------------- */

static void
update_detail (TaperPictureRow *self)
{
  gboolean shown = gtk_toggle_button_get_active (self->expander) && self->picture != NULL &&
                   taper_picture_get_state (self->picture) == TAPER_PICTURE_READY;

  if (shown && self->detail == NULL)
    {
      self->detail = TAPER_PICTURE_DETAIL (taper_picture_detail_new ());
      gtk_box_append (self->content, GTK_WIDGET (self->detail));
    }
  if (self->detail == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->detail), shown);
  if (shown)
    taper_picture_detail_set_picture (self->detail, self->picture);
}

/* The picture remembers that it was unfolded, for the row is recycled. */
static void
expanded_cb (TaperPictureRow *self)
{
  if (self->picture != NULL)
    g_object_set_data (G_OBJECT (self->picture), "taper-unfolded",
                       GINT_TO_POINTER (gtk_toggle_button_get_active (self->expander)));
  update_detail (self);
  update_answers (self);
}

/* --- state of the picture --------------------------------------------------------------------- */

static gboolean
spin_cb (gpointer data)
{
  TaperPictureRow *self = data;

  self->spinner_id = 0;
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

static void
update_state (TaperPictureRow *self)
{
  TaperPictureState state = taper_picture_get_state (self->picture);

  g_clear_handle_id (&self->spinner_id, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->expander), state == TAPER_PICTURE_READY);
  switch (state)
    {
    case TAPER_PICTURE_LOADING:
      gtk_stack_set_visible_child_name (self->states, "loading");
      self->spinner_id = g_timeout_add (SPINNER_DELAY_MS, spin_cb, self);
      break;
    case TAPER_PICTURE_FAILED:
      gtk_stack_set_visible_child_name (self->states, "failed");
      gtk_label_set_label (self->error, taper_picture_get_error (self->picture));
      break;
    case TAPER_PICTURE_READY:
    default:
      gtk_stack_set_visible_child_name (self->states, "answers");
      break;
    }
  gtk_picture_set_paintable (self->thumbnail,
                             GDK_PAINTABLE (taper_picture_texture_get_preview (self->picture)));
  update_detail (self);
  update_answers (self);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
remove_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, remove_signal, 0);
}

static void
taper_picture_row_dispose (GObject *object)
{
  TaperPictureRow *self = TAPER_PICTURE_ROW (object);

  g_clear_handle_id (&self->spinner_id, g_source_remove);
  g_clear_object (&self->picture_signals);
  g_clear_object (&self->picture);
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_PICTURE_ROW);
  self->detail = NULL;
  G_OBJECT_CLASS (taper_picture_row_parent_class)->dispose (object);
}

static void
taper_picture_row_class_init (TaperPictureRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_picture_row_dispose;
  remove_signal = g_signal_new ("remove", TAPER_TYPE_PICTURE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  g_type_ensure (TAPER_TYPE_LANE_BAR);
  gtk_widget_class_set_css_name (widget_class, "picturerow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-picture-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperPictureRow, content);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureRow, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureRow, name);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureRow, changed);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureRow, expander);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureRow, states);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureRow, error);
  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    {
      char id[16];

      g_snprintf (id, sizeof id, "winner_%u", lane);
      gtk_widget_class_bind_template_child_full (widget_class, id, FALSE,
                                                 G_STRUCT_OFFSET (TaperPictureRow, winners) +
                                                     lane * (gssize) sizeof (gpointer));
      g_snprintf (id, sizeof id, "score_%u", lane);
      gtk_widget_class_bind_template_child_full (widget_class, id, FALSE,
                                                 G_STRUCT_OFFSET (TaperPictureRow, scores) +
                                                     lane * (gssize) sizeof (gpointer));
      g_snprintf (id, sizeof id, "bar_%u", lane);
      gtk_widget_class_bind_template_child_full (widget_class, id, FALSE,
                                                 G_STRUCT_OFFSET (TaperPictureRow, bars) +
                                                     lane * (gssize) sizeof (gpointer));
    }
  gtk_widget_class_install_action (widget_class, "picture.remove", NULL, remove_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "picture.remove", NULL);
}

static void
taper_picture_row_init (TaperPictureRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  taper_stack_hide_pages_from_readers (self->states);
  g_signal_connect_swapped (self->expander, "toggled", G_CALLBACK (expanded_cb), self);
  self->picture_signals = g_signal_group_new (TAPER_TYPE_PICTURE);
  g_signal_group_connect_swapped (self->picture_signals, "notify::state", G_CALLBACK (update_state),
                                  self);
}

GtkWidget *
taper_picture_row_new (void)
{
  return g_object_new (TAPER_TYPE_PICTURE_ROW, NULL);
}

void
taper_picture_row_set_picture (TaperPictureRow *self, TaperPicture *picture)
{
  g_return_if_fail (TAPER_IS_PICTURE_ROW (self));

  if (!g_set_object (&self->picture, picture))
    return;
  g_signal_group_set_target (self->picture_signals, picture);
  if (picture == NULL)
    {
      g_clear_handle_id (&self->spinner_id, g_source_remove);
      gtk_spinner_stop (self->spinner);
      return;
    }
  gtk_label_set_label (self->name, taper_picture_get_name (picture));
  taper_tooltip_set (GTK_WIDGET (self->name), taper_picture_get_name (picture));
  gtk_toggle_button_set_active (self->expander,
                                g_object_get_data (G_OBJECT (picture), "taper-unfolded") != NULL);
  update_state (self);
}

void
taper_picture_row_set_snapshot (TaperPictureRow *self, TaperSnapshot *snapshot)
{
  g_return_if_fail (TAPER_IS_PICTURE_ROW (self));

  if (snapshot != NULL)
    taper_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  self->snapshot = snapshot;
  update_answers (self);
}

TaperPicture *
taper_picture_row_get_picture (TaperPictureRow *self)
{
  g_return_val_if_fail (TAPER_IS_PICTURE_ROW (self), NULL);
  return self->picture;
}
