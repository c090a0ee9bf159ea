#include "shell/session/slice_view.h"

#include <algorithm>

#include "engine/experiment/slice_key.h"
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

std::string ask_for_slice(const Trainer& trainer, std::string_view key, View& view) {
  const Result<SliceKey> wanted = read_slice_key(key);
  if (!wanted) return {};  // whoever read the link has said so
  if (!trainer.experiment().uses_table) return "slice is of a table, and the data are none.";
  const SampleTable& table = *trainer.experiment().table;
  std::string sentence;
  const auto count = static_cast<int>(table.inputs.size());
  if (std::ranges::max(wanted->axes) > count) {
    sentence = "The table has no input " + std::to_string(std::ranges::max(wanted->axes)) +
               " for the slice: it has " + std::to_string(count) + '.';
  } else {
    view.slice_axes = {wanted->axes[0] - 1, wanted->axes[1] - 1};
  }
  if (!wanted->row) return sentence;
  const std::vector<int>& rows = trainer.data().origins;
  const auto point = std::ranges::find(rows, *wanted->row - 1);
  if (point != rows.end()) {
    view.selected_point = static_cast<int>(point - rows.begin());
  } else {
    if (!sentence.empty()) sentence += ' ';
    sentence += "The table has no row " + std::to_string(*wanted->row) + " for the slice: it has " +
                std::to_string(rows.size()) + '.';
  }
  return sentence;
}

std::string slice_key(const Trainer& trainer, const View& view) {
  const TableSlice slice = slice_of(trainer.experiment(), view.slice_axes,
                                    row_of(trainer, view.selected_point.value_or(-1)));
  if (!slice.holds_others()) return {};
  SliceKey key;
  key.axes = {slice.axes[0] + 1, slice.axes[1] + 1};
  if (view.selected_point) key.row = slice.row + 1;
  const bool usual = key.axes == SliceKey().axes && !key.row;
  return usual ? std::string() : "&slice=" + key.text();
}

void probe_slice(const Shown& shown, int resolution, Probe& probe) {
  probe.configure(resolution, slice_grid(shown.slice->slice, resolution));
}

}  // namespace backprop
