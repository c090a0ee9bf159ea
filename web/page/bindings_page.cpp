// What the page's scripts can ask of the running application. api.mjs wraps this as
// window.playground and throws the messages that come back here.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/experiment.h"
#include "engine/export/export.h"
#include "engine/run/document.h"
#include "engine/run/trainer_link.h"
#include "shell/app/app.h"
#include "shell/app/share.h"
#include "shell/platform/platform_memory.h"
#include "shell/platform/platform_web.h"
#include "web/engine/metrics.h"

namespace backprop::web {

EMSCRIPTEN_DECLARE_VAL_TYPE(StringList);
EMSCRIPTEN_DECLARE_VAL_TYPE(SettingList);
EMSCRIPTEN_DECLARE_VAL_TYPE(MessageList);
EMSCRIPTEN_DECLARE_VAL_TYPE(ChoiceList);
EMSCRIPTEN_DECLARE_VAL_TYPE(FrameList);

namespace {

using emscripten::val;

struct Answer {
  bool ok;
  std::string text;  // the value, or what is wrong
};

struct SettingValue {
  std::string name, label, help, group, kind, value, default_value;
  double min, max;
  bool relevant;
  ChoiceList choices{val::array()};
};

struct MessageValue {
  std::string kind, text;
};

App& app() { return platform::running_app(); }

// Carries out an intent at once; "" or the message of what is wrong.
std::string do_now(Intent intent) {
  app().session().post(std::move(intent));
  const Result<void> done = app().session().carry_out_posted();
  platform::wake();
  return done ? std::string() : done.error().message;
}

bool running() { return platform::running(); }
void play() { do_now(intent::Play{}); }
void pause() { do_now(intent::Pause{}); }

// How many steps were done, within so many seconds.
double step(double count, double seconds) {
  const std::int64_t before = app().session().trainer().step_count();
  do_now(intent::Step{static_cast<std::int64_t>(count), seconds});
  return static_cast<double>(app().session().trainer().step_count() - before);
}
bool can_go_on() { return app().session().can_step(); }
void reset() { do_now(intent::Restart{}); }

std::string phase() {
  do_now(intent::AdvancePhase{});
  return phase_name(app().session().trainer());
}

std::string speed_names() {
  std::string names;
  for (const Speed& speed : speeds()) {
    names += (names.empty() ? "" : ", ") + std::string(speed.name);
  }
  return names;
}

// Back through the history, or on by training.
std::string go_to(const std::string& value) {
  const auto step = parse_number<std::int64_t>(value);
  const History& history = app().session().run().history();
  const std::int64_t first = history.first_step();
  const std::int64_t most =
      std::max(history.last_step(), max_link_step(app().session().trainer().experiment()));
  if (!step || *step < first || *step > most) {
    return "step cannot be " + quoted(value) + ": choose a whole number from " +
           number_text(first) + " to " + number_text(most) + ".";
  }
  constexpr double kPatience = 3;  // seconds
  const auto now = [] { return app().session().trainer().step_count(); };
  const bool back = *step <= history.last_step();
  std::string problem =
      back ? do_now(intent::GoTo{*step}) : do_now(intent::Step{*step - now(), kPatience});
  if (!problem.empty() || now() == *step || app().session().trainer().divergence()) return problem;
  return "step " + number_text(*step) + " takes longer than some seconds: the run is at " +
         number_text(now()) +
         (back ? " and goes on to it by itself." : " and train() goes on from there.");
}

std::string set_stop_rule(const std::string& value) {
  const std::optional<StopRule> rule = parse_stop_rule(value);
  if (!rule) {
    return "Training cannot stop at " + quoted(value) +
           ": use never, step:1000, trainLoss:0.05, testLoss:0.05 or testAccuracy:0.95.";
  }
  return do_now(intent::SetStopRule{*rule});
}

std::string set(const std::string& name, const std::string& value) {
  if (name == "step") return go_to(value);
  if (name == "stopAt") return set_stop_rule(value);
  if (name != "speed") return do_now(intent::SetProperty{name, value});
  const Speed* speed = find_speed(value);
  if (speed == nullptr) return "There is no speed \"" + value + "\": use " + speed_names() + ".";
  return do_now(intent::SetSpeed{speed});
}

Answer get(const std::string& name) {
  if (name == "speed") return {true, std::string(app().session().playback().speed->name)};
  if (name == "step") return {true, number_text(app().session().trainer().step_count())};
  if (name == "stopAt") return {true, app().session().playback().stop.text()};
  const Result<std::string> value = get_property(app().session().trainer().experiment(), name);
  return value ? Answer{true, *value} : Answer{false, value.error().message};
}

MetricsValue metrics() { return metrics_of(app().session().trainer()); }
bool playing() { return app().session().playing(); }

std::string compare(bool on) { return do_now(intent::Compare{on}); }

struct OtherValue {
  MetricsValue metrics;
  std::string hash, link;
};

std::optional<OtherValue> other() {
  if (app().session().other() == nullptr) return std::nullopt;
  const Trainer& trainer = app().session().other()->trainer();
  return OtherValue{metrics_of(trainer), hash_text(trainer), make_link(trainer)};
}

std::string hash() { return hash_text(app().session().trainer()); }
std::string link() { return app().link(); }

void open(const std::string& fragment) {
  app().open_link(fragment);
  platform::wake();
}

// The page's address, with what is kept beside it.
void open_address(const std::string& fragment, const platform::Kept& kept) {
  app().open_address(fragment, kept);
  platform::wake();
}

ShareLinks links() { return share_links(app()); }
bool draw() { return platform::draw_now(); }

struct LinkNotes {
  bool ok;  // it is a link to an experiment
  StringList notes{val::array()};
};

LinkNotes link_notes(const std::string& link) {
  LinkNotes result;
  val notes = val::array();
  for (const std::string& note : backprop::link_notes(link, &result.ok)) {
    notes.call<void>("push", note);
  }
  result.notes = StringList(notes);
  return result;
}

// By the numbers of platform::LaterPart.
void set_later_part(int part) { platform::set_later_part(static_cast<platform::LaterPart>(part)); }

// Something dropped or picked; "" or what is wrong with it, which the canvas says as well.
std::string open_file(const std::string& name, const std::string& text) {
  const Result<void> done = app().open_file(name, text);
  platform::wake();
  if (done) return {};
  app().canvas().say(Message::Kind::kError, done.error().message);
  return done.error().message;
}

const char* kind_name(PropertyKind kind) {
  switch (kind) {
    case PropertyKind::kInteger:
      return "integer";
    case PropertyKind::kReal:
      return "real";
    case PropertyKind::kSwitch:
      return "switch";
    case PropertyKind::kChoice:
      return "choice";
    case PropertyKind::kChoiceList:
      return "choices";
    case PropertyKind::kIntegerList:
      return "integers";
  }
  return "";
}

SettingList settings() {
  const Experiment defaults;
  const Experiment& now = app().session().trainer().experiment();
  val list = val::array();
  for (const Property& property : properties()) {
    val choices = val::array();
    for (const Choice& choice : property.choices) {
      choices.call<void>("push", std::string(choice.name));
    }
    list.call<void>("push", SettingValue{.name = std::string(property.name),
                                         .label = std::string(property.label),
                                         .help = std::string(property.help),
                                         .group = std::string(property.group),
                                         .kind = kind_name(property.kind),
                                         .value = property.get(now),
                                         .default_value = property.get(defaults),
                                         .min = property.min,
                                         .max = property.max,
                                         .relevant = property.relevant(now),
                                         .choices = ChoiceList(choices)});
  }
  return SettingList(list);
}

MessageList messages() {
  static constexpr const char* kKinds[] = {"note", "warning", "error"};
  val list = val::array();
  for (const Message& message : app().canvas().messages) {
    list.call<void>("push", MessageValue{kKinds[static_cast<int>(message.kind)], message.text});
  }
  return MessageList(list);
}

std::string document() { return make_document(app().session().trainer()); }

// When the program has stopped: the run as it stands in memory, if it still can be read.
std::string rescue() {
  platform::give_up_reserve();
  return make_document(app().session().trainer());
}

struct MemoryValue {
  double used, heap, most;
  double remembered, budget, history, other_history;
};

MemoryValue memory() {
  const auto number = [](std::size_t bytes) { return static_cast<double>(bytes); };
  const platform::Memory all = platform::memory();
  const MemoryUse use = app().session().memory();
  return {number(all.used),   number(all.heap),    number(all.most),         number(use.remembered),
          number(use.budget), number(use.history), number(use.other_history)};
}

bool can_have(double bytes) { return platform::can_have(static_cast<std::size_t>(bytes)); }

std::string history_table() {
  std::vector<HistoryRow> rows;
  for (const RunLog::Entry& entry : app().session().run().log().entries()) {
    rows.push_back(
        {entry.step, entry.train_loss, entry.test_loss, entry.train_accuracy, entry.test_accuracy});
  }
  return make_history_csv({app().session().trainer(), rows});
}

FrameList frame_times() {
  const FrameTimes& times = app().frame_times();
  val list = val::array();
  for (std::size_t i = 0; i < times.size(); ++i) {
    const FrameTimes::Frame& frame = times[i];
    val row = val::object();
    row.set("start", frame.start);
    row.set("step", static_cast<double>(frame.step));
    for (std::size_t part = 0; part < FrameTimes::kPartCount; ++part) {
      row.set(FrameTimes::kNames[part], frame.ms[part]);
    }
    list.call<void>("push", row);
  }
  return FrameList(list);
}

StringList places() {
  val list = val::array();
  for (const std::string_view name : app().canvas().places.names()) {
    list.call<void>("push", std::string(name));
  }
  return StringList(list);
}

std::optional<Place> where(const std::string& name) {
  const Places& all = app().canvas().places;
  const Place* place = all.find(name);
  if (place == nullptr) return std::nullopt;
  const float scale = all.scale();
  return Place{place->x * scale, place->y * scale, place->width * scale, place->height * scale};
}

}  // namespace
}  // namespace backprop::web

