/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-train-window.h"

#include "ui/taper-stack-access.h"
#include "ui/taper-train-run.h"
#include "ui/taper-train-setup.h"
#include "ui/taper-window.h"

#include <glib/gi18n.h>

#define NOTIFICATION "training"

struct _TaperTrainWindow {
  AdwWindow parent_instance;

  GtkStack *pages;
  TaperTrainSetup *setup;
  TaperTrainRun *run;
  GtkWidget *settings_button, *stop_button, *start_button, *continue_button, *pause_button,
      *show_button;

  TaperTraining *training;
  GtkWidget *question; /* whether to stop; weak */
  gboolean close_when_stopped;
};

G_DEFINE_FINAL_TYPE (TaperTrainWindow, taper_train_window, ADW_TYPE_WINDOW)

/* --- following the training ------------------------------------------------------------------- */

static void
set_shown (TaperTrainWindow *self, GtkWidget *button, const char *action, gboolean visible,
           gboolean enabled)
{
  gtk_widget_set_visible (button, visible);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, visible && enabled);
}

/* @spoken: without the mark of the access key */
static void
set_label (GtkWidget *button, const char *label, const char *spoken)
{
  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
}

static void
update_buttons (TaperTrainWindow *self)
{
  TaperTrainingState state = taper_training_get_state (self->training);
  gboolean active = taper_training_is_active (self->training);
  gboolean at_setup =
      !active && g_str_equal (gtk_stack_get_visible_child_name (self->pages), "setup");
  gboolean ready = taper_train_setup_is_ready (self->setup);
  gboolean unfinished =
      taper_training_plan_has_checkpoint (taper_train_setup_get_plan (self->setup));
  gboolean stopped = state == TAPER_TRAINING_STOPPED && unfinished;

  set_label (self->start_button, unfinished ? _ ("_Start Again") : _ ("_Start"),
             unfinished ? _ ("Start Again") : _ ("Start"));
  set_label (self->pause_button, state == TAPER_TRAINING_PAUSED ? _ ("_Resume") : _ ("_Pause"),
             state == TAPER_TRAINING_PAUSED ? _ ("Resume") : _ ("Pause"));
  if (unfinished)
    gtk_widget_remove_css_class (self->start_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->start_button, "suggested-action");
  set_shown (self, self->start_button, "train.start", at_setup, ready);
  set_shown (self, self->continue_button, "train.continue", at_setup ? unfinished : stopped,
             at_setup ? ready : TRUE);
  set_shown (self, self->pause_button, "train.pause", active, state != TAPER_TRAINING_STOPPING);
  set_shown (self, self->stop_button, "train.stop", active, state != TAPER_TRAINING_STOPPING);
  set_shown (self, self->show_button, "train.show", !at_setup && state == TAPER_TRAINING_DONE,
             TRUE);
  set_shown (self, self->settings_button, "train.settings", !active && !at_setup, TRUE);
}

static void
notify_end (TaperTrainWindow *self, gboolean done)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  const TaperTrainingPlan *plan = taper_train_setup_get_plan (self->setup);
  g_autoptr (GNotification) notification =
      g_notification_new (done ? _ ("The Bundle Is Ready") : _ ("The Training Failed"));

  if (application == NULL || gtk_window_is_active (GTK_WINDOW (self)))
    return;
  g_notification_set_body (notification, done && plan->name != NULL
                                             ? plan->name
                                             : taper_training_get_error (self->training));
  g_notification_set_default_action (notification, "app.train");
  g_application_send_notification (application, NOTIFICATION, notification);
}

