// Taking the run away: every format there is, with a button each; opening a file again; and the Python
// that writes a step of another program.
import snippet from '../../assets/dump_step.py';

import { button, copy, make, save, section, show } from './dialog.mjs';
import { pickFile } from './files.mjs';

/** The Python that writes a training step of a PyTorch program into a file, which is then compared here. */
function stepSection() {
  const code = make('textarea', { readonly: true, rows: '4', spellcheck: 'false', 'aria-label': 'Python', id: 'export-snippet' });
  code.value = snippet;
  const copying = button('Copy Python', () => copy(code.value, copying, code), { id: 'export-snippet-copy' });
  return section('Compare a step of your own', make('p', { class: 'dim' },
    'Your network in PyTorch does not learn? Put one training step inside with dump_step(net, loss, optimizer): and drop the file '
    + 'that it writes, step.json, on this page. It is worked out again, and the first number that differs is named.'),
  code, make('div', { class: 'row' }, make('span', { class: 'space' }), copying));
}

export async function showExport(playground, canvas) {
  const said = make('p', { class: 'dim', role: 'status' });
  const list = make('ul', { class: 'formats' }, make('li', { class: 'dim' }, 'Loading…'));
  const opening = button('Open a file…', () => pickFile(playground, () => dialog?.close()), { id: 'export-open' });
  const dialog = show('export', 'Take this run away', canvas, [
    section('Files', list, said),
    section('Open again', make('div', { class: 'row' },
      make('p', { class: 'dim' }, 'A saved run (.json), a table of points (.csv) or a link. Dropping it anywhere on the page does the same.'),
      make('span', { class: 'space' }), opening)),
    stepSection(),
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
