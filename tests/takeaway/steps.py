"""Writes training steps of PyTorch programs, right ones and such with a mistake, for compare-step.

    python3 steps.py FOLDER [COUNT] [SEED]      50 of each, unless told

FOLDER gets NNN.json for each step, and expected.json: of each the number that differs first, or null,
and what the mistake is called. The steps are written by assets/dump_step.py, as people run it.
"""

import json
import os
import pathlib
import random
import runpy
import sys
import warnings

import torch
from torch import nn

dump_step = runpy.run_path(str(pathlib.Path(__file__).parents[2] / 'assets/dump_step.py'))['dump_step']

ACTIVATIONS = [nn.ReLU, nn.LeakyReLU, nn.ELU, nn.SELU, nn.Tanh, nn.Hardtanh, nn.Sigmoid, nn.Softplus, nn.SiLU, nn.Mish,
               lambda: nn.GELU(approximate='tanh'), nn.Identity]
OPTIMIZERS = [
    (torch.optim.SGD, {}), (torch.optim.SGD, {'momentum': 0.9}), (torch.optim.SGD, {'momentum': 0.8, 'nesterov': True}),
    (torch.optim.Adagrad, {}), (torch.optim.RMSprop, {'alpha': 0.95}), (torch.optim.Adam, {'betas': (0.8, 0.99)}),
    (torch.optim.AdamW, {'weight_decay': 0.1}), (torch.optim.NAdam, {'momentum_decay': 1e6}),
]
# Module, its loss, and whether targets are classes.
HEADS = [
    ([], nn.MSELoss, 'values'), ([nn.Tanh], nn.MSELoss, 'values'), ([], nn.L1Loss, 'values'), ([], nn.HuberLoss, 'values'),
    ([nn.Sigmoid], nn.SmoothL1Loss, 'values'), ([nn.Sigmoid], nn.BCELoss, 'shares'), ([], nn.BCEWithLogitsLoss, 'shares'),
    ([], nn.CrossEntropyLoss, 'classes'), ([], nn.CrossEntropyLoss, 'simplex'),
    ([lambda: nn.LogSoftmax(dim=1)], nn.NLLLoss, 'classes'), ([lambda: nn.Softmax(dim=1)], nn.MSELoss, 'values'),
]


class Program:
    """A student's: a network, a loss and an optimizer, drawn by chance but for what is asked for."""

    def __init__(self, seed, **asked):
        self.draw = draw = random.Random(seed)
        torch.manual_seed(seed)
        head, loss, kind = asked.get('head') or draw.choice(HEADS)
        optimizer, settings = asked.get('optimizer') or draw.choice(OPTIMIZERS)
        sizes = [draw.randint(1, 6) for _ in range(draw.randint(2, 4))]
        sizes[-1] = draw.randint(2, 5) if kind in ('classes', 'simplex') else sizes[-1]
        sizes = asked.get('sizes') or sizes
        modules = []
        for before, after in zip(sizes, sizes[1:]):
            if modules:
                modules.append(draw.choice(ACTIVATIONS)())
            modules.append(nn.Linear(before, after, bias=asked.get('bias', draw.random() < 0.9)))
        self.net = nn.Sequential(*modules, *[make() for make in head])
        self.samples, self.sizes, self.kind = asked.get('samples') or draw.randint(1, 9), sizes, kind
        self.loss = loss(reduction=asked.get('reduction') or draw.choice(['mean', 'mean', 'sum']))
        decay = {} if 'weight_decay' in settings or draw.random() < 0.6 else {'weight_decay': 0.05}
        settings = {'lr': draw.choice([0.3, 0.03, 0.004]), **decay, **settings, **asked.get('settings', {})}
        self.optimizer = optimizer(self.net.parameters(), **settings)

    def batch(self):
        x, outputs = torch.randn(self.samples, self.sizes[0]), self.sizes[-1]
        y = {'values': lambda: torch.randn(self.samples, outputs), 'shares': lambda: torch.rand(self.samples, outputs).round(),
             'classes': lambda: torch.randint(outputs, (self.samples,)),
             'simplex': lambda: torch.rand(self.samples, outputs).softmax(1), 'row': lambda: torch.randn(self.samples)}[self.kind]()
        return x, y

    def train(self, mistake=lambda program, loss: (program.zero(), loss().backward(), program.optimizer.step()), before=3):
        """Some steps, and a last one, made with the mistake, that is written down."""
        for _ in range(before):
            x, y = self.batch()
            self.zero(), self.loss(self.net(x), y).backward(), self.optimizer.step()
        x, y = self.batch()
        with dump_step(self.net, self.loss, self.optimizer, 'step.json'):
            mistake(self, lambda: self.loss(self.net(x), y))
        return json.loads(pathlib.Path('step.json').read_text())

    def zero(self):
        self.optimizer.zero_grad()


# --- mistakes: what the program does in its last step, or what is said of a step that is right -----

