// data/pronounce.txt.gz: the CMU Pronouncing Dictionary without stress marks, out of the npm package cmu-pronouncing-dictionary.
// Words of letters and apostrophes only; a line has the word, a tab and its pronunciations, separated by commas. To be small, a word
// begins with a letter that says how many characters it shares with the word before.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { npmPackage } from './npm-package.mjs';

const { dictionary } = await import(pathToFileURL(join(npmPackage('cmu-pronouncing-dictionary', '3.0.0'), 'index.js')));

const words = new Map();
let entries = 0;
for (const [entry, phones] of Object.entries(dictionary)) {
  const word = entry.replace(/\(\d+\)$/, '');
  if (!/^[a-z][a-z']*$/.test(word)) continue;
  entries++;
  const plain = phones.replace(/\d/g, '');
  if (!words.has(word)) words.set(word, []);
  if (!words.get(word).includes(plain)) words.get(word).push(plain);
}
let before = '';
const lines = [...words.keys()].sort().map((word) => {
  let shared = 0;
  while (shared < 25 && shared < before.length && before[shared] === word[shared]) shared++;
  before = word;
  return `${String.fromCharCode(65 + shared)}${word.slice(shared)}\t${words.get(word).join(',')}`;
});
const bytes = gzipSync(lines.join('\n') + '\n', { level: 9 });
bytes[9] = 255; // the operating system that wrote it, which is of no interest
const here = dirname(dirname(fileURLToPath(import.meta.url)));
writeFileSync(join(here, 'data', 'pronounce.txt.gz'), bytes);
console.log(
  `pronounce.txt.gz: ${entries} entries, ${lines.length} words, ${bytes.length} bytes, SHA-256 ` +
    createHash('sha256').update(bytes).digest('hex'),
);
