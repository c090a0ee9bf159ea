// The links the application opens, and the page's address, which says at any time what is open.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/page_keys.h"
#include "engine/run/document.h"
#include "engine/run/trainer_link.h"
#include "shell/app/app.h"
#include "shell/app/later_part.h"
#include "shell/app/share.h"
#include "shell/panels/by_hand/sheet_panel.h"
#include "shell/platform/platform.h"
#include "shell/session/preferences.h"
#include "shell/session/slice_view.h"

namespace backprop {

namespace {

// What a visitor without a link sees: a spiral that a small network solves within a minute.
constexpr std::string_view kFirstView =
    "dataset=spiral&noise=0.05&features=x1,x2,sinx1,sinx2&layers=6,5,4&optimizer=momentum"
    "&initializer=xavier_normal&seed=1971&speed=60";

// Seconds between two changes of the address: browsers refuse many, and nobody reads them.
constexpr double kAddressPause = 0.4, kAddressPauseTraining = 3;

// What leaves the experiment as the link has it is no warning.
Message::Kind kind_of(const LinkMessage& message) {
  return message.kind < LinkMessage::Kind::kRepeated ? Message::Kind::kWarning
                                                     : Message::Kind::kNote;
}

}  // namespace

// What the link says, and what the run in it that is compared with says, most important first.
LinkMessages messages_about(const ParsedLink& link) {
  LinkMessages messages = link.messages;
  for (const auto& [key, value] : link.page) {
    if (key != "compare") continue;
    std::ranges::move(parse_compare(link.experiment, value).messages, std::back_inserter(messages));
  }
  sort_by_weight(messages);
  return messages;
}

// --- links ---------------------------------------------------------------------------------------

void App::open_address(std::string_view fragment, const platform::Kept& kept) {
  const bool first_view = fragment.empty() || fragment == "#";
  open_link(first_view ? kFirstView : fragment, kept.in_lesson);
  if (kept != platform::Kept()) {
    if (const Result<void> can = await_later_part(); can) {
      open_kept(kept);
    } else {
      canvas_.say(Message::Kind::kError, can.error().message);
    }
  }
  View& view = session_.view();
  if (first_view && !reduced_motion(view)) (void)session_.carry_out(intent::Play{});
  view.inviting = first_view && !view.embed;
  address_.given(address_now(), done(), session_.playing() || session_.playback().awaited_step > 0);
}

void App::open_link(std::string_view fragment) { open_link(fragment, false); }

void App::open_link(std::string_view fragment, bool lesson_keeps_run) {
  ParsedLink link = parse_link(fragment);
  canvas_.messages.clear();
  const auto needs_more = [](const LinkPair& pair) {
    return pair.key == "compare" || pair.key == "look";
  };
  if (std::ranges::any_of(link.page, needs_more) && !platform::await_later_part()) {
    std::erase_if(link.page, needs_more);
    canvas_.say(Message::Kind::kError, std::string(kNotLoaded));
  }
  for (const LinkMessage& message : messages_about(link)) {
    canvas_.say(kind_of(message), message.text());
  }
  lessons_.close();
  if (!link.messages.empty()) open_sheet_of_link(session_.view(), lessons_, fragment, link);
  intent::OpenRun open = {std::make_shared<Trainer>(make_trainer(link))};
  open.step = link.step;
  const Speed* speed = &usual_speed();
  View& view = session_.view();
  view.hidden.clear();
  view.slice_axes = {0, 1};
  std::string_view slice;
  look_ = {};
  for (const auto& [key, value] : link.page) {
    if (key == "speed") speed = find_speed(value);
    if (key == "showTestData") view.show_test_data = value == "true";
    if (key == "discretize") view.discretize = value == "true";
    if (key == "stopAt") open.stop = *parse_stop_rule(value);
    if (key == "slice") slice = value;
    if (key == "look") look_.text = value;
    if (key == "hide") view.hidden = hidden_controls(value);
    if (key == "compare") {
      open.other = std::make_shared<Trainer>(make_trainer(parse_compare(link.experiment, value)));
    }
    if (key == "lesson" || key == "example") {
      using Opening = LessonPlayer::Opening;
      lessons_.open(key + '=' + value, lesson_keeps_run ? Opening::kStays : Opening::kGone);
    }
  }
  (void)session_.carry_out(intent::SetSpeed{speed});
  (void)session_.carry_out(open);  // opening what is there cannot fail
  if (!slice.empty()) {
    const std::string trouble = ask_for_slice(session_.trainer(), slice, view);
    if (!trouble.empty()) canvas_.say(Message::Kind::kWarning, trouble);
  }
  const bool waits = lesson_keeps_run;  // until the run is all there
  if (!waits) take_lessons_on();
}

void App::open_run(Trainer trainer) {
  (void)session_.carry_out(intent::OpenRun{std::make_shared<Trainer>(std::move(trainer))});
}

Result<void> App::open_file(std::string_view name, std::string_view bytes) {
  if (Result<void> can = await_later_part(); !can) return can;
  return read_file(name, bytes);
}

std::string App::link() const {
  const Trainer& trainer = session_.trainer();
  const bool leads_here = link_says_run();
  const std::string run = leads_here
                              ? make_link(trainer)
                              : make_link(trainer.experiment(), 0, trainer.network().parameters());
  return run + page_keys(leads_here) + compare_key(!leads_here);
}

std::string App::compare_key(bool as_it_is) const {
  const OtherRun* other = session_.other();
  if (other == nullptr) return {};
  return backprop::compare_key(session_.trainer(), other->trainer(), as_it_is);
}

std::string App::page_keys(bool with_phase) const {
  const Playback& play = session_.playback();
  const View& view = session_.view();
  std::string text;
  if (play.speed != &usual_speed()) text += "&speed=" + std::string(play.speed->name);
  if (view.show_test_data) text += "&showTestData=true";
  if (view.discretize) text += "&discretize=true";
  if (play.stop.stops()) text += "&stopAt=" + play.stop.text();
  if (session_.trainer().experiment().uses_table) text += slice_key(session_.trainer(), view);
  if (!view.hidden.empty()) {
    text += "&hide=" + join({view.hidden.begin(), view.hidden.end()}, ",");
  }
  // What is open beside the run says itself where one looks.
  if (!lessons_.key().empty()) {
    text += '&' + lessons_.key();
  } else if (look_.waits()) {
    text += "&look=" + look_.text;
  } else if (platform::later_part_here()) {
    text += look_key(session_, with_phase);
  }
  return text;
}

// --- the address ---------------------------------------------------------------------------------

Address::Content App::address_now() const {
  return {session_.trainer().revision(), page_keys(true)};
}

Address::Done App::done() const { return {session_.intents_done(), session_.runs_replaced()}; }

// While a link's step is being trained to, the address is right already; and a visitor who only
// watches the first view keeps the plain address.
void App::tell_address() {
  address_.see(done());
  const Playback& play = session_.playback();
  if (play.awaited_step > 0) return;
  Address::Content content = address_now();
  if (address_.still_says_it(content, play.playing)) return;
  const double now = platform::seconds();
  const double pause = play.playing ? kAddressPauseTraining : kAddressPause;
  if (!address_.differs(content, done()) || now < address_.told_at() + pause) return;
  if (!link_says_run() && will_write_documents()) return;  // a moment later
  address_.told(std::move(content), now);
  platform::set_fragment(link(), kept_now());
}

void App::tell_address_now() {
  address_.may_be_told_at_once();
  tell_address();
}

// Whether the link alone leads to where both runs are.
bool App::link_says_run() const {
  const OtherRun* other = session_.other();
  return link_leads_here(session_.trainer()) &&
         (other == nullptr || link_leads_here(other->trainer()));
}

platform::Kept App::kept_now() const {
  platform::Kept kept;
  if (!link_says_run() && can_write_documents()) {
    kept.run = make_document(session_.trainer());
    if (session_.other() != nullptr) kept.other = make_document(session_.other()->trainer());
  }
  kept.phases = session_.phases_begun();
  kept.in_lesson = lessons_.has_run();
  const OtherRun* other = session_.other();
  kept.ahead = session_.run().steps_ahead() || (other != nullptr && other->run.steps_ahead());
  kept.lesson = lessons_.own_text();
  return kept;
}

}  // namespace backprop
