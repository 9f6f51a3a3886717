/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/taper-proto.h"

#include <string.h>

enum {
  WIRE_VARINT = 0,
  WIRE_LENGTH = 2,
};

static void
add_varint (GByteArray *to, guint64 value)
{
  guint8 bytes[10];
  guint n = 0;
  do
    {
      bytes[n] = value & 0x7f;
      value >>= 7;
      if (value != 0)
        bytes[n] |= 0x80;
      n++;
    }
  while (value != 0);
  g_byte_array_append (to, bytes, n);
}

static void
add_key (GByteArray *to, guint field, guint wire)
{
  add_varint (to, (guint64) field << 3 | wire);
}

void
taper_proto_add_int (GByteArray *to, guint field, guint64 value)
{
  add_key (to, field, WIRE_VARINT);
  add_varint (to, value);
}

void
taper_proto_add_bytes (GByteArray *to, guint field, gconstpointer data, gsize n)
{
  add_key (to, field, WIRE_LENGTH);
  add_varint (to, n);
  g_byte_array_append (to, data, n);
}

void
taper_proto_add_string (GByteArray *to, guint field, const char *text)
{
  taper_proto_add_bytes (to, field, text, strlen (text));
}

void
taper_proto_take (GByteArray *to, guint field, GByteArray *message)
{
  taper_proto_add_bytes (to, field, message->data, message->len);
  g_byte_array_unref (message);
}
