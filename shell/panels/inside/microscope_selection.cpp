#include "shell/panels/inside/microscope_selection.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/experiment/sample_names.h"
#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/inside/inside_panel.h"
#include "shell/session/looked_at.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

enum Kind { kNeuron, kWeight, kBias };

NeuronId neuron_of(const Network& network, const ExplainTarget& target) {
  if (target.kind == ExplainTarget::Kind::kNeuron) return {target.layer, target.neuron};
  const ParameterPlace place = network.place(target.parameter);
  return {place.layer, place.output};
}

Kind kind_of(const Network& network, const ExplainTarget& target) {
  if (target.kind == ExplainTarget::Kind::kNeuron) return kNeuron;
  return network.is_weight(target.parameter) ? kWeight : kBias;
}

void choose_kind(const Trainer& trainer, View& view, const ExplainTarget& target, Kind kind) {
  const Network& network = trainer.network();
  const NeuronId neuron = neuron_of(network, target);
  if (kind == kNeuron) choose_neuron(view, neuron);
  if (kind == kBias) choose_parameter(view, network.bias_index(neuron.layer, neuron.neuron));
  if (kind == kWeight) {
    choose_parameter(view, network.weight_index(neuron.layer, neuron.neuron, 0));
  }
}

// The next one of the same kind, from input to output and round again.
void choose_next(const Trainer& trainer, View& view, const ExplainTarget& target, int direction) {
  const Network& network = trainer.network();
  if (target.kind == ExplainTarget::Kind::kNeuron) {
    NeuronId next = {target.layer, target.neuron + direction};
    const int layers = network.layer_count();
    if (next.neuron < 0 || next.neuron >= network.layer(next.layer).outputs) {
      next.layer = (next.layer + direction + layers) % layers;
      next.neuron = direction > 0 ? 0 : network.layer(next.layer).outputs - 1;
    }
    return choose_neuron(view, next);
  }
  const bool weight = network.is_weight(target.parameter);
  const std::size_t count = network.parameter_count();
  std::size_t next = target.parameter;
  do {
    next = (next + (direction > 0 ? 1 : count - 1)) % count;
  } while (network.is_weight(next) != weight);
  choose_parameter(view, next);
}

// ‹ or ›
bool arrow(Canvas& canvas, std::string_view place, int direction, const char* help) {
  const Theme& theme = canvas.theme;
  const float size = touch_layout() ? 40.0f : 28.0f;
  const Item item = add_item(canvas, place, {touch_layout() ? size : 22, size});
  tooltip(canvas, help);
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (item.hovered) list->AddRectFilled(item.min, item.max, theme.palette.raised, 6);
  const ImVec2 at = item.center();
  const float x = 2.5f * static_cast<float>(direction);
  const ImVec2 line[] = {{at.x - x, at.y - 5}, {at.x + x, at.y}, {at.x - x, at.y + 5}};
  list->AddPolyline(line, 3, item.hovered ? theme.palette.text : theme.palette.dim, 0, 1.5f);
  return item.clicked;
}

std::string point_text(const Session& session, bool coordinates) {
  const Trainer& trainer = session.trainer();
  const Data& data = trainer.data();
  const int sample = explained_sample(session);
  if (sample < 0 || static_cast<std::size_t>(sample) >= data.points.size()) return "one sample";
  std::string text = sample_name(data, sample);
  if (coordinates) text += ' ' + place_text(trainer, sample, 2);
  return text;
}

bool word(Canvas& canvas, std::string_view place, const std::string& text, bool chosen,
          const char* help) {
  const Theme& theme = canvas.theme;
  const float height = touch_layout() ? 40.0f : 28.0f;
  const float width = std::ceil(text_size(theme.fonts.regular, kTextSize, text).x);
  const Item item = add_item(canvas, place, {width, height});
  tooltip(canvas, help);
  draw_text(ImGui::GetWindowDrawList(), theme.fonts.regular, kTextSize,
            {item.min.x, item.center().y},
            chosen || item.hovered ? theme.palette.text : theme.palette.dim, text);
  if (chosen) {
    ImGui::GetWindowDrawList()->AddRectFilled({item.min.x, item.center().y + 9},
                                              {item.max.x, item.center().y + 10},
                                              theme.palette.selection);
  }
  return item.clicked;
}

constexpr const char* kMean = "batch mean";
constexpr float kArrow = 22, kBetween = 18;

}  // namespace

void choose_parameter(View& view, std::size_t parameter) {
  view.pinned_parameter = parameter;
  view.pinned_neuron.reset();
}

void choose_neuron(View& view, NeuronId neuron) {
  view.pinned_neuron = neuron;
  view.pinned_parameter.reset();
}

