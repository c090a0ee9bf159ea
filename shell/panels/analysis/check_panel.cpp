// Check: the gradients that backpropagation gives against central differences of the loss, for
// this very network and batch, worst first.
#include <algorithm>
#include <cmath>
#include <string>

#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/chart_axis.h"
#include "shell/canvas/item.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/analysis/analysis_panels.h"
#include "shell/panels/analysis/check_plot.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/platform/platform.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr std::size_t kSample = 1000;     // parameters of a large network checked at first
constexpr std::size_t kAllAtOnce = 2000;  // up to so many are all checked, and by themselves
constexpr double kBudget = 0.006, kBudgetPlaying = 0.0015;

void start(Session& session, std::size_t limit) {
  CheckState& state = session.inside().check;
  const Trainer& trainer = session.trainer();
  state.running.emplace(trainer, GradientCheckSettings{.limit = limit});
  state.limit = limit;
  state.revision = trainer.revision();
  state.step = trainer.step_count();
  state.parameters = trainer.network().parameter_count();
}

void finish(Session& session) {
  CheckState& state = session.inside().check;
  state.result = state.running->result();
  state.running.reset();
  state.reach = check_reach(*state.result);
  state.dots = check_dots(*state.result, state.reach);
}

void work(Session& session) {
  CheckState& state = session.inside().check;
  const Trainer& trainer = session.trainer();
  const std::size_t count = trainer.network().parameter_count();
  if (state.parameters != count) {  // another network
    state.result.reset();
    state.running.reset();
  }
  const bool idle = !session.playing() && session.sought_step() == trainer.step_count();
  if (idle && count <= kAllAtOnce && state.revision != trainer.revision()) start(session, 0);
  if (!state.running) return;
  const double end = platform::seconds() + (session.playing() ? kBudgetPlaying : kBudget);
  while (!state.running->advance(1) && platform::seconds() < end) {
  }
  if (state.running->done()) finish(session);
  session.inside().working = true;
}

ImU32 entry_color(const Palette& palette, const GradientCheckEntry& entry) {
  if (entry.passes) return palette.good;
  return entry.at_kink || entry.cannot_tell ? palette.warning : palette.error;
}

// --- the verdict -----------------------------------------------------------------------------

std::string verdict_text(const GradientCheck& check, std::size_t parameters) {
  if (check.checked == 0) return "Training has diverged: there are no gradients to check.";
  const auto all = static_cast<std::size_t>(check.checked) == parameters;
  const std::string of =
      (all ? "All " : "") + with_thousands(check.checked) +
      (all ? "" : " of " + with_thousands(static_cast<std::int64_t>(parameters)));
  if (check.passes) {
    // Those that nobody can tell are none that agree.
    const auto told = static_cast<std::int64_t>(check.checked - check.untold);
    return (check.untold > 0 ? with_thousands(told) : of) + " gradients agree" +
           (check.at_kinks > 0 ? ", " + std::to_string(check.at_kinks) + " next to a kink" : "") +
           (check.untold > 0 ? ", " + std::to_string(check.untold) + " cannot be told." : ".");
  }
  return std::to_string(check.failed) + " of " + with_thousands(check.checked) +
         " gradients disagree.";
}

