// The network: tiles, edges, and what the mouse does with them.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "shell/app.h"
#include "shell/draw/activation_maps.h"
#include "shell/draw/item.h"
#include "shell/draw/widgets.h"
#include "shell/panels/network_controls.h"
#include "shell/panels/network_edges.h"
#include "shell/panels/network_layout.h"
#include "shell/panels/network_tiles.h"
#include "shell/panels/panels.h"
#include "shell/panels/parameter_editor.h"
#include "shell/platform.h"

namespace backprop {

namespace {

constexpr int kMostNamedEdges = 600;  // tests ask for few; names of thousands cost a frame

// Space left and right of header and legend.
float panel_side(float width) { return width > 600 ? 20.0f : 12.0f; }

NetworkLayout layout_for(const Trainer& trainer, Rect area) {
  const Network& network = trainer.network();
  std::vector<int> counts = {network.input_count()};
  for (const Network::Layer& layer : network.layers()) counts.push_back(layer.outputs);
  return layout_network(area, counts);
}

// The greatest gradient or update jumps from batch to batch; the widths follow it calmly.
EdgeScale edge_scale(App& app) {
  const EdgeMode mode = app.view().edges;
  if (mode == EdgeMode::kWeight) return {mode, 5};
  const float largest = largest_value(app.trainer(), mode);
  if (!(largest > 0)) return {mode, 0};
  float* kept = ImGui::GetStateStorage()->GetFloatRef(
      ImGui::GetID(mode == EdgeMode::kGradient ? "gradient reach" : "update reach"));
  if (!(*kept > 0) || !app.playing()) {
    *kept = largest;
  } else {
    constexpr float kFollow = 0.08f;  // of the way, in decades, a frame
    *kept *= std::pow(largest / *kept, kFollow);
  }
  return {mode, *kept};
}

// What width means, in words, at the bottom.
void draw_legend(App& app, const NetworkLayout& layout, EdgeScale scale, std::size_t edges) {
  const Theme& theme = app.theme();
  std::string text;
  char low[32], high[32];
  switch (scale.mode) {
    case EdgeMode::kWeight:
      text = "edge width: |w|, up to 5";
      break;
    case EdgeMode::kGradient:
    case EdgeMode::kUpdate:
      text = scale.mode == EdgeMode::kGradient ? "edge width: |∂L/∂w|" : "edge width: |Δw|";
      if (scale.reach > 0) {
        text += ", log scale ";
        text += format_number(static_cast<double>(scale.reach) * 1e-3, low);
        text += " … ";
        text += format_number(static_cast<double>(scale.reach), high);
      }
      if (!values_current(app.trainer(), scale.mode)) {
        text +=
            scale.mode == EdgeMode::kGradient ? " (comes with phase 4)" : " (comes with phase 5)";
      }
      break;
  }
  std::size_t all = 0;
  for (const Network::Layer& layer : app.trainer().network().layers()) {
    all += static_cast<std::size_t>(layer.inputs) * static_cast<std::size_t>(layer.outputs);
  }
  if (edges < all) {
    text += "; the strongest " + std::to_string(edges) + " of " + std::to_string(all) + " edges";
  }
  const float width = text_size(theme.fonts.regular, kSmallSize, text).x;
  const float side = panel_side(layout.area.width());
  if (width > layout.area.width() - 2 * side) return;
  draw_text(ImGui::GetWindowDrawList(), theme.fonts.regular, kSmallSize,
            {layout.area.max.x - side, layout.area.max.y - 14}, theme.palette.faint, text,
            Align::kRight);
}

void note_edges(App& app, const NetworkLayout& layout, const std::vector<Edge>& edges) {
  if (edges.size() > kMostNamedEdges) return;
  char place[64];
  for (const Edge& edge : edges) {
    std::snprintf(place, sizeof place, "network.weight.%d.%d.%d", edge.layer + 1, edge.to + 1,
                  edge.from + 1);
    const ImVec2 at = edge_handle(layout, edge);
    app.note_place(place, at.x - 2, at.y - 2, 4, 4);
  }
}

// What is under the mouse goes into the view; clicks pin, toggle and open the editor.
void handle_mouse(App& app, const NetworkLayout& layout, const std::vector<Edge>& edges) {
  View& view = app.view();
  const ImVec2 mouse = ImGui::GetMousePos();
  const bool clicked = ImGui::IsItemClicked();
  const Network& network = app.trainer().network();
  if (const std::optional<NeuronId> bias = layout.bias_at(mouse)) {
    view.hovered_parameter = network.bias_index(bias->layer, bias->neuron);
  } else if (const std::optional<NeuronId> tile = layout.tile_at(mouse)) {
    view.hovered_neuron = tile;
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (!clicked) return;
    if (tile->layer < 0) {
      toggle_feature(
          app, app.trainer().experiment().features[static_cast<std::size_t>(tile->neuron)]->name);
    } else if (view.pinned_neuron == tile) {
      view.pinned_neuron.reset();
    } else {
      view.pinned_neuron = tile;
    }
    return;
  } else if (const Edge* edge = edge_at(layout, edges, mouse)) {
    view.hovered_parameter = edge->parameter;
  } else if (clicked) {
    view.pinned_neuron.reset();
  }
  if (view.hovered_parameter) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (clicked) open_parameter_editor(app, *view.hovered_parameter);
  }
}

void draw_tooltips(App& app) {
  const View& view = app.view();
  if (view.edited_parameter) return;
  if (view.hovered_parameter) {
    draw_parameter_tooltip(app, *view.hovered_parameter);
  } else if (view.hovered_neuron && view.hovered_neuron->layer < 0) {
    const auto& active = app.trainer().experiment().features;
    const Feature& feature = *active[static_cast<std::size_t>(view.hovered_neuron->neuron)];
    std::string text(feature.help);
    if (active.size() > 1) text += "\nClick to take it away (new weights).";
    tooltip(app, text.c_str());
  }
}

// While a step is taken phase by phase: lights along the edges that a selected neuron's value
// comes from.
void draw_phase_lights(App& app, ImDrawList* list, const NetworkLayout& layout,
                       const std::vector<Edge>& edges) {
  const int done = app.trainer().phases_done();
  const bool forward = done == 1, backward = done == 3;
  const std::optional<NeuronId> neuron = shown_neuron(app.view(), app.trainer().network());
  if (!neuron || !(forward || backward)) return;
  const double time = platform::prefers_reduced_motion() ? 0 : ImGui::GetTime();
  draw_lights(list, layout, edges, *neuron, backward, time, app.theme().palette.selection);
}

}  // namespace

