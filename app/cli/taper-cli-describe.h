/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"

G_BEGIN_DECLS

/**
 * taper_cli_describe:
 * @texts: (array zero-terminated=1): what --describe was given
 * @weights: (C): set to 1 for the classes that the texts mean
 *
 * Words that lead to no class and classes that were found by meaning only are named on standard
 * error.
 *
 * Returns: %FALSE after saying there which text leads to no class
 */
gboolean taper_cli_describe (TaperClassList *classes, char **texts, float *weights);

G_END_DECLS
