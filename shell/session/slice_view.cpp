#include "shell/session/slice_view.h"

#include "engine/run/trainer.h"
#include "shell/session/activation_maps.h"
#include "shell/session/looked_at.h"
#include "shell/session/session.h"
#include "shell/session/shown.h"
#include "shell/session/view.h"

namespace backprop {
namespace {

// The row of the table that a sample is; of none the first one.
int row_of(const Trainer& trainer, int sample) {
  const std::vector<int>& rows = trainer.data().origins;
  const auto point = static_cast<std::size_t>(sample);
  return sample >= 0 && point < rows.size() ? rows[point] : 0;
}

}  // namespace

int held_sample(const Session& session) {
  if (const auto& picked = session.view().selected_point) return *picked;
  return session.playing() || !is_worked_by_hand(session.trainer())
             ? -1
             : sample_on_paper(session.trainer(), session.view());
}

void show_slice(const Trainer& trainer, const View& view, int sample, int resolution,
                Shown& shown) {
  SliceView& now = shown.slice ? *shown.slice : shown.slice.emplace();
  now.slice = slice_of(trainer.experiment(), view.slice_axes, row_of(trainer, sample));
  now.axes = view.slice_axes;
  now.sample = sample;
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
