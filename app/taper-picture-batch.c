/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-picture-batch.h"
#include "app/taper-file-walk.h"
#include "app/taper-mailbox.h"
#include "app/taper-picture-labels.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>

#define CHUNK 16
#define MAX_PICTURES (1000 * 1000)
#define HEADER                                                                                     \
  "picture,label,generic,generic_score,class_selection,class_selection_score,personalized,"        \
  "personalized_score,changed,model,problem"

typedef struct {
  TaperSnapshot *snapshot;
  GFile *folder, *table;
  TaperBatchFunc func;
  gpointer func_data;
  TaperMailbox *mailbox; /* of TaperBatchProgress: numbers only, no problems */
  TaperFileWalk *walk;
} TaperBatch;

/* What one chunk is answered with. */
typedef struct {
  TaperBatch *batch;
  TaperBatchProgress *progress;
  char *model;       /* which rows belong together */
  GHashTable *known; /* pictures that have a row */
  GOutputStream *out;
  TaperSession *session;
  TaperParameters *mixed;
  float *inputs, *generic, *personalized;
  GFile *files[CHUNK];
  TaperImage *images[CHUNK];
  char *errors[CHUNK];
} TaperBatchRun;

void
taper_batch_progress_free (TaperBatchProgress *self)
{
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_free (self);
}

static void
taper_batch_free (gpointer data)
{
  TaperBatch *self = data;

  taper_snapshot_unref (self->snapshot);
  g_object_unref (self->folder);
  g_object_unref (self->table);
  g_clear_pointer (&self->mailbox, taper_mailbox_free);
  g_clear_pointer (&self->walk, taper_file_walk_free);
  g_free (self);
}

/* --- the table ---------------------------------------------------------------------------------
 */

static void
taper_append_field (GString *row, const char *text)
{
  if (row->len > 0)
    g_string_append_c (row, ',');
  if (!strpbrk (text, ",\"\r\n"))
    {
      g_string_append (row, text);
      return;
    }
  g_string_append_c (row, '"');
  for (const char *at = text; *at; at++)
    g_string_append_printf (row, *at == '"' ? "\"%c" : "%c", *at);
  g_string_append_c (row, '"');
}

/* (transfer full): of bundle, task and coefficients: hand-made mixes differ as well */
static char *
taper_batch_name_model (const TaperSnapshot *snapshot)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *bundle = taper_bundle_get_sha256 (snapshot->bundle);
  guint n;
  const guint *classes = taper_task_get_selected (snapshot->task, &n);

  g_checksum_update (sum, (const guchar *) bundle, (gssize) strlen (bundle));
  g_checksum_update (sum, (const guchar *) classes, (gssize) (n * sizeof (guint)));
  g_checksum_update (sum, (const guchar *) snapshot->coefficients,
                     (gssize) ((gsize) snapshot->n_layers * snapshot->n_bases * sizeof (float)));
  return g_strndup (g_checksum_get_string (sum), 12);
}

/* Fills @known with the pictures of a table that these models wrote; FALSE: it is another one. */
static gboolean
taper_batch_read_table (GFile *table, const char *model, GHashTable *known)
{
  g_autofree char *content = NULL;
  gsize length;
  const char *at;

  if (!g_file_load_contents (table, NULL, &content, &length, NULL, NULL) ||
      !g_str_has_prefix (content, HEADER "\n"))
    return FALSE;
  /* A row that was cut off when the power went is done again. */
  if (content[length - 1] != '\n')
    *(strrchr (content, '\n') + 1) = '\0';
  at = content + strlen (HEADER "\n");
  while (TRUE)
    {
      g_auto (GStrv) fields = taper_csv_next (&at, ',');

      if (!fields)
        return TRUE;
      if (g_strv_length (fields) != 11 || !g_str_equal (fields[9], model))
        return FALSE;
      g_hash_table_add (known, g_strdup (fields[0]));
    }
}

static GOutputStream *
taper_batch_open_table (TaperBatchRun *self, GCancellable *cancellable, GError **error)
{
  GFile *table = self->batch->table;
  GOutputStream *out;

  if (taper_batch_read_table (table, self->model, self->known))
    return G_OUTPUT_STREAM (g_file_append_to (table, G_FILE_CREATE_NONE, cancellable, error));
  g_hash_table_remove_all (self->known);
  out =
      G_OUTPUT_STREAM (g_file_replace (table, NULL, FALSE, G_FILE_CREATE_NONE, cancellable, error));
  if (out &&
      !g_output_stream_write_all (out, HEADER "\n", strlen (HEADER "\n"), NULL, cancellable, error))
    g_clear_object (&out);
  return out;
}

