// Pictures of a run: the output plane with its points, and the whole network's maps.
#pragma once

#include "engine/run/trainer.h"
#include "shell/cli/image.h"

namespace backprop {

struct PictureOptions {
  int size = 600;         // pixels of the output plane's edge
  bool neurons = false;   // every neuron's map too, as the canvas lays them out
  bool test_points = false;
};

Image draw_picture(const Trainer& trainer, const PictureOptions& options);

}  // namespace backprop
