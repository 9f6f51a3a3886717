/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundle/taper-bundle.h"

G_BEGIN_DECLS

/**
 * TaperMemory: bytes that a bundle needs, computed from its shapes as they lie in memory with this
 * processor's kernels; nothing is measured.
 * @bases: fp16; @models: the generic and one personalized model, fp32; @mixer: fp32
 * @workspace: of all threads, for one picture at a time
 * @file: which is in memory until its digest is known
 * @staging: one layer of all bases in fp32, while it is being opened
 */
typedef struct {
  gsize bases, models, mixer, workspace, file, staging;
} TaperMemory;

/* @n_mixer_bytes: in fp32; @file_size: in bytes */
void taper_memory_estimate (TaperMemory *self, TaperNetwork *network, guint n_bases,
                            gsize n_mixer_bytes, guint64 file_size);
void taper_memory_estimate_bundle (TaperMemory *self, TaperBundle *bundle);

/* While it is open and answers, the file's bytes gone. */
gsize taper_memory_get_total (const TaperMemory *self);
/* The most at any time: while it is opened, or at its first answer. The process itself needs more:
 * 0.65 MB were measured. */
gsize taper_memory_get_peak (const TaperMemory *self);

G_END_DECLS
