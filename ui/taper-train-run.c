/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-train-run.h"

#include "ui/taper-train-results.h"
#include "ui/taper-training-chart.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

struct _TaperTrainRun {
  GtkWidget parent_instance;

  GtkLabel *headline, *explanation, *place, *speed, *loss_title, *accuracy_title, *notes;
  GtkProgressBar *bar;
  TaperTrainingChart *loss_chart, *accuracy_chart, *mix_chart;
  GtkWidget *mix_hint;
  GtkExpander *notes_expander;
  AdwPreferencesGroup *results;

  TaperTraining *training;
  GPtrArray *result_rows;
};

G_DEFINE_FINAL_TYPE (TaperTrainRun, taper_train_run, GTK_TYPE_WIDGET)

static void
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

/* --- in words --------------------------------------------------------------------------------- */

static void
describe_stage (TaperTrainRun *self, const TaperTrainingProgress *p)
{
  g_autofree char *specialist = NULL;

  switch (p->stage)
    {
    case TAPER_TRAIN_READING:
      set_text (self->headline, _ ("Reading the Pictures"));
      set_text (self->explanation, _ ("Each is decoded once and kept at the network's size."));
      break;
    case TAPER_TRAIN_GENERIC:
      set_text (self->headline, _ ("Generic Network"));
      set_text (self->explanation, _ ("One network learns to tell all classes apart."));
      break;
    case TAPER_TRAIN_SPECIALISTS:
      /* Translators: the number of a specialist, of how many. */
      specialist = g_strdup_printf (_ ("Specialist %u of %u"), p->basis + 1, p->n_bases);
      set_text (self->headline, specialist);
      set_text (self->explanation, _ ("Copies of it learn groups of similar classes: the bases."));
      break;
    case TAPER_TRAIN_JOINT:
      set_text (self->headline, _ ("Bases and Mixer Together"));
      set_text (
          self->explanation,
          _ ("Task after task, the mixer learns to blend the bases, and they to be blended."));
      break;
    case TAPER_TRAIN_EVALUATING:
      set_text (self->headline, _ ("Testing"));
      set_text (self->explanation, _ ("Measured on pictures that were kept back."));
      break;
    case TAPER_TRAIN_DONE:
    default:
      break;
    }
}

static char *
format_left (double seconds)
{
  guint minutes = (guint) ceil (seconds / 60);

  if (seconds < 60)
    return g_strdup_printf (
        ngettext ("about %u second left", "about %u seconds left", (guint) ceil (seconds)),
        (guint) ceil (seconds));
  if (minutes < 120)
    return g_strdup_printf (ngettext ("about %u minute left", "about %u minutes left", minutes),
                            minutes);
  return g_strdup_printf (_ ("about %.1f hours left"), seconds / 3600);
}

static void
describe_place (TaperTrainRun *self, const TaperTrainingProgress *p)
{
  g_autofree char *place = NULL, *speed = NULL, *left = NULL;
  gboolean learning = p->stage >= TAPER_TRAIN_GENERIC && p->stage <= TAPER_TRAIN_JOINT;

  if (learning)
    place = g_strdup_printf (_ ("Epoch %.1f of %.1f"), p->epoch, p->epochs);
  else if (p->stage == TAPER_TRAIN_READING && p->n_steps > 0)
    place = g_strdup_printf (_ ("%'" PRIu64 " of %'" PRIu64 " pictures"), p->step, p->n_steps);
  else if (p->stage == TAPER_TRAIN_EVALUATING && p->n_steps > 0)
    place = g_strdup_printf (_ ("%'" PRIu64 " of %'" PRIu64 " tasks"), p->step, p->n_steps);
  if (learning && p->images_per_second > 0 && p->seconds_left >= 0)
    {
      left = format_left (p->seconds_left);
      /* Translators: speed, then “about 3 minutes left”. */
      speed = g_strdup_printf (_ ("%'.0f pictures/s, %s"), p->images_per_second, left);
    }
  set_text (self->place, place == NULL ? "" : place);
  set_text (self->speed, speed == NULL ? "" : speed);
}

static void
describe_values (TaperTrainRun *self, const TaperTrainingProgress *p)
{
  g_autofree char *loss = NULL, *accuracy = NULL;

  if (p != NULL && isfinite (p->loss) && isfinite (p->accuracy))
    {
      loss = g_strdup_printf (_ ("Loss %.2f"), p->loss);
      accuracy = g_strdup_printf (_ ("Accuracy %.0f %%"), 100 * p->accuracy);
    }
  set_text (self->loss_title, loss == NULL ? _ ("Loss") : loss);
  set_text (self->accuracy_title, accuracy == NULL ? _ ("Accuracy") : accuracy);
}

static void
show_notes (TaperTrainRun *self, const TaperTrainingProgress *p)
{
  guint n = p == NULL ? 0 : g_strv_length (p->notes);
  g_autofree char *title = g_strdup_printf (ngettext ("%u message", "%u messages", n), n);
  g_autofree char *text = n == 0 ? g_strdup ("") : g_strjoinv ("\n", p->notes);

  set_text (self->notes, text);
  gtk_expander_set_label (self->notes_expander, title);
  gtk_widget_set_visible (GTK_WIDGET (self->notes_expander), n > 0);
}

