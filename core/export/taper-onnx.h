/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/taper-parameters.h"

G_BEGIN_DECLS

/**
 * TaperOnnxProperty: one entry of the model's metadata, as ONNX tools show it.
 */
typedef struct {
  const char *key;
  const char *value;
} TaperOnnxProperty;

/**
 * taper_onnx_export:
 * @parameters: the weights; fp32 in the file
 * @name: of the graph, valid UTF-8
 * @batch: pictures per call, 0: any number (a symbolic dimension)
 * @properties: (array length=n_properties): labels, preprocessing and so on
 *
 * An ONNX model (IR version 8, operator set 13) with input "image" (batch, C, H, W), already
 * normalised, and output "logits" (batch, outputs). Uses Conv, Add, Relu, MaxPool,
 * GlobalAveragePool, Flatten and Gemm; values carry the names of the network's nodes.
 *
 * Format: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 *
 * Returns: (transfer full) (nullable): the file's bytes; %NULL with %TAPER_ERROR_LIMIT when the
 *   weights exceed the 2 GiB that a protocol buffer may have
 */
GBytes *taper_onnx_export (const TaperParameters *parameters, const char *name, guint batch,
                           const TaperOnnxProperty *properties, guint n_properties, GError **error);

/* The same, written atomically. */
gboolean taper_onnx_export_file (const TaperParameters *parameters, const char *name, guint batch,
                                 const TaperOnnxProperty *properties, guint n_properties,
                                 const char *path, GError **error);

G_END_DECLS
