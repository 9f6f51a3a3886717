/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-presenter.h"

#include "app/taper-task-text.h"
#include "ui/taper-answer-text.h"
#include "ui/taper-heat-map.h"
#include "ui/taper-lane-bar.h"
#include "ui/taper-presenter-card.h"
#include "ui/taper-proof-view.h"

#include <glib/gi18n.h>

#define MAX_CARDS 6 /* pictures that an audience can take in */
#define MAX_NAMES 5 /* of classes in the line of the task */
#define REST_MS 3000
#define KEYS_MS 5000

struct _TaperPresenter {
  AdwWindow parent_instance;

  TaperDocument *document;
  TaperStoryPlayer *player;
  guint kiosk_ms;

  GtkWidget *stage, *body, *footer, *black;
  GtkRevealer *keys, *drawer;
  TaperProofView *proof;
  GtkLabel *headline, *task, *sentence, *note, *more, *caption, *counter;
  TaperHeatMap *heat_map;
  GtkWidget *pictures_side;
  GtkFlowBox *legend;
  GtkGrid *grid;
  GPtrArray *cards; /* (element-type TaperPresenterCard): children of the grid */
  gboolean wide;    /* the mix and the pictures beside each other */
  guint n_columns;  /* of the pictures, at most */
  int size_class;

  guint arrange_id, rest_id, keys_id, kiosk_id;
  double pointer_x, pointer_y;
  guint inhibit_cookie;
};

G_DEFINE_FINAL_TYPE (TaperPresenter, taper_presenter, ADW_TYPE_WINDOW)

/* --- words ------------------------------------------------------------------------------------ */

/* The step whose scene the document still shows; its words would be wrong for another task. */
static TaperStoryStep *
get_shown_step (TaperPresenter *self)
{
  TaperStoryStep *step = taper_story_player_get_step (self->player);
  TaperBundle *bundle = taper_document_get_bundle (self->document);
  g_autoptr (GPtrArray) unknown = NULL;
  g_autoptr (TaperTask) task = NULL;

  if (step == NULL || bundle == NULL)
    return NULL;
  task = taper_story_step_make_task (step, taper_bundle_get_classes (bundle), &unknown);
  return taper_task_equal (task, taper_document_get_task (self->document)) ? step : NULL;
}

static void
set_text (GtkLabel *label, const char *text)
{
  const gboolean any = text != NULL && *text != '\0';

  gtk_label_set_label (label, any ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), any);
}

static void
update_counter (TaperPresenter *self)
{
  const int position = taper_story_player_get_position (self->player);
  TaperStory *story = taper_story_player_get_story (self->player);
  g_autofree char *text = NULL, *spoken = NULL;

  if (story != NULL && position >= 0)
    {
      /* Translators: number of the step that is shown, number of all steps */
      text = g_strdup_printf (_ ("%d / %u"), position + 1, taper_story_get_n_steps (story));
      spoken = g_strdup_printf (_ ("Step %d of %u"), position + 1, taper_story_get_n_steps (story));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->counter), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      spoken, -1);
    }
  set_text (self->counter, text);
}

static void
update_words (TaperPresenter *self)
{
  TaperSnapshot *snapshot = taper_document_get_snapshot (self->document);
  TaperStoryStep *step = get_shown_step (self);
  const char *title = step != NULL ? taper_story_step_get_title (step) : "";
  g_autofree char *words = NULL, *sentence = NULL, *edited = NULL;

  if (snapshot != NULL)
    {
      words = taper_task_describe (taper_bundle_get_classes (snapshot->bundle), snapshot->task,
                                   MAX_NAMES);
      sentence = taper_snapshot_describe (snapshot);
      if (taper_snapshot_is_edited (snapshot))
        edited = g_strdup (_ ("Hand-edited: not what the mixer says"));
    }
  gtk_label_set_label (self->headline, *title != '\0' ? title : words != NULL ? words : "");
  set_text (self->task, *title != '\0' ? words : NULL);
  set_text (self->sentence, sentence);
  set_text (self->note, edited != NULL ? edited : taper_story_player_get_note (self->player));
  set_text (self->caption, step != NULL ? taper_story_step_get_caption (step) : NULL);
  update_counter (self);
  gtk_widget_set_visible (self->footer, gtk_widget_get_visible (GTK_WIDGET (self->caption)) ||
                                            gtk_widget_get_visible (GTK_WIDGET (self->counter)));
}

