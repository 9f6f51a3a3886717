/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-mixer-view.h"

#include "ui/draw/taper-format.h"
#include "ui/taper-compare-panel.h"
#include "ui/taper-edit-panel.h"
#include "ui/taper-heat-map.h"
#include "ui/taper-mixer-table.h"
#include "ui/taper-stack-access.h"
#include "ui/taper-what-if-panel.h"

#include <glib/gi18n.h>

struct _TaperMixerView {
  GtkWidget parent_instance;

  TaperDocument *document;
  GSignalGroup *document_signals;

  GtkStack *pages;
  GtkStack *forms;
  GtkLabel *sentence;
  GtkLabel *shared_label, *mixed_label, *own_label;
  TaperHeatMap *heat_map;
  TaperMixerTable *table; /* NULL until it is first shown */
  GtkToggleButton *picture_button, *table_button;
  GtkWidget *parts, *warning;
  GtkLabel *warning_label;
  GtkStack *panels; /* one for each mode, made when it is first entered */
  GtkLabel *status, *pinned, *usage;
  const char *mode; /* one of modes */
};

static const char *const modes[] = { "mix", "compare", "edit", "what-if" };

enum {
  PROP_SHOW_TABLE = 1,
  PROP_PROPORTIONAL,
  PROP_MODE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (TaperMixerView, taper_mixer_view, GTK_TYPE_WIDGET)

static void
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

/* --- what is shown ---------------------------------------------------------------------------- */

/* What is the same for everyone, what is mixed for this task, what is only its own. */
static void
update_parts (TaperMixerView *self, const TaperSnapshot *snapshot)
{
  g_autofree char *shared = NULL, *mixed = NULL, *own = NULL;
  guint n;

  taper_task_get_selected (snapshot->task, &n);
  shared =
      g_strdup_printf (ngettext ("Shared by everyone: %u basis and the mixer",
                                 "Shared by everyone: %u bases and the mixer", snapshot->n_bases),
                       snapshot->n_bases);
  mixed = g_strdup_printf (ngettext ("Mixed for this task: the weights of %u layer",
                                     "Mixed for this task: the weights of all %u layers",
                                     snapshot->n_layers),
                           snapshot->n_layers);
  own = g_strdup_printf (ngettext ("Only this task: answers among %u ticked class",
                                   "Only this task: answers among %u ticked classes", n),
                         n);
  set_text (self->shared_label, shared);
  set_text (self->mixed_label, mixed);
  set_text (self->own_label, own);
}

static gboolean
is_mode (TaperMixerView *self, const char *mode)
{
  return g_str_equal (self->mode, mode);
}

/* "A has 8 classes, this task 81. Cosine 0.83; most moves “Apple” in head: 0.62 → 0.12." */
static char *
describe_comparison (const TaperSnapshot *snapshot)
{
  g_autoptr (TaperMix) mix = taper_mix_new_difference (snapshot);
  g_autofree char *sizes = NULL, *cosine = NULL;
  guint layer, basis, n_pinned, n_now;
  float before, after;

  taper_task_get_selected (snapshot->tuning->pinned, &n_pinned);
  taper_task_get_selected (snapshot->task, &n_now);
  /* Translators: numbers of classes; the plural follows the second. */
  sizes = g_strdup_printf (
      ngettext ("A has %u, this task %u class.", "A has %u, this task %u classes.", n_now),
      n_pinned, n_now);
  if (!taper_mix_find_largest (mix, &layer, &basis))
    return g_strdup_printf (_ ("%s Both mixes are the same."), sizes);
  before = mix->before[(gsize) layer * mix->n_bases + basis];
  after = before + taper_mix_get_value (mix, layer, basis);
  cosine = g_strdup_printf (_ ("Cosine of both mixes: %.2f."), snapshot->cosine);
  /* Translators: two sentences, then names of a basis and of a layer, coefficients of A and now. */
  return g_strdup_printf (_ ("%1$s %2$s Most moves “%3$s” in %4$s: %5$.2f → %6$.2f."), sizes,
                          cosine, mix->basis_names[basis], mix->layer_names[layer], before, after);
}

/* How the task compares with those the mixer knows, and how many bases it mixes. */
static void
update_survey (TaperMixerView *self)
{
  TaperMixTools *tools = self->document ? taper_document_get_mix_tools (self->document) : NULL;
  TaperSurvey *survey = tools ? taper_mix_tools_get_survey (tools) : NULL;
  TaperSnapshot *snapshot = self->document ? taper_document_get_snapshot (self->document) : NULL;
  g_autofree char *warning = NULL, *usage = NULL;

  if (survey != NULL && snapshot != NULL && survey->bundle == snapshot->bundle)
    {
      warning = taper_survey_warn (survey, snapshot->task);
      usage = taper_survey_describe_usage (survey, snapshot->basis_share);
    }
  gtk_widget_set_visible (self->warning, warning != NULL);
  if (warning != NULL)
    set_text (self->warning_label, warning);
  set_text (self->usage, usage != NULL ? usage : "");
}

static void
update_ghost (TaperMixerView *self)
{
  TaperMixTools *tools = taper_document_get_mix_tools (self->document);
  TaperWhatIf *what_if = is_mode (self, "what-if") ? taper_mix_tools_get_what_if (tools) : NULL;

  taper_heat_map_set_ghost (self->heat_map, what_if != NULL ? what_if->snapshot : NULL);
}

static void
set_table_snapshot (TaperMixerView *self, TaperSnapshot *snapshot)
{
  if (self->table != NULL)
    taper_mixer_table_set_snapshot (self->table, snapshot);
}

static void
update (TaperMixerView *self)
{
  TaperSnapshot *snapshot =
      self->document != NULL ? taper_document_get_snapshot (self->document) : NULL;
  g_autofree char *sentence = NULL;

  if (snapshot == NULL)
    {
      gtk_stack_set_visible_child_name (self->pages, "nothing");
      taper_heat_map_set_snapshot (self->heat_map, NULL);
      set_table_snapshot (self, NULL);
      return;
    }
  if (taper_task_is_empty (snapshot->task))
    {
      gtk_stack_set_visible_child_name (self->pages, "empty");
      return;
    }
  if (is_mode (self, "compare") && snapshot->pinned_coefficients != NULL)
    sentence = describe_comparison (snapshot);
  else
    sentence = taper_snapshot_describe (snapshot);
  set_text (self->sentence, sentence);
  update_parts (self, snapshot);
  taper_heat_map_set_snapshot (self->heat_map, snapshot);
  set_table_snapshot (self, snapshot);
  update_survey (self);
  gtk_stack_set_visible_child_name (self->pages, "mix");
}

static GtkWidget *
create_panel (TaperMixerView *self)
{
  GtkWidget *panel;

  if (is_mode (self, "compare"))
    {
      panel = g_object_new (TAPER_TYPE_COMPARE_PANEL, NULL);
      taper_compare_panel_set_document (TAPER_COMPARE_PANEL (panel), self->document);
    }
  else if (is_mode (self, "edit"))
    {
      panel = g_object_new (TAPER_TYPE_EDIT_PANEL, NULL);
      taper_edit_panel_set_document (TAPER_EDIT_PANEL (panel), self->document, self->heat_map);
    }
  else
    {
      panel = g_object_new (TAPER_TYPE_WHAT_IF_PANEL, NULL);
      taper_what_if_panel_set_document (TAPER_WHAT_IF_PANEL (panel), self->document);
    }
  return panel;
}

static void
show_panel (TaperMixerView *self)
{
  if (gtk_stack_get_child_by_name (self->panels, self->mode) == NULL)
    {
      if (self->document == NULL)
        return;
      gtk_stack_add_named (self->panels, create_panel (self), self->mode);
    }
  gtk_stack_set_visible_child_name (self->panels, self->mode);
}

static void
set_mode (TaperMixerView *self, const char *mode)
{
  TaperMixTools *tools = self->document ? taper_document_get_mix_tools (self->document) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (g_strcmp0 (modes[i], mode) == 0 && modes[i] != self->mode)
      {
        self->mode = modes[i];
        show_panel (self);
        gtk_widget_set_visible (self->parts, is_mode (self, "mix"));
        g_object_set (self->heat_map, "difference", is_mode (self, "compare"), "editable",
                      is_mode (self, "edit"), NULL);
        if (tools != NULL)
          {
            /* what a mode began ends with it */
            if (!is_mode (self, "compare"))
              taper_mix_tools_set_scrub (tools, TAPER_SCRUB_NONE, 1);
            taper_mix_tools_set_asking (tools, is_mode (self, "what-if"));
            update_ghost (self);
            update (self);
          }
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODE]);
      }
}

