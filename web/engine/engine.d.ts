/**
 * The engine of the Backprop Playground as a module, for Node and browsers:
 *
 * ```js
 * import createEngine from './engine.mjs';
 * const engine = await createEngine();
 * const trainer = new engine.Trainer('dataset=spiral&layers=8,8');
 * ```
 *
 * Layers, neurons, samples and points count from 0 in arrays, and from 1 where a text names them
 * (`weight:2.3.1`), as in textbooks; texts name points as they are listed, before they are shuffled.
 * Classes are their labels, from 0, or the names that a table has for them. All numbers are the engine's own 32-bit floats, unrounded.
 */
export default function createEngine(): Promise<Engine>;

export interface Engine {
  Trainer: typeof Trainer;
  /** What `trainer.export()` can write. */
  exportFormats: ExportFormat[];
  /**
   * Reads a table as spreadsheets, pandas, R, NumPy and Matlab write them, of any separator and
   * encoding, and says what its columns seem to be.
   * @param content the text, or the bytes of the file
   * @throws Error saying why there are no points in it
   */
  readTable(content: string | ArrayBuffer | ArrayBufferView): TableReading;
}

/** How numbers become coordinates: as they are; mean 0 and deviation 1; from −5 to 5; the one that shows all points. */
export type TableScale = 'none' | 'standardise' | 'fit' | 'auto';

/** Columns by name, or by number from 1. `label` may be a class or a value, whichever it looks like. */
export interface PointRoles {
  x1: string | number;
  x2: string | number;
  label?: string | number;
  class?: string | number;
  value?: string | number;
}

/** Samples with as many inputs and targets as there are, or a class: `dataset=table`. */
export interface SampleRoles {
  inputs: (string | number)[];
  targets?: (string | number)[];
  class?: string | number;
}

export type TableRoles = PointRoles | SampleRoles;

export interface TableReading {
  rows: number;
  columns: {
    name: string;
    /** What it seems to be. */
    role: 'ignore' | 'x1' | 'x2' | 'class' | 'value' | 'input' | 'target';
    /** Fields that are numbers, that are words, and that are empty or NaN. */
    numbers: number;
    words: number;
    missing: number;
    least: number | null;
    most: number | null;
  }[];
  /** The first rows. */
  preview: string[][];
  /** The proposed roles, as `takeTable()` and the command line take them: `x1=height,x2=3,label=kind`. */
  roles: string;
  /** Whether they are beyond doubt; if not, `doubt` says why. */
  certain: boolean;
  doubt: string;
  /** The scale that `auto` is; `told` is the one that the table, written by the playground, says of itself. */
  scale: Exclude<TableScale, 'auto'> | 'told';
  /** What was understood, in sentences. */
  says: string[];
}

/** coordinate = (number − centre) / spread */
export interface Column {
  name: string;
  centre: number;
  spread: number;
}

export type ExportName =
  | 'json' | 'weights-json' | 'weights-csv' | 'history-csv' | 'points-csv'
  | 'onnx' | 'pytorch' | 'numpy' | 'c';

export interface ExportFormat {
  name: ExportName;
  label: string;
  /** What such a file is usually called: `network.onnx`. */
  file: string;
  mime: string;
  /** One line: what it holds and what it is good for. */
  help: string;
}

export type PhaseName = 'forward' | 'loss' | 'backward' | 'gradients' | 'update';

export interface TrainerOptions {
  /**
   * Opens a link as the page does: a value beyond its range is the nearest one, any other that cannot
   * be used is left out, and `messages()` says which, the most important first.
   */
  lenient?: boolean;
}

export interface TrainOptions {
  /** Ends it after the slice it is in; the steps done are kept. */
  signal?: AbortSignal;
  /** Told after every slice how many steps are done. */
  progress?: (done: number) => void;
}

