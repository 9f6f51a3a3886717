/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-lane-scores.h"

#include "ui/draw/taper-format.h"
#include "ui/taper-answer-text.h"
#include "ui/taper-lane-bar.h"
#include "ui/taper-tooltip.h"

#include <glib/gi18n.h>

struct _TaperLaneScores {
  GtkWidget parent_instance;

  GtkWidget *lanes[TAPER_N_LANES];
  TaperLaneBar *bars[TAPER_N_LANES];
  GtkLabel *counts[TAPER_N_LANES];
  GtkLabel *intervals[TAPER_N_LANES];
  TaperPictureTally tally;
};

G_DEFINE_FINAL_TYPE (TaperLaneScores, taper_lane_scores, GTK_TYPE_WIDGET)

static GtkWidget *
append_label (GtkBox *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (box, label);
  return label;
}

static void
add_lane (TaperLaneScores *self, TaperLane lane)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *bar = g_object_new (TAPER_TYPE_LANE_BAR, "lane", (int) lane, "score", 1.0, NULL);

  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  append_label (GTK_BOX (box), taper_answer_text_get_lane (lane), "caption");
  self->counts[lane] = GTK_LABEL (append_label (GTK_BOX (box), "", "lane-count"));
  gtk_box_append (GTK_BOX (box), bar);
  self->intervals[lane] = GTK_LABEL (append_label (GTK_BOX (box), "", "caption"));
  gtk_widget_add_css_class (GTK_WIDGET (self->intervals[lane]), "dim-label");
  if (lane == TAPER_LANE_PERSONALIZED)
    gtk_widget_add_css_class (box, "own");
  self->lanes[lane] = box;
  self->bars[lane] = TAPER_LANE_BAR (bar);
}

static void
taper_lane_scores_dispose (GObject *object)
{
  TaperLaneScores *self = TAPER_LANE_SCORES (object);

  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    g_clear_pointer (&self->lanes[lane], gtk_widget_unparent);
  G_OBJECT_CLASS (taper_lane_scores_parent_class)->dispose (object);
}

static void
taper_lane_scores_class_init (TaperLaneScoresClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_lane_scores_dispose;
  gtk_widget_class_set_css_name (widget_class, "lanescores");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
taper_lane_scores_init (TaperLaneScores *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_homogeneous (GTK_BOX_LAYOUT (layout), TRUE);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 18);
  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    add_lane (self, (TaperLane) lane);
  /* Nothing yet is something to show as well. */
  self->tally.n_judged = G_MAXUINT;
  taper_lane_scores_set_tally (self, NULL, &(TaperPictureTally){ 0 });
}

GtkWidget *
taper_lane_scores_new (void)
{
  return g_object_new (TAPER_TYPE_LANE_SCORES, NULL);
}

static void
update_lane (TaperLaneScores *self, TaperLane lane, const TaperPictureTally *tally)
{
  const guint n = tally->n_judged, n_right = tally->n_right[lane];
  const TaperInterval interval = taper_interval_wilson (n_right, n);
  char share[TAPER_FORMAT_SIZE];
  g_autofree char *count = NULL;
  g_autofree char *range = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->counts[lane]), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->intervals[lane]), n > 0);
  taper_lane_bar_set_score (self->bars[lane], n > 0 ? (double) n_right / n : 1);
  if (n == 0)
    return;
  /* Translators: right answers, of how many pictures */
  count = g_strdup_printf (ngettext ("%'u of %'u right", "%'u of %'u right", n), n_right, n);
  gtk_label_set_label (self->counts[lane], count);
  /* Translators: share of right answers, then the ends of its 95 % interval, in percent */
  range =
      g_strdup_printf (_ ("%s (%.0f–%.0f %%)"), taper_format_percent ((double) n_right / n, share),
                       100 * interval.low, 100 * interval.high);
  gtk_label_set_label (self->intervals[lane], range);
}

void
taper_lane_scores_set_tally (TaperLaneScores *self, const TaperSnapshot *snapshot,
                             const TaperPictureTally *tally)
{
  g_return_if_fail (TAPER_IS_LANE_SCORES (self));

  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    {
      g_autofree char *lane_text =
          snapshot != NULL ? taper_answer_text_explain_lane (snapshot, (TaperLane) lane) : NULL;
      /* Translators: what the lane is, in a sentence without its full stop */
      g_autofree char *tooltip =
          lane_text != NULL
              ? g_strdup_printf (_ ("%s. Counted: pictures whose label is a ticked class. In "
                                    "brackets the 95 %% interval (Wilson)."),
                                 lane_text)
              : NULL;

      if (tally->n_judged != self->tally.n_judged ||
          tally->n_right[lane] != self->tally.n_right[lane])
        update_lane (self, (TaperLane) lane, tally);
      taper_tooltip_set (self->lanes[lane], tooltip);
    }
  self->tally = *tally;
}
