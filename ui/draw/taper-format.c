/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-format.h"

#include <glib/gi18n.h>
#include <math.h>

/* Decimals for two significant digits, no more than @most. */
static int
decimals (double value, int most)
{
  int digits = 0;

  if (!(value > 0))
    return 0;
  /* 9.96 is written 10, so decide on what will be written */
  while (digits < most && round (value * pow (10, digits)) < 10)
    digits++;
  return digits;
}

const char *
taper_format_score (double value, char buffer[TAPER_FORMAT_SIZE])
{
  g_snprintf (buffer, TAPER_FORMAT_SIZE, "%.2f", value);
  return buffer;
}

const char *
taper_format_difference (double value, char buffer[TAPER_FORMAT_SIZE])
{
  /* what is written as 0.00 has no sign */
  if (fabs (value) < 0.005)
    return taper_format_score (0, buffer);
  g_snprintf (buffer, TAPER_FORMAT_SIZE, value < 0 ? "−%.2f" : "+%.2f", fabs (value));
  return buffer;
}

const char *
taper_format_short_difference (double value, char buffer[TAPER_FORMAT_SIZE])
{
  const int hundredths = (int) lround (100 * value);

  g_snprintf (buffer, TAPER_FORMAT_SIZE,
              hundredths < 0   ? "−%d"
              : hundredths > 0 ? "+%d"
                               : "%d",
              ABS (hundredths));
  return buffer;
}

const char *
taper_format_count (guint64 n, char buffer[TAPER_FORMAT_SIZE])
{
  if (n < 1000)
    g_snprintf (buffer, TAPER_FORMAT_SIZE, "%" G_GUINT64_FORMAT, n);
  else if (n < 100000)
    /* Translators: thousands, as in "2.3 k parameters" */
    g_snprintf (buffer, TAPER_FORMAT_SIZE, _ ("%.*f k"), decimals (n / 1e3, 1), n / 1e3);
  else
    /* Translators: millions, as in "0.71 M parameters" */
    g_snprintf (buffer, TAPER_FORMAT_SIZE, _ ("%.*f M"), decimals (n / 1e6, 2), n / 1e6);
  return buffer;
}

const char *
taper_format_duration (double ms, char buffer[TAPER_FORMAT_SIZE])
{
  if (ms < 1000)
    /* Translators: milliseconds */
    g_snprintf (buffer, TAPER_FORMAT_SIZE, _ ("%.*f ms"), decimals (ms, 2), ms);
  else
    /* Translators: seconds */
    g_snprintf (buffer, TAPER_FORMAT_SIZE, _ ("%.*f s"), decimals (ms / 1000, 2), ms / 1000);
  return buffer;
}

const char *
taper_format_percent (double share, char buffer[TAPER_FORMAT_SIZE])
{
  /* Translators: a percentage */
  g_snprintf (buffer, TAPER_FORMAT_SIZE, _ ("%.*f %%"), decimals (share * 100, 2), share * 100);
  return buffer;
}
