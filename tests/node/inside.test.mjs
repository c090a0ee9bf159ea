// What engine.mjs shows of the inside of a network: every number is checked against the others.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const site = process.env.BACKPROP_SITE ?? fileURLToPath(new URL('../../build/site', import.meta.url));
const link = 'dataset=xor&layers=3,2&activation=tanh&batchSize=4&optimizer=sgd&learningRate=0.1&seed=5';

const near = (actual, expected, what) =>
  assert.ok(Math.abs(actual - expected) <= 1e-6 * Math.max(1, Math.abs(expected)), `${what}: ${actual}, ${expected}`);
const sum = (values) => values.reduce((total, value) => total + value, 0);
const numbers = (layers) => layers.flatMap(({ weights, biases }) => [...weights.flat(), ...biases]);

/** Fails where an object has a member its interface in engine.d.ts lacks, or lacks one it has. */
function checkShape(types, name, object) {
  const body = types.match(new RegExp(`^export interface ${name} \\{\\n([^]*?)^\\}`, 'm'))[1];
  const members = [...body.matchAll(/^ {2}(\w+)(\??):/gm)];
  for (const [, member, optional] of members) {
    assert.ok(optional || member in object, `${name}.${member} is missing`);
  }
  const declared = new Set(members.map(([, member]) => member));
  for (const member of Object.keys(object)) assert.ok(declared.has(member), `${name}.${member} is not declared`);
}

