// The network: tiles, edges, and what the mouse does with them.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/by_hand/paper_panel.h"
#include "shell/panels/door.h"
#include "shell/panels/network/network_controls.h"
#include "shell/panels/network/network_edges.h"
#include "shell/panels/network/network_layout.h"
#include "shell/panels/network/network_legend.h"
#include "shell/panels/network/network_marks.h"
#include "shell/panels/network/network_numbers.h"
#include "shell/panels/network/network_panel.h"
#include "shell/panels/network/network_phases.h"
#include "shell/panels/network/network_tiles.h"
#include "shell/panels/network/neuron_tooltip.h"
#include "shell/panels/network/parameter_editor.h"
#include "shell/panels/network/parameter_tooltip.h"
#include "shell/panels/network/table_names.h"
#include "shell/session/activation_maps.h"
#include "shell/session/looked_at.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr int kMostNamedEdges = 600;  // tests ask for few; names of thousands cost a frame

// Space left and right of header and legend.
float panel_side(float width) { return width > 600 ? 20.0f : 12.0f; }

NetworkLayout layout_for(const Theme& theme, const Trainer& trainer, Rect area) {
  const Network& network = trainer.network();
  std::vector<int> counts = {network.input_count()};
  for (const Network::Layer& layer : network.layers()) counts.push_back(layer.outputs);
  if (!trainer.experiment().uses_table) return layout_network(area, counts);
  NetworkLayout layout = layout_network(area_beside_names(theme, trainer, area), counts);
  layout.area = area;
  return layout;
}

// The greatest gradient or update jumps from batch to batch; the widths follow it calmly.
EdgeScale edge_scale(const Session& session, EdgeMode mode) {
  if (mode == EdgeMode::kWeight) return {mode, 5};
  const float largest =
      largest_value(session.trainer().network(), shown_edge_values(session, mode));
  if (!(largest > 0)) return {mode, 0};
  float* kept = ImGui::GetStateStorage()->GetFloatRef(
      ImGui::GetID(mode == EdgeMode::kGradient ? "gradient reach" : "update reach"));
  if (!(*kept > 0) || !session.playing()) {
    *kept = largest;
  } else {
    constexpr float kFollow = 0.08f;  // of the way, in decades, a frame
    *kept *= std::pow(largest / *kept, kFollow);
  }
  return {mode, *kept};
}

void note_edges(Canvas& canvas, const NetworkLayout& layout, const std::vector<Edge>& edges) {
  if (edges.size() > kMostNamedEdges) return;
  for (const Edge& edge : edges) {
    const ImVec2 at = edge_handle(layout, edge);
    canvas.note_place(PlaceName("network.weight", {edge.layer + 1, edge.to + 1, edge.from + 1}),
                      at.x - 2, at.y - 2, 4, 4);
  }
}

// What is under the mouse goes into the view; clicks pin, toggle and open the editor.
void handle_mouse(Canvas& canvas, Session& session, const NetworkLayout& layout,
                  const std::vector<Edge>& edges) {
  View& view = session.view();
  const ImVec2 mouse = ImGui::GetMousePos();
  const bool clicked = ImGui::IsItemClicked();
  const Network& network = session.trainer().network();
  if (const std::optional<NeuronId> bias = layout.bias_at(mouse)) {
    view.hovered_parameter = network.bias_index(bias->layer, bias->neuron);
  } else if (const std::optional<NeuronId> tile = layout.tile_at(mouse)) {
    view.hovered_neuron = tile;
    const Experiment& experiment = session.trainer().experiment();
    const bool stays = tile->layer < 0 && experiment.uses_table;  // what a table has
    if (!stays) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (!clicked || stays) return;
    if (tile->layer < 0) {
      toggle_feature(session, experiment.features[static_cast<std::size_t>(tile->neuron)]->name);
    } else if (view.pinned_neuron == tile) {
      view.pinned_neuron.reset();
    } else {
      view.pinned_neuron = tile;
      look_closer(view);
    }
    return;
  } else if (const Edge* edge = edge_at(layout, edges, mouse)) {
    view.hovered_parameter = edge->parameter;
  } else if (clicked) {
    view.pinned_neuron.reset();
  }
  if (view.hovered_parameter) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (clicked) {
      if (begin_typing(canvas)) {
        open_parameter_editor(session.trainer(), view, *view.hovered_parameter);
      }
      look_closer(view);
    }
  }
}

