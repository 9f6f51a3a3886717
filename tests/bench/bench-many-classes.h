/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Writes a valid bundle of that many classes in that many groups, with a tiny random network. */
gboolean bench_many_classes_write (GFile *file, guint n_classes, guint n_groups, GError **error);

G_END_DECLS