ExplainTarget microscope_target(Session& session) {
  View& view = session.view();
  Microscope& microscope = session.microscope();
  const Network& network = session.trainer().network();
  // What was pinned since the frame before takes the place of the other.
  if (view.pinned_neuron && view.pinned_neuron != microscope.seen_neuron) {
    view.pinned_parameter.reset();
  }
  if (view.pinned_parameter && *view.pinned_parameter >= network.parameter_count()) {
    view.pinned_parameter.reset();
  }
  microscope.seen_neuron = view.pinned_neuron;
  // While one goes from phase to phase, a neuron whose δ is a sum over others.
  const int last = network.layer_count() - 1;
  const bool by_phase = session.phases().phase() > 0;
  ExplainTarget target{ExplainTarget::Kind::kNeuron, by_phase ? std::max(0, last - 2) : last};
  if (view.pinned_parameter) {
    target.kind = ExplainTarget::Kind::kParameter;
    target.parameter = *view.pinned_parameter;
  } else if (view.pinned_neuron && view.pinned_neuron->layer >= 0 &&
             view.pinned_neuron->layer < network.layer_count() &&
             view.pinned_neuron->neuron < network.layer(view.pinned_neuron->layer).outputs) {
    target.layer = view.pinned_neuron->layer;
    target.neuron = view.pinned_neuron->neuron;
  }
  return target;
}

float draw_target_selector(Canvas& canvas, const Trainer& trainer, View& view, ImVec2 left_top,
                           const ExplainTarget& target) {
  constexpr const char* kKinds[] = {"neuron", "weight", "bias"};
  ImGui::SetCursorScreenPos(left_top);
  int kind = kind_of(trainer.network(), target);
  const float height = touch_layout() ? 40.0f : 28.0f;
  if (segmented(canvas, "microscope.kind", kKinds, &kind, height)) {
    choose_kind(trainer, view, target, static_cast<Kind>(kind));
  }
  float x = ImGui::GetItemRectMax().x + kUnit;
  ImGui::SetCursorScreenPos({x, left_top.y});
  if (arrow(canvas, "microscope.previous", -1, "The one before it"))
    choose_next(trainer, view, target, -1);
  x = ImGui::GetItemRectMax().x;
  ImGui::SetCursorScreenPos({x, left_top.y});
  if (arrow(canvas, "microscope.next", 1, "The next one")) choose_next(trainer, view, target, 1);
  return ImGui::GetItemRectMax().x;
}

float sample_selector_width(const Theme& theme, const Session& session, bool coordinates) {
  ImFont* font = theme.fonts.regular;
  const float arrows = touch_layout() ? 80 : 2 * kArrow;
  const float mean = one_at_a_time(session.trainer())
                         ? 0
                         : kBetween + std::ceil(text_size(font, kTextSize, kMean).x);
  return arrows + std::ceil(text_size(font, kTextSize, point_text(session, coordinates)).x) + mean;
}

void draw_sample_selector(Canvas& canvas, Session& session, ImVec2 left_middle, bool coordinates) {
  const Trainer& trainer = session.trainer();
  View& view = session.view();
  if (view.selected_point &&
      static_cast<std::size_t>(*view.selected_point) >= trainer.data().points.size()) {
    view.selected_point.reset();
  }
  const float top = left_middle.y - (touch_layout() ? 20.0f : 14.0f);
  float x = left_middle.x;
  const auto next = [&] {
    x = ImGui::GetItemRectMax().x;
    ImGui::SetCursorScreenPos({x, top});
  };
  ImGui::SetCursorScreenPos({x, top});
  if (arrow(canvas, "microscope.sample.previous", -1, "The batch's sample before it")) {
    choose_sample(session, -1);
  }
  next();
  const std::string text = point_text(session, coordinates);
  if (word(canvas, "microscope.sample", text, explained_sample(session) >= 0,
           "The numbers of one sample. Click a point in the output to choose it, or go through "
           "the batch with the arrows.") &&
      !view.selected_point) {
    choose_sample(session, 0);
  }
  next();
  if (arrow(canvas, "microscope.sample.next", 1, "The batch's next sample"))
    choose_sample(session, 1);
  if (one_at_a_time(trainer)) return;
  next();
  const Theme& theme = canvas.theme;
  draw_text(ImGui::GetWindowDrawList(), theme.fonts.regular, kTextSize,
            {x + kBetween / 2, left_middle.y}, theme.palette.faint, "·", Align::kCenter);
  ImGui::SetCursorScreenPos({x + kBetween, top});
  if (word(canvas, "microscope.mean", kMean, explained_sample(session) < 0,
           "The mean over the samples of the batch: what the update is made from.")) {
    want_mean(session);
  }
}

void draw_microscope_sample(Canvas& canvas, Session& session, Rect area) {
  // Narrow rows have no room for it: the panel itself shows it then.
  session.microscope().samples_in_row = false;
  for (const bool coordinates : {true, false}) {
    const float width = sample_selector_width(canvas.theme, session, coordinates);
    if (width + 3 * kUnit > area.width()) continue;
    session.microscope().samples_in_row = true;
    return draw_sample_selector(canvas, session,
                                {area.max.x - width, (area.min.y + area.max.y) / 2}, coordinates);
  }
}

}  // namespace backprop
