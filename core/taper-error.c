/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/taper-error.h"

G_DEFINE_QUARK (taper - error - quark, taper_error)