/** A running experiment. It lives in the module's memory until `delete()`. */
export declare class Trainer {
  /**
   * @param source a link (`'dataset=xor&layers=4'`, with or without `#`, or a whole address; links of
   *   TensorFlow Playground too), or a saved run (what `json()` gave), or a document as a
   *   person writes it (`'{"experiment": {…}, "weights": [[[0.15, 0.2, 0.35], …], …]}'`, layer by layer,
   *   neuron by neuron, the bias last); nothing for the defaults.
   *   A link with a `step` is trained to it; what it says of the page (`speed`, `compare`, …) is
   *   passed over.
   * @throws Error naming every part of it that cannot be used; with `lenient` only for a saved run
   */
  constructor(source?: string, options?: TrainerOptions);
  /** The same, in slices as `train()`: for links with a far step. @returns a promise of the trainer */
  static open(source?: string, options?: TrainerOptions & TrainOptions): Promise<Trainer>;

  // --- running ---

  /**
   * Does `n` steps (parameter updates); a step begun phase by phase is finished as the first of them.
   *
   * Nothing else happens meanwhile. `seconds` bounds that: no step begins after it. Or await `train()`.
   * @returns how many were done: fewer when training diverges, see `divergence()`, or time was up
   */
  step(n?: number, options?: { seconds?: number }): number;
  /**
   * The same in slices of about 20 ms, between which everything else has its turn.
   * @returns a promise of how many were done
   * @throws the signal's reason, when it was aborted
   */
  train(n: number, options?: TrainOptions): Promise<number>;
  /** Does one of the five phases of a step. @returns its name, or `''` once training has diverged */
  phase(): PhaseName | '';
  /** The same experiment from step 0, with the same first weights. */
  restart(): void;
  /**
   * Goes to the state after `step` updates, bit for bit, with the settings of that time: back to any
   * past step, and forward again as long as nothing is set or edited there. Steps forward from the
   * past repeat what was, settings and edits included. Trains from the nearest remembered state on,
   * without a pause: goTo() is the way that can be stopped.
   * @throws Error when the step is outside what was trained
   */
  restore(step: number): void;
  /** The same, in slices as `train()`: what lies between remembered states of a long run is trained again. */
  goTo(step: number, options?: TrainOptions): Promise<void>;

  // --- changing ---

  /**
   * Sets a property by its name in links (`./run cli describe` lists them). Learning rates and the
   * like apply from the next step on; what needs another network or other points starts over. A
   * `step` is gone to, back through the run or on by training.
   * @returns a sentence for every other property that had to change with it
   * @throws Error when there is no such property, or the value cannot be used; nothing changes then
   */
  set(name: string, value: string | number | boolean): string[];
  /** A property as links hold it. @throws Error when there is none of that name */
  get(name: string): string;
  /**
   * Gives one weight or bias another value: `edit('weight:2.3.1', 0.5)` is layer 2, to neuron 3, from
   * neuron 1. A step in progress is abandoned.
   */
  edit(target: string, value: number): void;

  /**
   * Takes the points of a table in place of the data and starts over; network and other settings stay.
   * Names and scale are kept: `predict()`, `points()` and exports speak in the table's own numbers.
   * @param options.columns which columns to take; needed where the table leaves a doubt
   * @returns what was taken and what was left out, in sentences
   * @throws Error when it cannot be read or leaves a doubt; nothing changes then
   */
  takeTable(
    content: string | ArrayBuffer | ArrayBufferView,
    options?: { columns?: string | TableRoles; scale?: TableScale },
  ): string[];

  // --- looking ---

