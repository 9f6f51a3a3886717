/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperIncoming: what was dropped on the window or lies on the clipboard, read and handed to the
 * document: a list of files, the bytes of a picture, or text that names files.
 *
 * Pictures are taken as the bytes the other program offers, not as textures GDK would decode, so
 * that all pictures go through the one hardened reader.
 */

/* Formats a drop target should accept. (transfer full) */
GdkContentFormats *taper_incoming_get_formats (void);

/**
 * TaperIncomingFunc:
 * @problem: (nullable): why there was nothing to take, translated; %NULL when all went well
 */
typedef void (*TaperIncomingFunc) (const char *problem, gpointer data);

/* Ends the drop itself. @owner is kept alive until @func was called with it. */
void taper_incoming_read_drop (GdkDrop *drop, TaperDocument *document, TaperIncomingFunc func,
                               GObject *owner);
void taper_incoming_read_clipboard (GdkClipboard *clipboard, TaperDocument *document,
                                    TaperIncomingFunc func, GObject *owner);

G_END_DECLS
