// The clipboard of Chromium, which a page may use when it is let.

/** @param {import('./page.mjs').PlaygroundPage} playground */
export const letCopy = (playground) =>
  playground.page.browserContext().overridePermissions(playground.page.url().split('#')[0], [
    'clipboard-read', 'clipboard-write', 'clipboard-sanitized-write',
  ]);

/** What a button of the canvas copies. */
export async function copied(playground, button = 'microscope.copy') {
  await playground.click(button);
  return playground.evaluate(() => navigator.clipboard.readText());
}
