/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-application.h"
#include "ui/taper-accels.h"
#include "ui/taper-demo-report.h"
#include "ui/taper-help-window.h"
#include "ui/taper-preferences.h"
#include "ui/taper-sessions.h"
#include "ui/taper-settings.h"
#include "ui/taper-train-window.h"
#include "ui/taper-window.h"
#include "taper-config.h"
#include "taper-resources.h"
#include <glib/gi18n.h>

#define RESOURCE_PATH "/io/github/taper_project/Taper"

struct _TaperApplication {
  AdwApplication parent_instance;

  GSettings *settings; /* NULL when the schema is missing */
  TaperSessions *sessions;
  char *report_path; /* --demo-report */
  TaperDemoReport *report;
  int status;
};

G_DEFINE_FINAL_TYPE (TaperApplication, taper_application, ADW_TYPE_APPLICATION)

/* (nullable): the one used last; there are windows of other kinds, too. */
static TaperWindow *
find_window (GtkApplication *application)
{
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (TAPER_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

static TaperWindow *
ensure_window (TaperApplication *self, gboolean *is_new)
{
  TaperWindow *window = find_window (GTK_APPLICATION (self));

  if (is_new)
    *is_new = window == NULL;
  if (window == NULL)
    {
      window = taper_window_new (GTK_APPLICATION (self));
      if (self->report_path == NULL)
        taper_sessions_keep (self->sessions, window);
    }
  return window;
}

/* TRUE when windows of the last session were made. */
static gboolean
start_sessions (TaperApplication *self, gboolean restore)
{
  return self->report_path == NULL && taper_sessions_start (self->sessions, restore);
}

static void
report_done_cb (TaperDemoReport *report, gboolean success, TaperApplication *self)
{
  self->status = success ? 0 : 1;
  g_application_quit (G_APPLICATION (self));
}

static void
start_report (TaperApplication *self, TaperWindow *window)
{
  if (self->report_path == NULL || self->report != NULL)
    return;
  self->report = taper_demo_report_new (window, self->report_path);
  g_signal_connect_object (self->report, "done", G_CALLBACK (report_done_cb), self, 0);
}

static gboolean
present_cb (gpointer window)
{
  gtk_window_present (window);
  return G_SOURCE_REMOVE;
}

/* In a turn of its own: GTK's start, building the window and showing it are the longest waits, and
 * the engine can open the bundle meanwhile. */
static void
present_soon (TaperWindow *window)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, present_cb, g_object_ref (window), g_object_unref);
}

static void
taper_application_activate (GApplication *application)
{
  TaperApplication *self = TAPER_APPLICATION (application);
  gboolean is_new = find_window (GTK_APPLICATION (application)) == NULL;
  TaperWindow *window;

  if (is_new && start_sessions (self, TRUE))
    return;
  window = ensure_window (self, &is_new);
  if (is_new)
    taper_document_open_demo (taper_window_get_document (window));
  start_report (self, window);
  present_soon (window);
}

static void
taper_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  TaperApplication *self = TAPER_APPLICATION (application);
  gboolean is_new = find_window (GTK_APPLICATION (application)) == NULL;
  TaperWindow *window;

  /* Who opens a file wants to see that one; the last session can be asked for. */
  if (is_new)
    start_sessions (self, FALSE);
  window = ensure_window (self, &is_new);
  taper_window_open_files (window, files, n_files, is_new);
  start_report (self, window);
  present_soon (window);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkApplication *application = data;
  GList *windows = g_list_copy (gtk_application_get_windows (application));

  taper_sessions_quit (TAPER_APPLICATION (application)->sessions);
  /* Closing lets each window save its state; the last one ends the process. */
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
  g_list_free (windows);
}

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperWindow *window = taper_window_new (GTK_APPLICATION (data));

  taper_sessions_keep (TAPER_APPLICATION (data)->sessions, window);
  taper_document_open_demo (taper_window_get_document (window));
  present_soon (window);
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  taper_help_window_present (GTK_APPLICATION (data));
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperApplication *self = data;

  if (self->settings != NULL)
    taper_preferences_present (GTK_APPLICATION (self), self->settings);
}

