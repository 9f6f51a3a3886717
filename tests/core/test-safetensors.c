/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-safetensors.h"
#include "core/taper-error.h"
#include "tests/support/test-bundle.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static GBytes *
pack (const char *header, gsize data_size)
{
  GByteArray *bytes = g_byte_array_new ();
  guint64 length = strlen (header);

  g_byte_array_append (bytes, (const guint8 *) &length, 8);
  g_byte_array_append (bytes, (const guint8 *) header, length);
  g_byte_array_set_size (bytes, 8 + length + data_size);
  memset (bytes->data + 8 + length, 0, data_size);
  return g_byte_array_free_to_bytes (bytes);
}

static void
assert_bytes_refused (GBytes *bytes, int code, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperSafetensors) file = taper_safetensors_new_from_bytes (bytes, "X", &error);
  g_autofree char *expected = g_strconcat ("X: ", message, NULL);

  g_assert_null (file);
  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_error (error, TAPER_ERROR, code);
}

static void
assert_refused (const char *header, gsize data_size, int code, const char *message)
{
  g_autoptr (GBytes) bytes = pack (header, data_size);

  assert_bytes_refused (bytes, code, message);
}

static void
test_read (void)
{
  const char *header = "{\"__metadata__\":{\"a\":\"1\",\"b\":\"\"},"
                       "\"y\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[24,26]},"
                       "\"e\":{\"dtype\":\"F32\",\"shape\":[4,0],\"data_offsets\":[24,24]},"
                       "\"x\":{\"shape\":[2,3],\"data_offsets\":[0,24],\"dtype\":\"F32\"}}  ";
  g_autoptr (GBytes) bytes = pack (header, 26);
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperSafetensors) file = taper_safetensors_new_from_bytes (bytes, "X", &error);
  const TaperTensorView *view;

  g_assert_no_error (error);
  g_assert_cmpuint (taper_safetensors_get_n_tensors (file), ==, 3);
  g_assert_cmpuint (taper_safetensors_get_file_size (file), ==, g_bytes_get_size (bytes));
  g_assert_true (taper_safetensors_get_bytes (file) == bytes);
  g_assert_cmpstr (taper_safetensors_get_metadata (file, "a"), ==, "1");
  g_assert_cmpstr (taper_safetensors_get_metadata (file, "b"), ==, "");
  g_assert_null (taper_safetensors_get_metadata (file, "c"));
  view = taper_safetensors_get_tensor (file, 0);
  g_assert_cmpstr (view->name, ==, "x");
  g_assert_cmpint (view->dtype, ==, TAPER_DTYPE_F32);
  g_assert_cmpuint (view->rank, ==, 2);
  g_assert_cmpuint (view->shape[1], ==, 3);
  g_assert_cmpuint (view->n_elements, ==, 6);
  g_assert_cmpuint (taper_safetensors_lookup (file, "e")->n_elements, ==, 0);
  view = taper_safetensors_lookup (file, "y");
  g_assert_cmpint (view->dtype, ==, TAPER_DTYPE_BF16);
  g_assert_cmpuint (view->rank, ==, 0);
  g_assert_cmpuint (view->n_elements, ==, 1);
  g_assert_null (taper_safetensors_lookup (file, "z"));
}

static void
test_no_tensors (void)
{
  g_autoptr (GBytes) bytes = pack ("{}", 0);
  g_autoptr (TaperSafetensors) file = taper_safetensors_new_from_bytes (bytes, "X", NULL);

  g_assert_nonnull (file);
  g_assert_cmpuint (taper_safetensors_get_n_tensors (file), ==, 0);
}

/* 1500 values at an odd address: more than one piece. */
static void
test_values (void)
{
  static const float values[3] = { -2.5f, 0.25f, 1024 };
  static const guint16 halves[3] = { 0xc100, 0x3400, 0x6400 };
  static const guint16 bfloats[3] = { 0xc020, 0x3e80, 0x4480 };
  const gsize n = 1500;
  g_autofree guint8 *memory = g_malloc (n * 4 + 1);
  g_autofree float *out = g_new (float, n);
  TaperTensorView view = { .n_elements = n, .data = memory + 1 };

  for (int dtype = TAPER_DTYPE_F32; dtype <= TAPER_DTYPE_BF16; dtype++)
    {
      const void *patterns[] = { values, halves, bfloats };
      const gsize size = dtype == TAPER_DTYPE_F32 ? 4 : 2;

      view.dtype = dtype;
      for (gsize i = 0; i < n; i++)
        memcpy (memory + 1 + i * size, (const char *) patterns[dtype] + i % 3 * size, size);
      g_assert_true (taper_tensor_view_read (&view, out));
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat (out[i], ==, values[i % 3]);
    }
}

