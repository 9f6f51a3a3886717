/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one public header of libtaper. Everything outside core/ includes this and nothing else. */

#include "core/taper-error.h"
#include "core/threads/taper-pool.h"
#include "core/model/taper-network.h"
#include "core/model/taper-parameters.h"
#include "core/model/taper-session.h"
#include "core/task/taper-class-list.h"
#include "core/task/taper-task.h"
#include "core/task/taper-answer.h"
#include "core/mixer/taper-mixer.h"
#include "core/mixer/taper-bases.h"
#include "core/bundle/taper-safetensors.h"
#include "core/bundle/taper-bundle.h"
#include "core/image/taper-image.h"
#include "core/data/taper-image-folder.h"
#include "core/data/taper-labelled.h"
#include "core/eval/taper-calibration.h"
#include "core/eval/taper-evaluation.h"
#include "core/eval/taper-paired.h"
#include "core/eval/taper-refusal.h"
#include "core/train/taper-trainer.h"
