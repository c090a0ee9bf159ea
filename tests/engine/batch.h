// Batches for tests: samples as rows, put into a workspace's columns.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/network/backprop.h"

namespace backprop {

using Rows = std::vector<std::vector<double>>;  // [sample][number]

inline void fill_columns(const Rows& rows, int stride, std::vector<float>& columns) {
  for (std::size_t s = 0; s < static_cast<std::size_t>(stride); ++s) {
    for (std::size_t k = 0; k < rows[0].size(); ++k) {
      columns[k * static_cast<std::size_t>(stride) + s] =
          s < rows.size() ? static_cast<float>(rows[s][k]) : 0.0f;
    }
  }
}

// A workspace that holds exactly this batch.
inline Workspace make_batch(const Network& network, const Rows& inputs, const Rows& targets) {
  Workspace workspace;
  workspace.reserve(network, static_cast<int>(inputs.size()));
  fill_columns(inputs, workspace.stride, workspace.inputs);
  fill_columns(targets, workspace.stride, workspace.targets);
  return workspace;
}

// The first four phases.
inline void run_phases(const Network& network, const Loss& loss, Workspace& workspace,
                       const Kernels& kernels) {
  forward(network, workspace, kernels);
  compute_loss(network, loss, workspace);
  backward(network, loss, workspace, kernels);
  compute_gradients(network, workspace, kernels);
}

}  // namespace backprop
