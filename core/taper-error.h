/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TAPER_ERROR (taper_error_quark ())

/**
 * TaperError:
 * @TAPER_ERROR_IO: a file could not be read or written
 * @TAPER_ERROR_FORMAT: the bytes are not of the kind asked for (not a bundle, not a picture)
 * @TAPER_ERROR_INVALID: of the right kind, but damaged or inconsistent
 * @TAPER_ERROR_UNSUPPORTED: well formed, but uses something this version cannot do
 * @TAPER_ERROR_LIMIT: larger than what is accepted
 * @TAPER_ERROR_TASK: the task description is empty or names unknown classes
 * @TAPER_ERROR_DATA: a data set is empty or inconsistent
 * @TAPER_ERROR_CONFIG: a configuration names unknown or impossible values
 *
 * Messages name the file, tensor or layer, what was expected and what was found. Cancellation is
 * always %G_IO_ERROR_CANCELLED.
 */
typedef enum {
  TAPER_ERROR_IO,
  TAPER_ERROR_FORMAT,
  TAPER_ERROR_INVALID,
  TAPER_ERROR_UNSUPPORTED,
  TAPER_ERROR_LIMIT,
  TAPER_ERROR_TASK,
  TAPER_ERROR_DATA,
  TAPER_ERROR_CONFIG,
} TaperError;

GQuark taper_error_quark (void);

G_END_DECLS
