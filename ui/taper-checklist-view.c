/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-checklist-view.h"
#include "ui/taper-check-row.h"
#include "ui/taper-checklist-model.h"
#include "ui/taper-gradual-rows.h"
#include "ui/taper-stack-access.h"
#include "ui/taper-describe-view.h"
#include "ui/taper-task-menu.h"
#include <adwaita.h>
#include <glib/gi18n.h>

/* More than are in sight, so that nobody sees the others come. */
#define ROWS_PER_TURN 40

struct _TaperChecklistView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *search;
  GtkLabel *count;
  GtkWidget *tick_found;
  GtkLabel *tick_found_label;
  GtkStack *stack;
  GtkListView *browse;
  GtkListView *found;
  AdwStatusPage *empty;
  GtkToggleButton *by_meaning;
  GtkWidget *look_by_meaning;
  TaperDescribeView *described;
  GtkMenuButton *menu_button;
  TaperTaskMenu *task_menu;

  TaperDocument *document;
  TaperChecklistModel *model;
  gboolean hint;
};

enum { PROP_0, PROP_ONLY_TICKED, PROP_HINT, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TaperChecklistView, taper_checklist_view, GTK_TYPE_WIDGET)

/* With NULL the list is empty. Detached while many rows come or go: each group tells of its own,
 * and each time a list view lays out anew. */
static void
attach (GtkListView *list, GListModel *rows)
{
  taper_gradual_rows_attach (list, rows, ROWS_PER_TURN, TAPER_GRADUAL_ONCE);
}

/* --- what is shown ---------------------------------------------------------------------------- */

static void
update_count (TaperChecklistView *self)
{
  TaperBundle *bundle = taper_document_get_bundle (self->document);
  guint n_classes =
      bundle != NULL ? taper_class_list_get_n_classes (taper_bundle_get_classes (bundle)) : 0;
  guint n_ticked = taper_document_get_n_ticked (self->document);
  /* Translators: how many classes are ticked, of all the bundle knows. */
  g_autofree char *text = g_strdup_printf (
      ngettext ("%'u of %'u class", "%'u of %'u classes", n_classes), n_ticked, n_classes);

  gtk_label_set_text (self->count, text);
}

static void
update_found_button (TaperChecklistView *self)
{
  guint n_found = taper_checklist_model_get_n_found (self->model);
  gboolean searching = *taper_checklist_model_get_query (self->model) != '\0';
  gboolean all = taper_checklist_model_found_are_ticked (self->model);
  g_autofree char *text =
      all ? g_strdup_printf (ngettext ("Untick %u Found", "Untick %u Found", n_found), n_found)
          : g_strdup_printf (ngettext ("Tick %u Found", "Tick %u Found", n_found), n_found);

  const gboolean by_meaning = gtk_toggle_button_get_active (self->by_meaning);

  gtk_widget_set_visible (GTK_WIDGET (self->by_meaning), searching);
  gtk_widget_set_visible (self->look_by_meaning, searching);
  gtk_widget_set_visible (self->tick_found, searching && n_found > 0 && !by_meaning);
  gtk_label_set_text (self->tick_found_label, text);
}

static void
changing_cb (TaperChecklistView *self)
{
  attach (self->found, NULL);
}

static void
update_page (TaperChecklistView *self)
{
  gboolean searching = *taper_checklist_model_get_query (self->model) != '\0';

  if (gtk_toggle_button_get_active (self->by_meaning) && searching)
    {
      taper_describe_view_set_text (self->described, taper_checklist_model_get_query (self->model));
      gtk_stack_set_visible_child_name (self->stack, "described");
      g_object_set (self, "hint", FALSE, NULL); /* its place is the buttons' */
    }
  else if (!taper_checklist_model_get_narrowed (self->model))
    gtk_stack_set_visible_child_name (self->stack, "browse");
  else if (taper_checklist_model_get_n_found (self->model) > 0)
    {
      attach (self->found, taper_checklist_model_get_found (self->model));
      gtk_stack_set_visible_child_name (self->stack, "found");
    }
  else
    {
      adw_status_page_set_title (self->empty,
                                 searching ? _ ("No Results Found") : _ ("Nothing Ticked"));
      adw_status_page_set_description (
          self->empty, searching ? _ ("Try another word for it, or the name of its group.")
                                 : _ ("Classes you tick are shown here."));
      gtk_stack_set_visible_child_name (self->stack, "empty");
    }
  update_found_button (self);
}

