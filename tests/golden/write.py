"""Writes golden cases: small random networks with the numbers PyTorch gets for them in float64.

    python3 write.py FOLDER [COUNT] [SEED]     (300 cases of seed 1 unless told)

Every case has another loss, output activation or hidden activation; README.md says what a case is.
BACKPROP_GOLDEN_DIR=FOLDER in the environment of engine_tests compares them. Runs with Debian's
python3-torch.
"""

import json
import pathlib
import random
import struct
import sys

import torch
import torch.nn.functional as F

ACTIVATIONS = {
    'linear': lambda z: z,
    'relu': torch.relu,
    'leaky_relu': lambda z: F.leaky_relu(z, 0.01),
    'elu': F.elu,
    'selu': F.selu,
    'tanh': torch.tanh,
    'hard_tanh': F.hardtanh,
    'sigmoid': torch.sigmoid,
    'bipolar_sigmoid': lambda z: 2 * torch.sigmoid(z) - 1,
    'softplus': F.softplus,
    'silu': F.silu,
    'mish': F.mish,
    'gelu': lambda z: F.gelu(z, approximate='tanh'),
    'sine': torch.sin,
    'softmax': lambda z: torch.softmax(z, dim=1),
}
HIDDEN = [name for name in ACTIVATIONS if name != 'softmax']

# Per sample, from the outputs a and the targets y; PyTorch's own functions where it has them.
LOSSES = {
    'mse': lambda a, y: 0.5 * F.mse_loss(a, y, reduction='none').sum(1),
    'squared_error': lambda a, y: F.mse_loss(a, y, reduction='none').sum(1),
    'mean_squared_error': lambda a, y: F.mse_loss(a, y, reduction='none').mean(1),
    'mean_absolute_error': lambda a, y: F.l1_loss(a, y, reduction='none').mean(1),
    'huber': lambda a, y: F.huber_loss(a, y, reduction='none').sum(1),
    'hinge': lambda a, y: torch.clamp(1 - a * y, min=0).sum(1),
    'bce': lambda a, y: F.binary_cross_entropy(a, y, reduction='none').sum(1),
    'cross_entropy': lambda a, y: -(y * a.log()).sum(1),
}
PAIRS = [(loss, output) for loss in LOSSES for output in ACTIVATIONS
         if loss not in ('bce', 'cross_entropy') or output in ('sigmoid', 'softmax')]


def float32(value):
    return struct.unpack('f', struct.pack('f', value))[0]


def targets(generator, loss, output, outputs):
    """Of one sample: classes, soft classes or values, as the loss takes them."""
    right = generator.randrange(outputs)
    one_hot = [float(k == right) for k in range(outputs)]
    if loss == 'hinge':
        return [2 * y - 1 for y in one_hot]
    if loss in ('bce', 'cross_entropy'):
        low, high = generator.choice([(0.0, 1.0), (0.125, 0.875)])
        return [high if y else low for y in one_hot]
    if generator.random() < 0.5:
        low = -1.0 if output in ('tanh', 'hard_tanh', 'bipolar_sigmoid', 'sine', 'linear') else 0.0
        return [y if y else low for y in one_hot]
    return [float32(generator.uniform(-1.5, 1.5)) for _ in range(outputs)]


def make_case(index, seed):
    generator = random.Random(seed * 100003 + index)
    loss, output = PAIRS[index % len(PAIRS)]
    several = output == 'softmax' or loss == 'cross_entropy'
    sizes = [generator.randint(1, 4)]
    sizes += [generator.randint(1, 5) for _ in range(generator.randint(0, 2))]
    sizes.append(generator.randint(2, 4) if several else generator.randint(1, 3))
    names = [generator.choice(HIDDEN) for _ in sizes[1:-1]] + [output]
    samples = generator.randint(1, 9)
    rate = round(generator.uniform(0.005, 0.05), 3)
    case = {
        'name': f'output-{index:03d}', 'layers': sizes, 'activations': names, 'loss': loss,
        'optimizer': {'name': 'sgd', 'learning_rate': rate},
        'regularization': {'name': 'none'},
        'parameters': [
            {'weights': [[float32(generator.gauss(0, inputs ** -0.5)) for _ in range(inputs)]
                         for _ in range(outputs)],
             'biases': [float32(generator.gauss(0, 0.3)) for _ in range(outputs)]}
            for inputs, outputs in zip(sizes, sizes[1:])],
        'inputs': [[float32(generator.gauss(0, 1.2)) for _ in range(sizes[0])]
                   for _ in range(samples)],
        'targets': [targets(generator, loss, output, sizes[-1]) for _ in range(samples)],
    }
    case['expected'] = expected(case, rate)
    return case


def forward(case, layers, x):
    z, a = [], []
    for name, (weights, biases) in zip(case['activations'], layers):
        z.append((a[-1] if a else x) @ weights.T + biases)
        z[-1].retain_grad()
        a.append(ACTIVATIONS[name](z[-1]))
    return z, a


def as_parameters(layers):
    return [{'weights': weights.tolist(), 'biases': biases.tolist()} for weights, biases in layers]


def expected(case, rate):
    x = torch.tensor(case['inputs'], dtype=torch.float64)
    y = torch.tensor(case['targets'], dtype=torch.float64)
    layers = [[torch.tensor(layer[part], dtype=torch.float64, requires_grad=True)
               for part in ('weights', 'biases')] for layer in case['parameters']]
    found, losses = {}, []
    for step in range(20):
        for tensor in (part for layer in layers for part in layer):
            tensor.grad = None
        z, a = forward(case, layers, x)
        loss = LOSSES[case['loss']](a[-1], y).mean()
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            found = {
                'pre_activations': [layer.tolist() for layer in z],
                'activations': [layer.tolist() for layer in a],
                # Of each sample, not divided by the size of the batch.
                'deltas': [(layer.grad * len(x)).tolist() for layer in z],
                'loss': loss.item(),
                'gradients': [{'weights': w.grad.tolist(), 'biases': b.grad.tolist()}
                              for w, b in layers],
            }
        with torch.no_grad():
            for tensor in (part for layer in layers for part in layer):
                tensor -= rate * tensor.grad
        if step == 0:
            found['parameters_after_1'] = as_parameters(layers)
    return {**found, 'losses': losses, 'parameters_after_20': as_parameters(layers)}


def main(folder, count=300, seed=1):
    torch.set_num_threads(1)
    place = pathlib.Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for index in range(int(count)):
        case = make_case(index, int(seed))
        (place / f'{case["name"]}.json').write_text(json.dumps(case))


main(*sys.argv[1:])
