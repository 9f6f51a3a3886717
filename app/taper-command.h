/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"

G_BEGIN_DECLS

/* Lines for a shell that run taper-cli; what is put together here is free with g_string_free(). */

/* "taper-cli @subcommand --bundle PATH" and, where given, the task. @bundle must have a path. */
GString *taper_command_new (const char *subcommand, TaperBundle *bundle, const TaperTask *task);
/* @value as the shell will hand it over, byte for byte. */
void taper_command_append (GString *self, const char *value);

G_END_DECLS
