// Words and numbers on the canvas.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"

namespace backprop {

void heading(Canvas& canvas, const char* text, const char* right) {
  const Theme& theme = canvas.theme;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  // As far from the right as from the left, whether there is a scrollbar or not.
  const float width = ImGui::GetWindowWidth() - 2 * (at.x - ImGui::GetWindowPos().x);
  const float middle = at.y + kTextSize / 2;
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_text(list, theme.fonts.semibold, kHeadingSize, {at.x, middle}, theme.palette.text, text);
  if (right != nullptr) {
    draw_text(list, theme.fonts.regular, kHeadingSize, {at.x + width, middle}, theme.palette.dim,
              right, Align::kRight);
  }
  ImGui::Dummy({width, kTextSize});
}

void text_dim(Canvas& canvas, const char* text) {
  const Theme& theme = canvas.theme;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Paragraph lines(theme.fonts.regular, kHeadingSize, text, ImGui::GetContentRegionAvail().x);
  lines.draw(ImGui::GetWindowDrawList(), at, theme.palette.dim);
  ImGui::Dummy(lines.size());
}

namespace {

// Below the item that a tooltip belongs to, or above it where there is no room, so that it covers
// neither the item nor what it says; in the screen from left to right. By the mouse where both are
// too narrow, for what fills the screen.
void place_tooltip(ImVec2 size) {
  constexpr float kGap = 6;
  const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
  const ImVec2 screen = ImGui::GetMainViewport()->Size;
  const float x = std::clamp(ImGui::GetMousePos().x, min.x, std::max(min.x, max.x - size.x));
  float y = max.y + kGap;
  if (y + size.y > screen.y) y = min.y - kGap - size.y;
  if (y < 0) return;
  ImGui::SetNextWindowPos({std::max(0.0f, std::min(x, screen.x - size.x - kGap)), y});
}

}  // namespace

void tooltip(Canvas& canvas, const char* text) {
  if (text == nullptr || *text == '\0') return;
  // What was pressed is known: its words would only cover what it opens.
  static ImGuiID pressed = 0;
  const ImGuiID item = ImGui::GetItemID();  // 0 of what cannot be pressed
  if (ImGui::IsItemActive()) pressed = item;
  if (pressed == item && !ImGui::IsItemHovered()) pressed = 0;
  const bool known = item != 0 && pressed == item;
  if (known || !ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) return;
  constexpr float kWidth = 280;
  const Theme& theme = canvas.theme;
  constexpr ImVec2 kPadding = {10, 9};
  const Paragraph lines = Paragraph::balanced(theme.fonts.regular, kHeadingSize, text, kWidth);
  place_tooltip({lines.size().x + 2 * kPadding.x, lines.size().y + 2 * kPadding.y});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, kPadding);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, kCornerRadius);
  ImGui::PushStyleColor(ImGuiCol_PopupBg, theme.dark ? theme.palette.raised : theme.palette.panel);
  if (ImGui::BeginTooltip()) {
    lines.draw(ImGui::GetWindowDrawList(), ImGui::GetCursorScreenPos(), theme.palette.text);
    ImGui::Dummy(lines.size());
    const ImVec2 at = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    canvas.note_place("tooltip", at.x, at.y, size.x, size.y);
    ImGui::EndTooltip();
  }
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
}

const char* format_number(double value, char (&buffer)[32]) {
  if (std::isnan(value)) return std::strcpy(buffer, "–");
  if (std::isinf(value)) return std::strcpy(buffer, value < 0 ? "−∞" : "∞");

  if (value == 0) return std::strcpy(buffer, "0");

  // Rounded to three digits first: its exponent, after rounding, says which form fits.
  char digits[16];
  std::snprintf(digits, sizeof digits, "%.2e", std::abs(value));
  const int exponent = std::atoi(digits + 5);  // "d.dde±xx"

  const char* sign = value < 0 ? "−" : "";
  constexpr int kLeast = -3, kMost = 4;  // 0.00123 and 12345 still print as they are
  if (exponent >= kLeast && exponent <= kMost) {
    const int decimals = exponent >= 2 ? 0 : 2 - exponent;
    std::snprintf(buffer, sizeof buffer, "%s%.*f", sign, decimals, std::abs(value));
  } else {
    std::snprintf(buffer, sizeof buffer, "%s%.4se%s%d", sign, digits, exponent < 0 ? "−" : "",
                  std::abs(exponent));
  }
  return buffer;
}

std::string grouped(long long number) {
  std::string text = std::to_string(number < 0 ? -number : number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return number < 0 ? "−" + text : text;
}

}  // namespace backprop
