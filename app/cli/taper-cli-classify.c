/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-output.h"
#include "app/cli/taper-cli-task.h"

#include <glib/gi18n.h>

/* Pictures decoded and computed at once: bounds the memory, not the number of pictures. */
#define BATCH 64

typedef struct {
  const char *path;
  GError *error; /* NULL: answered */
  guint width, height;
  TaperImageNotes notes;
  TaperRanking generic;         /* over all classes */
  TaperRanking class_selection; /* generic, masked to the task */
  TaperRanking personalized;    /* masked to the task */
} Picture;

typedef struct {
  double decode_ms, generic_ms, personalized_ms, total_ms;
} Times;

/* One batch: the workers write their own picture and its place in @input. */
typedef struct {
  Picture *pictures;
  const TaperInputSpec *spec;
  gsize stride; /* C * H * W */
  float *input; /* (n, C, H, W) */
} Decoding;

static void
picture_clear (gpointer data)
{
  Picture *picture = data;

  g_clear_error (&picture->error);
}

static void
decode_cb (guint index, gpointer data)
{
  Decoding *decoding = data;
  Picture *picture = &decoding->pictures[index];
  const TaperInputSpec *spec = decoding->spec;
  g_autoptr (TaperImage) fitted = NULL;
  g_autoptr (TaperImage) image =
      taper_image_load (picture->path, taper_image_input_side (spec), &picture->error);

  if (image == NULL)
    return;
  picture->width = taper_image_get_original_width (image);
  picture->height = taper_image_get_original_height (image);
  picture->notes = taper_image_get_notes (image);
  fitted = taper_image_fit (image, spec->width, spec->height);
  taper_image_to_input (fitted, spec, decoding->input + index * decoding->stride);
}

static double
elapsed_ms (gint64 *start)
{
  gint64 now = g_get_monotonic_time ();
  double ms = (now - *start) / 1000.0;

  *start = now;
  return ms;
}

/* Answers all @pictures, a batch at a time. Places of pictures that failed are computed as zeros
 * and not looked at. */
static void
answer (TaperBundle *bundle, const TaperTask *task, TaperParameters *personalized, GArray *pictures,
        Times *times)
{
  TaperNetwork *network = taper_bundle_get_network (bundle);
  guint n_classes = taper_network_get_n_outputs (network);
  guint batch = MIN (BATCH, pictures->len);
  Decoding decoding = { .spec = taper_network_get_input (network) };
  g_autoptr (TaperSession) session = taper_session_new (network, batch);
  g_autofree float *input = NULL;
  g_autofree float *generic = g_new (float, (gsize) batch *n_classes);
  g_autofree float *logits = g_new (float, (gsize) batch *n_classes);
  TaperCliProgress progress = { _ ("Answering"), 0 };

  decoding.stride = (gsize) decoding.spec->channels * decoding.spec->height * decoding.spec->width;
  decoding.input = input = g_new0 (float, batch *decoding.stride);
  for (guint first = 0; first < pictures->len; first += batch)
    {
      guint n = MIN (batch, pictures->len - first);
      gint64 start = g_get_monotonic_time ();

      taper_cli_progress_cb (first, pictures->len, &progress);
      decoding.pictures = &g_array_index (pictures, Picture, first);
      taper_pool_run (n, decode_cb, &decoding);
      times->decode_ms += elapsed_ms (&start);
      taper_session_forward (session, taper_bundle_get_generic (bundle), n, input, generic);
      times->generic_ms += elapsed_ms (&start);
      taper_session_forward (session, personalized, n, input, logits);
      times->personalized_ms += elapsed_ms (&start);
      for (guint i = 0; i < n; i++)
        {
          Picture *picture = &decoding.pictures[i];
          const float *row = generic + (gsize) i * n_classes;

          taper_ranking_from_logits (&picture->generic, row, n_classes, NULL);
          taper_ranking_from_logits (&picture->class_selection, row, n_classes, task);
          taper_ranking_from_logits (&picture->personalized, logits + (gsize) i * n_classes,
                                     n_classes, task);
        }
    }
  taper_cli_progress_clear (&progress);
}

