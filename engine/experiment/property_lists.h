// The rows of the property table that are lists, or else special. Only properties.cpp needs them.
#pragma once

#include "engine/experiment/property_row.h"

namespace backprop::row {

// One of datasets(), or "custom": the points given by hand.
Property dataset(const Words& words, Effect effect);
// "x1,x2": at least one, kept in table order.
Property features(const Words& words, Effect effect);
// "8,8"; nothing is no hidden layer.
Property layers(const Words& words, Effect effect);
// "tanh", or one per hidden layer: "relu,tanh".
Property activations(const Words& words, Effect effect, Relevant relevant);
// One of activations(), softmax too, or "auto".
Property output_activation(const Words& words, Effect effect);

}  // namespace backprop::row
