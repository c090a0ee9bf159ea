// The mean of the squared errors of the outputs, as PyTorch's MSELoss and Keras' mse take it.
#pragma once

#include "engine/parts/losses/squared_error.h"

namespace backprop::loss_entries {

inline constexpr Loss kMeanSquaredError = {
    .name = "mean_squared_error",
    .label = "Mean squared error",
    .formula = "L = 1/K · Σₖ (aₖ − yₖ)², K outputs",
    .delta_formula = "δ = 2/K·(a − y)·φ′(z)",
    .help = "The mean over the outputs of the squared error, as PyTorch and Keras have it.",
    .classification = true,
    .regression = true,
    .output_activation = "tanh",
    .target_low = -1,
    .target_high = 1,
    .own_targets = false,
    .output_per_class = false,
    .of_probabilities = false,
    .spelling =
        {
            .squares = true,
            .factor = 1.0f,
            .slope = 2.0f,
            .mean = true,
            .term = kNoText,
            .term_latex = kNoText,
            .slope_term = kNoText,
            .slope_latex = kNoText,
        },
    .functions =
        {
            .value = mean_value<WholeSquaredError>,
            .gradient = mean_gradient<WholeSquaredError>,
            .value_double = mean_value_double<WholeSquaredError>,
            .forms =
                {
                    .numpy = "    return ((a - y) ** 2).mean(axis=1)",
                    .numpy_upstream = "(2 * (a - y) / np.float32(y.shape[1]))",
                    .torch = "((output(z) - y) ** 2).mean(dim=1)",
                },
        },
    .on_logits = nullptr,
};

}  // namespace backprop::loss_entries
