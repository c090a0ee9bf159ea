#include "shell/lessons/lesson_show.h"

#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/experiment/sample_names.h"
#include "engine/insight/explain.h"
#include "shell/lessons/lesson_keys.h"
#include "shell/lessons/places.h"
#include "shell/session/by_hand.h"
#include "shell/session/looked_at.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

template <class Choice>
void choose(Choice& to, std::string_view name,
            std::initializer_list<std::pair<std::string_view, Choice>> choices) {
  for (const auto& [each, value] : choices) {
    if (each == name) to = value;
  }
}

// In the step in progress, or the next one: a step that is past the phase stays there.
void lead_to_phase(Session& session, const LessonStep& step) {
  const int wanted = phases_for(step.phase);
  for (int done = session.phases_begun(); done < wanted; ++done) {
    (void)session.carry_out(intent::AdvancePhase{});  // as a click on the phase
  }
  if (wanted > 0 && step.sample.empty()) (void)session.carry_out(intent::LookAtOne{});
}

void show_sample_numbered(Session& session, std::string_view name) {
  if (name == "mean") return want_mean(session);
  const Data& data = session.trainer().data();
  const int number = parse_number<int>(name).value_or(0);
  for (int i = 0; i < static_cast<int>(data.points.size()); ++i) {
    if (sample_number(data, i) == number) session.view().selected_point = i;
  }
}

// Of a batch that is not taken yet nobody knows the samples: then of the training set.
void show_sample_of_batch(Session& session, int sample) {
  const std::span<const int> batch = session.trainer().batch();
  const auto index = static_cast<std::size_t>(sample);
  if (batch.empty()) {
    session.view().selected_point = sample;
  } else if (index < batch.size()) {
    session.view().selected_point = batch[index];
  }
}

void show_pinned(Session& session, std::string_view pin) {
  const auto target = parse_target(session.trainer(), pin);
  View& view = session.view();
  view.pinned_neuron.reset();
  view.pinned_parameter.reset();
  if (!target) return;  // the run has another network by now
  if (target->kind == ExplainTarget::Kind::kNeuron) {
    view.pinned_neuron = NeuronId{target->layer, target->neuron};
  } else {
    view.pinned_parameter = target->parameter;
  }
  if (target->sample >= 0) show_sample_of_batch(session, target->sample);
}

void show_nudged(Session& session, std::string_view name) {
  const auto target = parse_target(session.trainer(), name);
  View& view = session.view();
  if (!target) return;
  view.edited_parameter = target->parameter;
  if (!view.by_hand) view.by_hand = std::make_shared<ByHand>();
  view.by_hand->parameter.asked = true;
}

void show_places(View& view, const LessonStep& step, const Trainer& trainer) {
  // The drawer opens for settings alone: it would cover what else is to be looked at.
  bool all_settings = !step.look.empty(), any_settings = false;
  std::string_view tab = step.phone;
  for (const std::string& name : step.look) {
    const auto place = find_lesson_place(name, trainer);
    if (!place) continue;
    all_settings = all_settings && place->settings;
    any_settings = any_settings || place->settings;
    if (tab.empty()) tab = place->phone;
  }
  view.settings_open = all_settings;
  view.settings_folded = !any_settings;
  choose(view.tab, tab,
         {{"data", Tab::kData},
          {"network", Tab::kNetwork},
          {"output", Tab::kOutput},
          {"inside", Tab::kInside}});
}

}  // namespace

SeenBefore seen_before(const View& view) {
  return {view.inside, view.inside_open,   view.inside_maximised, view.settings_folded, view.edges,
          view.tab,    view.pinned_neuron, view.pinned_parameter, view.selected_point};
}

void see_again(View& view, const SeenBefore& seen, bool same_run) {
  view.inside = seen.inside;
  view.inside_open = seen.inside_open;
  view.inside_maximised = seen.inside_maximised;
  view.settings_folded = seen.settings_folded;
  view.settings_open = false;
  view.edges = seen.edges;
  view.tab = seen.tab;
  view.edited_parameter.reset();
  if (!same_run) return;
  view.pinned_neuron = seen.neuron;
  view.pinned_parameter = seen.parameter;
  view.selected_point = seen.point;
}

void enter_step(Session& session, const LessonStep& step) {
  lead_to_phase(session, step);
  show_step(session, step);
  if (!step.nudge.empty()) show_nudged(session, step.nudge);
}

void show_step(Session& session, const LessonStep& step) {
  View& view = session.view();
  choose(view.edges, step.edges,
         {{"weight", EdgeMode::kWeight},
          {"gradient", EdgeMode::kGradient},
          {"update", EdgeMode::kUpdate}});
  if (const InsideTabEntry* entry =
          find_entry(std::span<const InsideTabEntry>(kInsideTabs), step.inside)) {
    view.inside = entry->tab;
    view.inside_open = true;
  }
  view.inside_maximised = step.large == "inside";
  if (step.large == "inside") view.inside_open = true;
  if (step.large == "network") view.inside_open = false;
  if (!step.pin.empty()) show_pinned(session, step.pin);
  if (!step.sample.empty()) show_sample_numbered(session, step.sample);
  show_places(view, step, session.trainer());
}

}  // namespace backprop
