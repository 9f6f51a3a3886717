/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-picture.h"

static TaperImage *
make_image (guint side)
{
  g_autofree guint8 *pixels = g_malloc0 (side * side * 3);

  return taper_image_new_from_pixels (side, side, side * 3, pixels);
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  (*(guint *) data)++;
}

static void
test_states (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/a.png");
  g_autoptr (TaperPicture) picture = taper_picture_new ("a.png", file, NULL);
  g_autoptr (TaperImage) preview = make_image (32);
  g_autoptr (TaperImage) input = make_image (8);
  guint n_states = 0, n_errors = 0;

  g_signal_connect (picture, "notify::state", G_CALLBACK (count_cb), &n_states);
  g_signal_connect (picture, "notify::error", G_CALLBACK (count_cb), &n_errors);
  g_assert_cmpint (taper_picture_get_state (picture), ==, TAPER_PICTURE_LOADING);
  g_assert_null (taper_picture_get_preview (picture));
  taper_picture_set_loaded (picture, preview, input, 640, 480, TAPER_IMAGE_TURNED);
  g_assert_cmpint (taper_picture_get_state (picture), ==, TAPER_PICTURE_READY);
  g_assert_true (taper_picture_get_preview (picture) == preview);
  g_assert_true (taper_picture_get_input (picture) == input);
  g_assert_cmpuint (taper_picture_get_original_width (picture), ==, 640);
  g_assert_cmpuint (taper_picture_get_original_height (picture), ==, 480);
  g_assert_cmpint (taper_picture_get_notes (picture), ==, TAPER_IMAGE_TURNED);
  g_assert_cmpuint (n_states, ==, 1);
  g_assert_cmpuint (n_errors, ==, 0);
  taper_picture_set_failed (picture, "a.png: torn");
  g_assert_cmpint (taper_picture_get_state (picture), ==, TAPER_PICTURE_FAILED);
  g_assert_cmpstr (taper_picture_get_error (picture), ==, "a.png: torn");
  g_assert_null (taper_picture_get_input (picture));
  taper_picture_reset (picture);
  g_assert_cmpint (taper_picture_get_state (picture), ==, TAPER_PICTURE_LOADING);
  g_assert_null (taper_picture_get_error (picture));
  g_assert_cmpuint (n_states, ==, 3);
  g_assert_cmpuint (n_errors, ==, 2);
}

static void
test_names (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (TaperPicture) a = taper_picture_new ("caf\xe9.png", NULL, bytes);
  g_autoptr (TaperPicture) b = taper_picture_new (NULL, NULL, bytes);

  g_assert_true (g_utf8_validate (taper_picture_get_name (a), -1, NULL));
  g_assert_cmpstr (taper_picture_get_name (b), ==, "");
  g_assert_true (taper_picture_get_bytes (a) == bytes);
  g_assert_null (taper_picture_get_file (a));
  g_assert_cmpuint (taper_picture_get_id (a), !=, 0);
  g_assert_cmpuint (taper_picture_get_id (a), !=, taper_picture_get_id (b));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture/states", test_states);
  g_test_add_func ("/picture/names", test_names);
  return g_test_run ();
}
