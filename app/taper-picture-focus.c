/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-picture-focus.h"

typedef struct {
  TaperSnapshot *snapshot;
  TaperImage *input;
} TaperFocusRequest;

static void
taper_focus_request_free (gpointer data)
{
  TaperFocusRequest *request = data;

  taper_snapshot_unref (request->snapshot);
  taper_image_unref (request->input);
  g_free (request);
}

static void
taper_picture_focus_in_thread (GTask *task, gpointer source, gpointer data,
                               GCancellable *cancellable)
{
  TaperFocusRequest *request = data;
  TaperBundle *bundle = request->snapshot->bundle;
  g_autoptr (TaperParameters) mixed = taper_parameters_new (taper_bundle_get_network (bundle));
  g_autofree TaperPictureFocus *focus = g_new0 (TaperPictureFocus, 1);
  const gint64 start = g_get_monotonic_time ();
  GError *error = NULL;

  taper_bases_blend (taper_bundle_get_bases (bundle), request->snapshot->coefficients, mixed);
  if (!taper_occlusion_compute (&focus->selection, taper_bundle_get_generic (bundle),
                                request->input, request->snapshot->task, cancellable, &error) ||
      !taper_occlusion_compute (&focus->personalized, mixed, request->input,
                                request->snapshot->task, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  focus->ms = (g_get_monotonic_time () - start) / 1000.0;
  g_task_return_pointer (task, g_steal_pointer (&focus), g_free);
}

void
taper_picture_focus_async (TaperSnapshot *snapshot, TaperImage *input, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  TaperFocusRequest *request = g_new (TaperFocusRequest, 1);

  request->snapshot = taper_snapshot_ref (snapshot);
  request->input = taper_image_ref (input);
  g_task_set_source_tag (task, taper_picture_focus_async);
  g_task_set_task_data (task, request, taper_focus_request_free);
  g_task_run_in_thread (task, taper_picture_focus_in_thread);
}

TaperPictureFocus *
taper_picture_focus_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
