// Training steps of other programs, dropped on the page: compared, opened as an experiment, and
// what differs first is looked at.
#include <string>
#include <utility>

#include "engine/base/text.h"
#include "engine/compare_step/compare_step.h"
#include "engine/compare_step/read_step.h"
#include "engine/compare_step/step_trainer.h"
#include "engine/experiment/look_key.h"
#include "engine/insight/explain.h"
#include "shell/app/app.h"

namespace backprop {

namespace {

std::string_view edges_for(HandPlace::Kind kind) {
  if (kind == HandPlace::Kind::kGradient) return "gradient";
  return kind == HandPlace::Kind::kNew ? "update" : kLookEdges[0];
}

// Where the first number that differs is to be seen: after the phase that gives it.
std::string look_at(const StepDifference& difference, const Network& network) {
  const HandPlace place = difference.tensor.place(difference.cell);
  const ExplainTarget target = target_of(place, network);
  LookKey key;
  key.phase = static_cast<int>(difference.phase()) + 1;
  key.target = place.is_parameter()
                   ? target_text(network, target.parameter)
                   : target_text(network, {target.kind, target.layer, target.neuron});
  key.sample = place.sample + 1;  // rows are taken in their order
  key.edges = edges_for(place.kind);
  return key.text();
}

}  // namespace

Result<void> App::read_step(std::string_view name, std::string_view text) {
  const Result<StepFile> step = read_step_file(text);
  if (!step) {
    return fail(std::string(name) + " cannot be used as a step: " + step.error().message + '.');
  }
  const StepComparison comparison = compare_step(*step);
  Result<StepTrainer> made = make_step_trainer(*step);
  canvas_.messages.clear();
  if (made) {
    lessons_.close();
    open_run(std::move(made->trainer));
    look_ = {};
    if (comparison.first) look_.text = look_at(*comparison.first, step->network);
  }
  const auto kind = comparison.first ? Message::Kind::kWarning : Message::Kind::kNote;
  for (std::string& sentence : step_sentences(*step, comparison)) {
    canvas_.say(kind, std::move(sentence));
  }
  if (!made) {
    canvas_.say(Message::Kind::kNote,
                "It is compared, but cannot be shown here: " + made.error().message + '.');
    return {};
  }
  for (std::string& note : made->notes) canvas_.say(Message::Kind::kNote, std::move(note));
  return {};
}

}  // namespace backprop