describe('the inside of a network', () => {
  let engine;
  let types;
  before(async () => {
    const { default: createEngine } = await import(pathToFileURL(join(site, 'engine.mjs')).href);
    engine = await createEngine();
    types = await readFile(join(site, 'engine.d.ts'), 'utf8');
  });
  const train = (source, test) => {
    const trainer = new engine.Trainer(source);
    try {
      return test(trainer);
    } finally {
      trainer.delete();
    }
  };

  it('shows a sample on its way, as far as the phases have run', () => {
    train(link, (trainer) => {
      assert.throws(() => trainer.activations(0), /before the forward phase/);
      assert.throws(() => trainer.gradients(), /before the gradients phase/);
      const parameters = trainer.parameters();
      trainer.phase();
      const forward = trainer.activations(2);
      checkShape(types, 'Sample', forward);
      assert.equal(forward.loss, undefined);
      assert.equal(forward.layers[0].delta, undefined);
      assert.deepEqual(forward.inputs, [forward.x1, forward.x2]);
      let inputs = forward.inputs;
      forward.layers.forEach(({ z, a }, layer) => {
        const { weights, biases } = parameters[layer];
        assert.equal(z.length, biases.length);
        z.forEach((value, i) => {
          near(value, biases[i] + sum(weights[i].map((weight, k) => weight * inputs[k])), `z ${layer} ${i}`);
          near(a[i], Math.tanh(value), `a ${layer} ${i}`);
        });
        inputs = a;
      });
      assert.deepEqual(trainer.predict(forward.x1, forward.x2), forward.layers.at(-1).a);

      trainer.phase();
      const { loss, target } = trainer.activations(2);
      near(loss, 0.5 * (inputs[0] - target[0]) ** 2, 'loss');
      trainer.phase();
      const [, hidden, output] = trainer.activations(2).layers;
      near(output.delta[0], (1 - inputs[0] ** 2) * (inputs[0] - target[0]), 'output δ');
      hidden.delta.forEach((delta, i) =>
        near(delta, (1 - hidden.a[i] ** 2) * parameters[2].weights[0][i] * output.delta[0], `hidden δ ${i}`),
      );
      assert.throws(() => trainer.activations(4), /samples 0 to 3.*no sample 4/);
      assert.throws(() => trainer.activations(-1), RangeError);
    });
  });

  it('maps every neuron over the plane', () => {
    train(link, (trainer) => {
      trainer.step(30);
      const maps = trainer.maps(12);
      assert.deepEqual(maps.map((layer) => layer.length), [3, 2, 1]);
      assert.equal(maps[0][0].length, 144);
      const output = [...maps[2][0]];
      // The first cell is at the top left, and half a cell is (12/12)/2 wide.
      assert.equal(output[0], trainer.predict(-5.5, 5.5)[0]);
      assert.equal(output[11], trainer.predict(5.5, 5.5)[0]);
      assert.equal(output[12 * 7 + 4], trainer.predict(-1.5, -1.5)[0]);
      trainer.set('features', 'x1sq,x2');  // other inputs, same grid
      assert.equal([...trainer.maps(12)[2][0]][5], trainer.predict(-0.5, 5.5)[0]);
      for (const wrong of [0, 401, 1.5, '7']) assert.throws(() => trainer.maps(wrong), RangeError);
    });
  });

  it('lists the points, those for training first', () => {
    train(`${link}&samples=40&trainFraction=0.6`, (trainer) => {
      const points = trainer.points();
      checkShape(types, 'Point', points[0]);
      assert.deepEqual(points.map(({ test }) => test), [...Array(24).fill(false), ...Array(16).fill(true)]);
      trainer.phase();
      const { point, x1, x2, label } = trainer.activations(3);
      assert.deepEqual(points[point], { x1, x2, label, test: false });
    });
  });

  it('gives the gradients that the update used', () => {
    train(link, (trainer) => {
      for (let i = 0; i < 4; ++i) trainer.phase();
      const before = trainer.parameters();
      const gradients = trainer.gradients();
      checkShape(types, 'Layer', gradients[0]);
      const samples = [0, 1, 2, 3].map((sample) => trainer.activations(sample).layers);
      near(gradients[1].biases[0], sum(samples.map((layers) => layers[1].delta[0])) / 4, 'mean of δ');
      near(
        gradients[1].weights[0][2],
        sum(samples.map((layers) => layers[1].delta[0] * layers[0].a[2])) / 4,
        'mean of δ·a',
      );
      assert.equal(trainer.phase(), 'update');
      const after = numbers(trainer.parameters());
      numbers(before).forEach((w, i) => near(after[i], w - 0.1 * numbers(gradients)[i], `parameter ${i}`));
      assert.deepEqual(trainer.gradients(), gradients);
    });
  });

  it('explains a weight with the numbers of the workspace', () => {
    train(link, (trainer) => {
      trainer.step();
      const gradient = trainer.gradients()[1].weights[0][2];
      const explanation = trainer.explain('weight:2.1.3');
      checkShape(types, 'Explanation', explanation);
      for (const equation of explanation.equations) {
        checkShape(types, 'Equation', equation);
        checkShape(types, 'Factor', equation.result);
      }
      assert.ok(explanation.equations.some(({ phase, result }) => phase === 'gradients' && result.value === gradient));
      assert.equal(explanation.contributions.length, 4);
      explanation.contributions.forEach((contribution, sample) => {
        checkShape(types, 'Contribution', contribution);
        const { point, layers } = trainer.activations(sample);
        assert.equal(contribution.point, point);
        assert.equal(contribution.delta, layers[1].delta[0]);
        assert.equal(contribution.input, layers[0].a[2]);
      });
      const { update } = explanation;
      checkShape(types, 'Update', update);
      assert.equal(update.after, trainer.parameters()[1].weights[0][2]);
      near(sum(update.parts.map(({ value }) => value)), update.delta, 'parts of Δw');
      assert.match(explanation.text, /w⁽²⁾₁₃/);
      assert.match(explanation.markdown, /\\partial w\^\{\(2\)\}_\{13\}/);

      const neuron = trainer.explain('neuron:1.2@3');
      assert.equal(neuron.update, null);
      assert.match(neuron.context, /: the 3rd of 4 in this batch$/);
      const { z } = trainer.activations(2).layers[0];
      const sums = neuron.equations.find(({ result }) => result.target.kind === 'preActivation');
      assert.equal(sums.phase, 'forward');
      assert.equal(sums.result.value, z[1]);
      near(sum(sums.terms.map(({ value }) => value)), z[1], 'terms of z');
      for (const target of ['weight', 'weight:9.1.1', 'bias:1.0', 'neuron:1.2@5', '']) {
        assert.throws(() => trainer.explain(target), Error, target);
      }
    });
  });

  it('checks its gradients', () => {
    train(`${link}&regularization=l2&regularizationRate=0.01`, (trainer) => {
      trainer.step(7);
      const check = trainer.check();
      checkShape(types, 'GradientCheck', check);
      assert.ok(check.passes);
      assert.equal(check.failed, 0);
      assert.equal(check.checked, numbers(trainer.parameters()).length);
      const gradients = trainer.gradients();
      for (const { parameter, analytic, numeric, error, allowed } of check.entries) {
        const [kind, layer, neuron, input] = parameter.split(/[:.]/);
        const { weights, biases } = gradients[layer - 1];
        near(analytic, kind === 'bias' ? biases[neuron - 1] : weights[neuron - 1][input - 1], parameter);
        near(error, Math.abs(analytic - numeric), parameter);
        assert.ok(error <= allowed);
      }
      assert.equal(trainer.check(5).checked, 5);
      assert.equal(trainer.check(0, { seconds: 0 }).checked, 1); // one is always checked
      assert.throws(() => trainer.check(0, { seconds: -1 }), RangeError);
    });
  });

  it('says what goes wrong, also from the past it did not watch', () => {
    train('dataset=xor&layers=4&initializer=zero', (trainer) => {
      const [finding] = trainer.diagnose();
      checkShape(types, 'Finding', finding);
      assert.equal(finding.rule, 'symmetric');
    });
    train('dataset=circle&layers=4&learningRate=0.00001&optimizer=sgd', (trainer) => {
      trainer.step(200);
      const hash = trainer.hash();
      const finding = trainer.diagnose().find(({ rule }) => rule === 'rate_too_low');
      assert.ok(finding, JSON.stringify(trainer.diagnose()));
      assert.ok(finding.numbers.steps >= 100);
      assert.equal(trainer.hash(), hash);
      assert.equal(trainer.metrics().step, 200);
    });
    train('dataset=circle&layers=4&learningRate=0.1', (trainer) => {
      trainer.step(500);
      assert.equal(trainer.diagnose()[0].severity, 'good');
    });
  });

  it('goes back to any step, and forward again, to the same bits', () => {
    train('dataset=spiral&layers=6&optimizer=adam&dropout=0.1', (trainer) => {
      const hashes = [trainer.hash()];
      for (let step = 1; step <= 60; ++step) {
        trainer.step();
        hashes.push(trainer.hash());
      }
      for (const step of [0, 59, 17, 60, 33]) {
        trainer.restore(step);
        assert.equal(trainer.metrics().step, step);
        assert.equal(trainer.hash(), hashes[step]);
      }
      trainer.step(27);
      assert.equal(trainer.hash(), hashes[60]);
      assert.throws(() => trainer.restore(61), /Step 61 is not in the history, which goes from 0 to 60/);
      assert.throws(() => trainer.restore(1.5), RangeError);
    });
  });

  it('goes back past settings and edits that were changed on the way', () => {
    train(link, (trainer) => {
      trainer.step(5);
      trainer.set('learningRate', 0.5);
      trainer.step(5);
      trainer.edit('weight:1.2.1', 0.25);
      assert.equal(trainer.parameters()[0].weights[1][0], 0.25);
      trainer.edit('bias:3.1', -1.5);
      assert.equal(trainer.parameters()[2].biases[0], -1.5);
      trainer.step(5);
      const end = trainer.hash();
      trainer.restore(3);
      assert.equal(trainer.get('learningRate'), '0.1');
      trainer.restore(15);
      assert.equal(trainer.get('learningRate'), '0.5');
      assert.equal(trainer.hash(), end);
      trainer.restore(3);
      trainer.step(4);
      for (let i = 0; i < 5 * 6; ++i) trainer.phase();
      trainer.step(2);
      assert.equal(trainer.hash(), end, 'steps forward repeat what was');
      trainer.restore(12);
      trainer.set('learningRate', 0.01);
      assert.throws(() => trainer.restore(15), /from 0 to 12/, 'what lay ahead will come out differently');
      assert.throws(() => trainer.edit('neuron:1.1', 1), /edit a weight or a bias/);
      assert.throws(() => trainer.edit('weight:1.1.1', NaN), RangeError);
      assert.throws(() => trainer.edit('weight:1.9.1', 1), /no neuron 9/);
    });
  });

  it('puts edited weights into links', () => {
    train(link, (trainer) => {
      trainer.edit('weight:1.2.1', 0.75);
      trainer.step(9);
      const hash = trainer.hash();
      train(trainer.link(), (again) => {
        assert.equal(again.metrics().step, 9);
        assert.equal(again.hash(), hash);
        again.restart();
        assert.equal(again.parameters()[0].weights[1][0], 0.75);
        again.step(9);
        assert.equal(again.hash(), hash);
      });
      trainer.edit('bias:1.1', -0.5);
      train(trainer.link(), (again) => {
        assert.equal(again.metrics().step, 0);
        assert.deepEqual(again.parameters(), trainer.parameters());
      });
      trainer.restore(8);
      assert.match(trainer.link(), /step=8/);
      trainer.set('seed', 6);
      assert.doesNotMatch(trainer.link(), /step|weights/);
    });
  });

  it('makes links that lead to the same bits after any change', () => {
    train(link, (trainer) => {
      const same = () =>
        train(trainer.link(), (again) => {
          assert.equal(again.hash(), trainer.hash());
          assert.equal(again.link(), trainer.link());
        });
      const start = trainer.hash();
      trainer.step(5);
      same();
      trainer.set('learningRate', 0.02);
      assert.match(trainer.link(), /weights=/, 'no link trains with one rate and then with another');
      same();
      trainer.step(5);
      same();
      trainer.restore(4);
      assert.match(trainer.link(), /step=4/);
      same();
      trainer.restart();
      assert.doesNotMatch(trainer.link(), /weights=/);
      same();
      assert.equal(trainer.hash(), start);
    });
  });

  it('goes to a step by its name in links, back or forward', () => {
    train(link, (trainer) => {
      const hashes = [0, 1, 2, 3].map((step) => {
        assert.deepEqual(trainer.set('step', 10 * step), []);
        assert.equal(trainer.get('step'), String(10 * step));
        return trainer.hash();
      });
      for (const step of [1, 3, 0, 2]) {
        trainer.set('step', 10 * step);
        assert.equal(trainer.metrics().step, 10 * step);
        assert.equal(trainer.hash(), hashes[step]);
      }
      for (const bad of [-1, 0.5, 1e9, 'last']) assert.throws(() => trainer.set('step', bad), /step cannot be/);
      assert.equal(trainer.metrics().step, 20);
    });
  });

  it('keeps the start of a saved run', () => {
    train(link, (trainer) => {
      trainer.edit('weight:1.2.1', 0.75);
      const start = trainer.hash();
      trainer.step(6);
      train(trainer.json(), (again) => {
        assert.equal(again.link(), trainer.link());
        again.restart();
        assert.equal(again.hash(), start);
      });
    });
  });

  it('draws new data and keeps the weights', () => {
    train(link, (trainer) => {
      const start = trainer.hash();
      trainer.step(7);
      const trained = trainer.hash();
      trainer.set('dataSeed', 8);
      assert.equal(trainer.hash(), start);
      trainer.step(7);
      assert.notEqual(trainer.hash(), trained);
      trainer.set('dataSeed', -1);
      trainer.step(7);
      assert.equal(trainer.hash(), trained);
    });
  });

  it('saves a run that continues bit for bit', () => {
    train('dataset=moons&layers=4,4&optimizer=adam&dropout=0.2&noise=0.1', (trainer) => {
      trainer.step(37);
      trainer.edit('bias:1.1', 0.125);
      const saved = trainer.json();
      trainer.step(40);
      train(saved, (again) => {
        assert.equal(again.metrics().step, 37);
        assert.equal(again.get('optimizer'), 'adam');
        assert.equal(again.json(), saved);
        again.step(40);
        assert.equal(again.hash(), trainer.hash());
        again.restore(37);
        assert.equal(again.json(), saved);
      });
    });
  });

  it('throws what is wrong with a saved run, by its place', () => {
    const saved = train(link, (trainer) => (trainer.step(3), trainer.json()));
    const opens = (text) => () => train(text, () => {});
    assert.throws(opens('{'), Error);
    assert.throws(opens('{}'), Error);
    assert.throws(opens(saved.slice(0, -20)), Error);
    const broken = JSON.parse(saved);
    broken.state.parameters[2] = 'x';
    assert.throws(opens(JSON.stringify(broken)), /state\.parameters\[2\].*number.*string/);
  });
});
