// Taking the run away: every format there is, with a button each; and opening a file again.
import { button, make, save, section, show } from './dialog.mjs';
import { pickFile } from './files.mjs';

export async function showExport(playground, canvas) {
  const said = make('p', { class: 'dim', role: 'status' });
  const list = make('ul', { class: 'formats' }, make('li', { class: 'dim' }, 'Loading…'));
  const opening = button('Open a file…', () => pickFile(playground, () => dialog?.close()), { id: 'export-open' });
  const dialog = show('export', 'Take this run away', canvas, [
    section('Files', list, said),
    section('Open again', make('div', { class: 'row' },
      make('p', { class: 'dim' }, 'A saved run (.json), a table of points (.csv) or a link. Dropping it anywhere on the page does the same.'),
      make('span', { class: 'space' }), opening)),
  ]);
  if (!dialog) return;
  let formats;
  try {
    formats = await playground.exportFormats();
  } catch {
    list.replaceChildren(make('li', {}, 'The exports could not be loaded. Is there a connection?'));
    return;
  }
  const write = async (format) => {
    try {
      const { name, mime, bytes } = await playground.exportAs(format.name);
      save(name, bytes, mime);
      said.textContent = `Saved as ${name}.`;
    } catch (error) {
      said.textContent = error.message;
    }
  };
  list.replaceChildren(...formats.map((format) =>
    make('li', {},
      make('span', {}, format.label, make('small', {}, format.help)),
      button('Save', () => write(format), { id: `export-${format.name}`, 'aria-label': `Save ${format.label}, ${format.file}` })),
  ));
  list.querySelector('button')?.focus();
}
