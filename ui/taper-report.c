/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-report.h"

#include "app/taper-document-recipe.h"
#include "app/taper-proof.h"
#include "ui/taper-view-poster.h"
#include <glib/gi18n.h>

static const struct {
  const char *view, *title;
} sections[] = { { "mix", N_ ("Mix") },
                 { "pictures", N_ ("Pictures") },
                 { "evaluate", N_ ("Evaluate") },
                 { "context", N_ ("Context") },
                 { "weights", N_ ("Weights") } };

static const char style[] =
    "body{font:15px/1.5 Cantarell,system-ui,sans-serif;max-width:60rem;margin:2.5rem auto;"
    "padding:0 1.5rem;color:#1b1b1f;background:#fff}h1{font-size:1.7rem;margin:0}"
    "h2{font-size:1.25rem;margin:2.5rem 0 .75rem}img{width:100%;height:auto;border:1px solid #ddd;"
    "border-radius:8px}table{border-collapse:collapse;font-size:.85rem;"
    "font-variant-numeric:tabular-nums}td,th{padding:.25rem .75rem .25rem 0;text-align:left;"
    "vertical-align:top;border-bottom:1px solid #eee}code{font-size:.85rem;overflow-wrap:anywhere}"
    "summary{cursor:pointer;margin:.5rem 0}.scroll{overflow-x:auto}.dim{color:#5e5c64}"
    ".warning{background:#fdf0d5;border:1px solid #c08000;padding:.5rem 1rem;border-radius:8px}";

struct _TaperReport {
  TaperSnapshot *snapshot;
  TaperRecipe *recipe;
  TaperPoster *posters[G_N_ELEMENTS (sections)]; /* NULL: nothing to show */
  GPtrArray *proofs;
  char *date;
};

TaperReport *
taper_report_new (TaperDocument *document, GtkWidget *evaluate, GtkWidget *context,
                  GPtrArray *proofs)
{
  TaperReport *self = g_new0 (TaperReport, 1);
  GtkWidget *const widgets[] = { NULL, NULL, evaluate, context, NULL };
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  self->snapshot = taper_snapshot_ref (taper_document_get_snapshot (document));
  self->recipe = taper_document_make_recipe (document);
  self->proofs = proofs;
  /* Translators: a date and a time, see strftime */
  self->date = g_date_time_format (now, _ ("%-d %B %Y, %H:%M"));
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      const gboolean needs_widget = i == 2 || i == 3;

      if (needs_widget && widgets[i] == NULL)
        continue;
      self->posters[i] = taper_view_poster_new (sections[i].view, widgets[i], document);
      taper_poster_record (self->posters[i]);
    }
  return self;
}

void
taper_report_free (TaperReport *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    g_clear_pointer (&self->posters[i], taper_poster_free);
  taper_snapshot_unref (self->snapshot);
  taper_recipe_free (self->recipe);
  g_ptr_array_unref (self->proofs);
  g_free (self->date);
  g_free (self);
}

/* --- HTML ------------------------------------------------------------------------------------- */

static void
append_escaped (GString *html, const char *tag, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  g_string_append_printf (html, "<%s>%s</%s>", tag, escaped, tag);
}

/* Tab separated lines as tables; an empty line begins another one, with a head of its own. */
static void
append_tables (GString *html, const char *tsv)
{
  g_auto (GStrv) lines = g_strsplit (tsv, "\n", -1);
  gboolean open = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);

      if (*lines[i] == '\0')
        {
          g_string_append (html, open ? "</table>" : "");
          open = FALSE;
          continue;
        }
      g_string_append (html, open ? "<tr>" : "<table><tr>");
      for (guint c = 0; cells[c] != NULL; c++)
        append_escaped (html, open || g_ascii_isdigit (*lines[i]) ? "td" : "th", cells[c]);
      g_string_append (html, "</tr>\n");
      open = TRUE;
    }
  g_string_append (html, open ? "</table>" : "");
}