void draw_tooltips(Canvas& canvas, const Session& session) {
  const View& view = session.view();
  if (view.edited_parameter) return;
  const bool of_a_number = view.hovered_parameter || view.hovered_neuron;
  if (!of_a_number || !door::comes()) return;
  if (view.hovered_parameter) {
    draw_parameter_tooltip(canvas.theme, session.trainer(), *view.hovered_parameter);
  } else if (view.hovered_neuron && view.hovered_neuron->layer >= 0) {
    draw_neuron_tooltip(canvas.theme, session, *view.hovered_neuron);
  } else if (view.hovered_neuron && session.trainer().experiment().uses_table) {
    draw_table_input_tooltip(canvas, session.trainer(), view.hovered_neuron->neuron);
  } else if (view.hovered_neuron) {
    const auto& active = session.trainer().experiment().features;
    const Feature& feature = *active[static_cast<std::size_t>(view.hovered_neuron->neuron)];
    std::string text(feature.help);
    if (active.size() > 1) text += "\nClick to take it away (new weights).";
    tooltip(canvas, text.c_str());
  }
}

// The lights of the forward and backward phase; once they have arrived, those on the edges a
// selected neuron's value comes from.
void draw_phase_lights(const Theme& theme, const Session& session, ImDrawList* list,
                       const NetworkLayout& layout, const std::vector<Edge>& edges) {
  const PhaseShow& phases = session.phases();
  const bool forward = phases.phase() == 1, backward = phases.phase() == 3;
  if (!forward && !backward) return;
  const ImU32 color = theme.palette.selection;
  if (phases.moving()) {
    const float layers = static_cast<float>(layout.columns.size() - 1);
    const float front = forward ? phases.progress() * layers
                                : layers - phases.progress() * std::max(1.0f, layers - 1);
    draw_signal(list, layout, edges, front, backward, color);
    return;
  }
  const std::optional<NeuronId> neuron = shown_neuron(session.view(), session.trainer().network());
  if (neuron) draw_lights(list, layout, edges, *neuron, backward, 0, color);
}

// The edges as the view or the phase wants them, weakest first, with the values of their mode.
struct ShownEdges {
  EdgeScale scale;
  std::vector<Edge> edges;
};
ShownEdges shown_edges(const Session& session) {
  const EdgeScale scale = edge_scale(session, staged_mode(session));
  return {scale,
          collect_edges(session.trainer(), scale, 0, shown_edge_values(session, scale.mode))};
}

EdgeStyle edge_style(const Theme& theme, const Session& session, EdgeMode mode) {
  const View& view = session.view();
  const PhaseShow& phases = session.phases();
  EdgeStyle style = {theme.palette,
                     mode,
                     values_current(session.trainer(), mode),
                     view.hovered_neuron,
                     view.hovered_parameter ? view.hovered_parameter : view.edited_parameter,
                     view.lit.parameters};
  // What the step has not computed is not there while it is looked at phase by phase.
  style.exist = style.current || phases.phase() == 0;
  return style;
}

