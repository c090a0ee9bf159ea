#include "shell/panels/by_hand/paper_panel.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/by_hand/paper_layout.h"
#include "shell/panels/by_hand/paper_sample.h"
#include "shell/panels/by_hand/sample_row.h"
#include "shell/panels/by_hand/written.h"
#include "shell/panels/network/mean_delta.h"
#include "shell/panels/network/network_controls.h"
#include "shell/panels/network/network_marks.h"
#include "shell/panels/network/network_tiles.h"
#include "shell/panels/network/parameter_editor.h"
#include "shell/session/activation_maps.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kTop = 54;  // headings and their controls, as in the picture with tiles
constexpr float kReach = 5;  // pixels around an edge that count as on it
constexpr float kTileRounding = 0.2f;

class Paper {
 public:
  Paper(Canvas& canvas, Session& session, Rect area, std::span<const Edge> edges,
        const EdgeStyle& style)
      : canvas_(canvas),
        theme_(canvas.theme),
        palette_(canvas.theme.palette),
        session_(session),
        trainer_(session.trainer()),
        network_(trainer_.network()),
        edges_(edges),
        style_(style),
        numbers_(paper_numbers(session)) {
    const TextWidth width = [this](const char* text, float size) {
      return text_size(theme_.fonts.regular, size, text).x;
    };
    std::vector<int> counts = {network_.input_count()};
    for (const Network::Layer& layer : network_.layers()) counts.push_back(layer.outputs);
    layout_ = layout_paper(area, {counts, has_biases(), has_output_names()}, width);
    extra_ = paper_extra(session, style.mode, layout_.style.extra);
    layout_.extra = extra_.has_value();
  }

  const PaperLayout& layout() const { return layout_; }
  const PaperNumbers& numbers() const { return numbers_; }
  // The weight or bias that was clicked in this frame.
  const std::optional<std::size_t>& asked() const { return asked_; }

  void draw() {
    list_ = ImGui::GetWindowDrawList();
    background();
    // Items first, so that what is under the mouse is known to all that is drawn.
    for_all_neurons([&](int layer, int index) { hear(layer, index); });
    hear_edges();
    draw_edges();
    for (int i = 0; i < network_.input_count(); ++i) draw_input(i);
    for_all_neurons([&](int layer, int index) { draw_neuron(layer, index); });
    draw_loss();
  }

 private:
  bool has_output_names() const { return trainer_.experiment().uses_table; }
  bool has_biases() const { return trainer_.experiment().biases != Biases::kNone; }
  int last() const { return network_.layer_count() - 1; }
  View& view() { return session_.view(); }

  template <class F>
  void for_all_neurons(F f) {
    for (int layer = 0; layer <= last(); ++layer) {
      for (int index = 0; index < network_.layer(layer).outputs; ++index) f(layer, index);
    }
  }

  // --- mouse, finger and keys --------------------------------------------------------------------

  void background() {
    ImGui::SetCursorScreenPos(layout_.area.min);
    ImGui::SetNextItemAllowOverlap();
    ImGui::InvisibleButton("picture", {layout_.area.width(), layout_.area.height()});
    canvas_.note_place("network.picture");
    background_hovered_ = ImGui::IsItemHovered();
    background_clicked_ = ImGui::IsItemClicked();
  }

  void hear(int layer, int index) {
    const PaperColumn& column = layout_.column(layer);
    for (int line = 0; line < column.lines; ++line) {
      const bool bias = line == column.sources;
      const std::size_t parameter =
          bias ? network_.bias_index(layer, index) : network_.weight_index(layer, index, line);
      const Rect rect = layout_.weight(layer, index, line);
      ImGui::SetCursorScreenPos({rect.min.x - 2, rect.min.y});
      const Item item =
          bias ? add_item(canvas_, PlaceName("network.bias", {layer + 1, index + 1}),
                          {rect.width() + 4, rect.height()}, true, 4)
               : add_item(canvas_, PlaceName("network.weight", {layer + 1, index + 1, line + 1}),
                          {rect.width() + 4, rect.height()}, true, 4);
      if (item.hovered) view().hovered_parameter = parameter;
      if (item.clicked) asked_ = parameter;
    }
    const Rect rect = layout_.neuron(layer, index);
    ImGui::SetCursorScreenPos({rect.min.x - 2, rect.min.y});
    const Item item = add_item(canvas_, PlaceName("network.neuron", {layer + 1, index + 1}),
                               {rect.width() + 4, rect.height()}, true, 6);
    const NeuronId neuron = {layer, index};
    if (item.hovered) view().hovered_neuron = neuron;
    if (!item.clicked) return;
    if (view().pinned_neuron == neuron) {
      view().pinned_neuron.reset();
    } else {
      view().pinned_neuron = neuron;
      look_closer(view());
    }
  }

