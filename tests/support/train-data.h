/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/support/test-folder.h"

G_BEGIN_DECLS

/* Tiny made data sets for the trainer's tests. */

#define TEST_TRAIN_CLASSES 6 /* "class-0" ... "class-5" */

void test_write_text (const char *dir, const char *name, const char *text);
/* Makes the folders on the way. @rgb: (side, side, 3) */
void test_write_png (const char *path, guint side, const guint8 *rgb);

/**
 * test_train_picture:
 * @rgb: (side, side, 3)
 *
 * Two classes share a colour and differ in the direction of their stripes; @number chooses phase
 * and noise, so no two pictures are equal.
 */
void test_train_picture (guint class_index, guint number, guint side, guint8 *rgb);

/**
 * test_train_folder:
 * @n_train: pictures of 20 x 20 per class under train/
 * @n_test: under test/; 0: the classes lie in the folder itself
 *
 * (transfer full)
 */
char *test_train_folder (guint n_train, guint n_test);

G_END_DECLS