static void
set_dim (GtkWidget *widget, gboolean dim)
{
  if (dim)
    gtk_widget_add_css_class (widget, "dim-label");
  else
    gtk_widget_remove_css_class (widget, "dim-label");
}

static void
update_status (TaperMixerView *self)
{
  g_autofree char *status = NULL, *pinned = NULL;
  g_autofree char *text = NULL;

  g_object_get (self->heat_map, "status", &status, "pinned-status", &pinned, NULL);
  if (pinned != NULL)
    /* Translators: a cell of the heat map, in words */
    text = g_strdup_printf (_ ("Pinned: %s"), pinned);
  set_text (self->status, status != NULL ? status : _ ("Point at a cell or use the arrow keys"));
  set_dim (GTK_WIDGET (self->status), status == NULL);
  set_dim (GTK_WIDGET (self->pinned), pinned == NULL);
  set_text (self->pinned, text != NULL ? text : _ ("Enter or a click pins it"));
}

static void
form_cb (TaperMixerView *self)
{
  gboolean table = gtk_toggle_button_get_active (self->table_button);

  if (table && self->table == NULL)
    {
      self->table = TAPER_MIXER_TABLE (taper_mixer_table_new ());
      gtk_stack_add_named (self->forms, GTK_WIDGET (self->table), "table");
      update (self);
    }
  gtk_stack_set_visible_child_name (self->forms, table ? "table" : "picture");
  gtk_widget_set_visible (GTK_WIDGET (self->panels), !table || !is_mode (self, "mix"));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_TABLE]);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_mixer_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TaperMixerView *self = TAPER_MIXER_VIEW (object);

  switch (id)
    {
    case PROP_SHOW_TABLE:
      g_value_set_boolean (value, gtk_toggle_button_get_active (self->table_button));
      break;
    case PROP_PROPORTIONAL:
      g_object_get_property (G_OBJECT (self->heat_map), "proportional", value);
      break;
    case PROP_MODE:
      g_value_set_string (value, self->mode);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_mixer_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TaperMixerView *self = TAPER_MIXER_VIEW (object);

  switch (id)
    {
    case PROP_SHOW_TABLE:
      gtk_toggle_button_set_active (
          g_value_get_boolean (value) ? self->table_button : self->picture_button, TRUE);
      break;
    case PROP_PROPORTIONAL:
      g_object_set_property (G_OBJECT (self->heat_map), "proportional", value);
      break;
    case PROP_MODE:
      set_mode (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
taper_mixer_view_grab_focus (GtkWidget *widget)
{
  TaperMixerView *self = TAPER_MIXER_VIEW (widget);

  return gtk_widget_child_focus (GTK_WIDGET (self->forms), GTK_DIR_TAB_FORWARD);
}

static void
taper_mixer_view_dispose (GObject *object)
{
  TaperMixerView *self = TAPER_MIXER_VIEW (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->document);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_MIXER_VIEW);
  G_OBJECT_CLASS (taper_mixer_view_parent_class)->dispose (object);
}

static void
taper_mixer_view_class_init (TaperMixerViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = taper_mixer_view_get_property;
  object_class->set_property = taper_mixer_view_set_property;
  object_class->dispose = taper_mixer_view_dispose;
  widget_class->grab_focus = taper_mixer_view_grab_focus;

  properties[PROP_SHOW_TABLE] = g_param_spec_boolean ("show-table", NULL, NULL, FALSE, flags);
  properties[PROP_PROPORTIONAL] = g_param_spec_boolean ("proportional", NULL, NULL, FALSE, flags);
  properties[PROP_MODE] = g_param_spec_string ("mode", NULL, NULL, "mix", flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (TAPER_TYPE_HEAT_MAP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-mixer-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, pages);
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, forms);
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, sentence);
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, shared_label);
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, mixed_label);
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, own_label);
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, heat_map);
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, picture_button);
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, table_button);
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, parts);
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, warning);
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, warning_label);
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, panels);
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, usage);
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, status);
  gtk_widget_class_bind_template_child (widget_class, TaperMixerView, pinned);
  gtk_widget_class_install_property_action (widget_class, "mixer.show-table", "show-table");
  gtk_widget_class_install_property_action (widget_class, "mixer.mode", "mode");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, 0, "mixer.show-table", NULL);
}