/* (nullable): the window that shows bundles */
static TaperWindow *
find_main_window (TaperTrainWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  for (GList *l = application == NULL ? NULL : gtk_application_get_windows (application); l != NULL;
       l = l->next)
    if (TAPER_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

/* In the window there is, without taking the focus from whoever reads the results here. */
static void
open_bundle (TaperTrainWindow *self)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  g_autoptr (GFile) file = g_file_new_for_path (taper_training_get_output (self->training));
  TaperWindow *window = find_main_window (self);

  if (window != NULL)
    taper_document_open_bundle (taper_window_get_document (window), file);
  else if (application != NULL)
    g_application_open (application, &file, 1, "");
}

static void
state_cb (TaperTrainWindow *self)
{
  TaperTrainingState state = taper_training_get_state (self->training);

  if (taper_training_is_active (self->training))
    gtk_stack_set_visible_child_name (self->pages, "run");
  update_buttons (self);
  if (state == TAPER_TRAINING_DONE)
    open_bundle (self);
  if (state == TAPER_TRAINING_DONE || state == TAPER_TRAINING_FAILED)
    if (g_str_equal (gtk_stack_get_visible_child_name (self->pages), "run"))
      notify_end (self, state == TAPER_TRAINING_DONE);
  if (self->close_when_stopped && !taper_training_is_active (self->training))
    gtk_window_close (GTK_WINDOW (self));
}

/* --- actions ---------------------------------------------------------------------------------- */

static void
start_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TaperTrainWindow *self = TAPER_TRAIN_WINDOW (widget);

  taper_training_start (self->training, taper_train_setup_get_plan (self->setup),
                        g_str_equal (name, "train.continue"));
}

static void
pause_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TaperTrainWindow *self = TAPER_TRAIN_WINDOW (widget);

  if (taper_training_get_state (self->training) == TAPER_TRAINING_PAUSED)
    taper_training_resume (self->training);
  else
    taper_training_pause (self->training);
}

static void
stop_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  taper_training_stop (TAPER_TRAIN_WINDOW (widget)->training);
}

static void
show_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TaperWindow *window = find_main_window (TAPER_TRAIN_WINDOW (widget));

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  else
    open_bundle (TAPER_TRAIN_WINDOW (widget));
}

static void
settings_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TaperTrainWindow *self = TAPER_TRAIN_WINDOW (widget);

  gtk_stack_set_visible_child_name (self->pages, "setup");
  /* The folder may have changed since. */
  if (taper_train_setup_get_plan (self->setup)->folder != NULL)
    taper_training_survey (self->training, taper_train_setup_get_plan (self->setup));
  update_buttons (self);
}

/* --- closing ---------------------------------------------------------------------------------- */

static void
question_cb (TaperTrainWindow *self, const char *response)
{
  if (!g_str_equal (response, "stop"))
    return;
  self->close_when_stopped = TRUE;
  taper_training_stop (self->training);
  if (!taper_training_is_active (self->training)) /* it ended while it was asked */
    gtk_window_close (GTK_WINDOW (self));
}

static void
ask (TaperTrainWindow *self)
{
  AdwMessageDialog *dialog;

  if (self->question != NULL)
    {
      gtk_window_present (GTK_WINDOW (self->question));
      return;
    }
  self->question = adw_message_dialog_new (
      GTK_WINDOW (self), _ ("Stop the Training?"),
      _ ("A checkpoint is kept: it can be continued later from the same settings."));
  g_object_add_weak_pointer (G_OBJECT (self->question), (gpointer *) &self->question);
  dialog = ADW_MESSAGE_DIALOG (self->question);
  adw_message_dialog_add_responses (dialog, "keep", _ ("_Keep Training"), "stop", _ ("_Stop"),
                                    NULL);
  adw_message_dialog_set_default_response (dialog, "keep");
  adw_message_dialog_set_close_response (dialog, "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (question_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
taper_train_window_close_request (GtkWindow *window)
{
  TaperTrainWindow *self = TAPER_TRAIN_WINDOW (window);

  if (taper_training_is_active (self->training))
    {
      if (!self->close_when_stopped)
        ask (self);
      return TRUE;
    }
  return GTK_WINDOW_CLASS (taper_train_window_parent_class)->close_request (window);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_train_window_dispose (GObject *object)
{
  TaperTrainWindow *self = TAPER_TRAIN_WINDOW (object);

  g_clear_weak_pointer (&self->question);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_TRAIN_WINDOW);
  g_clear_object (&self->training);
  G_OBJECT_CLASS (taper_train_window_parent_class)->dispose (object);
}

static void
taper_train_window_class_init (TaperTrainWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_train_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = taper_train_window_close_request;
  g_type_ensure (TAPER_TYPE_TRAIN_RUN);
  g_type_ensure (TAPER_TYPE_TRAIN_SETUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-train-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperTrainWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainWindow, setup);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainWindow, run);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainWindow, settings_button);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainWindow, stop_button);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainWindow, start_button);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainWindow, continue_button);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainWindow, pause_button);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainWindow, show_button);
  gtk_widget_class_install_action (widget_class, "train.start", NULL, start_cb);
  gtk_widget_class_install_action (widget_class, "train.continue", NULL, start_cb);
  gtk_widget_class_install_action (widget_class, "train.pause", NULL, pause_cb);
  gtk_widget_class_install_action (widget_class, "train.stop", NULL, stop_cb);
  gtk_widget_class_install_action (widget_class, "train.settings", NULL, settings_cb);
  gtk_widget_class_install_action (widget_class, "train.show", NULL, show_cb);
}

