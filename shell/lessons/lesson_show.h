// What a lesson's step has the canvas show when one comes to it.
#pragma once

#include <optional>

#include "shell/lessons/lesson.h"
#include "shell/session/view.h"

namespace backprop {

class Session;

// Where one looked before a lesson chose it.
struct SeenBefore {
  InsideTab inside;
  bool inside_open, inside_maximised, settings_folded;
  EdgeMode edges;
  Tab tab;
  std::optional<NeuronId> neuron;
  std::optional<std::size_t> parameter;
  std::optional<int> point;
};
SeenBefore seen_before(const View& view);
// What is chosen of the run comes back with that run alone.
void see_again(View& view, const SeenBefore& seen, bool same_run);

// When one comes to it; and once its actions are done, which may have changed what there is to see.
void enter_step(Session& session, const LessonStep& step);
void show_step(Session& session, const LessonStep& step);

}  // namespace backprop
