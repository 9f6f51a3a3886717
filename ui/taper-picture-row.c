/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-picture-row.h"

#include "ui/taper-picture-details.h"
#include <glib/gi18n.h>

#define THUMBNAIL_SIDE 78

typedef struct {
  GtkWidget *winner;
  GtkWidget *score;
  GtkWidget *bar;
} LaneWidgets;

struct _TaperPictureRow {
  GtkWidget parent_instance;

  TaperDocument *document;
  TaperPicture *picture;
  GtkWidget *box;
  GtkWidget *thumbnail;
  GtkWidget *name;
  GtkWidget *changed;
  GtkWidget *message;
  GtkWidget *lanes_grid;
  LaneWidgets lanes[TAPER_N_LANES];
  GtkWidget *details_button;
  gulong state_handler;
};

G_DEFINE_FINAL_TYPE (TaperPictureRow, taper_picture_row, GTK_TYPE_WIDGET)

enum { REMOVE, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *const lane_classes[TAPER_N_LANES] = { "lane-generic", "lane-selection",
                                                         "lane-personalized" };

static const char *
lane_title (TaperLane lane)
{
  switch (lane)
    {
    case TAPER_LANE_GENERIC:
      /* Translators: a lane of answers: the general model, all classes; keep it short */
      return _ ("Generic");
    case TAPER_LANE_SELECTION:
      /* Translators: a lane of answers: the general model, ticked classes only; keep it short */
      return _ ("Selection");
    default:
      /* Translators: a lane of answers: the blended model; keep it short */
      return _ ("Personal");
    }
}

/* Setting the same text again would lay the row out again: a tick updates every visible row. */
static void
set_text (GtkWidget *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
}

static void
show_lane (TaperPictureRow *self, TaperLane lane, const TaperSnapshot *snapshot,
           const TaperRanking *ranking)
{
  LaneWidgets *widgets = &self->lanes[lane];
  if (ranking == NULL || ranking->n_top == 0)
    {
      set_text (widgets->winner, lane == TAPER_LANE_GENERIC ? "" : _ ("tick a class"));
      set_text (widgets->score, "");
      gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (widgets->bar), 0);
      return;
    }
  TaperClassList *classes = taper_bundle_get_classes (snapshot->bundle);
  const TaperAnswer *best = &ranking->top[0];
  g_autofree char *score = g_strdup_printf ("%.2f", best->score);
  set_text (widgets->winner, taper_class_list_get_class (classes, best->class_index)->name);
  set_text (widgets->score, score);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (widgets->bar), best->score);
}