def change_gradients(change):
    def made(program, loss):
        program.zero(), loss().backward()
        for p in program.net.parameters():
            p.grad = change(p.grad)
        program.optimizer.step()
    return made


def with_rate(program, loss):
    for group in program.optimizer.param_groups:
        group['lr'] *= 0.37
    program.zero(), loss().backward(), program.optimizer.step()


def anew(program, loss):
    optimizer = program.optimizer
    fresh = type(optimizer)(program.net.parameters(), **{k: v for k, v in optimizer.defaults.items() if v is not None})
    program.zero(), loss().backward(), fresh.step()


def uphill(program, loss):
    before = [p.detach().clone() for p in program.net.parameters()]
    program.zero(), loss().backward(), program.optimizer.step()
    for p, old in zip(program.net.parameters(), before):
        p.data = 2 * old - p.data


def by_hand(change_of):
    """A step of momentum's velocity v and gradient g, with μ, that the program makes itself."""
    def made(program, loss):
        program.zero(), loss().backward()
        group = program.optimizer.param_groups[0]
        with torch.no_grad():
            for p in program.net.parameters():
                p -= group['lr'] * change_of(program.optimizer.state[p]['momentum_buffer'], p.grad, group['momentum'])
    return made


SGD, MOMENTUM, ADAM, ADAMW = OPTIMIZERS[0], OPTIMIZERS[1], OPTIMIZERS[5], OPTIMIZERS[6]
MSE, BCE = ([], nn.MSELoss, 'values'), ([nn.Sigmoid], nn.BCELoss, 'shares')
MOVING = {'optimizer': (torch.optim.SGD, {'momentum': 0.8, 'weight_decay': 0})}


def decays(optimizer, decay):
    return {'optimizer': (optimizer, {'weight_decay': decay})}


# What it is called; the program; its last step; the program that it says it is.
MISTAKES = [
    ('gradients not cleared', {}, lambda p, loss: (loss().backward(), p.optimizer.step()), None),
    ('gradients not cleared', {'head': BCE}, lambda p, loss: (p.zero(), loss().backward(), loss().backward(), p.optimizer.step()), None),
    ('sum in place of the mean', {'reduction': 'mean', 'samples': 5, 'sizes': [2, 3, 1], 'head': MSE},
     lambda p, loss: (p.zero(), (5 * loss()).backward(), p.optimizer.step()), None),
    ('wrong sign', {}, change_gradients(torch.neg), None),
    ('weights transposed', {'sizes': [3, 3, 3]}, change_gradients(lambda g: g.T if g.dim() > 1 else g), None),
    ('softmax or sigmoid applied twice', {'head': ([lambda: nn.Softmax(dim=1)], nn.CrossEntropyLoss, 'classes')}, None, None),
    ('softmax or sigmoid applied twice', {'head': ([nn.Sigmoid], nn.BCEWithLogitsLoss, 'shares')}, None, None),
    ('logarithm forgotten', {'head': ([lambda: nn.Softmax(dim=1)], nn.NLLLoss, 'classes')}, None, None),
    ('every output against every target', {'head': ([], nn.MSELoss, 'row'), 'sizes': [2, 3, 1], 'samples': 5}, None, None),
    ('learning rate other than said', {'optimizer': SGD}, with_rate, None),
    ('learning rate other than said', {'optimizer': ADAM}, with_rate, None),
    ('momentum twice', MOVING, by_hand(lambda v, g, mu: g + mu * (mu * v + g)), None),
    ('momentum forgotten', MOVING, by_hand(lambda v, g, mu: g), None),
    ('gradient times 1 − μ', MOVING, by_hand(lambda v, g, mu: mu * v + (1 - mu) * g), None),
    ('weight decay that is not said', decays(torch.optim.SGD, 0.03), None, decays(torch.optim.SGD, 0)),
    ('weight decay that is not said', decays(torch.optim.AdamW, 0.2), None, decays(torch.optim.AdamW, 0)),
    ('weight decay that is not said', decays(torch.optim.RMSprop, 0.01), None, decays(torch.optim.RMSprop, 0)),
    ('weight decay forgotten', decays(torch.optim.Adagrad, 0), None, decays(torch.optim.Adagrad, 0.1)),
    ('weight decay in the wrong place', decays(torch.optim.AdamW, 0.1), None, decays(torch.optim.Adam, 0.1)),
    ('two steps in one', MOVING, lambda p, loss: (p.zero(), loss().backward(), p.optimizer.step(), p.optimizer.step()), None),
    ('no step taken', {}, lambda p, loss: (p.zero(), loss().backward()), None),
    ('gradient added', {}, uphill, None),
    ('memory forgotten', MOVING, anew, None),
    ('memory forgotten', {'optimizer': ADAM}, anew, None),
    ('momentum twice', MOVING, by_hand(lambda v, g, mu: mu * mu * v + g), None),
]


