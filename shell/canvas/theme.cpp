#include "shell/canvas/theme.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace backprop {

namespace {

constexpr ImU32 rgb(unsigned hex) {
  return IM_COL32((hex >> 16) & 0xff, (hex >> 8) & 0xff, hex & 0xff, 0xff);
}

// Classes beyond two follow Okabe and Ito's set for colour-blind eyes, without its blues and
// oranges, which classes 0 and 1 already are.
constexpr Palette kDark = {
    .ground = rgb(0x101216),
    .panel = rgb(0x171a20),
    .raised = rgb(0x20242c),
    .line = rgb(0x2b303a),
    .text = rgb(0xe7e9ee),
    .dim = rgb(0x98a1b0),
    .faint = rgb(0x5d6675),
    .negative = rgb(0xff9f43),
    .zero = rgb(0x20242c),
    .positive = rgb(0x4aa8ff),
    .selection = rgb(0xffd166),
    .other = rgb(0xc9a0ff),
    .good = rgb(0x3dbd8a),
    .warning = rgb(0xffd166),
    .error = rgb(0xff7b72),
    .classes = {rgb(0xff9f43), rgb(0x4aa8ff), rgb(0x3dbd8a), rgb(0xd98cb8), rgb(0xf0e442),
                rgb(0xc5cad3)},
};

constexpr Palette kLight = {
    .ground = rgb(0xf4f4f1),
    .panel = rgb(0xffffff),
    .raised = rgb(0xf1f1ee),
    .line = rgb(0xe1e1dc),
    .text = rgb(0x1c2027),
    .dim = rgb(0x626b78),
    .faint = rgb(0xa3a9b3),
    .negative = rgb(0xee8a1d),
    .zero = rgb(0xeceef0),
    .positive = rgb(0x0d7cc9),
    .selection = rgb(0xc98a00),
    .other = rgb(0x8247c9),
    .good = rgb(0x009e73),
    .warning = rgb(0xc98a00),
    .error = rgb(0xc8372d),
    .classes = {rgb(0xee8a1d), rgb(0x0d7cc9), rgb(0x009e73), rgb(0xb5578f), rgb(0xc4b000),
                rgb(0x4a525e)},
};

unsigned channel(ImU32 color, int shift) { return (color >> shift) & 0xff; }

void set_measures(ImGuiStyle& style) {
  style.FontSizeBase = kTextSize;
  style.WindowPadding = {kPanelPadding, kPanelPadding};
  style.WindowBorderSize = 0;
  style.WindowRounding = 0;
  style.WindowMinSize = {1, 1};
  style.ChildRounding = 0;
  style.ChildBorderSize = 0;
  style.PopupRounding = kCornerRadius;
  style.PopupBorderSize = 1;
  style.FrameRounding = 6;
  style.FramePadding = {2 * kUnit, kUnit};
  style.ItemSpacing = {2 * kUnit, kUnit};
  style.ScrollbarSize = 2 * kUnit;
  style.ScrollbarRounding = kUnit;
  // A tooltip waits until the mouse has rested for a moment.
  style.HoverStationaryDelay = 0.15f;
  style.HoverDelayNormal = 0.5f;
  style.HoverFlagsForTooltipMouse = ImGuiHoveredFlags_Stationary | ImGuiHoveredFlags_DelayNormal |
                                    ImGuiHoveredFlags_AllowWhenDisabled;
  style.HoverFlagsForTooltipNav = ImGuiHoveredFlags_NoSharedDelay | ImGuiHoveredFlags_DelayNormal;
  style.CircleTessellationMaxError = 0.12f;
  style.CurveTessellationTol = 0.4f;
  style.DisabledAlpha = 0.4f;
}

void set_colors(ImGuiStyle& style, const Palette& palette) {
  const auto set = [&style](ImGuiCol_ slot, ImU32 color, float alpha = 1) {
    style.Colors[slot] = ImGui::ColorConvertU32ToFloat4(with_alpha(color, alpha));
  };
  set(ImGuiCol_Text, palette.text);
  set(ImGuiCol_TextDisabled, palette.dim);
  set(ImGuiCol_TextSelectedBg, palette.positive, 0.35f);
  set(ImGuiCol_InputTextCursor, palette.text);
  set(ImGuiCol_WindowBg, palette.panel);
  set(ImGuiCol_ChildBg, palette.panel, 0);
  set(ImGuiCol_PopupBg, palette.panel);
  set(ImGuiCol_Border, palette.line);
  set(ImGuiCol_FrameBg, palette.raised);
  set(ImGuiCol_FrameBgHovered, palette.raised);
  set(ImGuiCol_FrameBgActive, palette.raised);
  set(ImGuiCol_ScrollbarBg, palette.panel, 0);
  set(ImGuiCol_ScrollbarGrab, palette.line);
  set(ImGuiCol_ScrollbarGrabHovered, palette.faint);
  set(ImGuiCol_ScrollbarGrabActive, palette.dim);
  set(ImGuiCol_NavCursor, palette.selection, 0);  // controls draw their own
  set(ImGuiCol_ModalWindowDimBg, palette.ground, 0.6f);
}

}  // namespace

ImU32 number_color(const Theme& theme, double value) {
  const Palette& palette = theme.palette;
  if (!(value < 0) && !(value > 0)) return palette.dim;
  const ImU32 color = value < 0 ? palette.negative : palette.positive;
  return theme.dark ? color : mix(color, palette.text, value < 0 ? 0.42f : 0.2f);
}

void Theme::apply(bool use_dark) {
  dark = use_dark;
  palette = dark ? kDark : kLight;
  ImGuiStyle& style = ImGui::GetStyle();
  set_measures(style);
  set_colors(style, palette);
}

void Theme::sharpen_text() const {
  // A font draws at the density of the screen it was last current on: make each current once.
  for (ImFont* font : {fonts.semibold, fonts.regular}) {
    ImGui::PushFont(font, kTextSize);
    ImGui::PopFont();
  }
}

void Theme::sharpen_edges() {
  // Edges fade over one pixel of the device, not of CSS. Windows take it when they begin.
  const float scale = ImGui::GetIO().DisplayFramebufferScale.x;
  ImGui::GetDrawListSharedData()->InitialFringeScale = scale > 0 ? 1 / scale : 1;
}

ImU32 value_color(const Palette& palette, float value, float alpha) {
  if (std::isnan(value)) value = 0;
  const ImU32 end = value < 0 ? palette.negative : palette.positive;
  return with_alpha(mix(palette.zero, end, std::min(std::abs(value), 1.0f)), alpha);
}

ImU32 with_alpha(ImU32 color, float alpha) {
  const float own = static_cast<float>(channel(color, IM_COL32_A_SHIFT));
  const auto scaled = static_cast<ImU32>(own * std::clamp(alpha, 0.0f, 1.0f) + 0.5f);
  return (color & ~IM_COL32_A_MASK) | (scaled << IM_COL32_A_SHIFT);
}

ImU32 mix(ImU32 a, ImU32 b, float t) {
  t = std::clamp(t, 0.0f, 1.0f);
  ImU32 result = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    const float from = static_cast<float>(channel(a, shift));
    const float to = static_cast<float>(channel(b, shift));
    result |= static_cast<ImU32>(from + (to - from) * t + 0.5f) << shift;
  }
  return result;
}

}  // namespace backprop
