// The output: decision boundary with the data, the losses, and the run so far.
#include <algorithm>
#include <cmath>
#include <string>

#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/door.h"
#include "shell/panels/output/compare_parts.h"
#include "shell/panels/output/health_section.h"
#include "shell/panels/output/loss_chart.h"
#include "shell/panels/output/output_panel.h"
#include "shell/panels/output/output_plane.h"
#include "shell/panels/output/slice_parts.h"
#include "shell/panels/painting/point_painter.h"
#include "shell/session/activation_maps.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

float heading_height() { return touch_layout() ? 44.0f : 26.0f; }
constexpr float kLegendHeight = 42;  // the row under the plane
constexpr float kTallestChart = 206, kLeastChart = 96;
constexpr float kShortChart = 120, kHealthRoom = 98;

void draw_heading(Canvas& canvas, Session& session, Rect area) {
  const Theme& theme = canvas.theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float y =
      area.min.y + heading_height() / 2 - 5;  // closer to its own panel than to its edge
  const bool comparing = session.other() != nullptr;
  const char* heading = comparing ? "Compare" : "Output";
  draw_text(list, theme.fonts.semibold, kHeadingSize, {area.min.x, y}, theme.palette.text, heading);
  if (comparing) {
    const float end = area.min.x + text_size(theme.fonts.semibold, kHeadingSize, heading).x;
    draw_compare_row(canvas, session, end, area.max.x, y);
    return;
  }
  const float height = touch_layout() ? 40.0f : 26.0f;
  constexpr float kButton = 76, kHeadingRoom = 56;
  ImGui::SetCursorScreenPos({area.max.x - kButton, y - height / 2});
  if (text_button(canvas, "output.compare", "Compare", {kButton, height},
                  "Keeps this run beside the one you change next, on the same data (C)")) {
    session.post(intent::Compare{true});
  }
  const Network& network = session.trainer().network();
  std::optional<NeuronId> shown = shown_neuron(session.view(), network);
  // Of several values it is the first one's; curves have their names beside them.
  const std::optional<SliceView>& slice = session.shown().slice;
  const bool first = slice && !slice->slice.is_curve() && network.output_count() > 1 &&
                     !output_per_class(session.trainer());
  if (first && !shown) shown = NeuronId{network.layer_count() - 1, 0};
  const std::string text = shown ? neuron_label(session.trainer(), shown->layer, shown->neuron)
                           : session.view().painting.on ? "drag a point to move it"
                           : touch_layout()             ? ""
                                                        : "hover a neuron for its map";
  const float right = area.max.x - kButton - 3 * kUnit, room = right - area.min.x - kHeadingRoom;
  const float wide = text_size(theme.fonts.regular, kHeadingSize, text).x;
  draw_text_fitted(list, theme.fonts.regular, kHeadingSize, {right - std::min(wide, room), y},
                   shown ? theme.palette.text : theme.palette.dim, text, room);
}

// The legend and, right-aligned, the two switches, which have a second row where it is narrow.
constexpr float kNarrowPlane = 250, kSwitchesWidth = 160;
float legend_height(float width) { return width < kNarrowPlane ? 66 : kLegendHeight; }

void draw_legend_row(Canvas& canvas, Session& session, ImVec2 left_top, float width,
                     std::optional<ImVec2> probed) {
  const Theme& theme = canvas.theme;
  const float y = left_top.y + kLegendHeight / 2;
  constexpr float kBox = 20, kGap = 12;
  const float test = kBox + std::ceil(text_size(theme.fonts.regular, kTextSize, "test data").x);
  const float discrete = kBox + std::ceil(text_size(theme.fonts.regular, kTextSize, "discrete").x);
  const bool beside = width >= kNarrowPlane;
  // Where no samples are kept for testing there are none to show, and a curve has no sides.
  View& view = session.view();
  const std::optional<SliceView>& slice = session.shown().slice;
  const bool tests = !session.trainer().data().test().empty() && !view.hides("showTestData");
  const bool sides = !(slice && slice->slice.is_curve()) && !view.hides("discretize");
  const float switches = (tests ? test + kGap : 0) + (sides ? discrete : 0);
  const float legend = draw_plane_legend(canvas.theme, session, {left_top.x, y},
                                         beside ? width - switches - 14 : width, probed);
  ImGui::SetCursorScreenPos({left_top.x, y - 10});
  ImGui::Dummy({std::max(1.0f, legend), 20});
  canvas.note_place("output.legend");
  tooltip(canvas,
          output_per_class(session.trainer()) && !session.view().shown_neuron()
              ? "The class with the largest output gives a place its colour, the stronger the "
                "surer"
              : "Orange is negative, blue positive, and strength is size. The mark shows the "
                "value under the mouse.");
  const float x = beside ? left_top.x + width - switches : left_top.x;
  const float top = (beside ? y : y + 25) - control_height() / 2;
  if (tests) {
    ImGui::SetCursorScreenPos({x, top});
    checkbox(canvas, "output.testData", "test data", &view.show_test_data);
    tooltip(canvas, "Shows the points kept apart for testing, as rings");
  }
  if (sides) {
    ImGui::SetCursorScreenPos({x + (tests ? test + kGap : 0), top});
    checkbox(canvas, "output.discretize", "discrete", &view.discretize);
    tooltip(canvas, "Shows only the side of the decision, not how sure it is");
  }
}

