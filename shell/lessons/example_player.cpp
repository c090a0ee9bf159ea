#include "shell/lessons/example_player.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

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
  bool on_its_way = false;  // the run, to this step with so many phases of the next one done
  int phases = 0;
  RunPlace place = {1, 0};  // of the run when it was last seen

  // What the example's own run has at its moments, once somebody comes there: a run beside the one
  // on the canvas, which has the same bits.
  struct Moment {
    std::vector<ComparedNumber> numbers;
    std::vector<int> batch;
  };
  std::optional<Trainer> beside;
  std::vector<Moment> moments;

  const Moment& own(std::size_t index) {
    Moment& kept = moments[index];
    const ExampleMoment& wanted = example->moments[index];
    if (kept.numbers.empty() && backprop::go_to(*beside, wanted)) {
      kept.numbers = compare(wanted, *beside);
      const std::span<const int> batch = beside->batch();
      kept.batch.assign(batch.begin(), batch.end());
    }
    return kept;
  }

  // The comparison as of this state of the run.
  std::pair<std::uint64_t, std::uint64_t> compared_at = {};
  bool is_own = false;
  std::vector<std::vector<ComparedNumber>> compared;

  void take(Example taken) {
    example = std::move(taken);
    moment = 0;
    on_its_way = false;
    beside.reset();
    if (Result<Trainer> opened = open_example(example->link)) beside = std::move(*opened);
    moments.assign(example->moments.size(), {});
    compared.clear();
  }
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

bool ExamplePlayer::is_own(const Session& session) {
  (void)numbers(session);
  return state().is_own;
}

std::span<const ComparedNumber> ExamplePlayer::numbers(const Session& session, std::size_t moment) {
  State& now = state();
  const Trainer& trainer = session.trainer();
  const std::pair key = {trainer.revision(), session.runs_replaced()};
  if (now.compared.empty() || now.compared_at != key) {
    now.compared_at = key;
    now.is_own = now.beside && is_same_run(trainer, *now.beside);
    now.compared.clear();
    const RunPlace here = place_of(trainer);
    for (std::size_t i = 0; i < example().moments.size(); ++i) {
      const ExampleMoment& each = example().moments[i];
      // A changed run may have another network: what is asked for may not be there.
      if (!now.is_own || here < RunPlace{each.step, 1}) {
        now.compared.push_back(compare(each, trainer));
        continue;
      }
      std::vector<ComparedNumber>& own = now.compared.emplace_back(now.own(i).numbers);
      for (ComparedNumber& number : own) {
        if (here < place_of(each, *number.number)) number.value.reset();
      }
    }
  }
  return now.compared[moment];
}

bool ExamplePlayer::all_agree(const Session& session) {
  return std::ranges::all_of(numbers(session), &ComparedNumber::agrees);
}

void ExamplePlayer::open(Session& session, const Example& example, bool keeps_run) {
  if (!state_) state_ = std::make_shared<State>();
  state().take(Example(example));
  open_ = true;
  if (keeps_run) {
    state().place = {0, 0};
    follow(session);
    return;
  }
  lead(session, moment().step - 1, 0);
}

void ExamplePlayer::go_to(Session& session, std::size_t moment) {
  state().moment = std::min(moment, example().moments.size() - 1);
  const ExampleMoment& to = this->moment();
  state().looked_at = to.numbers.front().line;
  lead(session, steps_before(to), phases_after(to));
}

// To where so many steps are done, and so many phases of the next one.
void ExamplePlayer::lead(Session& session, std::int64_t step, int phases) {
  State& now = state();
  Result<Trainer> trainer = open_example(example().link);
  if (!trainer) return;  // parse_example has made sure of it
  intent::OpenRun open = {std::make_shared<Trainer>(std::move(*trainer))};
  open.step = step;
  (void)session.carry_out(open);  // opening what is there cannot fail
  now.on_its_way = true;
  now.phases = phases;
  update(session);
}

void ExamplePlayer::show(Session& session, const ExampleNumber& number) {
  const RunPlace here = place_of(session.trainer()), there = place_of(moment(), number);
  state().looked_at = number.line;
  if (!is_own(session) || (here.step == there.step && here >= there)) {
    look_at(session, number);
  } else if (there.phases < kPhaseCount) {
    lead(session, there.step - 1, there.phases);
  } else {
    lead(session, there.step, 0);
  }
}

// The samples of the moment's step.
std::span<const int> ExamplePlayer::batch(const Session& session) {
  if (!is_own(session)) return session.trainer().batch();
  return state().own(state().moment).batch;
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
  const std::span<const int> batch = this->batch(session);
  const auto sample = static_cast<std::size_t>(std::max(target.sample, 0));
  const bool one = target.sample >= 0 || batch.size() == 1;
  view.selected_point.reset();
  if (one && sample < batch.size()) view.selected_point = batch[sample];
  view.edges = edges_for(number.quantity.kind);
  view.inside = InsideTab::kMicroscope;  // the number's equation is there
  look_closer(view);
  // Of several equations, the one that tells it.
  const Trainer& trainer = session.trainer();
  const Result<Explanation> explanation = view.selected_point
                                              ? explain_point(trainer, target, *view.selected_point)
                                              : explain(trainer, target);
  if (!explanation) return;
  std::optional<std::size_t> block = equation_for(number.quantity, *explanation, trainer);
  if (!block && explanation->update && phases_for(number.quantity) == kPhaseCount) {
    block = explanation->equations.size() + (explanation->contributions.empty() ? 0 : 1);
  }
  session.microscope().wanted_block = block;
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
  if (!open_) return;
  State& now = state();
  if (!now.on_its_way) {
    follow(session);
    return;
  }
  if (session.playback().awaited_step > 0) return;
  now.on_its_way = false;
  for (int phase = 0; phase < now.phases; ++phase) {
    (void)session.carry_out(intent::AdvancePhase{});
  }
  now.place = place_of(session.trainer());
  const auto number = std::ranges::find(moment().numbers, now.looked_at, &ExampleNumber::line);
  const bool one = number != moment().numbers.end();
  look_at(session, one ? *number : moment().numbers.front());
}

// Of a run that goes from step to step, the moment whose step it is is open.
void ExamplePlayer::follow(Session& session) {
  State& now = state();
  const RunPlace here = place_of(session.trainer());
  if (here == now.place) return;
  now.place = here;
  const auto comes = [here](const ExampleMoment& each) {
    return each.step == here.step && each.phases >= here.phases;
  };
  if (comes(moment())) return;
  const std::vector<ExampleMoment>& moments = example().moments;
  const auto next = std::ranges::find_if(moments, comes);
  if (next != moments.end()) now.moment = static_cast<std::size_t>(next - moments.begin());
}

}  // namespace backprop
