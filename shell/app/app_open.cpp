// The links the application opens, and the page's address, which says at any time what is open.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>

#include "engine/base/text.h"
#include "engine/run/document.h"
#include "engine/run/trainer_link.h"
#include "shell/app/app.h"
#include "shell/app/later_part.h"
#include "shell/app/preferences.h"
#include "shell/app/share.h"
#include "shell/platform/platform.h"

namespace backprop {

namespace {

// What a visitor without a link sees: a spiral that a small network solves within a minute.
constexpr std::string_view kFirstView =
    "dataset=spiral&noise=0.05&features=x1,x2,sinx1,sinx2&layers=6,5,4&optimizer=momentum"
    "&initializer=xavier_normal&seed=1971&speed=60";

// Seconds between two changes of the address: browsers refuse many, and nobody reads them.
constexpr double kAddressPause = 0.4, kAddressPauseTraining = 3;

// Whether anything in it means something: no text of another kind replaces an experiment.
bool says_something(std::string_view text, const ParsedLink& link) {
  const bool address = text.find("://") != std::string_view::npos;
  if (text.empty() || (address && text.find('#') == std::string_view::npos)) return false;
  const bool nothing = link.experiment == Experiment() && link.step == 0 && link.weights.empty();
  return !nothing || (link.others.empty() && link.messages.empty());
}

// Of the keys that only say how the page shows and plays the experiment.
bool is_usable(std::string_view key, std::string_view value) {
  if (key == "speed") return find_speed(value) != nullptr;
  if (key == "stopAt") return parse_stop_rule(value).has_value();
  if (key == "lesson") return !value.empty();
  if (key == "compare") return true;  // what in it is not says so itself
  return (key == "showTestData" || key == "discretize") && (value == "true" || value == "false");
}

std::vector<std::string> notes_about(const ParsedLink& link) {
  std::vector<std::string> notes = link.messages;
  for (const auto& [key, value] : link.others) {
    if (key == "compare") {
      std::ranges::move(parse_compare(link.experiment, value).messages, std::back_inserter(notes));
    }
    if (is_usable(key, value)) continue;
    notes.push_back("The link's " + key + "=" + value + " means nothing here; ignored.");
  }
  return notes;
}

}  // namespace

// --- links ---------------------------------------------------------------------------------------

void App::open_address(std::string_view fragment, std::string_view document) {
  const bool first_view = fragment.empty() || fragment == "#";
  open_link(first_view ? kFirstView : fragment);
  if (!document.empty() && ask_for_later_part(canvas_)) {
    if (Result<Trainer> run = parse_document(document)) {
      end_awaiting();
      canvas_.messages.clear();
      open_run(std::move(*run));
    }
  }
  playing_ = playing_ || (first_view && !reduced_motion(view_));
  view_.inviting = first_view && !view_.embed;
  address_ = address_now();
  address_given_ = playing_ || awaited_step_ > 0;
}

void App::open_link(std::string_view fragment) {
  ParsedLink link = parse_link(fragment);
  canvas_.messages.clear();
  for (std::string& text : notes_about(link)) {
    canvas_.say(Message::Kind::kWarning, std::move(text));
  }
  speed_ = find_speed("60");
  lessons_.close();
  open_run(make_trainer(link));
  for (const auto& [key, value] : link.others) {
    if (!is_usable(key, value)) continue;
    if (key == "speed") speed_ = find_speed(value);
    if (key == "showTestData") view_.show_test_data = value == "true";
    if (key == "discretize") view_.discretize = value == "true";
    if (key == "stopAt") set_stop_rule(*parse_stop_rule(value));
    if (key == "compare") {
      other_ = std::make_unique<OtherRun>(make_trainer(parse_compare(link.experiment, value)));
    }
  }
  await_step(link.step);
  for (const auto& [key, value] : link.others) {
    if (key == "lesson" && !value.empty()) lessons_.open(value);
  }
  if (lessons_.asked_for() && platform::later_part_here()) lessons_.update(*this);
}

void App::open_run(Trainer trainer) {
  playing_ = by_phase_ = false;
  awaited_step_ = 0;
  stop_ = {};
  undo_.clear();
  other_.reset();
  run_ = Run(std::move(trainer));
  view_.pinned_neuron.reset();
  view_.pinned_parameter.reset();
  view_.edited_parameter.reset();
  view_.selected_point.reset();
  statistics_.clear();
  run_.note();
  shown_revision_ = ~std::uint64_t{0};
  note_change();
}

std::vector<std::string> link_notes(std::string_view text, bool* means_something) {
  const std::string_view content = trimmed(text);
  const ParsedLink link = parse_link(content);
  *means_something = says_something(content, link);
  return notes_about(link);
}

std::string App::link() const {
  const bool leads_here =
      link_leads_here(trainer()) && (!other_ || link_leads_here(other_->trainer()));
  const std::string run =
      leads_here ? make_link(trainer())
                 : make_link(trainer().experiment(), 0, trainer().network().parameters());
  return run + page_keys() + compare_key(!leads_here);
}

std::string App::compare_key(bool as_it_is) const {
  return other_ ? backprop::compare_key(trainer(), other_->trainer(), as_it_is) : std::string();
}

std::string App::page_keys() const {
  std::string text;
  if (speed_->name != "60") text += "&speed=" + std::string(speed_->name);
  if (view_.show_test_data) text += "&showTestData=true";
  if (view_.discretize) text += "&discretize=true";
  if (stop_.stops()) text += "&stopAt=" + stop_.text();
  if (const Lesson* lesson = lessons_.lesson()) text += "&lesson=" + lesson->id;
  return text;
}

// --- the address ---------------------------------------------------------------------------------

App::Address App::address_now() const { return {trainer().revision(), page_keys()}; }

void App::note_change() {
  address_given_ = false;
  address_.revision = ~std::uint64_t{0};
}

bool App::address_differs() const { return !address_given_ && address_now() != address_; }

// While a link's step is being trained to, the address is right already; and a visitor who only
// watches the first view keeps the plain address.
void App::tell_address() {
  if (awaited_step_ > 0) return;
  if (address_given_) {
    const Address now = address_now();
    address_.revision = now.revision;
    address_given_ = playing_ && now == address_;
    if (now == address_) return;
  }
  const double now = platform::seconds();
  const double pause = playing_ ? kAddressPauseTraining : kAddressPause;
  if (!address_differs() || now < address_told_ + pause) return;
  const bool keep = !other_ && !trainer().can_be_replayed();
  if (keep && platform::later_part() == platform::LaterPart::kNotYet) {
    platform::want_later_part();
    return;  // a moment later
  }
  address_ = address_now();
  address_told_ = now;
  const bool document = keep && platform::later_part_here();
  platform::set_fragment(link(), document ? make_document(trainer()) : "");
}

}  // namespace backprop
