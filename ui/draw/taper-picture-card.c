/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-picture-card.h"

#include "ui/draw/taper-format.h"
#include "ui/draw/taper-lane-draw.h"

#define BAR_HEIGHT 3
#define BAR_GAP 1   /* between a line's text and its bar */
#define LANE_GAP 4  /* between lanes */
#define MARK_SIZE 9 /* of a tick or a cross */
#define GAP 5

static double
get_line_height (TaperText *text)
{
  double width, height;

  taper_text_measure (text, "Ág", &width, &height);
  return height;
}

double
taper_picture_card_get_height (TaperText *text)
{
  return TAPER_N_LANES * (get_line_height (text) + BAR_GAP + BAR_HEIGHT) +
         (TAPER_N_LANES - 1) * LANE_GAP;
}

void
taper_verdict_draw (cairo_t *cr, const TaperRect *rect, TaperPictureVerdict verdict,
                    const TaperPalette *palette)
{
  /* libadwaita's success and error colours, for text on a window. */
  const TaperColor right =
      palette->dark ? (TaperColor){ 0.56, 0.94, 0.64, 1 } : (TaperColor){ 0.10, 0.46, 0.26, 1 };
  const TaperColor wrong =
      palette->dark ? (TaperColor){ 1.00, 0.48, 0.39, 1 } : (TaperColor){ 0.75, 0.11, 0.16, 1 };
  const double x = rect->x, y = rect->y, w = rect->width, h = rect->height;

  if (verdict == TAPER_PICTURE_UNKNOWN)
    return;
  cairo_save (cr);
  cairo_set_line_width (cr, 1.8);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (verdict == TAPER_PICTURE_RIGHT)
    {
      cairo_move_to (cr, x + 0.05 * w, y + 0.55 * h);
      cairo_line_to (cr, x + 0.36 * w, y + 0.86 * h);
      cairo_line_to (cr, x + 0.95 * w, y + 0.14 * h);
    }
  else
    {
      cairo_move_to (cr, x + 0.14 * w, y + 0.14 * h);
      cairo_line_to (cr, x + 0.86 * w, y + 0.86 * h);
      cairo_move_to (cr, x + 0.86 * w, y + 0.14 * h);
      cairo_line_to (cr, x + 0.14 * w, y + 0.86 * h);
    }
  taper_color_set_source (verdict == TAPER_PICTURE_RIGHT ? &right : &wrong, cr);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* @rect: from the left edge in reading order */
static TaperRect
mirror (const TaperRect *rect, const TaperRect *all, gboolean rtl)
{
  TaperRect mirrored = *rect;

  if (rtl)
    mirrored.x = all->x + all->width - (rect->x - all->x) - rect->width;
  return mirrored;
}

static void
draw_lane (cairo_t *cr, const TaperRect *rect, const TaperPictureCard *card, TaperLane lane,
           gboolean rtl, const TaperPalette *palette, TaperText *text)
{
  const gboolean personalized = lane == TAPER_LANE_PERSONALIZED;
  const char *winner = card->winners[lane];
  const double line = rect->height - BAR_GAP - BAR_HEIGHT;
  const TaperColor dim = taper_palette_get_dim (palette);
  const TaperColor *ink = personalized ? &palette->foreground : &dim;
  char score[TAPER_FORMAT_SIZE];
  double score_width, height, x = rect->x;
  TaperRect part;

  taper_text_measure (text, "0.00", &score_width, &height);
  if (card->verdicts[lane] != TAPER_PICTURE_UNKNOWN)
    {
      part = (TaperRect){ x, rect->y + (line - MARK_SIZE) / 2, MARK_SIZE, MARK_SIZE };
      part = mirror (&part, rect, rtl);
      taper_verdict_draw (cr, &part, card->verdicts[lane], palette);
      x += MARK_SIZE + GAP;
    }
  if (personalized && card->changed)
    ink = &palette->accent;
  part = (TaperRect){ x, rect->y, rect->x + rect->width - x - score_width - GAP, line };
  part = mirror (&part, rect, rtl);
  taper_text_draw (text, cr, winner ? winner : "–", &part, rtl ? 1 : 0, personalized, ink);
  if (winner)
    {
      part = (TaperRect){ rect->x + rect->width - score_width, rect->y, score_width, line };
      part = mirror (&part, rect, rtl);
      taper_text_draw (text, cr, taper_format_score (card->scores[lane], score), &part, rtl ? 0 : 1,
                       FALSE, ink);
    }
  part = (TaperRect){ rect->x, rect->y + rect->height - BAR_HEIGHT, rect->width, BAR_HEIGHT };
  taper_lane_draw (cr, &part, lane, winner ? card->scores[lane] : -1, rtl, palette);
}

void
taper_picture_card_draw (cairo_t *cr, const TaperRect *rect, const TaperPictureCard *card,
                         gboolean rtl, const TaperPalette *palette, TaperText *text)
{
  const double height = (rect->height - (TAPER_N_LANES - 1) * LANE_GAP) / TAPER_N_LANES;

  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    {
      const TaperRect part = { rect->x, rect->y + lane * (height + LANE_GAP), rect->width, height };

      draw_lane (cr, &part, card, (TaperLane) lane, rtl, palette, text);
    }
}
