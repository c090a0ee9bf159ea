// What people do with a keyboard, at the pace of the page.

/** Ctrl or another key with a second one, as people press them. */
export async function chord(playground, held, key) {
  await playground.page.keyboard.down(held);
  await playground.frames(2);
  await playground.press(key);
  await playground.page.keyboard.up(held);
  await playground.frames(6);
}

/** Types over what a field has, which is selected when the keyboard comes to it. */
export async function type(playground, text) {
  await playground.page.keyboard.type(String(text));
  // A key takes two frames; what is typed while the keyboard is on its way to a field is lost.
  await playground.frames(2 + 2 * String(text).length);
}

/** The browser's event of a paste. In a field its keys come too. */
export const pasted = (playground, text) =>
  playground.evaluate((content) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', content);
    document.getElementById('canvas').focus();
    // Firefox makes no ClipboardEvent with data of ours.
    const event = Object.assign(new Event('paste', { bubbles: true }), { clipboardData });
    document.activeElement.dispatchEvent(event);
  }, text);
