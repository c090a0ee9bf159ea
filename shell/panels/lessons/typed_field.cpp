#include "shell/panels/lessons/typed_field.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/rich_text.h"
#include "shell/canvas/widgets.h"
#include "shell/lessons/lesson_player.h"
#include "shell/panels/by_hand/cell_field.h"
#include "shell/panels/lessons/card_parts.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kMarkRoom = 5 * kUnit;

// A number as it was typed, with the sign that numbers have here.
std::string with_minus(std::string_view typed) {
  std::string text;
  for (const char c : typed) text += c == '-' ? std::string("−") : std::string(1, c);
  return text;
}

class TypedField {
 public:
  TypedField(Canvas& canvas, Session& session, LessonPlayer& player, ImVec2 at, float width)
      : canvas_(canvas),
        session_(session),
        player_(player),
        work_(player.progress().typed),
        left_(at.x),
        y_(at.y),
        width_(width) {}

  float draw() {
    for (std::size_t i = 0; i < work_.tries.size(); ++i) draw_try(i);
    if (!work_.hint.empty()) draw_note("hint", "Hint: " + work_.hint);
    if (!work_.solution.empty()) draw_note("solution", "So it is " + work_.solution);
    if (!work_.done) draw_field();
    return y_;
  }

 private:
  const Palette& palette() const { return canvas_.theme.palette; }

  void words(std::string_view text, ImU32 color, float indent = 0) {
    y_ += rich_text(ImGui::GetWindowDrawList(), canvas_.theme, kTextSize, {left_ + indent, y_},
                    width_ - indent, color, text);
  }

  void draw_try(std::size_t index) {
    const TypedTry& tried = work_.tries[index];
    const float from = y_;
    draw_text(ImGui::GetWindowDrawList(), canvas_.theme.fonts.semibold, kTextSize,
              {left_ + kMarkRoom / 4, y_ + kTextSize / 2 + 2},
              tried.counts ? palette().good : palette().error, tried.counts ? "✓" : "×",
              Align::kCenter);
    words("**" + with_minus(tried.typed) + "**  " + tried.said, palette().text, kMarkRoom);
    canvas_.note_place("lesson.typed." + std::to_string(index + 1), left_, from, width_, y_ - from);
    y_ += 2 * kUnit;
  }

  void draw_note(const std::string& place, const std::string& text) {
    const float from = y_;
    words(text, palette().dim, kMarkRoom);
    canvas_.note_place("lesson." + place, left_, from, width_, y_ - from);
    y_ += 2 * kUnit;
  }

  // The symbol, the field and its button on one line; below it how many tries are left.
  void draw_field() {
    const float height = card_button_height();
    const std::string& symbol = player_.step().symbol;
    constexpr float kButton = 72, kGap = 2 * kUnit;
    float x = left_;
    const float middle = std::round(y_ + height / 2);
    if (!symbol.empty()) {
      const std::string label = symbol + " =";
      draw_text(ImGui::GetWindowDrawList(), canvas_.theme.fonts.regular, kTextSize + 1, {x, middle},
                palette().text, label);
      x += std::ceil(text_size(canvas_.theme.fonts.regular, kTextSize + 1, label).x) + kGap;
    }
    const float room = left_ + width_ - kButton - kGap - x;
    bool entered = false;
    if (can_type()) {
      // After a try the next one can be typed at once; a finger's keyboard would jump.
      bool* again = ImGui::GetStateStorage()->GetBoolRef(ImGui::GetID("again"));
      const CellUse use =
          cell_field(canvas_, "lesson.answer", {x, y_}, {room, height}, player_.typed_field(),
                     {.wrong = !work_.complaint.empty(), .hint = "a number", .focus = *again});
      entered = use.entered;
      if (use.active) *again = false;
      if (entered && !touch_layout()) *again = true;
    }
    ImGui::SetCursorScreenPos({left_ + width_ - kButton, y_});
    const bool empty = player_.typed_field().empty();
    if (primary_button(canvas_, "lesson.judge", "Check", {kButton, height}, empty) || entered) {
      if (!empty) {
        player_.ask(session_, &LessonPlayer::answer_typed);
      }
    }
    y_ += height + 2 * kUnit;
    const int left = work_.tries_left();
    const std::string said = !work_.complaint.empty()
                                 ? work_.complaint
                                 : (left == 1 ? "One try left" : std::to_string(left) + " tries") +
                                       ". Three digits are enough; 1/3 and 2^-3 are fine, too.";
    const float from = y_;
    y_ += rich_text(ImGui::GetWindowDrawList(), canvas_.theme, kHeadingSize, {left_, y_}, width_,
                    work_.complaint.empty() ? palette().dim : palette().error, said);
    canvas_.note_place("lesson.tries", left_, from, width_, y_ - from);
    y_ += kUnit;
    keep_in_view();
  }

  // What a try has added moves the field down: it comes back into view.
  void keep_in_view() const {
    int* seen = ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("tries"));
    const int now = static_cast<int>(work_.tries.size());
    if (*seen == now) return;
    *seen = now;
    ImGui::SetCursorScreenPos({left_, y_});
    ImGui::Dummy({1, 1});
    ImGui::SetScrollHereY(1);
  }

  Canvas& canvas_;
  Session& session_;
  LessonPlayer& player_;
  const TypedWork& work_;
  float left_, y_, width_;
};

}  // namespace

float draw_typed_question(Canvas& canvas, Session& session, LessonPlayer& player, ImVec2 at,
                          float width) {
  return TypedField(canvas, session, player, at, width).draw();
}

}  // namespace backprop
