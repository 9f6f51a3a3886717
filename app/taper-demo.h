/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture.h"

G_BEGIN_DECLS

/* What the first start shows: a shipped bundle, a task, pictures. Nothing here is special to the
 * rest of the program. */

/* (transfer full): the bundle's file below the data directory */
GFile *taper_demo_get_bundle (const char *data_dir);
#define TAPER_DEMO_N_TASKS 3
#define TAPER_DEMO_N_PICTURES 6
/* Translated */
const char *taper_demo_get_task_name (guint i);
/* (transfer full): the groups of the @i-th task; empty when @classes are not the demo bundle's */
TaperTask *taper_demo_make_task (TaperClassList *classes, guint i);
/* (transfer full) (element-type TaperPicture): six sample pictures, still to be loaded */
GPtrArray *taper_demo_make_pictures (const char *data_dir);

G_END_DECLS
