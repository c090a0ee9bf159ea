// The address as the state, the dialogs, and what can be dropped on the page.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import qr from 'jsqr';

import { browsers } from './support/browser.mjs';
import { pause, until } from './support/page.mjs';
import { colours, decode } from './support/pixels.mjs';
import { siteIn } from './support/site.mjs';

const jsQR = /** @type {any} */ (qr); // its types are of another kind of module

// Before the page's scripts: what it saves and copies is kept here, and how often the address changes.
function keepRecords() {
  window.saved = [];
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    const url = make(blob);
    window.saved.push({ blob, url });
    return url;
  };
  window.copied = '';
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (text) => void (window.copied = text) },
  });
  window.downloads = [];
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (!this.download) return click.call(this);
    const { blob } = window.saved.find(({ url }) => url === this.href);
    window.downloads.push({ name: this.download, blob });
  };
  window.told = 0;
  const replace = history.replaceState;
  history.replaceState = function (...args) {
    window.told += 1;
    return replace.apply(this, args);
  };
}

const peer =
  'https://playground.tensorflow.org/#activation=relu&batchSize=10&dataset=spiral&regDataset=reg-plane&learningRate=0.03&noise=0&networkShape=4,2&seed=0.61&showTestData=false&discretize=false&percTrainData=50&x=true&y=true&collectStats=false&problem=classification&initZero=false&hideText=false';

