/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TaperApplication:
 *
 * The process: command line, the application's actions and keys, its windows.
 */
#define TAPER_TYPE_APPLICATION (taper_application_get_type ())
G_DECLARE_FINAL_TYPE (TaperApplication, taper_application, TAPER, APPLICATION, AdwApplication)

TaperApplication *taper_application_new (void);

/* Exit status of what the command line asked for, when running itself went well. */
int taper_application_get_status (TaperApplication *self);

G_END_DECLS
