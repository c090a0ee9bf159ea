// A worked example's run, and how its numbers compare with the printed ones.
#pragma once

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

// One printed number beside the engine's.
struct ComparedNumber {
  const ExampleNumber* number;
  std::optional<double> value;  // the engine's; none while the run stands elsewhere

  // The engine agrees with what is printed; where the source is wrong, with what it should say.
  bool agrees() const;
  // Where the source is wrong, as its file says: the engine is nearer to what it should say.
  bool differs_as_told() const;
  std::string text() const;  // the engine's number with digits as those printed; "–" for none
};
std::vector<ComparedNumber> compare(const ExampleMoment& moment, const Trainer& trainer);

}  // namespace backprop
