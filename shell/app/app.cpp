#include "shell/app/app.h"

#include <imgui.h>
#include <imgui_internal.h>

#include "shell/app/later_part.h"
#include "shell/canvas/keyboard_walk.h"
#include "shell/panels/frame/panels.h"
#include "shell/panels/frame/shortcuts.h"
#include "shell/platform/platform.h"
#include "shell/session/preferences.h"

namespace backprop {

App::App(std::string_view fragment) : session_(canvas_) {
  load_preferences(session_.view());
  open_address(fragment);
}

void App::start() {
  canvas_.theme.load_fonts();
  canvas_.theme.apply(platform::prefers_dark());
}

bool App::wants_frame() const {
  return session_.wants_frame() || address_.differs(address_now(), done());
}

void App::frame() {
  hear_input();
  frame_times_.add(FrameTimes::kInput, platform::seconds());
  train();
  take_lessons_on();
  if (look_.waits() && (session_.playing() || !session_.moving())) take_look(session_, look_);
  frame_times_.add(FrameTimes::kTraining, platform::seconds());
  session_.refresh();
  tell_address();
  frame_times_.add(FrameTimes::kRefresh, platform::seconds());
  draw();
}

bool App::wants_frame_for_input() const {
  return session_.anything_posted() || !ImGui::GetCurrentContext()->InputEventsQueue.empty();
}

void App::frame_for_input() {
  hear_input();
  session_.refresh();
  draw();
}

void App::hear_input() {
  read_input();
  if (Result<void> done = session_.carry_out_posted(); !done) {
    canvas_.say(Message::Kind::kError, done.error().message);
  }
}

void App::read_input() {
  const View& view = session_.view();
  const bool dark = view.theme == ThemeChoice::kSystem ? platform::prefers_dark()
                                                       : view.theme == ThemeChoice::kDark;
  if (dark != canvas_.theme.dark) {
    canvas_.theme.apply(dark);
    session_.forget_shown();  // the maps take the new colours
  }
  update_keyboard_walk(lessons_.gallery_open());
  if (lessons_.gallery_open()) return;
  run_shortcuts(session_);
  close_message_by_key(canvas_, view);
}

void App::train() {
  session_.advance([this](const Trainer& trainer) { return lessons_.stops(trainer); });
}

void App::take_lessons_on() {
  const bool can = see_to_later_part(canvas_, session_.view(), lessons_);
  if (can && lessons_.asked_for()) lessons_.update(session_);
}

void App::draw() {
  View& view = session_.view();
  session_.begin_picture(reduced_motion(view));
  canvas_.begin_frame(view.scale);
  draw_layout(canvas_, session_, lessons_);
  draw_messages(canvas_, view, lessons_);
  view.scale = view.wanted_scale;
  open_dialogs();
}

}  // namespace backprop
