/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-options.h"

#include "app/cli/taper-cli-output.h"
#include "core/taper.h"

#include <glib/gi18n.h>

/* What a person can mean: the limit only catches slips such as --threads 44444. */
#define MAX_THREADS 1024

void
taper_cli_print_version (void)
{
  taper_cli_print ("taper-cli %s\n", TAPER_VERSION);
}

int
taper_cli_usage_error (const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  /* Translators: the first %s is what is wrong, the second the command, such as "taper-cli
   * classify" */
  taper_cli_report (_ ("%s; try “%s --help”"), message, g_get_prgname ());
  return TAPER_CLI_USAGE;
}

gboolean
taper_cli_options_have_task (const TaperCliOptions *self)
{
  return self->classes != NULL || self->groups != NULL || self->descriptions != NULL ||
         self->task_file != NULL;
}

void
taper_cli_options_clear (TaperCliOptions *self)
{
  g_clear_pointer (&self->bundle, g_free);
  g_clear_pointer (&self->classes, g_strfreev);
  g_clear_pointer (&self->groups, g_strfreev);
  g_clear_pointer (&self->descriptions, g_strfreev);
  g_clear_pointer (&self->task_file, g_free);
  g_clear_pointer (&self->rest, g_strfreev);
}

static void
add_bundle_options (GOptionContext *context, TaperCliOptions *self)
{
  const GOptionEntry entries[] = {
    { "bundle", 'b', 0, G_OPTION_ARG_FILENAME, &self->bundle,
      N_ ("Bundle file, or the name of a shipped bundle (default: groceries-s16)"), N_ ("FILE") },
    { NULL },
  };

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
}

/* Names are read as file names: their bytes arrive as they are, whatever the locale. */
static void
add_task_options (GOptionContext *context, TaperCliOptions *self)
{
  const GOptionEntry entries[] = {
    { "classes", 'c', 0, G_OPTION_ARG_FILENAME_ARRAY, &self->classes,
      N_ ("Classes of the task: names, synonyms or ids; a comma in a name is written \\,"),
      N_ ("NAME,...") },
    { "group", 'g', 0, G_OPTION_ARG_FILENAME_ARRAY, &self->groups,
      N_ ("All classes of a group; may be repeated"), N_ ("GROUP") },
    { "describe", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->descriptions,
      N_ ("What the task is about, in words: names, synonyms, groups and meanings"), N_ ("TEXT") },
    { "task", 't', 0, G_OPTION_ARG_FILENAME, &self->task_file, N_ ("File with one class per line"),
      N_ ("FILE") },
    { NULL },
  };

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
}

static GOptionContext *
new_context (TaperCliOptions *self, const TaperCliUsage *usage, gboolean *help, gboolean *version)
{
  GOptionContext *context = g_option_context_new (usage->parameters);
  g_autofree char *description = g_strdup_printf ("%s\n%s", _ ("Example:"), usage->example);
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print one JSON object"), NULL },
    { "threads", 0, 0, G_OPTION_ARG_INT, &self->threads,
      N_ ("Threads to compute with (default: one per core)"), "N" },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &self->verbose, N_ ("Say how long it took"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, version, N_ ("Print the version"), NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, help, N_ ("Print this help"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->rest, NULL, NULL },
    { NULL },
  };

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, usage->summary);
  g_option_context_set_description (context, description);
  if (usage->flags & TAPER_CLI_WITH_BUNDLE)
    add_bundle_options (context, self);
  if (usage->flags & TAPER_CLI_WITH_TASK)
    add_task_options (context, self);
  if (usage->entries != NULL)
    g_option_context_add_main_entries (context, usage->entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return context;
}

/* What the options are wrong about by themselves, or %TAPER_CLI_OK. */
static int
check (const TaperCliOptions *self, const TaperCliUsage *usage)
{
  if (self->threads < 0 || self->threads > MAX_THREADS)
    return taper_cli_usage_error (_ ("--threads %d: expected 1 to %d, or 0 for one per core"),
                                  self->threads, MAX_THREADS);
  if (usage->parameters == NULL && self->rest != NULL)
    return taper_cli_usage_error (_ ("%s: unexpected argument"), self->rest[0]);
  if ((usage->flags & TAPER_CLI_NEEDS_PARAMETERS) && self->rest == NULL)
    return taper_cli_usage_error (_ ("%s missing"), usage->parameters);
  if ((usage->flags & TAPER_CLI_NEEDS_TASK) && !taper_cli_options_have_task (self))
    return taper_cli_usage_error (_ ("no task given; say which classes matter with --classes, "
                                     "--group, --describe or --task"));
  return TAPER_CLI_OK;
}

gboolean
taper_cli_options_parse (TaperCliOptions *self, const TaperCliUsage *usage, int argc, char **argv,
                         int *status)
{
  gboolean help = FALSE, version = FALSE;
  g_autoptr (GOptionContext) context = new_context (self, usage, &help, &version);
  g_autofree char *command = g_strdup_printf ("taper-cli %s", argv[0]);
  g_autoptr (GError) error = NULL;

  g_set_prgname (command);
  *status = TAPER_CLI_OK;
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      *status = taper_cli_usage_error ("%s", error->message);
      return FALSE;
    }
  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);

      taper_cli_print ("%s", text);
      return FALSE;
    }
  if (version)
    {
      taper_cli_print_version ();
      return FALSE;
    }
  *status = check (self, usage);
  if (*status != TAPER_CLI_OK)
    return FALSE;
  taper_pool_set_threads (self->threads);
  return TRUE;
}
