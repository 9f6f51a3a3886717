/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/image/taper-image.h"
#include "core/model/taper-parameters.h"
#include "core/task/taper-task.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/* Cells of the map, each way. */
#define TAPER_OCCLUSION_CELLS 8

/**
 * TaperOcclusion:
 * @class_index: the class that the network names
 * @score: of that class with the picture whole: softmax over the task's classes
 * @drops: (rows, columns): by how much that score falls when a square two cells wide around the
 *   cell is covered; negative where covering raises it
 * @n_runs: of the network
 *
 * Where the answer to one picture comes from (M. D. Zeiler and R. Fergus, "Visualizing and
 * understanding convolutional networks", ECCV 2014, occlusion sensitivity). It says what this
 * answer depends on at this size of square, not why.
 */
typedef struct {
  guint class_index;
  double score;
  float drops[TAPER_OCCLUSION_CELLS][TAPER_OCCLUSION_CELLS];
  guint n_runs;
} TaperOcclusion;

/**
 * taper_occlusion_compute:
 * @input: of the network's input size
 * @task: not empty: only its classes are allowed
 *
 * What is covered gets the mean colour of the training pictures (0 after normalisation).
 *
 * Returns: %FALSE when cancelled
 */
gboolean taper_occlusion_compute (TaperOcclusion *self, const TaperParameters *parameters,
                                  const TaperImage *input, const TaperTask *task,
                                  GCancellable *cancellable, GError **error);

G_END_DECLS
