// Types of window.playground, from those that the build generates of the application's module.
import type { ExportFormat } from './engine';
import type { MainModule, Memory, Message, Metrics, Place, Setting } from './playground';

export interface Playground {
  play(): void;
  pause(): void;
  /**
   * Does n whole steps (1 unless told) and pauses; one begun phase by phase is finished first. The
   * page waits meanwhile, but no longer than three seconds: then it throws, with the steps so far
   * done, and `train()` is for the others. Gives how many were done: fewer when training diverges.
   */
  step(n?: number): number;
  /**
   * The same for any number of steps, a little in every picture, so that the page goes on. A promise
   * of how many were done. `signal` ends it after the picture it is in, and the promise rejects;
   * `progress` is told how many steps are done.
   */
  train(n: number, options?: { signal?: AbortSignal; progress?: (done: number) => void }): Promise<number>;
  /** Does one phase and pauses; gives its name. */
  phase(): 'forward' | 'loss' | 'backward' | 'gradients' | 'update';
  /** The same experiment from step 0, with the same weights as before. */
  reset(): void;
  /**
   * Sets a property by its name in links, the speed, or the step (back through the run, or on by
   * training). Throws when the value cannot be used, and when a step is so far that it takes longer
   * than some seconds.
   */
  set(name: string, value: string | number | boolean): void;
  /** A property as text, as links hold it. Throws when there is none of that name. */
  get(name: string): string;
  /** Losses are means over the whole sets; test values are NaN without test data. */
  metrics(): Metrics & { playing: boolean };
  /**
   * Keeps the run as it is beside the one that is changed from now on, or lets it go. Both have the
   * same data, seed and batches, and take the same steps.
   */
  compare(on?: boolean): void;
  /** The run compared with; null without one. */
  other(): (Metrics & { hash: string; link: string }) | null;
  /** Over the bits of all parameters: 16 hexadecimal digits, equal on every machine. */
  hash(): string;
  /** The experiment at this step, as the part of an address after the #. */
  link(): string;
  open(link: string): void;
  /**
   * The links to the experiment: at this step (trained again to it; '' where that does not lead
   * here, because a weight or a setting was changed on the way), at step 0, and with the weights as
   * they are now.
   */
  links(): { atStep: string; fromStart: string; withWeights: string };
  /** Whether a text is a link to an experiment, and what of it differs here or cannot be used. */
  linkNotes(link: string): { ok: boolean; notes: string[] };
  /** The canvas as it is now, as PNG. */
  picture(): Promise<Blob>;
  /**
   * Opens a saved run (JSON), a table of points or a link, by its content, text or bytes. A table that
   * leaves a doubt is asked about on the canvas first. Throws what is wrong with it; the experiment
   * stays then.
   */
  openFile(text: string | Uint8Array, name?: string): void;
  settings(): Setting[];
  /** Those on the canvas. */
  messages(): Message[];
  /** What the run can be taken away as. Loads the engine's module when it is first asked. */
  exportFormats(): Promise<ExportFormat[]>;
  /** The run as a file in one of those formats. Rejects when it cannot be written in that one. */
  exportAs(format: string): Promise<{ name: string; mime: string; bytes: Uint8Array }>;
  /**
   * In bytes: what is `used` of the `heap` that the browser has given, which is `most` at most; and
   * what is `remembered` of the runs for going back, comparing and undoing, of the `budget` for that.
   * Of it, the histories of the two runs, which may share a part.
   */
  memory(): Memory;
  /**
   * The last frames, at most 1024, the oldest first: when each began in seconds, the step it ended
   * at, and the milliseconds it took by part.
   */
  frameTimes(): ReturnType<MainModule['frameTimes']>;
  /** The names of the widgets of the last frame, for where(). */
  places(): string[];
  /** In CSS pixels of the page. Throws when there is no such widget now. */
  where(name: string): Place;
}

export function makeApi(module: MainModule, canvas: HTMLCanvasElement, laterPart: () => Promise<void>): Playground;
export function describe(metrics: Metrics & { playing: boolean }, other?: Metrics | null): string;
export function keepSummary(playground: Playground, canvas: HTMLElement, summary: HTMLElement, controls: HTMLElement): void;

declare global {
  interface Window {
    /** There once the window has had its `playground-ready` event. */
    readonly playground?: Playground;
  }
  interface WindowEventMap {
    'playground-ready': Event;
  }
}
