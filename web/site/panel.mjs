// The panel over the page: loading, and what went wrong. Never a blank canvas. Its buttons work
// without this script: see guard.js.
/** @returns {any} of whatever kind index.html gives it */
const element = (id) => document.getElementById(id);

/** How much of the program has arrived; without `total` (bytes) the bar only shows that it moves. */
export function showProgress(loaded, total) {
  const bar = element('progress');
  if (total > 0) {
    bar.max = total;
    bar.value = Math.min(loaded, total);
  }
  const percent = total > 0 ? ` ${Math.min(100, Math.round((100 * loaded) / total))} %` : '';
  element('panel-text').textContent = `Loading${percent}`;
}

export function hidePanel() {
  element('panel').hidden = true;
}

function show(title, text, details) {
  const panel = element('panel');
  panel.hidden = false;
  element('panel-title').textContent = title;
  element('panel-text').textContent = text;
  element('panel-details').textContent = details;
  element('panel-details').hidden = details === '';
  return panel;
}

/** A failure that ends the page's work. Only the first is shown: others follow from it. */
export function showFailure(title, text, details = '') {
  const panel = element('panel');
  if (panel.classList.contains('failed')) return;
  /** @type {HTMLDialogElement} */ (document.querySelector('dialog[open]'))?.close(); // it would cover the panel
  show(title, text, details);
  panel.classList.add('failed');
  panel.setAttribute('role', 'alert');
  element('panel-actions').hidden = false;
}

/** Offers the run as a file, on a panel that says that the program has stopped. */
export function offerRun(document) {
  const button = element('keep');
  button.hidden = false;
  button.addEventListener('click', () => {
    const url = URL.createObjectURL(new Blob([document], { type: 'application/json' }));
    Object.assign(globalThis.document.createElement('a'), { href: url, download: 'backprop-run.json' }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  });
}

/** A pause of the graphics that ends by itself, or by a reload. */
export function showInterruption(title, text) {
  const panel = element('panel');
  if (panel.classList.contains('failed')) return;
  show(title, text, '').classList.add('over');
  element('progress').hidden = true;
  element('panel-actions').hidden = false;
}
