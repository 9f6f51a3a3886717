/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A fuzz target defines this, and is linked either with libFuzzer (-Dfuzz=true, clang) or with
 * fuzz-main.c, which replays the corpus in the ordinary test suite. It must return 0. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

G_END_DECLS