static void
ticks_cb (TaperChecklistView *self)
{
  update_count (self);
  update_found_button (self);
}

static void
query_cb (TaperChecklistView *self)
{
  const char *query = taper_checklist_model_get_query (self->model);
  g_autofree char *typed =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));

  if (g_strcmp0 (typed, query) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->search), query);
}

static void
only_ticked_cb (TaperChecklistView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ONLY_TICKED]);
}

/* --- groups -------------------------------------------------------------------------------------
 */

static void
set_all_expanded (TaperChecklistView *self, gboolean expanded, gboolean only_with_ticks)
{
  GListModel *rows = taper_checklist_model_get_browse (self->model);

  attach (self->browse, NULL);
  /* From the end, so that rows that come and go do not shift those still to be visited. */
  for (guint i = g_list_model_get_n_items (rows); i-- > 0;)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (rows, i);

      if (gtk_tree_list_row_get_depth (row) > 0 || !gtk_tree_list_row_is_expandable (row))
        continue;
      g_autoptr (TaperClassItem) item = gtk_tree_list_row_get_item (row);
      if (!only_with_ticks || taper_class_item_get_tick (item) != TAPER_TICK_NONE)
        gtk_tree_list_row_set_expanded (row, expanded);
    }
  attach (self->browse, rows);
}

static void
expand_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  set_all_expanded (TAPER_CHECKLIST_VIEW (widget), TRUE, FALSE);
}

static void
collapse_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  set_all_expanded (TAPER_CHECKLIST_VIEW (widget), FALSE, FALSE);
}

static void
groups_changed_cb (TaperChecklistView *self)
{
  attach (self->browse, NULL);
}

static void
bundle_cb (TaperChecklistView *self)
{
  update_count (self);
  update_page (self);
  /* What is ticked is in sight from the start; later ticks do not move the list. */
  set_all_expanded (self, TRUE, TRUE);
}

/* --- search -------------------------------------------------------------------------------------
 */

static void
search_changed_cb (TaperChecklistView *self)
{
  if (self->model != NULL)
    taper_checklist_model_set_query (self->model,
                                     gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
by_meaning_cb (TaperChecklistView *self)
{
  if (self->model != NULL)
    update_page (self);
}

static void
look_by_meaning_cb (TaperChecklistView *self)
{
  gtk_toggle_button_set_active (self->by_meaning, TRUE);
  gtk_widget_grab_focus (self->search);
}

static void
describe_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  look_by_meaning_cb (TAPER_CHECKLIST_VIEW (widget));
}

static void
stop_search_cb (TaperChecklistView *self)
{
  gtk_toggle_button_set_active (self->by_meaning, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  taper_checklist_view_focus_list (self);
}

/* Enter takes what was found, so that a task can be typed: "lemon", Enter, "kiwi", Enter. */
static void
search_activate_cb (TaperChecklistView *self)
{
  if (gtk_toggle_button_get_active (self->by_meaning))
    taper_describe_view_apply (self->described);
  else if (gtk_widget_get_visible (self->tick_found))
    gtk_widget_activate (self->tick_found);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->by_meaning)))
    look_by_meaning_cb (self);
}

/* Down leads to what was found, past the buttons between. */
static gboolean
search_key_cb (TaperChecklistView *self, guint key)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  taper_checklist_view_focus_list (self);
  return GDK_EVENT_STOP;
}

/* The task is what was described: the list shows it. */
static void
applied_cb (TaperChecklistView *self)
{
  taper_task_menu_note (self->task_menu, taper_checklist_model_get_query (self->model));
  stop_search_cb (self);
  set_all_expanded (self, TRUE, TRUE);
}

static void
tick_found_cb (TaperChecklistView *self)
{
  taper_checklist_model_tick_found (self->model,
                                    !taper_checklist_model_found_are_ticked (self->model));
  update_found_button (self);
}

