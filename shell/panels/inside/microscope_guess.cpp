#include "shell/panels/inside/microscope_guess.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/base/text.h"
#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"

namespace backprop {

namespace {

std::string verdict_on(const std::string& guess, float result) {
  std::string plain;
  for (std::size_t i = 0; i < guess.size(); ++i) {
    if (guess.compare(i, 3, "−") == 0) {
      plain += '-';
      i += 2;
    } else if (guess[i] != ' ') {
      plain += guess[i] == ',' ? '.' : guess[i];
    }
  }
  const auto number = parse_number<double>(plain);
  if (!number) return {};
  const auto value = static_cast<double>(result);
  const std::string yours = "Your guess: " + significant(*number) + ". ";
  if (significant(*number, 2) == significant(value, 2)) return yours + "Right to two digits.";
  const double off = std::fabs(*number - value) / std::fabs(value);
  if (value != 0 && *number != 0 && (*number < 0) != (value < 0)) {
    return yours + "The sign is the other one.";
  }
  if (value != 0 && off < 0.1) return yours + "Close: off by " + significant(100 * off, 2) + " %.";
  if (value != 0 && off < 10) {
    return yours + "The sign is right, the size is off by " + significant(100 * off, 2) + " %.";
  }
  return yours + "It is off by " + significant(std::fabs(*number - value), 2) + ".";
}

}  // namespace

void draw_guess(Canvas& canvas, Microscope& microscope, const Equation& equation, ImVec2 at,
                float width) {
  const Theme& theme = canvas.theme;
  const float height = touch_layout() ? 40.0f : 28.0f;
  ImGui::SetCursorScreenPos(at);
  ImGui::SetNextItemWidth(std::min(150.0f, width / 2));
  ImGui::PushStyleColor(ImGuiCol_FrameBg, theme.palette.raised);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {10, (height - kTextSize) / 2});
  const bool entered =
      can_type() &&
      ImGui::InputTextWithHint("##guess", "your guess", microscope.guess, sizeof microscope.guess,
                               ImGuiInputTextFlags_EnterReturnsTrue);
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  canvas.note_place("microscope.guess");
  ImGui::SetCursorScreenPos({ImGui::GetItemRectMax().x + 2 * kUnit, at.y});
  if (text_button(canvas, "microscope.reveal", "Reveal", {0, height}, "Shows the result") ||
      entered) {
    microscope.verdict = verdict_on(microscope.guess, equation.result.value);
    microscope.guess[0] = '\0';
    ++microscope.revealed;
  }
}

}  // namespace backprop
