// History: a scrubber over the whole run. Any step comes back bit for bit, and training goes on
// from there.
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "shell/canvas/canvas.h"
#include "shell/canvas/chart.h"
#include "shell/canvas/item.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/analysis/analysis_panels.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kMarkReach = 8;

// What was changed at a mark: settings by name, else it was a weight.
std::string change_text(const History& history, std::size_t index) {
  const Experiment& before = history.mark(index - 1).experiment;
  const Experiment& after = history.mark(index).experiment;
  std::string text;
  for (const Property& property : properties()) {
    const std::string from = property.get(before), to = property.get(after);
    if (from == to) continue;
    text += (text.empty() ? "" : "\n") + std::string(property.label) + ": " + from + " → " + to;
  }
  return text.empty() ? "A weight or bias was edited by hand." : text;
}

// The marks of changes under the plot, and a tick for every checkpoint where they can be told
// apart. Returns the index of the change under the mouse, or 0.
std::size_t draw_marks(const Theme& theme, const ChartPlot& plot, const History& history) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 mouse = ImGui::GetMousePos();
  const std::size_t count = history.checkpoint_count();
  std::size_t pointed = 0;
  float nearest = kMarkReach, drawn = -1;
  for (std::size_t i = 0; i < count; ++i) {
    const float x = plot.x(history.mark(i).step);
    if (x < drawn + 3) continue;
    drawn = x;
    list->AddRectFilled({x, plot.max.y}, {x + 1, plot.max.y + 4}, theme.palette.faint);
  }
  for (std::size_t i = 1; i < count; ++i) {
    const History::Mark mark = history.mark(i);
    if (!mark.changed) continue;
    const ImVec2 at = {plot.x(mark.step), plot.max.y};
    list->AddNgonFilled(at, 6.5f, theme.palette.panel, 4);
    list->AddNgonFilled(at, 5, theme.palette.selection, 4);
    const float distance = std::hypot(mouse.x - at.x, mouse.y - at.y);
    if (distance < nearest) {
      nearest = distance;
      pointed = i;
    }
  }
  return pointed;
}

void draw_playhead(const Theme& theme, const ChartPlot& plot, std::int64_t step, bool bright) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float x = std::round(plot.x(step));
  // What lies ahead stands back.
  list->AddRectFilled({x, plot.min.y - 3}, {plot.max.x + 3, plot.max.y},
                      with_alpha(theme.palette.panel, 0.6f));
  list->AddRectFilled({x - 1, plot.min.y - 3}, {x + 1, plot.max.y}, theme.palette.selection);
  list->AddCircleFilled({x, plot.max.y}, bright ? 9.0f : 7.0f, theme.palette.panel);
  list->AddCircleFilled({x, plot.max.y}, bright ? 7.0f : 5.5f, theme.palette.selection);
}

// Arrow keys, Home and End while the scrubber has the keyboard's focus.
std::int64_t key_target(std::int64_t step, const ChartPlot& plot) {
  if (!ImGui::IsItemFocused() || !ImGui::GetIO().NavVisible) return step;
  const ImGuiID id = ImGui::GetItemID();
  const std::int64_t far = std::max<std::int64_t>(1, (plot.last_step - plot.first_step) / 10);
  const struct {
    ImGuiKey key;
    std::int64_t to;
  } keys[] = {{ImGuiKey_LeftArrow, step - (ImGui::GetIO().KeyShift ? far : 1)},
              {ImGuiKey_RightArrow, step + (ImGui::GetIO().KeyShift ? far : 1)},
              {ImGuiKey_Home, plot.first_step},
              {ImGuiKey_End, plot.last_step}};
  for (const auto& [key, to] : keys) {
    ImGui::SetKeyOwner(key, id);
    if (ImGui::IsKeyPressed(key, ImGuiInputFlags_Repeat, id)) step = to;
  }
  return step;
}

const RunLog::Entry* logged_near(const Session& session, std::int64_t step) {
  const auto entries = session.run().log().entries();
  const auto after = std::ranges::lower_bound(entries, step, {}, &RunLog::Entry::step);
  if (after == entries.end()) return entries.empty() ? nullptr : &entries.back();
  if (after == entries.begin()) return &*after;
  const auto before = std::prev(after);
  return step - before->step < after->step - step ? &*before : &*after;
}

