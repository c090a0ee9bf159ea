// What TypeScript has to know about the page's own files that are not modules in themselves.
declare module '*.css' {
  const text: string; // tools/site.mjs imports style sheets as their text
  export default text;
}
declare module '*.py' {
  const text: string; // Python is its text as well
  export default text;
}
declare module '*.wasm' {
  const file: string; // and programs as the name of their file
  export default file;
}
declare module '*.woff2' {
  const file: string; // as are fonts
  export default file;
}
declare module '*/engine.mjs' {
  const createEngine: typeof import('./engine/engine.d.ts').default;
  export default createEngine;
}
// Emscripten writes these in the build.
declare module '*/playground.mjs' {
  const createPlayground: (options: object) => Promise<any>;
  export default createPlayground;
}
declare module '*/playground.d.ts' {
  export type MainModule = any;
}
// tools/site.mjs puts these into the service worker, Emscripten's module is around engine_api.js.
declare const VERSION: string;
declare const FILES: string[];
declare const clients: Clients;
declare const Module: any;
