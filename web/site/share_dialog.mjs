// Sharing: the link and its QR code, the playground in another page, a picture or an animation of
// the canvas, and a place for links of others.
import { generate } from 'lean-qr';

import { button, copy, make, save, section, show } from './dialog.mjs';
import { openText } from './files.mjs';
import { canRecord, record } from './recording.mjs';

const group = new Intl.NumberFormat('en');
const longest = 2900; // bytes that fit a QR code

/** The whole address of an experiment on this page. */
const addressOf = (link) => `${location.origin}${location.pathname}#${link}`;

/** A QR code as a black and white picture; null when the text is too long for one. */
function drawCode(text, canvas) {
  if (text.length > longest) return false;
  try {
    generate(text).toCanvas(canvas, { on: [16, 18, 22, 255], off: [255, 255, 255, 255], padX: 3, padY: 3 });
    return true;
  } catch {
    return false;
  }
}

function linkSection(playground, changed) {
  const links = playground.links();
  const { step } = playground.metrics();
  const choices = [
    ['atStep', `At this step, ${group.format(step)}`, links.atStep
      ? 'Trained again when it opens, to the same bits.'
      : 'A weight or a setting was changed on the way: only the weights lead here.'],
    ['fromStart', 'From the start', 'The same data and first weights, at step 0.'],
    ['withWeights', 'With these weights', 'Nothing to train; a longer link. It starts at step 0: the next batches are others than here.'],
  ];
  const field = make('input', { readonly: true, 'aria-label': 'Link', id: 'share-link', onfocus: () => field.select() });
  const code = make('canvas', { class: 'code', role: 'img' });
  const tooLong = make('p', { class: 'dim', hidden: true }, 'This link is too long for a QR code.');
  const copying = button('Copy link', () => copy(field.value, copying, field), { class: 'main', id: 'share-copy' });
  const choose = (name) => {
    field.value = addressOf(links[name]);
    const drawn = drawCode(field.value, code);
    code.hidden = !drawn;
    tooLong.hidden = drawn;
    code.setAttribute('aria-label', 'QR code of the link');
    changed(links[name]);
  };
  const first = links.atStep ? 'atStep' : 'withWeights';
  const options = choices.map(([name, label, help]) => {
    const radio = make('input', {
      type: 'radio', name: 'share-kind', value: name, id: `share-${name}`,
      checked: name === first, disabled: !links[name], onchange: () => choose(name),
    });
    return make('label', { class: 'choice' }, radio, make('span', {}, label, make('small', {}, help)));
  });
  const left = make('div', {}, make('div', { role: 'radiogroup', 'aria-label': 'What the link holds' }, ...options),
    make('div', { class: 'row' }, field, copying));
  choose(first);
  return section('Link', make('div', { class: 'beside' }, left, make('div', { class: 'frame' }, code, tooLong)));
}

function embedSection() {
  const kinds = {
    element: (link) =>
      `<script type="module" src="${new URL('embed.mjs', location.href.split('#')[0])}"></script>\n<backprop-playground link="${link.replaceAll('&', '&amp;')}"></backprop-playground>`,
    iframe: (link) =>
      `<iframe src="${location.origin}${location.pathname}?embed#${link.replaceAll('&', '&amp;')}" width="100%" height="460" style="border:0" title="Backprop Playground" allow="clipboard-write" loading="lazy"></iframe>`,
  };
  let link = '';
  let kind = 'element';
  const code = make('textarea', { readonly: true, rows: '3', spellcheck: 'false', 'aria-label': 'HTML', id: 'share-snippet' });
  const refresh = () => (code.value = kinds[kind](link));
  const tabs = Object.keys(kinds).map((name) =>
    button(name === 'element' ? 'HTML element' : 'iframe', () => {
      kind = name;
      tabs.forEach((tab, i) => tab.setAttribute('aria-pressed', String(Object.keys(kinds)[i] === kind)));
      refresh();
    }, { class: 'tab', 'aria-pressed': String(name === kind) }),
  );
  const copying = button('Copy HTML', () => copy(code.value, copying, code));
  return {
    part: section('In a page of yours', make('div', { class: 'row' }, make('div', { class: 'tabs' }, ...tabs),
      make('a', { href: 'course.html', target: '_blank' }, 'See an example'), make('span', { class: 'space' }), copying), code),
    use(next) {
      link = next;
      refresh();
    },
  };
}

