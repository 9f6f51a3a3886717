/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-weights-probe.h"

struct _TaperWeightsProbe {
  GObject parent_instance;

  TaperSnapshot *wanted; /* nullable */
  guint layer;
  GCancellable *running; /* nullable: of the computation in flight */
  gboolean stale;        /* something newer is wanted than what is in flight */
  TaperWeights *weights;
};

enum { PROP_WEIGHTS = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TaperWeightsProbe, taper_weights_probe, G_TYPE_OBJECT)

typedef struct {
  TaperSnapshot *snapshot;
  guint layer;
} Request;

static void
request_free (gpointer data)
{
  taper_snapshot_unref (((Request *) data)->snapshot);
  g_free (data);
}

/* @weights: (transfer full) (nullable) */
static void
set_weights (TaperWeightsProbe *self, TaperWeights *weights)
{
  if (self->weights == weights)
    return;
  g_clear_pointer (&self->weights, taper_weights_unref);
  self->weights = weights;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WEIGHTS]);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  TaperWeights *weights = taper_weights_new (request->snapshot, request->layer, cancellable);

  g_task_return_pointer (task, weights, (GDestroyNotify) taper_weights_unref);
}

static void start (TaperWeightsProbe *self);

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TaperWeightsProbe) self = data;
  TaperWeights *weights = g_task_propagate_pointer (G_TASK (result), NULL);

  g_clear_object (&self->running);
  if (self->stale || self->wanted == NULL)
    g_clear_pointer (&weights, taper_weights_unref);
  else if (weights != NULL)
    set_weights (self, weights);
  if (self->stale && self->wanted != NULL)
    start (self);
}

static void
start (TaperWeightsProbe *self)
{
  Request *request = g_new (Request, 1);
  g_autoptr (GTask) task = NULL;

  self->stale = FALSE;
  self->running = g_cancellable_new ();
  *request = (Request){ taper_snapshot_ref (self->wanted), self->layer };
  task = g_task_new (NULL, self->running, done_cb, g_object_ref (self));
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, work);
}

static void
taper_weights_probe_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boxed (value, TAPER_WEIGHTS_PROBE (object)->weights);
}

static void
taper_weights_probe_dispose (GObject *object)
{
  TaperWeightsProbe *self = TAPER_WEIGHTS_PROBE (object);

  g_clear_object (&self->running);
  g_clear_pointer (&self->wanted, taper_snapshot_unref);
  g_clear_pointer (&self->weights, taper_weights_unref);
  G_OBJECT_CLASS (taper_weights_probe_parent_class)->dispose (object);
}

static void
taper_weights_probe_class_init (TaperWeightsProbeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = taper_weights_probe_get_property;
  object_class->dispose = taper_weights_probe_dispose;
  properties[PROP_WEIGHTS] = g_param_spec_boxed ("weights", NULL, NULL, TAPER_TYPE_WEIGHTS,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
taper_weights_probe_init (TaperWeightsProbe *self)
{
}

TaperWeightsProbe *
taper_weights_probe_new (void)
{
  return g_object_new (TAPER_TYPE_WEIGHTS_PROBE, NULL);
}

void
taper_weights_probe_ask (TaperWeightsProbe *self, TaperSnapshot *snapshot, guint layer)
{
  if (snapshot != NULL && taper_task_is_empty (snapshot->task))
    snapshot = NULL;
  if (self->wanted == snapshot && self->layer == layer)
    return;
  g_clear_pointer (&self->wanted, taper_snapshot_unref);
  self->wanted = snapshot == NULL ? NULL : taper_snapshot_ref (snapshot);
  self->layer = layer;
  self->stale = TRUE;
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  else if (snapshot != NULL)
    start (self);
  if (snapshot == NULL)
    set_weights (self, NULL);
}

TaperWeights *
taper_weights_probe_get_weights (TaperWeightsProbe *self)
{
  return self->weights;
}
