// The frame of the page's dialogs: a heading, a way out, the focus back on the canvas afterwards.
import css from './dialog.css';
import regular from './inter_regular.woff2';
import semibold from './inter_semibold.woff2';

/**
 * An element with attributes (`on…` functions, `class`, …) and content.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {object} [attributes]
 * @param {...(Node | string)} content
 */
export function make(tag, attributes = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (typeof value === 'boolean') element.toggleAttribute(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...content);
  return element;
}

export const button = (text, onclick, attributes = {}) => make('button', { type: 'button', onclick, ...attributes }, text);

/** A part of a dialog with its heading. */
export const section = (title, ...content) => make('section', {}, make('h3', {}, title), ...content);

/** Copies a text, which stands in a field, and says on the button for a moment whether it went well. */
export async function copy(text, pressed, field) {
  const word = pressed.textContent;
  let copied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    field.focus(); // refused, or an insecure page: the old way
    field.select();
    copied = document.execCommand('copy');
  }
  // Where that is refused as well it is selected, to be copied by hand.
  pressed.textContent = copied ? 'Copied' : 'Not allowed: copy by hand';
  setTimeout(() => (pressed.textContent = word), copied ? 1500 : 4000);
}

/** Offers bytes as a download. */
export function save(name, content, mime) {
  const link = make('a', { href: URL.createObjectURL(new Blob([content], { type: mime })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

let sheet;

/** The canvas's typeface; it comes with the first dialog, and stands in for what the system has once it is there. */
function addFonts() {
  for (const [file, weight] of [[regular, '400'], [semibold, '600']]) {
    document.fonts.add(new FontFace('Inter', `url(${new URL(file, import.meta.url)})`, { weight, display: 'swap' }));
  }
}

/** Shows a dialog over the page; one at a time. `closed` is called when it goes. */
export function show(name, title, canvas, content, closed = () => {}) {
  if (document.querySelector('dialog[open]')) return null;
  if (!sheet) {
    addFonts();
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  const dialog = make('dialog', { id: name, 'aria-labelledby': 'dialog-title' });
  const close = button('✕', () => dialog.close(), { class: 'close', 'aria-label': 'Close' });
  dialog.append(make('header', {}, make('h2', { id: 'dialog-title' }, title), close), make('div', { class: 'body' }, ...content));
  // A press outside of it, on its backdrop, closes it.
  dialog.addEventListener('pointerdown', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => {
    closed();
    dialog.remove();
    canvas.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
