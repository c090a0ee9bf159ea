// Runs as JSON documents: everything, optimizer state included, so that a saved run continues
// bit for bit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/run/trainer.h"

namespace backprop {

inline constexpr int kDocumentVersion = 1;
// Several times what the largest run takes.
inline constexpr std::size_t kMaxDocumentBytes = std::size_t{8} << 20;

// {"format": "backprop-playground", "version": 1, "program": "1.2.3", which wrote it,
//  "experiment": {…every property by its name…, "points": [[x1, x2, label], …],
//                 "columns": [{"name": …, "centre": …, "spread": …}, {…}, {…, "classes": […]}] of
//                 the
//                            table that the points came from, as Columns,
//                 "table": {"inputs": [names], "targets": [names], "classes": [names], "rows":
//                 [[…], …]}
//                          or the name of a shipped one},
//  "state": {"step": …, "epochs": …, "parameters": […],
//            "optimizer": {"steps": …, "first": […], "second": […]},
//            "order": […], "position": …, "random": {"order": "16 hex digits", "dropout": …},
//            "start": [… parameters of step 0 where they are not the initializer's],
//            "changed": true where a setting or weight was changed on the way,
//            "phases": how many phases of the next step are done, 1 … 4,
//            "inside": [{"phases": 0, "settings": {…}}, …], the live settings of that step where
//                      they change within it, from after so many phases on}}
// What a person writes needs only what differs from the start: {"experiment": {…}, "weights": …},
// with weights as [[[weights of a neuron, then its bias], …], … layers] or as a link's text, or as
// "state": {"parameters": […]}.
// Floats are written so that they read back as the same bits; a step in progress is saved as the
// state it began with, and reading runs its phases again.
std::string make_document(const Trainer& trainer);

// The run a document describes. Properties that are left out have their defaults, and without
// "state" the run is at its start; so is what a "state" without steps leaves out. An error names
// the place ("state.parameters[12]: expected a number, found a string"); so does a name that means
// nothing. Bounded in time and memory for any input.
Result<Trainer> parse_document(std::string_view text);

// The experiment alone, as it stands in documents and in --json output.
std::string experiment_json(const Experiment& experiment);

}  // namespace backprop
