/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-picture-detail.h"

#include "ui/draw/taper-format.h"
#include "ui/taper-answer-text.h"
#include "ui/taper-picture-texture.h"

/* Side at which the input is shown, in logical pixels; it is made twice as large for HiDPI. */
#define INPUT_SIZE 128

struct _TaperPictureDetail {
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkPicture *input;
  GtkLabel *facts;
  GtkGrid *ranks;
  gboolean stacked;
  GtkInscription *verdicts[TAPER_N_LANES];
  GtkInscription *classes[TAPER_N_LANES][TAPER_TOP];
  GtkInscription *scores[TAPER_N_LANES][TAPER_TOP];
};

G_DEFINE_FINAL_TYPE (TaperPictureDetail, taper_picture_detail, GTK_TYPE_WIDGET)

enum { PROP_STACKED = 1 };

static void
taper_picture_detail_set_property (GObject *object, guint id, const GValue *value,
                                   GParamSpec *pspec)
{
  TAPER_PICTURE_DETAIL (object)->stacked = g_value_get_boolean (value);
}

static GtkInscription *
append (TaperPictureDetail *self, int column, int row, int span, float xalign, gboolean heading)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (text), xalign == 0 ? 10 : 4);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), 4);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (text), xalign);
  gtk_widget_set_hexpand (text, xalign == 0);
  gtk_widget_add_css_class (text, heading ? "caption-heading" : "caption");
  gtk_widget_add_css_class (text, "numeric");
  gtk_grid_attach (self->ranks, text, column, row, span, 1);
  return GTK_INSCRIPTION (text);
}

/* Beside each other, or, stacked, below each other with room for long names. */
static void
taper_picture_detail_constructed (GObject *object)
{
  TaperPictureDetail *self = TAPER_PICTURE_DETAIL (object);

  G_OBJECT_CLASS (taper_picture_detail_parent_class)->constructed (object);
  for (int lane = 0; lane < TAPER_N_LANES; lane++)
    {
      const int column = self->stacked ? 0 : 2 * lane;
      const int row = self->stacked ? lane * (TAPER_TOP + 1) : 0;
      GtkInscription *title = append (self, column, row, self->stacked ? 1 : 2, 0, TRUE);

      gtk_inscription_set_text (title, taper_answer_text_get_lane ((TaperLane) lane));
      if (self->stacked)
        {
          self->verdicts[lane] = append (self, 1, row, 1, 1, TRUE);
          gtk_inscription_set_nat_chars (self->verdicts[lane], 8);
          if (lane > 0)
            {
              gtk_widget_set_margin_top (GTK_WIDGET (title), 9);
              gtk_widget_set_margin_top (GTK_WIDGET (self->verdicts[lane]), 9);
            }
        }
      for (int place = 0; place < TAPER_TOP; place++)
        {
          self->classes[lane][place] = append (self, column, row + place + 1, 1, 0, FALSE);
          self->scores[lane][place] = append (self, column + 1, row + place + 1, 1, 1, FALSE);
        }
    }
}

static void
taper_picture_detail_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAPER_TYPE_PICTURE_DETAIL);
  G_OBJECT_CLASS (taper_picture_detail_parent_class)->dispose (object);
}

static void
taper_picture_detail_class_init (TaperPictureDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_picture_detail_dispose;
  G_OBJECT_CLASS (klass)->constructed = taper_picture_detail_constructed;
  G_OBJECT_CLASS (klass)->set_property = taper_picture_detail_set_property;
  g_object_class_install_property (
      G_OBJECT_CLASS (klass), PROP_STACKED,
      g_param_spec_boolean ("stacked", NULL, NULL, FALSE,
                            G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-picture-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperPictureDetail, content);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureDetail, input);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureDetail, facts);
  gtk_widget_class_bind_template_child (widget_class, TaperPictureDetail, ranks);
}

static void
taper_picture_detail_init (TaperPictureDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
taper_picture_detail_new (void)
{
  return g_object_new (TAPER_TYPE_PICTURE_DETAIL, NULL);
}

void
taper_picture_detail_set_picture (TaperPictureDetail *self, TaperPicture *picture)
{
  TaperImage *image = taper_picture_get_input (picture);
  g_autofree char *facts = taper_answer_text_describe_input (picture);
  guint side = image != NULL ? MAX (taper_image_get_width (image), taper_image_get_height (image))
                             : INPUT_SIZE;
  g_autoptr (GdkTexture) texture =
      taper_picture_texture_create_input (picture, MAX (1, 2 * INPUT_SIZE / side));

  gtk_picture_set_paintable (self->input, GDK_PAINTABLE (texture));
  gtk_picture_set_alternative_text (self->input, facts);
  gtk_label_set_label (self->facts, facts);
}

void
taper_picture_detail_set_answer (TaperPictureDetail *self, const TaperSnapshot *snapshot,
                                 const TaperPictureAnswer *answer)
{
  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    for (guint place = 0; place < TAPER_TOP; place++)
      {
        const TaperRanking *ranking = answer != NULL ? &answer->lanes[lane] : NULL;
        const char *name =
            ranking != NULL ? taper_answer_text_get_class (snapshot, ranking, place) : NULL;
        char score[TAPER_FORMAT_SIZE];

        gtk_inscription_set_text (self->classes[lane][place], name != NULL ? name : "");
        gtk_inscription_set_text (
            self->scores[lane][place],
            name != NULL ? taper_format_score (ranking->top[place].score, score) : "");
      }
}

void
taper_picture_detail_set_standing (TaperPictureDetail *self, const TaperSnapshot *snapshot,
                                   const TaperPictureStanding *standing)
{
  taper_picture_detail_set_answer (self, snapshot, standing != NULL ? standing->answer : NULL);
  for (guint lane = 0; self->stacked && lane < TAPER_N_LANES; lane++)
    {
      const TaperPictureVerdict verdict =
          standing != NULL ? standing->verdicts[lane] : TAPER_PICTURE_UNKNOWN;
      GtkWidget *widget = GTK_WIDGET (self->verdicts[lane]);

      gtk_inscription_set_text (self->verdicts[lane], taper_answer_text_get_verdict (verdict));
      gtk_widget_remove_css_class (widget, "success");
      gtk_widget_remove_css_class (widget, "error");
      if (verdict != TAPER_PICTURE_UNKNOWN)
        gtk_widget_add_css_class (widget, verdict == TAPER_PICTURE_RIGHT ? "success" : "error");
    }
}