static void
add_answer (TaperCliTable *table, TaperClassList *classes, const TaperRanking *ranking, guint rank)
{
  const TaperAnswer *top = &ranking->top[rank];

  taper_cli_table_add (
      table, "%s",
      rank < ranking->n_top ? taper_class_list_get_class (classes, top->class_index)->label : "");
  if (rank < ranking->n_top)
    taper_cli_table_add (table, "%.1f %%", top->score * 100);
  else
    taper_cli_table_add (table, "%s", "");
}

static void
print_picture (TaperClassList *classes, const TaperTask *task, const Picture *picture)
{
  g_autoptr (TaperCliTable) table = taper_cli_table_new ("llrlrlr");
  g_autofree char *path = taper_cli_escape (picture->path);
  g_autofree char *notes = taper_image_notes_to_string (picture->notes);
  guint n_selected;

  taper_task_get_selected (task, &n_selected);
  taper_cli_print ("%s (%u×%u%s%s)\n", path, picture->width, picture->height,
                   *notes != '\0' ? ", " : "", notes);
  taper_cli_table_add (table, "%s", "");
  taper_cli_table_add (table, _ ("generic, all %u classes"),
                       taper_class_list_get_n_classes (classes));
  taper_cli_table_add (table, "%s", "");
  taper_cli_table_add (table, "%s", _ ("generic + class selection"));
  taper_cli_table_add (table, "%s", "");
  taper_cli_table_add (table, "%s", _ ("personalized"));
  taper_cli_table_add (table, "%s", "");
  for (guint rank = 0; rank < picture->generic.n_top; rank++)
    {
      taper_cli_table_add (table, "%u", rank + 1);
      add_answer (table, classes, &picture->generic, rank);
      add_answer (table, classes, &picture->class_selection, rank);
      add_answer (table, classes, &picture->personalized, rank);
    }
  taper_cli_table_print (table, 2);
  taper_cli_print ("\n");
}

static void
print_text (TaperBundle *bundle, const TaperTask *task, GArray *pictures)
{
  taper_cli_print_task (bundle, task);
  taper_cli_print ("\n");
  for (guint i = 0; i < pictures->len; i++)
    {
      const Picture *picture = &g_array_index (pictures, Picture, i);

      if (picture->error == NULL)
        print_picture (taper_bundle_get_classes (bundle), task, picture);
    }
}