for (const name of browsers) {
  describe(`sharing in ${name}`, () => {
    const site = siteIn(name);
    const open = (fragment, options) => site.open({ fragment, before: keepRecords, ...options });
    const fragmentOf = (playground) => playground.evaluate(() => location.hash.slice(1));
    /** Waits until the address says what is on the canvas. */
    const told = (playground) =>
      until(
        () => playground.evaluate(() => location.hash.slice(1) === window.playground.link()),
        'the address to follow',
      );
    const reload = async (playground) => {
      await playground.page.reload();
      await playground.ready();
    };
    const openDialog = async (playground, place = 'toolbar.share', id = 'share') => {
      await playground.click(place);
      await playground.page.waitForSelector(`dialog#${id}[open]`);
    };
    const download = async (playground, count = 1) => {
      await until(() => playground.evaluate((n) => window.downloads.length >= n, count), 'a download');
      return playground.evaluate(async () => {
        const { name: file, blob } = window.downloads.at(-1);
        const bytes = new Uint8Array(await blob.arrayBuffer());
        let text = '';
        for (const byte of bytes) text += String.fromCharCode(byte);
        return { file, type: blob.type, base64: btoa(text) };
      });
    };

    it('keeps the address to the experiment, and a reload comes back to the same bits', async () => {
      const playground = await open('dataset=xor&layers=4');
      const entries = await playground.evaluate(() => history.length);
      assert.equal(await fragmentOf(playground), 'dataset=xor&layers=4', 'nothing changed: nothing told');
      await playground.call('set', 'learningRate', 0.3);
      await told(playground);
      for (let i = 0; i < 7; ++i) await playground.press('ArrowRight');
      await told(playground);
      assert.equal(await fragmentOf(playground), 'v=1&dataset=xor&layers=4&learningRate=0.3&step=7');
      assert.equal(await playground.evaluate(() => history.length), entries);
      const hash = await playground.call('hash');
      await reload(playground);
      assert.equal((await playground.metrics()).step, 7);
      assert.equal(await playground.call('hash'), hash);

      // A setting changed on the way: no link leads here, and a reload still does.
      await playground.call('set', 'learningRate', 0.1);
      await playground.call('step', 5);
      await told(playground);
      const later = await playground.call('hash');
      await reload(playground);
      assert.equal((await playground.metrics()).step, 12);
      assert.equal(await playground.call('hash'), later);
      await playground.close();
    });

    it('goes back and forward through what was opened', async () => {
      const playground = await open('dataset=xor&layers=4');
      await playground.call('step', 9);
      await told(playground);
      const hash = await playground.call('hash');
      await playground.evaluate(() => (location.hash = 'dataset=circle&layers=3&step=4'));
      await until(async () => (await playground.call('get', 'dataset')) === 'circle', 'the other experiment');
      const other = await playground.call('hash');
      await playground.evaluate(() => history.back());
      await until(async () => (await playground.call('hash')) === hash, 'the way back');
      assert.equal((await playground.metrics()).step, 9);
      await playground.evaluate(() => history.forward());
      await until(async () => (await playground.call('hash')) === other, 'the way forward');
      await playground.close();
    });

    it('opens the share dialog with S, keeps keys to it, and gives the focus back', async () => {
      const playground = await open('dataset=xor&layers=4&step=20');
      await playground.press('s');
      await playground.page.waitForSelector('dialog#share[open]');
      const link = await playground.evaluate(() => document.getElementById('share-link').value);
      assert.equal(link, `${site.server.url}#v=1&dataset=xor&layers=4&step=20`);
      await playground.page.focus('#share-paste');
      await playground.page.keyboard.type('p r ');
      assert.equal(await playground.evaluate(() => document.getElementById('share-paste').value), 'p r ');
      const { step, phase, playing } = await playground.metrics();
      assert.deepEqual([step, phase, playing], [20, 5, false]);
      assert.ok(await playground.evaluate(() => document.getElementById('share-open').disabled));
      await playground.page.keyboard.press('Escape');
      await until(() => playground.evaluate(() => !document.querySelector('dialog')), 'the dialog to go');
      assert.equal(await playground.evaluate(() => document.activeElement.id), 'canvas');
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    if (name === 'firefox') return; // the rest is the same code in both

    it('offers links with and without step and weights, copies them, and draws a code that reads', async () => {
      const playground = await open('dataset=xor&layers=4&step=20');
      await openDialog(playground);
      const hash = await playground.call('hash');
      /** @type {[string, number][]} */
      const links = [];
      for (const [kind, step] of /** @type {[string, number][]} */ ([
        ['fromStart', 0],
        ['withWeights', 0],
        ['atStep', 20],
      ])) {
        await playground.page.click(`#share-${kind}`);
        await playground.page.click('#share-copy');
        const copied = await playground.evaluate(() => window.copied);
        assert.equal(copied, await playground.evaluate(() => document.getElementById('share-link').value));
        const clip = await playground.evaluate(() => document.querySelector('.code').getBoundingClientRect().toJSON());
        const picture = decode(await playground.page.screenshot({ clip: { ...clip, scale: 3 } }));
        const code = jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height);
        assert.equal(code?.data, copied, kind);
        links.push([copied, step]);
      }
      const seen = [];
      for (const [link, step] of links) {
        await playground.call('open', link);
        assert.equal((await playground.metrics()).step, step);
        seen.push(await playground.call('hash'));
      }
      assert.notEqual(seen[0], hash);
      assert.deepEqual(seen.slice(1), [hash, hash]);
      await playground.close();
    });

    it('says where no link leads here, and when one is too long for a code', async () => {
      const playground = await open('dataset=xor&layers=32,32');
      await playground.call('step', 5);
      await playground.call('set', 'learningRate', 0.1);
      await openDialog(playground);
      const state = await playground.evaluate(() => ({
        disabled: document.getElementById('share-atStep').disabled,
        code: document.querySelector('.code').hidden,
        text: document.getElementById('share').innerText,
      }));
      assert.deepEqual([state.disabled, state.code], [true, true]);
      assert.match(state.text, /changed on the way[^]*too long for a QR code/);
      await playground.close();
    });

    it('saves a picture of the canvas', async () => {
      const playground = await open('dataset=spiral&layers=4&step=30', { scale: 1 });
      await openDialog(playground);
      await playground.page.click('#share-picture');
      const { file, base64 } = await download(playground);
      assert.equal(file, 'backprop-step-30.png');
      const picture = decode(Buffer.from(base64, 'base64'));
      assert.deepEqual([picture.width, picture.height], [1200, 720]);
      assert.ok(colours(picture) > 500);
      await playground.close();
    });

    it('records an animation, and stops when asked', async () => {
      const playground = await open('dataset=xor&layers=4');
      await openDialog(playground);
      await playground.page.click('#share-record');
      await until(() => playground.evaluate(() => document.querySelector('dialog progress').value > 0), 'progress');
      assert.equal((await playground.metrics()).playing, true);
      await playground.page.click('#share-record');
      await until(async () => !(await playground.metrics()).playing, 'a pause');
      assert.equal(await playground.evaluate(() => window.downloads.length), 0, 'cancelled: nothing is saved');
      await playground.page.click('#share-record');
      const { file, type, base64 } = await download(playground);
      assert.match(file, /^backprop-step-\d+\.webm$/);
      assert.match(type, /^video\/webm/);
      const bytes = Buffer.from(base64, 'base64');
      assert.equal(bytes.readUInt32BE(0), 0x1a45dfa3, 'the mark of Matroska and WebM');
      assert.ok(bytes.length > 5000);
      await until(async () => !(await playground.metrics()).playing, 'a pause');
      await playground.close();
    });

    it('opens a link of TensorFlow Playground, with a note of what differs, and the way back', async () => {
      const playground = await open('dataset=xor&layers=4&step=6');
      const hash = await playground.call('hash');
      await openDialog(playground);
      await playground.page.focus('#share-paste');
      await playground.page.keyboard.type(peer);
      const notes = await playground.evaluate(() => document.getElementById('share-notes').textContent);
      assert.match(notes, /TensorFlow Playground: its seed/);
      await playground.page.keyboard.press('Enter');
      await until(async () => (await playground.call('get', 'dataset')) === 'spiral', 'the experiment of the link');
      assert.equal(await playground.call('get', 'layers'), '4,2');
      assert.equal(await playground.call('get', 'activation'), 'relu');
      assert.match((await playground.call('messages'))[0].text, /TensorFlow Playground/);
      await told(playground);
      await playground.evaluate(() => history.back());
      await until(async () => (await playground.call('hash')) === hash, 'the way back');
      await playground.close();
    });

    const drop = (playground, { file = null, text = '', content = '' }) =>
      playground.evaluate(
        (name, plainText, bytes) => {
          const transfer = new DataTransfer();
          if (name) transfer.items.add(new File([bytes], name));
          else transfer.setData('text/plain', plainText);
          const canvas = document.getElementById('canvas');
          const send = (type) =>
            canvas.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
          const taken = !send('dragover');
          const hinted = !document.getElementById('drop').hidden;
          send('drop');
          return { taken, hinted, gone: document.getElementById('drop').hidden };
        },
        file,
        text,
        content,
      );

    it('opens what is dropped: a saved run, points, a link', async () => {
      const playground = await open('dataset=spiral&layers=4&optimizer=adam&step=25');
      const hash = await playground.call('hash');
      await openDialog(playground, 'toolbar.export', 'export');
      await playground.page.waitForSelector('#export-document, #export-json, .formats button');
      await playground.page.click('.formats button');
      const { file, base64 } = await download(playground);
      assert.match(file, /\.json$/);
      await playground.page.keyboard.press('Escape');
      await playground.call('open', 'dataset=xor');

      const content = Buffer.from(base64, 'base64').toString();
      assert.deepEqual(await drop(playground, { file: 'run.json', content }), { taken: true, hinted: true, gone: true });
      await until(async () => (await playground.call('hash')) === hash, 'the saved run');
      assert.equal((await playground.metrics()).step, 25);

      await drop(playground, { file: 'points.csv', content: 'x1,x2,label\n1,1,a\n-1,-1,b\n2,1,a\n' });
      await until(async () => (await playground.call('get', 'dataset')) === 'custom', 'the points');
      assert.match((await playground.call('messages'))[0].text, /^'points.csv': 3 points: x1 is 'x1', x2 is 'x2', the class is 'label': 0 is 'a', 1 is 'b'/);

      await drop(playground, { text: `${site.server.url}#dataset=circle&step=3` });
      await until(async () => (await playground.call('get', 'dataset')) === 'circle', 'the link');
      assert.equal((await playground.metrics()).step, 3);
      await playground.evaluate(() => history.back());
      await until(async () => (await playground.call('get', 'dataset')) === 'custom', 'the way back to the points');
      await playground.close();
    });

    it('opens a file also where the browser takes no more entries into its history', async () => {
      const playground = await open('dataset=xor&layers=4');
      await playground.evaluate(() => {
        history.pushState = () => {
          throw new DOMException('too many', 'SecurityError');
        };
      });
      await drop(playground, { file: 'points.csv', content: 'x1,x2,label\n1,1,a\n-1,-1,b\n2,1,a\n' });
      await until(async () => (await playground.call('get', 'dataset')) === 'custom', 'the points');
      await playground.frames(10);
      assert.ok((await playground.call('messages')).every(({ kind }) => kind === 'note'));
      await playground.close();
    });

    it('says so when the browser lets nothing be copied', async () => {
      const playground = await open('dataset=xor&layers=4');
      await playground.evaluate(() => {
        Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('no')) } });
        document.execCommand = () => false;
      });
      await openDialog(playground);
      await playground.page.click('#share-copy');
      await until(() => playground.evaluate(() => /by hand/.test(document.getElementById('share-copy').textContent)), 'words on the button');
      const selected = await playground.evaluate(() => {
        const field = document.activeElement;
        return [field.id, field.selectionEnd - field.selectionStart === field.value.length];
      });
      assert.deepEqual(selected, ['share-link', true]);
      await playground.page.keyboard.press('Escape');

      await playground.call('step', 1);
      await playground.click('network.neuron.1.1');
      await playground.click('microscope.copy');
      await until(async () => (await playground.call('messages')).some(({ text }) => /did not let the page copy/.test(text)), 'a message');
      await playground.close();
    });

    it('says what is wrong with a file, and loses nothing', async () => {
      const playground = await open('dataset=xor&layers=4&step=8');
      const hash = await playground.call('hash');
      for (const [file, content, expected] of /** @type {[string, string, RegExp][]} */ ([
        ['broken.json', '{"format": "backprop-playground", "version": 1', /'broken.json' cannot be opened as a saved run/],
        ['deep.json', '['.repeat(100000), /'deep.json' cannot be opened/],
        ['points.csv', 'x1,x2,label\neins,2,a\neins,3,b\n', /no two columns of numbers/],
        ['picture.png', '\u0089PNG\0\0\0', /'picture.png' is no table of points: it is no text/],
        ['large.csv', 'x'.repeat(9 * 2 ** 20), /larger than the 8 MB/],
      ])) {
        await drop(playground, { file, content });
        await until(
          async () => (await playground.call('messages')).some(({ kind, text }) => kind === 'error' && expected.test(text)),
          `a message about ${file}`,
        );
        assert.equal(await playground.call('hash'), hash);
        assert.equal((await playground.metrics()).step, 8);
      }
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('leaves the address alone while it trains at full speed, but for now and then', async () => {
      const playground = await open('dataset=xor&layers=4&speed=max');
      await playground.evaluate(() => (window.told = 0));
      await playground.call('play');
      await pause(2500);
      const count = await playground.evaluate(() => window.told);
      assert.ok(count <= 4, `${count} times in two and a half seconds`);
      await playground.call('pause');
      await told(playground);
      await playground.close();
    });

    it('fits a phone', async () => {
      const playground = await open('dataset=xor&layers=4', { width: 390, height: 844, scale: 2 });
      await playground.press('s');
      await playground.page.waitForSelector('dialog#share[open]');
      const wide = await playground.evaluate(() => {
        const dialog = document.querySelector('dialog');
        const inside = [...dialog.querySelectorAll('*')].map((one) => one.getBoundingClientRect().right);
        return { dialog: dialog.getBoundingClientRect().toJSON(), right: Math.max(...inside), scroll: dialog.querySelector('.body').scrollWidth };
      });
      assert.ok(wide.dialog.left >= 0 && wide.dialog.right <= 390.5, JSON.stringify(wide.dialog));
      assert.ok(wide.right <= 390.5 && wide.scroll <= 390, JSON.stringify(wide));
      const small = await playground.evaluate(() =>
        [...document.querySelectorAll('dialog button:not(.tab)')].filter((one) => one.getBoundingClientRect().height < 40).length,
      );
      assert.equal(small, 0, 'buttons are large enough for fingers');
      await playground.close();
    });
  });
}