static void
test_not_finite (void)
{
  const guint32 bits[] = { 0x7fc00000, 0x7f800000, 0xff800000, 0x7f800001 };

  for (gsize i = 0; i < G_N_ELEMENTS (bits); i++)
    for (int dtype = TAPER_DTYPE_F32; dtype <= TAPER_DTYPE_BF16; dtype++)
      {
        guint8 memory[28] = { 0 };
        float out[7];
        TaperTensorView view = { .n_elements = 7, .data = memory, .dtype = dtype };
        guint16 half = i == 0 ? 0x7e00 : i == 1 ? 0x7c00 : i == 2 ? 0xfc00 : 0x7c01;
        guint16 bfloat = i == 3 ? 0x7f81 : bits[i] >> 16;

        g_assert_true (taper_tensor_view_read (&view, out));
        if (dtype == TAPER_DTYPE_F32)
          memcpy (memory + 4 * 6, &bits[i], 4);
        else
          memcpy (memory + 2 * 6, dtype == TAPER_DTYPE_F16 ? &half : &bfloat, 2);
        g_assert_false (taper_tensor_view_read (&view, out));
        g_assert_false (isfinite (out[6]));
      }
}

static void
assert_start_refused (const void *start, gsize n, int code, const char *message)
{
  g_autoptr (GBytes) bytes = g_bytes_new (start, n);

  assert_bytes_refused (bytes, code, message);
}

static void
test_other_kinds (void)
{
  assert_start_refused ("", 0, TAPER_ERROR_FORMAT, "not a safetensors file: it has 0 bytes");
  assert_start_refused ("\2\0\0\0\0\0\0\0{", 9, TAPER_ERROR_FORMAT,
                        "not a safetensors file: it has 9 bytes");
  assert_start_refused ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, TAPER_ERROR_FORMAT,
                        "not a safetensors file, but a PNG picture");
  assert_start_refused ("\xff\xd8\xff\xe0\0\x10JFIF\0\1", 12, TAPER_ERROR_FORMAT,
                        "not a safetensors file, but a JPEG picture");
  assert_start_refused ("PK\x03\x04\0\0\0\0\0\0\0\0", 12, TAPER_ERROR_FORMAT,
                        "not a safetensors file, but a ZIP archive (PyTorch saves such files)");
  assert_start_refused ("GGUF", 4, TAPER_ERROR_FORMAT, "not a safetensors file, but a GGUF file");
  assert_start_refused ("Plain text, nothing else.", 25, TAPER_ERROR_FORMAT,
                        "not a safetensors file: no header at byte 8");
}

static void
test_header_length (void)
{
  g_autofree char *huge = g_malloc0 ((64 << 20) + 100);
  guint64 length = (64 << 20) + 1;

  assert_start_refused ("\xff\xff\xff\xff\xff\xff\xff\xff{}", 10, TAPER_ERROR_INVALID,
                        "the header should have 18446744073709551615 bytes, the file has 10: "
                        "damaged or cut short");
  assert_start_refused ("\xf8\xff\xff\xff\xff\xff\xff\xff{}", 10, TAPER_ERROR_INVALID,
                        "the header should have 18446744073709551608 bytes, the file has 10: "
                        "damaged or cut short");
  assert_start_refused ("\3\0\0\0\0\0\0\0{}", 10, TAPER_ERROR_INVALID,
                        "the header should have 3 bytes, the file has 10: damaged or cut short");
  assert_start_refused ("\0\0\0\0\0\0\0\0{}", 10, TAPER_ERROR_INVALID,
                        "header: not JSON: incomplete at byte 0");
  memcpy (huge, &length, 8);
  huge[8] = '{';
  assert_start_refused (huge, (64 << 20) + 100, TAPER_ERROR_LIMIT,
                        "the header has 67108865 bytes, expected 67108864 at most");
}

