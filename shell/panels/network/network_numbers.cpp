#include "shell/panels/network/network_numbers.h"

#include <algorithm>
#include <cmath>

#include "engine/base/order.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/network/network_phases.h"
#include "shell/panels/network/network_tiles.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr std::size_t kMostNumbers = 160;  // of more edges than that, only a neuron's own
constexpr std::size_t kStaged = 14;        // the strongest, while a phase shows its values
constexpr float kLeastSpacing = 90;        // between columns that leave room for numbers
// Along an edge: first where those of a layer do not cross.
constexpr float kPlaces[] = {0.36f, 0.64f, 0.5f, 0.28f, 0.72f, 0.43f, 0.57f, 0.22f, 0.78f};

bool overlap(const Rect& a, const Rect& b) {
  return a.min.x < b.max.x && b.min.x < a.max.x && a.min.y < b.max.y && b.min.y < a.max.y;
}

std::vector<Rect> tiles_and_numbers(const Theme& theme, const NetworkLayout& layout) {
  std::vector<Rect> taken;
  for (std::size_t c = 0; c < layout.columns.size(); ++c) {
    const NetworkColumn& column = layout.columns[c];
    for (int i = 0; i < column.count; ++i) {
      taken.push_back(column.outline(i));
      if (c > 0) taken.push_back(neuron_number_place(theme, column, i));
    }
  }
  return taken;
}

// Weakest first becomes: in the order they are labelled. A fixed order keeps the numbers from
// jumping about while the weights change.
std::vector<Edge> labelled_edges(const View& view, std::span<const Edge> edges,
                                 std::span<const float> values, bool staged) {
  std::vector<Edge> chosen(edges.begin(), edges.end());
  if (staged && !view.numbers) {
    sort_stably(chosen, [&](const Edge& a, const Edge& b) {
      return std::abs(values[a.parameter]) > std::abs(values[b.parameter]);
    });
    if (chosen.size() > kStaged) chosen.erase(chosen.begin() + kStaged, chosen.end());
    return chosen;
  }
  const std::optional<NeuronId> focus = view.shown_neuron();
  const auto own = [&](const Edge& edge) { return focus && touches(edge, *focus); };
  if (chosen.size() > kMostNumbers) {
    std::erase_if(chosen, [&](const Edge& edge) { return !own(edge); });
  }
  sort_stably(chosen, [&](const Edge& a, const Edge& b) {
    return own(a) != own(b) ? own(a) : a.parameter < b.parameter;
  });
  return chosen;
}

}  // namespace

std::vector<std::optional<ImVec2>> place_numbers(const NetworkLayout& layout,
                                                 std::span<const Edge> edges, ImVec2 size,
                                                 std::vector<Rect> taken) {
  std::vector<std::optional<ImVec2>> places;
  places.reserve(edges.size());
  for (const Edge& edge : edges) {
    std::optional<ImVec2> place;
    const EdgeShape shape = edge_shape(layout, edge);
    for (const float t : kPlaces) {
      const ImVec2 at = shape.at(t, layout.column(edge.layer - 1).y(edge.from),
                                 layout.column(edge.layer).y(edge.to));
      const Rect label = {{at.x - size.x / 2, at.y - size.y / 2},
                          {at.x + size.x / 2, at.y + size.y / 2}};
      if (std::ranges::any_of(taken, [&](const Rect& rect) { return overlap(rect, label); })) {
        continue;
      }
      taken.push_back(label);
      place = at;
      break;
    }
    places.push_back(place);
  }
  return places;
}

void draw_edge_numbers(const Theme& theme, const Session& session, ImDrawList* list,
                       const NetworkLayout& layout, std::span<const Edge> edges, EdgeMode mode) {
  const PhaseShow& phases = session.phases();
  const bool staged = phases.readable() && phases.phase() >= 4 && !phases.moving();
  if ((!staged && !session.view().numbers) || layout.spacing < kLeastSpacing) return;
  const Palette& palette = theme.palette;
  // A phase's own values, whatever the colours of the edges have gone back to.
  const EdgeMode shown = !staged               ? mode
                         : phases.phase() == 4 ? EdgeMode::kGradient
                                               : EdgeMode::kUpdate;
  const std::span<const float> values = shown_edge_values(session, shown);
  if (values.empty() || !values_current(session.trainer(), shown)) return;
  const ImVec2 size = {text_size(theme.fonts.regular, kSmallSize, "−0.0000").x + 4, kSmallSize + 3};
  const std::vector<Edge> labelled = labelled_edges(session.view(), edges, values, staged);
  const auto places = place_numbers(layout, labelled, size, tiles_and_numbers(theme, layout));
  for (std::size_t i = 0; i < labelled.size(); ++i) {
    if (!places[i]) continue;
    const ExplainTarget weight = {ExplainTarget::Kind::kParameter, 0, 0, labelled[i].parameter};
    const Phase phase = shown == EdgeMode::kUpdate ? Phase::kUpdate : Phase::kGradients;
    if (shown != EdgeMode::kWeight && session.microscope().covers(weight, phase)) continue;
    const float value = values[labelled[i].parameter];
    char number[32];
    format_number(static_cast<double>(value), number);
    const float half = text_size(theme.fonts.regular, kSmallSize, number).x / 2 + 3;
    list->AddRectFilled({places[i]->x - half, places[i]->y - size.y / 2},
                        {places[i]->x + half, places[i]->y + size.y / 2},
                        with_alpha(palette.ground, 0.86f), 4);
    draw_text(list, theme.fonts.regular, kSmallSize, *places[i],
              number_color(theme, static_cast<double>(value)), number, Align::kCenter);
  }
}

}  // namespace backprop
