/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * taper_mcnemar_exact:
 * @only_a: pictures that only the first method gets right
 * @only_b: pictures that only the second gets right
 *
 * Q. McNemar's test of two methods on the same pictures ("Note on the sampling error of the
 * difference between correlated proportions", Psychometrika 12, 1947), exact: under equality each
 * of the discordant pictures falls to either side with probability 1/2.
 *
 * Returns: the two-sided p value, 1 without discordant pictures
 */
double taper_mcnemar_exact (guint only_a, guint only_b);

G_END_DECLS