/* The open bundle first, then those that come with Taper; of these only the headers are read. */
static void
add_starts (TaperTrainWindow *self, TaperBundle *bundle)
{
  g_autofree char *data_dir = taper_document_find_data_dir ();
  g_autofree char *path = data_dir == NULL ? NULL : g_build_filename (data_dir, "bundles", NULL);
  g_autoptr (GDir) dir = path == NULL ? NULL : g_dir_open (path, 0, NULL);
  const char *file;

  if (bundle != NULL && g_file_test (taper_bundle_get_path (bundle), G_FILE_TEST_IS_REGULAR))
    taper_train_setup_add_start (self->setup, taper_bundle_get_path (bundle),
                                 taper_bundle_get_label (bundle));
  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *full = g_build_filename (path, file, NULL);
      g_autoptr (TaperSafetensors) tensors =
          g_str_has_suffix (file, ".safetensors") ? taper_safetensors_open (full, NULL) : NULL;
      const char *name = tensors == NULL ? NULL : taper_safetensors_get_metadata (tensors, "name");

      if (name != NULL)
        taper_train_setup_add_start (self->setup, full, name);
    }
}

static void
taper_train_window_init (TaperTrainWindow *self)
{
  g_autofree char *data_dir = taper_document_find_data_dir ();
  g_autofree char *embeddings =
      data_dir == NULL ? NULL
                       : g_build_filename (data_dir, "embeddings", "words-30k.safetensors", NULL);

  self->training = taper_training_new ();
  if (embeddings != NULL && g_file_test (embeddings, G_FILE_TEST_IS_REGULAR))
    taper_training_set_embeddings (self->training, embeddings);
  gtk_widget_init_template (GTK_WIDGET (self));
  taper_stack_hide_pages_from_readers (self->pages);
  taper_train_setup_set_training (self->setup, self->training);
  taper_train_run_set_training (self->run, self->training);
  g_signal_connect_object (self->training, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->setup, "notify::ready", G_CALLBACK (update_buttons), self,
                           G_CONNECT_SWAPPED);
  update_buttons (self);
}

TaperTrainWindow *
taper_train_window_present (GtkApplication *application, TaperBundle *bundle)
{
  TaperTrainWindow *self = NULL;

  for (GList *l = gtk_application_get_windows (application); l != NULL && self == NULL; l = l->next)
    if (TAPER_IS_TRAIN_WINDOW (l->data))
      self = l->data;
  if (self == NULL)
    {
      self = g_object_new (TAPER_TYPE_TRAIN_WINDOW, "application", application, NULL);
      add_starts (self, bundle);
    }
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

void
taper_train_window_set_folder (TaperTrainWindow *self, const char *path)
{
  taper_train_setup_set_folder (self->setup, path);
}