void scrub_tooltip(const Theme& theme, const Session& session, std::int64_t step) {
  const RunLog::Entry* entry = logged_near(session, step);
  if (!begin_tooltip(theme)) return;
  ImGui::TextUnformatted(("step " + with_thousands(step)).c_str());
  if (entry != nullptr) {
    const Palette& palette = theme.palette;
    char number[32];
    tooltip_line(theme, "train loss", format_number(static_cast<double>(entry->train_loss), number),
                 palette.text, 80);
    tooltip_line(theme, "test loss", format_number(static_cast<double>(entry->test_loss), number),
                 palette.text, 80);
  }
  end_tooltip();
}

void draw_scrubber(Canvas& canvas, Session& session, Rect area) {
  const Theme& theme = canvas.theme;
  const History& history = session.run().history();
  const std::int64_t first = history.first_step(), last = history.last_step();
  std::vector<std::int64_t> steps;
  std::vector<double> train, test;
  for (const RunLog::Entry& entry : session.run().log().entries()) {
    if (entry.step < first || entry.step > last) continue;
    steps.push_back(entry.step);
    train.push_back(static_cast<double>(entry.train_loss));
    test.push_back(static_cast<double>(entry.test_loss));
  }
  const std::array<ChartLine, 2> lines = {
      ChartLine{"train", theme.palette.text, 1.8f, train, "train"},
      ChartLine{"test", theme.palette.dim, 1.4f, test, "test"},
  };
  const ChartPlot plot =
      draw_chart_lines(theme, area.min, {area.width(), area.height()}, steps, lines,
                       {.first_step = first, .last_step = last, .right = 36});

  constexpr float kReach = 8;  // around the plot, so that its ends are easy to hit
  ImGui::SetCursorScreenPos({plot.min.x - kReach, plot.min.y - 4});
  const Item item = add_item(canvas, "history.scrubber",
                             {plot.max.x - plot.min.x + 2 * kReach, plot.max.y - plot.min.y + 16});
  HistoryState& state = session.inside().history;
  const std::int64_t now = session.sought_step();
  std::int64_t target = key_target(now, plot);
  const float mouse = ImGui::GetMousePos().x;
  state.dragging = item.held && ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if (state.dragging) target = plot.step_at(mouse);
  target = std::clamp(target, first, last);
  if (target != now) session.post(intent::Scrub{target});
  draw_playhead(theme, plot, state.dragging ? target : now, item.hovered || item.held);
  const std::size_t pointed = draw_marks(theme, plot, history);
  canvas.note_place("history.plot", plot.min.x, plot.min.y, plot.max.x - plot.min.x,
                    plot.max.y - plot.min.y);
  if (!item.hovered && !item.held) return;
  if (pointed > 0 && !item.held) {
    const std::string text =
        "step " + with_thousands(history.mark(pointed).step) + "\n" + change_text(history, pointed);
    tooltip(canvas, text.c_str());
    return;
  }
  if (!item.held) {
    const float x = std::round(plot.x(plot.step_at(mouse)));
    ImGui::GetWindowDrawList()->AddLine({x, plot.min.y}, {x, plot.max.y}, theme.palette.faint, 1);
  }
  scrub_tooltip(canvas.theme, session, item.held ? target : plot.step_at(mouse));
}

// --- two moments compared --------------------------------------------------------------------

double distance(std::span<const float> one, std::span<const float> other) {
  double sum = 0;
  for (std::size_t i = 0; i < std::min(one.size(), other.size()); ++i) {
    const double difference = static_cast<double>(one[i]) - static_cast<double>(other[i]);
    sum += difference * difference;
  }
  return std::sqrt(sum);
}

std::string percent(double share) {
  if (!std::isfinite(share)) return "–";
  char text[16];
  std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
  return text;
}

std::string number(double value) {
  char text[32];
  return format_number(value, text);
}

