// Where the rules of diagnosis draw their lines, all in one place. They stand between measured
// runs: a sigmoid network of six layers passes 1e-5 of its gradient to the first one, healthy
// networks of that depth between 0.02 and 10 of their δ. Tests hold every rule to both sides of its
// line.
#pragma once

#include <cstddef>
#include <cstdint>

namespace backprop::limits {

// --- of the loss -------------------------------------------------------------------------------
// Below this training loss there is hardly anything left to learn: small gradients, flat outputs
// and idle neurons are no fault any more.
inline constexpr double kLearned = 1e-3;
// From here on a loss is worth speaking of.
inline constexpr double kNotableLoss = 0.05;

// --- of the gradient's way back ------------------------------------------------------------------
// ‖∂L/∂W‖ of a layer below which it gets no gradient to speak of.
inline constexpr double kNoGradient = 1e-8;
// A hidden layer's share of the output's ‖∂L/∂W‖: vanishing below, a problem below the second.
inline constexpr double kVanishingGradient = 1e-2, kVanishedGradient = 1e-3;
// The same of δ (root mean square).
inline constexpr double kVanishingDelta = 1e-3, kVanishedDelta = 1e-4;
// More of it than this many times the output's is uneven: nothing to call healthy.
inline constexpr double kEvenGradient = 10;
// ‖∂L/∂W‖ of any layer above which it explodes; or δ grown so many times to the first layer, with
// a gradient that is notable.
inline constexpr double kLongGradient = 100;
inline constexpr double kGrownDelta = 300, kNotableGradient = 1;

// --- of the data ---------------------------------------------------------------------------------
// An input is large beyond this: the squares of points on the plane reach 36.
inline constexpr double kLargeInput = 50;

// --- of neurons and outputs ----------------------------------------------------------------------
// Share of a layer's neurons that are dead.
inline constexpr double kManyDead = 0.25, kMostDead = 0.5;
// Share of outputs that are flat and on the wrong side.
inline constexpr double kSomeWrong = 0.05, kManyWrong = 0.25;
// Range of an output's z over the points, in proportion to its size, up to which it is constant.
inline constexpr double kConstantOutput = 1e-6;
// Share of points that are of other classes than the only one predicted; steps after which that is
// no matter of the start any more.
inline constexpr double kOtherClasses = 0.05;
inline constexpr std::int64_t kPastStart = 500;

// --- of the run ----------------------------------------------------------------------------------
// Entries below which there is no trend to speak of, and entries that the present is judged by.
inline constexpr std::size_t kFewestEntries = 6, kWindow = 32;
// ‖ΔW‖/‖W‖ of a step: large, very large, and a leap; and small.
inline constexpr double kLargeStep = 0.02, kVeryLargeStep = 0.05, kLeap = 0.2, kSmallStep = 5e-5;
// Loss now over the lowest before it: has risen.
inline constexpr double kRisen = 1.5;
// Share of entries that are higher than the one before, and later over earlier mean: jumps about.
inline constexpr double kOftenUp = 0.3, kStalled = 0.97;
// Steps before a rate is called too low, loss now over then, and ‖∂L/∂W‖ there is to follow.
inline constexpr std::int64_t kFewestSteps = 50;
inline constexpr double kStill = 0.9, kSlope = 1e-3;
// Stuck: the training loss moved by no more than this share, while following the gradient for so
// many steps promised to lower it by this many times itself.
inline constexpr double kMoved = 0.01, kPromised = 1;
inline constexpr std::int64_t kStuckSteps = 200;
// Test loss over training loss, over its lowest, and much over it.
inline constexpr double kGap = 1.3, kTestRisen = 1.15, kTestMuchRisen = 1.5;

}  // namespace backprop::limits
