/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Protocol buffer wire format, the part that writing needs: appended to a GByteArray. Field
 * numbers are those of the message's .proto.
 * https://protobuf.dev/programming-guides/encoding/ */

void taper_proto_add_int (GByteArray *to, guint field, guint64 value);
void taper_proto_add_bytes (GByteArray *to, guint field, gconstpointer data, gsize n);
void taper_proto_add_string (GByteArray *to, guint field, const char *text);
/* Appends @message as a field of @to and unrefs it. */
void taper_proto_take (GByteArray *to, guint field, GByteArray *message);

G_END_DECLS
