/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-command.h"
#include "app/taper-model-hash.h"
#include "app/taper-proof.h"
#include "tests/support/app-document.h"

static char **
split (const char *command)
{
  g_autoptr (GError) error = NULL;
  char **argv = NULL;

  g_assert_true (g_shell_parse_argv (command, NULL, &argv, &error));
  g_assert_no_error (error);
  return argv;
}

/* What the shell will hand over is what was put in. */
static void
test_quoting (void)
{
  const char *const values[] = {
    "plain/path_1.jpg", "two words", "it's", "$HOME;`x`", "", "-dash", "a\nb", "ä"
  };
  GString *command = g_string_new ("taper-cli");
  g_auto (GStrv) argv = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    taper_command_append (command, values[i]);
  argv = split (command->str);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_cmpstr (argv[i + 1], ==, values[i]);
  g_assert_true (g_str_has_prefix (command->str, "taper-cli plain/path_1.jpg "));
  g_string_free (command, TRUE);
}

static void
assert_words (const char *command, const char *const *expected)
{
  g_auto (GStrv) argv = split (command);

  for (guint i = 0; expected[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) argv, expected[i]))
      g_error ("“%s” lacks “%s”", command, expected[i]);
}

static void
hashed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(char **) data = taper_model_hash_finish (result, NULL);
}

/* Another mix is another hash, the same mix the same. */
static void
test_hash (Watched *self, gconstpointer data)
{
  g_autofree char *first = NULL, *again = NULL, *other = NULL;

  taper_document_open_demo (self->document);
  watched_settle (self);
  taper_model_hash_async (taper_document_get_snapshot (self->document), NULL, hashed_cb, &first);
  TEST_WAIT_UNTIL (first != NULL);
  taper_model_hash_async (taper_document_get_snapshot (self->document), NULL, hashed_cb, &again);
  TEST_WAIT_UNTIL (again != NULL);
  taper_document_set_ticked (self->document, 0, TRUE);
  watched_settle (self);
  taper_model_hash_async (taper_document_get_snapshot (self->document), NULL, hashed_cb, &other);
  TEST_WAIT_UNTIL (other != NULL);
  g_assert_cmpuint (strlen (first), ==, 64);
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
}

static void
test_demo (Watched *self, gconstpointer data)
{
  TaperSnapshot *snapshot;
  g_autoptr (TaperProof) mix = NULL, pictures = NULL, model = NULL, edited = NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) proofs = taper_proofs_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *path = test_data_path ("samples/groceries/Lime.jpg");
  g_autofree char *content = NULL, *text = NULL;
  gsize size;

  taper_document_open_demo (self->document);
  watched_settle (self);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  bytes = g_bytes_new (content, size);
  taper_document_add_bytes (self->document, "pasted", bytes);
  taper_document_set_ticked (self->document, 0, TRUE);
  watched_settle (self);
  snapshot = taper_document_get_snapshot (self->document);

  mix = taper_proof_new_for_mix (snapshot);
  g_assert_nonnull (strstr (mix->sample, "n = 168 coefficients"));
  assert_words (mix->command, (const char *const[]){ "coefficients", "--bundle", "--group", "Apple",
                                                     "Pear", "--classes", NULL });
  model = taper_proof_new_for_model (snapshot);
  g_assert_nonnull (strstr (model->sample, "709425"));
  assert_words (model->command, (const char *const[]){ "synthesize", "--output", NULL });
  for (guint i = 0; i < 7; i++)
    g_ptr_array_add (list, g_object_ref (watched_get_picture (self, i)));
  pictures = taper_proof_new_for_pictures (snapshot, (TaperPicture **) list->pdata, list->len);
  g_assert_nonnull (strstr (pictures->sample, "n = 7 pictures"));
  g_assert_nonnull (strstr (pictures->reason, "1 picture"));
  g_assert_nonnull (strstr (pictures->command, "Conference.jpg"));
  g_ptr_array_add (proofs, taper_proof_new_without ("Distances", "No command."));
  text = taper_proofs_to_text (proofs);
  g_assert_cmpstr (text, ==, "Distances\nNo command.\n");

  taper_mix_tools_set_coefficient (taper_document_get_mix_tools (self->document), 0, 0, 0.9, FALSE);
  watched_settle (self);
  edited = taper_proof_new_for_mix (taper_document_get_snapshot (self->document));
  g_assert_null (edited->command); /* nothing is claimed that the command line cannot do */
  g_assert_nonnull (edited->reason);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/quoting", test_quoting);
  WATCHED_TEST ("/proof/demo", test_demo);
  WATCHED_TEST ("/proof/hash", test_hash);
  return g_test_run ();
}
