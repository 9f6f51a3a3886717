/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-model-hash.h"

static void
hash_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TaperSnapshot *snapshot = data;
  g_autoptr (TaperParameters) parameters =
      taper_parameters_new (taper_bundle_get_network (snapshot->bundle));

  taper_bases_blend (taper_bundle_get_bases (snapshot->bundle), snapshot->coefficients, parameters);
  g_task_return_pointer (task, taper_parameters_get_sha256 (parameters), g_free);
}

void
taper_model_hash_async (TaperSnapshot *snapshot, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, taper_model_hash_async);
  g_task_set_task_data (task, taper_snapshot_ref (snapshot), (GDestroyNotify) taper_snapshot_unref);
  g_task_run_in_thread (task, hash_in_thread);
}

char *
taper_model_hash_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
