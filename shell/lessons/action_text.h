// What a lesson's step does, from the words behind its key. The line is the parser's to fill in.
#pragma once

#include <string_view>
#include <vector>

#include "engine/run/trainer.h"
#include "shell/lessons/lesson.h"

namespace backprop {

// "learningRate = 0.1", "bias:1.2 = -20": of kind kSet or kEdit.
Result<LessonAction> parse_assignment(std::string_view text, LessonAction::Kind kind);
// "same" or "new"
Result<LessonAction> parse_restart(std::string_view text);
// "300 epochs", "until accuracy >= 0.95, at most 500 steps": one kRun, in the steps of this run;
// "2 phases": as many kPhase.
Result<std::vector<LessonAction>> parse_run(std::string_view text, const Trainer& trainer);

}  // namespace backprop
