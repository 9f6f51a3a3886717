/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-picture-loader.h"
#include "tests/support/app-wait.h"

static const TaperInputSpec spec = {
  .channels = 3,
  .height = 64,
  .width = 64,
  .mean = { 0.5f, 0.5f, 0.5f },
  .std = { 0.25f, 0.25f, 0.25f },
};

static void
loaded_cb (TaperPicture *picture, gpointer data)
{
  (*(guint *) data)++;
}

static TaperPicture *
make_sample (const char *name)
{
  g_autofree char *relative = g_strconcat ("samples/groceries/", name, NULL);
  g_autofree char *path = test_data_path (relative);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return taper_picture_new (name, file, NULL);
}

/* The same pixels as those who call core themselves. */
static void
test_file (void)
{
  guint n_loaded = 0;
  g_autoptr (TaperPictureLoader) loader = taper_picture_loader_new (loaded_cb, &n_loaded);
  g_autoptr (TaperPicture) picture = make_sample ("Lime.jpg");
  g_autoptr (TaperImage) image = NULL;
  g_autoptr (TaperImage) expected = NULL;
  TaperImage *preview, *input;

  taper_picture_loader_load (loader, picture, &spec, NULL);
  g_assert_cmpint (taper_picture_get_state (picture), ==, TAPER_PICTURE_LOADING);
  TEST_WAIT_UNTIL (n_loaded == 1);
  g_assert_cmpint (taper_picture_get_state (picture), ==, TAPER_PICTURE_READY);
  g_assert_cmpuint (taper_picture_get_original_width (picture), ==, 348);
  g_assert_cmpuint (taper_picture_get_original_height (picture), ==, 464);
  preview = taper_picture_get_preview (picture);
  g_assert_cmpuint (taper_image_get_height (preview), ==, TAPER_PICTURE_PREVIEW_SIDE);
  input = taper_picture_get_input (picture);
  image = taper_image_load (g_file_peek_path (taper_picture_get_file (picture)),
                            taper_image_input_side (&spec), NULL);
  expected = taper_image_fit (image, 64, 64);
  g_assert_cmpuint (taper_image_get_width (input), ==, 64);
  g_assert_cmpmem (taper_image_get_pixels (input), 64 * 64 * 3, taper_image_get_pixels (expected),
                   64 * 64 * 3);
}

static void
test_bytes (void)
{
  guint n_loaded = 0;
  g_autoptr (TaperPictureLoader) loader = taper_picture_loader_new (loaded_cb, &n_loaded);
  g_autofree char *path = test_data_path ("samples/groceries/Lime.jpg");
  g_autoptr (TaperPicture) same = make_sample ("Lime.jpg");
  g_autoptr (TaperPicture) picture = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *content;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  bytes = g_bytes_new_take (content, length);
  picture = taper_picture_new ("Pasted picture", NULL, bytes);
  taper_picture_loader_load (loader, picture, &spec, NULL);
  taper_picture_loader_load (loader, same, &spec, NULL);
  TEST_WAIT_UNTIL (n_loaded == 2);
  g_assert_cmpmem (taper_image_get_pixels (taper_picture_get_input (picture)), 64 * 64 * 3,
                   taper_image_get_pixels (taper_picture_get_input (same)), 64 * 64 * 3);
}

/* Each failure is its picture's own and names the file, the reason and what to do. */
static void
test_failures (void)
{
  guint n_loaded = 0;
  g_autoptr (TaperPictureLoader) loader = taper_picture_loader_new (loaded_cb, &n_loaded);
  g_autoptr (TaperPicture) missing = make_sample ("No-Such-Fruit.jpg");
  g_autoptr (TaperPicture) licence = make_sample ("LICENSE");
  g_autoptr (TaperPicture) folder = make_sample (".");
  g_autoptr (TaperPicture) good = make_sample ("Leek.jpg");
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (TaperPicture) empty = taper_picture_new ("empty.png", NULL, nothing);
  TaperPicture *bad[] = { missing, licence, folder, empty };

  taper_picture_loader_load (loader, good, &spec, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    taper_picture_loader_load (loader, bad[i], &spec, NULL);
  TEST_WAIT_UNTIL (n_loaded == 5);
  g_assert_cmpint (taper_picture_get_state (good), ==, TAPER_PICTURE_READY);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_cmpint (taper_picture_get_state (bad[i]), ==, TAPER_PICTURE_FAILED);
      g_test_message ("%s", taper_picture_get_error (bad[i]));
    }
  g_assert_cmpstr (taper_picture_get_error (missing), ==,
                   "No-Such-Fruit.jpg: cannot be opened: No such file or directory. "
                   "Check that the file is still there and that you may read it.");
  g_assert_cmpstr (taper_picture_get_error (licence), ==,
                   "LICENSE: not a picture of a kind known on this computer. "
                   "Add a picture, for example PNG or JPEG.");
  g_assert_cmpstr (taper_picture_get_error (empty), ==,
                   "empty.png: the file is empty. Add a picture, for example PNG or JPEG.");
}

/* A cancelled picture is left alone, at whatever moment it is cancelled. */
static void
test_cancel (void)
{
  guint n_loaded = 0;
  g_autoptr (TaperPictureLoader) loader = taper_picture_loader_new (loaded_cb, &n_loaded);
  g_autoptr (GPtrArray) cancelled = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TaperPicture) last = make_sample ("Lemon.jpg");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  for (guint i = 0; i < 40; i++)
    {
      g_ptr_array_add (cancelled, make_sample ("Kiwi.jpg"));
      taper_picture_loader_load (loader, cancelled->pdata[i], &spec, cancellable);
    }
  taper_picture_loader_load (loader, last, &spec, NULL);
  /* No iteration of the main loop before: even what is decoded by now is dropped. */
  g_cancellable_cancel (cancellable);
  TEST_WAIT_UNTIL (taper_picture_get_state (last) == TAPER_PICTURE_READY);
  g_clear_pointer (&loader, taper_picture_loader_free);
  test_run_ready ();
  g_assert_cmpuint (n_loaded, ==, 1);
  for (guint i = 0; i < 40; i++)
    g_assert_cmpint (taper_picture_get_state (cancelled->pdata[i]), ==, TAPER_PICTURE_LOADING);
}

/* Freed with work waiting, running and done: nothing is called, nothing leaks. */
static void
test_free (void)
{
  for (guint round = 0; round < 5; round++)
    {
      guint n_loaded = 0;
      g_autoptr (TaperPictureLoader) loader = taper_picture_loader_new (loaded_cb, &n_loaded);

      for (guint i = 0; i < 10; i++)
        {
          g_autoptr (TaperPicture) picture = make_sample ("Mango.jpg");

          taper_picture_loader_load (loader, picture, &spec, NULL);
        }
      g_usleep (round * 1000);
      g_clear_pointer (&loader, taper_picture_loader_free);
      test_run_ready ();
      g_assert_cmpuint (n_loaded, ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture-loader/file", test_file);
  g_test_add_func ("/picture-loader/bytes", test_bytes);
  g_test_add_func ("/picture-loader/failures", test_failures);
  g_test_add_func ("/picture-loader/cancel", test_cancel);
  g_test_add_func ("/picture-loader/free", test_free);
  return g_test_run ();
}
