/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-comparer.h"

#include "app/taper-job.h"

static const TaperRandomKind kinds[] = { TAPER_RANDOM_RELATED };
static const guint wanted_sizes[] = { 5, 10, 20, 50 };

struct _TaperComparer {
  GObject parent_instance;

  TaperJob job;
  TaperBundle *bundle;
  TaperLabelled *labelled;
  GArray *entries; /* TaperComparisonEntry */
  double progress;
};

enum {
  CHANGED,
  PROBLEM,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TaperComparer, taper_comparer, G_TYPE_OBJECT)

/* --- on the thread ---------------------------------------------------------------------------- */

typedef struct {
  TaperBundle *bundle;
  char *dir;
  TaperLabelled *labelled; /* nullable */
  guint n_tasks;
  guint64 seed;
  TaperJobRun *run;
  guint at, n_bundles; /* the one being measured, of how many */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  taper_bundle_unref (work->bundle);
  g_free (work->dir);
  g_clear_pointer (&work->labelled, taper_labelled_unref);
  g_free (work);
}

typedef struct {
  double progress;
  gboolean measured; /* there is an entry */
  TaperComparisonEntry entry;
} Report;

static void
report_free (gpointer data)
{
  Report *report = data;

  taper_comparison_entry_clear (&report->entry);
  g_free (report);
}

static void
progress_cb (guint done, guint total, gpointer data)
{
  Work *work = data;
  Report *report = g_new0 (Report, 1);

  report->progress = (work->at + (double) done / MAX (total, 1)) / MAX (work->n_bundles, 1);
  taper_job_report (work->run, report);
}

static gboolean
have_same_classes (TaperBundle *a, TaperBundle *b)
{
  TaperClassList *left = taper_bundle_get_classes (a), *right = taper_bundle_get_classes (b);
  guint n = taper_class_list_get_n_classes (left);

  if (n != taper_class_list_get_n_classes (right))
    return FALSE;
  for (guint c = 0; c < n; c++)
    if (taper_class_list_find (right, taper_class_list_get_class (left, c)->id) < 0)
      return FALSE;
  return TRUE;
}

/* (element-type TaperBundle) (transfer full): @work's and those beside it; what is no bundle is
 * passed over. */
static GPtrArray *
find_bundles (Work *work)
{
  GPtrArray *bundles = g_ptr_array_new_with_free_func ((GDestroyNotify) taper_bundle_unref);
  g_autoptr (GDir) dir = work->dir != NULL ? g_dir_open (work->dir, 0, NULL) : NULL;
  const char *name, *own = taper_bundle_get_path (work->bundle);

  g_ptr_array_add (bundles, taper_bundle_ref (work->bundle));
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (work->dir, name, NULL);
      g_autoptr (TaperBundle) bundle = NULL;

      if (!g_str_has_suffix (name, ".safetensors") || g_strcmp0 (path, own) == 0)
        continue;
      bundle = taper_bundle_open (path, NULL);
      if (bundle != NULL && have_same_classes (work->bundle, bundle) &&
          g_strcmp0 (taper_bundle_get_sha256 (bundle), taper_bundle_get_sha256 (work->bundle)) != 0)
        g_ptr_array_add (bundles, g_steal_pointer (&bundle));
    }
  return bundles;
}

static gboolean
measure_accuracy (Work *work, TaperComparisonEntry *entry, GCancellable *cancellable,
                  GError **error)
{
  TaperClassList *classes = taper_bundle_get_classes (entry->bundle);
  guint sizes[G_N_ELEMENTS (wanted_sizes)];
  TaperSweepPlan plan = { kinds, G_N_ELEMENTS (kinds), sizes, 0, work->n_tasks, work->seed };
  g_autofree int *map = taper_labelled_match (work->labelled, classes);
  g_autoptr (TaperPictureSet) pictures = NULL;
  g_autoptr (TaperPredictor) predictor = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wanted_sizes); i++)
    if (wanted_sizes[i] < taper_class_list_get_n_classes (classes))
      sizes[plan.n_sizes++] = wanted_sizes[i];
  pictures = taper_picture_set_load (
      work->labelled, map, taper_network_get_input (taper_bundle_get_network (entry->bundle)), NULL,
      NULL, cancellable, error);
  if (pictures == NULL)
    return FALSE;
  predictor = taper_predictor_new (entry->bundle, pictures);
  entry->sweep = taper_sweep_new ();
  if (!taper_sweep_run (entry->sweep, predictor, &plan, progress_cb, work, cancellable, error))
    return FALSE;
  entry->summaries = taper_sweep_summarize (entry->sweep, work->seed);
  return TRUE;
}

