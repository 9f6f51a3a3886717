/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Waiting for what happens in the main loop, and class lists, for the tests of app/. */

#include "core/taper.h"

/* Never reached by a program that works, however slow the machine. */
#define TEST_DEADLINE_SECONDS 240

static inline gboolean
test_deadline_cb (gpointer data)
{
  g_error ("waited %d s in vain for: %s", TEST_DEADLINE_SECONDS, (const char *) data);
  return G_SOURCE_REMOVE;
}

/* Runs the main loop until @condition holds. */
#define TEST_WAIT_UNTIL(condition)                                                                 \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const guint test_deadline =                                                                    \
        g_timeout_add_seconds (TEST_DEADLINE_SECONDS, test_deadline_cb, (gpointer) #condition);    \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (test_deadline);                                                               \
  }                                                                                                \
  G_STMT_END

/* Lets everything that is ready happen. */
static inline void
test_run_ready (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* c0 ... of @n classes in groups g0 ... of up to @group_size, c0 with two synonyms */
static inline TaperClassList *
test_make_classes (guint n, guint group_size)
{
  g_autoptr (GString) json = g_string_new ("[");
  g_autoptr (GError) error = NULL;
  TaperClassList *classes;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (
        json, "%s{\"id\": \"id%u\", \"name\": \"c%u\", \"synonyms\": [%s], \"group\": \"g%u\"}",
        i ? "," : "", i, i, i ? "" : "\"zero\", \"nought\"", i / group_size);
  g_string_append (json, "]");
  classes = taper_class_list_new_from_json (json->str, &error);
  g_assert_no_error (error);
  return classes;
}

/* (transfer full): below the shipped data, for instance "samples/groceries/Lime.jpg" */
static inline char *
test_data_path (const char *name)
{
  const char *dir = g_getenv ("TAPER_DATADIR");

  g_assert_nonnull (dir);
  return g_build_filename (dir, name, NULL);
}

/* (transfer full): a shipped bundle, for instance "tiny-imagenet-s8" */
static inline TaperBundle *
test_open_bundle (const char *name)
{
  g_autofree char *relative = g_strconcat ("bundles/", name, ".safetensors", NULL);
  g_autofree char *path = test_data_path (relative);
  g_autoptr (GError) error = NULL;
  TaperBundle *bundle = taper_bundle_open (path, &error);

  g_assert_no_error (error);
  return bundle;
}

/* (transfer full): @n classes of @bundle, a different set for each @seed */
static inline TaperTask *
test_make_task (TaperBundle *bundle, guint n, guint seed)
{
  const guint n_classes = taper_class_list_get_n_classes (taper_bundle_get_classes (bundle));
  g_autofree guint *classes = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    classes[i] = (seed + i * (1 + seed / n_classes)) % n_classes;
  return taper_task_new (n_classes, classes, n);
}

/* (transfer full): a shipped sample as the network of @bundle sees it */
static inline TaperImage *
test_load_input (TaperBundle *bundle, const char *sample)
{
  const TaperInputSpec *spec = taper_network_get_input (taper_bundle_get_network (bundle));
  g_autofree char *relative = g_strconcat ("samples/groceries/", sample, NULL);
  g_autofree char *path = test_data_path (relative);
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperImage) image = taper_image_load (path, taper_image_input_side (spec), &error);

  g_assert_no_error (error);
  return taper_image_fit (image, spec->width, spec->height);
}