/* --- pictures --------------------------------------------------------------------------------- */

static void
place_cards (TaperPresenter *self)
{
  /* where there is width no more than two rows */
  const guint n_columns = MAX (1, MIN (self->n_columns, (self->cards->len + 1) / 2));

  for (guint i = 0; i < self->cards->len; i++)
    {
      GtkWidget *card = self->cards->pdata[i];

      if (gtk_widget_get_parent (card) != NULL)
        gtk_grid_remove (self->grid, card);
      gtk_grid_attach (self->grid, card, (int) (i % n_columns), (int) (i / n_columns), 1, 1);
    }
}

static void
pictures_cb (TaperPresenter *self)
{
  GListModel *pictures = taper_document_get_pictures (self->document);
  const guint n = g_list_model_get_n_items (pictures);
  g_autofree char *more = NULL;

  for (guint i = 0; i < self->cards->len; i++)
    gtk_grid_remove (self->grid, self->cards->pdata[i]);
  g_ptr_array_set_size (self->cards, 0);
  for (guint i = 0; i < MIN (n, MAX_CARDS); i++)
    {
      g_autoptr (TaperPicture) picture = g_list_model_get_item (pictures, i);
      GtkWidget *card = taper_presenter_card_new (picture);

      gtk_widget_set_hexpand (card, TRUE);
      taper_presenter_card_set_snapshot (TAPER_PRESENTER_CARD (card),
                                         taper_document_get_snapshot (self->document));
      g_ptr_array_add (self->cards, g_object_ref_sink (card));
    }
  place_cards (self);
  if (n > MAX_CARDS)
    more = g_strdup_printf (
        ngettext ("The first %d of %u picture", "The first %d of %u pictures", n), MAX_CARDS, n);
  set_text (self->more, more);
  gtk_widget_set_visible (self->pictures_side, n > 0);
}

/* --- proof ------------------------------------------------------------------------------------ */

static gboolean
is_proof_shown (TaperPresenter *self)
{
  return gtk_revealer_get_reveal_child (self->drawer);
}

/* Of what is on the screen now. */
static void
update_proof (TaperPresenter *self)
{
  TaperSnapshot *snapshot = taper_document_get_snapshot (self->document);
  GListModel *pictures = taper_document_get_pictures (self->document);
  g_autoptr (GPtrArray) proofs = taper_proofs_new ();
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_object_unref);

  if (!is_proof_shown (self))
    return;
  for (guint i = 0; i < self->cards->len; i++)
    g_ptr_array_add (shown, g_list_model_get_item (pictures, i));
  if (snapshot != NULL && !taper_task_is_empty (snapshot->task))
    {
      g_ptr_array_add (proofs, taper_proof_new_for_mix (snapshot));
      if (shown->len > 0)
        g_ptr_array_add (proofs, taper_proof_new_for_pictures (
                                     snapshot, (TaperPicture **) shown->pdata, shown->len));
      g_ptr_array_add (proofs, taper_proof_new_for_model (snapshot));
    }
  taper_proof_view_set_proofs (self->proof, snapshot, proofs);
}

static void
show_proof (TaperPresenter *self, gboolean show)
{
  if (show)
    gtk_widget_set_visible (GTK_WIDGET (self->drawer), TRUE);
  gtk_revealer_set_reveal_child (self->drawer, show);
  update_proof (self);
  if (show)
    gtk_widget_grab_focus (GTK_WIDGET (self->proof));
  else
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
}

/* Slid away: not there for assistive technology either. */
static void
drawer_cb (TaperPresenter *self)
{
  if (!is_proof_shown (self) && !gtk_revealer_get_child_revealed (self->drawer))
    gtk_widget_set_visible (GTK_WIDGET (self->drawer), FALSE);
}

/* --- following the document ------------------------------------------------------------------- */

static void
snapshot_cb (TaperPresenter *self)
{
  TaperSnapshot *snapshot = taper_document_get_snapshot (self->document);

  taper_heat_map_set_snapshot (self->heat_map, snapshot);
  gtk_widget_set_visible (GTK_WIDGET (self->heat_map),
                          snapshot != NULL && !taper_task_is_empty (snapshot->task));
  for (guint i = 0; i < self->cards->len; i++)
    taper_presenter_card_set_snapshot (self->cards->pdata[i], snapshot);
  update_words (self);
  update_proof (self);
}