/* Control+T from wherever the focus is. */
static void
add_shortcut (TaperMixerView *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_t, GDK_CONTROL_MASK),
                        gtk_named_action_new ("mixer.show-table")));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
taper_mixer_view_init (TaperMixerView *self)
{
  self->mode = modes[0];
  gtk_widget_init_template (GTK_WIDGET (self));
  taper_stack_hide_pages_from_readers (self->pages);
  taper_stack_hide_pages_from_readers (self->forms);
  taper_stack_hide_pages_from_readers (self->panels);
  add_shortcut (self);
  g_signal_connect_swapped (self->table_button, "toggled", G_CALLBACK (form_cb), self);
  g_signal_connect_swapped (self->heat_map, "notify::status", G_CALLBACK (update_status), self);
  g_signal_connect_swapped (self->heat_map, "notify::pinned-status", G_CALLBACK (update_status),
                            self);
  update_status (self);
  self->document_signals = g_signal_group_new (TAPER_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::snapshot", G_CALLBACK (update),
                                  self);
}

GtkWidget *
taper_mixer_view_new (void)
{
  return g_object_new (TAPER_TYPE_MIXER_VIEW, NULL);
}

void
taper_mixer_view_show_layer (TaperMixerView *self, guint layer)
{
  g_return_if_fail (TAPER_IS_MIXER_VIEW (self));

  gtk_toggle_button_set_active (self->picture_button, TRUE);
  taper_heat_map_show_layer (self->heat_map, layer);
}

void
taper_mixer_view_set_document (TaperMixerView *self, TaperDocument *document)
{
  g_return_if_fail (TAPER_IS_MIXER_VIEW (self));

  g_return_if_fail (self->document == NULL);

  g_set_object (&self->document, document);
  g_signal_group_set_target (self->document_signals, document);
  show_panel (self);
  g_signal_connect_object (taper_document_get_mix_tools (document), "notify::survey",
                           G_CALLBACK (update_survey), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (taper_document_get_mix_tools (document), "notify::what-if",
                           G_CALLBACK (update_ghost), self, G_CONNECT_SWAPPED);
  update (self);
}