static void
taper_append_answer (GString *row, TaperClassList *classes, const TaperRanking *ranking)
{
  char score[G_ASCII_DTOSTR_BUF_SIZE];

  taper_append_field (row, taper_class_list_get_class (classes, ranking->top[0].class_index)->name);
  taper_append_field (row, g_ascii_formatd (score, sizeof score, "%.4f", ranking->top[0].score));
}

/* @i: place in the chunk */
static void
taper_batch_append_row (TaperBatchRun *self, guint i, GString *text)
{
  TaperSnapshot *snapshot = self->batch->snapshot;
  TaperClassList *classes = taper_bundle_get_classes (snapshot->bundle);
  const guint n_classes = taper_class_list_get_n_classes (classes);
  const float *generic = self->generic + (gsize) i * n_classes;
  g_autofree char *path = g_file_get_relative_path (self->batch->folder, self->files[i]);
  g_autofree char *label = taper_picture_label_from_folder (self->files[i]);
  g_autoptr (GString) row = g_string_new (NULL);
  TaperRanking lanes[TAPER_N_LANES];
  gboolean changed;

  taper_append_field (row, path);
  taper_append_field (row, label && taper_class_list_find (classes, label) >= 0 ? label : "");
  if (self->images[i])
    {
      taper_ranking_from_logits (&lanes[TAPER_LANE_GENERIC], generic, n_classes, NULL);
      taper_ranking_from_logits (&lanes[TAPER_LANE_SELECTION], generic, n_classes, snapshot->task);
      taper_ranking_from_logits (&lanes[TAPER_LANE_PERSONALIZED],
                                 self->personalized + (gsize) i * n_classes, n_classes,
                                 snapshot->task);
      for (guint lane = 0; lane < TAPER_N_LANES; lane++)
        taper_append_answer (row, classes, &lanes[lane]);
      changed = lanes[TAPER_LANE_SELECTION].top[0].class_index !=
                lanes[TAPER_LANE_PERSONALIZED].top[0].class_index;
      self->progress->n_changed += changed;
      taper_append_field (row, changed ? "1" : "0");
    }
  else
    g_string_append (row, ",,,,,,,");
  taper_append_field (row, self->model);
  taper_append_field (row, self->errors[i] ? self->errors[i] : "");
  g_string_append_printf (text, "%s\n", row->str);
}

/* --- the pictures ------------------------------------------------------------------------------
 */

static void
taper_batch_load (guint i, gpointer data)
{
  TaperBatchRun *self = data;
  const TaperInputSpec *spec =
      taper_network_get_input (taper_bundle_get_network (self->batch->snapshot->bundle));
  const guint side = taper_image_input_side (spec);
  g_autofree char *name = g_file_get_parse_name (self->files[i]);
  const char *path = g_file_peek_path (self->files[i]);
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperImage) image = NULL;

  if (path)
    image = taper_image_load (path, side, &error);
  else
    {
      g_autoptr (GBytes) bytes = g_file_load_bytes (self->files[i], NULL, NULL, &error);

      if (bytes)
        image = taper_image_new_from_bytes (bytes, name, side, &error);
    }
  if (image)
    self->images[i] = taper_image_fit (image, spec->width, spec->height);
  else
    self->errors[i] = g_strdup (error->message);
}

/* Runs both networks over the pictures of the chunk that could be read. */
static void
taper_batch_answer (TaperBatchRun *self, guint n)
{
  TaperBundle *bundle = self->batch->snapshot->bundle;
  TaperNetwork *network = taper_bundle_get_network (bundle);
  const TaperInputSpec *spec = taper_network_get_input (network);
  const gsize n_values = (gsize) spec->channels * spec->height * spec->width;

  memset (self->inputs, 0, n * n_values * sizeof (float));
  for (guint i = 0; i < n; i++)
    if (self->images[i])
      taper_image_to_input (self->images[i], spec, self->inputs + i * n_values);
  taper_session_forward (self->session, taper_bundle_get_generic (bundle), n, self->inputs,
                         self->generic);
  taper_session_forward (self->session, self->mixed, n, self->inputs, self->personalized);
}

/* @n files of the chunk: read, answered, written. */
static gboolean
taper_batch_run_chunk (TaperBatchRun *self, guint n, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  taper_pool_run (n, taper_batch_load, self);
  taper_batch_answer (self, n);
  for (guint i = 0; i < n; i++)
    {
      taper_batch_append_row (self, i, text);
      if (self->errors[i])
        g_ptr_array_add (self->progress->problems, g_steal_pointer (&self->errors[i]));
      g_clear_pointer (&self->images[i], taper_image_unref);
    }
  self->progress->n_done += n;
  return g_output_stream_write_all (self->out, text->str, text->len, NULL, NULL, error);
}