static void
add_legend (TaperPresenter *self)
{
  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *swatch =
          g_object_new (TAPER_TYPE_LANE_BAR, "lane", (int) lane, "score", 1.0, "width-request", 24,
                        "height-request", 7, "valign", GTK_ALIGN_CENTER, NULL);
      GtkWidget *name = gtk_label_new (taper_answer_text_get_lane ((TaperLane) lane));

      if (lane == TAPER_LANE_PERSONALIZED)
        gtk_widget_add_css_class (name, "personalized");
      gtk_box_append (GTK_BOX (box), swatch);
      gtk_box_append (GTK_BOX (box), name);
      gtk_flow_box_append (self->legend, box);
      gtk_widget_set_focusable (gtk_widget_get_parent (box), FALSE);
    }
}

/* --- size ------------------------------------------------------------------------------------- */

/* The letters grow with the screen, beside what the desktop's text scale asks for. */
static void
update_size_class (TaperPresenter *self, int width, int height)
{
  static const char *const classes[] = { "size-1", "size-2", "size-3", "size-4" };
  int dpi, size_class;
  double room;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  room = MIN (height, width / 1.6) / MAX (1.0, dpi / 1024.0 / 96.0);
  size_class = room < 600 ? 0 : room < 850 ? 1 : room < 1300 ? 2 : 3;
  if (size_class == self->size_class)
    return;
  if (self->size_class >= 0)
    gtk_widget_remove_css_class (GTK_WIDGET (self), classes[self->size_class]);
  self->size_class = size_class;
  gtk_widget_add_css_class (GTK_WIDGET (self), classes[size_class]);
}

static void
arrange_cb (gpointer data)
{
  TaperPresenter *self = data;
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self));
  const gboolean wide = width >= 1.2 * height && width >= 900;
  const guint n_columns = width < 700 ? 1 : width < 1.5 * height ? 2 : 3;

  self->arrange_id = 0;
  update_size_class (self, width, height);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->body),
                                  wide ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_homogeneous (GTK_BOX (self->body), wide);
  if (self->wide == wide && self->n_columns == n_columns)
    return;
  self->wide = wide;
  self->n_columns = n_columns;
  place_cards (self);
}

/* Not within the layout that is going on. */
static void
layout_cb (GdkSurface *surface, int width, int height, TaperPresenter *self)
{
  if (self->arrange_id == 0)
    self->arrange_id = g_idle_add_once (arrange_cb, self);
}

/* Where an audience looks: on another screen than the one that is worked on. */
static GdkMonitor *
find_monitor (GtkWindow *parent)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (parent));
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (parent));
  GListModel *monitors = gdk_display_get_monitors (display);
  GdkMonitor *own = surface != NULL ? gdk_display_get_monitor_at_surface (display, surface) : NULL;

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

      if (monitor != own)
        return monitor; /* the display keeps it */
    }
  return own;
}

static void
taper_presenter_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (taper_presenter_parent_class)->realize (widget);
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (widget)), "layout",
                           G_CALLBACK (layout_cb), widget, 0);
}

/* --- awake, pointer, kiosk -------------------------------------------------------------------- */

static void
taper_presenter_map (GtkWidget *widget)
{
  TaperPresenter *self = TAPER_PRESENTER (widget);

  GTK_WIDGET_CLASS (taper_presenter_parent_class)->map (widget);
  self->inhibit_cookie =
      gtk_application_inhibit (gtk_window_get_application (GTK_WINDOW (self)), GTK_WINDOW (self),
                               GTK_APPLICATION_INHIBIT_IDLE, _ ("A presentation is shown"));
}

static void
taper_presenter_unmap (GtkWidget *widget)
{
  TaperPresenter *self = TAPER_PRESENTER (widget);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (self->inhibit_cookie != 0 && application != NULL)
    gtk_application_uninhibit (application, self->inhibit_cookie);
  self->inhibit_cookie = 0;
  GTK_WIDGET_CLASS (taper_presenter_parent_class)->unmap (widget);
}

static void
rest_cb (gpointer data)
{
  TaperPresenter *self = data;

  self->rest_id = 0;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "none");
}

static void
hide_keys_cb (gpointer data)
{
  TaperPresenter *self = data;

  self->keys_id = 0;
  gtk_revealer_set_reveal_child (self->keys, FALSE);
}

