/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli.h"

#include "app/cli/taper-cli-options.h"
#include "app/cli/taper-cli-output.h"
#include "app/taper-locale.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>

static const TaperCliCommand commands[] = {
  { "inspect", N_ ("show what a bundle holds"), taper_cli_inspect },
  { "coefficients", N_ ("show how a task mixes the bases"), taper_cli_coefficients },
  { "classify", N_ ("answer pictures, generic and personalized"), taper_cli_classify },
  { "evaluate", N_ ("count right answers over a folder of pictures"), taper_cli_evaluate },
  { "context", N_ ("measure recognition without a task description"), taper_cli_context },
  { "sweep", N_ ("measure many sampled tasks"), taper_cli_sweep },
  { "compare", N_ ("set bundles side by side"), taper_cli_compare },
  { "synthesize", N_ ("write the personalized model of a task"), taper_cli_synthesize },
  { "train", N_ ("make a bundle from a folder of pictures"), taper_cli_train },
};

static void
print_help (void)
{
  g_autoptr (TaperCliTable) table = taper_cli_table_new ("ll");

  taper_cli_print ("%s\n  taper-cli %s\n\n%s\n\n%s\n", _ ("Usage:"), _ ("COMMAND [OPTION…]"),
                   _ ("Personalized recognition without training: one small model for the "
                      "classes you name."),
                   _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      taper_cli_table_add (table, "%s", commands[i].name);
      taper_cli_table_add (table, "%s", _ (commands[i].summary));
    }
  taper_cli_table_print (table, 2);
  taper_cli_print ("\n%s\n", _ ("“taper-cli COMMAND --help” explains a command and its options."));
}

static int
run (int argc, char **argv)
{
  g_autoptr (GString) names = g_string_new (NULL);

  if (argc < 2)
    return taper_cli_usage_error (_ ("no command given"));
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    {
      print_help ();
      return TAPER_CLI_OK;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      taper_cli_print_version ();
      return TAPER_CLI_OK;
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (argv[1], commands[i].name))
        return commands[i].run (argc - 1, argv + 1);
      g_string_append_printf (names, "%s%s", i == 0 ? "" : ", ", commands[i].name);
    }
  return taper_cli_usage_error (_ ("%s: unknown command; expected one of %s"), argv[1], names->str);
}

int
main (int argc, char **argv)
{
  int status;

  taper_locale_init ();
  g_set_prgname ("taper-cli");
  status = run (argc, argv);
  /* A full disk must not look like success. */
  if (fflush (stdout) != 0 || ferror (stdout))
    {
      taper_cli_report (_ ("standard output: could not be written: %s; free some space and run "
                           "it again"),
                        g_strerror (errno));
      return TAPER_CLI_FAILED;
    }
  return status;
}
