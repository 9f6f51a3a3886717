/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-theme.h"

#include <adwaita.h>

static TaperColor
from_rgba (const GdkRGBA *rgba)
{
  return (TaperColor){ rgba->red, rgba->green, rgba->blue, rgba->alpha };
}

void
taper_theme_get_palette (GtkWidget *widget, TaperPalette *palette)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA rgba;

  taper_palette_init (palette, adw_style_manager_get_dark (manager),
                      adw_style_manager_get_high_contrast (manager));
  gtk_style_context_get_color (context, &rgba);
  palette->foreground = from_rgba (&rgba);
  if (gtk_style_context_lookup_color (context, "window_bg_color", &rgba))
    palette->background = from_rgba (&rgba);
  if (gtk_style_context_lookup_color (context, "accent_color", &rgba))
    palette->accent = from_rgba (&rgba);
}
