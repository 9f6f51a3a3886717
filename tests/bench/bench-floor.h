/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What GTK and libadwaita take to start: a window with a header bar and a line of text. */

/* In a process of its own. Gives what bench_turns_describe_first() says there, or "null". */
char *bench_floor_measure (const char *program);
/* That process: @size is "WxH" or %NULL. */
int bench_floor_main (const char *size);

G_END_DECLS
