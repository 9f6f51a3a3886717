/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): an empty folder */
char *test_temporary_folder (void);
/* With all it holds; links are removed, not followed. */
void test_remove_folder (const char *path);

/* A temporary folder with files made by the test; removed with all that is in it. */
typedef struct {
  char *path;
} TestFolder;

TestFolder *test_folder_new (void);
void test_folder_free (TestFolder *self);
/* (transfer full): @name below the folder; folders on the way are made. */
char *test_folder_build (TestFolder *self, const char *name);
void test_folder_write (TestFolder *self, const char *name, const char *text);
/* A PPM picture of noise. */
void test_folder_write_picture (TestFolder *self, const char *name, guint width, guint height,
                                GRand *rand);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestFolder, test_folder_free)

G_END_DECLS
