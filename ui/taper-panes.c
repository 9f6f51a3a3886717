/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-panes.h"

/* Of the width: the sidebar's share within limits, then the middle's share of the rest, but not
 * more than half before the end has room for its answers. */
#define SIDEBAR_SHARE 0.22
#define SIDEBAR_MAX 320
#define MIDDLE_SHARE 0.55
#define END_WANTED 400
/* With less beside the sidebar a view is better off with the whole width. */
#define CONTENT_MIN 320

struct _TaperPanes {
  GtkWidget parent_instance;

  GtkWidget *panes[TAPER_N_PANES];
  TaperPane main; /* middle or end: what the content is */
  gboolean alone; /* the other one is not part of the content */
  gboolean show_content;
  guint n_shown;
  guint notify_id;
};

enum { PROP_0, PROP_SIDEBAR, PROP_MIDDLE, PROP_END, PROP_SHOW_CONTENT, PROP_N_SHOWN, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TaperPanes, taper_panes, GTK_TYPE_WIDGET)

static int
min_width (TaperPanes *self, TaperPane pane)
{
  int min = 0;

  if (self->panes[pane] != NULL)
    gtk_widget_measure (self->panes[pane], GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
  return min;
}

static void
taper_panes_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                     int *natural, int *minimum_baseline, int *natural_baseline)
{
  TaperPanes *self = TAPER_PANES (widget);

  *minimum = *natural = 0;
  for (guint i = 0; i < TAPER_N_PANES; i++)
    {
      int min, nat;

      if (self->panes[i] == NULL)
        continue;
      gtk_widget_measure (self->panes[i], orientation, -1, &min, &nat, NULL, NULL);
      *minimum = MAX (*minimum, min);
      *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? *natural + nat : MAX (*natural, nat);
    }
}

static gboolean
notify_shown_cb (gpointer data)
{
  TaperPanes *self = data;

  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SHOWN]);
  return G_SOURCE_REMOVE;
}

static void
set_n_shown (TaperPanes *self, guint n_shown)
{
  if (self->n_shown == n_shown)
    return;
  self->n_shown = n_shown;
  /* Later: others resize on it, which must not happen while sizes are being allocated. */
  if (self->notify_id == 0)
    self->notify_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_shown_cb, self, NULL);
}

/* Fills the width of each pane; 0 = not shown. */
static void
distribute (TaperPanes *self, int width, int widths[TAPER_N_PANES])
{
  int sidebar = min_width (self, TAPER_PANE_SIDEBAR);
  int middle = min_width (self, TAPER_PANE_MIDDLE);
  int end = min_width (self, TAPER_PANE_END);
  int content = MAX (self->main == TAPER_PANE_MIDDLE ? middle : end, CONTENT_MIN);
  int wanted = MIN ((int) (width * SIDEBAR_SHARE), SIDEBAR_MAX);

  widths[0] = widths[1] = widths[2] = 0;
  if (width < sidebar + content)
    {
      set_n_shown (self, 1);
      widths[self->show_content ? self->main : TAPER_PANE_SIDEBAR] = width;
      return;
    }
  if (self->alone || width < sidebar + middle + end)
    {
      set_n_shown (self, 2);
      widths[TAPER_PANE_SIDEBAR] = CLAMP (wanted, sidebar, width - content);
      widths[self->main] = width - widths[TAPER_PANE_SIDEBAR];
      return;
    }

  set_n_shown (self, 3);
  widths[TAPER_PANE_SIDEBAR] = CLAMP (wanted, sidebar, width - middle - end);
  int rest = width - widths[TAPER_PANE_SIDEBAR];
  wanted = MIN ((int) (rest * MIDDLE_SHARE), MAX (rest - END_WANTED, rest / 2));
  widths[TAPER_PANE_MIDDLE] = CLAMP (wanted, middle, rest - end);
  widths[TAPER_PANE_END] = rest - widths[TAPER_PANE_MIDDLE];
}

