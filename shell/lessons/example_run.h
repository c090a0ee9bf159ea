// A worked example's run, and how its numbers compare with the printed ones.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/run/trainer.h"
#include "shell/lessons/example.h"

namespace backprop {

// The run at its start. An error says what of the link cannot be used.
Result<Trainer> open_example(std::string_view link);

// Trains on to the moment; an error where the run diverges before. A moment that lies behind is
// reached from the start.
Result<void> go_to(Trainer& trainer, const ExampleMoment& moment);
// Whole updates before the moment, and phases of the next step after them.
std::int64_t steps_before(const ExampleMoment& moment);
int phases_after(const ExampleMoment& moment);
// Whether the run stands there, or further on in the same step.
bool stands_at(const Trainer& trainer, const ExampleMoment& moment);

// Where a run stands: in its step `step`, from 1, with so many phases of it done.
struct RunPlace {
  std::int64_t step;
  int phases;
  friend auto operator<=>(const RunPlace&, const RunPlace&) = default;
};
RunPlace place_of(const Trainer& trainer);
// Where a number of the moment comes to be.
RunPlace place_of(const ExampleMoment& moment, const ExampleNumber& number);

// Whether `run` is what the experiment of `example` leads to by itself, from its start: the same
// settings, data and start, and nothing changed on the way.
bool is_same_run(const Trainer& run, const Trainer& example);

// One printed number beside the engine's.
struct ComparedNumber {
  const ExampleNumber* number;
  std::optional<double> value;  // the engine's; none while it is not computed

  // The engine agrees with what is printed; where the source is wrong, with what it should say.
  bool agrees() const;
  // Where the source is wrong, as its file says: the engine is nearer to what it should say.
  bool differs_as_told() const;
  enum class Verdict {
    kUnknown,  // not computed
    kSame,     // as far as both are shown
    kNear,     // the last digits differ, by no more than single precision leaves open
    kSourceWrong,
    kOther
  };
  Verdict verdict() const;
  // The engine's number with digits as those printed, or so many that one sees how they differ; "–"
  // for none.
  std::string text() const;
};
// Of the run as it stands: numbers of another step have no value.
std::vector<ComparedNumber> compare(const ExampleMoment& moment, const Trainer& trainer);

}  // namespace backprop
