/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/taper-window.h"

G_BEGIN_DECLS

/* The checklist of a bundle with 20,000 classes in 400 groups: opens it in @window, expands all
 * groups, scrolls through them by the wheel, searches, ticks a group and unticks it. Prints one
 * line of JSON and destroys the window. Needs xdotool. */
void bench_scroll_start (TaperWindow *window, int n_steps);

G_END_DECLS