// While a phase changes what edges show: before the gradients those that fade out below them; after
// the update the weights, whose widths move to their new values.
void draw_fading_edges(const Theme& theme, const Session& session, ImDrawList* list,
                       const NetworkLayout& layout, EdgeMode mode) {
  constexpr std::size_t kFewEdges = 500;  // more would not fit a draw list twice
  const PhaseShow& phases = session.phases();
  if (!phases.moving() || !phases.readable() || phases.phase() < 4) return;
  const EdgeMode other = phases.phase() == 4 ? session.view().edges : EdgeMode::kWeight;
  if (other == mode) return;
  const float left = 1 - phases.progress();
  const std::vector<Edge> edges =
      collect_edges(session.trainer(), edge_scale(session, other),
                    phases.phase() == 4 ? 0 : left * left, shown_edge_values(session, other));
  if (edges.size() > kFewEdges) return;
  EdgeStyle style = edge_style(theme, session, other);
  style.alpha = phases.phase() == 4 ? left : phases.progress();
  draw_edges(list, layout, edges, style);
}

// The picture with tiles.
void draw_picture(Canvas& canvas, Session& session, const NetworkLayout& layout, EdgeScale scale,
                  const std::vector<Edge>& edges, float side) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_column_headings(canvas, session, layout);
  draw_more_features(canvas, session, layout);
  if (session.trainer().experiment().uses_table) draw_table_names(canvas, session, layout);
  ImGui::SetCursorScreenPos({layout.area.min.x, layout.controls + 12});
  ImGui::InvisibleButton("picture", {std::max(1.0f, layout.area.width()),
                                     std::max(1.0f, layout.area.max.y - layout.controls - 12)});
  canvas.note_place("network.picture");
  if (ImGui::IsItemHovered()) handle_mouse(canvas, session, layout, edges);

  draw_fading_edges(canvas.theme, session, list, layout, scale.mode);
  EdgeStyle style = edge_style(canvas.theme, session, scale.mode);
  const PhaseShow& phases = session.phases();
  if (scale.mode != session.view().edges && phases.moving()) {
    style.alpha = phases.phase() == 4 ? phases.progress() : 1 - phases.progress();
  }
  draw_edges(list, layout, edges, style);
  draw_phase_lights(canvas.theme, session, list, layout, edges);
  draw_feature_tiles(canvas, session, list, layout);
  draw_neuron_tiles(canvas, session, list, layout);
  draw_edge_numbers(canvas.theme, session, list, layout, edges, scale.mode);
  draw_network_legend(canvas, session.trainer(), layout, scale, edges.size(), side);
  note_edges(canvas, layout, edges);
}

}  // namespace

bool is_for_paper(const Session& session) {
  const PhaseShow& phases = session.phases();
  return session.trainer().network().parameter_count() <= kMostOnPaper &&
         (is_worked_by_hand(session.trainer()) || (phases.phase() > 0 && phases.readable()) ||
          session.view().numbers);
}

void draw_network_panel(Canvas& canvas, Session& session, Rect area) {
  const float side = panel_side(area.width());
  const Rect header = {
      {area.min.x + side, area.min.y + 14},
      {area.max.x - side, area.min.y + 14 + network_header_height(area.width() - 2 * side)}};
  const Rect body = {{area.min.x, header.max.y}, area.max};

  ImGui::SetCursorScreenPos(area.min);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  const bool visible =
      ImGui::BeginChild("network", {area.width(), area.height()}, ImGuiChildFlags_NavFlattened,
                        ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse |
                            ImGuiWindowFlags_NoBackground);
  ImGui::PopStyleVar();
  if (visible) {
    const Trainer& trainer = session.trainer();
    const NetworkLayout layout = layout_for(canvas.theme, trainer, body);
    const auto [scale, edges] = shown_edges(session);
    const bool paper = is_for_paper(session) && door::comes();
    // The controls come first, so that they are hovered before the picture behind them.
    draw_network_header(canvas, session, header, paper);
    if (paper) {
      draw_paper(canvas, session, body, edges, edge_style(canvas.theme, session, scale.mode));
    } else {
      draw_picture(canvas, session, layout, scale, edges, side);
    }
    draw_tooltips(canvas, session);
    if (session.view().edited_parameter) draw_parameter_editor(canvas, session);
  }
  ImGui::EndChild();
}

}  // namespace backprop
