/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/task/taper-class-list.h"
#include "core/task/taper-word-vectors.h"

G_BEGIN_DECLS

/* Why a class was found, from the surest to the vaguest. */
typedef enum {
  TAPER_MATCH_NAME,    /* its name or id, or words of it */
  TAPER_MATCH_SYNONYM, /* another name of it */
  TAPER_MATCH_GROUP,   /* the group it is in */
  TAPER_MATCH_MEANING, /* word vectors say it is close */
} TaperMatchReason;

/**
 * TaperMatch: a class that a text may mean.
 * @text: the part of the text that led to it
 * @through: the name, synonym or group that matched; %NULL by meaning
 * @score: 1 by name, synonym and group; by meaning the similarity, below 1
 * @chosen: sure enough to be taken without asking
 */
typedef struct {
  guint class_index;
  TaperMatchReason reason;
  const char *text;
  const char *through;
  float score;
  gboolean chosen;
} TaperMatch;

/**
 * TaperTaskDescription: what a task said in words means in a bundle's classes. Immutable once made.
 * @matches: (element-type TaperMatch): the chosen before the others, then by reason and score; each
 *   class once, with its best reason
 * @unknown: (array zero-terminated=1): words and phrases that lead to no class
 */
typedef struct {
  GArray *matches;
  char **unknown;
  GStringChunk *strings; /* private: texts of @matches */
  TaperClassList *classes;
} TaperTaskDescription;

/**
 * taper_task_description_new:
 * @vectors: (nullable): without them nothing is found by meaning
 * @text: UTF-8; phrases separated by commas, semicolons, line ends, "and", "or"
 *
 * Each phrase is looked up as a name, a synonym and a group; then as words of names; what is left
 * over is compared by meaning with every class: similarity is 0.6 of its names and 0.4 of the best
 * word of its group, each the cosine of sums of word vectors less the mean of all words, frequent
 * words weighing less (a / (a + p(w)), Arora et al. 2017, p(w) by Zipf's law from the row) and the
 * last word of a name, its head, double.
 */
TaperTaskDescription *taper_task_description_new (TaperClassList *classes,
                                                  const TaperWordVectors *vectors,
                                                  const char *text);
void taper_task_description_free (TaperTaskDescription *self);

const char *taper_match_reason_to_string (TaperMatchReason reason); /* "name", ... */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTaskDescription, taper_task_description_free)

G_END_DECLS
