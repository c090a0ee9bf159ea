#include "shell/lessons/example_player.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "shell/lessons/example_parser.h"
#include "shell/lessons/example_run.h"
#include "shell/lessons/find_example.h"
#include "shell/session/session.h"

namespace backprop {

struct ExamplePlayer::State {
  std::vector<Example> shelf;
  std::optional<Example> example;
  std::size_t moment = 0;
  int looked_at = 0;  // the line of the number
  bool on_its_way = false;  // the run, to the moment
  std::uint64_t revision = ~std::uint64_t{0};  // of the run, when the numbers were made
  std::vector<ComparedNumber> numbers;
};

namespace {

// What edges show where a number of this kind is looked at.
EdgeMode edges_for(ExampleQuantity::Kind kind) {
  switch (kind) {
    case ExampleQuantity::Kind::kGradient:
      return EdgeMode::kGradient;
    case ExampleQuantity::Kind::kChange:
    case ExampleQuantity::Kind::kAfter:
      return EdgeMode::kUpdate;
    default:
      return EdgeMode::kWeight;
  }
}

}  // namespace

ExamplePlayer::State& ExamplePlayer::state() const { return *state_; }

const std::vector<Example>& ExamplePlayer::shelf() const {
  static const std::vector<Example> none;
  return state_ ? state().shelf : none;
}

Result<void> ExamplePlayer::load(std::string_view text) {
  Result<std::vector<Example>> examples = parse_examples(text);
  if (!examples) return std::unexpected(examples.error());
  if (!state_) state_ = std::make_shared<State>();
  state().shelf = std::move(*examples);
  return {};
}

Result<const Example*> ExamplePlayer::find(std::string_view id) const {
  return find_example(shelf(), id);
}

const Example& ExamplePlayer::example() const { return *state().example; }

std::size_t ExamplePlayer::number() const {
  const auto found = std::ranges::find(shelf(), example().id, &Example::id);
  return static_cast<std::size_t>(found - shelf().begin());
}

std::size_t ExamplePlayer::moment_index() const { return state().moment; }

const ExampleMoment& ExamplePlayer::moment() const { return example().moments[state().moment]; }

std::span<const ComparedNumber> ExamplePlayer::numbers(const Session& session) {
  State& now = state();
  const Trainer& trainer = session.trainer();
  if (now.revision != trainer.revision() || now.numbers.size() != moment().numbers.size()) {
    // Another network has other neurons: what is asked for may not be there.
    now.numbers = compare(moment(), trainer);
    now.revision = trainer.revision();
  }
  return now.numbers;
}

bool ExamplePlayer::all_agree(const Session& session) {
  return std::ranges::all_of(numbers(session), &ComparedNumber::agrees);
}

void ExamplePlayer::open(Session& session, const Example& example, bool keeps_run) {
  if (!state_) state_ = std::make_shared<State>();
  state().example = Example(example);
  open_ = true;
  state().moment = 0;
  state().numbers.clear();
  if (!keeps_run) {
    go_to(session, 0);
    return;
  }
  const std::vector<ExampleMoment>& moments = example.moments;
  const auto here = std::ranges::find_if(
      moments, [&](const ExampleMoment& each) { return stands_at(session.trainer(), each); });
  if (here != moments.end()) state().moment = static_cast<std::size_t>(here - moments.begin());
}

void ExamplePlayer::go_to(Session& session, std::size_t moment) {
  State& now = state();
  now.moment = std::min(moment, example().moments.size() - 1);
  now.numbers.clear();
  Result<Trainer> trainer = open_example(example().link);
  if (!trainer) return;  // parse_example has made sure of it
  intent::OpenRun open = {std::make_shared<Trainer>(std::move(*trainer))};
  open.step = steps_before(this->moment());
  (void)session.carry_out(open);  // opening what is there cannot fail
  now.on_its_way = true;
  update(session);
  look_at(session, this->moment().numbers.front());
}

void ExamplePlayer::look_at(Session& session, const ExampleNumber& number) {
  state().looked_at = number.line;
  View& view = session.view();
  const ExplainTarget& target = number.quantity.target;
  const Network& network = session.trainer().network();
  view.pinned_neuron.reset();
  view.pinned_parameter.reset();
  // The run may have another network by now.
  if (target.kind == ExplainTarget::Kind::kParameter) {
    if (target.parameter < network.parameter_count()) view.pinned_parameter = target.parameter;
  } else if (target.layer < network.layer_count() &&
             target.neuron < network.layer(target.layer).outputs) {
    view.pinned_neuron = NeuronId{target.layer, target.neuron};
  }
  const std::span<const int> batch = session.trainer().batch();
  const auto sample = static_cast<std::size_t>(std::max(target.sample, 0));
  const bool one = target.sample >= 0 || batch.size() == 1;
  view.selected_point.reset();
  if (one && sample < batch.size()) view.selected_point = batch[sample];
  view.edges = edges_for(number.quantity.kind);
  look_closer(view);
}

bool ExamplePlayer::is_looked_at(const Session& session, const ExampleNumber& number) const {
  if (state().looked_at != number.line) return false;
  const View& view = session.view();
  const ExplainTarget& target = number.quantity.target;
  if (target.kind == ExplainTarget::Kind::kParameter) {
    return view.pinned_parameter == target.parameter;
  }
  return view.pinned_neuron == NeuronId{target.layer, target.neuron};
}

void ExamplePlayer::update(Session& session) {
  if (!open_ || !state().on_its_way) return;
  if (session.playback().awaited_step > 0) return;
  state().on_its_way = false;
  for (int phase = 0; phase < phases_after(moment()); ++phase) {
    (void)session.carry_out(intent::AdvancePhase{});
  }
}

}  // namespace backprop
