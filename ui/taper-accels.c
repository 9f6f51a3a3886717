/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-accels.h"

static const TaperAccel accels[] = {
  { "app.quit", { "<Control>q" } },
  { "app.shortcuts", { "<Control>question" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.new-window", { "<Control>n" } },
  { "app.help", { "F1" } },
  { "win.close", { "<Control>w" } },
  { "win.open", { "<Control>o" } },
  { "win.find", { "<Control>f" } },
  { "win.next-pane", { "F6" } },
  { "win.previous-pane", { "<Shift>F6" } },
  { "win.bundle-card", { "<Alt>Return" } },
  { "win.view('mix')", { "<Alt>1" } },
  { "win.view('weights')", { "<Alt>2" } },
  { "win.view('pictures')", { "<Alt>3" } },
  { "win.view('evaluate')", { "<Alt>4" } },
  { "win.view('context')", { "<Alt>5" } },
  { "win.present", { "F11" } },
  { "win.proof", { "<Control><Shift>p" } },
  { "win.paste", { "<Control>v" }, TRUE },
  { "win.undo", { "<Control>z" }, TRUE },
  { "win.redo", { "<Control><Shift>z", "<Control>y" }, TRUE },
};

const TaperAccel *
taper_accels_get (guint *n)
{
  *n = G_N_ELEMENTS (accels);
  return accels;
}
