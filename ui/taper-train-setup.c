/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-train-setup.h"

#include "ui/taper-train-problems.h"

#include <glib/gi18n.h>

struct _TaperTrainSetup {
  GtkWidget parent_instance;

  AdwActionRow *folder_row, *output_row;
  GtkSpinner *spinner;
  AdwExpanderRow *classes_row;
  GtkListView *classes_list;
  AdwPreferencesGroup *problems_group;
  AdwComboRow *start_row, *pace_row, *size_row;
  GtkStringList *starts;
  AdwEntryRow *name_row;
  GtkWidget *output_button;

  TaperTraining *training;
  TaperTrainingPlan *plan;
  GPtrArray *start_paths; /* (element-type filename), of the starts; "" for nothing */
  GPtrArray *problem_rows;
  GtkFileChooserNative *chooser;
  gboolean output_chosen, name_typed, ready;
};

enum { PROP_READY = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TaperTrainSetup, taper_train_setup, GTK_TYPE_WIDGET)

static void
set_subtitle (AdwActionRow *row, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);

  adw_action_row_set_subtitle (row, shown);
}

/* --- what was found --------------------------------------------------------------------------- */

static void
show_classes (TaperTrainSetup *self, const TaperTrainSurvey *survey)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  g_autoptr (GtkNoSelection) selection = NULL;
  g_autofree char *title = NULL, *learn = NULL, *test = NULL, *subtitle = NULL;

  for (guint i = 0; i < survey->classes->len; i++)
    {
      const TaperTrainClass *c = &g_array_index (survey->classes, TaperTrainClass, i);
      g_autofree char *line = g_strdup_printf ("%s\t%u\t%u", c->name, c->n_train, c->n_test);

      gtk_string_list_append (model, line);
    }
  selection = gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&model)));
  gtk_list_view_set_model (self->classes_list, GTK_SELECTION_MODEL (selection));
  title = g_strdup_printf (ngettext ("%'u class", "%'u classes", survey->classes->len),
                           survey->classes->len);
  learn = g_strdup_printf (
      ngettext ("%'u picture to learn from", "%'u pictures to learn from", survey->n_train),
      survey->n_train);
  test = g_strdup_printf (ngettext ("%'u to test with", "%'u to test with", survey->n_test),
                          survey->n_test);
  /* Translators: pictures to learn from, then pictures to test with. */
  subtitle = g_strdup_printf (_ ("%s, %s"), learn, test);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->classes_row), title);
  adw_expander_row_set_subtitle (self->classes_row, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->classes_row), survey->classes->len > 0);
}

static void
clear_problems (TaperTrainSetup *self)
{
  for (guint i = 0; i < self->problem_rows->len; i++)
    adw_preferences_group_remove (self->problems_group, g_ptr_array_index (self->problem_rows, i));
  g_ptr_array_set_size (self->problem_rows, 0);
}

static void
add_problem (TaperTrainSetup *self, GtkWidget *row)
{
  adw_preferences_group_add (self->problems_group, row);
  g_ptr_array_add (self->problem_rows, row);
}

static void
show_problems (TaperTrainSetup *self, const TaperTrainSurvey *survey)
{
  g_autofree char *missing = taper_training_plan_check (self->plan);
  const char *error = taper_training_get_error (self->training);

  clear_problems (self);
  if (error != NULL)
    add_problem (self, taper_train_problem_row_new_for_error (error));
  for (guint i = 0; survey != NULL && error == NULL && i < survey->problems->len; i++)
    add_problem (self, taper_train_problem_row_new (
                           &g_array_index (survey->problems, TaperTrainProblem, i)));
  if (missing != NULL && self->plan->folder != NULL)
    add_problem (self, taper_train_problem_row_new_for_error (missing));
  gtk_widget_set_visible (GTK_WIDGET (self->problems_group), self->problem_rows->len > 0);
}

/* How often each picture would be seen, from the recipe that would be used. */
static void
show_pace (TaperTrainSetup *self, const TaperTrainSurvey *survey)
{
  g_autoptr (TaperTrainingPlan) plan = taper_training_plan_copy (self->plan);
  g_autoptr (TaperTrainConfig) config = NULL;
  g_autofree char *text = NULL;

  if (survey == NULL || !survey->usable)
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->pace_row), NULL);
      return;
    }
  g_clear_pointer (&plan->init, g_free); /* it says nothing about time, and is slow to open */
  config = taper_training_plan_make_config (plan, survey->classes->len, survey->n_train, NULL);
  text =
      g_strdup_printf (_ ("Every picture is looked at about %.0f times"),
                       config->generic_epochs + config->specialist_epochs + config->joint_epochs);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->pace_row), text);
}