# --- where a step differs from the right one -------------------------------------------------------

def tensors(step):
    """Name and number of each, in the order of the phases: gradients from the last layer back."""
    def cells(name, value):
        if not isinstance(value, list):
            return [(name, value)]
        return [cell for i, part in enumerate(value) for cell in cells(f'{name}[{i}]', part)]
    for i, output in enumerate(step['outputs']):
        yield cells(f'outputs[{i}]', output)
    yield cells('loss_value', step['loss_value'])
    order = [name for layer in reversed(step['layers']) for name in (layer['name'] + '.weight', layer['name'] + '.bias')]
    for name in order:
        if name in step['gradients']:
            yield cells(f'gradients.{name}', step['gradients'][name])
    for name in sorted(step['weights'], key=lambda name: (int(name.split('.')[0]), name.endswith('bias'))):
        yield cells(f'weights_after.{name}', step['weights_after'][name])


def first_difference(step, right):
    """Its name; nothing where it is too small to be sure of, or there is none."""
    for ours, theirs in zip(tensors(step), tensors(right)):
        size = max([1e-3] + [abs(value) for _, value in theirs])
        for (name, value), (_, other) in zip(ours, theirs):
            if abs(value - other) > 2e-7 * size:
                return name if abs(value - other) > 1e-3 * size else None
    return None


def change_a_number(step, draw, sign):
    """Another number in place of one: with the other sign, or as much more as can be told."""
    part = draw.choice(['gradients'] if sign else ['outputs', 'loss_value', 'gradients', 'gradients', 'weights_after'])
    if part == 'loss_value':
        step[part] *= 1.01
        return part
    key = draw.choice(list(step[part]) if part != 'outputs' else range(len(step[part])))
    while part == 'outputs' and step['layers'][key]['type'] == 'Identity':
        key = draw.randrange(len(step[part]))
    name, row = (f'outputs[{key}]' if part == 'outputs' else f'{part}.{key}'), step[part][key]
    largest = max(abs(n) for line in row for n in (line if isinstance(line, list) else [line]))
    while isinstance(row[0], list):
        i = draw.randrange(len(row))
        name, row = f'{name}[{i}]', row[i]
    i = draw.randrange(len(row))
    if sign and abs(row[i]) < 0.01 * max(largest, 1e-2):
        return None
    row[i] = -row[i] if sign else row[i] + 0.01 * max(largest, 1e-2)
    return f'{name}[{i}]'


# --- steps, and what is expected of them -----------------------------------------------------------

def right_step(index, seed):
    program = Program(seed, optimizer=OPTIMIZERS[index % len(OPTIMIZERS)])
    return program.train(before=program.draw.choice([0, 1, 4])), {'first': None, 'mistake': None}


def changed_number(index, seed):
    step = Program(seed).train()
    sign = index % 3 == 0
    name = change_a_number(step, random.Random(seed), sign)
    return step, name and {'first': name, 'mistake': 'wrong sign' if sign else None}


def mistaken_step(index, seed):
    """One with a mistake, and one with a single wrong number, in turn; nothing where it cannot be told here."""
    if index % 2 == 1:
        return changed_number(index // 2, seed)
    label, asked, made, says = MISTAKES[index // 2 % len(MISTAKES)]
    before = 0 if says else 3
    step = Program(seed, **asked).train(*[made] if made else [], before=before)
    if made is None and not says:
        return step, {'first': 'loss_value', 'mistake': label}
    right = Program(seed, **(says or asked)).train(before=before)
    step['optimizer'] = right['optimizer']
    first = first_difference(step, right)
    return step, first and {'first': first, 'mistake': label}


def check_failing_step():
    """A step that fails leaves the program as it was, and no file."""
    program = Program(1)
    step = program.optimizer.step
    try:
        with dump_step(program.net, program.loss, program.optimizer, 'failed.json'):
            raise ValueError('a mistake of the student')
    except ValueError:
        pass
    hooks = [module for module in [program.loss, *program.net.modules()] if module._forward_hooks]
    assert not hooks and program.optimizer.step == step and not pathlib.Path('failed.json').exists()


def main(folder, count=50, seed=1):
    warnings.simplefilter('ignore')  # PyTorch warns of targets of another shape
    torch.set_num_threads(1)
    place = pathlib.Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    os.chdir(place)
    check_failing_step()
    expected = {}
    for make, name in ((right_step, 'right'), (mistaken_step, 'wrong')):
        for index in range(int(count)):
            for attempt in range(100):
                step, told = make(index, int(seed) * 1_000_003 + index * 1009 + attempt)
                if told:
                    break
            file = f'{name}-{index:03d}.json'
            pathlib.Path(file).write_text(json.dumps(step))
            expected[file] = told
    pathlib.Path('expected.json').write_text(json.dumps(expected))
    pathlib.Path('step.json').unlink()


main(*sys.argv[1:])
