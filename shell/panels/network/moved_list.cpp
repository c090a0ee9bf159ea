#include "shell/panels/network/moved_list.h"

#include <string>
#include <vector>

#include "engine/experiment/sample_names.h"
#include "engine/insight/moved.h"
#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kMovedLine = 17, kMovedHeads = 27, kMovedColumn = 84;
// Every output of a network with more of them than this would cover the screen.
constexpr std::size_t kMostMoved = 9;

// In as many digits as show that it moved.
std::pair<std::string, std::string> two_numbers(float before, float after) {
  constexpr int kMostDigits = 7;
  for (int digits = 3;; ++digits) {
    std::string old_text = significant(static_cast<double>(before), digits);
    std::string new_text = significant(static_cast<double>(after), digits);
    if (old_text != new_text || before == after || digits == kMostDigits) {
      return {std::move(old_text), std::move(new_text)};
    }
  }
}

void light_moved(View& view, const TermTarget& target) {
  if (target.neuron >= 0) view.pointed_at.neurons.push_back({target.layer, target.neuron});
}

void draw_moved_line(Canvas& canvas, View& view, const MovedNumber& number, std::size_t index,
                     float width) {
  const Theme& theme = canvas.theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({width, kMovedLine});
  const std::string place = "network.editor.moved." + std::to_string(index + 1);
  canvas.note_place(place);
  if (ImGui::IsItemHovered()) light_moved(view, number.target);
  const auto [before, after] = two_numbers(number.before, number.after);
  const float y = at.y + kMovedLine / 2, right = at.x + width;
  draw_text(list, theme.fonts.regular, kHeadingSize, {at.x, y}, theme.palette.dim, number.symbol);
  draw_text(list, theme.fonts.regular, kHeadingSize, {right - kMovedColumn - 18, y},
            theme.palette.dim, before, Align::kRight);
  draw_text(list, theme.fonts.regular, kHeadingSize, {right - kMovedColumn - 9, y},
            theme.palette.faint, "→", Align::kCenter);
  draw_text(list, number.before == number.after ? theme.fonts.regular : theme.fonts.semibold,
            kHeadingSize, {right, y}, theme.palette.text, after, Align::kRight);
}

void draw_moved_heads(const Theme& theme, const std::string& sample, float width) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({width, kMovedHeads});
  const float y = at.y + kMovedHeads - kMovedLine / 2, right = at.x + width;
  list->AddRectFilled({at.x, at.y + 5}, {right, at.y + 6}, theme.palette.line);
  const auto head = [&](float x, const std::string& text, Align align) {
    draw_text(list, theme.fonts.regular, kSmallSize, {x, y}, theme.palette.dim, text, align);
  };
  head(at.x, sample, Align::kLeft);
  head(right - kMovedColumn - 18, "was", Align::kRight);
  head(right, "is", Align::kRight);
}

}  // namespace

void draw_moved_list(Canvas& canvas, Session& session, std::size_t parameter, float before,
                     int point, float width) {
  const Trainer& trainer = session.trainer();
  if (point < 0 || trainer.network().parameters()[parameter] == before) return;
  const std::vector<MovedNumber> moved = moved_numbers(trainer, parameter, before, point);
  const std::size_t shown = std::min(moved.size(), kMostMoved);
  draw_moved_heads(canvas.theme, sample_name(trainer.data(), point), width);
  for (std::size_t i = 0; i < shown; ++i) {
    // The loss is the last one, whatever is left out.
    const bool last = i + 1 == shown;
    draw_moved_line(canvas, session.view(), last ? moved.back() : moved[i], i, width);
  }
}

}  // namespace backprop
