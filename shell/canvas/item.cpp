#include "shell/canvas/item.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/text.h"
#include "shell/canvas/canvas.h"

namespace backprop {

namespace {

// Around the item that has the keyboard's focus, over its neighbours: ImGui's own ring would be
// painted over by what is drawn later.
void draw_focus_ring(const Theme& theme, const Item& item, float rounding) {
  if (!ImGui::IsItemFocused() || !ImGui::GetIO().NavVisible) return;
  const ImDrawList* window = ImGui::GetWindowDrawList();
  ImDrawList* list = ImGui::GetForegroundDrawList();
  list->PushClipRect(window->GetClipRectMin(), window->GetClipRectMax());
  list->AddRect({item.min.x - 2, item.min.y - 2}, {item.max.x + 2, item.max.y + 2},
                theme.palette.selection, rounding + 2, 0, 2);
  list->PopClipRect();
}

}  // namespace

Item add_item(Canvas& canvas, std::string_view place, ImVec2 size, bool enabled, float rounding,
              bool nav) {
  ImGui::PushID(place.data(), place.data() + place.size());
  if (!enabled) ImGui::BeginDisabled();
  Item item;
  item.clicked = ImGui::InvisibleButton("##item", size, nav ? ImGuiButtonFlags_EnableNav : 0);
  if (!enabled) ImGui::EndDisabled();
  ImGui::PopID();
  item.min = ImGui::GetItemRectMin();
  item.max = ImGui::GetItemRectMax();
  item.hovered = enabled && ImGui::IsItemHovered();
  item.held = enabled && ImGui::IsItemActive();
  if (item.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  draw_focus_ring(canvas.theme, item, rounding);
  canvas.note_place(place);
  return item;
}

bool touch_layout() { return ImGui::GetMainViewport()->Size.x < 700; }

float control_height() { return touch_layout() ? 40.0f : 24.0f; }

ImU32 raised_color(const Theme& theme, const Item& item) {
  const Palette& palette = theme.palette;
  if (item.held) return palette.line;
  return item.hovered ? mix(palette.raised, palette.line, 0.6f) : palette.raised;
}

ImU32 enabled_color(ImU32 color, bool enabled) {
  return enabled ? color : with_alpha(color, ImGui::GetStyle().DisabledAlpha);
}

ImVec2 text_size(const ImFont* font, float size, std::string_view text) {
  if (text.empty()) text = "";  // a view of nothing may have no address, which Dear ImGui asks for
  return const_cast<ImFont*>(font)->CalcTextSizeA(size, FLT_MAX, 0, text.data(),
                                                  text.data() + text.size());
}

void draw_text(ImDrawList* list, ImFont* font, float size, ImVec2 at, ImU32 color,
               std::string_view text, Align align) {
  if (text.empty()) return;
  if (align != Align::kLeft) {
    const float width = text_size(font, size, text).x;
    at.x -= align == Align::kRight ? width : width / 2;
  }
  // Whole pixels keep the stems sharp.
  at = {std::round(at.x), std::round(at.y - size / 2)};
  list->AddText(font, size, at, color, text.data(), text.data() + text.size());
}

bool draw_text_fitted(ImDrawList* list, ImFont* font, float size, ImVec2 at, ImU32 color,
                      std::string_view text, float width) {
  if (text.empty() || text_size(font, size, text).x <= width) {
    draw_text(list, font, size, at, color, text);
    return false;
  }
  constexpr std::string_view kEllipsis = "…";
  const float room = width - text_size(font, size, kEllipsis).x;
  const char* end = nullptr;
  const ImVec2 used = font->CalcTextSizeA(size, room > 1 ? room : 1, 0, text.data(),
                                          text.data() + text.size(), &end);
  draw_text(list, font, size, at, color,
            text.substr(0, static_cast<std::size_t>(end - text.data())));
  draw_text(list, font, size, {at.x + used.x, at.y}, color, kEllipsis);
  return true;
}

namespace {

float line_height(float size) { return std::round(size * 1.4f); }

// How many bytes stand on the first line of a text: as many whole pieces as have room, and of a
// piece that is wider than a line what fits.
std::size_t line_length(const ImFont* font, float size, std::string_view text, float width) {
  std::size_t used = 0, next = unbroken(text);
  while (text_size(font, size, text.substr(0, next)).x <= width) {
    used = next;
    if (used == text.size() || text[used] == '\n') return used;
    next = used + 1 + unbroken(text.substr(used + 1));
  }
  if (used > 0) return used;
  const char* stop = nullptr;
  const_cast<ImFont*>(font)->CalcTextSizeA(size, width, 0, text.data(), text.data() + next, &stop);
  used = static_cast<std::size_t>(stop - text.data());
  return used > 0 ? used : next;  // no room for a single character
}

}  // namespace

Paragraph::Paragraph(ImFont* font, float size, std::string_view text, float width)
    : font_(font), size_(size) {
  while (!text.empty()) {
    const std::size_t used = line_length(font, size, text, width);
    lines_.push_back(text.substr(0, used));
    text.remove_prefix(std::min(text.find_first_not_of(" \n", used), text.size()));
  }
}

Paragraph Paragraph::balanced(ImFont* font, float size, std::string_view text, float width) {
  Paragraph best(font, size, text, width);
  const std::size_t lines = best.lines_.size();
  if (lines < 2) return best;
  for (float narrow = width - 8; narrow > width / 3; narrow -= 8) {
    Paragraph next(font, size, text, narrow);
    if (next.lines_.size() > lines) break;
    best = std::move(next);
  }
  return best;
}

ImVec2 Paragraph::size() const {
  ImVec2 extent = {0, 0};
  for (const std::string_view line : lines_) {
    extent.x = std::max(extent.x, std::ceil(text_size(font_, size_, line).x));
  }
  // The first line is as high as its letters, the others bring the room above them.
  if (!lines_.empty()) {
    extent.y = size_ + line_height(size_) * static_cast<float>(lines_.size() - 1);
  }
  return extent;
}

void Paragraph::draw(ImDrawList* list, ImVec2 at, ImU32 color) const {
  for (const std::string_view line : lines_) {
    draw_text(list, font_, size_, {at.x, at.y + size_ / 2}, color, line);
    at.y += line_height(size_);
  }
}

void draw_shadow(ImDrawList* list, ImVec2 min, ImVec2 max, float rounding, float strength) {
  // Layers of falling weight: close to a blurred rectangle, one pixel lower than its source.
  constexpr int kLayers = 8;
  for (int i = kLayers; i >= 1; --i) {
    const float spread = static_cast<float>(i) * 1.5f;
    const float fade = 1.0f - static_cast<float>(i) / (kLayers + 1);
    const ImU32 color = IM_COL32(0, 0, 0, static_cast<int>(strength * fade * fade * 40));
    list->AddRectFilled({min.x - spread, min.y - spread + 3}, {max.x + spread, max.y + spread + 3},
                        color, rounding + spread);
  }
}

}  // namespace backprop
