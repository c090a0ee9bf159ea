// The application: a canvas, a session on it and the lessons, wired to the platform in one short
// frame.
#pragma once

#include <string>
#include <string_view>

#include "shell/app/address.h"
#include "shell/canvas/canvas.h"
#include "shell/lessons/lesson_player.h"
#include "shell/platform/frame_times.h"
#include "shell/platform/platform.h"
#include "shell/session/look.h"
#include "shell/session/session.h"

namespace backprop {

class App {
 public:
  // `fragment` is a link; what it cannot use shows as a message.
  explicit App(std::string_view fragment);
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // Once, when Dear ImGui has its context and before its first frame: fonts and colours.
  void start();
  // One frame, between ImGui::NewFrame and ImGui::Render.
  void frame();
  // Whether input is still to be heard or answered, and a frame that only does that: no training.
  bool wants_frame_for_input() const;
  void frame_for_input();
  // Whether something moves without input: training, an animation. False: frames may be skipped.
  bool wants_frame() const;

  Canvas& canvas() { return canvas_; }
  const Canvas& canvas() const { return canvas_; }
  Session& session() { return session_; }
  const Session& session() const { return session_; }
  LessonPlayer& lessons() { return lessons_; }
  const LessonPlayer& lessons() const { return lessons_; }
  FrameTimes& frame_times() { return frame_times_; }

  // --- opening ---------------------------------------------------------------------------------
  void open_link(std::string_view fragment);
  // The experiment of the page's address; of an empty one, what a new visitor sees. With what was
  // kept beside it, the run is where it was.
  void open_address(std::string_view fragment, const platform::Kept& kept = {});
  // Without waiting for a good moment, as before the page goes.
  void tell_address_now();
  // Something dropped, picked or pasted: a saved run, a table of points, a lesson or a link, by its
  // content.
  Result<void> open_file(std::string_view name, std::string_view bytes);

  // --- links -----------------------------------------------------------------------------------
  std::string link() const;  // of the current experiment and speed
  // The end of a link: how it is shown and played, and where its run stands in a step …
  std::string page_keys(bool with_phase) const;
  // … and what it is compared with, at its start or from its parameters of now.
  std::string compare_key(bool as_it_is) const;

 private:
  void hear_input();  // and carry out what was asked for
  void read_input();  // keyboard shortcuts
  void train();
  void take_lessons_on();
  void draw();
  void open_dialogs();  // those that were asked for while drawing
  void open_link(std::string_view fragment, bool lesson_keeps_run);
  void open_kept(const platform::Kept& kept);
  void open_run(Trainer trainer);
  Result<void> read_file(std::string_view file, std::string_view bytes);
  Result<void> read_points(std::string_view file, std::string_view bytes);
  Result<void> read_step(std::string_view name, std::string_view text);
  bool link_says_run() const;
  platform::Kept kept_now() const;  // what the link does not say
  void tell_address();  // the page's address follows the experiment, a moment later
  Address::Content address_now() const;
  Address::Done done() const;

  Canvas canvas_;
  Session session_;
  LessonPlayer lessons_;
  FrameTimes frame_times_;
  Address address_;
  WantedLook look_;  // a link's, until it is taken
};

}  // namespace backprop