static char *
debug_info (void)
{
  return g_strdup_printf ("Taper %s\nGTK %u.%u.%u\nlibadwaita %u.%u.%u\nGLib %u.%u.%u\n",
                          TAPER_VERSION, gtk_get_major_version (), gtk_get_minor_version (),
                          gtk_get_micro_version (), adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version (), glib_major_version,
                          glib_minor_version, glib_micro_version);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autofree char *info = debug_info ();
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (data));
  /* clang-format off */
  GtkWidget *about = g_object_new (ADW_TYPE_ABOUT_WINDOW,
      "transient-for", parent,
      "modal", TRUE,
      "application-name", "Taper",
      "application-icon", TAPER_APP_ID,
      "developer-name", _("The Taper contributors"),
      "version", TAPER_VERSION,
      "license-type", GTK_LICENSE_GPL_3_0,
      "copyright", _("© The Taper contributors"),
      "comments", _("Tick the things you care about and get one small model made for them: mixed "
                    "from a few base models in milliseconds, without training.\n\n"
                    "Everything runs on this computer; Taper never uses the network."),
      "debug-info", info,
      "debug-info-filename", "taper-debug-info.txt",
      NULL);
  /* clang-format on */

  adw_about_window_add_legal_section (
      ADW_ABOUT_WINDOW (about), _ ("The Method"), NULL, GTK_LICENSE_CUSTOM,
      _ ("“Train-Once-for-All Personalization” (TAPER), CVPR 2023. A patent application on the "
         "method exists: US 2024/0362460."));
  adw_about_window_add_legal_section (ADW_ABOUT_WINDOW (about), _ ("Grocery Store Dataset"), NULL,
                                      GTK_LICENSE_MIT_X11, NULL);
  gtk_window_present (GTK_WINDOW (about));
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (RESOURCE_PATH "/shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (window, gtk_application_get_active_window (data));
  gtk_window_present (window);
}

static void
train_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperWindow *window = find_window (GTK_APPLICATION (data));

  taper_train_window_present (
      GTK_APPLICATION (data),
      window == NULL ? NULL : taper_document_get_bundle (taper_window_get_document (window)));
}

static void
taper_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "new-window", .activate = new_window_cb },
    { .name = "help", .activate = help_cb },
    { .name = "quit", .activate = quit_cb },
    { .name = "about", .activate = about_cb },
    { .name = "shortcuts", .activate = shortcuts_cb },
    { .name = "preferences", .activate = preferences_cb },
    { .name = "train", .activate = train_cb },
  };
  guint n_accels;
  const TaperAccel *accels = taper_accels_get (&n_accels);

  TaperApplication *self = TAPER_APPLICATION (application);

  /* Named here so that the linker keeps the resources of the static library. */
  g_resources_register (taper_get_resource ());
  G_APPLICATION_CLASS (taper_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  for (guint i = 0; i < n_accels; i++)
    if (!accels[i].late)
      gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action,
                                             accels[i].accels);
  gtk_window_set_default_icon_name (TAPER_APP_ID);
  self->settings = taper_settings_new ();
  if (self->settings != NULL)
    taper_preferences_apply (self->settings);
  self->sessions = taper_sessions_new (GTK_APPLICATION (application), self->settings);
  /* Translators: “default:RTL” if the language is written from right to left, else “default:LTR” */
  if (g_str_equal (C_ ("direction", "default:LTR"), "default:RTL"))
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
}

static void
taper_application_shutdown (GApplication *application)
{
  g_clear_pointer (&TAPER_APPLICATION (application)->sessions, taper_sessions_free);
  G_APPLICATION_CLASS (taper_application_parent_class)->shutdown (application);
}

static int
taper_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  TaperApplication *self = TAPER_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("taper %s\n", TAPER_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "demo-report", "^ay", &self->report_path))
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
taper_application_finalize (GObject *object)
{
  TaperApplication *self = TAPER_APPLICATION (object);

  g_clear_object (&self->report);
  g_clear_object (&self->settings);
  g_free (self->report_path);
  G_OBJECT_CLASS (taper_application_parent_class)->finalize (object);
}

static void
taper_application_class_init (TaperApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = taper_application_finalize;
  application_class->startup = taper_application_startup;
  application_class->shutdown = taper_application_shutdown;
  application_class->activate = taper_application_activate;
  application_class->open = taper_application_open;
  application_class->handle_local_options = taper_application_handle_local_options;
}

static void
taper_application_init (TaperApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { "demo-report", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_ ("Write the window to a PNG once everything is answered, print the answers and exit"),
      N_ ("FILE.png") },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self),
                                                     _ ("[BUNDLE, PICTURE or FOLDER…]"));
}

TaperApplication *
taper_application_new (void)
{
  GApplicationFlags flags = G_APPLICATION_HANDLES_OPEN;

  /* Tests run several at once and must not reach a window the user has open. */
  if (g_strcmp0 (g_getenv ("TAPER_NON_UNIQUE"), "1") == 0)
    flags |= G_APPLICATION_NON_UNIQUE;
  return g_object_new (TAPER_TYPE_APPLICATION, "application-id", TAPER_APP_ID, "flags", flags,
                       "resource-base-path", RESOURCE_PATH, NULL);
}

int
taper_application_get_status (TaperApplication *self)
{
  return self->status;
}
