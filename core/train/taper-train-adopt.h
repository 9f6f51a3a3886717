/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundle/taper-bundle.h"
#include "core/train/taper-train-config.h"

G_BEGIN_DECLS

/**
 * taper_train_config_adopt:
 * @bundle: to be started from
 *
 * Sets the keys of [network] so that the trained network has the layers of the bundle's. Networks
 * that were not laid out by this trainer cannot be described by those keys: an error, and @self is
 * left as it was.
 */
gboolean taper_train_config_adopt (TaperTrainConfig *self, TaperBundle *bundle, GError **error);

/* The network that training by this config makes: its layers are the rows of coefficients. */
TaperNetwork *taper_train_config_make_network (const TaperTrainConfig *self, guint n_classes,
                                               GError **error);

G_END_DECLS
