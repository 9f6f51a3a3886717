/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A second program for window tests: a small window one can drag from.
 * usage: drag-source files FILE...   offers the files, as a file manager does
 *        drag-source picture FILE    offers the picture's pixels, as a browser does
 *        drag-source copy-files FILE... / copy-picture FILE / copy-text TEXT
 *                                    puts them on the clipboard instead */

#include <gtk/gtk.h>

static GdkContentProvider *
make_provider (char **argv)
{
  if (g_str_has_suffix (argv[1], "picture"))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GdkTexture) texture = gdk_texture_new_from_filename (argv[2], &error);
      if (texture == NULL)
        g_error ("%s", error->message);
      return gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
    }

  if (g_str_has_suffix (argv[1], "text"))
    return gdk_content_provider_new_typed (G_TYPE_STRING, argv[2]);

  GSList *files = NULL;
  for (int i = 2; argv[i] != NULL; i++)
    files = g_slist_append (files, g_file_new_for_commandline_arg (argv[i]));
  GdkFileList *list = gdk_file_list_new_from_list (files);
  g_slist_free_full (files, g_object_unref);
  GdkContentProvider *provider = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, list);
  g_boxed_free (GDK_TYPE_FILE_LIST, list);
  return provider;
}

static void
drag_end_cb (GtkDragSource *source, GdkDrag *drag, gboolean delete_data, gpointer data)
{
  g_print ("drag ended\n");
}

int
main (int argc, char **argv)
{
  if (argc < 3)
    {
      g_printerr ("usage: drag-source files|picture|copy-files|copy-picture|copy-text FILE...\n");
      return 2;
    }
  gtk_init ();

  GtkWidget *window = gtk_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), "drag-source");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 120, 60);
  GtkWidget *label = gtk_label_new ("drag me");
  gtk_window_set_child (GTK_WINDOW (window), label);

  g_autoptr (GdkContentProvider) provider = make_provider (argv);
  if (g_str_has_prefix (argv[1], "copy-"))
    {
      gdk_clipboard_set_content (gtk_widget_get_clipboard (window), provider);
    }
  else
    {
      GtkDragSource *source = gtk_drag_source_new ();
      gtk_drag_source_set_content (source, provider);
      g_signal_connect (source, "drag-end", G_CALLBACK (drag_end_cb), NULL);
      gtk_widget_add_controller (window, GTK_EVENT_CONTROLLER (source));
    }
  gtk_window_present (GTK_WINDOW (window));
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}