float draw_verdict(Canvas& canvas, Session& session, ImVec2 at, float width) {
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  CheckState& state = session.inside().check;
  const std::size_t count = session.trainer().network().parameter_count();
  const float height = touch_layout() ? 40.0f : 26.0f;
  const float y = at.y + height / 2;
  ImDrawList* list = ImGui::GetWindowDrawList();
  float right = at.x + width;
  const auto button = [&](const char* place, const std::string& label, const char* help) {
    const float size = std::ceil(text_size(theme.fonts.regular, kTextSize, label).x) + 5 * kUnit;
    ImGui::SetCursorScreenPos({right - size, at.y});
    right -= size + 2 * kUnit;
    return text_button(canvas, place, label.c_str(), {size, height}, help);
  };
  if (state.running) {
    if (button("check.stop", "Stop", "Shows what has been checked so far")) finish(session);
  } else {
    if (button("check.run", "Check now", "Compares the gradients of the batch of this step")) {
      start(session, count <= kAllAtOnce ? 0 : kSample);
    }
    if (count > kAllAtOnce &&
        button("check.all", "All " + with_thousands(static_cast<std::int64_t>(count)),
               "Takes a while, and everything else goes on")) {
      start(session, 0);
    }
  }
  if (state.running) {
    const double share = state.running->progress();
    draw_text(list, theme.fonts.semibold, kTextSize, {at.x, y}, palette.text,
              "Checking, " + std::to_string(static_cast<int>(100 * share)) + " %");
    progress_line(theme, {at.x, at.y + height + 2}, width, share);
  } else if (state.result) {
    const GradientCheck& check = *state.result;
    list->AddCircleFilled({at.x + 5, y}, 5, check.passes ? palette.good : palette.error);
    const std::string text = verdict_text(check, count);
    draw_text_fitted(list, theme.fonts.semibold, kTextSize, {at.x + 18, y}, palette.text, text,
                     right - at.x - 18);
    const float used = text_size(theme.fonts.semibold, kTextSize, text).x + 18 + 3 * kUnit;
    const std::string when =
        "batch at step " + with_thousands(state.step) + ", |difference| ≤ 1e−5 + 1e−3·|numeric|";
    if (right - at.x - used > 60) {
      draw_text_fitted(list, theme.fonts.regular, kHeadingSize, {at.x + used, y}, palette.dim, when,
                       right - at.x - used - kUnit);
    }
  }
  canvas.note_place("check.verdict", at.x, at.y, width, height);
  return height;
}

// --- the table -------------------------------------------------------------------------------

struct Columns {
  float name, analytic, numeric, difference, share;  // right ends, but of the name its left one
  float bar;                                         // left end of the bar
};

Columns columns_of(Rect area) {
  const bool narrow = area.width() < 430;
  const float number = narrow ? 78.0f : 92.0f;
  Columns columns{};
  columns.name = area.min.x;
  columns.share = area.max.x - 3 * kUnit;
  columns.bar = columns.share - (narrow ? 40.0f : 84.0f);
  columns.difference = columns.bar - 3 * kUnit;
  columns.numeric = columns.difference - (narrow ? 64.0f : 76.0f);
  columns.analytic = columns.numeric - number;
  return columns;
}

void draw_header(const Theme& theme, Rect area, const Columns& columns) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float y = area.min.y + 8;
  const auto title = [&](float x, const char* text, Align align) {
    draw_text(list, theme.fonts.regular, kSmallSize, {x, y}, theme.palette.dim, text, align);
  };
  title(columns.name, "parameter", Align::kLeft);
  title(columns.analytic, "backprop", Align::kRight);
  title(columns.numeric, "numeric", Align::kRight);
  title(columns.difference, "difference", Align::kRight);
  title(columns.bar, "of allowed", Align::kLeft);
  list->AddRectFilled({area.min.x, area.min.y + 18}, {area.max.x, area.min.y + 19},
                      theme.palette.line);
}

void entry_tooltip(const Theme& theme, const Trainer& trainer, const GradientCheckEntry& entry) {
  if (!begin_tooltip(theme)) return;
  constexpr float kColumn = 92;
  ImGui::TextUnformatted(parameter_label(trainer, entry.parameter).c_str());
  const auto line = [&](const char* label, double value, ImU32 color) {
    tooltip_line(theme, label, significant(value, 7).c_str(), color, kColumn);
  };
  const Palette& palette = theme.palette;
  line("backprop", entry.analytic, palette.text);
  line("numeric", entry.numeric, palette.text);
  line("difference", entry.error, entry_color(palette, entry));
  line("allowed", entry.allowed, palette.text);
  if (entry.cannot_tell) {
    line("rounding", entry.uncertainty, palette.text);
    tooltip_sentence(theme, "Nobody can tell which of the two is right:", palette.text);
    tooltip_sentence(theme, entry.reason, palette.text);
  }
  if (entry.at_kink) {
    tooltip_sentence(
        theme,
        "Next to a kink: within w ± h a sample's z passes the corner of its activation, where the "
        "loss has no single slope. The two may differ there, and neither is wrong.",
        palette.text);
  }
  end_tooltip();
}