/* --- rows
 * ------------------------------------------------------------------------------------------ */

/* Where it is asked what a class contributes, pointing at one or focusing it asks. */
static void
focus_row_cb (GtkListItem *list_item, GtkEventController *controller)
{
  TaperChecklistView *self = TAPER_CHECKLIST_VIEW (gtk_widget_get_ancestor (
      gtk_event_controller_get_widget (controller), TAPER_TYPE_CHECKLIST_VIEW));
  TaperMixTools *tools = taper_document_get_mix_tools (self->document);
  GtkTreeListRow *row = gtk_list_item_get_item (list_item);
  g_autoptr (TaperClassItem) item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  if (item == NULL || !taper_mix_tools_get_asking (tools))
    return;
  if (!taper_class_item_is_group (item))
    taper_mix_tools_consider (tools, (int) taper_class_item_get_index (item));
  else if (taper_checklist_model_is_leaf (item))
    {
      g_autoptr (TaperClassItem) only =
          g_list_model_get_item (taper_class_item_get_children (item), 0);

      taper_mix_tools_consider (tools, (int) taper_class_item_get_index (only));
    }
}

static void
point_at_row_cb (GtkListItem *list_item, double x, double y, GtkEventController *controller)
{
  focus_row_cb (list_item, controller);
}

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, TaperChecklistView *self)
{
  GtkWidget *row = taper_check_row_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_list_item_set_child (list_item, row);
  g_signal_connect_object (motion, "enter", G_CALLBACK (point_at_row_cb), list_item,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_row_cb), list_item, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (row, motion);
  gtk_widget_add_controller (row, focus);
  /* The check button is what takes clicks, keys and focus. */
  gtk_list_item_set_activatable (list_item, FALSE);
  gtk_list_item_set_selectable (list_item, FALSE);
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, TaperChecklistView *self)
{
  gboolean found = g_object_get_data (G_OBJECT (factory), "found") != NULL;

  taper_check_row_bind (TAPER_CHECK_ROW (gtk_list_item_get_child (list_item)), self->model,
                        gtk_list_item_get_item (list_item), found);
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, TaperChecklistView *self)
{
  taper_check_row_unbind (TAPER_CHECK_ROW (gtk_list_item_get_child (list_item)));
}

static void
set_up_list (TaperChecklistView *self, GtkListView *list, gboolean found)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "found", GINT_TO_POINTER (found));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row_cb), self);
  gtk_list_view_set_factory (list, factory);
}

/* --- widget
 * ------------------------------------------------------------------------------------------ */

