// What a run can be taken away as: one table of file formats.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/run/trainer.h"

namespace backprop {

// How good the network was at a step, as charts and tables keep it.
struct HistoryRow {
  std::int64_t step;
  float train_loss, test_loss;
  float train_accuracy, test_accuracy;
};
HistoryRow history_row(const Metrics& metrics);

struct ExportSource {
  const Trainer& trainer;
  // The run so far, by step, as whoever trained it has written it down.
  std::span<const HistoryRow> history;
};

// Losses and accuracies as a table, one row a step. A field without a value (no test points, no
// classes) is empty; the last row is where the run stands.
std::string make_history_csv(const ExportSource& source);

struct ExportFormat {
  std::string_view name;   // "onnx"
  std::string_view label;  // "ONNX model"
  std::string_view file;   // "network.onnx"
  std::string_view mime;   // "application/octet-stream"
  std::string_view help;   // one line: what it holds and what it is good for
  bool binary;             // else UTF-8 text
  // The bytes of the file. What cannot be written down as asked for is an error, never left out.
  Result<std::string> (*make)(const ExportSource& source);
  bool reads_history = false;  // of the source
};

// json, weights-json, weights-csv, history-csv, points-csv, onnx, pytorch, numpy, c.
std::span<const ExportFormat> export_formats();
// An error lists what there is.
Result<const ExportFormat*> find_export_format(std::string_view name);

}  // namespace backprop
