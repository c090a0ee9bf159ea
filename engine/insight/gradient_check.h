// Analytic against numeric gradients of the current network on the current batch.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "engine/run/trainer.h"

namespace backprop {

struct GradientCheckSettings {
  double step = 1e-6;  // h of the central difference (L(w+h) − L(w−h)) / 2h, times |w| above 1
  double absolute_tolerance =
      1e-5;   // PyTorch's rule: |analytic − numeric| <= atol + rtol·|numeric|
  double relative_tolerance = 1e-3;
  // At most this many parameters are checked, evenly spread over all; 0: every one.
  std::size_t limit = 0;
};

struct GradientCheckEntry {
  std::size_t parameter;
  double analytic;  // the engine's gradient in float, widened
  double numeric;   // central difference of the loss in double
  double error;     // |analytic − numeric|
  double allowed;   // atol + rtol·|numeric|
  bool passes;
  bool at_kink;     // a kink (ReLU at 0) lies within w ± h for some sample: the two may differ
  // Where it does not pass: how far rounding alone may keep the two apart, in the differences of a
  // large loss or in the float sums of the engine. Not above that, nobody can tell who is right.
  double uncertainty = 0;
  bool cannot_tell = false;
  const char* reason = "";  // one sentence, where it cannot
};

struct GradientCheck {
  bool passes;  // every entry passes, is at a kink or cannot be told
  int checked, failed, at_kinks;
  double loss;  // of the batch, in double
  std::vector<GradientCheckEntry> entries;  // worst error/allowed first
  int untold = 0;  // entries that cannot be told
};

// The check of a trainer's gradients in pieces, so that an application can spread it over frames.
class GradientChecker {
 public:
  // Of the trainer's current batch (or the next one, when no phase has run), whatever the trainer
  // does afterwards.
  GradientChecker(const Trainer& trainer, const GradientCheckSettings& settings);
  ~GradientChecker();
  GradientChecker(GradientChecker&&) noexcept;
  GradientChecker& operator=(GradientChecker&&) noexcept;

  // Checks up to `parameters` further ones; true when all are done.
  bool advance(int parameters);
  bool done() const;
  double progress() const;  // 0 … 1
  // The verdict on those checked so far.
  GradientCheck result() const;

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

// The rule for one parameter.
GradientCheckEntry compare_gradient(std::size_t parameter, double analytic, double numeric,
                                    bool at_kink, const GradientCheckSettings& settings);
// The verdict on all of them; sorts the entries.
GradientCheck judge_gradients(std::vector<GradientCheckEntry> entries, double loss);

// Checks the gradients that stand in a workspace (phases 1 to 4 done) against the loss at the
// parameters they were computed with. `regularizer` may be nullptr.
GradientCheck check_gradients(const Network& network, const Loss& loss, const Workspace& workspace,
                              const Regularizer* regularizer, float regularization_rate,
                              const GradientCheckSettings& settings = {});
// Runs on the trainer's current batch (or the first one, when no phase has run); the trainer is
// not changed. Includes regularization, excludes clipping, and keeps the batch's dropout masks.
// The loss is computed anew in double, so a network whose float gradients are right passes with
// the tolerances above: float rounding of sums this short stays below 1e-5 + 1e-3·|gradient|. On
// points far out, with huge weights or in deep networks that magnify it, it may not: then larger
// steps are tried, and a difference no larger than what rounding does is said to be that.
GradientCheck check_gradients(const Trainer& trainer, const GradientCheckSettings& settings = {});

}  // namespace backprop
