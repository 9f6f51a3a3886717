/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-label.h"

const char *
taper_label (const char *kind, const char *name)
{
  /* The empty message is the catalogue's header. */
  return *name != '\0' ? g_dpgettext2 (TAPER_CLASSES_DOMAIN, kind, name) : name;
}