/** The picture and the animation; `stop` ends a recording. */
function pictureSection(playground, canvas) {
  const image = make('img', { alt: 'The canvas as it is now', class: 'preview', width: canvas.width, height: canvas.height });
  image.hidden = true; // until there is something to show
  const picture = playground.picture().then((blob) => {
    image.src = URL.createObjectURL(blob);
    image.hidden = false;
    return blob;
  });
  picture.catch(() => image.remove());
  const name = () => `backprop-step-${playground.metrics().step}`;
  const saving = button('Save picture', async () => save(`${name()}.png`, await picture, 'image/png'), { id: 'share-picture' });

  const bar = make('progress', { max: '1', value: '0', hidden: true, 'aria-label': 'Recording' });
  const said = make('span', { class: 'dim', role: 'status' });
  let running = null;
  const recording = button('Record 5 seconds', async () => {
    if (running) {
      running.cancel();
      return;
    }
    running = record(playground, canvas, 5, (share) => (bar.value = share));
    recording.textContent = 'Cancel';
    bar.hidden = false;
    said.textContent = '';
    try {
      const video = await running.done;
      if (video) {
        save(`${name()}.${video.type.includes('mp4') ? 'mp4' : 'webm'}`, video, video.type);
        said.textContent = `Saved, ${Math.max(1, Math.round(video.size / 1024))} kB.`;
      }
    } catch (error) {
      said.textContent = `It could not be recorded: ${error.message}`;
    }
    running = null;
    bar.hidden = true;
    bar.value = 0;
    recording.textContent = 'Record 5 seconds';
  }, { id: 'share-record', disabled: !canRecord() });
  if (!canRecord()) said.textContent = 'This browser cannot record the canvas.';

  return {
    part: section('Picture', make('div', { class: 'beside' },
      make('div', {}, make('p', { class: 'dim' }, 'The canvas as it is now, or an animation of the training as it goes on.'),
        make('div', { class: 'row' }, saving, recording, bar, said)),
      make('div', { class: 'frame wide' }, image))),
    stop() {
      running?.cancel();
      if (image.src) URL.revokeObjectURL(image.src);
    },
  };
}

function openSection(playground, close) {
  const notes = make('ul', { role: 'status', id: 'share-notes' });
  const opening = button('Open', () => {
    const text = field.value;
    close();
    openText(playground, text);
  }, { disabled: true, id: 'share-open' });
  const look = () => {
    const text = field.value.trim();
    const { ok, notes: found } = text ? playground.linkNotes(text) : { ok: false, notes: [] };
    opening.disabled = !ok;
    const lines = ok ? found : text ? ['This is no link to an experiment, of this page or of TensorFlow Playground.'] : [];
    if (ok && lines.length === 0) lines.push('Everything in it is known here.');
    notes.replaceChildren(...lines.map((line) => make('li', {}, line)));
  };
  const field = make('input', {
    id: 'share-paste', spellcheck: 'false', autocomplete: 'off',
    'aria-label': 'A link to open', placeholder: 'Paste or drop a link, of TensorFlow Playground too',
    oninput: look,
    onkeydown: (event) => event.key === 'Enter' && !opening.disabled && opening.click(),
    ondrop: (event) => {
      event.preventDefault();
      field.value = event.dataTransfer.getData('text/uri-list') || event.dataTransfer.getData('text/plain');
      look();
    },
  });
  return section('Open a link', make('div', { class: 'row' }, field, opening), notes);
}

export function showShare(playground, canvas) {
  const embed = embedSection();
  const picture = pictureSection(playground, canvas);
  const dialog = show('share', 'Share this experiment', canvas, [
    linkSection(playground, embed.use),
    picture.part,
    embed.part,
    openSection(playground, () => dialog.close()),
  ], picture.stop);
  /** @type {HTMLElement} */ (dialog?.querySelector('#share-copy'))?.focus();
}