// What a table's slice has to choose: how high that is, where it is drawn.
float slice_rows(const Session& session, float width) {
  return session.shown().slice ? slice_rows_height(session, width) : 0;
}
float draw_slice(Canvas& canvas, Session& session, ImVec2 left_top, float width) {
  const float height = slice_rows(session, width);
  if (height > 0) draw_slice_rows(canvas, session, left_top, width);
  return height;
}

// One plane, or two with their names above and a gap between.
struct Planes {
  bool two;
  float names() const { return two ? kNamesHeight : 0; }
  float width(float side) const { return two ? 2 * side + kPlanesGap : side; }
  float side(float width) const { return two ? (width - kPlanesGap) / 2 : width; }
};

void draw_plane_column(Canvas& canvas, Session& session, Planes planes, ImVec2 left_top,
                       float side) {
  const std::optional<ImVec2> probed =
      planes.two
          ? draw_both_planes(canvas, session, left_top, side)
          : draw_output_plane(canvas, session, {left_top, {left_top.x + side, left_top.y + side}});
  const float width = planes.width(side);
  const ImVec2 below = {left_top.x, left_top.y + planes.names() + side};
  draw_legend_row(canvas, session, below, width, probed);
}

void draw_numbers_column(Canvas& canvas, Session& session, Rect area) {
  // Where it is wide the findings have a column of their own.
  constexpr float kWideEnough = 560, kHealthWidth = 264;
  const bool beside = area.width() >= kWideEnough;
  const bool findings = !session.shown().findings.empty();
  if (beside) {
    const Rect column = {{area.max.x - kHealthWidth, area.min.y}, area.max};
    if (findings) draw_health(canvas, session, column);
    area.max.x -= kHealthWidth + 24;
  }
  draw_metrics(canvas, session, area.min, area.width());
  float y = area.min.y + metrics_height(session) + 18;
  if (const float height =
          draw_divergence(canvas, session.trainer(), {area.min.x, y}, area.width());
      height > 0) {
    y += height + 12;
  }
  // Where both fit, the chart leaves room for a finding below it.
  const float room = area.max.y - y;
  const float chart = !beside && room - kHealthRoom >= kShortChart ? room - kHealthRoom : room;
  const float bottom = y + std::min(chart, kTallestChart);
  if (bottom - y < kLeastChart * 0.6f) return;
  draw_loss_chart(canvas, session, {{area.min.x, y}, {area.max.x, bottom}});
  if (area.max.y - bottom < kHealthRoom || beside || !findings) return;
  y = bottom + 18;
  ImGui::GetWindowDrawList()->AddRectFilled({area.min.x - kPanelPadding, y},
                                            {area.max.x + kPanelPadding, y + 1},
                                            canvas.theme.palette.line);
  draw_health(canvas, session, {{area.min.x, y + 18}, area.max});
}

}  // namespace

void draw_output_panel(Canvas& canvas, Session& session, Rect area) {
  ImGui::SetCursorScreenPos(area.min);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  const bool visible =
      ImGui::BeginChild("output", {area.width(), area.height()}, ImGuiChildFlags_NavFlattened,
                        ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse |
                            ImGuiWindowFlags_NoBackground);
  ImGui::PopStyleVar();
  if (visible) {
    const Rect inner = {{area.min.x + kPanelPadding, area.min.y + kPanelPadding},
                        {area.max.x - kPanelPadding, area.max.y - kPanelPadding}};
    draw_heading(canvas, session, inner);
    const ImVec2 top = {inner.min.x, inner.min.y + heading_height()};
    const Planes planes = {session.other() != nullptr};
    const float tools = door::is_painting(session.view()) ? paint_tools_height() : 0;
    const float height = inner.max.y - top.y;
    // Beside each other where the panel is wide, below each other where it is tall.
    const float below = planes.names() + kLegendHeight + slice_rows(session, inner.width()) +
                        metrics_height(session) + 18 + kLeastChart;
    const bool beside = inner.width() > 1.25f * height || height - tools - below < 140;
    if (beside) {
      const float most = planes.side(inner.width() * 0.55f);
      const float legend = legend_height(planes.two ? planes.width(kNarrowPlane / 2) : 0);
      const float side =
          std::floor(std::clamp(height - planes.names() - legend, std::min(80.0f, most), most));
      draw_plane_column(canvas, session, planes, top, side);
      const float x = top.x + std::max(planes.width(side), kSwitchesWidth) + 24;
      if (tools > 0) draw_paint_tools(canvas, session, {x, top.y}, inner.max.x - x);
      float y = top.y + tools;
      if (const float slice =
              draw_slice(canvas, session, {x, y}, std::min(inner.max.x - x, 440.0f));
          slice > 0) {
        y += slice + 8;
      }
      draw_numbers_column(canvas, session, {{x, y}, inner.max});
    } else {
      const float side = std::floor(std::min(planes.side(inner.width()), height - tools - below));
      if (tools > 0) draw_paint_tools(canvas, session, top, inner.width());
      draw_plane_column(canvas, session, planes, {top.x, top.y + tools}, side);
      float y = top.y + tools + planes.names() + side + legend_height(planes.width(side));
      y += draw_slice(canvas, session, {inner.min.x, y}, planes.width(side));
      draw_numbers_column(canvas, session, {{inner.min.x, y}, inner.max});
    }
  }
  ImGui::EndChild();
}

}  // namespace backprop
