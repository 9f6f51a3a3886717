/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image-private.h"

/* Where the upright picture's pixel (x, y) lies in the stored one: start + x*step_x + y*step_y. */
typedef struct {
  gssize start, step_x, step_y;
} Walk;

static Walk
walk_for (guint orientation, gssize w, gssize h)
{
  switch (orientation)
    {
    case 2: /* mirrored left to right */
      return (Walk){ w - 1, -1, w };
    case 3: /* upside down */
      return (Walk){ w * h - 1, -1, -w };
    case 4: /* mirrored top to bottom */
      return (Walk){ w * (h - 1), 1, -w };
    case 5: /* mirrored at the main diagonal */
      return (Walk){ 0, w, 1 };
    case 6: /* to be turned clockwise */
      return (Walk){ w * (h - 1), -w, 1 };
    case 7: /* mirrored at the other diagonal */
      return (Walk){ w * h - 1, -w, -1 };
    case 8: /* to be turned anticlockwise */
      return (Walk){ w - 1, w, -1 };
    default:
      return (Walk){ 0, 1, w };
    }
}

TaperImage *
taper_image_orient (TaperImage *self, guint orientation, GError **error)
{
  g_autoptr (TaperImage) stored = self;
  gboolean swapped = orientation >= 5;
  TaperImage *upright;
  Walk walk;
  guint8 *out;

  if (orientation < 2 || orientation > 8)
    return g_steal_pointer (&stored);

  upright = taper_image_new_empty (swapped ? stored->height : stored->width,
                                   swapped ? stored->width : stored->height, error);
  if (upright == NULL)
    return NULL;
  upright->original_width = swapped ? stored->original_height : stored->original_width;
  upright->original_height = swapped ? stored->original_width : stored->original_height;
  upright->notes = stored->notes | TAPER_IMAGE_TURNED;

  walk = walk_for (orientation, stored->width, stored->height);
  out = upright->pixels;
  for (guint y = 0; y < upright->height; y++)
    {
      const guint8 *in = stored->pixels + (walk.start + (gssize) y * walk.step_y) * 3;

      for (guint x = 0; x < upright->width; x++, out += 3, in += walk.step_x * 3)
        {
          out[0] = in[0];
          out[1] = in[1];
          out[2] = in[2];
        }
    }
  return upright;
}
