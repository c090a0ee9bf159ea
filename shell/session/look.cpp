#include "shell/session/look.h"

#include <algorithm>
#include <optional>

#include "engine/experiment/look_key.h"
#include "engine/experiment/sample_names.h"
#include "engine/insight/explain.h"
#include "shell/session/by_hand.h"
#include "shell/session/looked_at.h"
#include "shell/session/session.h"

namespace backprop {
namespace {

static_assert(std::ranges::equal(kInsideTabs, kLookTabs, {}, &InsideTabEntry::name));

// The point with a number that people were told; nothing where there is none.
std::optional<int> point_of(const Data& data, int number) {
  for (int i = 0; i < static_cast<int>(data.points.size()); ++i) {
    if (sample_number(data, i) == number) return i;
  }
  return std::nullopt;
}

void choose_sample_of(Session& session, int number) {
  if (number == 0) return want_mean(session);
  const Trainer& trainer = session.trainer();
  if (const std::optional<int> point = point_of(trainer.data(), number)) {
    session.view().selected_point = point;
    return;
  }
  session.say(Message::Kind::kWarning, "look: there is no sample " + std::to_string(number) +
                                           ", for the data have " +
                                           std::to_string(trainer.data().points.size()) + '.');
}

void choose_target_of(Session& session, std::string_view text) {
  const Result<ExplainTarget> target = parse_target(session.trainer(), text);
  if (!target) return session.say(Message::Kind::kWarning, "look: " + target.error().message + '.');
  View& view = session.view();
  view.pinned_neuron.reset();
  view.pinned_parameter.reset();
  if (target->kind == ExplainTarget::Kind::kParameter) {
    view.pinned_parameter = target->parameter;
  } else {
    view.pinned_neuron = NeuronId{target->layer, target->neuron};
  }
}

void choose_views(View& view, const LookKey& key) {
  for (const InsideTabEntry& entry : kInsideTabs) {
    if (entry.name == key.tab) view.inside = entry.tab;
  }
  view.inside_open = true;
  const auto edges = std::ranges::find(kLookEdges, key.edges) - kLookEdges.begin();
  view.edges = static_cast<EdgeMode>(edges);
}

// All but the phase.
void choose(Session& session, const LookKey& key) {
  choose_views(session.view(), key);
  if (!key.target.empty()) choose_target_of(session, key.target);
  if (key.sample) choose_sample_of(session, *key.sample);
}

std::string target_shown(const Session& session) {
  const View& view = session.view();
  const Network& network = session.trainer().network();
  if (view.pinned_parameter && *view.pinned_parameter < network.parameter_count()) {
    return target_text(network, *view.pinned_parameter);
  }
  const std::optional<NeuronId> neuron = view.pinned_neuron;
  if (!neuron || neuron->layer < 0 || neuron->layer >= network.layer_count() ||
      neuron->neuron >= network.layer(neuron->layer).outputs) {
    return {};
  }
  return target_text(network, {ExplainTarget::Kind::kNeuron, neuron->layer, neuron->neuron});
}

}  // namespace

void take_look(Session& session, WantedLook& wanted) {
  const Result<LookKey> key = read_look_key(wanted.text);
  if (!key) {  // whoever read the link has said so
    wanted = {};
    return;
  }
  if (session.playing()) {
    choose(session, *key);
    wanted = {};
    return;
  }
  const std::int64_t here = session.trainer().step_count();
  if (key->phase == kPhaseCount && here > 0 && !wanted.back_from) {
    wanted.back_from = here;
    (void)session.carry_out(intent::Back{});  // over the next frames, where it takes long
    if (session.moving()) return;
  }
  // A run that knows no way back stays where it is.
  const bool stays = wanted.back_from && session.trainer().step_count() == *wanted.back_from;
  for (int done = session.phases_begun(); done < key->phase && !stays; ++done) {
    (void)session.carry_out(intent::AdvancePhase{});
  }
  if (key->phase > 0 && !key->sample) (void)session.carry_out(intent::LookAtOne{});
  choose(session, *key);
  wanted = {};
}

std::string look_key(const Session& session, bool with_phase) {
  const View& view = session.view();
  LookKey key;
  if (with_phase && !session.playing()) key.phase = session.phases().phase();
  key.target = target_shown(session);
  const Data& data = session.trainer().data();
  if (view.selected_point && static_cast<std::size_t>(*view.selected_point) < data.points.size()) {
    key.sample = sample_number(data, *view.selected_point);
  } else if (view.by_hand && view.by_hand->mean_wanted == session.runs_replaced()) {
    key.sample = 0;
  }
  if (view.inside_open) key.tab = kInsideTabs[static_cast<std::size_t>(view.inside)].name;
  key.edges = kLookEdges[static_cast<std::size_t>(view.edges)];
  const std::string text = key.text();
  return text.empty() ? text : "&look=" + text;
}

}  // namespace backprop
