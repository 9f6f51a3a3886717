/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-settings.h"
#include "taper-config.h"

GSettings *
taper_settings_new (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) uninstalled = NULL;
  g_autoptr (GSettingsSchema) schema =
      source != NULL ? g_settings_schema_source_lookup (source, TAPER_APP_ID, TRUE) : NULL;

  if (schema == NULL)
    {
      uninstalled =
          g_settings_schema_source_new_from_directory (TAPER_BUILD_SCHEMADIR, source, TRUE, NULL);
      if (uninstalled != NULL)
        schema = g_settings_schema_source_lookup (uninstalled, TAPER_APP_ID, FALSE);
    }
  /* g_settings_new() ends the process when the schema is missing. */
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}
