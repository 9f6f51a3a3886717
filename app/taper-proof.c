/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-proof.h"
#include "app/taper-command.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>
#include <inttypes.h>

void
taper_proof_free (TaperProof *self)
{
  g_free (self->what);
  g_free (self->sample);
  g_free (self->seed);
  g_free (self->command);
  g_free (self->reason);
  g_free (self);
}

GPtrArray *
taper_proofs_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) taper_proof_free);
}

static TaperProof *
proof_new (const char *what, char *sample, const char *seed)
{
  TaperProof *self = g_new0 (TaperProof, 1);

  self->what = g_strdup (what);
  self->sample = sample;
  self->seed = g_strdup (seed);
  return self;
}

static void
take_command (TaperProof *self, GString *command)
{
  self->command = g_string_free (command, FALSE);
}

/* The command line knows the mixer's coefficients only. */
static gboolean
is_edited (TaperProof *self, const TaperSnapshot *snapshot)
{
  if (!taper_snapshot_is_edited (snapshot))
    return FALSE;
  self->reason = g_strdup (_ ("The mix is hand-edited; the command line knows only what the mixer "
                              "says. Go back to the mixer, and the line is here."));
  return TRUE;
}

TaperProof *
taper_proof_new_for_mix (const TaperSnapshot *snapshot)
{
  TaperProof *self = proof_new (_ ("The mix: coefficients, shares, and the sentence"),
                                /* Translators: numbers of layers, of bases, and their product */
                                g_strdup_printf (_ ("%u layers × %u bases: n = %u coefficients"),
                                                 snapshot->n_layers, snapshot->n_bases,
                                                 snapshot->n_layers * snapshot->n_bases),
                                _ ("no chance in it"));

  if (!is_edited (self, snapshot))
    take_command (self, taper_command_new ("coefficients", snapshot->bundle, snapshot->task));
  return self;
}

TaperProof *
taper_proof_new_for_model (const TaperSnapshot *snapshot)
{
  const gsize n_params = taper_network_get_n_params (taper_bundle_get_network (snapshot->bundle));
  TaperProof *self =
      proof_new (_ ("The personalized model, its weights and its hash"),
                 g_strdup_printf (_ ("n = %zu parameters"), n_params), _ ("no chance in it"));
  GString *command;

  if (is_edited (self, snapshot))
    return self;
  command = taper_command_new ("synthesize", snapshot->bundle, snapshot->task);
  g_string_append (command, " --force --output personalized.safetensors");
  take_command (self, command);
  return self;
}

TaperProof *
taper_proof_new_for_pictures (const TaperSnapshot *snapshot, TaperPicture *const *pictures, guint n)
{
  GString *command = taper_command_new ("classify", snapshot->bundle, snapshot->task);
  TaperProof *self;
  guint n_files = 0, n_pasted = 0;

  for (guint i = 0; i < n; i++)
    {
      GFile *file = taper_picture_get_file (pictures[i]);

      if (taper_picture_get_state (pictures[i]) != TAPER_PICTURE_READY)
        continue;
      if (file == NULL || g_file_peek_path (file) == NULL)
        n_pasted++;
      else
        {
          taper_command_append (command, g_file_peek_path (file));
          n_files++;
        }
    }
  self = proof_new (
      _ ("Answers and scores of the three models"),
      g_strdup_printf (ngettext ("n = %u picture", "n = %u pictures", n_files + n_pasted),
                       n_files + n_pasted),
      _ ("no chance in it"));
  if (is_edited (self, snapshot) || n_files == 0)
    {
      g_string_free (command, TRUE);
      if (self->reason == NULL)
        self->reason = g_strdup (_ ("The pictures were pasted and are in no file."));
      return self;
    }
  take_command (self, command);
  if (n_pasted > 0)
    self->reason = g_strdup_printf (
        ngettext ("Without %u picture that was pasted and is in no file.",
                  "Without %u pictures that were pasted and are in no file.", n_pasted),
        n_pasted);
  return self;
}

