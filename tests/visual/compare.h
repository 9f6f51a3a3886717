/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Compares @surface (RGB24) with references/@name.png. A pixel differs when a channel is more than
 * 16 of 255 away: less is rounding of edges by another build of Cairo or FreeType. One pixel in
 * 2,000 may differ; a moved line, a changed colour or a lost word is far beyond that. On failure
 * NAME-is.png and NAME-difference.png (eight times amplified) lie in the build directory, or in
 * $TAPER_VISUAL_OUT. With TAPER_UPDATE_REFERENCES=1 the reference is rewritten instead. */
void compare_with_reference (cairo_surface_t *surface, const char *name);

/* How many pixels of two RGB24 surfaces of one size differ; @difference (nullable, RGB24) gets the
 * amplified difference. */
guint compare_surfaces (cairo_surface_t *a, cairo_surface_t *b, cairo_surface_t *difference);

G_END_DECLS
