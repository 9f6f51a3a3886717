/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TaperCliStatus:
 * @TAPER_CLI_OK: everything asked for was done
 * @TAPER_CLI_FAILED: something in a file, a folder or the task stood in the way
 * @TAPER_CLI_USAGE: the command line itself is wrong, whatever the files hold
 *
 * Exit codes of every subcommand.
 */
typedef enum {
  TAPER_CLI_OK = 0,
  TAPER_CLI_FAILED = 1,
  TAPER_CLI_USAGE = 2,
} TaperCliStatus;

/**
 * TaperCliCommand:
 * @name: the word after `taper-cli`
 * @summary: untranslated, for the list of commands; marked with N_()
 * @run: @argv[0] is the subcommand's name; returns a #TaperCliStatus
 *
 * One subcommand; the table of all of them is in taper-cli.c, each lives in a file of its own.
 */
typedef struct {
  const char *name;
  const char *summary;
  int (*run) (int argc, char **argv);
} TaperCliCommand;

int taper_cli_inspect (int argc, char **argv);
int taper_cli_coefficients (int argc, char **argv);
int taper_cli_classify (int argc, char **argv);
int taper_cli_context (int argc, char **argv);
int taper_cli_evaluate (int argc, char **argv);
int taper_cli_sweep (int argc, char **argv);
int taper_cli_compare (int argc, char **argv);
int taper_cli_synthesize (int argc, char **argv);
int taper_cli_train (int argc, char **argv);

G_END_DECLS