  void hear_edges() {
    if (!background_hovered_ || view().hovered_parameter || view().hovered_neuron) return;
    const ImVec2 mouse = ImGui::GetMousePos();
    float nearest = kReach;
    for (const Edge& edge : edges_) {
      const float distance = distance_to_paper_edge(from(edge), to(edge), mouse);
      if (distance > nearest) continue;
      nearest = distance;
      view().hovered_parameter = edge.parameter;
    }
    if (view().hovered_parameter) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (!background_clicked_) return;
    if (view().hovered_parameter) {
      asked_ = view().hovered_parameter;
    } else {
      view().pinned_neuron.reset();
    }
  }

  bool is_chosen(std::size_t parameter) {
    return view().hovered_parameter == parameter || view().edited_parameter == parameter ||
           view().pinned_parameter == parameter ||
           std::ranges::find(view().lit.parameters, parameter) != view().lit.parameters.end();
  }

  // --- edges -------------------------------------------------------------------------------------

  ImVec2 from(const Edge& edge) const { return layout_.out(edge.layer - 1, edge.from); }
  ImVec2 to(const Edge& edge) const { return layout_.in(edge.layer, edge.to, edge.from); }

  void draw_curve(const Edge& edge, ImU32 color, float width) {
    const ImVec2 a = from(edge), b = to(edge);
    const float middle = (a.x + b.x) / 2;
    list_->AddBezierCubic(a, {middle, a.y}, {middle, b.y}, b, color, width);
  }

  void draw_edges() {
    constexpr float kTile = 46;
    for (const Edge& edge : edges_) {
      const bool focused = view().hovered_neuron && touches(edge, *view().hovered_neuron);
      float alpha = style_.mode == EdgeMode::kWeight
                        ? 0.22f + 0.6f * std::min(1.0f, edge.strength * 3.2f)
                        : 0.16f + 0.7f * edge.strength;
      if (!style_.current) alpha *= 0.3f;
      if (!style_.exist) alpha = 0.3f;
      if (view().hovered_neuron) alpha *= focused ? 1.3f : 0.3f;
      const float width = edge_width(style_.exist ? edge.strength : 0, style_.mode, kTile);
      if (is_chosen(edge.parameter)) draw_curve(edge, palette_.selection, width + 3);
      const ImU32 sign = edge.value < 0 ? palette_.negative : palette_.positive;
      draw_curve(edge, with_alpha(style_.exist ? sign : palette_.faint, std::min(1.0f, alpha)),
                 width);
    }
    draw_lights();
  }

  // What runs forward with a, and back with δ.
  void draw_lights() {
    const PhaseShow& show = session_.phases();
    const bool forward = show.phase() == 1, backward = show.phase() == 3;
    if (!show.moving() || (!forward && !backward)) return;
    const auto layers = static_cast<float>(network_.layer_count());
    const float front =
        forward ? show.progress() * layers : layers - show.progress() * std::max(1.0f, layers - 1);
    for (const Edge& edge : edges_) {
      const float along = front - static_cast<float>(edge.layer);
      if (along <= 0 || along >= 1) continue;
      constexpr int kDots = 4;
      for (int dot = 0; dot < kDots; ++dot) {
        const float t = along + 0.04f * static_cast<float>(dot) * (forward ? -1.0f : 1.0f);
        if (t <= 0 || t >= 1) continue;
        const float fade = 1 - static_cast<float>(dot) / kDots;
        list_->AddCircleFilled(paper_edge(from(edge), to(edge), t), 1 + 2.4f * fade,
                               with_alpha(palette_.selection, fade * (dot == 0 ? 1.0f : 0.5f)));
      }
    }
  }

