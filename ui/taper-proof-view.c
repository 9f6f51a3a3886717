/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-proof-view.h"

#include "app/taper-model-hash.h"

#include <glib/gi18n.h>

struct _TaperProofView {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkBox *rows;
  GtkLabel *bundle_hash, *model_hash;
  GCancellable *hashing;
};

G_DEFINE_FINAL_TYPE (TaperProofView, taper_proof_view, GTK_TYPE_WIDGET)

/* --- rows ------------------------------------------------------------------------------------- */

static void
copy_cb (GtkButton *button, GtkLabel *line)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)),
                          gtk_label_get_label (line));
  gtk_button_set_label (button, _ ("Copied"));
}

static GtkWidget *
create_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
create_line (const TaperProof *proof)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *line = create_label (proof->command, "command-line");
  GtkWidget *button = gtk_button_new_with_label (_ ("Copy"));
  /* Translators: of a button; %s is what a command line prints. */
  g_autofree char *spoken = g_strdup_printf (_ ("Copy the line for: %s"), proof->what);

  gtk_label_set_selectable (GTK_LABEL (line), TRUE);
  gtk_widget_set_focusable (line, FALSE);
  gtk_widget_set_hexpand (line, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  g_signal_connect (button, "clicked", G_CALLBACK (copy_cb), line);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

static GtkWidget *
create_row (const TaperProof *proof)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *facts = NULL;

  gtk_box_append (GTK_BOX (row), create_label (proof->what, "heading"));
  if (proof->sample != NULL && proof->seed != NULL)
    facts = g_strdup_printf ("%s · %s", proof->sample, proof->seed);
  if (facts != NULL)
    gtk_box_append (GTK_BOX (row), create_label (facts, "numeric"));
  if (proof->command != NULL)
    gtk_box_append (GTK_BOX (row), create_line (proof));
  if (proof->reason != NULL)
    gtk_box_append (GTK_BOX (row), create_label (proof->reason, "dim-label"));
  return row;
}

/* --- hashes ----------------------------------------------------------------------------------- */

static void
hashed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TaperProofView) self = data;
  g_autofree char *hash = taper_model_hash_finish (result, NULL);
  g_autofree char *text = NULL;

  /* cancelled: another model is shown, or none */
  if (hash == NULL || self->model_hash == NULL)
    return;
  /* Translators: %s is a hash */
  text = g_strdup_printf (_ ("Weights of the personalized model, SHA-256 %s"), hash);
  gtk_label_set_label (self->model_hash, text);
}

static void
update_hashes (TaperProofView *self, TaperSnapshot *snapshot)
{
  g_autofree char *text = NULL;

  g_cancellable_cancel (self->hashing);
  g_clear_object (&self->hashing);
  gtk_label_set_label (self->model_hash, "");
  if (snapshot != NULL)
    {
      /* Translators: name of a bundle and the hash of its file */
      text =
          g_strdup_printf (_ ("Bundle “%s”, SHA-256 %s"), taper_bundle_get_label (snapshot->bundle),
                           taper_bundle_get_sha256 (snapshot->bundle));
      self->hashing = g_cancellable_new ();
      taper_model_hash_async (snapshot, self->hashing, hashed_cb, g_object_ref (self));
    }
  gtk_label_set_label (self->bundle_hash, text != NULL ? text : "");
}

void
taper_proof_view_set_proofs (TaperProofView *self, TaperSnapshot *snapshot, GPtrArray *proofs)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, row);
  update_hashes (self, snapshot);
  for (guint i = 0; i < proofs->len; i++)
    gtk_box_append (self->rows, create_row (proofs->pdata[i]));
}

/* --- object ----------------------------------------------------------------------------------- */

static gboolean
taper_proof_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (TAPER_PROOF_VIEW (widget)->rows), GTK_DIR_TAB_FORWARD);
}

static void
taper_proof_view_dispose (GObject *object)
{
  TaperProofView *self = TAPER_PROOF_VIEW (object);

  g_cancellable_cancel (self->hashing);
  g_clear_object (&self->hashing);
  self->model_hash = NULL;
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (taper_proof_view_parent_class)->dispose (object);
}

static void
taper_proof_view_class_init (TaperProofViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_proof_view_dispose;
  widget_class->grab_focus = taper_proof_view_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "proofview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkLabel *
add_hash (GtkWidget *box)
{
  GtkWidget *label = create_label (NULL, "numeric");

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
taper_proof_view_init (TaperProofView *self)
{
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *hashes = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Proof of the numbers"), -1);
  self->rows = GTK_BOX (rows);
  self->bundle_hash = add_hash (hashes);
  self->model_hash = add_hash (hashes);
  gtk_box_append (GTK_BOX (all), hashes);
  gtk_box_append (GTK_BOX (all), rows);
  gtk_widget_add_css_class (all, "proofs");
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), all);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
taper_proof_view_new (void)
{
  return g_object_new (TAPER_TYPE_PROOF_VIEW, NULL);
}
