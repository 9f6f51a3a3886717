/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A tiny valid bundle in memory, to be read as it is or damaged in one way. */

typedef struct {
  char *name;
  char *dtype;   /* as in the header */
  char *shape;   /* JSON */
  char *offsets; /* JSON; NULL: where the data lies */
  GByteArray *data;
} TestTensor;

typedef struct {
  GPtrArray *keys, *values; /* metadata */
  GPtrArray *tensors;       /* TestTensor, in file order */
} TestBundle;

/**
 * test_bundle_new:
 *
 * 3x8x8 input; convolutions "stem" (3 -> 4, stride 2), "short" (4 -> 6, 1x1) and "main" (4 -> 6,
 * adds "short"), "pool", "head" (6 -> 4); 4 classes in 2 groups, 2 bases, D = 3, H = 5. Network in
 * F16, mixer in F32; the same values every time.
 */
TestBundle *test_bundle_new (void);
void test_bundle_free (TestBundle *self);

const char *test_bundle_get (TestBundle *self, const char *key);
/* @value: %NULL removes */
void test_bundle_set (TestBundle *self, const char *key, const char *value);
/* The first @old in that metadata value becomes @new. Fails the test when there is none. */
void test_bundle_replace (TestBundle *self, const char *key, const char *old, const char *new);

TestTensor *test_bundle_get_tensor (TestBundle *self, const char *name);
void test_bundle_remove_tensor (TestBundle *self, const char *name);
void test_bundle_rename_tensor (TestBundle *self, const char *name, const char *new_name);
/* Zeros of the given shape; replaces one of that name, where it lies. */
void test_bundle_put_tensor (TestBundle *self, const char *name, const char *dtype,
                             const char *shape, gsize n_bytes);

char *test_bundle_to_header (TestBundle *self);
GBytes *test_bundle_to_bytes (TestBundle *self);
/* Any header before the bundle's data. */
GBytes *test_bundle_to_bytes_with_header (TestBundle *self, const char *header);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestBundle, test_bundle_free)

G_END_DECLS