static void
taper_checklist_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TaperChecklistView *self = TAPER_CHECKLIST_VIEW (object);

  switch (id)
    {
    case PROP_ONLY_TICKED:
      g_value_set_boolean (value, self->model != NULL &&
                                      taper_checklist_model_get_only_ticked (self->model));
      break;
    case PROP_HINT:
      g_value_set_boolean (value, self->hint);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_checklist_view_set_property (GObject *object, guint id, const GValue *value,
                                   GParamSpec *pspec)
{
  TaperChecklistView *self = TAPER_CHECKLIST_VIEW (object);

  switch (id)
    {
    case PROP_ONLY_TICKED:
      if (self->model != NULL)
        taper_checklist_model_set_only_ticked (self->model, g_value_get_boolean (value));
      break;
    case PROP_HINT:
      self->hint = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_checklist_view_dispose (GObject *object)
{
  TaperChecklistView *self = TAPER_CHECKLIST_VIEW (object);

  g_clear_pointer (&self->task_menu, taper_task_menu_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_CHECKLIST_VIEW);
  g_clear_object (&self->model);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_checklist_view_parent_class)->dispose (object);
}

static void
taper_checklist_view_class_init (TaperChecklistViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = taper_checklist_view_get_property;
  object_class->set_property = taper_checklist_view_set_property;
  object_class->dispose = taper_checklist_view_dispose;

  properties[PROP_ONLY_TICKED] =
      g_param_spec_boolean ("only-ticked", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_HINT] =
      g_param_spec_boolean ("hint", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (TAPER_TYPE_DESCRIBE_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-checklist-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperChecklistView, box);
  gtk_widget_class_bind_template_child (widget_class, TaperChecklistView, search);
  gtk_widget_class_bind_template_child (widget_class, TaperChecklistView, count);
  gtk_widget_class_bind_template_child (widget_class, TaperChecklistView, tick_found);
  gtk_widget_class_bind_template_child (widget_class, TaperChecklistView, tick_found_label);
  gtk_widget_class_bind_template_child (widget_class, TaperChecklistView, stack);
  gtk_widget_class_bind_template_child (widget_class, TaperChecklistView, browse);
  gtk_widget_class_bind_template_child (widget_class, TaperChecklistView, found);
  gtk_widget_class_bind_template_child (widget_class, TaperChecklistView, empty);
  gtk_widget_class_bind_template_child (widget_class, TaperChecklistView, by_meaning);
  gtk_widget_class_bind_template_child (widget_class, TaperChecklistView, look_by_meaning);
  gtk_widget_class_bind_template_child (widget_class, TaperChecklistView, described);
  gtk_widget_class_bind_template_child (widget_class, TaperChecklistView, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, by_meaning_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_by_meaning_cb);
  gtk_widget_class_bind_template_callback (widget_class, applied_cb);
  gtk_widget_class_install_action (widget_class, "checklist.describe", NULL, describe_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK,
                                       "checklist.describe", NULL);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, tick_found_cb);
  gtk_widget_class_install_action (widget_class, "checklist.expand-all", NULL, expand_all_action);
  gtk_widget_class_install_action (widget_class, "checklist.collapse-all", NULL,
                                   collapse_all_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
taper_checklist_view_init (TaperChecklistView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  taper_stack_hide_pages_from_readers (self->stack);
}

GtkWidget *
taper_checklist_view_new (void)
{
  return g_object_new (TAPER_TYPE_CHECKLIST_VIEW, NULL);
}

/* Whole tasks above ticks. */
static void
add_task_menu (TaperChecklistView *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  self->task_menu = taper_task_menu_new (GTK_WIDGET (self), self->document);
  g_menu_append_section (menu, NULL, taper_task_menu_get_model (self->task_menu));
  g_menu_append_section (menu, NULL, gtk_menu_button_get_menu_model (self->menu_button));
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
}

void
taper_checklist_view_set_document (TaperChecklistView *self, TaperDocument *document)
{
  g_return_if_fail (self->document == NULL);

  self->document = g_object_ref (document);
  /* Before the model hears of it: rows of another bundle's groups are not to be made for nothing.
   */
  g_signal_connect_object (taper_document_get_groups (document), "items-changed",
                           G_CALLBACK (groups_changed_cb), self, G_CONNECT_SWAPPED);
  self->model = taper_checklist_model_new (document);
  taper_describe_view_set_document (self->described, document);
  add_task_menu (self);
  g_signal_connect_object (self->model, "changing", G_CALLBACK (changing_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "notify::query", G_CALLBACK (query_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "notify::only-ticked", G_CALLBACK (only_ticked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::bundle", G_CALLBACK (bundle_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::n-ticked", G_CALLBACK (ticks_cb), self,
                           G_CONNECT_SWAPPED);
  set_up_list (self, self->browse, FALSE);
  set_up_list (self, self->found, TRUE);
  bundle_cb (self);
}

void
taper_checklist_view_find (TaperChecklistView *self)
{
  gtk_widget_grab_focus (self->search);
}

gboolean
taper_checklist_view_focus_list (TaperChecklistView *self)
{
  return gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

gboolean
taper_checklist_view_forward_key (TaperChecklistView *self, GtkEventControllerKey *controller,
                                  guint keyval, GdkModifierType state)
{
  gunichar character = gdk_keyval_to_unicode (keyval);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 ||
      !g_unichar_isgraph (character))
    return FALSE;

  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->search));
  if (!gtk_event_controller_key_forward (controller, GTK_WIDGET (text)))
    return FALSE;
  gtk_widget_grab_focus (self->search);
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
  return TRUE;
}
