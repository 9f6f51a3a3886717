/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/data/taper-random.h"

#include <math.h>

guint64
taper_random_next (TaperRandom *self)
{
  guint64 z = self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

TaperRandom
taper_random_stream (guint64 seed, guint64 a, guint64 b)
{
  TaperRandom self = { seed };

  self.state = taper_random_next (&self) ^ a;
  self.state = taper_random_next (&self) ^ b;
  self.state = taper_random_next (&self);
  return self;
}

double
taper_random_uniform (TaperRandom *self)
{
  return (double) (taper_random_next (self) >> 11) * 0x1p-53;
}

double
taper_random_between (TaperRandom *self, double low, double high)
{
  return low + (high - low) * taper_random_uniform (self);
}

guint
taper_random_below (TaperRandom *self, guint n)
{
  return (guint) (((taper_random_next (self) >> 32) * n) >> 32);
}

double
taper_random_normal (TaperRandom *self)
{
  double u = 1 - taper_random_uniform (self), v = taper_random_uniform (self);

  return sqrt (-2 * log (u)) * cos (2 * G_PI * v);
}

void
taper_random_shuffle (TaperRandom *self, guint *items, guint n)
{
  for (guint i = n; i > 1; i--)
    {
      guint j = taper_random_below (self, i), item = items[i - 1];

      items[i - 1] = items[j];
      items[j] = item;
    }
}
