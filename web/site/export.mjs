// What a run can be taken away as. Loaded when somebody asks: the page itself has no exports in it,
// the engine's module, engine.mjs, writes them from the run's document.
import createEngine from './engine.mjs';

let engine;

/** Every format: { name, label, file, mime, help }. */
export async function exportFormats() {
  engine ??= createEngine();
  return (await engine).exportFormats;
}

/**
 * The run in one of those formats.
 * @param {import('./playground.d.ts').MainModule} module
 */
export async function exportAs(module, format) {
  const formats = await exportFormats();
  const found = formats.find(({ name }) => name === format);
  const names = formats.map(({ name }) => name).join(', ');
  if (!found) throw new Error(`There is no format ${format}: choose one of ${names}.`);
  const { Trainer } = await engine;
  const trainer = new Trainer(module.document());
  try {
    // What the run was like on its way, the page alone knows.
    const content = format === 'history-csv' ? module.historyTable() : trainer.export(format);
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    return { name: found.file, mime: found.mime, bytes };
  } finally {
    trainer.delete();
  }
}
