#include "shell/panels/output/compare_parts.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/text_columns.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/output/output_plane.h"
#include "shell/session/activation_maps.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kBadge = 16;

const char* letter(bool other) { return other ? "B" : "A"; }

void draw_badge(const Theme& theme, ImVec2 left_middle, bool other) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 center = {left_middle.x + kBadge / 2, left_middle.y};
  list->AddCircleFilled(center, kBadge / 2, other ? theme.palette.other : theme.palette.text);
  draw_text(list, theme.fonts.semibold, kSmallSize, center, theme.palette.panel, letter(other),
            Align::kCenter);
}

// "Adam · 0.03": the values of what differs, numbers with their labels where both have room.
std::string run_name(const std::vector<Difference>& all, bool other, bool labels) {
  std::string name;
  for (const Difference& one : all) {
    const std::string& value = other ? one.there : one.here;
    if (value.empty()) continue;
    if (!name.empty()) name += " · ";
    if (one.number && labels) name += one.label + " ";
    name += value;
  }
  return !name.empty() ? name : other ? "as it was kept" : "yours to change";
}

std::string difference_lines(const std::vector<Difference>& all) {
  std::string lines;
  for (const auto& [label, here, there, number] : all) {
    const auto shown = [](const std::string& value) { return value.empty() ? "–" : value; };
    lines += label + ": " + shown(here) + " | " + shown(there) + "\n";
  }
  return lines +
         "Points, seed and batches are the same for both. A setting changed here changes A; "
         "one of the data changes both. Both start over together.";
}

// Cut where it has to be; the whole of it shows on hover.
void draw_note(Canvas& canvas, std::string_view place, ImVec2 left_middle, float width,
               ImFont* font, ImU32 color, const std::string& text, const std::string& help) {
  if (width < 1) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool cut = draw_text_fitted(list, font, kHeadingSize, left_middle, color, text, width);
  const float taken = cut ? width : std::ceil(text_size(font, kHeadingSize, text).x);
  ImGui::SetCursorScreenPos({left_middle.x, left_middle.y - 10});
  ImGui::Dummy({std::max(1.0f, taken), 20});
  canvas.note_place(place);
  tooltip(canvas, (cut ? text + "\n" + help : help).c_str());
}

void draw_name(Canvas& canvas, const Session& session, ImVec2 left_middle, float width,
               const std::vector<Difference>& all, bool other) {
  const Theme& theme = canvas.theme;
  draw_badge(theme, left_middle, other);
  const float x = left_middle.x + kBadge + 6;
  const auto fits = [&](bool which) {
    return text_size(theme.fonts.semibold, kHeadingSize, run_name(all, which, true)).x <=
           width - kBadge - 6;
  };
  const std::string name = run_name(all, other, fits(false) && fits(true));
  const Trainer& trainer = other ? session.other()->trainer() : session.trainer();
  const auto& divergence = trainer.divergence();
  draw_note(canvas, other ? "compare.b" : "compare.a", {x, left_middle.y}, width - kBadge - 6,
            theme.fonts.semibold, divergence ? theme.palette.error : theme.palette.text,
            divergence ? "diverged at step " + grouped(divergence->step) : name,
            divergence ? divergence->message : difference_lines(all));
}

// Where the mouse is over one plane, the same place in the other.
void draw_twin(const Theme& theme, Rect square, Rect twin) {
  const ImVec2 mouse = ImGui::GetMousePos();
  if (!ImGui::IsWindowHovered() || !ImGui::IsMouseHoveringRect(twin.min, twin.max)) return;
  const ImVec2 at = {mouse.x - twin.min.x + square.min.x, mouse.y - twin.min.y + square.min.y};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddCircle(at, 5, with_alpha(theme.palette.ground, 0.8f), 20, 4);
  list->AddCircle(at, 5, theme.palette.text, 20, 1.6f);
}

struct TextColumn {
  const char* label;
  double Metrics::* value;
  bool share;  // larger is better, in percent
};
constexpr TextColumn kColumns[] = {{"Train loss", &Metrics::train_loss, false},
                                   {"Test loss", &Metrics::test_loss, false},
                                   {"Test accuracy", &Metrics::test_accuracy, true}};

std::string number_text(double value, bool share) {
  char text[32];
  if (!share) return format_number(value, text);
  if (!std::isfinite(value)) return "–";
  std::snprintf(text, sizeof text, "%.1f %%", 100 * value);
  return text;
}

}  // namespace

