/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture.h"
#include "app/taper-snapshot.h"

G_BEGIN_DECLS

/**
 * TaperEngine:
 *
 * The asynchronous façade of core: one worker thread for mixing, blending and answering, where the
 * newest request wins; a small pool for decoding pictures. Call it from the main thread; results
 * come back in the main context that made it.
 *
 * Signals:
 * "snapshot" (TaperSnapshot *): a result; results of superseded requests are never delivered;
 * "what-if" (TaperSnapshot *): the answer to taper_engine_ask_what_if();
 * "picture-loaded" (TaperPicture *): ready or failed.
 *
 * Property "busy" (boolean, notified): a request has no result yet.
 */
#define TAPER_TYPE_ENGINE (taper_engine_get_type ())
G_DECLARE_FINAL_TYPE (TaperEngine, taper_engine, TAPER, ENGINE, GObject)

TaperEngine *taper_engine_new (void);

/**
 * taper_engine_request:
 * @task: of @bundle's classes
 * @tuning: (nullable): what makes the model beside the task
 * @pictures: (element-type TaperPicture): those ready with @bundle's input size are answered, the
 *   others passed over
 *
 * Mixer, blend and answers for this state. Supersedes what was requested before. Generic logits
 * are cached per bundle and picture, so a tick runs the personalized model only.
 *
 * Returns: the request's generation
 */
guint64 taper_engine_request (TaperEngine *self, TaperBundle *bundle, TaperTask *task,
                              TaperTuning *tuning, GPtrArray *pictures);
gboolean taper_engine_is_busy (TaperEngine *self);

/**
 * taper_engine_ask_what_if:
 *
 * The same for a state that is only considered. It waits until no request does, gives way within a
 * chunk of pictures when one comes and starts again after it; the newest question wins. What is
 * known for requests is left alone, so the next request costs what it would have.
 *
 * Returns: the generation of its answer; counted apart from requests
 */
guint64 taper_engine_ask_what_if (TaperEngine *self, TaperBundle *bundle, TaperTask *task,
                                  TaperTuning *tuning, GPtrArray *pictures);
/* Whatever was asked is not answered any more. */
void taper_engine_drop_what_if (TaperEngine *self);

/* Opens and validates off the main thread. A second call supersedes the first, whose finish then
 * fails with %G_IO_ERROR_CANCELLED. */
void taper_engine_open_bundle_async (TaperEngine *self, GFile *file, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
TaperBundle *taper_engine_open_bundle_finish (TaperEngine *self, GAsyncResult *result,
                                              GError **error);

/* Decodes off the main thread, then sets the picture loaded or failed and emits "picture-loaded"
 * (TaperPicture *). Nothing is set when @cancellable was cancelled. */
void taper_engine_load_picture (TaperEngine *self, TaperPicture *picture,
                                const TaperInputSpec *spec, GCancellable *cancellable);

G_END_DECLS