  metrics(): Metrics;
  /**
   * The output neurons' activations at a point of the plane; where the points came from a table, at
   * that table's numbers, and for a regression in them. With `dataset=table` it takes all inputs of the
   * table, in its order: `predict(5.1, 3.5, 1.4, 0.2)`.
   */
  predict(...inputs: number[]): number[];
  /**
   * Every neuron over the plane, from one forward pass: `maps(100)[layer][neuron]` holds the
   * activations on a grid of `resolution` × `resolution` cells, row by row from the top.
   *
   * With `dataset=table` it is a slice: two inputs, counted from 0, across and up, and the others as
   * they are in one row of the table, counted from 0. The rows' numbers lie between −4 and 4 of the
   * plane's ±6.
   *
   * The arrays lie in the engine's own memory: read or copy them before anything else is called.
   */
  maps(
    resolution?: number,
    options?: { axes?: [across: number, up: number]; row?: number },
  ): Float32Array[][];
  /** All points, the training set first; `activations(sample).point` counts in it. */
  points(): Point[];
  /** What their numbers are called in the table they came from, and how they were scaled; or null. */
  columns(): { x1: Column; x2: Column; label: Column; classes: string[] } | null;
  /**
   * What the last phases computed for one sample of the current batch.
   * @throws Error before the forward phase, or when the batch has no such sample
   */
  activations(sample: number): Sample;
  /** The weights and biases as they are now. */
  parameters(): Layer[];
  /**
   * ∂L/∂w and ∂L/∂b of the current batch, as the optimizer gets them: the mean over the batch, with
   * regularization and clipping.
   * @throws Error before the gradients phase
   */
  gradients(): Layer[];
  /**
   * The chain rule of one quantity, with the values the phases computed, as far as they have run.
   * @param target `neuron:2.3` or `delta:2.3` (layer, neuron), `weight:2.3.1` (layer, to neuron, from
   *   neuron) or `bias:2.3`, counted from 1; `@4` behind it means the fourth sample of the batch
   *   instead of the mean over it
   */
  explain(target: string): Explanation;
  /**
   * Compares the gradients of the current batch (or the first one) with central differences of the
   * loss in double precision.
   * @param limit check at most this many parameters, evenly spread; 0 for all
   * @param options `seconds`: go on to no further parameter after so long; the verdict is then on those
   *   checked so far. One takes two forward passes over the batch, in double precision.
   */
  check(limit?: number, options?: { seconds?: number }): GradientCheck;
  /** What is going wrong, worst first, with the numbers that say so; at least one finding. */
  diagnose(): Finding[];
  /** Why training stopped by itself; `''` when it did not. */
  divergence(): string;

  // --- keeping ---

  /**
   * The experiment at this step as a link, without `#`, that leads to the same bits. Weights edited
   * at step 0 are in it; after edits, or settings changed, on the way it starts from the weights as
   * they are now, and only `json()` has it all.
   */
  link(): string;
  /** The whole run as JSON, optimizer included: `new Trainer(json)` continues bit for bit. */
  json(): string;
  /**
   * The run as a file of another kind: the network for other programs, training as a script that goes
   * on from here, or tables.
   * @throws Error when there is no such format, or what the run is cannot be written in it
   */
  export(format: 'onnx'): Uint8Array;
  export(format: Exclude<ExportName, 'onnx'>): string;
  /** A hash over the bits of all parameters, 16 hexadecimal digits: equal on every machine. */
  hash(): string;
  /**
   * What is not as the link has it, most important first: what asks only the page it comes from, and
   * with `lenient` what could not be used.
   */
  messages(): string[];

  /** Frees its memory; nothing can be called afterwards. */
  delete(): void;
  [Symbol.dispose](): void;
}

export interface Metrics {
  /** Parameter updates done. */
  step: number;
  /** Passes over the training set, with the fraction of the current one. */
  epoch: number;
  /** Phases of the current step that are done, 0 to 5. */
  phase: number;
  /** Means over the whole sets; `NaN` for an empty test set. */
  trainLoss: number;
  testLoss: number;
  /** Share of points on the right side, 0 to 1; `NaN` for regression. */
  trainAccuracy: number;
  testAccuracy: number;
  diverged: boolean;
}

/** One number per parameter of a layer. */
export interface Layer {
  /** `weights[neuron][input]` */
  weights: number[][];
  /** `biases[neuron]` */
  biases: number[];
}

/** One sample on its way through the network. */
export interface Point {
  /** Coordinates of the plane, or the numbers of the table that the points came from. */
  x1: number;
  x2: number;
  /** The class, or the value to be learned. */
  label: number;
  /** Whether it is kept apart from training. */
  test: boolean;
  /** With `dataset=table`: all inputs and targets of the row, a class as its number from 0. */
  inputs?: number[];
  targets?: number[];
}

