#include "shell/panels/network/network_marks.h"

#include <algorithm>
#include <cmath>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kLeastTile = 10;      // smaller ones have no room for a mark

}  // namespace

const NeuronHealth* health_of(const Session& session, NeuronId neuron) {
  const auto& health = session.shown().health;
  const Network& network = session.trainer().network();
  const auto layer = static_cast<std::size_t>(neuron.layer);
  if (neuron.layer < 0 || neuron.layer >= network.layer_count() || layer >= health.size() ||
      health[layer].size() != static_cast<std::size_t>(network.layer(neuron.layer).outputs)) {
    return nullptr;
  }
  return &health[layer][static_cast<std::size_t>(neuron.neuron)];
}

ImU32 health_color(const Palette& palette, const NeuronHealth& health) {
  return health.dead ? palette.error : health.saturated ? palette.warning : palette.dim;
}

void draw_mark(Canvas& canvas, const Session& session, ImDrawList* list,
               const NetworkColumn& column, NeuronId neuron) {
  // The output is meant to be sure of itself: flat there is no fault as such.
  if (neuron.layer == session.trainer().network().layer_count() - 1) return;
  const NeuronHealth* health = health_of(session, neuron);
  if (health == nullptr || (!health->dead && !health->saturated)) return;
  const Palette& palette = canvas.theme.palette;
  const Rect outer = column.outline(neuron.neuron);
  const float radius = column.tile >= 26 ? 6.5f : column.tile >= kLeastTile ? 4.0f : 1.5f;
  const ImVec2 at = {outer.max.x - 2, outer.min.y + 2};
  list->AddCircleFilled(at, radius + 1.5f, palette.ground);
  list->AddCircleFilled(at, radius, health_color(palette, *health));
  canvas.note_place(PlaceName("network.mark", {neuron.layer + 1, neuron.neuron + 1}), at.x - radius,
                    at.y - radius, 2 * radius, 2 * radius);
  if (column.tile < kLeastTile) return;
  // A flat line, or the two levels between which nothing moves any more.
  const float reach = radius * 0.5f, width = std::max(1.2f, radius * 0.26f);
  if (health->dead) {
    list->AddLine({at.x - reach, at.y}, {at.x + reach, at.y}, palette.ground, width);
  } else {
    const float level = radius * 0.36f;
    list->AddLine({at.x - reach, at.y + level}, {at.x, at.y + level}, palette.ground, width);
    list->AddLine({at.x, at.y - level}, {at.x + reach, at.y - level}, palette.ground, width);
  }
}

}  // namespace backprop