static void
taper_batch_tell (TaperBatchRun *self)
{
  TaperBatchProgress *copy = g_memdup2 (self->progress, sizeof *copy);

  copy->problems = NULL;
  taper_mailbox_post (self->batch->mailbox, copy);
}

static gboolean
taper_batch_run_all (TaperBatchRun *self, GCancellable *cancellable, GError **error)
{
  GPtrArray *pictures = self->batch->walk->pictures;

  for (guint next = 0; next < pictures->len;)
    {
      guint n = 0;

      for (; next < pictures->len && n < CHUNK; next++)
        {
          g_autofree char *path =
              g_file_get_relative_path (self->batch->folder, pictures->pdata[next]);

          if (g_hash_table_contains (self->known, path))
            {
              self->progress->n_resumed++;
              self->progress->n_done++;
            }
          else
            self->files[n++] = pictures->pdata[next];
        }
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          (n > 0 && !taper_batch_run_chunk (self, n, cancellable, error)))
        return FALSE;
      taper_batch_tell (self);
    }
  return g_output_stream_close (self->out, cancellable, error);
}

/* --- the task ----------------------------------------------------------------------------------
 */

static void
taper_picture_batch_in_thread (GTask *task, gpointer source, gpointer data,
                               GCancellable *cancellable)
{
  TaperBatch *batch = data;
  TaperBundle *bundle = batch->snapshot->bundle;
  TaperNetwork *network = taper_bundle_get_network (bundle);
  const TaperInputSpec *spec = taper_network_get_input (network);
  const gsize n_outputs = taper_network_get_n_outputs (network);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (TaperSession) session = taper_session_new (network, CHUNK);
  g_autoptr (TaperParameters) mixed = taper_parameters_new (network);
  g_autofree float *inputs = g_new (float, CHUNK * spec->channels * spec->height * spec->width);
  g_autofree float *generic = g_new (float, CHUNK *n_outputs);
  g_autofree float *personalized = g_new (float, CHUNK *n_outputs);
  g_autofree char *model = taper_batch_name_model (batch->snapshot);
  g_autoptr (TaperBatchProgress) progress = g_new0 (TaperBatchProgress, 1);
  TaperBatchRun run = { .batch = batch,
                        .progress = progress,
                        .model = model,
                        .known = known,
                        .session = session,
                        .mixed = mixed,
                        .inputs = inputs,
                        .generic = generic,
                        .personalized = personalized };
  g_autoptr (GOutputStream) out = NULL;
  GError *error = NULL;

  progress->problems = g_ptr_array_new_with_free_func (g_free);
  progress->n_total = batch->walk->pictures->len;
  taper_bases_blend (taper_bundle_get_bases (bundle), batch->snapshot->coefficients, mixed);
  run.out = out = taper_batch_open_table (&run, cancellable, &error);
  if (out && taper_batch_run_all (&run, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&progress),
                           (GDestroyNotify) taper_batch_progress_free);
  else
    g_task_return_error (task, error);
}

static void
taper_batch_told (gpointer item, gpointer data)
{
  TaperBatch *self = data;

  if (self->func)
    self->func (item, self->func_data);
  taper_batch_progress_free (item);
}

static void
taper_batch_walked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TaperBatch *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->walk = taper_file_walk_finish (result, &error);
  if (!self->walk)
    g_task_return_error (task, error);
  else if (self->walk->pictures->len == 0)
    g_task_return_new_error (task, TAPER_ERROR, TAPER_ERROR_IO, "%s",
                             self->walk->problems->len > 0
                                 ? (const char *) self->walk->problems->pdata[0]
                                 : _ ("There is no picture in this folder."));
  else
    g_task_run_in_thread (task, taper_picture_batch_in_thread);
}

void
taper_picture_batch_async (TaperSnapshot *snapshot, GFile *folder, GFile *table,
                           TaperBatchFunc progress, gpointer progress_data,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  TaperBatch *self = g_new0 (TaperBatch, 1);

  self->snapshot = taper_snapshot_ref (snapshot);
  self->folder = g_object_ref (folder);
  self->table = g_object_ref (table);
  self->func = progress;
  self->func_data = progress_data;
  self->mailbox =
      taper_mailbox_new (taper_batch_told, self, (GDestroyNotify) taper_batch_progress_free);
  g_task_set_source_tag (task, taper_picture_batch_async);
  g_task_set_task_data (task, self, taper_batch_free);
  taper_file_walk_async (&folder, 1, MAX_PICTURES, cancellable, taper_batch_walked_cb, task);
}

TaperBatchProgress *
taper_picture_batch_finish (GAsyncResult *result, GError **error)
{
  TaperBatch *self = g_task_get_task_data (G_TASK (result));

  /* What is still on its way is told no more. */
  g_clear_pointer (&self->mailbox, taper_mailbox_free);
  return g_task_propagate_pointer (G_TASK (result), error);
}