// "x₂ → hidden layer 1, neuron 6", "bias of output"
std::string way_of(const Trainer& trainer, std::size_t parameter) {
  const ParameterPlace place = trainer.network().place(parameter);
  const std::string to = neuron_label(trainer, place.layer, place.output);
  if (place.is_bias()) return "bias of " + to;
  return neuron_label(trainer, place.layer - 1, place.input) + " → " + to;
}

// Points at a parameter: its edge or bias lights in the network, its dot in the plot.
void point_at(View& view, std::size_t parameter, std::optional<std::size_t>* pointed) {
  view.pointed_at.parameters.push_back(parameter);
  *pointed = parameter;
}

void draw_row(const Theme& theme, const Trainer& trainer, const GradientCheckEntry& entry,
              const Item& item, const Columns& columns, bool bright) {
  const Palette& palette = theme.palette;
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (bright) list->AddRectFilled({item.min.x - 4, item.min.y}, item.max, palette.raised, 4);
  const float y = item.center().y;
  const auto text = [&](float x, ImU32 color, std::string_view what, Align align) {
    draw_text(list, theme.fonts.regular, kHeadingSize, {x, y}, color, what, align);
  };
  const Symbol symbol = parameter_symbol(trainer.network().place(entry.parameter));
  text(columns.name, palette.text, symbol.text, Align::kLeft);
  const float name = columns.name + 64, room = columns.analytic - 74 - name;
  if (room > 90) {
    draw_text_fitted(list, theme.fonts.regular, kSmallSize, {name, y}, palette.dim,
                     way_of(trainer, entry.parameter), room);
  }
  text(columns.analytic, palette.text, significant(entry.analytic, 5), Align::kRight);
  text(columns.numeric, palette.text, significant(entry.numeric, 5), Align::kRight);
  text(columns.difference, palette.dim, significant(entry.error, 2), Align::kRight);
  const ImU32 color = entry_color(palette, entry);
  const double share = entry.error / entry.allowed;
  const float full = columns.share - columns.bar;
  const float part = std::isfinite(share) ? static_cast<float>(std::clamp(share, 0.02, 1.0)) : 1;
  list->AddRectFilled({columns.bar, y - 2}, {columns.share, y + 2}, palette.line, 2);
  list->AddRectFilled({columns.bar, y - 2}, {columns.bar + full * part, y + 2}, color, 2);
}

void draw_table(Canvas& canvas, Session& session, Rect area, std::optional<std::size_t>* pointed) {
  const Theme& theme = canvas.theme;
  const CheckState& state = session.inside().check;
  const GradientCheck& check = *state.result;
  const Columns columns = columns_of(area);
  draw_header(theme, area, columns);
  const float row = touch_layout() ? 32.0f : 22.0f;
  const Rect body = {{area.min.x - 4, area.min.y + 20}, area.max};
  ImGui::SetCursorScreenPos(body.min);
  if (ImGui::BeginChild("check.table", {body.width(), body.height()},
                        ImGuiChildFlags_NavFlattened)) {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(check.entries.size()), row);
    while (clipper.Step()) {
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
        const GradientCheckEntry& entry = check.entries[static_cast<std::size_t>(i)];
        ImGui::SetCursorPosX(4);
        const Item item = add_item(canvas, "check.row." + std::to_string(i),
                                   {body.width() - 4 - 2 * kUnit, row}, true, 4, false);
        draw_row(canvas.theme, session.trainer(), entry, item, columns,
                 item.hovered || state.pointed == entry.parameter);
        if (item.hovered) {
          point_at(session.view(), entry.parameter, pointed);
          entry_tooltip(canvas.theme, session.trainer(), entry);
        }
      }
    }
    ImGui::PopStyleVar();
    scroll_by_finger();
  }
  ImGui::EndChild();
}

// --- the plot --------------------------------------------------------------------------------

