/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/fuzz-main.h"

#include <string.h>

/* usage: fuzz-TARGET [N] CORPUS-FOLDER...: runs the target on each file of the corpus as it is, and
 * on N mutations of them, the same every time. A file that breaks the target is named by the last
 * "# " line before the crash. */

#define MUTATIONS 20000

static GPtrArray *corpus; /* GBytes */
static GPtrArray *names;
static guint n_mutations = MUTATIONS;

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
list_corpus (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
}

static void
read_corpus (void)
{
  g_autoptr (GError) error = NULL;

  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      char *text;
      gsize length;

      g_file_get_contents (names->pdata[i], &text, &length, &error);
      g_assert_no_error (error);
      g_ptr_array_add (corpus, g_bytes_new_take (text, length));
    }
  g_assert_cmpuint (corpus->len, >, 0);
}

static void
test_corpus (void)
{
  for (guint i = 0; i < corpus->len; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (corpus->pdata[i], &size);
      /* A copy of its own, so that a sanitizer sees each byte too many. */
      g_autofree guint8 *copy = g_memdup2 (data, size);

      g_test_message ("%s", (const char *) names->pdata[i]);
      g_assert_cmpint (LLVMFuzzerTestOneInput (copy, size), ==, 0);
    }
}

/* Changes @bytes once, in one of the ways files get damaged or forged. */
static void
mutate (GByteArray *bytes, GRand *rand)
{
  static const guint64 lengths[] = { 0,          1,          7,          0x7f,
                                     0x80,       0xff,       0xffff,     0x7fffffff,
                                     0x80000000, 0xffffffff, G_MAXINT64, G_MAXUINT64 };
  static const char *const texts[] = { "0",       "-1",     "1e9", "9223372036854775807",
                                       "[",       "]",      "{",   "}",
                                       "\"",      ",",      ":",   "null",
                                       "\\u0000", "\\ud800" };
  const guint at = bytes->len > 0 ? g_rand_int_range (rand, 0, bytes->len) : 0;
  const guint left = bytes->len - at;
  const guint count = g_rand_int_range (rand, 1, 64);
  const char *text;
  guint64 length;

  switch (left > 0 ? g_rand_int_range (rand, 0, 7) : 3)
    {
    case 0:
      bytes->data[at] ^= 1 << g_rand_int_range (rand, 0, 8);
      break;
    case 1:
      bytes->data[at] = g_rand_int_range (rand, 0, 256);
      break;
    case 2:
      g_byte_array_set_size (bytes, at);
      break;
    case 3: /* a text goes in */
      text = texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))];
      g_byte_array_set_size (bytes, bytes->len + strlen (text));
      memmove (bytes->data + at + strlen (text), bytes->data + at, left);
      memcpy (bytes->data + at, text, strlen (text));
      break;
    case 4: /* some bytes go */
      g_byte_array_remove_range (bytes, at, MIN (left, count));
      break;
    case 5: /* a binary number, often the first: that is where lengths are */
      length = GUINT64_TO_LE (lengths[g_rand_int_range (rand, 0, G_N_ELEMENTS (lengths))]);
      if (g_rand_boolean (rand))
        memcpy (bytes->data, &length, MIN (bytes->len, 8));
      else
        memcpy (bytes->data + at, &length, MIN (left, count < 32 ? 4 : 8));
      break;
    default: /* one place over another */
      length = g_rand_int_range (rand, 0, bytes->len);
      memmove (bytes->data + at, bytes->data + length,
               MIN (MIN (left, bytes->len - (guint) length), count));
      break;
    }
}

static void
test_mutations (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20230618);

  for (guint i = 0; i < n_mutations; i++)
    {
      GBytes *seed = corpus->pdata[i % corpus->len];
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autofree guint8 *copy = NULL;
      guint n_changes = g_rand_int_range (rand, 1, 4);

      g_byte_array_append (bytes, g_bytes_get_data (seed, NULL), g_bytes_get_size (seed));
      for (guint j = 0; j < n_changes; j++)
        mutate (bytes, rand);
      copy = g_memdup2 (bytes->data, bytes->len);
      g_assert_cmpint (LLVMFuzzerTestOneInput (copy, bytes->len), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  guint64 number;
  int result;

  g_test_init (&argc, &argv, NULL);
  names = g_ptr_array_new_with_free_func (g_free);
  corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (int i = 1; i < argc; i++)
    if (!g_ascii_string_to_unsigned (argv[i], 10, 0, G_MAXUINT, &number, NULL))
      list_corpus (argv[i]);
    else
      n_mutations = number;
  read_corpus ();
  g_test_add_func ("/fuzz/corpus", test_corpus);
  g_test_add_func ("/fuzz/mutations", test_mutations);
  result = g_test_run ();
  g_ptr_array_unref (corpus);
  g_ptr_array_unref (names);
  return result;
}
