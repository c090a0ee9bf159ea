// What tests put into pages (window.seen = …) and find there; other engines, installed on demand.
interface Window {
  [name: string]: any;
}
interface Element {
  [name: string]: any;
}
declare module 'brain.js';
declare module 'convnetjs';
declare module 'synaptic';
declare module '@tensorflow/*';
declare module 'onnxruntime-web';
