/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/taper-window.h"

G_BEGIN_DECLS

/**
 * TaperDemoReport:
 *
 * Waits until a window shows all answers, writes the window as PNG and prints the answers: how
 * the program proves itself where nobody looks.
 *
 * Signal "done" (gboolean success): once; what went wrong is on standard error.
 */
#define TAPER_TYPE_DEMO_REPORT (taper_demo_report_get_type ())
G_DECLARE_FINAL_TYPE (TaperDemoReport, taper_demo_report, TAPER, DEMO_REPORT, GObject)

TaperDemoReport *taper_demo_report_new (TaperWindow *window, const char *path);

G_END_DECLS
