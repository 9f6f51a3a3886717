/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-output.h"
#include "app/cli/taper-cli-task.h"

#include <glib/gi18n.h>

static void
print_text (TaperBundle *bundle, const TaperTask *task, const float *coefficients)
{
  TaperNetwork *network = taper_bundle_get_network (bundle);
  guint n_bases = taper_bundle_get_n_bases (bundle);
  g_autofree double *shares = taper_cli_parameter_shares (bundle, coefficients);
  g_autofree char *columns = g_strnfill (n_bases + 1, 'r');
  g_autoptr (TaperCliTable) legend = taper_cli_table_new ("lrl");
  g_autoptr (TaperCliTable) table = NULL;

  columns[0] = 'l';
  table = taper_cli_table_new (columns);
  taper_cli_print_task (bundle, task);
  taper_cli_print ("\n%s\n", _ ("Bases, with the share of all parameters that comes from each"));
  for (guint k = 0; k < n_bases; k++)
    {
      taper_cli_table_add (legend, "b%u", k + 1);
      taper_cli_table_add (legend, "%.1f %%", shares[k] * 100);
      taper_cli_table_add (legend, "%s", taper_bundle_get_basis_label (bundle, k));
    }
  taper_cli_table_print (legend, 2);
  taper_cli_print ("\n%s\n", _ ("Coefficients: each row sums to 1"));
  taper_cli_table_add (table, "%s", _ ("layer"));
  for (guint k = 0; k < n_bases; k++)
    taper_cli_table_add (table, "b%u", k + 1);
  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      taper_cli_table_add (table, "%s", taper_network_get_layer (network, l)->name);
      for (guint k = 0; k < n_bases; k++)
        taper_cli_table_add (table, "%.3f", coefficients[l * n_bases + k]);
    }
  taper_cli_table_print (table, 2);
}

static void
print_json (TaperBundle *bundle, const TaperTask *task, const TaperCliMix *mix)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  taper_cli_json_bundle (builder, "bundle", bundle);
  taper_cli_json_task (builder, "task", bundle, task);
  taper_cli_json_mix (builder, "mix", bundle, mix->coefficients);
  json_builder_set_member_name (builder, "timings_ms");
  json_builder_begin_object (builder);
  taper_cli_json_double (builder, "mixer", mix->mixer_ms);
  taper_cli_json_double (builder, "blend", mix->blend_ms);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  taper_cli_json_print (builder);
}

int
taper_cli_coefficients (int argc, char **argv)
{
  const TaperCliUsage usage = {
    .summary = _ ("Shows the mixer's coefficients of a task: how much of each basis goes into "
                  "each layer of the personalized model."),
    .example = "  taper-cli coefficients --classes \"Banana,Lemon\"\n"
               "  taper-cli coefficients -b tiny-imagenet-s8 --group \"dogs and cats\" --json",
    .flags = TAPER_CLI_WITH_BUNDLE | TAPER_CLI_WITH_TASK | TAPER_CLI_NEEDS_TASK,
  };
  g_auto (TaperCliOptions) options = { 0 };
  g_auto (TaperCliMix) mix = { 0 };
  g_autoptr (TaperBundle) bundle = NULL;
  g_autoptr (TaperTask) task = NULL;
  int status;

  if (!taper_cli_options_parse (&options, &usage, argc, argv, &status))
    return status;
  if (!taper_cli_open (&options, &bundle, &task))
    return TAPER_CLI_FAILED;
  taper_cli_mix_init (&mix, bundle, task);
  if (options.json)
    print_json (bundle, task, &mix);
  else
    print_text (bundle, task, mix.coefficients);
  if (options.verbose)
    taper_cli_report (_ ("mixer %.2f ms, blend %.2f ms, %u threads"), mix.mixer_ms, mix.blend_ms,
                      taper_pool_get_threads ());
  return TAPER_CLI_OK;
}