static gboolean
measure (Work *work, TaperBundle *bundle, GCancellable *cancellable, GError **error)
{
  Report *report = g_new0 (Report, 1);

  taper_comparison_entry_init (&report->entry, bundle);
  if (!taper_cost_measure (&report->entry.cost, taper_bundle_get_path (bundle), error) ||
      (work->labelled != NULL && !measure_accuracy (work, &report->entry, cancellable, error)))
    {
      report_free (report);
      return FALSE;
    }
  report->measured = TRUE;
  report->progress = (work->at + 1.0) / work->n_bundles;
  taper_job_report (work->run, report);
  return TRUE;
}

static gboolean
compare (gpointer data, TaperJobRun *run, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr (GPtrArray) bundles = find_bundles (work);

  work->run = run;
  work->n_bundles = bundles->len;
  for (work->at = 0; work->at < bundles->len; work->at++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !measure (work, bundles->pdata[work->at], cancellable, error))
      return FALSE;
  return TRUE;
}

/* --- on the main thread ----------------------------------------------------------------------- */

static int
compare_size (gconstpointer a, gconstpointer b)
{
  gsize x = taper_comparison_entry_get_n_params (a), y = taper_comparison_entry_get_n_params (b);

  return (x > y) - (x < y);
}

static void
reported (gpointer owner, gpointer data)
{
  TaperComparer *self = owner;
  Report *report = data;

  self->progress = report->progress;
  if (report->measured)
    {
      g_array_append_val (self->entries, report->entry);
      report->entry = (TaperComparisonEntry){ 0 };
      g_array_sort (self->entries, compare_size);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ended (gpointer owner, gpointer data, const TaperJobEnd *end)
{
  if (!end->newest)
    return;
  g_signal_emit (owner, signals[CHANGED], 0);
  if (end->problem != NULL)
    g_signal_emit (owner, signals[PROBLEM], 0, end->problem);
}

static const TaperJobKind comparison_job = { compare, reported, report_free, ended, work_free };

void
taper_comparer_run (TaperComparer *self, TaperBundle *bundle, const char *dir,
                    TaperLabelled *labelled, guint n_tasks, guint64 seed)
{
  Work *work;

  g_return_if_fail (TAPER_IS_COMPARER (self));

  work = g_new0 (Work, 1);
  work->bundle = taper_bundle_ref (bundle);
  work->dir = g_strdup (dir);
  work->labelled = labelled != NULL ? taper_labelled_ref (labelled) : NULL;
  work->n_tasks = n_tasks;
  work->seed = seed;
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  g_clear_pointer (&self->labelled, taper_labelled_unref);
  self->bundle = taper_bundle_ref (bundle);
  self->labelled = labelled != NULL ? taper_labelled_ref (labelled) : NULL;
  g_array_set_size (self->entries, 0);
  self->progress = 0;
  taper_job_start (&self->job, self, &comparison_job, work);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
taper_comparer_stop (TaperComparer *self)
{
  g_return_if_fail (TAPER_IS_COMPARER (self));

  taper_job_stop (&self->job);
}

gboolean
taper_comparer_get_running (TaperComparer *self)
{
  return self->job.running;
}

double
taper_comparer_get_progress (TaperComparer *self)
{
  return self->progress;
}

TaperBundle *
taper_comparer_get_bundle (TaperComparer *self)
{
  return self->bundle;
}

TaperLabelled *
taper_comparer_get_labelled (TaperComparer *self)
{
  return self->labelled;
}

const GArray *
taper_comparer_get_entries (TaperComparer *self)
{
  return self->entries;
}

static void
taper_comparer_dispose (GObject *object)
{
  TaperComparer *self = TAPER_COMPARER (object);

  taper_job_clear (&self->job);
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  g_clear_pointer (&self->labelled, taper_labelled_unref);
  g_clear_pointer (&self->entries, g_array_unref);
  G_OBJECT_CLASS (taper_comparer_parent_class)->dispose (object);
}

static void
taper_comparer_class_init (TaperComparerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = taper_comparer_dispose;
  signals[CHANGED] = g_signal_new ("changed", TAPER_TYPE_COMPARER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[PROBLEM] = g_signal_new ("problem", TAPER_TYPE_COMPARER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
taper_comparer_init (TaperComparer *self)
{
  self->entries = taper_comparison_new ();
}

TaperComparer *
taper_comparer_new (void)
{
  return g_object_new (TAPER_TYPE_COMPARER, NULL);
}
