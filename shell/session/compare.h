// A second run beside the one on the canvas: it has the same points, seed and order of batches, is
// trained along step by step, and differs in what was changed since it was kept.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/experiment/link.h"
#include "engine/insight/probe.h"
#include "engine/run/run.h"

namespace backprop {

struct OtherRun {
  Run run;
  // As shown: of the last refresh.
  Probe probe;
  Metrics metrics;
  std::uint64_t shown_revision = ~std::uint64_t{0};

  explicit OtherRun(Trainer trainer);  // as it stands, with nothing behind it
  explicit OtherRun(const RunCopy& copy) : run(copy) {}

  const Trainer& trainer() const { return run.trainer(); }
  const RunLog& log() const { return run.log(); }

  // What the two share becomes as it is in `leader`; where that goes on, so does this one.
  void share(const Trainer& leader);

  // Whether it is at a step, or diverged on the way there and stands still.
  bool is_at(std::int64_t step) const;
  // There, back through its history or on by training, as far as it comes within `seconds`.
  void follow(std::int64_t step, double seconds);
};

// Whether both runs always have it in common: what decides the points and their order.
bool is_shared(const Property& property);

// What the runs differ in, and how, in words: "Optimizer", "Adam", "SGD". A value that means
// nothing under a run's other settings is empty.
struct Difference {
  std::string label, here, there;
  bool number;  // a value that says little without its label
};
std::vector<Difference> differences(const Trainer& here, const Trainer& there);

// What a link to `run` says of the other one: "&compare=optimizer%3Dadam". `as_it_is`: starting
// from its parameters of now.
std::string compare_key(const Trainer& run, const Trainer& other, bool as_it_is);
// The value of that key read again, beside the experiment of its link.
ParsedLink parse_compare(const Experiment& run, std::string_view value);

}  // namespace backprop