EMSCRIPTEN_BINDINGS(backprop_page) {
  using namespace emscripten;
  namespace web = backprop::web;
  register_type<web::StringList>("string[]");
  register_type<web::ChoiceList>("string[]");
  register_type<web::SettingList>("Setting[]");
  register_type<web::MessageList>("Message[]");
  register_type<web::FrameList>(
      "{start: number, step: number, input: number, training: number, refresh: number, "
      "panels: number, drawing: number}[]");
  register_optional<backprop::Place>();
  register_optional<web::OtherValue>();
  value_object<web::MetricsValue>("Metrics")
      .field("step", &web::MetricsValue::step)
      .field("epoch", &web::MetricsValue::epoch)
      .field("phase", &web::MetricsValue::phase)
      .field("trainLoss", &web::MetricsValue::train_loss)
      .field("testLoss", &web::MetricsValue::test_loss)
      .field("trainAccuracy", &web::MetricsValue::train_accuracy)
      .field("testAccuracy", &web::MetricsValue::test_accuracy)
      .field("diverged", &web::MetricsValue::diverged);
  value_object<backprop::platform::Kept>("Kept")
      .field("document", &backprop::platform::Kept::run)
      .field("other", &backprop::platform::Kept::other)
      .field("lesson", &backprop::platform::Kept::lesson)
      .field("phases", &backprop::platform::Kept::phases)
      .field("in_lesson", &backprop::platform::Kept::in_lesson)
      .field("ahead", &backprop::platform::Kept::ahead);
  value_object<web::MemoryValue>("Memory")
      .field("used", &web::MemoryValue::used)
      .field("heap", &web::MemoryValue::heap)
      .field("most", &web::MemoryValue::most)
      .field("remembered", &web::MemoryValue::remembered)
      .field("budget", &web::MemoryValue::budget)
      .field("history", &web::MemoryValue::history)
      .field("otherHistory", &web::MemoryValue::other_history);
  value_object<web::OtherValue>("OtherRun")
      .field("metrics", &web::OtherValue::metrics)
      .field("hash", &web::OtherValue::hash)
      .field("link", &web::OtherValue::link);
  value_object<web::Answer>("Answer")
      .field("ok", &web::Answer::ok)
      .field("text", &web::Answer::text);
  value_object<web::SettingValue>("Setting")
      .field("name", &web::SettingValue::name)
      .field("label", &web::SettingValue::label)
      .field("help", &web::SettingValue::help)
      .field("group", &web::SettingValue::group)
      .field("kind", &web::SettingValue::kind)
      .field("value", &web::SettingValue::value)
      .field("defaultValue", &web::SettingValue::default_value)
      .field("min", &web::SettingValue::min)
      .field("max", &web::SettingValue::max)
      .field("relevant", &web::SettingValue::relevant)
      .field("choices", &web::SettingValue::choices);
  value_object<web::MessageValue>("Message")
      .field("kind", &web::MessageValue::kind)
      .field("text", &web::MessageValue::text);
  value_object<backprop::Place>("Place")
      .field("x", &backprop::Place::x)
      .field("y", &backprop::Place::y)
      .field("width", &backprop::Place::width)
      .field("height", &backprop::Place::height);
  value_object<backprop::ShareLinks>("ShareLinks")
      .field("atStep", &backprop::ShareLinks::at_step)
      .field("fromStart", &backprop::ShareLinks::from_start)
      .field("withWeights", &backprop::ShareLinks::with_weights);
  value_object<web::LinkNotes>("LinkNotes")
      .field("ok", &web::LinkNotes::ok)
      .field("notes", &web::LinkNotes::notes);
  function("running", &web::running);
  function("play", &web::play);
  function("pause", &web::pause);
  function("step(count, seconds)", &web::step);
  function("canGoOn", &web::can_go_on);
  function("phase", &web::phase);
  function("reset", &web::reset);
  function("set(name, value)", &web::set);
  function("get(name)", &web::get);
  function("metrics", &web::metrics);
  function("playing", &web::playing);
  function("compare(on)", &web::compare);
  function("other", &web::other);
  function("hash", &web::hash);
  function("link", &web::link);
  function("open(link)", &web::open);
  function("openAddress(fragment, kept)", &web::open_address);
  function("openFile(name, text)", &web::open_file);
  function("setLaterPart(part)", &web::set_later_part);
  function("links", &web::links);
  function("linkNotes(link)", &web::link_notes);
  function("draw", &web::draw);
  function("settings", &web::settings);
  function("messages", &web::messages);
  function("document", &web::document);
  function("rescue", &web::rescue);
  function("memory", &web::memory);
  function("canHave(bytes)", &web::can_have);
  function("historyTable", &web::history_table);
  function("frameTimes", &web::frame_times);
  function("places", &web::places);
  function("where(name)", &web::where);
}