static void
update_accessible (TaperPictureRow *self, const TaperPictureAnswer *answer)
{
  GString *sentence = g_string_new (taper_picture_get_name (self->picture));
  for (guint lane = 0; answer != NULL && lane < TAPER_N_LANES; lane++)
    g_string_append_printf (sentence, "%s %s: %s %s", lane == 0 ? ":" : ",", lane_title (lane),
                            gtk_label_get_text (GTK_LABEL (self->lanes[lane].winner)),
                            gtk_label_get_text (GTK_LABEL (self->lanes[lane].score)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence->str, -1);
  g_string_free (sentence, TRUE);
}

static void
update_answers (TaperPictureRow *self)
{
  if (self->picture == NULL)
    return;
  TaperSnapshot *snapshot = taper_document_get_snapshot (self->document);
  const TaperPictureAnswer *answer = NULL;
  if (snapshot != NULL && taper_picture_get_state (self->picture) == TAPER_PICTURE_READY)
    answer = taper_snapshot_lookup (snapshot, taper_picture_get_id (self->picture));
  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    show_lane (self, lane, snapshot, answer != NULL ? &answer->lanes[lane] : NULL);
  gtk_widget_set_visible (self->changed, answer != NULL && answer->changed);
  update_accessible (self, answer);
}

static void
update_picture (TaperPictureRow *self)
{
  if (self->picture == NULL)
    return;
  TaperPictureState state = taper_picture_get_state (self->picture);
  TaperImage *preview = taper_picture_get_preview (self->picture);
  g_autoptr (TaperImage) square =
      preview != NULL ? taper_image_fit (preview, THUMBNAIL_SIDE * 2, THUMBNAIL_SIDE * 2) : NULL;
  g_autoptr (GdkTexture) texture = square != NULL ? taper_image_to_texture (square) : NULL;

  set_text (self->name, taper_picture_get_name (self->picture));
  gtk_widget_set_tooltip_text (self->name, taper_picture_get_name (self->picture));
  gtk_picture_set_paintable (GTK_PICTURE (self->thumbnail), GDK_PAINTABLE (texture));
  gtk_picture_set_alternative_text (GTK_PICTURE (self->thumbnail),
                                    taper_picture_get_name (self->picture));
  gtk_widget_set_visible (self->lanes_grid, state != TAPER_PICTURE_FAILED);
  gtk_widget_set_visible (self->message, state == TAPER_PICTURE_FAILED);
  gtk_widget_set_sensitive (self->details_button, state == TAPER_PICTURE_READY);
  if (state == TAPER_PICTURE_FAILED)
    set_text (self->message, taper_picture_get_error (self->picture));
  update_answers (self);
}

static void
details_cb (GtkMenuButton *button, gpointer data)
{
  TaperPictureRow *self = data;
  gtk_menu_button_set_popover (
      button,
      taper_picture_details_new (self->picture, taper_document_get_snapshot (self->document)));
}

static void
remove_cb (TaperPictureRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
add_lane (TaperPictureRow *self, guint lane)
{
  LaneWidgets *widgets = &self->lanes[lane];
  GtkWidget *title = gtk_label_new (lane_title (lane));
  gtk_widget_add_css_class (title, "dim-label");
  gtk_widget_add_css_class (title, "caption");
  gtk_label_set_xalign (GTK_LABEL (title), 0);

  widgets->winner = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (widgets->winner), 0);
  gtk_label_set_ellipsize (GTK_LABEL (widgets->winner), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (widgets->winner, TRUE);
  widgets->score = gtk_label_new ("");
  gtk_widget_add_css_class (widgets->score, "numeric");
  widgets->bar = gtk_progress_bar_new ();
  gtk_widget_add_css_class (widgets->bar, "lane");
  gtk_widget_add_css_class (widgets->bar, lane_classes[lane]);
  if (lane == TAPER_LANE_PERSONALIZED)
    gtk_widget_add_css_class (widgets->winner, "heading");

  GtkGrid *grid = GTK_GRID (self->lanes_grid);
  gtk_grid_attach (grid, title, 0, lane * 2, 1, 2);
  gtk_grid_attach (grid, widgets->winner, 1, lane * 2, 1, 1);
  gtk_grid_attach (grid, widgets->score, 2, lane * 2, 1, 1);
  gtk_grid_attach (grid, widgets->bar, 1, lane * 2 + 1, 2, 1);
}

static GtkWidget *
make_head (TaperPictureRow *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->name = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (self->name, TRUE);
  gtk_widget_add_css_class (self->name, "caption");
  gtk_widget_add_css_class (self->name, "dim-label");

  /* Translators: beside a picture: the personalized model names another class than the selection */
  self->changed = gtk_label_new (_ ("differs"));
  gtk_widget_add_css_class (self->changed, "changed-mark");
  gtk_widget_add_css_class (self->changed, "caption");
  gtk_widget_set_visible (self->changed, FALSE);

  self->details_button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->details_button), "view-more-symbolic");
  gtk_widget_set_tooltip_text (self->details_button, _ ("Details"));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->details_button), details_cb, self,
                                         NULL);
  gtk_widget_add_css_class (self->details_button, "flat");
  gtk_widget_add_css_class (self->details_button, "row-button");

  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  gtk_widget_set_tooltip_text (remove, _ ("Remove Picture"));
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_add_css_class (remove, "row-button");
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (remove_cb), self);

  gtk_box_append (GTK_BOX (head), self->name);
  gtk_box_append (GTK_BOX (head), self->changed);
  gtk_box_append (GTK_BOX (head), self->details_button);
  gtk_box_append (GTK_BOX (head), remove);
  return head;
}

static void
taper_picture_row_init (TaperPictureRow *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_add_css_class (self->box, "picture-row");

  self->thumbnail = gtk_picture_new ();
  gtk_widget_set_size_request (self->thumbnail, THUMBNAIL_SIDE, THUMBNAIL_SIDE);
  gtk_widget_set_valign (self->thumbnail, GTK_ALIGN_CENTER);
  gtk_widget_set_overflow (self->thumbnail, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (self->thumbnail, "thumbnail");
  gtk_box_append (GTK_BOX (self->box), self->thumbnail);

  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_hexpand (column, TRUE);
  gtk_box_append (GTK_BOX (column), make_head (self));
  self->message = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->message), 0);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->message), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->message, "error");
  gtk_box_append (GTK_BOX (column), self->message);
  self->lanes_grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->lanes_grid), 9);
  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    add_lane (self, lane);
  gtk_box_append (GTK_BOX (column), self->lanes_grid);
  gtk_box_append (GTK_BOX (self->box), column);
}

static void
taper_picture_row_dispose (GObject *object)
{
  TaperPictureRow *self = TAPER_PICTURE_ROW (object);
  taper_picture_row_set_picture (self, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_picture_row_parent_class)->dispose (object);
}

static void
taper_picture_row_class_init (TaperPictureRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = taper_picture_row_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "picturerow");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[REMOVE] = g_signal_new ("remove", TAPER_TYPE_PICTURE_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

GtkWidget *
taper_picture_row_new (TaperDocument *document)
{
  TaperPictureRow *self = g_object_new (TAPER_TYPE_PICTURE_ROW, NULL);
  self->document = g_object_ref (document);
  g_signal_connect_object (document, "notify::snapshot", G_CALLBACK (update_answers), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
taper_picture_row_set_picture (TaperPictureRow *self, TaperPicture *picture)
{
  if (self->picture != NULL)
    g_clear_signal_handler (&self->state_handler, self->picture);
  if (!g_set_object (&self->picture, picture) || picture == NULL)
    return;
  self->state_handler =
      g_signal_connect_swapped (picture, "notify::state", G_CALLBACK (update_picture), self);
  update_picture (self);
}

TaperPicture *
taper_picture_row_get_picture (TaperPictureRow *self)
{
  return self->picture;
}
