/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-presenter-card.h"

#include "app/taper-picture-tally.h"
#include "ui/draw/taper-format.h"
#include "ui/taper-answer-text.h"
#include "ui/taper-lane-bar.h"
#include "ui/taper-picture-texture.h"

#include <glib/gi18n.h>

#define SPACING 12
#define MIN_SIDE 72
#define NATURAL_PICTURE 160 /* its height, where there is room for everything */

struct _TaperPresenterCard {
  GtkWidget parent_instance;

  TaperPicture *picture;
  TaperSnapshot *snapshot;

  GtkWidget *image;
  GtkWidget *pages; /* answers or what is wrong with the picture */
  GtkWidget *problem;
  GtkWidget *winners[TAPER_N_LANES], *verdicts[TAPER_N_LANES], *scores[TAPER_N_LANES];
  TaperLaneBar *bars[TAPER_N_LANES];
};

G_DEFINE_FINAL_TYPE (TaperPresenterCard, taper_presenter_card, GTK_TYPE_WIDGET)

/* --- answers ---------------------------------------------------------------------------------- */

static void
show_verdict (GtkWidget *label, TaperPictureVerdict verdict)
{
  const gboolean right = verdict == TAPER_PICTURE_RIGHT;

  gtk_label_set_label (GTK_LABEL (label), verdict == TAPER_PICTURE_UNKNOWN ? ""
                                          : right                          ? "✓"
                                                                           : "✗");
  gtk_widget_remove_css_class (label, right ? "error" : "success");
  gtk_widget_add_css_class (label, right ? "success" : "error");
  gtk_widget_set_visible (label, verdict != TAPER_PICTURE_UNKNOWN);
}

static void
update_lane (TaperPresenterCard *self, const TaperPictureStanding *standing, TaperLane lane)
{
  const TaperRanking *ranking = standing->answer != NULL ? &standing->answer->lanes[lane] : NULL;
  const char *name =
      ranking != NULL ? taper_answer_text_get_class (self->snapshot, ranking, 0) : NULL;
  char score[TAPER_FORMAT_SIZE];

  gtk_label_set_label (GTK_LABEL (self->winners[lane]), name != NULL ? name : "–");
  gtk_label_set_label (GTK_LABEL (self->scores[lane]),
                       name != NULL ? taper_format_score (ranking->top[0].score, score) : "");
  taper_lane_bar_set_score (self->bars[lane], name != NULL ? ranking->top[0].score : -1);
  show_verdict (self->verdicts[lane], standing->verdicts[lane]);
}

static void
update (TaperPresenterCard *self)
{
  const TaperPictureState state = taper_picture_get_state (self->picture);
  const TaperPictureAnswer *answer = NULL;
  g_autofree char *spoken = NULL;
  TaperPictureStanding standing;

  if (self->snapshot != NULL && state == TAPER_PICTURE_READY)
    answer = taper_snapshot_lookup (self->snapshot, taper_picture_get_id (self->picture));
  taper_picture_standing_init (&standing, self->picture, self->snapshot, answer);
  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    update_lane (self, &standing, (TaperLane) lane);
  gtk_picture_set_paintable (GTK_PICTURE (self->image),
                             GDK_PAINTABLE (taper_picture_texture_get_preview (self->picture)));
  gtk_label_set_label (GTK_LABEL (self->problem), state == TAPER_PICTURE_FAILED
                                                      ? taper_picture_get_error (self->picture)
                                                      : _ ("Loading…"));
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages),
                                    state == TAPER_PICTURE_READY ? "answers" : "problem");
  spoken = taper_answer_text_describe_standing (self->snapshot, &standing, self->picture);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/* --- layout ----------------------------------------------------------------------------------- */

