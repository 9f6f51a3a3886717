/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-locale.h"
#include "ui/taper-application.h"

int
main (int argc, char **argv)
{
  taper_locale_init ();

  g_set_application_name ("Taper");
  g_autoptr (TaperApplication) application = taper_application_new ();
  int status = g_application_run (G_APPLICATION (application), argc, argv);
  return status != 0 ? status : taper_application_get_status (application);
}
