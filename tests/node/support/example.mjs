// Worked examples (assets/examples) read and computed again without the engine, in doubles: a few
// formulas of a textbook, one sample after the other.

/** A printed number: its value, and the unit of its last digit. */
export function readPrinted(text) {
  const [digits, power = '0'] = text.replace('−', '-').toLowerCase().split('e');
  const decimals = digits.includes('.') ? digits.length - digits.indexOf('.') - 1 : 0;
  return {text, value: Number(`${digits}e${power}`), unit: 10 ** (Number(power) - decimals)};
}

/**
 * @returns {{ id: string, link: string, moments: { title: string, step: number, phases: number,
 *     sample: number, numbers: any[] }[] }}
 */
export function readExample(text) {
  const example = {id: '', link: '', moments: []};
  const phases = ['forward', 'loss', 'backward', 'gradients', 'update'];
  let moment, computed;
  let last = '';
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '' || line.startsWith('//')) continue;
    if (line.startsWith('# ')) {
      moment = {title: line.slice(2), step: 1, phases: 5, sample: -1, numbers: []};
      example.moments.push(moment);
      computed = false;
      continue;
    }
    const number = moment && /^(.+?) = (\S+)( cut)?(?: wrong (\S+))?(?: \((.+)\))?$/.exec(line);
    const key = /^([a-z]+):(.*)$/.exec(line);
    if (number) {
      const [, quantity, printed, cut, right, name] = number;
      moment.numbers.push({
        quantity,
        printed: readPrinted(printed),
        cut: Boolean(cut),
        right: right && readPrinted(right),
        name,
        computed
      });
    } else if (moment && key) {
      const value = key[2].trim();
      if (key[1] === 'at') {
        const [step, phase = 'update'] = value.replace('step ', '').split(', ');
        moment.step = Number(step);
        moment.phases = phases.indexOf(phase) + 1;
      }
      if (key[1] === 'sample') moment.sample = Number(value) - 1;
      if (key[1] === 'computed' || key[1] === 'printed') computed = key[1] === 'computed';
    } else if (key) {
      last = key[1];
      example[last === 'example' ? 'id' : last] = key[2].trim();
    } else {
      example[last] += (last === 'link' ? '' : ' ') + line;
    }
  }
  return example;
}

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const activations = {
  linear: [(z) => z, () => 1],
  relu: [(z) => Math.max(0, z), (z) => (z > 0 ? 1 : 0)],
  sigmoid: [sigmoid, (z, a) => a * (1 - a)],
  tanh: [Math.tanh, (z, a) => 1 - a * a],
  softplus: [(z) => Math.log1p(Math.exp(z)), sigmoid],
};
// What one output adds, and its slope.
const losses = {
  mse: [(a, y) => 0.5 * (a - y) ** 2, (a, y) => a - y],
  squared_error: [(a, y) => (a - y) ** 2, (a, y) => 2 * (a - y)],
  mean_absolute_error: [(a, y) => Math.abs(a - y), (a, y) => Math.sign(a - y)],
  bce: [
    (a, y) => (y > 0 ? -y * Math.log(a) : 0) - (y < 1 ? (1 - y) * Math.log(1 - a) : 0),
    (a, y) => (a - y) / (a * (1 - a))
  ],
  cross_entropy: [(a, y) => (y > 0 ? -y * Math.log(a) : 0), (a, y) => -y / a],
};

