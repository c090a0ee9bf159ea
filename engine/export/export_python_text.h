// The words of the Python scripts; export_python.cpp fills in what $NAMES stand for.
#pragma once

#include <string_view>

namespace backprop::exports {

// What both scripts begin with.
inline constexpr std::string_view kPythonHead = R"(#!/usr/bin/env python3
"""A network of the Backprop Playground $VERSION, trained on with $LIBRARY from step $STEP.

    python3 $FILE [STEPS]    (100 unless told)

$LINK
It prints the loss of every step's batch, and after the step the mean loss over all training points
and all test points. Points, weights, the order of the batches$AND_DROPOUT and the optimizer's state
are those of the playground. So are the 32-bit floats, but sums are taken in another order here:
losses agree to about six digits, not to the last bit.
"""
)";

// Batches and random numbers: the same in both.
inline constexpr std::string_view kPythonBatches = R"(

class Random:
    """PCG32, the playground's random numbers."""

    def __init__(self, state, increment):
        self.state, self.increment = state, increment

    def next(self):
        """A whole number of 32 bits."""
        old = self.state
        self.state = (old * 6364136223846793005 + self.increment) % 2**64
        mixed = ((old >> 18 ^ old) >> 27) % 2**32
        turn = old >> 59
        return (mixed >> turn | mixed << (32 - turn)) % 2**32

    def below(self, bound):
        while True:
            value = self.next()
            if value >= 2**32 % bound:  # the others would make some remainders likelier
                return value % bound

    def shuffle(self, values):
        for i in range(len(values), 1, -1):
            j = self.below(i)
            values[i - 1], values[j] = values[j], values[i - 1]


def take_batches():
    """Training points in the order in which the playground goes on to take them."""
    order, position = first_order(), $POSITION
    random = Random($ORDER_STATE, $ORDER_INCREMENT)
    while True:
        if position >= len(order):  # an epoch is over
$SHUFFLE
            position = 0
        yield order[position:position + BATCH_SIZE]
        position += BATCH_SIZE


$DROPOUT_MASKS
def learning_rate(step):
    """$SCHEDULE_FORMULA"""
    return $RATE

)";

// The numbers, out of the way at the end.
inline constexpr std::string_view kPythonNumbers = R"(

def all_points():
    """$POINT_COLUMNS"""
    return $ARRAY([
$POINTS
    ], dtype=$POINT_FLOAT)


def first_order():
    """The training points in the order of this epoch."""
    return [
$ORDER
    ]


def all_parameters():
    """Layer by layer the weights, a row for every neuron, and then the biases."""
    return $ARRAY([
$PARAMETERS
    ], dtype=$FLOAT)


$MEMORY
if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
)";

inline constexpr std::string_view kPythonMemory = R"(def $MEMORY_NAME():
    """$MEMORY_HELP"""
    return $ARRAY([
$MEMORY_VALUES
    ], dtype=$FLOAT)


)";

inline constexpr std::string_view kNumpyDropout = R"(def dropout_masks(random, count):
    """For every hidden activation of a batch 0 or, so that sums keep their mean, 1/(1 - p)."""
    kept = np.float32(1) / (1 - DROPOUT)
    return [
        np.array([[0 if random.next() / 2**32 < float(DROPOUT) else kept for _ in range(count)]
                  for _ in range(neurons)], dtype=np.float32).T
        for neurons in LAYERS[1:-1]
    ]


)";

inline constexpr std::string_view kTorchDropout = R"(def dropout_masks(random, count):
    """For every hidden activation of a batch 0 or, so that sums keep their mean, 1/(1 - p)."""
    return [
        torch.tensor([[0 if random.next() / 2**32 < DROPOUT else 1 / (1 - DROPOUT)
                       for _ in range(count)] for _ in range(neurons)]).T
        for neurons in LAYERS[1:-1]
    ]


)";

inline constexpr std::string_view kNumpyProgram = R"(
import math
import sys
from types import SimpleNamespace

import numpy as np

LAYERS = $SIZES  # the inputs, and the neurons of every layer
TRAIN_COUNT = $TRAIN_COUNT  # of the points; the others are test points
BATCH_SIZE = $BATCH_SIZE
$CONSTANTS


def features(points):
    """What the network sees of a point: $INPUT."""
    $X_NAMES = $COORDINATES.astype(np.float64).T
    return np.stack([$FEATURES], axis=1).astype(np.float32)


def targets(labels):
    """$TARGET_HELP"""
    return $TARGETS.astype(np.float32)


$ACTIVATIONS

PHI = [$PHI]  # activation functions of the layers
SLOPES = [$SLOPES]  # and the slopes of those of hidden layers, of z and a


def losses(z, a, y):
    """$LOSS_FORMULA"""
$LOSS


def output_delta(z, a, y):
    """$DELTA_FORMULA"""
    return $DELTA


def views(vector):
    """The parts of a vector that are the weights and biases of every layer."""
    layers, begin = [], 0
    for inputs, outputs in zip(LAYERS, LAYERS[1:]):
        middle = begin + outputs * inputs
        layers.append((vector[begin:middle].reshape(outputs, inputs), vector[middle:middle + outputs]))
        begin = middle + outputs
    return layers


