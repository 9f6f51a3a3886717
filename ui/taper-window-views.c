/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The views: what fills the room beside the checklist. They are the pages of one AdwViewStack; what
 * a view is called and whether it is offered stands in taper-window.ui, where it lies among the
 * panes in the table below. */
#include "ui/taper-window-private.h"

#include "ui/taper-context-view.h"
#include "ui/taper-evaluate-view.h"
#include "ui/taper-mixer-view.h"
#include "ui/taper-pictures-view.h"
#include "ui/taper-weights-view.h"

static GtkWidget *
create_mix (TaperDocument *document)
{
  GtkWidget *view = taper_mixer_view_new ();

  taper_mixer_view_set_document (TAPER_MIXER_VIEW (view), document);
  return view;
}

static GtkWidget *
create_weights (TaperDocument *document)
{
  GtkWidget *view = taper_weights_view_new ();

  taper_weights_view_set_document (TAPER_WEIGHTS_VIEW (view), document);
  return view;
}

static GtkWidget *
create_evaluate (TaperDocument *document)
{
  GtkWidget *view = taper_evaluate_view_new ();

  taper_evaluate_view_set_document (TAPER_EVALUATE_VIEW (view), document);
  return view;
}

static GtkWidget *
create_context (TaperDocument *document)
{
  GtkWidget *view = taper_context_view_new ();

  taper_context_view_set_document (TAPER_CONTEXT_VIEW (view), document);
  return view;
}

static const struct {
  const char *name;
  TaperPane main;
  gboolean alone;
  GtkWidget *(*create) (TaperDocument *document); /* NULL: the end pane shows it */
} views[] = {
  { "mix", TAPER_PANE_MIDDLE, FALSE, create_mix },
  { "weights", TAPER_PANE_MIDDLE, FALSE, create_weights },
  { "pictures", TAPER_PANE_END, TRUE, NULL },
  { "evaluate", TAPER_PANE_MIDDLE, TRUE, create_evaluate },
  { "context", TAPER_PANE_MIDDLE, TRUE, create_context },
};

/* Makes it when it is first shown: starting is not to wait for what nobody looks at. */
static void
fill_page (TaperWindow *self, guint index)
{
  AdwBin *page = ADW_BIN (adw_view_stack_get_child_by_name (self->views, views[index].name));

  if (views[index].create != NULL && adw_bin_get_child (page) == NULL)
    adw_bin_set_child (page, views[index].create (self->document));
}

static void
set_state (TaperWindow *self, const char *name, const char *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (state));
}

static void
update_page (TaperWindow *self)
{
  gboolean folded = taper_panes_get_n_shown (self->panes) == 1;

  set_state (self, "page",
             folded && !taper_panes_get_show_content (self->panes)
                 ? "classes"
                 : adw_view_stack_get_visible_child_name (self->views));
}

static void
view_cb (TaperWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->views);

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      gboolean shown = g_strcmp0 (views[i].name, name) == 0;

      if (shown)
        {
          fill_page (self, i);
          taper_panes_set_content (self->panes, views[i].main, views[i].alone);
        }
      /* The stack hides it from eyes only. */
      gtk_accessible_update_state (
          GTK_ACCESSIBLE (adw_view_stack_get_child_by_name (self->views, views[i].name)),
          GTK_ACCESSIBLE_STATE_HIDDEN, !shown, -1);
    }
  taper_pictures_view_set_browsing (TAPER_PICTURES_VIEW (self->pictures_view),
                                    g_strcmp0 (name, "pictures") == 0);
  set_state (self, "view", name);
  update_page (self);
}

/* A view that is not offered is not shown either, whoever asks for it. */
static gboolean
show_view (TaperWindow *self, const char *name)
{
  GtkWidget *child = adw_view_stack_get_child_by_name (self->views, name);

  if (child == NULL ||
      !adw_view_stack_page_get_visible (adw_view_stack_get_page (self->views, child)))
    return FALSE;
  adw_view_stack_set_visible_child (self->views, child);
  return TRUE;
}

GtkWidget *
taper_window_get_view (TaperWindow *self)
{
  return adw_bin_get_child (ADW_BIN (adw_view_stack_get_visible_child (self->views)));
}

static void
change_view_cb (GSimpleAction *action, GVariant *name, gpointer data)
{
  TaperWindow *self = data;

  if (show_view (self, g_variant_get_string (name, NULL)))
    taper_panes_set_show_content (self->panes, TRUE);
}

static void
change_page_cb (GSimpleAction *action, GVariant *name, gpointer data)
{
  TaperWindow *self = data;
  const char *page = g_variant_get_string (name, NULL);

  if (g_str_equal (page, "classes"))
    taper_panes_set_show_content (self->panes, FALSE);
  else
    change_view_cb (action, name, data);
}

static void
weights_of_layer_cb (GSimpleAction *action, GVariant *layer, gpointer data)
{
  TaperWindow *self = data;

  if (show_view (self, "weights"))
    taper_weights_view_show_layer (TAPER_WEIGHTS_VIEW (taper_window_get_view (self)),
                                   g_variant_get_uint32 (layer));
}

static void
mix_of_layer_cb (GSimpleAction *action, GVariant *layer, gpointer data)
{
  TaperWindow *self = data;

  if (show_view (self, "mix"))
    taper_mixer_view_show_layer (TAPER_MIXER_VIEW (taper_window_get_view (self)),
                                 g_variant_get_uint32 (layer));
}

/* Of the switcher in the header and the title in its place one is seen; readers met both. */
static void
hide_switcher_from_readers (TaperWindow *self)
{
  const gboolean titled = adw_view_switcher_title_get_title_visible (self->title);
  GtkWidget *squeezer = gtk_widget_get_first_child (GTK_WIDGET (self->title));

  for (GtkWidget *child = gtk_widget_get_first_child (squeezer); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN,
                                 ADW_IS_VIEW_SWITCHER (child) == titled, -1);
}

/* The switcher is in the header while it has room there, else at the bottom. */
static void
update_switcher (TaperWindow *self)
{
  gboolean folded = taper_panes_get_n_shown (self->panes) == 1;

  gtk_widget_set_visible (GTK_WIDGET (self->title), !folded);
  gtk_widget_set_visible (GTK_WIDGET (self->page_bar),
                          folded || adw_view_switcher_title_get_title_visible (self->title));
  hide_switcher_from_readers (self);
  taper_page_bar_set_show_classes (self->page_bar, folded);
  gtk_widget_set_visible (self->redo_button, !folded);
  if (folded)
    gtk_widget_add_css_class (GTK_WIDGET (self), "folded");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "folded");
  update_page (self);
}

void
taper_window_init_views (TaperWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "view", .parameter_type = "s", .state = "'mix'", .change_state = change_view_cb },
    { .name = "page", .parameter_type = "s", .state = "'classes'", .change_state = change_page_cb },
    { .name = "weights-of-layer", .parameter_type = "u", .activate = weights_of_layer_cb },
    { .name = "mix-of-layer", .parameter_type = "u", .activate = mix_of_layer_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  taper_page_bar_set_stack (self->page_bar, self->views);
  g_signal_connect_object (self->views, "notify::visible-child", G_CALLBACK (view_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panes, "notify::n-shown", G_CALLBACK (update_switcher), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panes, "notify::show-content", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->title, "notify::title-visible", G_CALLBACK (update_switcher), self,
                           G_CONNECT_SWAPPED);
  view_cb (self);
  update_switcher (self);
}