void draw_compare_row(Canvas& canvas, Session& session, float left, float right, float y) {
  const Theme& theme = canvas.theme;
  const float button = touch_layout() ? 40.0f : 26.0f;
  constexpr float kIcon = 16;  // ends where the panel does
  right += (button - kIcon) / 2 - button;
  ImGui::SetCursorScreenPos({right, y - button / 2});
  if (icon_button(canvas, "compare.stop", Icon::kClose, "Stop comparing, and keep A (C)", button)) {
    session.post(intent::Compare{false});
  }
  right -= button;
  ImGui::SetCursorScreenPos({right, y - button / 2});
  if (icon_button(canvas, "compare.swap", Icon::kSwap, "Swap: B becomes the one to change",
                  button)) {
    session.post(intent::SwapRuns{});
  }
  const std::vector<Difference> all = differences(session.trainer(), session.other()->trainer());
  std::string text = "Change a setting: A takes it, B stays.";
  if (!all.empty()) {
    text = "different:";
    for (const Difference& one : all) text += (text.back() == ':' ? " " : " · ") + one.label;
  }
  const std::optional<NeuronId> shown = shown_neuron(session.view(), session.trainer().network());
  if (shown) text = neuron_label(session.trainer(), shown->layer, shown->neuron);
  left += 3 * kUnit;
  draw_note(canvas, "compare.differences", {left, y}, right - 2 * kUnit - left, theme.fonts.regular,
            shown ? theme.palette.text : theme.palette.dim, text, difference_lines(all));
}

std::optional<ImVec2> draw_both_planes(Canvas& canvas, Session& session, ImVec2 left_top,
                                       float side) {
  const std::vector<Difference> all = differences(session.trainer(), session.other()->trainer());
  const float top = left_top.y + kNamesHeight;
  Rect squares[2];
  for (int i = 0; i < 2; ++i) {
    const float x = left_top.x + static_cast<float>(i) * (side + kPlanesGap);
    draw_name(canvas, session, {x, left_top.y + kNamesHeight / 2 - 2}, side, all, i == 1);
    squares[i] = {{x, top}, {x + side, top + side}};
  }
  const std::optional<ImVec2> probed = draw_output_plane(canvas, session, squares[0]);
  draw_output_plane(canvas, session, squares[1], true);
  draw_twin(canvas.theme, squares[0], squares[1]);
  draw_twin(canvas.theme, squares[1], squares[0]);
  return probed;
}

// A row each; the better number of a column stands out.
void draw_both_metrics(Canvas& canvas, const Session& session, ImVec2 position, float width) {
  constexpr float kRow = 24, kLabels = 20, kGap = 10;
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Metrics* runs[] = {&session.shown().metrics, &session.other()->metrics};
  const std::size_t columns = session.trainer().data().problem == Problem::kClassification ? 3 : 2;
  const float left = position.x + kBadge + 10;
  const float room = position.x + width - left;
  float number = 16;
  float starts[std::size(kColumns)];
  for (;; --number) {
    float widths[std::size(kColumns)];
    for (std::size_t i = 0; i < columns; ++i) {
      widths[i] = text_size(theme.fonts.regular, kHeadingSize, kColumns[i].label).x;
      for (const Metrics* run : runs) {
        const std::string text = number_text(run->*kColumns[i].value, kColumns[i].share);
        widths[i] = std::max(widths[i], text_size(theme.fonts.semibold, number, text).x);
      }
    }
    if (spread_columns({widths, columns}, room, kGap, {starts, columns}) || number <= kSmallSize) {
      break;
    }
  }
  for (int run = 0; run < 2; ++run) {
    const float y = position.y + kLabels + kRow / 2 + static_cast<float>(run) * kRow;
    draw_badge(theme, {position.x, y}, run == 1);
  }
  for (std::size_t i = 0; i < columns; ++i) {
    const TextColumn& what = kColumns[i];
    const float x = left + starts[i];
    draw_text(list, theme.fonts.regular, kHeadingSize, {x, position.y + 7}, palette.dim,
              what.label);
    for (int run = 0; run < 2; ++run) {
      const double value = runs[run]->*what.value, against = runs[1 - run]->*what.value;
      const bool worse = what.share ? value < against : value > against;
      draw_text(list, theme.fonts.semibold, number,
                {x, position.y + kLabels + kRow / 2 + static_cast<float>(run) * kRow},
                worse ? palette.dim : palette.text, number_text(value, what.share));
    }
  }
  canvas.note_place("compare.metrics", position.x, position.y, width, kBothMetricsHeight);
}

}  // namespace backprop
