/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-picture-labels.h"
#include "tests/support/app-wait.h"

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  (*(guint *) data)++;
}

/* New labels leave those they came from as they were. */
static void
test_immutable (void)
{
  g_autoptr (TaperPicture) a = taper_picture_new ("a", NULL, NULL);
  g_autoptr (TaperPicture) b = taper_picture_new ("b", NULL, NULL);
  TaperPicture *both[] = { a, b };
  const char *first[] = { "c1", "c2" };
  const char *second[] = { NULL, "c3" };
  g_autoptr (TaperPictureLabels) before = taper_picture_labels_new (NULL, both, first, 2);
  g_autoptr (TaperPictureLabels) after = taper_picture_labels_new (before, both, second, 2);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new ();
  guint n_notified = 0;

  g_assert_cmpstr (taper_picture_labels_get (before, a), ==, "c1");
  g_assert_cmpstr (taper_picture_labels_get (before, b), ==, "c2");
  g_assert_null (taper_picture_labels_get (after, a));
  g_assert_cmpstr (taper_picture_labels_get (after, b), ==, "c3");
  g_ptr_array_add (pictures, a);
  g_ptr_array_add (pictures, b);
  g_signal_connect (a, "notify::label", G_CALLBACK (count_cb), &n_notified);
  taper_picture_labels_apply (before, pictures);
  taper_picture_labels_apply (before, pictures);
  g_assert_cmpstr (taper_picture_get_label (a), ==, "c1");
  g_assert_cmpuint (n_notified, ==, 1);
  taper_picture_labels_apply (NULL, pictures);
  g_assert_null (taper_picture_get_label (a));
  g_assert_null (taper_picture_get_label (b));
  g_assert_cmpuint (n_notified, ==, 2);
}

static void
test_folder (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/data/test/ID1/x.jpg");
  g_autoptr (GFile) root = g_file_new_for_path ("/");
  g_autofree char *label = taper_picture_label_from_folder (file);

  g_assert_cmpstr (label, ==, "ID1");
  g_assert_null (taper_picture_label_from_folder (root));
}

static void
test_class (void)
{
  g_autoptr (TaperClassList) classes = test_make_classes (4, 2);
  g_autoptr (TaperPicture) picture = taper_picture_new ("a", NULL, NULL);
  const struct {
    const char *label;
    int found;
  } cases[] = { { NULL, -1 },  { "id2", 2 }, { "ID3", 3 },     { "c1", 1 },
                { "zero", 0 }, { "", -1 },   { "holiday", -1 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      taper_picture_set_label (picture, cases[i].label);
      g_assert_cmpint (taper_picture_find_class (picture, classes), ==, cases[i].found);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture-labels/immutable", test_immutable);
  g_test_add_func ("/picture-labels/folder", test_folder);
  g_test_add_func ("/picture-labels/class", test_class);
  return g_test_run ();
}
