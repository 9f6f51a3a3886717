/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  TAPER_DTYPE_F32,
  TAPER_DTYPE_F16,
  TAPER_DTYPE_BF16,
} TaperDtype;

#define TAPER_TENSOR_MAX_RANK 6

/**
 * TaperTensorView: a tensor inside a file; @data points into the file's bytes (may be unaligned)
 * and lives as long as its #TaperSafetensors.
 */
typedef struct {
  const char *name;
  TaperDtype dtype;
  guint rank;
  guint64 shape[TAPER_TENSOR_MAX_RANK];
  gsize n_elements;
  const guint8 *data;
} TaperTensorView;

/**
 * TaperSafetensors:
 *
 * A safetensors file: metadata and tensors. Nothing of it is believed before it is checked: header
 * length, JSON, offsets (inside the data, no overlap, no hole), shape times type = bytes.
 * Immutable.
 */
typedef struct _TaperSafetensors TaperSafetensors;

/**
 * taper_safetensors_open:
 *
 * Reads the file at once. It is not mapped, so one that shrinks or vanishes later does no harm.
 *
 * Returns: (transfer full) (nullable): %NULL with %TAPER_ERROR_IO; %TAPER_ERROR_FORMAT when it is
 *   no safetensors file at all; %TAPER_ERROR_INVALID, _UNSUPPORTED or _LIMIT when it is damaged
 */
TaperSafetensors *taper_safetensors_open (const char *path, GError **error);
/* @display_name: for messages */
TaperSafetensors *taper_safetensors_new_from_bytes (GBytes *bytes, const char *display_name,
                                                    GError **error);
void taper_safetensors_free (TaperSafetensors *self);
GBytes *taper_safetensors_get_bytes (const TaperSafetensors *self); /* (transfer none) */
gsize taper_safetensors_get_file_size (const TaperSafetensors *self);
/* In the order of their data. */
guint taper_safetensors_get_n_tensors (const TaperSafetensors *self);
const TaperTensorView *taper_safetensors_get_tensor (const TaperSafetensors *self, guint index);
const TaperTensorView *taper_safetensors_lookup (const TaperSafetensors *self, const char *name);
const char *taper_safetensors_get_metadata (const TaperSafetensors *self, const char *key);
/* Converted to fp32; @out has view->n_elements places. FALSE if any is NaN or infinite. */
gboolean taper_tensor_view_read (const TaperTensorView *view, float *out);

/* Writing: fp32 tensors before 16-bit ones, so that each is aligned to its type, otherwise in the
 * order added; data begins at a multiple of 8 bytes. */
typedef struct _TaperSafetensorsWriter TaperSafetensorsWriter;

TaperSafetensorsWriter *taper_safetensors_writer_new (void);
void taper_safetensors_writer_free (TaperSafetensorsWriter *self);
/* Sets or replaces; both valid UTF-8. */
void taper_safetensors_writer_set_metadata (TaperSafetensorsWriter *self, const char *key,
                                            const char *value);
/* Copies @data (fp32), converting to @dtype. Names must differ. */
void taper_safetensors_writer_add (TaperSafetensorsWriter *self, const char *name, TaperDtype dtype,
                                   guint rank, const guint64 *shape, const float *data);
GBytes *taper_safetensors_writer_to_bytes (TaperSafetensorsWriter *self);
/* Atomic: a temporary file beside @path, synced, then renamed; when it fails the old file stays. */
gboolean taper_safetensors_writer_write (TaperSafetensorsWriter *self, const char *path,
                                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperSafetensors, taper_safetensors_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperSafetensorsWriter, taper_safetensors_writer_free)

G_END_DECLS
