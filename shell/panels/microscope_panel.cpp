// The microscope: the chain rule of one neuron, weight or bias with the numbers of this very step.
#include <string>

#include "engine/explain.h"
#include "shell/app.h"
#include "shell/draw/item.h"
#include "shell/draw/widgets.h"
#include "shell/panels/inside_panel.h"

namespace backprop {

namespace {

ExplainTarget target_of(const App& app) {
  const View& view = app.view();
  const Network& network = app.trainer().network();
  ExplainTarget target{ExplainTarget::Kind::kNeuron};
  target.sample = -1;
  if (view.pinned_parameter && *view.pinned_parameter < network.parameter_count()) {
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

}  // namespace

void draw_microscope_panel(App& app, Rect area) {
  const Result<Explanation> explanation = explain(app.trainer(), target_of(app));
  if (!explanation) return;
  ImGui::SetCursorScreenPos({area.min.x, area.min.y + 2 * kUnit});
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(to_text(*explanation).c_str());
  ImGui::PopTextWrapPos();
}

}  // namespace backprop