static gboolean
append_section (GString *html, const char *title, TaperPoster *poster, GError **error)
{
  g_autoptr (GBytes) svg = taper_poster_render (poster, TAPER_POSTER_SVG, 1, error);
  g_autofree char *base64 = NULL, *alt = NULL;

  if (svg == NULL)
    return FALSE;
  base64 = g_base64_encode (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg));
  append_escaped (html, "h2", title);
  alt = g_markup_escape_text (title, -1);
  g_string_append_printf (html, "<img alt=\"%s\" src=\"data:image/svg+xml;base64,%s\">", alt,
                          base64);
  g_string_append (html, "<details>");
  append_escaped (html, "summary", _ ("The numbers"));
  g_string_append (html, "<div class=\"scroll\">");
  append_tables (html, taper_poster_get_numbers (poster));
  g_string_append (html, "</div></details>\n");
  return TRUE;
}

static void
append_proofs (GString *html, GPtrArray *proofs)
{
  append_escaped (html, "h2", _ ("How to get these numbers again"));
  g_string_append (html, "<table><tr>");
  append_escaped (html, "th", _ ("Numbers"));
  append_escaped (html, "th", _ ("Counted over"));
  append_escaped (html, "th", _ ("Seed"));
  append_escaped (html, "th", _ ("Command"));
  g_string_append (html, "</tr>\n");
  for (guint i = 0; i < proofs->len; i++)
    {
      const TaperProof *proof = proofs->pdata[i];

      g_string_append (html, "<tr>");
      append_escaped (html, "td", proof->what);
      append_escaped (html, "td", proof->sample);
      append_escaped (html, "td", proof->seed);
      g_string_append (html, "<td>");
      if (proof->command != NULL)
        append_escaped (html, "code", proof->command);
      append_escaped (html, "div", proof->reason);
      g_string_append (html, "</td></tr>\n");
    }
  g_string_append (html, "</table>\n");
}

static void
append_head (GString *html, TaperReport *self)
{
  g_autofree char *word = taper_recipe_to_word (self->recipe);
  /* Translators: name of a bundle. */
  g_autofree char *title = g_strdup_printf (_ ("A model made from “%s”"),
                                            taper_bundle_get_name (self->snapshot->bundle));

  g_string_append_printf (html,
                          "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
                          "<meta name=\"viewport\" content=\"width=device-width\">"
                          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                          "'none'; img-src data:; style-src 'unsafe-inline'\">"
                          "<meta name=\"recipe\" content=\"%s\"><style>%s</style>",
                          word, style);
  append_escaped (html, "title", title);
  g_string_append (html, "</head>\n<body>");
  append_escaped (html, "h1", title);
  g_string_append (html, "<p class=\"dim\">");
  append_escaped (html, "span", self->date);
  g_string_append (html, "</p>");
  if (taper_recipe_is_edited (self->recipe))
    {
      g_string_append (html, "<div class=\"warning\">");
      append_escaped (html, "b", _ ("Hand-edited: some layers do not follow the mixer"));
      g_string_append (html, "</div>");
    }
}

static void
append_identity (GString *html, TaperReport *self)
{
  const char *const rows[][2] = {
    { _ ("Bundle"), self->recipe->bundle_name },
    { _ ("SHA-256 of the bundle"), self->recipe->bundle_sha256 },
    { _ ("SHA-256 of the model’s weights"), self->recipe->model_sha256 },
    { _ ("This file is the model"),
      "taper-cli synthesize --recipe report.html -o model.safetensors" },
  };

  append_escaped (html, "h2", _ ("What it is made of"));
  g_string_append (html, "<table>");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_string_append (html, "<tr>");
      append_escaped (html, "th", rows[i][0]);
      g_string_append (html, "<td>");
      append_escaped (html, "code", rows[i][1]);
      g_string_append (html, "</td></tr>\n");
    }
  g_string_append (html, "</table>\n");
}

GBytes *
taper_report_render (TaperReport *self, GError **error)
{
  GString *html = g_string_new (NULL);

  taper_recipe_set_hashes (self->recipe, self->snapshot->bundle);
  append_head (html, self);
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    if (self->posters[i] != NULL &&
        !append_section (html, _ (sections[i].title), self->posters[i], error))
      {
        g_string_free (html, TRUE);
        return NULL;
      }
  append_proofs (html, self->proofs);
  append_identity (html, self);
  g_string_append (html, "</body></html>\n");
  return g_string_free_to_bytes (html);
}
