/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundle/taper-bundle.h"
#include "core/bundle/taper-safetensors.h"
#include "core/export/taper-onnx.h"

G_BEGIN_DECLS

/* Inputs of noise that a written model is compared on. */
#define TAPER_MODEL_PROBES 16

/**
 * TaperModelCheck: what was found when the file was read again.
 * @n_tensors: read back and compared
 * @n_probes: inputs that the model in the file and the one in memory answered; 0 for ONNX, which
 *   nothing here can run
 * @largest: difference of their logits
 */
typedef struct {
  guint n_tensors, n_probes;
  double largest;
} TaperModelCheck;

/**
 * taper_model_file_write:
 * @parameters: the personalized model
 * @dtype: of the file's weights; ONNX holds fp32
 * @properties: (array length=n_properties): metadata beside classes, preprocessing, bundle and
 *   provenance, which are always there
 * @path: ONNX if it ends with .onnx, else safetensors
 *
 * Writes atomically, reads the file again and compares it with what was to be written, so that
 * success means that the model is there.
 */
gboolean taper_model_file_write (TaperBundle *bundle, TaperParameters *parameters, TaperDtype dtype,
                                 const TaperOnnxProperty *properties, guint n_properties,
                                 const char *path, TaperModelCheck *check, GError **error);
gboolean taper_model_file_is_onnx (const char *path);

G_END_DECLS
