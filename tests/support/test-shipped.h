/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shipped bundles and word vectors, for tests that need the real ones. */

#include "core/taper.h"

static inline char *
shipped_path (const char *name)
{
  const char *dir = g_getenv ("TAPER_DATADIR");

  g_assert_nonnull (dir);
  return g_build_filename (dir, name, NULL);
}

/* (transfer full): for instance "tiny-imagenet-s8" */
static inline TaperBundle *
shipped_bundle (const char *name)
{
  g_autofree char *file = g_strconcat ("bundles/", name, ".safetensors", NULL);
  g_autofree char *path = shipped_path (file);
  g_autoptr (GError) error = NULL;
  TaperBundle *bundle = taper_bundle_open (path, &error);

  g_assert_no_error (error);
  return bundle;
}

static inline TaperWordVectors *
shipped_vectors (void)
{
  g_autofree char *path = shipped_path ("embeddings/words-30k.safetensors");
  g_autoptr (GError) error = NULL;
  TaperWordVectors *vectors = taper_word_vectors_open (path, &error);

  g_assert_no_error (error);
  return vectors;
}
