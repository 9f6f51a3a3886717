/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-answer-text.h"

#include "ui/draw/taper-format.h"

#include <glib/gi18n.h>

const char *
taper_answer_text_get_lane (TaperLane lane)
{
  switch (lane)
    {
    case TAPER_LANE_GENERIC:
      return _ ("Generic");
    case TAPER_LANE_SELECTION:
      return _ ("Class selection");
    case TAPER_LANE_PERSONALIZED:
    default:
      return _ ("Personalized");
    }
}

char *
taper_answer_text_explain_lane (const TaperSnapshot *snapshot, TaperLane lane)
{
  guint n_all = taper_task_get_n_classes (snapshot->task), n;

  taper_task_get_selected (snapshot->task, &n);
  if (lane == TAPER_LANE_GENERIC)
    return g_strdup_printf (ngettext ("The model for everyone, choosing among all %u class",
                                      "The model for everyone, choosing among all %u classes",
                                      n_all),
                            n_all);
  if (lane == TAPER_LANE_SELECTION)
    return g_strdup_printf (
        ngettext ("The same model for everyone, choosing only among the %u ticked class",
                  "The same model for everyone, choosing only among the %u ticked classes", n),
        n);
  return g_strdup_printf (
      ngettext ("The model mixed for this task, choosing only among the %u ticked class",
                "The model mixed for this task, choosing only among the %u ticked classes", n),
      n);
}

const char *
taper_answer_text_get_class (const TaperSnapshot *snapshot, const TaperRanking *ranking,
                             guint place)
{
  if (place >= ranking->n_top)
    return NULL;
  return taper_class_list_get_class (taper_bundle_get_classes (snapshot->bundle),
                                     ranking->top[place].class_index)
      ->label;
}

static char *
describe_lane (const TaperSnapshot *snapshot, const TaperPictureAnswer *answer, TaperLane lane)
{
  const char *name = taper_answer_text_get_class (snapshot, &answer->lanes[lane], 0);
  char score[TAPER_FORMAT_SIZE];

  if (name == NULL)
    /* Translators: name of a lane, as in "Personalized: no answer" */
    return g_strdup_printf (_ ("%s: no answer"), taper_answer_text_get_lane (lane));
  /* Translators: name of a lane, class, score, as in "Generic: Lime 0.41" */
  return g_strdup_printf (_ ("%s: %s %s"), taper_answer_text_get_lane (lane), name,
                          taper_format_score (answer->lanes[lane].top[0].score, score));
}

void
taper_answer_text_fill_card (const TaperSnapshot *snapshot, const TaperPictureStanding *standing,
                             TaperPictureCard *card)
{
  *card = (TaperPictureCard){ 0 };
  if (standing == NULL || standing->answer == NULL)
    return;
  card->changed = standing->answer->changed;
  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    {
      const TaperRanking *ranking = &standing->answer->lanes[lane];

      card->winners[lane] = taper_answer_text_get_class (snapshot, ranking, 0);
      card->scores[lane] = ranking->n_top > 0 ? ranking->top[0].score : 0;
      card->verdicts[lane] = standing->verdicts[lane];
    }
}

char *
taper_answer_text_describe (const TaperSnapshot *snapshot, const TaperPictureAnswer *answer,
                            const char *name)
{
  g_autofree char *generic = describe_lane (snapshot, answer, TAPER_LANE_GENERIC);
  g_autofree char *selection = describe_lane (snapshot, answer, TAPER_LANE_SELECTION);
  g_autofree char *personal = describe_lane (snapshot, answer, TAPER_LANE_PERSONALIZED);

  if (answer->changed)
    /* Translators: name of a picture and the three answers to it */
    return g_strdup_printf (_ ("%s. %s; %s; %s; changed by the personalized model"), name, generic,
                            selection, personal);
  /* Translators: name of a picture and the three answers to it */
  return g_strdup_printf (_ ("%s. %s; %s; %s"), name, generic, selection, personal);
}

