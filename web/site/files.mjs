// Files and texts from outside, dropped on the page or picked: saved runs, tables of points, links.

// One more than can be opened: the application says so itself.
const mostBytes = 8 * 2 ** 20 + 1;

/**
 * Opens a text, or the bytes of a file, in place of the experiment, which the browser's way back leads to again. What is
 * wrong with it stands on the canvas; then nothing changes.
 * @returns {boolean} whether it was opened
 */
export function openText(playground, text, name = '') {
  try {
    playground.openFile(text, name);
  } catch {
    return false;
  }
  try {
    history.pushState(history.state, '', location.href);
  } catch {
    // a browser that takes no more of them: it is open all the same
  }
  return true;
}

export async function openFile(playground, file) {
  // The bytes: tables come in other encodings than UTF-8.
  const bytes = await file.slice(0, mostBytes).arrayBuffer();
  return openText(playground, new Uint8Array(bytes), file.name);
}

/** Lets people choose a file and opens it. */
export function pickFile(playground, done = (_error) => {}) {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,.csv,.tsv,.txt,application/json,text/csv,text/plain';
  input.addEventListener('change', async () => done(await openFile(playground, input.files[0])));
  input.click();
}

/** What a drop carries that could be opened: a file, or text. */
function offer(transfer) {
  const kinds = [...(transfer?.types ?? [])];
  return ['Files', 'text/uri-list', 'text/plain'].find((kind) => kinds.includes(kind));
}

export function openOnDrop(playground) {
  const hint = document.getElementById('drop');
  const takes = (event) => offer(event.dataTransfer) && !event.target.closest?.('input, textarea');
  const show = (event) => {
    hint.hidden = !takes(event);
    if (hint.hidden) return;
    event.preventDefault(); // else the browser would open it in place of the page
    event.dataTransfer.dropEffect = 'copy';
  };
  addEventListener('dragenter', show);
  addEventListener('dragover', show);
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) hint.hidden = true;
  });
  addEventListener('drop', async (event) => {
    hint.hidden = true;
    if (!takes(event)) return;
    event.preventDefault();
    const transfer = event.dataTransfer;
    const [file] = transfer.files;
    const text = transfer.getData('text/uri-list') || transfer.getData('text/plain');
    /** @type {HTMLDialogElement} */ (document.querySelector('dialog[open]'))?.close();
    if (file) await openFile(playground, file).catch(() => openText(playground, '', file.name));
    else if (text) openText(playground, text);
    document.getElementById('canvas').focus({ preventScroll: true });
  });
}

/** What is pasted on the canvas, but into no field there: a table from a spreadsheet, a link, a saved run. */
export function openOnPaste(playground, canvas) {
  canvas.addEventListener('pastefile', (event) => openText(playground, event.detail.slice(0, mostBytes)));
}