static void
json_ranking (JsonBuilder *builder, const char *key, TaperClassList *classes,
              const TaperRanking *ranking)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < ranking->n_top; i++)
    {
      const TaperAnswer *top = &ranking->top[i];
      const TaperClass *class = taper_class_list_get_class (classes, top->class_index);

      json_builder_begin_object (builder);
      taper_cli_json_int (builder, "index", top->class_index);
      taper_cli_json_string (builder, "id", class->id);
      taper_cli_json_string (builder, "name", class->name);
      taper_cli_json_double (builder, "score", top->score);
      taper_cli_json_double (builder, "logit", top->logit);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
json_picture (JsonBuilder *builder, TaperClassList *classes, const Picture *picture)
{
  json_builder_begin_object (builder);
  taper_cli_json_string (builder, "file", picture->path);
  if (picture->error != NULL)
    {
      taper_cli_json_string (builder, "error", picture->error->message);
    }
  else
    {
      g_autofree char *notes = taper_image_notes_to_string (picture->notes);

      taper_cli_json_int (builder, "width", picture->width);
      taper_cli_json_int (builder, "height", picture->height);
      taper_cli_json_string (builder, "notes", notes);
      json_ranking (builder, "generic", classes, &picture->generic);
      json_ranking (builder, "class_selection", classes, &picture->class_selection);
      json_ranking (builder, "personalized", classes, &picture->personalized);
    }
  json_builder_end_object (builder);
}

static void
print_json (TaperBundle *bundle, const TaperTask *task, GArray *pictures, const TaperCliMix *mix,
            const Times *times)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  taper_cli_json_bundle (builder, "bundle", bundle);
  taper_cli_json_task (builder, "task", bundle, task);
  json_builder_set_member_name (builder, "pictures");
  json_builder_begin_array (builder);
  for (guint i = 0; i < pictures->len; i++)
    json_picture (builder, taper_bundle_get_classes (bundle),
                  &g_array_index (pictures, Picture, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "timings_ms");
  json_builder_begin_object (builder);
  taper_cli_json_double (builder, "mixer", mix->mixer_ms);
  taper_cli_json_double (builder, "blend", mix->blend_ms);
  taper_cli_json_double (builder, "decode", times->decode_ms);
  taper_cli_json_double (builder, "generic", times->generic_ms);
  taper_cli_json_double (builder, "personalized", times->personalized_ms);
  taper_cli_json_double (builder, "total", times->total_ms);
  json_builder_end_object (builder);
  taper_cli_json_int (builder, "threads", taper_pool_get_threads ());
  json_builder_end_object (builder);
  taper_cli_json_print (builder);
}

/* Says which pictures failed; returns the exit code. */
static int
report_failures (GArray *pictures)
{
  int status = TAPER_CLI_OK;

  for (guint i = 0; i < pictures->len; i++)
    {
      const Picture *picture = &g_array_index (pictures, Picture, i);

      if (picture->error == NULL)
        continue;
      taper_cli_report ("%s", picture->error->message);
      status = TAPER_CLI_FAILED;
    }
  return status;
}

int
taper_cli_classify (int argc, char **argv)
{
  const TaperCliUsage usage = {
    .parameters = _ ("PICTURE…"),
    .summary = _ ("Answers pictures in three ways: the generic model over all classes, the "
                  "generic model with only the task's classes allowed, and the model "
                  "personalized for the task. A picture that cannot be read is reported, the "
                  "others are answered, and the exit code is 1."),
    .example = "  taper-cli classify --classes \"Banana,Lemon,Lime\" photo.jpg\n"
               "  taper-cli classify -b tiny-imagenet-s16 --group \"dogs and cats\" --json *.jpg",
    .flags = TAPER_CLI_WITH_BUNDLE | TAPER_CLI_WITH_TASK | TAPER_CLI_NEEDS_TASK |
             TAPER_CLI_NEEDS_PARAMETERS,
  };
  g_auto (TaperCliOptions) options = { 0 };
  g_auto (TaperCliMix) mix = { 0 };
  g_autoptr (TaperBundle) bundle = NULL;
  g_autoptr (TaperTask) task = NULL;
  g_autoptr (GArray) pictures = g_array_new (FALSE, TRUE, sizeof (Picture));
  Times times = { 0 };
  gint64 start;
  int status;

  g_array_set_clear_func (pictures, picture_clear);
  if (!taper_cli_options_parse (&options, &usage, argc, argv, &status))
    return status;
  if (!taper_cli_open (&options, &bundle, &task))
    return TAPER_CLI_FAILED;
  start = g_get_monotonic_time ();
  for (guint i = 0; options.rest[i] != NULL; i++)
    g_array_append_val (pictures, ((Picture){ .path = options.rest[i] }));
  taper_cli_mix_init (&mix, bundle, task);
  answer (bundle, task, mix.parameters, pictures, &times);
  times.total_ms = elapsed_ms (&start);
  if (options.json)
    print_json (bundle, task, pictures, &mix, &times);
  else
    print_text (bundle, task, pictures);
  if (options.verbose)
    taper_cli_report (_ ("mixer %.2f ms, blend %.2f ms, decoding %.1f ms, generic %.1f ms, "
                         "personalized %.1f ms, together %.1f ms, %u threads"),
                      mix.mixer_ms, mix.blend_ms, times.decode_ms, times.generic_ms,
                      times.personalized_ms, times.total_ms, taper_pool_get_threads ());
  return report_failures (pictures);
}
