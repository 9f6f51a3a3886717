/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

typedef enum {
  TAPER_TIME_FRAME, /* from the frame clock's tick until the frame was painted */
  TAPER_TIME_TICK,  /* from the change of the task until its result was painted */
  TAPER_N_TIMES,
} TaperTime;

/**
 * TaperFrameTimes:
 *
 * Measures, with the frame clock of a window, what it takes until a result is on the screen. Only
 * frames that show a new result count, the last 60 of them. It never asks for a frame itself.
 *
 * Signal "measured": emitted from an idle callback, after the frame.
 */
#define TAPER_TYPE_FRAME_TIMES (taper_frame_times_get_type ())
G_DECLARE_FINAL_TYPE (TaperFrameTimes, taper_frame_times, TAPER, FRAME_TIMES, GObject)

TaperFrameTimes *taper_frame_times_new (void);
/* @clock (nullable) */
void taper_frame_times_set_clock (TaperFrameTimes *self, GdkFrameClock *clock);

/* The task changed now. */
void taper_frame_times_start (TaperFrameTimes *self);
/* The next frame shows a result. */
void taper_frame_times_expect (TaperFrameTimes *self);

guint taper_frame_times_get_n (TaperFrameTimes *self);
/* Milliseconds; 0 when nothing was measured. */
double taper_frame_times_get_last (TaperFrameTimes *self, TaperTime which);
/* @percent: 1..100 */
double taper_frame_times_get_percentile (TaperFrameTimes *self, TaperTime which, guint percent);

G_END_DECLS
