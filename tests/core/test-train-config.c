/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/taper-error.h"
#include "core/train/taper-train-config.h"
#include "tests/support/train-data.h"

#include <string.h>

static TaperTrainConfig *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  TaperTrainConfig *config = taper_train_config_new_from_text (text, "my.ini", &error);

  g_assert_no_error (error);
  return config;
}

static void
test_standard (void)
{
  g_autoptr (TaperTrainConfig) standard = taper_train_config_new ();
  g_autoptr (TaperTrainConfig) empty = parse ("");
  g_autofree char *a = taper_train_config_to_text (standard);
  g_autofree char *b = taper_train_config_to_text (empty);

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpuint (standard->input, ==, 64);
  g_assert_cmpuint (standard->bases, ==, 8);
  g_assert_null (standard->data);
  g_assert_cmpstr (standard->name, ==, "My pictures");
}

/* Text and back, key by key; the commented form is a config itself. */
static void
test_round_trip (void)
{
  g_autoptr (TaperTrainConfig) config =
      parse ("[data]\npath = /pictures \nname=Birds\n[augmentation]\nzoom=0.25\n"
             "[run]\nseed=9000000000000000\n[joint]\nrate=1e-4\n");
  g_autofree char *text = taper_train_config_to_text (config);
  g_autoptr (TaperTrainConfig) again = parse (text);
  g_autofree char *text_again = taper_train_config_to_text (again);
  g_autofree char *described = taper_train_config_describe ();
  g_autoptr (TaperTrainConfig) standard = taper_train_config_new ();
  g_autoptr (TaperTrainConfig) from_description = parse (described);
  g_autofree char *a = taper_train_config_to_text (standard);
  g_autofree char *b = taper_train_config_to_text (from_description);

  g_assert_cmpstr (config->data, ==, "/pictures");
  g_assert_cmpfloat (config->augmentation.zoom, ==, .25);
  g_assert_cmpfloat (config->joint_rate, ==, 1e-4);
  g_assert_cmpuint (again->seed, ==, G_GUINT64_CONSTANT (9000000000000000));
  g_assert_cmpstr (text, ==, text_again);
  g_assert_cmpstr (a, ==, b);
}

/* Each with the words that help. */
static void
test_errors (void)
{
  static const struct {
    const char *text, *words;
  } bad[] = {
    { "[generic]\nepoch=3\n",
      "unknown key “epoch” in [generic]; did you mean “epochs” in [generic]?" },
    { "[genric]\nepochs=3\n", "unknown group [genric]; did you mean [generic]?" },
    { "[data]\nbases=3\n", "did you mean “bases” in [specialists]?" },
    { "[generic]\nepochs=many\n", "[generic] epochs: expected a number, found “many”" },
    { "[generic]\nepochs=\n", "expected a number" },
    { "[generic]\nepochs=nan\n", "expected a number" },
    { "[generic]\nepochs=3x\n", "expected a number, found “3x”" },
    { "[network]\nwidth=8.5\n", "expected a whole number, found “8.5”" },
    { "[network]\nwidth=1e9\n", "[network] width: expected 4 to 256, found 1e9" },
    { "[generic]\nepochs=-1\n", "expected 0 to 10000" },
    { "[generic]\nbatch=40\n", "a multiple of 16" },
    { "[joint]\nbatch=8\n", "[joint] batch: expected a multiple of 16, found 8" },
    { "[network]\nstages=5\nwidth=256\n", "at most 2048" },
    { "[data]\ncache_size=32\n", "smaller than the input, 64" },
    { "[joint]\nmin_classes=9\nmax_classes=8\n", "min_classes: 9 is more than max_classes, 8" },
    { "epochs=3\n", "my.ini" },
    { "[generic]\nepochs\n", "my.ini" },
    { "[generic\n", "my.ini" },
    { "[data]\nname=\xff\xfe\n", "my.ini" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TaperTrainConfig) config =
          taper_train_config_new_from_text (bad[i].text, "my.ini", &error);

      g_assert_null (config);
      g_assert_nonnull (error);
      g_assert_true (g_str_has_prefix (error->message, "my.ini: "));
      if (strstr (error->message, bad[i].words) == NULL)
        g_error ("\"%s\" does not say \"%s\"", error->message, bad[i].words);
    }
}

static void
test_load (void)
{
  g_autofree char *dir = test_temporary_folder ();
  g_autofree char *path = g_build_filename (dir, "my.ini", NULL);
  g_autoptr (TaperTrainConfig) config = NULL, none = NULL;
  g_autoptr (GError) error = NULL;

  none = taper_train_config_load (path, &error);
  g_assert_null (none);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  test_write_text (dir, "my.ini", "[run]\nthreads=3\n");
  config = taper_train_config_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (config->threads, ==, 3);
  test_remove_folder (dir);
}

/* The shipped recipes are valid configs. */
static void
test_recipes (void)
{
  g_autofree char *recipes = g_build_filename (g_getenv ("TAPER_DATADIR"), "recipes", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (recipes, 0, &error);
  const char *name;
  guint n = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".ini"))
      {
        g_autofree char *path = g_build_filename (recipes, name, NULL);
        g_autoptr (TaperTrainConfig) config = taper_train_config_load (path, &error);

        g_assert_no_error (error);
        n++;
      }
  g_assert_cmpuint (n, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train-config/standard", test_standard);
  g_test_add_func ("/train-config/round-trip", test_round_trip);
  g_test_add_func ("/train-config/errors", test_errors);
  g_test_add_func ("/train-config/load", test_load);
  g_test_add_func ("/train-config/recipes", test_recipes);
  return g_test_run ();
}
