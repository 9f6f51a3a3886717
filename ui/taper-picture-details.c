/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-picture-details.h"

#include <glib/gi18n.h>

#define SEEN_SIDE 192

GdkTexture *
taper_image_to_texture (TaperImage *image)
{
  guint width = taper_image_get_width (image), height = taper_image_get_height (image);
  g_autoptr (GBytes) bytes =
      g_bytes_new (taper_image_get_pixels (image), (gsize) width * height * 3);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8, bytes, (gsize) width * 3);
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_ranking (GtkGrid *grid, int column, const char *title, const TaperSnapshot *snapshot,
             const TaperRanking *ranking)
{
  gtk_grid_attach (grid, make_label (title, "heading"), column, 0, 2, 1);
  if (ranking->n_top == 0)
    gtk_grid_attach (grid, make_label (_ ("No class is ticked"), "dim-label"), column, 1, 2, 1);
  for (guint i = 0; i < ranking->n_top; i++)
    {
      const TaperClass *found = taper_class_list_get_class (
          taper_bundle_get_classes (snapshot->bundle), ranking->top[i].class_index);
      g_autofree char *score = g_strdup_printf ("%.2f", ranking->top[i].score);
      gtk_grid_attach (grid, make_label (score, "numeric"), column, i + 1, 1, 1);
      gtk_grid_attach (grid, make_label (found->name, NULL), column + 1, i + 1, 1, 1);
    }
}

static GtkWidget *
make_seen (TaperPicture *picture)
{
  TaperImage *input = taper_picture_get_input (picture);
  guint side = taper_image_get_width (input);
  /* Enlarged by whole pixels here: GTK would smooth them, and the pixels are the point. */
  guint factor = MAX (1, SEEN_SIDE / side);
  guint width = side * factor, height = taper_image_get_height (input) * factor;
  g_autofree guint8 *pixels = g_malloc ((gsize) width * height * 3);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      memcpy (pixels + ((gsize) y * width + x) * 3,
              taper_image_get_pixels (input) + ((gsize) (y / factor) * side + x / factor) * 3, 3);
  g_autoptr (TaperImage) enlarged =
      taper_image_new_from_pixels (width, height, (gsize) width * 3, pixels);
  g_autoptr (GdkTexture) texture = taper_image_to_texture (enlarged);
  GtkWidget *view = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
  gtk_widget_set_size_request (view, width, height);
  gtk_picture_set_can_shrink (GTK_PICTURE (view), FALSE);
  gtk_widget_set_halign (view, GTK_ALIGN_START);
  gtk_picture_set_alternative_text (GTK_PICTURE (view), _ ("What the model sees"));
  return view;
}

GtkWidget *
taper_picture_details_new (TaperPicture *picture, TaperSnapshot *snapshot)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  if (taper_picture_get_state (picture) != TAPER_PICTURE_READY)
    return popover;

  TaperImage *input = taper_picture_get_input (picture);
  g_autofree char *notes = taper_image_notes_to_string (taper_picture_get_notes (picture));
  /* Translators: size of a picture in its file, then of the part the model sees, in pixels */
  g_autofree char *sizes = g_strdup_printf (
      _ ("%u × %u in the file; the middle, scaled to %u × %u"),
      taper_picture_get_original_width (picture), taper_picture_get_original_height (picture),
      taper_image_get_width (input), taper_image_get_height (input));
  gtk_box_append (GTK_BOX (box), make_label (_ ("What the Model Sees"), "heading"));
  gtk_box_append (GTK_BOX (box), make_seen (picture));
  gtk_box_append (GTK_BOX (box), make_label (sizes, "caption"));
  if (notes != NULL && *notes != '\0')
    gtk_box_append (GTK_BOX (box), make_label (notes, "caption"));

  const TaperPictureAnswer *answer =
      snapshot != NULL ? taper_snapshot_lookup (snapshot, taper_picture_get_id (picture)) : NULL;
  if (answer == NULL)
    return popover;
  GtkWidget *grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (grid), 9);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  add_ranking (GTK_GRID (grid), 0, _ ("Generic"), snapshot, &answer->lanes[TAPER_LANE_GENERIC]);
  add_ranking (GTK_GRID (grid), 2, _ ("Class Selection"), snapshot,
               &answer->lanes[TAPER_LANE_SELECTION]);
  add_ranking (GTK_GRID (grid), 4, _ ("Personalized"), snapshot,
               &answer->lanes[TAPER_LANE_PERSONALIZED]);
  gtk_box_append (GTK_BOX (box), grid);
  return popover;
}