def forward(layers, x$MASKS_ARGUMENT):
    """What every layer gets, its weighted sums z and its activations a."""
    inputs, z, a = [x], [], []
    for i, (weights, biases) in enumerate(layers):
        z.append(inputs[i] @ weights.T + biases)
        a.append(PHI[i](z[i]))
        inputs.append(a[i]$MASK_FORWARD)
    return inputs, z, a


def backward(layers, inputs, z, a, y, gradient$MASKS_PARAMETER):
    """dL/dw and dL/db, means over the batch, into a vector laid out as the parameters."""
    slots = views(gradient)
    delta = output_delta(z[-1], a[-1], y)  # dL/dz
    for i in reversed(range(len(layers))):
        slots[i][0][:] = delta.T @ inputs[i] / len(y)
        slots[i][1][:] = delta.mean(axis=0)
        if i > 0:
            delta = delta @ layers[i][0]$MASK_BACKWARD * SLOPES[i - 1](z[i - 1], a[i - 1])


$PREDICT
def update(rate, parameters, gradient, memory):
    """$OPTIMIZER_FORMULA"""
$UPDATE
)";

inline constexpr std::string_view kNumpyMain = R"(
def main(steps):
    points = all_points()
    x, y = features(points), targets($LABELS)
    train, test = slice(0, TRAIN_COUNT), slice(TRAIN_COUNT, None)
    parameters = all_parameters()
    gradient = np.zeros_like(parameters)
    layers = views(parameters)
    memory = SimpleNamespace($MEMORY_ARGUMENTS)
    batches = take_batches()
$DROPOUT_RANDOM

    def mean_loss(part):
        if len(x[part]) == 0:
            return math.nan
        _, z, a = forward(layers, x[part])
        return losses(z[-1], a[-1], y[part]).mean()

    print('    step     batch loss  training loss      test loss')
    for step in range($STEP, $STEP + steps):
        batch = next(batches)
$DRAW_MASKS
        inputs, z, a = forward(layers, x[batch]$MASKS)
        loss = losses(z[-1], a[-1], y[batch]).mean()
        backward(layers, inputs, z, a, y[batch], gradient$MASKS)
$REGULARIZE
$NO_BIAS_GRADIENTS
$CLIP
$CUT_BEFORE
$KEEP_BIASES
        parameters += update(learning_rate(step), parameters, gradient, memory)
$BIASES_BACK
$CUT_AFTER
        print(f'{step + 1:8d}  {loss:13.7g}  {mean_loss(train):13.7g}  {mean_loss(test):13.7g}')
)";

inline constexpr std::string_view kTorchProgram = R"(
import math
import sys

import torch
import torch.nn.functional as F
from torch import nn

LAYERS = $SIZES  # the inputs, and the neurons of every layer
TRAIN_COUNT = $TRAIN_COUNT  # of the points; the others are test points
BATCH_SIZE = $BATCH_SIZE
$CONSTANTS


def features(points):
    """What the network sees of a point: $INPUT."""
    $X_NAMES = $COORDINATES.double().T
    return torch.stack([$FEATURES], dim=1).float()


def targets(labels):
    """$TARGET_HELP"""
    return $TARGETS


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(
            nn.Linear(inputs, outputs) for inputs, outputs in zip(LAYERS, LAYERS[1:]))

    def forward(self, x$MASKS_ARGUMENT):
        """The weighted sums z of the output neurons; output(z) are their activations."""
$NETWORK


def output(z):
    """The network's answer: $MEANING."""
    return $OUTPUT


def losses(z, y):
    """$LOSS_FORMULA"""
    return $LOSS
$PREDICT
)";

inline constexpr std::string_view kTorchMain = R"(
def main(steps):
    torch.set_num_threads(1)  # such small networks gain nothing from more
    points = all_points()
    x, y = features(points), targets($LABELS)
    train, test = slice(0, TRAIN_COUNT), slice(TRAIN_COUNT, None)
    network = Network()
    nn.utils.vector_to_parameters(all_parameters(), network.parameters())
    optimizer = $OPTIMIZER
$LOAD_MEMORY
    batches = take_batches()
$DROPOUT_RANDOM

    def mean_loss(part):
        with torch.no_grad():
            return losses(network(x[part]), y[part]).mean().item()

    print('    step     batch loss  training loss      test loss')
    for step in range($STEP, $STEP + steps):
        batch = next(batches)
$DRAW_MASKS
        optimizer.zero_grad()
        loss = losses(network(x[batch]$MASKS), y[batch]).mean()
        $OBJECTIVE.backward()
$NO_BIAS_GRADIENTS
$CLIP
        for group in optimizer.param_groups:
            group['lr'] = learning_rate(step)
$CUT_BEFORE
$KEEP_BIASES
        optimizer.step()
$BIASES_BACK
$CUT_AFTER
        print(f'{step + 1:8d}  {loss.item():13.7g}  {mean_loss(train):13.7g}  {mean_loss(test):13.7g}')
)";

}  // namespace backprop::exports
