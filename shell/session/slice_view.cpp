#include "shell/session/slice_view.h"

#include "engine/run/trainer.h"
#include "shell/session/activation_maps.h"
#include "shell/session/shown.h"
#include "shell/session/view.h"

namespace backprop {
namespace {

// The row of the table that the selected point is; without one, the first of the training set.
int held_row(const Trainer& trainer, const View& view) {
  const std::vector<int>& rows = trainer.data().origins;
  const auto point = static_cast<std::size_t>(view.selected_point.value_or(0));
  return point < rows.size() ? rows[point] : 0;
}

}  // namespace

void show_slice(const Trainer& trainer, const View& view, int resolution, Shown& shown) {
  SliceView& now = shown.slice ? *shown.slice : shown.slice.emplace();
  now.slice = slice_of(trainer.experiment(), view.slice_axes, held_row(trainer, view));
  now.axes = view.slice_axes;
  now.point = view.selected_point;
  // The target of the output that the plane shows.
  const std::optional<NeuronId> neuron = shown_neuron(view, trainer.network());
  const bool output = neuron && neuron->layer == trainer.network().layer_count() - 1;
  const bool targets = !trainer.experiment().table->has_classes();
  now.places = slice_points(trainer.experiment(), trainer.data(), now.slice,
                            output && targets ? neuron->neuron : 0);
  probe_slice(shown, resolution, shown.probe);
}

void probe_slice(const Shown& shown, int resolution, Probe& probe) {
  probe.configure(resolution, slice_grid(shown.slice->slice, resolution));
}

}  // namespace backprop