static void
taper_panes_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TaperPanes *self = TAPER_PANES (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int widths[TAPER_N_PANES];
  int x = 0;

  distribute (self, width, widths);
  for (guint i = 0; i < TAPER_N_PANES; i++)
    {
      if (self->panes[i] == NULL)
        continue;
      if (gtk_widget_get_child_visible (self->panes[i]) != (widths[i] > 0))
        {
          gtk_widget_set_child_visible (self->panes[i], widths[i] > 0);
          /* Not for eyes, not for ears either: GTK 4.8 leaves that to us. */
          gtk_accessible_update_state (GTK_ACCESSIBLE (self->panes[i]), GTK_ACCESSIBLE_STATE_HIDDEN,
                                       widths[i] == 0, -1);
        }
      if (widths[i] == 0)
        continue;
      gtk_widget_size_allocate (
          self->panes[i], &(GtkAllocation){ rtl ? width - x - widths[i] : x, 0, widths[i], height },
          -1);
      x += widths[i];
    }
}

static void
set_pane (TaperPanes *self, TaperPane pane, GtkWidget *child)
{
  g_clear_pointer (&self->panes[pane], gtk_widget_unparent);
  self->panes[pane] = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
taper_panes_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TaperPanes *self = TAPER_PANES (object);

  switch (id)
    {
    case PROP_SIDEBAR:
    case PROP_MIDDLE:
    case PROP_END:
      set_pane (self, id - PROP_SIDEBAR, g_value_get_object (value));
      break;
    case PROP_SHOW_CONTENT:
      taper_panes_set_show_content (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_panes_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TaperPanes *self = TAPER_PANES (object);

  switch (id)
    {
    case PROP_SIDEBAR:
    case PROP_MIDDLE:
    case PROP_END:
      g_value_set_object (value, self->panes[id - PROP_SIDEBAR]);
      break;
    case PROP_SHOW_CONTENT:
      g_value_set_boolean (value, self->show_content);
      break;
    case PROP_N_SHOWN:
      g_value_set_uint (value, self->n_shown);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_panes_dispose (GObject *object)
{
  TaperPanes *self = TAPER_PANES (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  for (guint i = 0; i < TAPER_N_PANES; i++)
    set_pane (self, i, NULL);
  G_OBJECT_CLASS (taper_panes_parent_class)->dispose (object);
}

static void
taper_panes_class_init (TaperPanesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const names[] = { "sidebar", "middle", "end" };

  object_class->set_property = taper_panes_set_property;
  object_class->get_property = taper_panes_get_property;
  object_class->dispose = taper_panes_dispose;
  widget_class->measure = taper_panes_measure;
  widget_class->size_allocate = taper_panes_size_allocate;

  for (guint i = 0; i < TAPER_N_PANES; i++)
    properties[PROP_SIDEBAR + i] = g_param_spec_object (names[i], NULL, NULL, GTK_TYPE_WIDGET,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOW_CONTENT] =
      g_param_spec_boolean ("show-content", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_SHOWN] =
      g_param_spec_uint ("n-shown", NULL, NULL, 1, TAPER_N_PANES, TAPER_N_PANES,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
taper_panes_init (TaperPanes *self)
{
  self->n_shown = TAPER_N_PANES;
  self->main = TAPER_PANE_MIDDLE;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
taper_panes_new (void)
{
  return g_object_new (TAPER_TYPE_PANES, NULL);
}

guint
taper_panes_get_n_shown (TaperPanes *self)
{
  return self->n_shown;
}

void
taper_panes_set_content (TaperPanes *self, TaperPane main, gboolean alone)
{
  g_return_if_fail (main == TAPER_PANE_MIDDLE || main == TAPER_PANE_END);

  if (self->main == main && self->alone == alone)
    return;
  self->main = main;
  self->alone = alone;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

gboolean
taper_panes_get_show_content (TaperPanes *self)
{
  return self->show_content;
}

void
taper_panes_set_show_content (TaperPanes *self, gboolean show_content)
{
  if (self->show_content == !!show_content)
    return;
  self->show_content = !!show_content;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_CONTENT]);
}

GtkWidget *
taper_panes_get_pane (TaperPanes *self, TaperPane pane)
{
  return self->panes[pane];
}

gboolean
taper_panes_is_shown (TaperPanes *self, TaperPane pane)
{
  if (self->n_shown == 1)
    return pane == (self->show_content ? self->main : TAPER_PANE_SIDEBAR);
  return pane == TAPER_PANE_SIDEBAR || pane == self->main || (self->n_shown == 3 && !self->alone);
}