void draw_network_panel(App& app, Rect area) {
  const float side = panel_side(area.width());
  const Rect header = {{area.min.x + side, area.min.y + 14},
                       {area.max.x - side, area.min.y + 14 + kNetworkHeader}};
  const Rect body = {{area.min.x, header.max.y}, area.max};

  ImGui::SetCursorScreenPos(area.min);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  const bool visible =
      ImGui::BeginChild("network", {area.width(), area.height()}, ImGuiChildFlags_None,
                        ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse |
                            ImGuiWindowFlags_NoBackground);
  ImGui::PopStyleVar();
  if (visible) {
    const Trainer& trainer = app.trainer();
    const NetworkLayout layout = layout_for(trainer, body);
    const EdgeScale scale = edge_scale(app);
    const std::vector<Edge> edges = collect_edges(trainer, scale);
    ImDrawList* list = ImGui::GetWindowDrawList();

    // The controls come first, so that they are hovered before the picture behind them.
    draw_network_header(app, header);
    draw_column_headings(app, layout);
    draw_more_features(app, layout);
    ImGui::SetCursorScreenPos({body.min.x, layout.controls + 12});
    ImGui::InvisibleButton("picture", {std::max(1.0f, body.width()),
                                       std::max(1.0f, body.max.y - layout.controls - 12)});
    app.note_place("network.picture");
    if (ImGui::IsItemHovered()) handle_mouse(app, layout, edges);

    const View& view = app.view();
    draw_edges(
        list, layout, edges,
        {app.theme().palette, scale.mode, values_current(trainer, scale.mode), view.hovered_neuron,
         view.hovered_parameter ? view.hovered_parameter : view.edited_parameter,
         view.lit.parameters});
    draw_phase_lights(app, list, layout, edges);
    draw_feature_tiles(app, list, layout);
    draw_neuron_tiles(app, list, layout);
    draw_legend(app, layout, scale, edges.size());
    note_edges(app, layout, edges);
    draw_tooltips(app);
    draw_parameter_editor(app);
  }
  ImGui::EndChild();
}

}  // namespace backprop