static void
show_black (TaperPresenter *self, gboolean black)
{
  gtk_widget_set_visible (self->black, black);
  gtk_widget_set_visible (self->stage, !black);
}

static void
kiosk_cb (gpointer data)
{
  TaperPresenter *self = data;

  self->kiosk_id = 0;
  show_black (self, FALSE);
  show_proof (self, FALSE);
  if (taper_story_player_get_story (self->player) != NULL &&
      taper_story_player_get_position (self->player) != 0)
    taper_story_player_go (self->player, 0);
}

/* Someone is there. */
static void
touch (TaperPresenter *self)
{
  g_clear_handle_id (&self->kiosk_id, g_source_remove);
  if (self->kiosk_ms > 0)
    self->kiosk_id = g_timeout_add_once (self->kiosk_ms, kiosk_cb, self);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, TaperPresenter *self)
{
  /* A window that appears under a resting pointer moves it, too. */
  if (fabs (x - self->pointer_x) + fabs (y - self->pointer_y) < 1)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  touch (self);
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->rest_id = g_timeout_add_once (REST_MS, rest_cb, self);
}

/* --- keys ------------------------------------------------------------------------------------- */

static void
advance (TaperPresenter *self, int step)
{
  if (gtk_widget_get_visible (self->black))
    {
      show_black (self, FALSE);
      return;
    }
  if (taper_story_player_get_story (self->player) == NULL)
    taper_story_player_open_shipped (self->player);
  else
    taper_story_player_advance (self->player, step, self->kiosk_ms > 0);
}

static void
next_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  advance (TAPER_PRESENTER (widget), 1);
}

static void
previous_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  advance (TAPER_PRESENTER (widget), -1);
}

static void
go (TaperPresenter *self, gboolean last)
{
  TaperStory *story = taper_story_player_get_story (self->player);

  if (story != NULL)
    taper_story_player_go (self->player, last ? taper_story_get_n_steps (story) - 1 : 0);
}

static void
first_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go (TAPER_PRESENTER (widget), FALSE);
}

static void
last_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go (TAPER_PRESENTER (widget), TRUE);
}

static void
black_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TaperPresenter *self = TAPER_PRESENTER (widget);

  show_black (self, !gtk_widget_get_visible (self->black));
}

static void
proof_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TaperPresenter *self = TAPER_PRESENTER (widget);

  show_proof (self, !is_proof_shown (self));
}

/* What lies above first. */
static void
back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TaperPresenter *self = TAPER_PRESENTER (widget);

  if (is_proof_shown (self))
    show_proof (self, FALSE);
  else if (gtk_widget_get_visible (self->black))
    show_black (self, FALSE);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
leave_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

/* Keys of keyboards and of clickers, which send those of other programs' presentations. */
static const struct {
  guint keyval;
  const char *action;
} bindings[] = {
  { GDK_KEY_Right, "present.next" },
  { GDK_KEY_Down, "present.next" },
  { GDK_KEY_Page_Down, "present.next" },
  { GDK_KEY_space, "present.next" },
  { GDK_KEY_Return, "present.next" },
  { GDK_KEY_KP_Enter, "present.next" },
  { GDK_KEY_n, "present.next" },
  { GDK_KEY_Left, "present.previous" },
  { GDK_KEY_Up, "present.previous" },
  { GDK_KEY_Page_Up, "present.previous" },
  { GDK_KEY_BackSpace, "present.previous" },
  { GDK_KEY_Home, "present.first" },
  { GDK_KEY_F5, "present.first" },
  { GDK_KEY_End, "present.last" },
  { GDK_KEY_b, "present.black" },
  { GDK_KEY_period, "present.black" },
  { GDK_KEY_p, "present.proof" },
  { GDK_KEY_Escape, "present.back" },
  { GDK_KEY_F11, "present.leave" },
};

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        TaperPresenter *self)
{
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  touch (self);
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return FALSE;
  keyval = gdk_keyval_to_lower (keyval);
  /* in the drawer they press its buttons and scroll */
  if (is_proof_shown (self) &&
      (keyval == GDK_KEY_space || keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter ||
       keyval == GDK_KEY_Up || keyval == GDK_KEY_Down))
    return FALSE;
  if (rtl && (keyval == GDK_KEY_Left || keyval == GDK_KEY_Right))
    keyval = keyval == GDK_KEY_Left ? GDK_KEY_Right : GDK_KEY_Left;
  for (guint i = 0; i < G_N_ELEMENTS (bindings); i++)
    if (bindings[i].keyval == keyval)
      return gtk_widget_activate_action (GTK_WIDGET (self), bindings[i].action, NULL);
  return FALSE;
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_presenter_dispose (GObject *object)
{
  TaperPresenter *self = TAPER_PRESENTER (object);

  g_clear_handle_id (&self->arrange_id, g_source_remove);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_clear_handle_id (&self->keys_id, g_source_remove);
  g_clear_handle_id (&self->kiosk_id, g_source_remove);
  g_clear_pointer (&self->cards, g_ptr_array_unref);
  if (self->document != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->document, self);
      g_signal_handlers_disconnect_by_data (taper_document_get_pictures (self->document), self);
      g_signal_handlers_disconnect_by_data (self->player, self);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_PRESENTER);
  g_clear_object (&self->document);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (taper_presenter_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, stage);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, body);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, footer);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, black);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, keys);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, drawer);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, proof);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, headline);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, task);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, sentence);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, note);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, more);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, caption);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, counter);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, heat_map);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, pictures_side);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, legend);
  gtk_widget_class_bind_template_child (widget_class, TaperPresenter, grid);
}

