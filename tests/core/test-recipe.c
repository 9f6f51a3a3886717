/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/taper.h"
#include "tests/support/test-folder.h"
#include "tests/support/test-shipped.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

typedef struct {
  TaperBundle *bundle;
  TaperTask *task;
  TaperRecipe *recipe;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const guint classes[] = { 3, 5, 8 };
  TaperMixer *mixer;
  g_autofree float *coefficients = NULL;

  self->bundle = shipped_bundle ("groceries-s8");
  mixer = taper_bundle_get_mixer (self->bundle);
  self->task = taper_task_new (81, classes, 3);
  coefficients = g_new (float, taper_mixer_get_n_layers (mixer) * taper_mixer_get_n_bases (mixer));
  taper_mixer_predict (mixer, self->task, coefficients);
  self->recipe = taper_recipe_new (self->bundle, self->task, coefficients);
  self->recipe->edited[2] = TRUE;
  self->recipe->locked[2 * self->recipe->n_bases + 1] = TRUE;
  taper_recipe_set_hashes (self->recipe, self->bundle);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  taper_recipe_free (self->recipe);
  taper_task_unref (self->task);
  taper_bundle_unref (self->bundle);
}

static void
assert_same (const TaperRecipe *a, const TaperRecipe *b)
{
  g_autofree char *text_a = taper_recipe_to_json (a);
  g_autofree char *text_b = taper_recipe_to_json (b);

  g_assert_cmpstr (text_a, ==, text_b);
}

/* Every bit comes back, and makes the model whose hash it names. */
static void
test_round_trip (Fixture *self, gconstpointer data)
{
  g_autofree char *text = taper_recipe_to_json (self->recipe);
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperRecipe) read = taper_recipe_new_from_json (text, strlen (text), &error);
  g_autoptr (TaperRecipe) copy = NULL;
  g_autoptr (TaperTask) task = NULL;
  guint n_unknown;

  g_assert_no_error (error);
  assert_same (read, self->recipe);
  g_assert_cmpmem (read->coefficients, sizeof (float) * read->n_layers * read->n_bases,
                   self->recipe->coefficients, sizeof (float) * read->n_layers * read->n_bases);
  g_assert_true (taper_recipe_fits (read, self->bundle));
  g_assert_true (taper_recipe_is_edited (read));
  task = taper_recipe_make_task (read, taper_bundle_get_classes (self->bundle), &n_unknown);
  g_assert_true (taper_task_equal (task, self->task));
  g_assert_cmpuint (n_unknown, ==, 0);

  copy = taper_recipe_copy (read);
  taper_recipe_set_hashes (copy, self->bundle);
  g_assert_cmpstr (copy->model_sha256, ==, read->model_sha256);
  copy->coefficients[0] += 0.001f;
  taper_recipe_set_hashes (copy, self->bundle);
  g_assert_cmpstr (copy->model_sha256, !=, read->model_sha256);
}

static GBytes *
make_png (void)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 20, 10);
  char *bytes;
  gsize size;

  gdk_pixbuf_fill (picture, 0x336699ff);
  g_assert_true (gdk_pixbuf_save_to_buffer (picture, &bytes, &size, "png", NULL, NULL));
  return g_bytes_new_take (bytes, size);
}

/* The file still is what it was, and gives the recipe back. */
static void
test_files (Fixture *self, gconstpointer data)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (GBytes) png = make_png (), with_png = taper_recipe_put_into_png (self->recipe, png);
  g_autoptr (GBytes) svg = g_bytes_new_static ("<?xml version=\"1.0\"?>\n<svg a=\"b\"></svg>", 36);
  g_autoptr (GBytes) with_svg = taper_recipe_put_into_svg (self->recipe, svg);
  g_autofree char *word = taper_recipe_to_word (self->recipe);
  /* with a NUL, as streams have */
  g_autofree char *pdf_text = g_strdup_printf ("%%PDF-1.5\n%c(%s)", 0, word);
  g_autoptr (GBytes) pdf = g_bytes_new (pdf_text, strlen (word) + 13);
  g_autofree char *json = taper_recipe_to_json (self->recipe);
  g_autoptr (GBytes) plain = g_bytes_new (json, strlen (json));
  GBytes *const files[] = { with_png, with_svg, pdf, plain };
  GBytes *const empty[] = { png, svg };

  for (guint i = 0; i < G_N_ELEMENTS (files) + G_N_ELEMENTS (empty); i++)
    {
      GBytes *bytes = i < G_N_ELEMENTS (files) ? files[i] : empty[i - G_N_ELEMENTS (files)];
      g_autofree char *path = test_folder_build (folder, "file");
      g_autoptr (TaperRecipe) read = NULL;
      g_autoptr (GError) error = NULL;
      gsize size;
      const char *content = g_bytes_get_data (bytes, &size);

      g_assert_true (g_file_set_contents (path, content, (gssize) size, NULL));
      read = taper_recipe_read (path, &error);
      g_assert_no_error (error);
      if (i < G_N_ELEMENTS (files))
        assert_same (read, self->recipe);
      else
        g_assert_null (read);
      if (i == 0)
        {
          g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new_from_file (path, &error);

          g_assert_no_error (error);
          g_assert_cmpint (gdk_pixbuf_get_width (picture), ==, 20);
          g_assert_cmpstr (gdk_pixbuf_get_option (picture, "tEXt::taper-recipe"), ==, json);
        }
    }
}

/* Nothing of it is believed; a cut or changed file is an error or no recipe, never a crash. */
static void
test_hostile (Fixture *self, gconstpointer data)
{
  static const char *const bad[] = {
    "{}",
    "{\"format\":\"taper-recipe\",\"version\":2}",
    "{\"format\":\"taper-recipe\",\"version\":1,\"coefficients\":[[0.5],[0.5,0.5]]}",
    "{\"format\":\"taper-recipe\",\"version\":1,\"coefficients\":[[1e9]]}",
    "{\"format\":\"taper-recipe\",\"version\":1,\"coefficients\":[[1]],\"bundle\":{\"name\":"
    "\"x\",\"sha256\":\"zz\",\"bytes\":1},\"classes\":[],\"edited\":[],\"locked\":[]}",
    "{\"format\":\"taper-recipe\",\"version\":1,\"coefficients\":[[1]],\"bundle\":{\"name\":"
    "\"x\",\"sha256\":\"\",\"bytes\":1},\"classes\":[],\"edited\":[1],\"locked\":[]}",
  };
  g_autofree char *text = taper_recipe_to_json (self->recipe);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  const gsize n = strlen (text);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (taper_recipe_new_from_json (bad[i], strlen (bad[i]), &error));
      g_assert_nonnull (error);
    }
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *changed = g_strndup (text, n);
      const gsize cut = i % 2 ? n : (gsize) g_rand_int_range (rand, 0, (gint32) n);
      g_autoptr (TaperRecipe) read = NULL;

      changed[g_rand_int_range (rand, 0, (gint32) n)] = (char) g_rand_int_range (rand, 1, 256);
      read = taper_recipe_new_from_json (changed, cut, NULL);
      g_assert_true (cut == n || read == NULL);
    }
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/recipe/round-trip", test_round_trip);
  ADD ("/recipe/files", test_files);
  ADD ("/recipe/hostile", test_hostile);
  return g_test_run ();
}
