// Before everything else, and in words that old browsers know: when the page's script does not come,
// or something else came in its place, says so and offers to ask for all of it anew.
import { askAnew } from './kept.mjs';

const element = (id) => document.getElementById(id);

function say(title, text) {
  const panel = element('panel');
  if (panel.classList.contains('failed')) return;
  element('panel-title').textContent = title;
  element('panel-text').textContent = text;
  panel.classList.add('failed');
  panel.setAttribute('role', 'alert');
  element('panel-actions').hidden = false;
}

element('reload').addEventListener('click', () => askAnew().then(() => location.reload()));
element('fresh').addEventListener('click', (event) => {
  // The same page without the experiment in its address: a link alone would not load it anew.
  event.preventDefault();
  history.replaceState(null, '', location.pathname + location.search);
  askAnew().then(() => location.reload());
});

if (!('noModule' in HTMLScriptElement.prototype)) {
  say('This browser is too old', 'The playground needs a browser from 2023 or later.');
}
addEventListener(
  'error',
  (event) => {
    if (/** @type {Element} */ (event.target).id !== 'boot') return; // of others' scripts we know nothing
    say(
      'The playground could not be loaded',
      'A file of the page did not come, or something else came in its place. Check the connection, and whether this network wants you to log in first; then reload.',
    );
  },
  true,
);
