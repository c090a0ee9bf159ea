// The other end of contestant.mjs and of bench_native: engines in processes of their own.
import { fork, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('contestant.mjs', import.meta.url));

/** An engine in a Node process; every call is an action of contestant.mjs. */
export class NodeContestant {
  constructor(name) {
    this.name = name;
    this.file = new URL(`contestants/${name}.mjs`, import.meta.url).href;
    this.process = fork(script, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.errors = '';
    this.process.stderr.on('data', (text) => (this.errors += text));
  }
  ask(action, details = {}) {
    return new Promise((resolve, reject) => {
      const finish = (settle, value) => {
        this.process.off('message', onMessage).off('exit', onExit);
        settle(value);
      };
      const onMessage = ({ result, error }) =>
        error === undefined ? finish(resolve, result) : finish(reject, new Error(error));
      const onExit = () => finish(reject, new Error(`${this.name} ended: ${this.errors.trim()}`));
      this.process.on('message', onMessage).on('exit', onExit);
      this.process.send({ action, ...details });
    });
  }
  open(problem) {
    return this.ask('open', { file: this.file, ...problem });
  }
  close() {
    this.process.kill();
  }
}

/** Ours, native, with the same actions. */
export class NativeContestant {
  constructor(file) {
    this.name = 'native';
    this.process = spawn(file, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }
  async command(line) {
    this.process.stdin.write(`${line}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`bench_native ended at "${line}"`);
    return value.split(' ');
  }
  async open({ link }) {
    const [bits] = await this.command(`open ${link}`);
    this.bits = Number(bits);
    return { about: { name: 'ours, native' }, maps: true };
  }
  async ask(action, { seconds, orders }) {
    if (action === 'check') {
      const [before, after, hash] = await this.command(`check ${orders.length}`);
      return { before: Number(before), after: Number(after), hash };
    }
    const [count, time] = await this.command(`${action} ${seconds}`);
    return { count: Number(count), seconds: Number(time) };
  }
  close() {
    this.process.kill();
  }
}
