// What everything drawn needs, and all it needs: colours and fonts, and where to leave what was
// drawn for others to know: the places of widgets, messages, grounds.
#pragma once

#include <imgui.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shell/canvas/places.h"
#include "shell/canvas/theme.h"

namespace backprop {

// A message on the canvas, shown until it is closed or its cause is gone.
struct Message {
  enum class Kind { kNote, kWarning, kError } kind;
  std::string text;
  bool stopped = false;  // says why training stopped: gone when it goes on
};

// Which of the messages are shown, where there are more than fit: those that came last, from the
// first of what came with them, until the reader turns over.
class MessageWindow {
 public:
  static constexpr std::size_t kMost = 4;

  // Before they are drawn: the messages there are now.
  void follow(const std::vector<Message>& messages);
  void turn();  // to the next ones, and from the last back to the first

  std::size_t first() const { return first_; }
  std::size_t end() const { return std::min(first_ + kMost, count_); }
  std::size_t count() const { return count_; }

 private:
  std::size_t first_ = 0, count_ = 0;
  std::string newest_;
};

// A rectangle of one colour under everything else that is drawn.
struct Ground {
  ImVec2 min, max;
  ImU32 color;
};

struct Canvas {
  Theme theme;
  Places places;                  // of this frame, as far as it is drawn
  std::vector<Message> messages;  // oldest first
  MessageWindow message_window;
  // Of this frame, which panels paint before anything else; whoever shows the frame clears them,
  // over the ground of the theme.
  std::vector<Ground> grounds;

  // Forgets what was drawn: a new frame, in which a unit is so many CSS pixels.
  void begin_frame(float scale);

  void say(Message::Kind kind, std::string text) { messages.push_back({kind, std::move(text)}); }
  void say_once(Message::Kind kind, std::string text);  // not while it is still there
  void paint_ground(ImVec2 min, ImVec2 max, ImU32 color) { grounds.push_back({min, max, color}); }

  // Remembers where a widget is (call right after an ImGui item), under a stable name such as
  // "toolbar.step", "network.neuron.1.3", "settings.learningRate".
  void note_place(std::string_view name);
  void note_place(std::string_view name, float x, float y, float width, float height);
};

inline constexpr std::string_view kNotLoaded =
    "This part of the page could not be loaded. Is there a connection?";

// Whether a text field may be drawn. A page's program can type once something has been pressed.
bool can_type();
// The same before one opens, having waited for it. If not, a message says why nothing happens.
bool begin_typing(Canvas& canvas);

}  // namespace backprop