static void
test_header (void)
{
  g_autoptr (GString) deep = g_string_new ("{\"a\":");

  for (int i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  assert_refused (deep->str, 0, TAPER_ERROR_INVALID,
                  "header: not JSON: nested too deeply at byte 36");
  assert_refused ("{\"a\":\"\xc3(\"}", 0, TAPER_ERROR_INVALID,
                  "header: not JSON: invalid UTF-8 at byte 6");
  assert_refused ("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", 0, TAPER_ERROR_INVALID,
                  "header: “a” is there twice");
  assert_refused ("{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                  "\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                  4, TAPER_ERROR_INVALID, "header: “x” is there twice");
  assert_refused ("{\"__metadata__\":[]}", 0, TAPER_ERROR_INVALID, "metadata: expected an object");
  assert_refused ("{\"__metadata__\":{\"a\":1}}", 0, TAPER_ERROR_INVALID,
                  "metadata: “a” is not a string");
  assert_refused ("{\"__metadata__\":{\"\":\"\"}}", 0, TAPER_ERROR_INVALID,
                  "“metadata key” has 0 bytes, expected 1 to 255");
  assert_refused ("{\"x\":1}", 0, TAPER_ERROR_INVALID, "tensor “x”: expected an object");
  assert_refused ("{\"a\\nb\":{}}", 0, TAPER_ERROR_INVALID,
                  "“tensor name” holds a control character");
}

typedef struct {
  const char *tensor;
  int code;
  const char *message;
} Case;

/* The tensor “x”, in a file of 16 bytes of data. */
static const Case cases[] = {
  { "\"shape\":[4],\"data_offsets\":[0,16]", TAPER_ERROR_INVALID, "“dtype” is missing" },
  { "\"dtype\":\"I64\",\"shape\":[2],\"data_offsets\":[0,16]", TAPER_ERROR_UNSUPPORTED,
    "the type is “I64”, expected F32, F16 or BF16" },
  { "\"dtype\":\"F32\",\"data_offsets\":[0,16]", TAPER_ERROR_INVALID, "“shape” is missing" },
  { "\"dtype\":\"F32\",\"shape\":[-4],\"data_offsets\":[0,16]", TAPER_ERROR_INVALID,
    "“shape” number 1 is not a whole number, 0 or more" },
  { "\"dtype\":\"F32\",\"shape\":[2,2.0],\"data_offsets\":[0,16]", TAPER_ERROR_INVALID,
    "“shape” number 2 is not a whole number, 0 or more" },
  { "\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,4],\"data_offsets\":[0,16]", TAPER_ERROR_LIMIT,
    "7 dimensions, expected 6 at most" },
  { "\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,16]",
    TAPER_ERROR_LIMIT, "its shape has too many elements" },
  { "\"dtype\":\"F32\",\"shape\":[4294967296,1073741825],\"data_offsets\":[0,16]",
    TAPER_ERROR_LIMIT, "its shape has too many elements" },
  { "\"dtype\":\"F32\",\"shape\":[9223372036854775807,2,2],\"data_offsets\":[0,16]",
    TAPER_ERROR_LIMIT, "its shape has too many elements" },
  { "\"dtype\":\"F32\",\"shape\":[18446744073709551620],\"data_offsets\":[0,16]",
    TAPER_ERROR_INVALID, "“shape” number 1 is not a whole number, 0 or more" },
  { "\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[0,16]", TAPER_ERROR_INVALID,
    "it has 16 bytes, expected 20 from its shape and type" },
  { "\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,16]", TAPER_ERROR_INVALID,
    "it has 16 bytes, expected 8 from its shape and type" },
  { "\"dtype\":\"F32\",\"shape\":[4]", TAPER_ERROR_INVALID, "“data_offsets” is missing" },
  { "\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,8,16]", TAPER_ERROR_INVALID,
    "“data_offsets” has 3 elements, expected 2" },
  { "\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[4,20]", TAPER_ERROR_INVALID,
    "its data is from 4 to 20, the file has 16 bytes of data" },
  { "\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[16,0]", TAPER_ERROR_INVALID,
    "its data is from 16 to 0, the file has 16 bytes of data" },
  { "\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[9223372036854775800,9223372036854775807]",
    TAPER_ERROR_INVALID,
    "its data is from 9223372036854775800 to 9223372036854775807, the file has 16 bytes of data" },
  { "\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[-16,0]", TAPER_ERROR_INVALID,
    "“data_offsets” number 1 is not a whole number, 0 or more" },
  { "\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[4,16]", TAPER_ERROR_INVALID,
    "4 bytes before it belong to no tensor" },
};

static void
test_tensors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *header = g_strdup_printf ("{\"x\":{%s}}", cases[i].tensor);
      g_autofree char *message = g_strdup_printf ("tensor “x”: %s", cases[i].message);

      assert_refused (header, 16, cases[i].code, message);
    }
}

