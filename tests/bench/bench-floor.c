/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/bench-floor.h"

#include "tests/bench/bench-turns.h"
#include <adwaita.h>

#define LASTS_MS 1000

static gboolean
done_cb (gpointer data)
{
  g_autofree char *turns = bench_turns_describe_first ();

  g_print ("%s\n", turns);
  g_application_quit (G_APPLICATION (data));
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GtkApplication *application, const char *size)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new ("Taper");
  int width = 1280, height = 800;

  if (size != NULL)
    sscanf (size, "%dx%d", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_widget_set_vexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), label);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add (LASTS_MS, done_cb, application);
}

int
bench_floor_main (const char *size)
{
  g_autoptr (AdwApplication) application =
      adw_application_new ("io.github.taper_project.Taper.Floor", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), (gpointer) size);
  bench_turns_begin ();
  return g_application_run (G_APPLICATION (application), 0, NULL);
}

char *
bench_floor_measure (const char *program)
{
  g_autofree char *command = g_strdup_printf ("%s --floor", program);
  char *text = NULL;

  if (!g_spawn_command_line_sync (command, &text, NULL, NULL, NULL) || *g_strstrip (text) == '\0')
    {
      g_free (text);
      return g_strdup ("null");
    }
  return text;
}
