// What the engine says, as plain JavaScript objects; engine.d.ts has their shapes.
#pragma once

#include <emscripten/val.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/insight/diagnosis.h"
#include "engine/insight/explain.h"
#include "engine/insight/gradient_check.h"
#include "engine/insight/probe.h"
#include "engine/run/trainer.h"

namespace backprop::web {

// { error: message }: the wrapper throws it.
emscripten::val failure(const std::string& message);
emscripten::val failure(const Error& error);

emscripten::val strings(const std::vector<std::string>& texts);
emscripten::val numbers(std::span<const float> values);
// A Uint8Array of its own.
emscripten::val bytes(std::string_view content);
// [{ name, label, file, mime, help }, …] of every export format.
emscripten::val formats_value();

// [{ weights: [neuron][input], biases: [neuron] }, …] of a buffer laid out as the parameters.
emscripten::val layers_value(const Network& network, const float* values);
// [[map, …], …] of every neuron of every layer, each a view of the probe's own memory.
emscripten::val maps_value(const Network& network, const Probe& probe);
// All points of a run, the training set first.
emscripten::val points_value(const Data& data, const Experiment& experiment);
// What the points' numbers are called and how they are scaled, or null.
emscripten::val columns_value(const Experiment& experiment);
// A table, read: what its columns are and whether that is certain.
emscripten::val table_value(const std::string& content);

// One sample of the batch in the workspace, as far as the phases have run.
emscripten::val sample_value(const Trainer& trainer, int sample);

emscripten::val explanation_value(const Explanation& explanation);
emscripten::val check_value(const Network& network, const GradientCheck& check);
emscripten::val findings_value(const std::vector<Finding>& findings);

}  // namespace backprop::web