void draw_plot(Canvas& canvas, Session& session, Rect area, std::optional<std::size_t>* pointed) {
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  const CheckState& state = session.inside().check;
  const GradientCheck& check = *state.result;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 center = {(area.min.x + area.max.x) / 2, (area.min.y + area.max.y) / 2};
  list->AddRectFilled(area.min, area.max, palette.ground, 6);
  list->AddLine({area.min.x, center.y}, {area.max.x, center.y}, palette.line, 1);
  list->AddLine({center.x, area.min.y}, {center.x, area.max.y}, palette.line, 1);
  list->AddLine({area.min.x, area.max.y}, {area.max.x, area.min.y}, palette.faint, 1);
  const auto place = [&](ImVec2 dot) {
    return ImVec2{area.min.x + 8 + (area.width() - 16) * dot.x,
                  area.max.y - 8 - (area.height() - 16) * dot.y};
  };
  ImGui::SetCursorScreenPos(area.min);
  const Item item = add_item(canvas, "check.plot", {area.width(), area.height()}, true, 6, false);
  const ImVec2 mouse = ImGui::GetMousePos();
  const CheckState::Dot* nearest = nullptr;
  float least = 10;
  for (const CheckState::Dot& dot : state.dots) {
    const ImVec2 at = place(dot.place);
    list->AddCircleFilled(at, 2.5f,
                          with_alpha(entry_color(palette, check.entries[dot.entry]), 0.75f), 8);
    const float distance = std::hypot(at.x - mouse.x, at.y - mouse.y);
    if (item.hovered && distance < least) {
      least = distance;
      nearest = &dot;
    }
  }
  if (nearest != nullptr) {
    point_at(session.view(), check.entries[nearest->entry].parameter, pointed);
    entry_tooltip(canvas.theme, session.trainer(), check.entries[nearest->entry]);
  }
  if (state.pointed) {
    const auto entry =
        std::ranges::find(check.entries, *state.pointed, &GradientCheckEntry::parameter);
    if (entry != check.entries.end()) {
      const ImVec2 at = place(check_dot(*entry, state.reach));
      list->AddCircle(at, 5.5f, palette.selection, 0, 2);
    }
  }
  const std::string most = significant(state.reach, 2);
  const auto label = [&](ImVec2 at, std::string_view text, Align align) {
    draw_text(list, theme.fonts.regular, kSmallSize, at, palette.dim, text, align);
  };
  label({area.min.x, area.max.y + 9}, "−" + most, Align::kLeft);
  label({center.x, area.max.y + 9}, "backprop", Align::kCenter);
  label({area.max.x, area.max.y + 9}, most, Align::kRight);
  label({area.min.x + 6, area.min.y + 10}, "numeric", Align::kLeft);
}

}  // namespace

void draw_check_panel(Canvas& canvas, Session& session, Rect area) {
  work(session);
  const Theme& theme = canvas.theme;
  CheckState& state = session.inside().check;
  const bool stacked = area.width() < 560;
  const float scroll = ImGui::GetScrollY();
  const float right = area.max.x - 2 * kUnit;
  float y = area.min.y + 2 * kUnit - scroll;
  y += draw_verdict(canvas, session, {area.min.x, y}, right - area.min.x) + 2 * kUnit;
  if (!state.result) {
    empty_note(theme, {{area.min.x, y}, area.max},
               state.running ? ""
                             : "Every gradient of this network can be compared with what "
                               "moving its weight a little does to the loss.");
    return;
  }
  std::optional<std::size_t> pointed;
  if (!state.result->entries.empty()) {
    constexpr float kGap = 6 * kUnit, kLabels = 18;
    if (stacked) {
      draw_table(canvas, session, {{area.min.x, y}, {right, y + 300}}, &pointed);
      const float side = std::min(right - area.min.x, 300.0f);
      draw_plot(canvas, session, {{area.min.x, y + 316}, {area.min.x + side, y + 316 + side}},
                &pointed);
      ImGui::SetCursorScreenPos({area.min.x, y + 316 + side + kLabels});
      ImGui::Dummy({1, 1});
    } else {
      const float bottom = area.max.y - 2 * kUnit - scroll;
      const float side = std::max(80.0f, bottom - kLabels - y);
      draw_table(canvas, session, {{area.min.x, y}, {right - side - kGap, bottom}}, &pointed);
      draw_plot(canvas, session, {{right - side, y}, {right, y + side}}, &pointed);
    }
  }
  if (state.pointed != pointed) session.inside().working = true;
  state.pointed = pointed;
}

}  // namespace backprop
