/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What changes the document's task: ticks, one by one or many at once. */

#include "app/taper-document-private.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>

TaperTask *
taper_document_get_task (TaperDocument *self)
{
  return taper_document_get_state (self)->task;
}

guint
taper_document_get_n_ticked (TaperDocument *self)
{
  TaperTask *task = taper_document_get_task (self);
  guint n = 0;

  if (task)
    taper_task_get_selected (task, &n);
  return n;
}

static void
taper_document_change_task (TaperDocument *self, TaperTask *task, const char *label)
{
  TaperState *present = taper_document_get_state (self);
  g_autoptr (TaperState) state = NULL;

  if (taper_task_equal (task, present->task))
    return;
  state = taper_state_new (task, present->pictures, present->labels, present->edit);
  taper_document_commit (self, state, label);
}

static char *
taper_document_make_tick_label (TaperDocument *self, const guint *classes, guint n, gboolean ticked)
{
  const char *name;

  if (n > 1 && ticked)
    return g_strdup_printf (ngettext ("Tick %u Class", "Tick %u Classes", n), n);
  if (n > 1)
    return g_strdup_printf (ngettext ("Untick %u Class", "Untick %u Classes", n), n);
  name = taper_class_list_get_class (taper_bundle_get_classes (taper_document_get_bundle (self)),
                                     classes[0])
             ->label;
  /* Translators: %s is the name of a class. */
  return g_strdup_printf (ticked ? _ ("Tick “%s”") : _ ("Untick “%s”"), name);
}

void
taper_document_set_many_ticked (TaperDocument *self, const guint *classes, guint n, gboolean ticked)
{
  TaperTask *present = taper_document_get_task (self);
  g_autofree gboolean *wanted = NULL;
  g_autoptr (GArray) selected = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (TaperTask) task = NULL;
  g_autofree char *label = NULL;
  guint n_classes;

  g_return_if_fail (TAPER_IS_DOCUMENT (self));
  if (!present || n == 0)
    return;
  n_classes = taper_task_get_n_classes (present);
  wanted = g_new (gboolean, n_classes);
  for (guint c = 0; c < n_classes; c++)
    wanted[c] = taper_task_contains (present, c);
  for (guint i = 0; i < n; i++)
    {
      g_return_if_fail (classes[i] < n_classes);
      wanted[classes[i]] = ticked;
    }
  for (guint c = 0; c < n_classes; c++)
    if (wanted[c])
      g_array_append_val (selected, c);
  task = taper_task_new (n_classes, (const guint *) selected->data, selected->len);
  label = taper_document_make_tick_label (self, classes, n, ticked);
  taper_document_change_task (self, task, label);
}

void
taper_document_set_ticked (TaperDocument *self, guint class_index, gboolean ticked)
{
  taper_document_set_many_ticked (self, &class_index, 1, ticked);
}

void
taper_document_tick_none (TaperDocument *self)
{
  g_autoptr (TaperTask) task = NULL;

  g_return_if_fail (TAPER_IS_DOCUMENT (self));
  if (!taper_document_get_bundle (self))
    return;
  task = taper_task_new (taper_task_get_n_classes (taper_document_get_task (self)), NULL, 0);
  taper_document_change_task (self, task, _ ("Untick All"));
}

void
taper_document_tick_all (TaperDocument *self)
{
  g_autoptr (TaperTask) task = NULL;
  g_autofree guint *all = NULL;
  guint n;

  g_return_if_fail (TAPER_IS_DOCUMENT (self));
  if (!taper_document_get_bundle (self))
    return;
  n = taper_task_get_n_classes (taper_document_get_task (self));
  all = g_new (guint, n);
  for (guint c = 0; c < n; c++)
    all[c] = c;
  task = taper_task_new (n, all, n);
  taper_document_change_task (self, task, _ ("Tick All"));
}

void
taper_document_set_task (TaperDocument *self, TaperTask *task)
{
  g_return_if_fail (TAPER_IS_DOCUMENT (self) && taper_document_get_bundle (self));
  g_return_if_fail (taper_task_get_n_classes (task) ==
                    taper_task_get_n_classes (taper_document_get_task (self)));

  taper_document_change_task (self, task, _ ("Change the Task"));
}
