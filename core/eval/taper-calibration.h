/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TAPER_RELIABILITY_BINS 10

/* Answers whose score fell into one tenth of 0..1. */
typedef struct {
  guint n, correct;
  double mean_score; /* 0 when n = 0 */
} TaperReliabilityBin;

/**
 * TaperCalibration: how scores relate to being right.
 * @n: answers
 * @ece: expected calibration error: sum over bins of n_b / n * |accuracy_b - mean score_b|
 *   (Naeini et al., AAAI 2015)
 * @brier: mean over answers of sum_c (p_c - [c is right])^2, 0..2 (Brier 1950)
 * @nll: mean of -log of the right class's score
 */
typedef struct {
  guint n;
  TaperReliabilityBin bins[TAPER_RELIABILITY_BINS];
  double ece, brier, nll;
} TaperCalibration;

/**
 * taper_calibration_measure:
 * @logits: (n, classes): of the classes that were allowed
 * @right: (n): column of the right class
 * @indices: (nullable) (n_indices): which rows; %NULL: all of @n_indices
 * @temperature: logits are divided by it
 */
void taper_calibration_measure (TaperCalibration *self, const float *logits, guint n_classes,
                                const guint *right, const guint *indices, guint n_indices,
                                double temperature);

/**
 * taper_calibration_fit_temperature:
 *
 * The temperature with the least negative log likelihood of the right classes (Guo et al., "On
 * calibration of modern neural networks", ICML 2017), between 0.05 and 20; 1 without answers or
 * with a single class. The likelihood has one minimum in 1 / T, found by golden section.
 */
double taper_calibration_fit_temperature (const float *logits, guint n_classes, const guint *right,
                                          const guint *indices, guint n_indices);

G_END_DECLS