/** The run of a link: weights, samples, batches as listed, plain gradient descent. */
export class Run64 {
  constructor(link) {
    const keys = Object.fromEntries(link.split('&').map(
        (pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
    const known = [
      'table', 'layers', 'activation', 'outputActivation', 'loss', 'learningRate', 'batchSize',
      'biases', 'weights', 'order', 'trainFraction', 'regularization', 'regularizationRate'
    ];
    const unknown = Object.keys(keys).filter((key) => !known.includes(key));
    if (unknown.length) throw new Error(`${unknown} is not computed here`);
    const [inputs, targets, ...rows] = keys.table.split(';').map((part) => part.split(','));
    const classes = targets[0].includes('~') ? targets[0].split('~').slice(1) : null;
    this.samples = rows.map((row) => {
      const y = row.slice(inputs.length);
      return {
        x: row.slice(0, inputs.length).map(Number),
        y: classes ? classes.map((name) => Number(name === y[0])) : y.map(Number)
      };
    });
    const sizes = [
      ...(keys.layers ?? '4,2').split(',').filter(Boolean).map(Number), this.samples[0].y.length
    ];
    const hidden = (keys.activation ?? 'tanh').split(',');
    this.loss = losses[keys.loss ?? 'mse'];
    const suggested = {bce: 'sigmoid', cross_entropy: 'softmax'}[keys.loss] ?? 'linear';
    this.layers = keys.weights.split('|').map(
        (layer, l) => ({
          name: l < sizes.length - 1 ? (hidden[l] ?? hidden[0]) :
                                       (keys.outputActivation ?? suggested),
          neurons: layer.split(';').map((neuron) => {
            const numbers = neuron.split(',').map(Number);
            const fanIn = l === 0 ? inputs.length : sizes[l - 1];
            return {w: numbers.slice(0, fanIn), b: numbers[fanIn] ?? 0};
          }),
        }));
    this.rate = Number(keys.learningRate ?? 0.03);
    this.learnsBiases = (keys.biases ?? 'learn') === 'learn';
    // λ of L2, which adds λ·w to the gradient of a weight in its update; of a bias nothing.
    const regularization = keys.regularization ?? 'none';
    if (!['none', 'l2'].includes(regularization)) {
      throw new Error(`${regularization} is not computed here`);
    }
    this.decay = regularization === 'l2' ? Number(keys.regularizationRate ?? 0) : 0;
    this.batchSize = Math.min(Number(keys.batchSize ?? 10), this.samples.length);
    this.at = 0;
    this.step = 0;
  }

  // One step, with everything it computes kept; the weights are those of before until update().
  compute() {
    const batch = this.samples.slice(this.at, this.at + this.batchSize);
    this.seen = batch.map(({x, y}) => {
      const inputs = [x], sums = [], outputs = [];
      for (const {name, neurons} of this.layers) {
        const z = neurons.map(
            ({w, b}) => w.reduce((sum, weight, i) => sum + weight * inputs.at(-1)[i], b));
        const powers = z.map((one) => Math.exp(one - Math.max(...z)));
        const a = name === 'softmax' ? powers.map((p) => p / powers.reduce((s, q) => s + q)) :
                                       z.map(activations[name][0]);
        sums.push(z);
        outputs.push(a);
        inputs.push(a);
      }
      const [value, slope] = this.loss;
      const shares = outputs.at(-1).map((a, k) => value(a, y[k]));
      const deltas = [], slopes = [], upstream = [];
      for (let l = this.layers.length - 1; l >= 0; --l) {
        const {name} = this.layers[l];
        const a = outputs[l], last = l === this.layers.length - 1;
        const above = this.layers[l + 1];
        const back = a.map(
            (_, i) =>
                (last ? [slope(a[i], y[i])] :
                        above.neurons.map(({w}, k) => w[i] * deltas[l + 1][k])));
        upstream[l] = back.map((parts) => parts.reduce((s, p) => s + p, 0));
        if (name === 'softmax') {
          const mean = a.reduce((s, one, k) => s + one * upstream[l][k], 0);
          deltas[l] = a.map((one, k) => one * (upstream[l][k] - mean));
        } else {
          slopes[l] = sums[l].map((z, i) => activations[name][1](z, a[i]));
          deltas[l] = slopes[l].map((one, i) => one * upstream[l][i]);
        }
        if (!last) slopes[l].back = back;
      }
      return {x, sums, outputs, shares, deltas, slopes, upstream};
    });
    const mean = (f) => this.seen.reduce((s, one) => s + f(one), 0) / this.seen.length;
    this.gradients = this.layers.map(
        ({neurons}, l) => neurons.map(
            ({w}, n) => ({
              w: w.map(
                  (_, i) =>
                      mean((one) => one.deltas[l][n] * (l === 0 ? one.x : one.outputs[l - 1])[i])),
              b: mean((one) => one.deltas[l][n]),
            })),
    );
    this.before = this.layers;
    this.after = this.layers.map(
        ({name, neurons}, l) => ({
          name,
          neurons:
              neurons.map(({w, b}, n) => ({
                            w: w.map(
                                (weight, i) => weight -
                                    this.rate * (this.gradients[l][n].w[i] + this.decay * weight)),
                            b: this.learnsBiases ? b - this.rate * this.gradients[l][n].b : b,
                          })),
        }));
  }

  goTo(step) {
    for (; this.step < step; ++this.step) {
      if (this.step > 0) this.layers = this.after;
      this.at = this.step > 0 ? this.at + this.batchSize : 0;
      if (this.at >= this.samples.length) this.at = 0;
      this.compute();
    }
  }

  /** The value of a line's quantity, as shell/lessons/example_quantity.h names them. */
  value(text, momentSample) {
    const [, sign, rest] = /^(-|[\d.]+ )?(.*)$/.exec(text);
    const factor = sign === '-' ? -1 : sign ? Number(sign) : 1;
    const [name, at] = rest.split('@');
    const [kind, place = ''] = name.split(':');
    const sample = at ? Number(at) - 1 : momentSample;
    const [l, n, i] = place.split('.').map((one) => Number(one) - 1);
    const seen = sample < 0 ? this.seen : [this.seen[sample]];
    const mean = (f) => seen.reduce((s, one) => s + f(one), 0) / seen.length;
    const last = this.layers.length - 1;
    const of = {
      z: () => mean((one) => one.sums[l][n]),
      a: () => mean((one) => one.outputs[l][n]),
      slope: () => mean((one) => one.slopes[l][n]),
      dLda: () => mean((one) => one.upstream[l][n]),
      back: () => mean((one) => one.slopes[l].back[n][i]),
      delta: () => mean((one) => one.deltas[l][n]),
      loss: () =>
          mean((one) => (place ? one.shares[l] : one.shares.reduce((s, share) => s + share))),
      weight: () => this.before[l].neurons[n].w[i],
      bias: () => this.before[l].neurons[n].b,
      'gradient weight': () => (
          sample < 0 ? this.gradients[l][n].w[i] :
                       mean((one) => one.deltas[l][n] * (l === 0 ? one.x : one.outputs[l - 1])[i])),
      'gradient bias': () =>
          (sample < 0 ? this.gradients[l][n].b : mean((one) => one.deltas[l][n])),
      'change weight': () => this.after[l].neurons[n].w[i] - this.before[l].neurons[n].w[i],
      'change bias': () => this.after[l].neurons[n].b - this.before[l].neurons[n].b,
      'new weight': () => this.after[l].neurons[n].w[i],
      'new bias': () => this.after[l].neurons[n].b,
    }[kind];
    if (!of || last < 0) throw new Error(`no quantity ${text}`);
    return factor * of();
  }
}
