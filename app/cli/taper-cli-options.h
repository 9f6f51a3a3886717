/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli/taper-cli.h"

G_BEGIN_DECLS

/**
 * TaperCliOptions: what the options shared by the subcommands were set to. Zero it before
 * taper_cli_options_parse(), clear it after use.
 */
typedef struct {
  char *bundle;        /* --bundle: path or bare name; NULL: the default */
  char **classes;      /* --classes: as given, may hold commas */
  char **groups;       /* --group */
  char **descriptions; /* --describe */
  char *task_file;     /* --task */
  char **rest;         /* what is not an option; NULL if nothing */
  int threads;         /* 0: as many as there are physical cores */
  gboolean json;
  gboolean verbose;
} TaperCliOptions;

/**
 * TaperCliOptionsFlags:
 * @TAPER_CLI_WITH_BUNDLE: takes --bundle
 * @TAPER_CLI_WITH_TASK: takes --classes, --group, --describe and --task
 * @TAPER_CLI_NEEDS_TASK: one of them must be given
 * @TAPER_CLI_NEEDS_PARAMETERS: at least one parameter must be given
 */
typedef enum {
  TAPER_CLI_WITH_BUNDLE = 1 << 0,
  TAPER_CLI_WITH_TASK = 1 << 1,
  TAPER_CLI_NEEDS_TASK = 1 << 2,
  TAPER_CLI_NEEDS_PARAMETERS = 1 << 3,
} TaperCliOptionsFlags;

/**
 * TaperCliUsage:
 * @parameters: (nullable): what follows the options, e.g. "PICTURE..."; %NULL: nothing may
 * @summary: one paragraph
 * @example: indented lines
 * @entries: (nullable): the subcommand's own options
 */
typedef struct {
  const char *parameters;
  const char *summary;
  const char *example;
  const GOptionEntry *entries;
  TaperCliOptionsFlags flags;
} TaperCliUsage;

/**
 * taper_cli_options_parse:
 * @status: (out): with %FALSE, what to exit with
 *
 * Parses the shared options and those of @usage. --help and --version are answered here, and
 * --threads takes effect.
 *
 * Returns: %TRUE to go on; %FALSE if the command is already finished
 */
gboolean taper_cli_options_parse (TaperCliOptions *self, const TaperCliUsage *usage, int argc,
                                  char **argv, int *status);
void taper_cli_options_clear (TaperCliOptions *self);
gboolean taper_cli_options_have_task (const TaperCliOptions *self);

/* Says on standard error that the command line is wrong and where help is; %TAPER_CLI_USAGE. */
int taper_cli_usage_error (const char *format, ...) G_GNUC_PRINTF (1, 2);

void taper_cli_print_version (void);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TaperCliOptions, taper_cli_options_clear)

G_END_DECLS
