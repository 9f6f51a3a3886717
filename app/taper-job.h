/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TaperJob:
 *
 * Work on another thread for an object of the main thread, with reports on the way. The newest
 * start wins: what an earlier one still reports is dropped. The owner holds one, zeroed, and stays
 * alive while work goes on. Main thread only, but for taper_job_report().
 */
typedef struct {
  GCancellable *cancellable;
  guint64 generation; /* of the newest start */
  gboolean running;
} TaperJob;

/* The thread's end of a job. */
typedef struct _TaperJobRun TaperJobRun;

/**
 * TaperJobEnd:
 * @newest: nothing else was started meanwhile
 * @finished: the work returned %TRUE
 * @problem: why not; %NULL when it was finished or stopped
 */
typedef struct {
  gboolean newest, finished;
  const char *problem;
} TaperJobEnd;

/**
 * TaperJobKind: functions get the @data that the work was started with.
 * @work: on the thread
 * @reported: (nullable): with each report, in their order, before @ended
 * @ended: once, also for what is not the newest any more
 */
typedef struct {
  gboolean (*work) (gpointer data, TaperJobRun *run, GCancellable *cancellable, GError **error);
  void (*reported) (gpointer owner, gpointer report);
  GDestroyNotify free_report;
  void (*ended) (gpointer owner, gpointer data, const TaperJobEnd *end);
  GDestroyNotify free_data;
} TaperJobKind;

/* @owner: a GObject that holds @self. @kind: static. @data: (transfer full). */
void taper_job_start (TaperJob *self, gpointer owner, const TaperJobKind *kind, gpointer data);
void taper_job_stop (TaperJob *self);
/* In the owner's dispose. */
void taper_job_clear (TaperJob *self);

/* On the thread. @report: (transfer full). */
void taper_job_report (TaperJobRun *run, gpointer report);

G_END_DECLS