  // --- numbers -----------------------------------------------------------------------------------

  void text(ImVec2 at, ImU32 color, std::string_view words, Align align = Align::kLeft) {
    draw_text(list_, theme_.fonts.regular, layout_.style.size, at, color, words, align);
  }

  // A symbol and its number on a line; a dash for what the step has not come to.
  void quantity(const Rect& line, const char* symbol, std::optional<float> value,
                bool coloured = true, bool covered = false) {
    const float y = (line.min.y + line.max.y) / 2;
    text({line.min.x, y}, palette_.dim, symbol);
    const float x = line.min.x + layout_.symbol;
    if (covered) return text({x, y}, palette_.selection, "?");
    if (!value) return text({x, y}, palette_.faint, "–");
    const ImU32 color =
        coloured ? number_color(theme_, static_cast<double>(*value)) : palette_.text;
    text({x, y}, color, written(*value, layout_.style.digits));
  }

  void draw_input(int index) {
    const Rect line = layout_.value(-1, index, layout_.column(-1).values - 1);
    const std::string name = neuron_label(trainer_, -1, index);
    const float number = numbers_.inputs[static_cast<std::size_t>(index)];
    const bool known = numbers_.point >= 0;
    const float y = (line.min.y + line.max.y) / 2;
    const std::string shown = known ? written(number, layout_.style.digits) : std::string("–");
    // The number at the right, where its edges leave; its name before it, or above.
    const ImU32 color = known ? number_color(theme_, static_cast<double>(number)) : palette_.faint;
    text({line.max.x, y}, color, shown, Align::kRight);
    if (layout_.style.beside) {
      const float width = text_size(theme_.fonts.regular, layout_.style.size, shown).x;
      const float end = line.max.x - width - 6;
      draw_name(name, {end, y}, end - line.min.x + 30);
    } else {
      draw_name(name, {line.max.x, y - layout_.line}, layout_.number);
    }
    canvas_.note_place(PlaceName("paper.input", {index + 1}), line.min.x, line.min.y, line.width(),
                       line.height());
  }

  // Ends at a place, shortened where it is longer than its room.
  void draw_name(const std::string& name, ImVec2 end, float room) {
    const float full = text_size(theme_.fonts.regular, layout_.style.size, name).x;
    draw_text_fitted(list_, theme_.fonts.regular, layout_.style.size,
                     {end.x - std::min(full, room), end.y}, palette_.dim, name, room);
  }

  void draw_parameter(int layer, int index, int line) {
    const PaperColumn& column = layout_.column(layer);
    const bool bias = line == column.sources;
    const std::size_t parameter =
        bias ? network_.bias_index(layer, index) : network_.weight_index(layer, index, line);
    const Rect rect = layout_.weight(layer, index, line);
    if (is_chosen(parameter)) {
      list_->AddRectFilled({rect.min.x - 3, rect.min.y}, {rect.max.x + 1, rect.max.y},
                           with_alpha(palette_.selection, 0.16f), 4);
    }
    const auto behind = [&]() -> std::optional<float> {
      if (!extra_ || parameter >= extra_->values->size()) return std::nullopt;
      return (*extra_->values)[parameter];
    }();
    const float value = network_.parameters()[parameter];
    const Phase phase = trainer_.phases_done() == kPhaseCount ? Phase::kUpdate : Phase::kGradients;
    const bool covered =
        session_.microscope().covers({ExplainTarget::Kind::kParameter, 0, 0, parameter}, phase);
    if (layout_.style.extra || !behind) {
      quantity(rect, bias ? "b" : "w", value);
      if (!behind) return;
      const Rect second = {{rect.min.x + layout_.symbol + layout_.number, rect.min.y}, rect.max};
      quantity(second, extra_->symbol, behind, true, covered);
    } else {  // there is room for one: the phase's own
      quantity(rect, extra_->symbol, behind, true, covered);
    }
  }