static void
update (TaperTrainSetup *self)
{
  TaperTrainingState state = taper_training_get_state (self->training);
  gboolean looking = state == TAPER_TRAINING_SURVEYING;
  const TaperTrainSurvey *survey = taper_training_get_survey (self->training);
  g_autofree char *missing = taper_training_plan_check (self->plan);
  gboolean ready = !looking && state != TAPER_TRAINING_IDLE && survey != NULL && survey->usable &&
                   taper_training_get_error (self->training) == NULL && missing == NULL;

  gtk_spinner_set_spinning (self->spinner, looking);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), looking);
  if (looking || taper_training_is_active (self->training))
    survey = NULL;
  else if (survey != NULL)
    show_classes (self, survey);
  if (!looking && self->plan->folder != NULL)
    show_problems (self, survey);
  show_pace (self, survey);
  gtk_widget_set_visible (GTK_WIDGET (self->size_row), self->plan->init == NULL);
  if (self->ready == ready)
    return;
  self->ready = ready;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

/* --- choices ---------------------------------------------------------------------------------- */

static void
look (TaperTrainSetup *self)
{
  if (self->plan->folder != NULL && self->training != NULL &&
      !taper_training_is_active (self->training))
    taper_training_survey (self->training, self->plan);
}

static void
settings_changed_cb (TaperTrainSetup *self)
{
  if (self->training == NULL)
    return;
  self->plan->pace =
      (TaperPace) MIN (adw_combo_row_get_selected (self->pace_row), TAPER_N_PACES - 1);
  self->plan->small = adw_combo_row_get_selected (self->size_row) == 0;
  update (self);
}

static void
start_changed_cb (TaperTrainSetup *self)
{
  guint selected = adw_combo_row_get_selected (self->start_row);
  const char *path;

  if (self->training == NULL || selected >= self->start_paths->len)
    return;
  path = g_ptr_array_index (self->start_paths, selected);
  g_free (self->plan->init);
  self->plan->init = *path == '\0' ? NULL : g_strdup (path);
  update (self);
  look (self);
}

/* Beside the pictures if one may write there, else among the user's data. */
static void
propose_output (TaperTrainSetup *self)
{
  g_autofree char *dir = NULL, *base = NULL, *file = NULL;

  if (self->output_chosen || self->plan->folder == NULL)
    return;
  dir = g_path_get_dirname (self->plan->folder);
  base =
      g_strdup (self->plan->name != NULL && *self->plan->name != '\0' ? self->plan->name : "taper");
  g_strdelimit (base, "/\n\t", '-');
  file = g_strconcat (base[0] == '.' ? "taper" : "", base, ".safetensors", NULL);
  g_free (self->plan->output);
  self->plan->output = g_build_filename (dir, file, NULL);
  set_subtitle (self->output_row, self->plan->output);
}

static void
name_changed_cb (TaperTrainSetup *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));

  if (self->training == NULL)
    return;
  g_free (self->plan->name);
  self->plan->name = g_strdup (name);
  propose_output (self);
  update (self);
}

void
taper_train_setup_set_folder (TaperTrainSetup *self, const char *path)
{
  g_autofree char *base = g_filename_display_basename (path);

  g_free (self->plan->folder);
  self->plan->folder = g_strdup (path);
  set_subtitle (self->folder_row, path);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), base);
  propose_output (self);
  look (self);
}

static void
folder_chosen_cb (GtkNativeDialog *dialog, int response, TaperTrainSetup *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file == NULL ? NULL : g_file_get_path (file);
  if (path != NULL)
    taper_train_setup_set_folder (self, path);
  g_clear_object (&self->chooser);
}

static void
output_chosen_cb (GtkNativeDialog *dialog, int response, TaperTrainSetup *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file == NULL ? NULL : g_file_get_path (file);
  if (path != NULL)
    {
      g_free (self->plan->output);
      self->plan->output = g_str_has_suffix (path, ".safetensors")
                               ? g_strdup (path)
                               : g_strconcat (path, ".safetensors", NULL);
      self->output_chosen = TRUE;
      set_subtitle (self->output_row, self->plan->output);
      update (self);
    }
  g_clear_object (&self->chooser);
}