const char *
taper_answer_text_get_verdict (TaperPictureVerdict verdict)
{
  switch (verdict)
    {
    case TAPER_PICTURE_RIGHT:
      return _ ("✓ Right");
    case TAPER_PICTURE_WRONG:
      return _ ("✗ Wrong");
    case TAPER_PICTURE_UNKNOWN:
    default:
      return "";
    }
}

char *
taper_answer_text_describe_standing (const TaperSnapshot *snapshot,
                                     const TaperPictureStanding *standing, TaperPicture *picture)
{
  const char *name = taper_picture_get_name (picture);
  g_autofree char *answers = NULL;

  if (taper_picture_get_state (picture) == TAPER_PICTURE_FAILED)
    return g_strdup (taper_picture_get_error (picture));
  if (snapshot == NULL || standing == NULL || standing->answer == NULL)
    return g_strdup (name);
  answers = taper_answer_text_describe (snapshot, standing->answer, name);
  if (!standing->in_task)
    return g_steal_pointer (&answers);
  return g_strdup_printf (
      /* Translators: the answers to a picture, what it shows, then “Right” or “Wrong” thrice */
      _ ("%s. It shows %s. Generic: %s; class selection: %s; personalized: %s"), answers,
      taper_class_list_get_class (taper_bundle_get_classes (snapshot->bundle),
                                  (guint) standing->label)
          ->label,
      taper_answer_text_get_verdict (standing->verdicts[TAPER_LANE_GENERIC]),
      taper_answer_text_get_verdict (standing->verdicts[TAPER_LANE_SELECTION]),
      taper_answer_text_get_verdict (standing->verdicts[TAPER_LANE_PERSONALIZED]));
}

char *
taper_answer_text_summarize (const TaperSnapshot *snapshot)
{
  guint n_changed = 0;

  for (guint i = 0; i < snapshot->n_answers; i++)
    if (snapshot->answers[i].changed)
      n_changed++;
  if (taper_task_is_empty (snapshot->task))
    return g_strdup_printf (ngettext ("%u picture. Tick classes to compare the answers.",
                                      "%u pictures. Tick classes to compare the answers.",
                                      snapshot->n_answers),
                            snapshot->n_answers);
  /* Translators: the plural follows the second number. */
  return g_strdup_printf (
      ngettext ("Personalized differs from class selection on %u of %u picture",
                "Personalized differs from class selection on %u of %u pictures",
                snapshot->n_answers),
      n_changed, snapshot->n_answers);
}

/* Each note is a phrase of its own, so that a list of them needs no grammar. */
static void
append_notes (GString *text, TaperImageNotes notes)
{
  const struct {
    TaperImageNotes note;
    const char *phrase;
  } phrases[] = {
    { TAPER_IMAGE_TURNED, _ ("turned upright") },
    { TAPER_IMAGE_ALPHA, _ ("transparency over white") },
    { TAPER_IMAGE_ICC_IGNORED, _ ("colour profile ignored") },
    { TAPER_IMAGE_FIRST_FRAME, _ ("first frame of an animation") },
    { TAPER_IMAGE_CMYK, _ ("converted from CMYK") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (notes & phrases[i].note)
      g_string_append_printf (text, " · %s", phrases[i].phrase);
}

char *
taper_answer_text_describe_input (TaperPicture *picture)
{
  TaperImage *input = taper_picture_get_input (picture);
  guint width = taper_picture_get_original_width (picture);
  guint height = taper_picture_get_original_height (picture);
  GString *text = g_string_new (NULL);

  if (input == NULL)
    return g_string_free (text, FALSE);
  /* Translators: size of the picture, size of what the network gets */
  g_string_append_printf (text, _ ("%u × %u pixels, scaled to %u × %u"), width, height,
                          taper_image_get_width (input), taper_image_get_height (input));
  if ((guint64) width * taper_image_get_height (input) !=
      (guint64) height * taper_image_get_width (input))
    g_string_append_printf (text, " · %s", _ ("the middle cut out"));
  append_notes (text, taper_picture_get_notes (picture));
  return g_string_free (text, FALSE);
}
