/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture-tally.h"
#include "ui/draw/taper-picture-card.h"

G_BEGIN_DECLS

/* Answers in words, translated. */

/* "Generic", "Class selection", "Personalized" */
const char *taper_answer_text_get_lane (TaperLane lane);
/* What the lane is: for a tooltip. (transfer full) */
char *taper_answer_text_explain_lane (const TaperSnapshot *snapshot, TaperLane lane);
/* (transfer none): the class of the answer at @place, 0 = best; %NULL when there is none */
const char *taper_answer_text_get_class (const TaperSnapshot *snapshot, const TaperRanking *ranking,
                                         guint place);
/* What is drawn below a picture. @standing (nullable): no answer */
void taper_answer_text_fill_card (const TaperSnapshot *snapshot,
                                  const TaperPictureStanding *standing, TaperPictureCard *card);
/* The three answers of a picture as one sentence, for a screen reader. (transfer full) */
char *taper_answer_text_describe (const TaperSnapshot *snapshot, const TaperPictureAnswer *answer,
                                  const char *name);
/* The same for one of many pictures, with what it shows and which lanes are right.
 * @snapshot, @standing (nullable). (transfer full) */
char *taper_answer_text_describe_standing (const TaperSnapshot *snapshot,
                                           const TaperPictureStanding *standing,
                                           TaperPicture *picture);
/* "Right", "Wrong" or "". */
const char *taper_answer_text_get_verdict (TaperPictureVerdict verdict);
/* How many pictures and on how many the personalized model differs from class selection.
 * (transfer full) */
char *taper_answer_text_summarize (const TaperSnapshot *snapshot);
/* The size of the file, the crop and what was done to it. (transfer full) */
char *taper_answer_text_describe_input (TaperPicture *picture);

G_END_DECLS
