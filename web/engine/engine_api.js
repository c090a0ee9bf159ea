// The class people call, around the one that C++ gives: checks what comes in, throws what comes
// back as { error }. Emscripten puts this at the end of its module function; see engine.d.ts.
{
  const runs = new WeakMap();

  const run = (trainer) => {
    const found = runs.get(trainer);
    if (!found) throw new Error('This trainer was deleted.');
    return found;
  };

  const value = (answer) => {
    if (typeof answer?.error === 'string') throw new Error(answer.error);
    return answer;
  };

  const count = (number, call) => {
    if (!Number.isSafeInteger(number) || number < 0) {
      throw new RangeError(`${call} takes a whole number from 0 on, not ${String(number)}.`);
    }
    return number;
  };

  const finite = (number, call) => {
    if (!Number.isFinite(number)) {
      throw new RangeError(`${call} takes numbers, not ${String(number)}.`);
    }
    return number;
  };

  const time = (seconds, call) => {
    if (typeof seconds !== 'number' || !(seconds >= 0)) {
      throw new RangeError(`${call} takes a time from 0 on, not ${String(seconds)}.`);
    }
    return seconds;
  };

  const later = Symbol();
  const slice = 0.02; // seconds that train() takes before others have their turn
  // Timers would wait 4 ms each.
  const nextTask = () =>
    new Promise((/** @type {(_?: unknown) => void} */ done) => {
      if (globalThis.setImmediate) {
        globalThis.setImmediate(done);
        return;
      }
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        done();
      };
      port2.postMessage(null);
    });
  // What a file holds: text as it is, bytes in whatever encoding they are.
  const content = (table, call) => {
    if (typeof table === 'string') return table;
    if (table instanceof ArrayBuffer) return new Uint8Array(table);
    if (ArrayBuffer.isView(table)) {
      return new Uint8Array(table.buffer, table.byteOffset, table.byteLength);
    }
    throw new TypeError(`${call} takes text or bytes, not ${typeof table}.`);
  };

  // { x1: 'height', x2: 3, label: 'kind' } as the text "x1=height,x2=3,label=kind", and
  // { inputs: ['a', 'b'], targets: ['c'] } as "input=a,input=b,target=c"
  const roles = (columns) => {
    if (typeof columns === 'string') return columns;
    const one = (role) => role.replace(/^(input|target)s$/, '$1');
    return Object.entries(columns)
      .flatMap(([role, named]) => [named].flat().map((column) => `${one(role)}=${column}`))
      .join(',');
  };

  Module['readTable'] = (table) => value(Module['tableValue'](content(table, 'readTable(content)')));

  Module['Trainer'] = class Trainer {
    /**
     * @param {string} [source]
     * @param {object} [options]
     * @param {boolean | symbol} [atOnce]
     */
    constructor(source = '', options = {}, atOnce = true) {
      const lenient = Boolean(options?.['lenient']);
      const opened = new Module['EngineTrainer'](String(source), lenient, atOnce !== later);
      const error = opened['error']();
      if (error) {
        opened['delete']();
        throw new Error(error);
      }
      runs.set(this, opened);
    }

    static async open(source = '', options = {}) {
      const trainer = new this(source, options, later);
      try {
        await trainer.train(run(trainer)['aim'](), options);
        return trainer;
      } catch (error) {
        trainer.delete();
        throw error;
      }
    }

    step(n = 1, { seconds = Infinity } = {}) {
      return run(this)['step'](count(n, 'step(n)'), time(seconds, 'step(n, { seconds })'));
    }
    /**
     * @param {number} n
     * @param {{ signal?: AbortSignal, progress?: (done: number) => void }} [options]
     */
    async train(n, { signal, progress } = {}) {
      count(n, 'train(n)');
      let done = 0;
      for (;;) {
        signal?.throwIfAborted();
        const wanted = n - done;
        if (wanted === 0) return done;
        const before = done;
        done += this.step(wanted, { seconds: slice });
        progress?.(done);
        if (done === before || this.divergence()) return done;
        if (done < n) await nextTask();
      }
    }
    phase() {
      return run(this)['phase']();
    }
    restart() {
      run(this)['restart']();
    }
    restore(step) {
      value(run(this)['restore'](count(step, 'restore(step)')));
    }
    async goTo(step, options = {}) {
      options.signal?.throwIfAborted();
      value(run(this)['near'](count(step, 'goTo(step)')));
      await this.train(step - this.metrics()['step'], options);
    }

    set(name, text) {
      return value(run(this)['set'](String(name), String(text)));
    }
    get(name) {
      return value(run(this)['get'](String(name)));
    }
    edit(target, number) {
      value(run(this)['edit'](String(target), finite(number, 'edit(target, value)')));
    }
    takeTable(table, { 'columns': columns = '', 'scale': scale = 'auto' } = {}) {
      const bytes = content(table, 'takeTable(content)');
      return value(run(this)['takeTable'](bytes, roles(columns), String(scale)));
    }

    metrics() {
      return run(this)['metrics']();
    }
    predict(...inputs) {
      const wanted = run(this)['inputCount']();
      const call = wanted === 2 ? 'predict(x1, x2)' : `predict(), with the table's ${wanted} inputs,`;
      return run(this)['predict'](Array.from({ length: wanted }, (_, i) => finite(inputs[i], call)));
    }
    maps(resolution = 100, { 'axes': [across, up] = [0, 1], 'row': row = 0 } = {}) {
      if (count(resolution, 'maps(resolution)') < 1 || resolution > 400) {
        throw new RangeError(`maps(resolution) takes 1 to 400, not ${resolution}.`);
      }
      const call = 'maps(resolution, { axes, row })';
      return run(this)['maps'](resolution, count(across, call), count(up, call), count(row, call));
    }
    points() {
      return run(this)['points']();
    }
    columns() {
      return run(this)['columns']();
    }
    activations(sample) {
      return value(run(this)['activations'](count(sample, 'activations(sample)')));
    }
    parameters() {
      return run(this)['parameters']();
    }
    gradients() {
      return value(run(this)['gradients']());
    }
    explain(target) {
      return value(run(this)['explain'](String(target)));
    }
    check(limit = 0, { seconds = Infinity } = {}) {
      const most = time(seconds, 'check(limit, { seconds })');
      return run(this)['check'](count(limit, 'check(limit)'), most);
    }
    diagnose() {
      return run(this)['diagnose']();
    }
    divergence() {
      return run(this)['divergence']();
    }

    link() {
      return run(this)['link']();
    }
    json() {
      return run(this)['json']();
    }
    export(format) {
      return value(run(this)['exported'](String(format)));
    }
    hash() {
      return run(this)['hash']();
    }
    messages() {
      return run(this)['messages']();
    }

    delete() {
      runs.get(this)?.['delete']();
      runs.delete(this);
    }
  };

  Module['exportFormats'] = Module['listFormats']();

  // `using trainer = new engine.Trainer(…)`, where the language has it
  if (Symbol.dispose) Module['Trainer'].prototype[Symbol.dispose] = Module['Trainer'].prototype['delete'];
}
