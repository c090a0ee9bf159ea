// engine.mjs under Node: the engine as a module of its own.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const site = process.env.BACKPROP_SITE ?? fileURLToPath(new URL('../../build/site', import.meta.url));

describe('engine.mjs', () => {
  let engine;
  before(async () => {
    const { default: createEngine } = await import(pathToFileURL(join(site, 'engine.mjs')).href);
    engine = await createEngine();
  });

  /** Runs a test on a trainer, and frees it. */
  const train = (link, test) => {
    const trainer = new engine.Trainer(link);
    try {
      return test(trainer);
    } finally {
      trainer.delete();
    }
  };

  it('trains', () => {
    train('dataset=circle&layers=4,2&learningRate=0.1', (trainer) => {
      assert.deepEqual(trainer.messages(), []);
      const start = trainer.metrics();
      assert.equal(start.step, 0);
      assert.equal(trainer.step(1000), 1000);
      const end = trainer.metrics();
      assert.equal(end.step, 1000);
      assert.equal(end.epoch, 40); // 250 points of training in batches of 10
      assert.equal(end.diverged, false);
      assert.ok(end.trainLoss < 0.1 * start.trainLoss, `${start.trainLoss} to ${end.trainLoss}`);
      assert.ok(end.testAccuracy > 0.95);
    });
  });

  it('trains no longer than it is given', () => {
    train('dataset=spiral&layers=8,8&samples=1000&batchSize=100', (trainer) => {
      const begin = performance.now();
      const done = trainer.step(2 ** 40, { seconds: 0.2 });
      const took = performance.now() - begin;
      assert.ok(took >= 200 && took < 5000, `${took} ms`);
      assert.ok(done > 0);
      assert.equal(trainer.metrics().step, done);
      assert.equal(trainer.step(5, { seconds: 0 }), 1, 'a step that has begun is done');
      for (const seconds of [-1, NaN, '1', null]) assert.throws(() => trainer.step(1, { seconds }), RangeError);
    });
  });

  it('trains in slices, to the same bits, beside everything else, until told to stop', async () => {
    const link = 'dataset=spiral&layers=8,8&samples=1000&batchSize=100&optimizer=adam';
    const trainer = new engine.Trainer(link);
    let others = 0;
    const beside = setInterval(() => (others += 1), 5);
    const seen = [];
    assert.equal(await trainer.train(100_000, { progress: (done) => seen.push(done) }), 100_000);
    clearInterval(beside);
    assert.ok(others > 0 && seen.length > 1, `${others} others, ${seen.length} slices`);
    assert.deepEqual(seen, seen.toSorted((a, b) => a - b));
    assert.equal(seen.at(-1), 100_000);
    const whole = new engine.Trainer(link);
    whole.step(100_000);
    assert.equal(trainer.hash(), whole.hash());
    whole.delete();

    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('enough')), 100);
    await assert.rejects(trainer.train(2 ** 40, { signal: stop.signal }), /enough/);
    const { step } = trainer.metrics();
    assert.ok(step > 100_000);
    assert.equal(await trainer.train(0), 0);
    await assert.rejects(trainer.train(-1), RangeError);
    await assert.rejects(trainer.train(), RangeError);
    trainer.delete();

    const wild = new engine.Trainer('dataset=reg-plane&problem=regression&layers=4&activation=relu&learningRate=10&optimizer=sgd');
    const done = await wild.train(5000);
    assert.equal(done, wild.metrics().step, 'fewer when it diverges');
    wild.delete();
  });

  it('opens a link with a far step, and goes to any step, in slices as well', async () => {
    const link = 'dataset=xor&layers=4,3&optimizer=momentum&batchSize=7&step=3000';
    const plain = new engine.Trainer(link);
    const trainer = await engine.Trainer.open(link);
    assert.equal(trainer.hash(), plain.hash());
    for (const step of [1234, 3000, 0, 77]) {
      await trainer.goTo(step);
      plain.restore(step);
      assert.equal(trainer.metrics().step, step);
      assert.equal(trainer.hash(), plain.hash(), `step ${step}`);
    }
    await assert.rejects(trainer.goTo(3001), /history/);
    await assert.rejects(trainer.goTo(1.5), RangeError);
    await assert.rejects(engine.Trainer.open('colour=red'), /colour/);
    const stop = AbortSignal.abort(new Error('no'));
    await assert.rejects(engine.Trainer.open(link, { signal: stop }), /no/);
    await assert.rejects(trainer.goTo(5, { signal: stop }), /no/);
    trainer.delete();
    plain.delete();
  });

  it('reads a saved run that an editor put a byte order mark in front of', () => {
    train('dataset=xor&layers=3&step=9', (trainer) => {
      const again = new engine.Trainer(`\ufeff${trainer.json()}`);
      assert.equal(again.hash(), trainer.hash());
      again.delete();
    });
  });

  it('predicts what it has learned', () => {
    train('dataset=gauss&layers=3&learningRate=0.1', (trainer) => {
      trainer.step(500);
      const [here] = trainer.predict(2, 2);
      const [there] = trainer.predict(-2, -2);
      assert.equal(trainer.predict(2, 2).length, 1);
      assert.ok(Math.abs(here) > 0.9 && Math.abs(there) > 0.9);
      assert.equal(Math.sign(here), -Math.sign(there));
    });
    train('dataset=blobs&classes=4&loss=cross_entropy', (trainer) => {
      const shares = trainer.predict(0, 0);
      assert.equal(shares.length, 4);
      const sum = shares.reduce((total, share) => total + share);
      assert.ok(Math.abs(sum - 1) < 1e-6, 'softmax');
    });
  });

  it('does a step phase by phase', () => {
    const whole = train('dataset=xor', (trainer) => {
      assert.equal(trainer.step(), 1);
      return trainer.hash();
    });
    train('dataset=xor', (trainer) => {
      const names = [1, 2, 3, 4, 5].map(() => trainer.phase());
      assert.deepEqual(names, ['forward', 'loss', 'backward', 'gradients', 'update']);
      assert.equal(trainer.metrics().step, 1);
      assert.equal(trainer.hash(), whole);
      assert.equal(trainer.phase(), 'forward');
      assert.equal(trainer.metrics().phase, 1);
      trainer.step(); // finishes what was begun
      assert.equal(trainer.metrics().step, 2);
    });
  });

  it('repeats a run bit for bit', () => {
    const link = 'dataset=spiral&layers=8,8&noise=0.2&seed=42';
    const run = () => train(link, (trainer) => (trainer.step(150), [trainer.hash(), trainer.parameters()]));
    assert.deepEqual(run(), run());
    train(link, (trainer) => {
      const start = trainer.hash();
      trainer.step(20);
      assert.notEqual(trainer.hash(), start);
      trainer.restart();
      assert.equal(trainer.hash(), start);
      assert.equal(trainer.metrics().step, 0);
    });
    const other = train(`${link}3`, (trainer) => trainer.hash());
    assert.notEqual(train(link, (trainer) => trainer.hash()), other);
  });

  it('makes links that lead to the same place', () => {
    train('#dataset=xor&layers=5&seed=2', (trainer) => {
      trainer.step(30);
      train(trainer.link(), (again) => {
        assert.equal(again.metrics().step, 30);
        assert.equal(again.hash(), trainer.hash());
        assert.equal(again.link(), trainer.link());
      });
    });
  });

  it('takes no link for the default experiment', () => {
    const trainer = new engine.Trainer();
    assert.equal(trainer.link(), 'v=1');
    assert.deepEqual(trainer.messages(), []);
    trainer.delete();
  });

  it('throws what it cannot use of a link', () => {
    const opens = (link) => () => train(link, () => {});
    assert.throws(opens('dataset=moon&layers=3,3'), /^Error: dataset cannot be 'moon'.*circle/);
    assert.throws(opens('layers=3,300'), /layers.*300/);
    assert.throws(opens('rate=1'), /There is no property 'rate'/);
    assert.throws(opens('learningRate=fast&seed=x'), /learningRate.*fast.*seed.*x/);
    assert.throws(opens('step=-1'), /step cannot be '-1'/);
    assert.throws(opens('points=nonsense'), /points cannot be used/);
    assert.throws(opens('%'), /cannot be read/);
    assert.throws(opens('a'.repeat(2_000_000)), /longer than a million/);
  });

  it('opens links of the page, and of TensorFlow Playground', () => {
    train('https://example.org/#dataset=xor&speed=max&discretize=true', (trainer) => {
      assert.equal(trainer.get('dataset'), 'xor');
      assert.deepEqual(trainer.messages(), []);
    });
    train('#activation=relu&networkShape=5,3&percTrainData=70&dataset=spiral&hideText_hide=true', (trainer) => {
      assert.equal(trainer.get('layers'), '5,3');
      assert.equal(trainer.get('trainFraction'), '0.7');
    });
    train('seed=1&seed=2', (trainer) => {
      assert.equal(trainer.get('seed'), '2');
      assert.match(trainer.messages().join(), /seed twice/);
    });
  });

  it('opens every link that the page writes', () => {
    const page = 'v=1&dataset=xor&layers=3&step=20&speed=max&showTestData=true&discretize=true&stopAt=trainLoss:0.05'
      + '&hide=noise,play&compare=optimizer%3Dadam%26layers%3D5&lesson=zero-init';
    train(page, (trainer) => {
      assert.equal(trainer.metrics().step, 20);
      assert.deepEqual(trainer.messages(), []);
    });
    assert.throws(() => train('stopAt=lunch', () => {}), /stopAt cannot be 'lunch'/);
  });

  it('opens links as people copy them', () => {
    const url = 'https://example.org/play/#dataset=spiral&layers=8,8&noise=0.1';
    const plain = train(url, (trainer) => trainer.link());
    for (const copied of [
      url.replaceAll('&', '&amp;'), url.replaceAll('&', '\\&'), `(${url}).`, `"${url}"`, `<${url}>`, `[a link](${url})`,
      encodeURIComponent(url), encodeURIComponent(encodeURIComponent(url)), `https://example.org/#${url}`,
      url.replace('#', '%23'), `https://example.org/#${encodeURIComponent(url.split('#')[1])}`,
    ]) {
      train(copied, (trainer) => {
        assert.equal(trainer.link(), plain, copied);
        assert.deepEqual(trainer.messages(), []);
      });
    }
  });

  it('opens a textbook\'s network by its link and by a document', () => {
    const link = 'points=.05,.1,1&trainFraction=1&layers=2&activation=sigmoid&outputActivation=sigmoid&outputPerClass=true'
      + '&targetLow=.01&targetHigh=.99&learningRate=.5&batchSize=1&biases=fixed&weights=.15,.2,.35;.25,.3,.35|.4,.45,.6;.5,.55,.6';
    const document = JSON.stringify({
      experiment: {
        dataset: 'custom', points: [[0.05, 0.1, 1]], trainFraction: 1, layers: [2], activation: ['sigmoid'],
        outputActivation: 'sigmoid', outputPerClass: true, targetLow: 0.01, targetHigh: 0.99, learningRate: 0.5, batchSize: 1,
        biases: 'fixed',
      },
      weights: [[[0.15, 0.2, 0.35], [0.25, 0.3, 0.35]], [[0.4, 0.45, 0.6], [0.5, 0.55, 0.6]]],
    });
    for (const source of [link, document]) {
      train(source, (trainer) => {
        assert.match(trainer.link(), /&weights=0\.15,0\.2,0\.35;0\.25,0\.3,0\.35\|0\.4,0\.45,0\.6;0\.5,0\.55,0\.6$/);
        trainer.step();
        const [hidden, output] = trainer.parameters();
        const expected = [0.1497807161, 0.1995614323, 0.2497511436, 0.2995022873, 0.3589164797, 0.4086661861, 0.5113012702, 0.5613701211];
        for (const [i, weight] of [...hidden.weights.flat(), ...output.weights.flat()].entries()) {
          assert.ok(Math.abs(weight - expected[i]) < 2e-7, `weight ${i}: ${weight}`);
        }
        assert.deepEqual([...hidden.biases, ...output.biases].map((bias) => bias.toFixed(6)), ['0.350000', '0.350000', '0.600000', '0.600000']);
        assert.ok(Math.abs(trainer.metrics().trainLoss - 0.2910277737) < 2e-7);
      });
    }
    assert.throws(() => new engine.Trainer('layers=2&weights=.1,.2,.3|.4,.5,.6'), /layer 1 should have 2 neurons, not 1/);
    assert.throws(() => new engine.Trainer('loss=cross_entropy&outputActivation=tanh'), /choose auto or sigmoid or softmax/);
  });

  it('opens a link as near as it can, where that is asked for', () => {
    const link = 'dataset=xor&layers=8,8,8,8,8,8,8,8,8,8&learningRate=1000&regularization=l1&regularizationRate=1e6&colour=red';
    assert.throws(() => new engine.Trainer(link), /layers cannot be.*learningRate cannot be.*regularizationRate/);
    assert.throws(() => new engine.Trainer(link, { lenient: false }), /layers cannot be/);
    const trainer = new engine.Trainer(link, { lenient: true });
    assert.equal(trainer.get('layers'), '8,8,8,8,8,8,8,8');
    assert.equal(trainer.get('learningRate'), '100');
    assert.equal(trainer.get('regularizationRate'), '100');
    const messages = trainer.messages();
    assert.equal(messages.length, 4);
    assert.match(messages[0], /^layers cannot be .* It is '8,8,8,8,8,8,8,8'\.$/);
    assert.match(messages[3], /'colour'/);
    trainer.delete();
    assert.throws(() => new engine.Trainer('{"format": 7}', { lenient: true }), /format/);
  });

  it('says first what became of a course link that asks for more noise than there is', () => {
    const course = 'https://developers.google.com/machine-learning/crash-course/playground/?utm_source=engedu&hl=zh-cn'
      + '#activation=linear&batchSize=1&dataset=gauss&learningRate=3&noise=80&networkShape=&seed=0.06680&collectStats=true'
      + '&hideText=true&dataset_hide=true&xTimesY_hide=true&tutorial=dp-training&goalTestLossMax=0.4';
    train(course, (trainer) => {
      assert.equal(trainer.get('noise'), '0.5');
      assert.match(trainer.messages()[0], /noise is 50 %.*'80'/);
      assert.equal(trainer.messages().length, 3);
    });
  });

  it('sets properties, or throws why not', () => {
    train('dataset=xor', (trainer) => {
      trainer.step(10);
      assert.deepEqual(trainer.set('learningRate', 0.3), []);
      assert.equal(trainer.get('learningRate'), '0.3');
      assert.equal(trainer.metrics().step, 10, 'a rate applies at once');
      assert.throws(() => trainer.set('learningRate', 'fast'), /learningRate.*fast/);
      assert.equal(trainer.get('learningRate'), '0.3');
      assert.throws(() => trainer.set('colour', 'red'), /colour/);
      assert.throws(() => trainer.get('colour'), /colour/);
      trainer.set('layers', '6');
      assert.equal(trainer.metrics().step, 0, 'another network starts over');
      assert.deepEqual(
        trainer.parameters().map(({ weights, biases }) => [weights.length, weights[0].length, biases.length]),
        [
          [6, 2, 6],
          [1, 6, 1],
        ],
      );
      assert.ok(trainer.set('dataset', 'reg-plane').length > 0, 'the loss goes along, and says so');
    });
  });

  it('stops where training diverges, and says so', () => {
    train('dataset=reg-plane&layers=&activation=linear&learningRate=10&optimizer=sgd', (trainer) => {
      assert.equal(trainer.divergence(), '');
      const done = trainer.step(100000);
      assert.ok(done < 100000);
      assert.ok(trainer.metrics().diverged);
      assert.match(trainer.divergence(), /step \d+/);
      assert.ok(trainer.parameters().flatMap(({ weights, biases }) => [...weights.flat(), ...biases]).every(Number.isFinite), 'the state before is kept');
      assert.equal(trainer.step(), 0);
    });
  });

  it('refuses calls that make no sense', () => {
    train('', (trainer) => {
      for (const n of [-1, 0.5, NaN, Infinity, '3']) assert.throws(() => trainer.step(n), RangeError);
      assert.throws(() => trainer.predict(0), RangeError);
      assert.throws(() => trainer.predict(0, NaN), RangeError);
      assert.throws(() => trainer.check(-1), RangeError);
      assert.equal(trainer.step(0), 0);
    });
    const trainer = new engine.Trainer();
    trainer.delete();
    trainer.delete();
    assert.throws(() => trainer.step(), /This trainer was deleted/);
  });

  it('writes the run in every format', async () => {
    const types = await readFile(join(site, 'engine.d.ts'), 'utf8');
    const names = engine.exportFormats.map(({ name }) => name);
    assert.deepEqual(types.match(/^export type ExportName =([^;]*);/m)[1].match(/[\w-]+/g), names);
    train('dataset=xor&layers=3', (trainer) => {
      trainer.step(30);
      for (const { name, label, file, mime, help } of engine.exportFormats) {
        for (const text of [label, file, mime, help]) assert.ok(text.length > 0, name);
        const content = trainer.export(name);
        assert.ok(content.length > 30, name);
        assert.equal(content instanceof Uint8Array, name === 'onnx');
      }
      assert.equal(trainer.export('json'), trainer.json());
      assert.equal(trainer.export('history-csv').split('\n').length, 1 + 31 + 1, 'a line for every step');
      assert.match(trainer.export('numpy'), /η\(t\) = η/);
      assert.throws(() => trainer.export('keras'), /keras.*onnx/);
      const header = trainer.export('c');
      trainer.restore(10);
      assert.notEqual(trainer.export('c'), header);
    });
  });

  it('has types for everything it offers, and nothing else', async () => {
    const types = await readFile(join(site, 'engine.d.ts'), 'utf8');
    const body = types.match(/^export declare class Trainer \{\n([^]*?)^\}/m)[1];
    const declared = [...body.matchAll(/^ {2}(\[?[\w.]+\]?)\(/gm)].map(([, name]) => name);
    const prototype = engine.Trainer.prototype;
    const offered = Object.getOwnPropertyNames(prototype);
    if (Symbol.dispose) offered.push('[Symbol.dispose]');
    assert.deepEqual([...new Set(declared)].toSorted(), offered.toSorted()); // some in several forms
  });
});