void draw_moments(Canvas& canvas, Session& session, Rect area) {
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  HistoryState& state = session.inside().history;
  const auto parameters = session.trainer().network().parameters();
  if (state.pinned && (state.pinned->parameters.size() != parameters.size() ||
                       state.pinned->metrics.step > session.run().history().last_step())) {
    state.pinned.reset();
  }
  const Metrics* then = state.pinned ? &state.pinned->metrics : nullptr;
  const Metrics& now = session.shown().metrics;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float row = std::clamp((area.height() - 60) / 4, 18.0f, 24.0f);
  const float right = area.max.x, middle = then != nullptr ? right - 84 : right;
  float y = area.min.y + kHeadingSize / 2;
  draw_text(list, theme.fonts.semibold, kHeadingSize, {area.min.x, y}, palette.text, "Moment");
  draw_text(list, theme.fonts.semibold, kHeadingSize, {middle, y}, palette.text, "now",
            Align::kRight);
  if (then != nullptr) {
    draw_text(list, theme.fonts.semibold, kHeadingSize, {right, y}, palette.selection, "pinned",
              Align::kRight);
  }
  const struct {
    const char* label;
    std::string now, then;
  } rows[] = {
      {"Step", with_thousands(now.step), then != nullptr ? with_thousands(then->step) : ""},
      {"Train loss", number(now.train_loss), then != nullptr ? number(then->train_loss) : ""},
      {"Test loss", number(now.test_loss), then != nullptr ? number(then->test_loss) : ""},
      {"Test accuracy", percent(now.test_accuracy),
       then != nullptr ? percent(then->test_accuracy) : ""},
  };
  y += 3;
  for (const auto& [label, present, past] : rows) {
    y += row;
    draw_text(list, theme.fonts.regular, kHeadingSize, {area.min.x, y}, palette.dim, label);
    draw_text(list, theme.fonts.regular, kHeadingSize, {middle, y}, palette.text, present,
              Align::kRight);
    draw_text(list, theme.fonts.regular, kHeadingSize, {right, y}, palette.text, past,
              Align::kRight);
  }
  y += row / 2 + 2 * kUnit;
  canvas.note_place("history.moments", area.min.x, area.min.y, right - area.min.x, y - area.min.y);
  ImGui::SetCursorScreenPos({area.min.x, y});
  const float height = touch_layout() ? 40.0f : 26.0f;
  if (text_button(canvas, "history.pin", then != nullptr ? "Unpin" : "Pin this moment", {0, height},
                  "Keeps the numbers of this moment beside those of any other")) {
    if (then != nullptr) {
      state.pinned.reset();
    } else {
      state.pinned = {now, {parameters.begin(), parameters.end()}};
    }
  }
  if (state.pinned && then != nullptr) {
    const std::string moved =
        "weights moved by " + number(distance(parameters, state.pinned->parameters));
    draw_text(list, theme.fonts.regular, kHeadingSize, {right, y + height / 2}, palette.dim, moved,
              Align::kRight);
  }
}

std::string memory_text(const History& history) {
  constexpr double kMega = 1 << 20;
  char text[96];
  const std::int64_t spacing = history.spacing();
  const std::string every =
      spacing == 1 ? "every step is kept" : "kept every " + with_thousands(spacing) + " steps";
  std::snprintf(text, sizeof text, ": %.1f of %.0f MB",
                static_cast<double>(history.bytes()) / kMega,
                static_cast<double>(history.byte_budget()) / kMega);
  return every + text;
}

}  // namespace

void draw_history_panel(Canvas& canvas, Session& session, Rect area) {
  const Theme& theme = canvas.theme;
  const History& history = session.run().history();
  const bool stacked = area.width() < 560;
  const float scroll = ImGui::GetScrollY();
  const float right = area.max.x - 2 * kUnit;
  float y = area.min.y + 3 * kUnit - scroll;
  if (history.last_step() <= history.first_step()) {
    session.inside().history.dragging = false;
    empty_note(theme, area,
               "The run has not begun. Once it has, you can go back to any step here.");
    return;
  }
  constexpr float kMoments = 232, kGap = 7 * kUnit;
  const float split = stacked ? right : right - kMoments - kGap;
  constexpr std::string_view kText =
      "Drag, or use the arrow keys: any step comes back bit for bit. Training goes on from there; "
      "what lies ahead stays until a weight or setting changes.";
  const Paragraph text(theme.fonts.regular, kHeadingSize, kText, split - area.min.x);
  const float words = text.size().y + 3 * kUnit;
  const float top = part_heading(theme, {area.min.x, y}, "The run so far", memory_text(history));
  const float bottom =
      stacked ? top + 220 : std::max(area.max.y - scroll - 2 * kUnit - words, top + 74);
  draw_scrubber(canvas, session, {{area.min.x, top}, {split, bottom}});
  text.draw(ImGui::GetWindowDrawList(), {area.min.x, bottom + 2 * kUnit}, theme.palette.dim);
  const ImVec2 moments =
      stacked ? ImVec2{area.min.x, bottom + words + 4 * kUnit} : ImVec2{split + kGap, y};
  draw_moments(canvas, session,
               {moments, {right, stacked ? moments.y + 190 : area.max.y - scroll}});
  if (stacked) {
    ImGui::SetCursorScreenPos({area.min.x, moments.y + 190});
    ImGui::Dummy({1, 1});
  }
}

}  // namespace backprop
