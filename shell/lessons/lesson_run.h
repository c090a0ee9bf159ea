// What a lesson does to a run, the same on the canvas and in the command line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shell/lessons/lesson.h"

namespace backprop {

// The run a lesson or one of its `open:` actions begins with: the link's, its points scaled, with
// the lesson's seed.
Result<Trainer> open_experiment(const Lesson& lesson, std::string_view link);

int steps_per_epoch(const Trainer& trainer);

// Carries out an action that takes no time: everything but kRun and kOpen.
Result<void> apply_action(Trainer& trainer, const LessonAction& action);

// What comes before a step's actions: the phase that it shows.
void begin_step(Trainer& trainer, const LessonStep& step);

// The whole of an action, at once.
Result<void> perform(Trainer& trainer, const Lesson& lesson, const LessonAction& action);

// Whether a run that began at step `begin` has come to its end. Conditions are looked at after
// every epoch.
bool run_is_done(const Trainer& trainer, const LessonAction& run, std::int64_t begin);

// A number of the step in progress, or else of the next one, by its place: "delta:2.1". Of small
// networks alone.
Result<double> number_in_step(std::string_view name, const Trainer& trainer);

// The text with {quantity} or {place} replaced by **number**, or by a dash where all of them
// together would take more than `most` work, and {= arithmetic} by its value.
std::string with_numbers(std::string_view text, const Trainer& trainer,
                         double most = kMaxQuantityWork);

// "Run 6,000 steps"
std::string button_text(const LessonStep& step, const Trainer& trainer);
// The run among a step's actions; nullptr when it has none.
const LessonAction* run_of(const LessonStep& step);

// What a lesson came to that was played from beginning to end.
struct PlayedCheck {
  const LessonStep* step;
  LessonCheck check;
  double value;
  bool holds;
};
struct PlayedAnswer {
  const LessonStep* step;
  double value;         // what is right
  std::string trouble;  // why it is no good to ask for it; empty where nothing is wrong
};
struct PlayedLesson {
  std::vector<PlayedCheck> checks;
  std::vector<PlayedAnswer> answers;  // of the questions that are answered by typing
};
// An error names the line of what cannot be done.
Result<PlayedLesson> play_through(const Lesson& lesson);

}  // namespace backprop