static void
taper_presenter_class_init (TaperPresenterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_presenter_dispose;
  widget_class->realize = taper_presenter_realize;
  widget_class->map = taper_presenter_map;
  widget_class->unmap = taper_presenter_unmap;
  g_type_ensure (TAPER_TYPE_HEAT_MAP);
  g_type_ensure (TAPER_TYPE_PROOF_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/taper_project/Taper/taper-presenter.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "present.next", NULL, next_cb);
  gtk_widget_class_install_action (widget_class, "present.previous", NULL, previous_cb);
  gtk_widget_class_install_action (widget_class, "present.first", NULL, first_cb);
  gtk_widget_class_install_action (widget_class, "present.last", NULL, last_cb);
  gtk_widget_class_install_action (widget_class, "present.black", NULL, black_cb);
  gtk_widget_class_install_action (widget_class, "present.proof", NULL, proof_cb);
  gtk_widget_class_install_action (widget_class, "present.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "present.leave", NULL, leave_cb);
}

static void
taper_presenter_init (TaperPresenter *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->cards = g_ptr_array_new_with_free_func (g_object_unref);
  self->n_columns = 2;
  self->size_class = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  add_legend (self);
  g_signal_connect_object (self->drawer, "notify::child-revealed", G_CALLBACK (drawer_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  self->rest_id = g_timeout_add_once (REST_MS, rest_cb, self);
  self->keys_id = g_timeout_add_once (KEYS_MS, hide_keys_cb, self);
  gtk_revealer_set_reveal_child (self->keys, TRUE);
}

TaperPresenter *
taper_presenter_new (GtkWindow *parent, TaperDocument *document, TaperStoryPlayer *player,
                     guint kiosk_minutes)
{
  TaperPresenter *self =
      g_object_new (TAPER_TYPE_PRESENTER, "application", gtk_window_get_application (parent),
                    "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  GdkMonitor *monitor = find_monitor (parent);

  self->document = g_object_ref (document);
  self->player = g_object_ref (player);
  self->kiosk_ms = kiosk_minutes * 60 * 1000;
  if (g_getenv ("TAPER_KIOSK_MS") != NULL) /* for tests: minutes would be long */
    self->kiosk_ms = (guint) g_ascii_strtoull (g_getenv ("TAPER_KIOSK_MS"), NULL, 10);
  g_signal_connect_swapped (document, "notify::snapshot", G_CALLBACK (snapshot_cb), self);
  g_signal_connect_swapped (taper_document_get_pictures (document), "items-changed",
                            G_CALLBACK (pictures_cb), self);
  g_signal_connect_swapped (player, "notify", G_CALLBACK (update_words), self);
  pictures_cb (self);
  snapshot_cb (self);
  touch (self);
  if (monitor != NULL)
    gtk_window_fullscreen_on_monitor (GTK_WINDOW (self), monitor);
  else
    gtk_window_fullscreen (GTK_WINDOW (self));
  return self;
}
