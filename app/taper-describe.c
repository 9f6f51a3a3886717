/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-describe.h"

typedef struct {
  TaperClassList *classes;
  char *text;
  char *directory;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  taper_class_list_unref (question->classes);
  g_free (question->text);
  g_free (question->directory);
  g_free (question);
}

/* (transfer full) (nullable): read once for the life of the program */
static TaperWordVectors *
get_vectors (const char *directory)
{
  static GMutex mutex;
  static TaperWordVectors *vectors;
  TaperWordVectors *result;

  g_mutex_lock (&mutex);
  if (!vectors && directory)
    {
      g_autofree char *path =
          g_build_filename (directory, "embeddings", "words-30k.safetensors", NULL);

      vectors = taper_word_vectors_open (path, NULL);
    }
  result = vectors ? taper_word_vectors_ref (vectors) : NULL;
  g_mutex_unlock (&mutex);
  return result;
}

static void
describe_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  g_autoptr (TaperWordVectors) vectors = NULL;

  /* A question that was overtaken while it waited for a thread costs nothing. */
  if (g_task_return_error_if_cancelled (task))
    return;
  vectors = get_vectors (question->directory);
  g_task_return_pointer (task,
                         taper_task_description_new (question->classes, vectors, question->text),
                         (GDestroyNotify) taper_task_description_free);
}

void
taper_describe_async (TaperClassList *classes, const char *text, const char *directory,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Question *question = g_new (Question, 1);

  *question = (Question){ taper_class_list_ref (classes), g_strdup (text), g_strdup (directory) };
  g_task_set_source_tag (task, taper_describe_async);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, describe_in_thread);
}

TaperTaskDescription *
taper_describe_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
