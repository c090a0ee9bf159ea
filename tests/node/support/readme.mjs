// The code blocks of README.md.
import { readFile } from 'node:fs/promises';

/** @returns {Promise<{ language: string, text: string }[]>} */
export async function blocks() {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
  return [...readme.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language, text]) => ({ language, text }));
}

/** What the lines of an example print, or show, as their comments say. */
export function promises(text) {
  const lines = text.split('\n').filter((line) => /console\.log|textContent/.test(line));
  return lines.map((line) => line.match(/; \/\/ (.*)$/)[1]);
}