  void draw_neuron(int layer, int index) {
    const PaperColumn& column = layout_.column(layer);
    for (int line = 0; line < column.lines; ++line) draw_parameter(layer, index, line);
    const NeuronId neuron = {layer, index};
    draw_tile(neuron);
    const PaperNumbers::Neuron& numbers = numbers_.neuron(layer, index);
    const auto line = [&](int place) { return layout_.value(layer, index, place); };
    if (column.names > 0) {
      const Rect place = layout_.name(layer, index);
      const std::string name = output_name(trainer_, index);
      draw_text_fitted(list_, theme_.fonts.semibold, layout_.style.size,
                       {place.min.x, (place.min.y + place.max.y) / 2}, palette_.text, name,
                       place.width());
      canvas_.note_place(PlaceName("paper.output", {index + 1}), place.min.x, place.min.y,
                         place.width(), place.height());
    }
    const auto covers = [&](Phase phase) {
      return session_.microscope().covers({ExplainTarget::Kind::kNeuron, layer, index, 0}, phase);
    };
    quantity(line(0), "z", numbers.z, true, covers(Phase::kForward));
    quantity(line(1), "a", numbers.a, true, covers(Phase::kForward));
    int next = 2;
    if (layer == last()) {
      const float target = numbers_.targets[static_cast<std::size_t>(index)];
      quantity(line(next++), "y", numbers_.point >= 0 ? std::optional(target) : std::nullopt);
    }
    quantity(line(next), "δ", numbers.delta, true, covers(Phase::kBackward));
    draw_choice(neuron);
  }

  void draw_tile(NeuronId neuron) {
    const PaperColumn& column = layout_.column(neuron.layer);
    if (column.tile <= 0) return;
    const Rect rect = layout_.tile(neuron.layer, neuron.neuron);
    const TileUv map = session_.shown().heatmaps.tile(neuron_tile(network_, neuron));
    const float rounding = column.tile * kTileRounding;
    if (map.uv1.x > map.uv0.x) {
      list_->AddImageRounded(map.texture, rect.min, rect.max, map.uv0, map.uv1, IM_COL32_WHITE,
                             rounding);
    }
    const float strength = ring_strength(mean_delta(trainer_, neuron));
    list_->AddRect({rect.min.x - 2, rect.min.y - 2}, {rect.max.x + 2, rect.max.y + 2},
                   with_alpha(palette_.text, 0.16f + 0.74f * strength), rounding + 2, 0,
                   1 + strength);
    NetworkColumn marked;
    marked.count = neuron.neuron + 1;
    marked.tile = column.tile;
    marked.x = (rect.min.x + rect.max.x) / 2;
    marked.first = (rect.min.y + rect.max.y) / 2;  // with no pitch all are at the same place
    draw_mark(canvas_, session_, list_, marked, neuron);
  }

  void draw_choice(NeuronId neuron) {
    const bool pinned = view().pinned_neuron == neuron, hovered = view().hovered_neuron == neuron;
    const bool lit = std::ranges::find(view().lit.neurons, neuron) != view().lit.neurons.end();
    if (!pinned && !hovered && !lit) return;
    const Rect rect = layout_.neuron(neuron.layer, neuron.neuron);
    list_->AddRect({rect.min.x - 6, rect.min.y - 4}, {rect.max.x + 2, rect.max.y + 3},
                   with_alpha(palette_.selection, pinned || lit ? 1.0f : 0.65f), 8, 0,
                   pinned ? 2.0f : 1.5f);
  }

  void draw_loss() {
    const Rect line = {
        {layout_.loss.x, layout_.loss.y - layout_.line / 2},
        {layout_.loss.x + layout_.symbol + layout_.number, layout_.loss.y + layout_.line / 2}};
    quantity(line, "L", numbers_.loss, false);
    canvas_.note_place("paper.loss", line.min.x, line.min.y, line.width(), line.height());
  }

  Canvas& canvas_;
  const Theme& theme_;
  const Palette& palette_;
  Session& session_;
  const Trainer& trainer_;
  const Network& network_;
  std::span<const Edge> edges_;
  const EdgeStyle& style_;
  PaperNumbers numbers_;
  std::optional<PaperExtra> extra_;
  PaperLayout layout_;
  ImDrawList* list_ = nullptr;
  bool background_hovered_ = false, background_clicked_ = false;
  std::optional<std::size_t> asked_;
};