export interface Sample {
  /** Its place among the experiment's points. */
  point: number;
  /** Coordinates and label as the network sees them. */
  x1: number;
  x2: number;
  label: number;
  /** The features of the point, and what the output neurons should be. */
  inputs: number[];
  target: number[];
  layers: {
    /** Weighted sums, z = Σ w·a + b. */
    z: number[];
    /** Activations, a = φ(z). */
    a: number[];
    /** δ = ∂L/∂z of this sample; from the backward phase on. */
    delta?: number[];
  }[];
  /** From the loss phase on. */
  loss?: number;
}

export interface Explanation {
  title: string;
  /** Which sample, or the mean over how many. */
  context: string;
  /** In the order they are computed. */
  equations: Equation[];
  /** Every sample's part in the gradient of a weight or bias. */
  contributions: Contribution[];
  /** How Δw came about; `null` before the update phase, and for neurons. */
  update: Update | null;
  /** All of it as aligned plain text, and as Markdown with LaTeX. */
  text: string;
  markdown: string;
}

/** result = outer · (Σ terms), for example δ₃ = φ′(z₃) · (w₁₃δ₁ + w₂₃δ₂). */
export interface Equation {
  /** The phase that computed it. */
  phase: PhaseName;
  result: Factor;
  outer: Factor[];
  terms: { factors: Factor[]; value: number }[];
  /** The value of the bracket. */
  sum: number;
  /** One sentence: what this step says. */
  note: string;
}

/** One named value: `φ′(z⁽²⁾₃)` = 0.795. */
export interface Factor {
  symbol: string;
  latex: string;
  value: number;
  /** The z in φ(z). */
  argument?: number;
  /** What it is in the network. Layer −1 are the inputs; `parameter` is an index for weights and biases. */
  target: {
    kind:
      | 'none' | 'input' | 'activation' | 'preActivation' | 'delta'
      | 'weight' | 'bias' | 'loss' | 'target';
    layer: number;
    neuron: number;
    parameter: number;
  };
}

export interface Contribution {
  /** Column of the batch, and index among the experiment's points. */
  sample: number;
  point: number;
  /** What texts and the canvas call it: its row in the table, or its place among the points as they are listed, from 1. */
  number: number;
  delta: number;
  /** The activation that multiplies δ; 1 for a bias. */
  input: number;
  /** δ · input, before the mean is taken. */
  value: number;
}

export interface Update {
  /** w, Δw and w + Δw. */
  before: number;
  delta: number;
  after: number;
  /** What the optimizer used: η, g, m̂, … */
  quantities: Factor[];
  /** They sum to Δw, up to rounding. */
  parts: { name: string; formula: string; latex: string; value: number; help: string }[];
}

export interface GradientCheck {
  /** Every parameter passes, lies at a kink of its activation, or cannot be told. */
  passes: boolean;
  checked: number;
  failed: number;
  atKinks: number;
  /** Where rounding alone keeps backprop and numbers as far apart: nobody can tell who is right. */
  untold: number;
  /** Of the batch, in double precision. */
  loss: number;
  /** The worst first. Passing means error ≤ allowed = 10⁻⁵ + 10⁻³·|numeric|. */
  entries: {
    /** As `explain()` takes it: `weight:2.3.1`. */
    parameter: string;
    analytic: number;
    numeric: number;
    error: number;
    allowed: number;
    passes: boolean;
    atKink: boolean;
    cannotTell: boolean;
    /** How far rounding alone may keep the two apart, where it was looked at. */
    uncertainty: number;
    /** Why it cannot be told, or empty. */
    reason: string;
  }[];
}

export interface Finding {
  /** A stable name: `vanishing`, `dead`, `rate_too_high`, … */
  rule: string;
  severity: 'good' | 'note' | 'warning' | 'problem';
  text: string;
  /** What to try. */
  advice: string;
  /** The measurements that triggered it. */
  numbers: Record<string, number>;
  /** Where it is, −1 if nowhere in particular. */
  layer: number;
  neurons: number[];
}
