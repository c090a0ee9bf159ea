// Inside another page: the network, the output and what runs them, as far as the page wants each.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/frame/panels.h"
#include "shell/panels/frame/toolbar_actions.h"
#include "shell/panels/network/network_panel.h"
#include "shell/panels/output/compare_parts.h"
#include "shell/panels/output/loss_chart.h"
#include "shell/panels/output/output_plane.h"
#include "shell/platform/platform.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kBar = 56, kButton = 40;
constexpr float kEmbedGap = 2 * kUnit;
// The numbers below the plane, with the room above them.
float metrics_room(const Session& session) { return metrics_height(session) + 3 * kUnit; }
constexpr float kBeside = 640;  // from this width on the output is beside the network

// As large a square as there is room for, with the numbers below it.
void draw_output(Canvas& canvas, Session& session, Rect area) {
  canvas.paint_ground(area.min, area.max, canvas.theme.palette.panel);
  const float width = area.width() - 2 * kPanelPadding;
  const float height = area.height() - 2 * kPanelPadding;
  // On a low and wide strip the numbers go to the right of the plane.
  const bool two = session.other() != nullptr;
  const float names = two ? kNamesHeight : 0, count = two ? 2 : 1;
  const auto side_in = [&](float room) { return two ? (room - kPlanesGap) / 2 : room; };
  const bool below = width < (count + 0.4f) * height;
  const float numbers = below ? metrics_room(session) : 0;
  const float side = std::floor(
      std::min(side_in(below ? width : width * count / (count + 1)), height - names - numbers));
  if (side < 60) return;
  const float wide = two ? 2 * side + kPlanesGap : side;
  const ImVec2 at = {
      area.min.x + kPanelPadding + (below ? std::round((width - wide) / 2) : 0),
      area.min.y + kPanelPadding + std::round((height - names - side - numbers) / 2)};
  if (two) {
    draw_both_planes(canvas, session, at, side);
  } else {
    draw_output_plane(canvas, session, {at, {at.x + side, at.y + side}});
  }
  if (below) {
    draw_metrics(canvas, session, {area.min.x + kPanelPadding, at.y + names + side + 3 * kUnit},
                 width);
  } else {
    draw_metrics(canvas, session, {at.x + wide + kPanelPadding, at.y},
                 width - wide - kPanelPadding);
  }
}

void draw_bar(Canvas& canvas, Session& session, Rect area) {
  const Theme& theme = canvas.theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  canvas.paint_ground(area.min, area.max, theme.palette.panel);
  list->AddRectFilled(area.min, {area.max.x, area.min.y + 1}, theme.palette.line);
  const float middle = std::round((area.min.y + area.max.y) / 2);
  float x = area.min.x + kPanelPadding - kUnit;
  const auto next = [&] {
    ImGui::SetCursorScreenPos({x, middle - kButton / 2});
    x += kButton + kUnit;
  };
  next();
  if (icon_button(canvas, "toolbar.reset", Icon::kReset, "Start over with the same weights (R)",
                  kButton)) {
    session.post(intent::Restart{});
  }
  next();
  const bool past = session.trainer().phases_done() % kPhaseCount != 0 ||
                    session.trainer().step_count() > session.run().history().first_step();
  if (icon_button(canvas, "toolbar.back", Icon::kBack, "One update step back (←)", kButton, past)) {
    session.post(intent::Back{});
  }
  next();
  if (play_button(canvas, "toolbar.play", session.playing(), kButton))
    session.post(intent::TogglePlay{});
  next();
  const bool epoch = ImGui::GetIO().KeyShift;
  if (icon_button(canvas, "toolbar.step", epoch ? Icon::kEpoch : Icon::kStep,
                  step_help(session.trainer(), epoch).c_str(), kButton)) {
    session.post(epoch ? Intent(intent::Epoch{}) : Intent(intent::Step{}));
  }
  const std::string step = grouped(session.trainer().step_count());
  x += kEmbedGap;
  draw_text(list, theme.fonts.regular, kTextSize, {x, middle}, theme.palette.dim, "Step");
  x += text_size(theme.fonts.regular, kTextSize, "Step").x + 5;
  draw_text(list, theme.fonts.semibold, kTextSize, {x, middle}, theme.palette.text, step);
  x += text_size(theme.fonts.semibold, kTextSize, step).x;
  canvas.note_place("toolbar.counters", x - 40, middle - kTextSize / 2, 40, kTextSize);

  constexpr float kOpen = 72;
  constexpr const char* kHelp = "Opens this experiment in the whole playground";
  const float right = area.max.x - kPanelPadding;
  const bool words = x + kEmbedGap + kOpen <= right;
  if (!words && x + kEmbedGap + kButton > right) return;
  ImGui::SetCursorScreenPos({words ? right - kOpen : right - kButton + kEmbedGap,
                             words ? middle - 16 : middle - kButton / 2});
  if (words ? text_button(canvas, "toolbar.open", "Open", {kOpen, 32}, kHelp)
            : icon_button(canvas, "toolbar.open", Icon::kShare, kHelp, kButton)) {
    platform::open_dialog("playground");
  }
}

}  // namespace

void draw_embed(Canvas& canvas, Session& session, Rect screen) {
  const Embed embed = *session.view().embed;
  const Palette& palette = canvas.theme.palette;
  ImDrawList* list = ImGui::GetWindowDrawList();
  Rect body = screen;
  if (embed.play) {
    body.max.y -= kBar;
    draw_bar(canvas, session, {{screen.min.x, body.max.y}, screen.max});
  }
  Rect network = body, output = body;
  if (embed.network && embed.output) {
    if (body.width() >= kBeside) {
      const float width = std::round(
          std::clamp((body.height() - metrics_room(session)) * (session.other() ? 2.0f : 1.0f),
                     200.0f, body.width() * (session.other() ? 0.55f : 0.4f)));
      network.max.x = body.max.x - width;
      output.min.x = network.max.x + 1;
      list->AddRectFilled({network.max.x, body.min.y}, {network.max.x + 1, body.max.y},
                          palette.line);
    } else {
      output.max.y = body.min.y + std::round(body.height() * 0.45f);
      network.min.y = output.max.y + 1;
      list->AddRectFilled({body.min.x, output.max.y}, {body.max.x, output.max.y + 1}, palette.line);
    }
  }
  if (embed.network) {
    draw_network_panel(canvas, session, network);
  }
  if (embed.output) draw_output(canvas, session, output);
}

}  // namespace backprop
