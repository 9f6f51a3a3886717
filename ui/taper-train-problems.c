/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-train-problems.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define NAMED 5 /* names in a row */

/* "%u classes have one picture; ..." */
static char *
make_title (const TaperTrainProblem *problem)
{
  guint n = problem->count;

  switch (problem->kind)
    {
    case TAPER_TRAIN_PROBLEM_ALONE:
      return g_strdup_printf (
          ngettext ("%'u class has one picture; two are needed, to learn and to test",
                    "%'u classes have one picture; two are needed, to learn and to test", n),
          n);
    case TAPER_TRAIN_PROBLEM_UNTESTED:
      return g_strdup_printf (
          ngettext ("%'u class has no pictures in “test”: add some, or remove “test” so that a "
                    "part is kept back from each class",
                    "%'u classes have no pictures in “test”: add some, or remove “test” so that a "
                    "part is kept back from each class",
                    n),
          n);
    case TAPER_TRAIN_PROBLEM_UNTRAINED:
      return g_strdup_printf (
          ngettext ("%'u class has pictures in “test” only: add some to “train”, or remove it",
                    "%'u classes have pictures in “test” only: add some to “train”, or remove them",
                    n),
          n);
    case TAPER_TRAIN_PROBLEM_UNREADABLE:
      return g_strdup_printf (ngettext ("%'u picture cannot be read and is left out",
                                        "%'u pictures cannot be read and are left out", n),
                              n);
    case TAPER_TRAIN_PROBLEM_DUPLICATES:
      return g_strdup_printf (
          ngettext ("%'u test picture is also learnt from: its answer will look too good",
                    "%'u test pictures are also learnt from: their answers will look too good", n),
          n);
    case TAPER_TRAIN_PROBLEM_FEW_PICTURES:
      return g_strdup_printf (ngettext ("%'u class has fewer than %d pictures to learn from",
                                        "%'u classes have fewer than %d pictures to learn from", n),
                              n, TAPER_TRAIN_PROBLEM_FEW);
    case TAPER_TRAIN_PROBLEM_SPLIT_MADE:
      return g_strdup_printf (
          ngettext ("There is no folder “test”: %'u picture was kept back to test with",
                    "There is no folder “test”: %'u pictures were kept back to test with", n),
          n);
    case TAPER_TRAIN_PROBLEM_FAILED:
    default:
      return g_strdup (problem->items[0]);
    }
}

/* The end of a path: class folder and file. */
static char *
shorten (const char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *parent = g_path_get_basename (dir);
  g_autofree char *file = g_path_get_basename (path);
  g_autofree char *end = g_build_filename (parent, file, NULL);

  return g_filename_display_name (end);
}

static void
append (GString *text, const char *separator, const char *item)
{
  if (text->len > 0)
    g_string_append (text, separator);
  g_string_append (text, item);
}

static char *
make_details (const TaperTrainProblem *problem)
{
  gboolean pairs = problem->kind == TAPER_TRAIN_PROBLEM_DUPLICATES;
  gboolean lines = pairs || problem->kind == TAPER_TRAIN_PROBLEM_UNREADABLE;
  GString *text = g_string_new (NULL);
  guint n = g_strv_length (problem->items), named = 0;

  if (problem->kind == TAPER_TRAIN_PROBLEM_FAILED ||
      problem->kind == TAPER_TRAIN_PROBLEM_SPLIT_MADE)
    n = 0;
  for (guint i = 0; i < n && named < NAMED; i += pairs ? 2 : 1, named++)
    {
      g_autofree char *first = pairs ? shorten (problem->items[i]) : NULL;
      g_autofree char *second = pairs ? shorten (problem->items[i + 1]) : NULL;
      g_autofree char *pair = pairs ? g_strdup_printf ("%s = %s", first, second) : NULL;

      append (text, lines ? "\n" : ", ", pairs ? pair : problem->items[i]);
    }
  if (named > 0 && problem->count > named)
    {
      g_autofree char *more =
          g_strdup_printf (ngettext ("and %'u more", "and %'u more", problem->count - named),
                           problem->count - named);

      append (text, lines ? "\n" : ", ", more);
    }
  return g_string_free (text, FALSE);
}

static GtkWidget *
row_new (const char *title, const char *details, const char *icon, const char *icon_label,
         const char *style)
{
  GtkWidget *row = adw_action_row_new (), *image = gtk_image_new_from_icon_name (icon);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (details != NULL && *details != '\0')
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), details);
  if (style != NULL)
    gtk_widget_add_css_class (image, style);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, icon_label,
                                  -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  return row;
}

GtkWidget *
taper_train_problem_row_new (const TaperTrainProblem *problem)
{
  g_autofree char *title = make_title (problem);
  g_autofree char *details = make_details (problem);

  if (problem->fatal)
    return row_new (title, details, "dialog-error-symbolic", _ ("Error"), "error");
  if (problem->kind == TAPER_TRAIN_PROBLEM_SPLIT_MADE)
    return row_new (title, details, "dialog-information-symbolic", _ ("Note"), "dim-label");
  return row_new (title, details, "dialog-warning-symbolic", _ ("Warning"), "warning");
}

GtkWidget *
taper_train_problem_row_new_for_error (const char *message)
{
  return row_new (message, NULL, "dialog-error-symbolic", _ ("Error"), "error");
}
