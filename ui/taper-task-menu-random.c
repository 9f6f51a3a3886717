/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A random task: how it is drawn is asked, and said with its seed. */

#include "ui/taper-task-menu-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Seeds that are easy to say and to type. */
#define MAX_SEED 9999

typedef struct {
  TaperTaskMenu *menu;
  GtkDropDown *kind, *group;
  GtkSpinButton *n, *seed;
} Question;

static char *
make_name (TaperClassList *classes, const TaperRandomTask *draw)
{
  const unsigned long seed = (unsigned long) draw->seed;

  switch (draw->kind)
    {
    case TAPER_RANDOM_RELATED:
      return g_strdup_printf (_ ("%u related, seed %lu"), draw->n, seed);
    case TAPER_RANDOM_ACROSS:
      return g_strdup_printf (_ ("%u across groups, seed %lu"), draw->n, seed);
    case TAPER_RANDOM_GROUP:
      return g_strdup_printf (_ ("%u of “%s”, seed %lu"), draw->n,
                              taper_class_list_get_group_label (classes, draw->group), seed);
    case TAPER_RANDOM_ANY:
    default:
      return g_strdup_printf (_ ("%u of all, seed %lu"), draw->n, seed);
    }
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  static const TaperRandomKind kinds[] = { TAPER_RANDOM_RELATED, TAPER_RANDOM_ACROSS,
                                           TAPER_RANDOM_ANY, TAPER_RANDOM_GROUP };
  TaperClassList *classes = taper_task_menu_get_classes (question->menu);
  const guint kind = gtk_drop_down_get_selected (question->kind);
  TaperRandomTask draw = { TAPER_RANDOM_ANY };
  g_autoptr (TaperTask) task = NULL;
  g_autofree char *name = NULL;

  if (!g_str_equal (response, "draw") || classes == NULL || kind >= G_N_ELEMENTS (kinds))
    return;
  draw.kind = kinds[kind];
  draw.n = (guint) gtk_spin_button_get_value_as_int (question->n);
  draw.group = MIN (gtk_drop_down_get_selected (question->group),
                    taper_class_list_get_n_groups (classes) - 1);
  draw.seed = (guint64) gtk_spin_button_get_value_as_int (question->seed);
  task = taper_random_task_draw (&draw, classes);
  name = make_name (classes, &draw);
  taper_task_menu_use (question->menu, task, name);
}

static void
kind_cb (Question *question)
{
  gtk_widget_set_sensitive (GTK_WIDGET (question->group),
                            gtk_drop_down_get_selected (question->kind) == 3);
}

static void
attach (GtkGrid *grid, int row, const char *text, GtkWidget *widget)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (text);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), widget);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, widget, 1, row, 1, 1);
}

static GtkWidget *
make_groups (TaperClassList *classes)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint g = 0; g < taper_class_list_get_n_groups (classes); g++)
    gtk_string_list_append (names, taper_class_list_get_group_label (classes, g));
  return gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
}

void
taper_task_menu_ask_random (TaperTaskMenu *self)
{
  const char *const kinds[] = { _ ("Related Classes"), _ ("Across Groups"), _ ("Any Classes"),
                                _ ("Of One Group"), NULL };
  TaperClassList *classes = taper_task_menu_get_classes (self);
  GtkWidget *dialog, *grid = gtk_grid_new ();
  Question *question;

  if (classes == NULL)
    {
      g_object_ref_sink (grid);
      g_object_unref (grid);
      return;
    }
  dialog = adw_message_dialog_new (taper_task_menu_get_window (self), _ ("Random Task"),
                                   _ ("The same seed draws the same task on every computer."));
  question = g_new0 (Question, 1);
  question->menu = self;
  question->kind = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (kinds));
  question->group = GTK_DROP_DOWN (make_groups (classes));
  question->n = GTK_SPIN_BUTTON (
      gtk_spin_button_new_with_range (1, taper_class_list_get_n_classes (classes), 1));
  question->seed = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (0, MAX_SEED, 1));
  gtk_spin_button_set_value (question->n, 5);
  gtk_spin_button_set_value (question->seed, g_random_int_range (0, MAX_SEED + 1));
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  attach (GTK_GRID (grid), 0, _ ("_Draw"), GTK_WIDGET (question->kind));
  attach (GTK_GRID (grid), 1, _ ("_Group"), GTK_WIDGET (question->group));
  attach (GTK_GRID (grid), 2, _ ("_Number of Classes"), GTK_WIDGET (question->n));
  attach (GTK_GRID (grid), 3, _ ("S_eed"), GTK_WIDGET (question->seed));
  g_signal_connect_swapped (question->kind, "notify::selected", G_CALLBACK (kind_cb), question);
  kind_cb (question);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), grid);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "draw",
                                    _ ("Dra_w"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "draw",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "draw");
  g_object_set_data_full (G_OBJECT (dialog), "question", question, g_free);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), question);
  gtk_window_present (GTK_WINDOW (dialog));
}