static void
progress_cb (TaperTrainRun *self)
{
  TaperTrainingProgress *p = taper_training_get_progress (self->training);
  TaperTrainingState state = taper_training_get_state (self->training);

  if (state == TAPER_TRAINING_SURVEYING)
    return;
  taper_training_chart_set_progress (self->loss_chart, p);
  taper_training_chart_set_progress (self->accuracy_chart, p);
  taper_training_chart_set_progress (self->mix_chart, p);
  gtk_widget_set_visible (GTK_WIDGET (self->mix_chart), p != NULL && p->coefficients != NULL);
  gtk_widget_set_visible (self->mix_hint, p == NULL || p->coefficients == NULL);
  describe_values (self, p);
  show_notes (self, p);
  if (p == NULL || !taper_training_is_active (self->training))
    return;
  gtk_progress_bar_set_fraction (self->bar, p->fraction);
  if (state == TAPER_TRAINING_RUNNING)
    describe_stage (self, p);
  describe_place (self, p);
}

/* --- how it ended ----------------------------------------------------------------------------- */

static void
clear_results (TaperTrainRun *self)
{
  for (guint i = 0; i < self->result_rows->len; i++)
    adw_preferences_group_remove (self->results, g_ptr_array_index (self->result_rows, i));
  g_ptr_array_set_size (self->result_rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->results), FALSE);
}

static void
show_results (TaperTrainRun *self)
{
  g_autoptr (TaperBundle) bundle =
      taper_bundle_open (taper_training_get_output (self->training), NULL);

  clear_results (self);
  if (bundle != NULL)
    taper_train_results_add (self->results, bundle, self->result_rows);
  gtk_widget_set_visible (GTK_WIDGET (self->results), self->result_rows->len > 0);
}

static void
end (TaperTrainRun *self, const char *headline, const char *explanation)
{
  set_text (self->headline, headline);
  set_text (self->explanation, explanation);
  set_text (self->place, "");
  set_text (self->speed, "");
}

static void
state_cb (TaperTrainRun *self)
{
  TaperTrainingState state = taper_training_get_state (self->training);
  g_autofree char *path = NULL, *shown = NULL;

  if (state < TAPER_TRAINING_RUNNING)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->bar), taper_training_is_active (self->training));
  switch (state)
    {
    case TAPER_TRAINING_RUNNING:
      clear_results (self);
      if (taper_training_get_progress (self->training) == NULL)
        end (self, _ ("Beginning"), "");
      progress_cb (self);
      break;
    case TAPER_TRAINING_PAUSED:
      set_text (self->headline, _ ("Paused"));
      set_text (self->explanation, _ ("The processor is free; nothing is lost."));
      break;
    case TAPER_TRAINING_STOPPING:
      end (self, _ ("Stopping"), _ ("The checkpoint is being written."));
      break;
    case TAPER_TRAINING_STOPPED:
      end (self, _ ("Stopped"), _ ("The checkpoint is kept: continue whenever you like."));
      break;
    case TAPER_TRAINING_DONE:
      path = g_filename_display_name (taper_training_get_output (self->training));
      /* Translators: %s is a file. */
      shown = g_strdup_printf (_ ("It is open in the window, and kept in %s."), path);
      end (self, _ ("The Bundle Is Ready"), shown);
      show_results (self);
      break;
    case TAPER_TRAINING_FAILED:
      end (self, _ ("The Training Failed"), taper_training_get_error (self->training));
      break;
    case TAPER_TRAINING_IDLE:
    case TAPER_TRAINING_SURVEYING:
    case TAPER_TRAINING_READY:
    default:
      break;
    }
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_train_run_dispose (GObject *object)
{
  TaperTrainRun *self = TAPER_TRAIN_RUN (object);

  g_clear_object (&self->training);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_TRAIN_RUN);
  g_clear_pointer (&self->result_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (taper_train_run_parent_class)->dispose (object);
}

static void
taper_train_run_class_init (TaperTrainRunClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_train_run_dispose;
  g_type_ensure (TAPER_TYPE_TRAINING_CHART);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/taper_project/Taper/taper-train-run.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "content", FALSE, 0); /* for dispose */
  gtk_widget_class_bind_template_child (widget_class, TaperTrainRun, headline);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainRun, explanation);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainRun, place);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainRun, speed);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainRun, loss_title);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainRun, accuracy_title);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainRun, notes);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainRun, bar);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainRun, loss_chart);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainRun, accuracy_chart);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainRun, mix_chart);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainRun, mix_hint);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainRun, notes_expander);
  gtk_widget_class_bind_template_child (widget_class, TaperTrainRun, results);
}

static void
taper_train_run_init (TaperTrainRun *self)
{
  self->result_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
taper_train_run_set_training (TaperTrainRun *self, TaperTraining *training)
{
  if (!g_set_object (&self->training, training) || training == NULL)
    return;
  g_signal_connect_object (training, "notify::progress", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (training, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
}
