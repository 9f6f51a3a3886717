/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-accels.h"

static const TaperAccel accels[] = {
  { "app.quit", { "<Control>q" }, FALSE },
  { "app.shortcuts", { "<Control>question" }, FALSE },
  { "app.preferences", { "<Control>comma" }, FALSE },
  { "app.new-window", { "<Control>n" }, FALSE },
  { "app.help", { "F1" }, FALSE },
  { "win.close", { "<Control>w" }, FALSE },
  { "win.open", { "<Control>o" }, FALSE },
  { "win.find", { "<Control>f" }, FALSE },
  { "win.next-pane", { "F6" }, FALSE },
  { "win.previous-pane", { "<Shift>F6" }, FALSE },
  { "win.bundle-card", { "<Alt>Return" }, FALSE },
  { "win.view('mix')", { "<Alt>1" }, FALSE },
  { "win.view('weights')", { "<Alt>2" }, FALSE },
  { "win.view('pictures')", { "<Alt>3" }, FALSE },
  { "win.view('evaluate')", { "<Alt>4" }, FALSE },
  { "win.view('context')", { "<Alt>5" }, FALSE },
  { "win.export-view", { "<Control>e" }, FALSE },
  { "win.present", { "F11" }, FALSE },
  { "win.proof", { "<Control><Shift>p" }, FALSE },
  { "win.paste", { "<Control>v" }, TRUE },
  { "win.copy-view", { "<Control>c" }, TRUE },
  { "win.undo", { "<Control>z" }, TRUE },
  { "win.redo", { "<Control><Shift>z", "<Control>y" }, TRUE },
};

const TaperAccel *
taper_accels_get (guint *n)
{
  *n = G_N_ELEMENTS (accels);
  return accels;
}
