#include "engine/parts/feature.h"

#include <cassert>

#include "engine/base/table.h"
#include "engine/math/math.h"

namespace backprop {
namespace {

constexpr Feature kFeatures[] = {
    {
        .name = "x1",
        .label = "x₁",
        .help = "The horizontal coordinate.",
        .value = [](double x1, double) { return x1; },
        .forms = {.onnx = "x1", .c = "x1", .numpy = "x1", .torch = "x1"},
    },
    {
        .name = "x2",
        .label = "x₂",
        .help = "The vertical coordinate.",
        .value = [](double, double x2) { return x2; },
        .forms = {.onnx = "x2", .c = "x2", .numpy = "x2", .torch = "x2"},
    },
    {
        .name = "x1sq",
        .label = "x₁²",
        .help = "The square of x₁: with x₂² it makes circles linearly separable.",
        .value = [](double x1, double) { return x1 * x1; },
        .forms = {.onnx = "Mul(x1, x1)", .c = "x1 * x1", .numpy = "x1 * x1", .torch = "x1 * x1"},
    },
    {
        .name = "x2sq",
        .label = "x₂²",
        .help = "The square of x₂.",
        .value = [](double, double x2) { return x2 * x2; },
        .forms = {.onnx = "Mul(x2, x2)", .c = "x2 * x2", .numpy = "x2 * x2", .torch = "x2 * x2"},
    },
    {
        .name = "x1x2",
        .label = "x₁x₂",
        .help = "The product: its sign tells opposite quadrants apart.",
        .value = [](double x1, double x2) { return x1 * x2; },
        .forms = {.onnx = "Mul(x1, x2)", .c = "x1 * x2", .numpy = "x1 * x2", .torch = "x1 * x2"},
    },
    {
        .name = "sinx1",
        .label = "sin x₁",
        .help = "Waves from left to right.",
        .value = [](double x1, double) { return math::sin(x1); },
        .forms =
            {.onnx = "Sin(x1)", .c = "sin(x1)", .numpy = "np.sin(x1)", .torch = "torch.sin(x1)"},
    },
    {
        .name = "sinx2",
        .label = "sin x₂",
        .help = "Waves from bottom to top.",
        .value = [](double, double x2) { return math::sin(x2); },
        .forms =
            {.onnx = "Sin(x2)", .c = "sin(x2)", .numpy = "np.sin(x2)", .torch = "torch.sin(x2)"},
    },
    {
        .name = "cosx1",
        .label = "cos x₁",
        .help = "Waves from left to right, a quarter turn ahead of the sine.",
        .value = [](double x1, double) { return math::cos(x1); },
        .forms =
            {.onnx = "Cos(x1)", .c = "cos(x1)", .numpy = "np.cos(x1)", .torch = "torch.cos(x1)"},
    },
    {
        .name = "cosx2",
        .label = "cos x₂",
        .help = "Waves from bottom to top, a quarter turn ahead of the sine.",
        .value = [](double, double x2) { return math::cos(x2); },
        .forms =
            {.onnx = "Cos(x2)", .c = "cos(x2)", .numpy = "np.cos(x2)", .torch = "torch.cos(x2)"},
    },
    {
        .name = "radius",
        .label = "r",
        .help = "The distance from the centre, √(x₁² + x₂²).",
        .value = [](double x1, double x2) { return math::sqrt(x1 * x1 + x2 * x2); },
        .forms = {.onnx = "Sqrt(Add(Mul(x1, x1), Mul(x2, x2)))",
                  .c = "sqrt(x1 * x1 + x2 * x2)",
                  .numpy = "np.sqrt(x1 * x1 + x2 * x2)",
                  .torch = "torch.sqrt(x1 * x1 + x2 * x2)"},
    },
    // ONNX has no arctangent of two numbers: that of the smaller over the larger distance from the
    // axes, then into the right eighth of the circle; the centre has the angle 0.
    {
        .name = "angle",
        .label = "θ",
        .help = "The direction from the centre in radians, −π to π.",
        .value = [](double x1, double x2) { return math::atan2(x2, x1); },
        .forms = {.onnx = "across = Abs(x1); up = Abs(x2); "
                          "eighth = Atan(Div(Min(across, up), Max(across, up, 1e-30))); "
                          "quarter = Where(Greater(up, across), Sub(1.57079637, eighth), eighth); "
                          "half = Where(Less(x1, 0), Sub(3.14159274, quarter), quarter); "
                          "Where(Less(x2, 0), Neg(half), half)",
                  .c = "atan2(x2 + 0.0, x1 + 0.0)",
                  .numpy = "np.arctan2(x2 + 0.0, x1 + 0.0)",
                  .torch = "torch.atan2(x2 + 0.0, x1 + 0.0)"},
    },
};

constexpr Feature kBeyondThePlane[] = {
    {
        .name = "x3",
        .label = "x₃",
        .help = "An input of a table.",
        .value = [](double, double) { return 0.0; },
        .forms = {.onnx = "x3", .c = "x3", .numpy = "x3", .torch = "x3"},
    },
    {
        .name = "x4",
        .label = "x₄",
        .help = "An input of a table.",
        .value = [](double, double) { return 0.0; },
        .forms = {.onnx = "x4", .c = "x4", .numpy = "x4", .torch = "x4"},
    },
    {
        .name = "x5",
        .label = "x₅",
        .help = "An input of a table.",
        .value = [](double, double) { return 0.0; },
        .forms = {.onnx = "x5", .c = "x5", .numpy = "x5", .torch = "x5"},
    },
    {
        .name = "x6",
        .label = "x₆",
        .help = "An input of a table.",
        .value = [](double, double) { return 0.0; },
        .forms = {.onnx = "x6", .c = "x6", .numpy = "x6", .torch = "x6"},
    },
    {
        .name = "x7",
        .label = "x₇",
        .help = "An input of a table.",
        .value = [](double, double) { return 0.0; },
        .forms = {.onnx = "x7", .c = "x7", .numpy = "x7", .torch = "x7"},
    },
    {
        .name = "x8",
        .label = "x₈",
        .help = "An input of a table.",
        .value = [](double, double) { return 0.0; },
        .forms = {.onnx = "x8", .c = "x8", .numpy = "x8", .torch = "x8"},
    },
};

}  // namespace

std::span<const Feature> features() { return kFeatures; }

std::span<const Feature* const> table_features() {
  static constexpr const Feature* kInputs[] = {
      &kFeatures[0],       &kFeatures[1],       &kBeyondThePlane[0], &kBeyondThePlane[1],
      &kBeyondThePlane[2], &kBeyondThePlane[3], &kBeyondThePlane[4], &kBeyondThePlane[5]};
  return kInputs;
}

const Feature& feature(std::string_view name) {
  const Feature* entry = find_entry(features(), name);
  assert(entry != nullptr);
  return *entry;
}

}  // namespace backprop
