// The table of datasets. The generators are in dataset_classes.cpp (classification) and
// dataset_surfaces.cpp (regression).
#include "engine/parts/dataset.h"

#include <array>
#include <cassert>

#include "engine/base/table.h"
#include "engine/parts/dataset_generators.h"

namespace backprop {
namespace {

constexpr Problem kClasses = Problem::kClassification;
constexpr Problem kSurface = Problem::kRegression;

// Name, label, help, problem, usual number of points, fewest and most classes, generator.
constexpr std::array kDatasets = {
    Dataset{"circle", "Circle", "A disc inside a ring: no straight line can part them.", kClasses,
            500, 2, 2, generate_circle},
    Dataset{"xor", "Exclusive or", "Opposite quadrants share a class: the product x₁x₂ decides.",
            kClasses, 500, 2, 2, generate_xor},
    Dataset{"gauss", "Gaussian", "Two clouds that one straight line can part.", kClasses, 500, 2, 2,
            generate_gauss},
    Dataset{"spiral", "Spiral", "Arms wound around each other: the hard one.", kClasses, 500, 2, 6,
            generate_spiral},
    Dataset{"moons", "Moons", "Two half moons that reach into each other.", kClasses, 500, 2, 2,
            generate_moons},
    Dataset{"rings", "Rings", "Rings inside rings, one class each.", kClasses, 500, 2, 6,
            generate_rings},
    Dataset{"blobs", "Blobs", "Clouds around a circle, one class each.", kClasses, 500, 2, 6,
            generate_blobs},
    Dataset{"checkerboard", "Checkerboard", "Sixteen squares in two classes.", kClasses, 500, 2, 2,
            generate_checkerboard},
    Dataset{"reg-plane", "Plane", "A tilted plane: a linear network fits it exactly.", kSurface,
            1200, 1, 1, generate_plane},
    Dataset{"reg-gauss", "Hills", "Three hills and three hollows on flat ground.", kSurface, 1200,
            1, 1, generate_hills},
    Dataset{"sine", "Waves", "Waves in both directions: ½(sin x₁ + sin x₂).", kSurface, 1200, 1, 1,
            generate_waves},
};

}  // namespace

std::span<const Dataset> datasets() { return kDatasets; }

const Dataset& dataset(std::string_view name) {
  const Dataset* entry = find_entry(datasets(), name);
  assert(entry != nullptr);
  return *entry;
}

}  // namespace backprop
