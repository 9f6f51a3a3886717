/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tensor/taper-buffer.h"

#include <string.h>

gpointer
taper_buffer_new (gsize n_bytes)
{
  const gsize size = MAX (taper_round_up (n_bytes, TAPER_ALIGNMENT), TAPER_ALIGNMENT);
  gpointer buffer = g_aligned_alloc (1, size, TAPER_ALIGNMENT);
  return memset (buffer, 0, size);
}

void
taper_buffer_free (gpointer buffer)
{
  g_aligned_free (buffer);
}