static void
choose (TaperTrainSetup *self, const char *title, GtkFileChooserAction action, GCallback chosen)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (title, window, action, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  if (action == GTK_FILE_CHOOSER_ACTION_SAVE && self->plan->output != NULL)
    {
      g_autofree char *name = g_path_get_basename (self->plan->output);

      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
    }
  g_signal_connect_object (self->chooser, "response", chosen, self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
choose_folder_cb (TaperTrainSetup *self)
{
  choose (self, _ ("Choose the Pictures"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
          G_CALLBACK (folder_chosen_cb));
}

static void
choose_output_cb (TaperTrainSetup *self)
{
  choose (self, _ ("Save the Bundle"), GTK_FILE_CHOOSER_ACTION_SAVE, G_CALLBACK (output_chosen_cb));
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, TaperTrainSetup *self)
{
  GFile *file = g_value_get_object (value);
  g_autofree char *path = file == NULL ? NULL : g_file_get_path (file);

  if (path == NULL)
    return FALSE;
  taper_train_setup_set_folder (self, path);
  return TRUE;
}

/* --- list of classes -------------------------------------------------------------------------- */

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer unused)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (NULL), *counts = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (counts, "numeric");
  gtk_widget_add_css_class (counts, "dim-label");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), counts);
  gtk_list_item_set_child (item, box);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer unused)
{
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  const char *line = gtk_string_object_get_string (gtk_list_item_get_item (item));
  g_auto (GStrv) parts = g_strsplit (line, "\t", 3);
  /* Translators: pictures of a class to learn from + pictures to test with. */
  g_autofree char *counts = g_strdup_printf (_ ("%s + %s"), parts[1], parts[2]);

  gtk_label_set_text (GTK_LABEL (name), parts[0]);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (name)), counts);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_train_setup_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, TAPER_TRAIN_SETUP (object)->ready);
}

static void
taper_train_setup_dispose (GObject *object)
{
  TaperTrainSetup *self = TAPER_TRAIN_SETUP (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->training);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_TRAIN_SETUP);
  g_clear_pointer (&self->plan, taper_training_plan_free);
  g_clear_pointer (&self->start_paths, g_ptr_array_unref);
  g_clear_pointer (&self->problem_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (taper_train_setup_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TaperTrainSetup, folder_row);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainSetup, output_row);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainSetup, spinner);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainSetup, classes_row);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainSetup, classes_list);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainSetup, problems_group);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainSetup, start_row);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainSetup, pace_row);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainSetup, size_row);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainSetup, starts);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainSetup, name_row);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainSetup, output_button);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_output_cb);
  gtk_widget_class_bind_template_callback (widget_class, settings_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
}

static void
taper_train_setup_class_init (TaperTrainSetupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = taper_train_setup_get_property;
  object_class->dispose = taper_train_setup_dispose;
  properties[PROP_READY] =
      g_param_spec_boolean ("ready", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-train-setup.ui");
  bind_children (widget_class);
}

static void
taper_train_setup_init (TaperTrainSetup *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  self->plan = taper_training_plan_new ();
  self->plan->small = TRUE;
  self->start_paths = g_ptr_array_new_with_free_func (g_free);
  self->problem_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->folder_row), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->output_row), FALSE);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  gtk_list_view_set_factory (self->classes_list, factory);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

void
taper_train_setup_set_training (TaperTrainSetup *self, TaperTraining *training)
{
  if (!g_set_object (&self->training, training) || training == NULL)
    return;
  taper_train_setup_add_start (self, "", _ ("Nothing"));
  g_signal_connect_object (training, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
taper_train_setup_add_start (TaperTrainSetup *self, const char *path, const char *title)
{
  for (guint i = 0; i < self->start_paths->len; i++)
    if (g_str_equal (g_ptr_array_index (self->start_paths, i), path))
      return;
  g_ptr_array_add (self->start_paths, g_strdup (path));
  gtk_string_list_append (self->starts, title);
  /* The first bundle is what a small folder profits from most. */
  if (self->start_paths->len == 2)
    adw_combo_row_set_selected (self->start_row, 1);
}

const TaperTrainingPlan *
taper_train_setup_get_plan (TaperTrainSetup *self)
{
  return self->plan;
}

gboolean
taper_train_setup_is_ready (TaperTrainSetup *self)
{
  return self->ready;
}
