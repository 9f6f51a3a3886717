/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-engine.h"

G_BEGIN_DECLS

/**
 * taper_engine_set_hook:
 * @hook: called on the worker thread when the result of @generation is complete, before it is
 *   handed over; it may wait
 *
 * For tests of late results; to be set before the first request.
 */
typedef void (*TaperEngineHook) (guint64 generation, gpointer data);
void taper_engine_set_hook (TaperEngine *self, TaperEngineHook hook, gpointer data);

G_END_DECLS
