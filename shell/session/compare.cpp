#include "shell/session/compare.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/link_pairs.h"
#include "engine/run/trainer_link.h"
#include "shell/platform/platform.h"

namespace backprop {

// --- the run -------------------------------------------------------------------------------------

OtherRun::OtherRun(Trainer trainer) : run(std::move(trainer)) { run.note(); }

void OtherRun::share(const Trainer& leader) {
  Experiment wanted = trainer().experiment();
  wanted.custom_points = leader.experiment().custom_points;
  wanted.columns = leader.experiment().columns;
  wanted.table = leader.experiment().table;
  for (const Property& property : properties()) {
    if (!is_shared(property)) continue;
    const std::string value = property.get(leader.experiment());
    // Values that both can have: the rest of this run agrees with them.
    if (value != property.get(wanted)) (void)set_property(wanted, property.name, value);
  }
  if (wanted == trainer().experiment()) return;
  if (wanted.seed != trainer().experiment().seed) {
    run = Run(Trainer(wanted));  // and with it new weights
    return;
  }
  if (leader.step_count() == 0) run.restart();
  run.take_points(std::move(wanted));
}

bool OtherRun::is_at(std::int64_t step) const {
  const std::int64_t now = trainer().step_count();
  const bool stuck = trainer().divergence() || trainer().data().train_count == 0;
  return now == step || (now < step && stuck);
}

void OtherRun::follow(std::int64_t step, double seconds) {
  if (is_at(step)) return;
  if (step < trainer().step_count()) {
    if (step < run.history().first_step()) {
      run.restart();
    } else {
      (void)run.restore_checkpoint(step);  // one of this run's steps
    }
  }
  if (step == trainer().step_count() + 1) {  // in lock step: no need for a clock
    (void)run.step();
    return;
  }
  const double end = platform::seconds() + seconds;
  while (trainer().step_count() < step && run.step()) {
    if (platform::seconds() > end) return;
  }
}

// --- what differs --------------------------------------------------------------------------------

bool is_shared(const Property& property) {
  return property.effect == Effect::kData || property.name == "batchSize";
}

namespace {

std::string value_text(const Property& property, const Experiment& experiment) {
  if (!property.relevant(experiment)) return {};
  const std::string text = property.get(experiment);
  if (property.kind == PropertyKind::kSwitch) return text == "true" ? "on" : "off";
  if (text.empty()) return "none";
  std::string words;
  for (const std::string_view part : split(text, ',', 64)) {
    std::string_view word = part;
    for (const Choice& choice : property.choices) {
      if (choice.name == part) word = choice.label;
    }
    if (!words.empty()) words += property.choices.empty() ? "–" : ", ";
    words += word;
  }
  return words;
}

bool edited_by_hand(const Trainer& trainer) {
  return !trainer.start_parameters().empty() || !trainer.can_be_replayed();
}

}  // namespace

std::vector<Difference> differences(const Trainer& here, const Trainer& there) {
  std::vector<Difference> result;
  for (const Property& property : properties()) {
    if (is_shared(property)) continue;
    if (property.get(here.experiment()) == property.get(there.experiment())) continue;
    Difference one = {std::string(property.label), value_text(property, here.experiment()),
                      value_text(property, there.experiment()), property.choices.empty()};
    if (!one.here.empty() || !one.there.empty()) result.push_back(std::move(one));
  }
  // Of the same network, weights differ as well where they were edited.
  const bool edited = edited_by_hand(here) || edited_by_hand(there);
  if (result.empty() && edited && here.parameter_hash() != there.parameter_hash()) {
    const auto words = [](bool by_hand) { return by_hand ? "edited weights" : "own weights"; };
    result.push_back({"Weights", words(edited_by_hand(here)), words(edited_by_hand(there)), false});
  }
  return result;
}

// --- links ---------------------------------------------------------------------------------------

std::string compare_key(const Trainer& run, const Trainer& other, bool as_it_is) {
  std::vector<LinkPair> pairs;
  for (const Property& property : properties()) {
    const std::string value = property.get(other.experiment());
    if (is_shared(property) || value == property.get(run.experiment())) continue;
    pairs.push_back({std::string(property.name), value});
  }
  const auto weights = as_it_is ? other.network().parameters() : other.start_parameters();
  // The engine writes weights in its links; they are the last pair.
  if (!weights.empty()) {
    const std::string link = make_link(other.experiment(), 0, weights);
    LinkMessages none;
    pairs.push_back(read_pairs(link, none).back());
  }
  return '&' + write_pairs({{"compare", write_pairs(pairs)}});
}

// As if the link of `run` said what is in `value` instead.
ParsedLink parse_compare(const Experiment& run, std::string_view value) {
  constexpr std::size_t kMostMessages = 6;
  LinkMessages messages;
  std::vector<LinkPair> pairs = read_pairs(make_link(run), messages);
  for (LinkPair& pair : read_pairs(value, messages)) {
    const Property* property = find_property(pair.key);
    if (pair.key != "weights" && (property == nullptr || is_shared(*property))) {
      messages.push_back(
          {pair.key,
           LinkMessage::Kind::kUnknown,
           quoted(pair.key) + (property != nullptr ? " is the same in both runs; ignored."
                                                   : " means nothing here; ignored."),
           {}});
      continue;
    }
    std::erase_if(pairs, [&](const LinkPair& each) { return each.key == pair.key; });
    pairs.push_back(std::move(pair));
  }
  ParsedLink parsed = parse_link(write_pairs(pairs));
  messages.insert(messages.end(), parsed.messages.begin(), parsed.messages.end());
  if (messages.size() > kMostMessages) messages.resize(kMostMessages);
  for (LinkMessage& message : messages) {
    message.sentence = "In the run compared with: " + message.sentence;
  }
  parsed.messages = std::move(messages);
  return parsed;
}

}  // namespace backprop