static int
measure_pages (TaperPresenterCard *self, GtkOrientation orientation)
{
  int minimum;

  gtk_widget_measure (self->pages, orientation, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
taper_presenter_card_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                              int *minimum, int *natural, int *minimum_baseline,
                              int *natural_baseline)
{
  TaperPresenterCard *self = TAPER_PRESENTER_CARD (widget);
  const int pages = measure_pages (self, orientation);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = MIN_SIDE + SPACING + pages;
  else
    {
      *minimum = MAX (pages, MIN_SIDE);
      *natural = MAX (*minimum, pages + SPACING + NATURAL_PICTURE);
    }
}

/* The answers below the picture where that leaves it large, else beside it. */
static void
taper_presenter_card_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TaperPresenterCard *self = TAPER_PRESENTER_CARD (widget);
  const gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const int below = measure_pages (self, GTK_ORIENTATION_VERTICAL);
  const int above = height - SPACING - below;
  GtkAllocation image, pages;

  if (above >= width / 3)
    {
      image = (GtkAllocation){ 0, 0, width, above };
      pages = (GtkAllocation){ 0, height - below, width, below };
    }
  else
    {
      const int least = measure_pages (self, GTK_ORIENTATION_HORIZONTAL);
      const int side =
          CLAMP (MIN (height, width / 3), MIN_SIDE, MAX (MIN_SIDE, width - SPACING - least));

      image = (GtkAllocation){ rtl ? width - side : 0, (height - side) / 2, side, side };
      pages = (GtkAllocation){ rtl ? 0 : side + SPACING, 0, width - side - SPACING, height };
    }
  gtk_widget_size_allocate (self->image, &image, -1);
  gtk_widget_size_allocate (self->pages, &pages, -1);
}

/* --- object ----------------------------------------------------------------------------------- */

static GtkWidget *
create_label (const char *css_class, float xalign)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_lane (TaperPresenterCard *self, GtkGrid *grid, TaperLane lane)
{
  GtkWidget *winner = create_label (lane == TAPER_LANE_PERSONALIZED ? "personalized" : NULL, 0);
  GtkWidget *bar = g_object_new (TAPER_TYPE_LANE_BAR, "lane", (int) lane, "height-request", 7,
                                 "margin-bottom", lane + 1 < TAPER_N_LANES ? 6 : 0, NULL);

  /* In the middle: long names of one group differ at their ends. */
  gtk_label_set_ellipsize (GTK_LABEL (winner), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (winner, TRUE);
  self->winners[lane] = winner;
  self->verdicts[lane] = create_label ("verdict-mark", 0.5f);
  self->scores[lane] = create_label ("numeric", 1);
  self->bars[lane] = TAPER_LANE_BAR (bar);
  gtk_grid_attach (grid, self->verdicts[lane], 0, 2 * (int) lane, 1, 1);
  gtk_grid_attach (grid, winner, 1, 2 * (int) lane, 1, 1);
  gtk_grid_attach (grid, self->scores[lane], 2, 2 * (int) lane, 1, 1);
  gtk_grid_attach (grid, bar, 0, 2 * (int) lane + 1, 3, 1);
}

static void
taper_presenter_card_dispose (GObject *object)
{
  TaperPresenterCard *self = TAPER_PRESENTER_CARD (object);

  g_clear_pointer (&self->image, gtk_widget_unparent);
  g_clear_pointer (&self->pages, gtk_widget_unparent);
  g_clear_object (&self->picture);
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  G_OBJECT_CLASS (taper_presenter_card_parent_class)->dispose (object);
}

static void
taper_presenter_card_class_init (TaperPresenterCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_presenter_card_dispose;
  widget_class->measure = taper_presenter_card_measure;
  widget_class->size_allocate = taper_presenter_card_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "presentercard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
taper_presenter_card_init (TaperPresenterCard *self)
{
  GtkWidget *grid = gtk_grid_new ();

  self->image = gtk_picture_new ();
  gtk_picture_set_content_fit (GTK_PICTURE (self->image), GTK_CONTENT_FIT_COVER);
  gtk_widget_set_overflow (self->image, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent (self->image, GTK_WIDGET (self));

  gtk_grid_set_column_spacing (GTK_GRID (grid), 6);
  gtk_widget_set_valign (grid, GTK_ALIGN_CENTER);
  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    add_lane (self, GTK_GRID (grid), (TaperLane) lane);
  self->problem = create_label (NULL, 0);
  gtk_label_set_wrap (GTK_LABEL (self->problem), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->problem), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (self->problem), 4);
  gtk_label_set_ellipsize (GTK_LABEL (self->problem), PANGO_ELLIPSIZE_END);
  self->pages = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->pages), grid, "answers");
  gtk_stack_add_named (GTK_STACK (self->pages), self->problem, "problem");
  gtk_widget_set_parent (self->pages, GTK_WIDGET (self));
}

GtkWidget *
taper_presenter_card_new (TaperPicture *picture)
{
  TaperPresenterCard *self = g_object_new (TAPER_TYPE_PRESENTER_CARD, NULL);

  self->picture = g_object_ref (picture);
  g_signal_connect_object (picture, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

void
taper_presenter_card_set_snapshot (TaperPresenterCard *self, TaperSnapshot *snapshot)
{
  if (snapshot != NULL)
    taper_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  self->snapshot = snapshot;
  update (self);
}