static gboolean
is_mapped_by_hand (TaperClassList *classes, TaperLabelled *labelled, const int *map)
{
  g_autofree int *by_text = taper_labelled_match (labelled, classes);

  return memcmp (by_text, map, taper_labelled_get_n_labels (labelled) * sizeof (int)) != 0;
}

/* What was said of labels beyond what their text says by itself. */
static void
append_map (GString *command, TaperBundle *bundle, TaperLabelled *labelled, const int *map)
{
  TaperClassList *classes = taper_bundle_get_classes (bundle);

  for (guint i = 0; i < taper_labelled_get_n_labels (labelled); i++)
    {
      const char *text = taper_labelled_get_label_text (labelled, i);
      g_autofree char *pair = NULL;

      if (map[i] == taper_class_list_find (classes, text))
        continue;
      pair = g_strdup_printf (
          "%s=%s", text,
          map[i] < 0 ? "" : taper_class_list_get_class (classes, (guint) map[i])->id);
      g_string_append (command, " --map");
      taper_command_append (command, pair);
    }
}

TaperProof *
taper_proof_new_for_trial (const TaperTrialSummary *summary, const char *path,
                           TaperLabelled *labelled, const int *map, gboolean stopped)
{
  TaperProof *self =
      proof_new (_ ("Accuracies with their intervals, the paired test and the charts"),
                 g_strdup_printf (ngettext ("n = %u picture of the task",
                                            "n = %u pictures of the task", summary->n),
                                  summary->n),
                 _ ("seed 1 (intervals, the other task)"));
  GString *command;

  if (stopped)
    {
      self->reason = g_strdup (_ ("It was stopped before the last picture; the command line goes "
                                  "through all of them."));
      return self;
    }
  command = taper_command_new ("evaluate", summary->bundle, summary->task);
  g_string_append (command, " --data");
  taper_command_append (command, path);
  append_map (command, summary->bundle, labelled, map);
  take_command (self, command);
  return self;
}

TaperProof *
taper_proof_new_for_sweep (const TaperSweep *sweep, TaperBundle *bundle, const char *path,
                           TaperLabelled *labelled, const int *map, guint n_tasks, guint64 seed,
                           gboolean stopped)
{
  g_autofree char *seed_text = g_strdup_printf (_ ("seed %" PRIu64), seed);
  TaperProof *self =
      proof_new (_ ("Sampled tasks: differences, intervals, tasks won, tied and lost"),
                 g_strdup_printf (ngettext ("n = %u task", "n = %u tasks", sweep->tasks->len),
                                  sweep->tasks->len),
                 seed_text);
  GString *command;

  if (stopped)
    self->reason = g_strdup (_ ("It was stopped before the last task; the command line measures "
                                "all of them."));
  else if (is_mapped_by_hand (taper_bundle_get_classes (bundle), labelled, map))
    self->reason = g_strdup (_ ("Labels were given a meaning by hand, which the command line does "
                                "not know for sampled tasks."));
  if (self->reason != NULL)
    return self;
  command = taper_command_new ("sweep", bundle, NULL);
  g_string_append (command, " --data");
  taper_command_append (command, path);
  g_string_append_printf (command, " --number %u --seed %" G_GUINT64_FORMAT, n_tasks, seed);
  take_command (self, command);
  return self;
}

TaperProof *
taper_proof_new_without (const char *what, const char *reason)
{
  TaperProof *self = proof_new (what, NULL, NULL);

  self->reason = g_strdup (reason);
  return self;
}

static void
append_line (GString *text, const char *line)
{
  if (line != NULL)
    g_string_append_printf (text, "%s\n", line);
}

char *
taper_proofs_to_text (GPtrArray *proofs)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < proofs->len; i++)
    {
      const TaperProof *proof = proofs->pdata[i];

      if (i > 0)
        g_string_append_c (text, '\n');
      append_line (text, proof->what);
      append_line (text, proof->sample);
      append_line (text, proof->seed);
      append_line (text, proof->reason);
      append_line (text, proof->command);
    }
  return g_string_free (text, FALSE);
}
