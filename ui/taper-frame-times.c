/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-frame-times.h"

#define KEPT 60

typedef struct {
  double values[KEPT]; /* milliseconds, a ring */
  guint n;             /* ever measured */
} Series;

struct _TaperFrameTimes {
  GObject parent_instance;

  GSignalGroup *clock_signals;
  Series series[TAPER_N_TIMES];
  gint64 tick;   /* monotonic time of the first change without a result, 0: none */
  gint64 before; /* of the frame being painted */
  gboolean expected;
  gboolean painted; /* anything yet: what a start costs is not what a tick costs */
  guint idle_id;
};

static guint measured_signal;

G_DEFINE_FINAL_TYPE (TaperFrameTimes, taper_frame_times, G_TYPE_OBJECT)

static void
append (TaperFrameTimes *self, TaperTime which, gint64 from, gint64 to)
{
  Series *series = &self->series[which];

  series->values[series->n++ % KEPT] = (double) (to - from) / 1000.0;
}

/* Labels must not change while a frame is painted. */
static gboolean
measured_cb (gpointer data)
{
  TaperFrameTimes *self = data;

  self->idle_id = 0;
  g_signal_emit (self, measured_signal, 0);
  return G_SOURCE_REMOVE;
}

static void
before_cb (TaperFrameTimes *self)
{
  self->before = self->expected && self->tick != 0 ? g_get_monotonic_time () : 0;
}

static void
after_cb (TaperFrameTimes *self)
{
  gint64 now = g_get_monotonic_time ();

  self->painted = TRUE;
  if (self->before == 0)
    return;
  append (self, TAPER_TIME_FRAME, self->before, now);
  append (self, TAPER_TIME_TICK, self->tick, now);
  self->expected = FALSE;
  self->before = self->tick = 0;
  if (self->idle_id == 0)
    self->idle_id = g_idle_add (measured_cb, self);
}

static void
taper_frame_times_dispose (GObject *object)
{
  TaperFrameTimes *self = TAPER_FRAME_TIMES (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_object (&self->clock_signals);
  G_OBJECT_CLASS (taper_frame_times_parent_class)->dispose (object);
}

static void
taper_frame_times_class_init (TaperFrameTimesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = taper_frame_times_dispose;
  measured_signal = g_signal_new ("measured", TAPER_TYPE_FRAME_TIMES, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
taper_frame_times_init (TaperFrameTimes *self)
{
  self->clock_signals = g_signal_group_new (GDK_TYPE_FRAME_CLOCK);
  g_signal_group_connect_swapped (self->clock_signals, "before-paint", G_CALLBACK (before_cb),
                                  self);
  g_signal_group_connect_swapped (self->clock_signals, "after-paint", G_CALLBACK (after_cb), self);
}

TaperFrameTimes *
taper_frame_times_new (void)
{
  return g_object_new (TAPER_TYPE_FRAME_TIMES, NULL);
}

void
taper_frame_times_set_clock (TaperFrameTimes *self, GdkFrameClock *clock)
{
  g_return_if_fail (TAPER_IS_FRAME_TIMES (self));
  g_signal_group_set_target (self->clock_signals, clock);
}

void
taper_frame_times_start (TaperFrameTimes *self)
{
  g_return_if_fail (TAPER_IS_FRAME_TIMES (self));
  if (self->tick == 0 && self->painted)
    self->tick = g_get_monotonic_time ();
}

void
taper_frame_times_expect (TaperFrameTimes *self)
{
  g_return_if_fail (TAPER_IS_FRAME_TIMES (self));
  self->expected = TRUE;
}

guint
taper_frame_times_get_n (TaperFrameTimes *self)
{
  g_return_val_if_fail (TAPER_IS_FRAME_TIMES (self), 0);
  return MIN (self->series[TAPER_TIME_FRAME].n, KEPT);
}

double
taper_frame_times_get_last (TaperFrameTimes *self, TaperTime which)
{
  const Series *series = &self->series[which];

  return series->n > 0 ? series->values[(series->n - 1) % KEPT] : 0;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const double va = *(const double *) a, vb = *(const double *) b;

  return va < vb ? -1 : va > vb;
}

/* The smallest value that @percent of them do not exceed (nearest rank). */
double
taper_frame_times_get_percentile (TaperFrameTimes *self, TaperTime which, guint percent)
{
  const Series *series = &self->series[which];
  guint n = MIN (series->n, KEPT);
  double sorted[KEPT];

  g_return_val_if_fail (percent >= 1 && percent <= 100, 0);
  if (n == 0)
    return 0;
  memcpy (sorted, series->values, n * sizeof (double));
  qsort (sorted, n, sizeof (double), compare_cb);
  return sorted[(percent * n + 99) / 100 - 1];
}
