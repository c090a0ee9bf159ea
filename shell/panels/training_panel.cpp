// How the network learns: every property of the table that has no other place on the canvas.
#include <algorithm>
#include <iterator>
#include <string_view>

#include "shell/app.h"
#include "shell/draw/widgets.h"
#include "shell/panels/panels.h"
#include "shell/panels/property_rows.h"

namespace backprop {

namespace {

// What people reach for most comes first; the others follow in the table's order.
constexpr std::string_view kFirst[] = {"learningRate", "activation", "loss"};
// Drawn by the network panel and, next to what they decide, in the data panel.
constexpr std::string_view kElsewhere[] = {"features", "layers", "batchSize"};

template <std::size_t kCount>
bool among(const std::string_view (&names)[kCount], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

void draw_training_panel(App& app, float width) {
  heading(app, "Training");
  ImGui::Dummy({width, kUnit});
  for (const std::string_view name : kFirst) draw_property(app, name, width);
  for (const Property& property : properties()) {
    if (property.group == "Data" || among(kFirst, property.name) ||
        among(kElsewhere, property.name)) {
      continue;
    }
    draw_property(app, property, width);
  }
  section_line(app);
  draw_property(app, "seed", width);
}

}  // namespace backprop