#define TENSOR(name, begin, end)                                                                   \
  "\"" name "\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[" #begin "," #end "]}"

static void
test_coverage (void)
{
  assert_refused ("{" TENSOR ("a", 0, 8) "," TENSOR ("b", 6, 14) "}", 14, TAPER_ERROR_INVALID,
                  "tensor “b”: its data overlaps that of “a”");
  assert_refused ("{" TENSOR ("a", 0, 8) "," TENSOR ("b", 0, 8) "}", 8, TAPER_ERROR_INVALID,
                  "tensor “b”: its data overlaps that of “a”");
  assert_refused ("{" TENSOR ("b", 10, 18) "," TENSOR ("a", 0, 8) "}", 18, TAPER_ERROR_INVALID,
                  "tensor “b”: 2 bytes before it belong to no tensor");
  assert_refused ("{" TENSOR ("a", 0, 8) "}", 11, TAPER_ERROR_INVALID,
                  "3 bytes at the end belong to no tensor");
  assert_refused ("{}", 1, TAPER_ERROR_INVALID, "1 bytes at the end belong to no tensor");
}

/* Cut anywhere, it is refused and not read past its end. */
static void
test_truncated (void)
{
  g_autoptr (TestBundle) bundle = test_bundle_new ();
  g_autoptr (GBytes) bytes = test_bundle_to_bytes (bundle);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize n = 0; n < size; n++)
    {
      /* A copy of its own, so that a sanitizer sees each byte too many. */
      g_autofree guint8 *copy = g_memdup2 (data, n);
      g_autoptr (GBytes) cut = g_bytes_new_static (copy, n);
      g_autoptr (GError) error = NULL;

      g_assert_null (taper_safetensors_new_from_bytes (cut, "X", &error));
      g_assert_true (error->domain == TAPER_ERROR);
      g_assert_true (g_str_has_prefix (error->message, "X: "));
    }
}

static void
test_open (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("TAPER_DATADIR"), "bundles",
                                            "tiny-imagenet-s8.safetensors", NULL);
  g_autoptr (TaperSafetensors) file = taper_safetensors_open (path, &error);
  GStatBuf status;

  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (taper_safetensors_get_n_tensors (file), ==, 21 * 4 + 11);
  g_assert_cmpuint (taper_safetensors_get_file_size (file), ==, (guint64) status.st_size);
  g_assert_cmpuint (taper_safetensors_lookup (file, "bases.head.weight")->shape[1], ==, 200);

  g_assert_null (taper_safetensors_open ("/nonexistent", &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_assert_true (g_str_has_prefix (error->message, "/nonexistent: "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/safetensors/read", test_read);
  g_test_add_func ("/safetensors/no-tensors", test_no_tensors);
  g_test_add_func ("/safetensors/values", test_values);
  g_test_add_func ("/safetensors/not-finite", test_not_finite);
  g_test_add_func ("/safetensors/other-kinds", test_other_kinds);
  g_test_add_func ("/safetensors/header-length", test_header_length);
  g_test_add_func ("/safetensors/header", test_header);
  g_test_add_func ("/safetensors/tensors", test_tensors);
  g_test_add_func ("/safetensors/coverage", test_coverage);
  g_test_add_func ("/safetensors/truncated", test_truncated);
  g_test_add_func ("/safetensors/open", test_open);
  return g_test_run ();
}
