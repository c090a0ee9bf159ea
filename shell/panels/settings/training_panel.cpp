// How the network learns: every property of the table that has no other place on the canvas.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/settings/property_rows.h"
#include "shell/panels/settings/settings_panels.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

// What people reach for most comes first; the others follow in the table's order.
constexpr std::string_view kFirst[] = {"learningRate", "activation", "loss"};
// Drawn by the network panel and, next to what they decide, in the data panel.
constexpr std::string_view kElsewhere[] = {"features", "layers", "batchSize"};

// What books ask for and few others: shown when asked for, or when it is not as usual.
constexpr std::string_view kSeldom[] = {"outputActivation", "outputPerClass", "targetLow",
                                        "targetHigh",       "order",          "biases"};

template <std::size_t kCount>
bool among(const std::string_view (&names)[kCount], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool is_unusual(const Property& property, const Experiment& experiment) {
  // Targets follow the output layer: who chose that wants to see them.
  const bool target = property.name == "targetLow" || property.name == "targetHigh";
  const Property& chosen = target ? *find_property("outputActivation") : property;
  return chosen.get(experiment) != chosen.get(Experiment());
}

void draw_more(Canvas& canvas, Session& session, float width) {
  bool& more = session.view().more_settings;
  ImGui::Dummy({width, 0});
  if (text_button(canvas, "settings.more", more ? "Fewer settings" : "More settings",
                  {0, touch_layout() ? 40.0f : 30.0f},
                  "Output layer, targets, the order of the points, biases: as books have them")) {
    more = !more;
  }
}

// Where training is to pause by itself: which quantity, and the value it has to reach.
void draw_stop_rule(Canvas& canvas, Session& session, float width) {
  const std::span<const StopRule::Kind> kinds = StopRule::kinds();
  const char* labels[8];
  const char* helps[8];
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    labels[i] = kinds[i].label;
    helps[i] = kinds[i].help;
  }
  StopRule rule = session.playback().stop;
  int kind = static_cast<int>(rule.kind - kinds.data());
  constexpr const char* kHelp = "Where training pauses by itself";
  if (choice_row(canvas, "settings.stopAt", "Stop at", kHelp, width, {labels, kinds.size()}, &kind,
                 {helps, kinds.size()})) {
    rule.kind = &kinds[static_cast<std::size_t>(kind)];
    rule.limit = rule.kind->usual;
    session.post(intent::SetStopRule{rule});
  }
  if (!rule.stops()) return;
  if (rule.counts_steps()) {
    long long step = std::llround(rule.limit);
    if (number_row(canvas, "settings.stopLimit", "Step", rule.kind->help, width, &step, 1,
                   static_cast<long long>(rule.kind->most))) {
      rule.limit = static_cast<double>(step);
      session.post(intent::SetStopRule{rule});
    }
    return;
  }
  // Accuracies are set in percent, losses over their decades.
  const double unit = rule.kind->above ? 100 : 1;
  double value = rule.limit * unit;
  char text[32];
  std::string shown = format_number(value, text);
  if (rule.kind->above) shown += " %";
  const bool share = rule.kind->above;
  if (slider_row(canvas, "settings.stopLimit", share ? "Above" : "Below", rule.kind->help, width,
                 &value, share ? 50 : 1e-4, share ? 100 : 1, !share, {}, rule.kind->usual * unit,
                 shown.c_str())) {
    rule.limit = value / unit;
    session.post(intent::SetStopRule{rule});
  }
}

// A link may leave controls out: where they went, and the way back.
void draw_hidden_note(Canvas& canvas, Session& session, float width) {
  std::vector<std::string>& hidden = session.view().hidden;
  if (hidden.empty()) return;
  ImGui::Dummy({width, kUnit});
  const std::string text = "Show " + std::to_string(hidden.size()) +
                           (hidden.size() == 1 ? " hidden control" : " hidden controls");
  if (text_button(canvas, "settings.showHidden", text.c_str(), {0, touch_layout() ? 40.0f : 30.0f},
                  "The link that was opened leaves these out: bring them back")) {
    hidden.clear();
  }
}

}  // namespace

void draw_training_panel(Canvas& canvas, Session& session, float width) {
  heading(canvas, "Training");
  ImGui::Dummy({width, kUnit});
  for (const std::string_view name : kFirst) draw_property(canvas, session, name, width);
  for (const Property& property : properties()) {
    if (property.group == "Data" || among(kFirst, property.name) ||
        among(kElsewhere, property.name)) {
      continue;
    }
    const bool seldom = among(kSeldom, property.name) && !session.view().more_settings;
    if (seldom && !is_unusual(property, session.trainer().experiment())) continue;
    draw_property(canvas, session, property, width);
  }
  draw_stop_rule(canvas, session, width);
  draw_more(canvas, session, width);
  section_line(canvas.theme);
  draw_property(canvas, session, "seed", width);
  ImGui::Dummy({width, 0});
  if (text_button(canvas, "settings.newWeights", "New weights", {0, touch_layout() ? 40.0f : 30.0f},
                  "Other initial weights: the next seed; the points stay (Shift+R)")) {
    session.post(intent::NewWeights{});
  }
  draw_hidden_note(canvas, session, width);
}

}  // namespace backprop