// Where the headings of the columns stand: those of the picture with tiles, over these columns.
NetworkLayout headings_of(const PaperLayout& paper, Rect area) {
  NetworkLayout layout;
  layout.area = area;
  layout.headings = area.min.y + 16;
  layout.controls = area.min.y + 35;
  for (const PaperColumn& column : paper.columns) {
    NetworkColumn heading;
    heading.count = column.count;
    heading.x = std::round((column.left + column.right) / 2);
    layout.columns.push_back(heading);
  }
  layout.spacing = area.width();
  for (std::size_t c = 1; c < paper.columns.size(); ++c) {
    layout.spacing = std::min(layout.spacing, layout.columns[c].x - layout.columns[c - 1].x);
  }
  const PaperColumn& inputs = paper.columns.front();
  layout.more = {layout.columns.front().x,
                 inputs.y(inputs.count - 1) + std::max(inputs.pitch * 0.5f, 24.0f)};
  return layout;
}

// Where not even the smallest picture fits, a finger moves it about, also from a number on.
void move_by_finger() {
  constexpr float kLeast = 8;
  const ImGuiIO& io = ImGui::GetIO();
  if (io.MouseSource != ImGuiMouseSource_TouchScreen) return;
  if (!ImGui::IsMouseDragging(ImGuiMouseButton_Left, kLeast)) return;
  if (!ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) return;
  ImGui::ClearActiveID();
  ImGui::SetScrollX(ImGui::GetScrollX() - io.MouseDelta.x);
  ImGui::SetScrollY(ImGui::GetScrollY() - io.MouseDelta.y);
}

}  // namespace

void draw_paper(Canvas& canvas, Session& session, Rect area, std::span<const Edge> edges,
                const EdgeStyle& style) {
  const float side = area.width() > 600 ? 20.0f : 12.0f;
  const float wide = area.width() - 2 * side;
  const float row = sample_row_height(canvas, session, wide);
  Rect picture = {{area.min.x + side, area.min.y + kTop},
                  {area.max.x - side, area.max.y - row - 8}};
  const auto fits = [&] {
    const Paper tried(canvas, session, picture, edges, style);
    const Rect& full = tried.layout().area;
    return full.width() <= picture.width() && full.height() <= picture.height();
  };
  const bool moves = !fits();
  // On a phone picture and row are moved together then, and the picture has all of the room.
  const bool together = moves && touch_layout();
  if (together) picture.max.y = area.max.y - 4;
  ImGui::SetCursorScreenPos({area.min.x, picture.min.y});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::BeginChild(
      "paper", {area.width(), picture.height()}, ImGuiChildFlags_NavFlattened,
      ImGuiWindowFlags_NoBackground |
          (moves ? ImGuiWindowFlags_HorizontalScrollbar
                 : ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse));
  ImGui::PopStyleVar();
  ImVec2 origin = ImGui::GetCursorScreenPos();
  origin.x += side;
  Paper paper(canvas, session, {origin, {origin.x + wide, origin.y + picture.height()}}, edges,
              style);
  paper.draw();
  if (together) {
    const float y = paper.layout().area.max.y + 12;
    draw_sample_row(canvas, session, paper.numbers(), {{origin.x, y}, {origin.x + wide, y + row}});
    ImGui::SetCursorScreenPos({origin.x, y + row});
    ImGui::Dummy({1, 1});
  }
  if (moves) move_by_finger();
  ImGui::EndChild();
  if (paper.asked()) {
    open_parameter_editor(session.trainer(), session.view(), *paper.asked());
    look_closer(session.view());
  }
  const NetworkLayout headings = headings_of(paper.layout(), area);
  draw_column_headings(canvas, session, headings);
  draw_more_features(canvas, session, headings);
  if (together) return;
  draw_sample_row(canvas, session, paper.numbers(),
                  {{area.min.x + side, area.max.y - row}, {area.max.x - side, area.max.y}});
}

}  // namespace backprop
