/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-trial-charts.h"

#include "app/taper-trial-text.h"

#include <glib/gi18n.h>

static const TaperMark no_mark = { -1, -1, -1 };

static const char *
get_name (const TaperTrialSummary *summary, guint place)
{
  return taper_class_list_get_class (taper_bundle_get_classes (summary->bundle),
                                     summary->classes[place])
      ->label;
}

static TaperMark
make_mark (guint correct, guint n)
{
  TaperInterval interval = taper_interval_wilson (correct, n);

  return n > 0 ? (TaperMark){ (double) correct / n, interval.low, interval.high } : no_mark;
}

/* A share that is no measurement: no interval. */
static void
add_baseline (TaperIntervalPlot *plot, const char *label, double share, const char *description)
{
  TaperIntervalRow row = { .label = g_strdup (label),
                           .marks = { { share, share, share }, no_mark },
                           .lanes = { -1, -1 },
                           .note = g_strdup_printf (_ ("%.0f %%"), 100 * share),
                           .description = g_strdup (description) };

  taper_interval_plot_add (plot, &row);
}

static int
get_lane (TaperMethod method)
{
  switch (method)
    {
    case TAPER_METHOD_SELECTION:
      return TAPER_LANE_SELECTION;
    case TAPER_METHOD_PERSONALIZED:
      return TAPER_LANE_PERSONALIZED;
    default:
      return TAPER_LANE_GENERIC;
    }
}

TaperIntervalPlot *
taper_trial_plot_methods (const TaperTrialSummary *summary)
{
  static const TaperMethod order[] = { TAPER_METHOD_PERSONALIZED, TAPER_METHOD_SELECTION,
                                       TAPER_METHOD_OTHER, TAPER_METHOD_UNIFORM,
                                       TAPER_METHOD_GENERIC };
  TaperIntervalPlot *plot = taper_interval_plot_new ();
  const TaperTally *tally = &summary->tally;

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      const char *name = taper_trial_text_method (order[i]);
      TaperIntervalRow row = { .label = g_strdup (name),
                               .marks = { make_mark (tally->correct[order[i]], tally->n), no_mark },
                               .lanes = { get_lane (order[i]), -1 },
                               .note =
                                   taper_trial_text_share (tally->correct[order[i]], tally->n) };

      row.description = g_strdup_printf ("%s: %s", name, row.note);
      taper_interval_plot_add (plot, &row);
    }
  if (tally->n == 0)
    return plot;
  add_baseline (plot, _ ("Most frequent class"), summary->majority,
                _ ("What naming always the most frequent class would give"));
  add_baseline (plot, _ ("Chance"), summary->chance, _ ("What guessing would give"));
  return plot;
}

TaperIntervalPlot *
taper_trial_plot_classes (const TaperTrialSummary *summary)
{
  TaperIntervalPlot *plot = taper_interval_plot_new ();

  for (guint j = 0; j < summary->m; j++)
    {
      const TaperTally *tally = &summary->by_class[j];
      guint selection = tally->correct[TAPER_METHOD_SELECTION];
      guint personalized = tally->correct[TAPER_METHOD_PERSONALIZED];
      TaperIntervalRow row = { .label = g_strdup (get_name (summary, j)),
                               .marks = { make_mark (selection, tally->n),
                                          make_mark (personalized, tally->n) },
                               .lanes = { TAPER_LANE_SELECTION, TAPER_LANE_PERSONALIZED } };
      g_autofree char *before = taper_trial_text_share (selection, tally->n);
      g_autofree char *after = taper_trial_text_share (personalized, tally->n);

      /* Translators: right answers of class selection and personalized, number of pictures */
      row.note = tally->n > 0
                     ? g_strdup_printf (_ ("%u → %u of %u"), selection, personalized, tally->n)
                     : g_strdup (_ ("no picture"));
      /* Translators: class, then twice counts with percentage and interval */
      row.description = g_strdup_printf (_ ("%s: class selection %s, personalized %s"),
                                         get_name (summary, j), before, after);
      taper_interval_plot_add (plot, &row);
    }
  return plot;
}

TaperConfusion *
taper_trial_plot_confusion (const TaperTrialSummary *summary, TaperMethod method,
                            gboolean difference)
{
  guint columns = summary->m + (!difference && method == TAPER_METHOD_GENERIC ? 1 : 0);
  TaperConfusion *matrix = taper_confusion_new (summary->m, columns);

  matrix->difference = difference;
  for (guint j = 0; j < columns; j++)
    {
      g_free (matrix->names[j]);
      matrix->names[j] = g_strdup (j < summary->m ? get_name (summary, j) : _ ("outside the task"));
    }
  for (guint i = 0; i < summary->m; i++)
    {
      matrix->totals[i] = summary->by_class[i].n;
      for (guint j = 0; j < columns; j++)
        matrix->counts[(gsize) i * columns + j] =
            difference ? (int) taper_trial_summary_get_confusion (summary,
                                                                  TAPER_METHOD_PERSONALIZED, i, j) -
                             (int) taper_trial_summary_get_confusion (summary,
                                                                      TAPER_METHOD_SELECTION, i, j)
                       : (int) taper_trial_summary_get_confusion (summary, method, i, j);
    }
  return matrix;
}
