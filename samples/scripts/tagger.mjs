// data/hebrew.txt: verses of the Hebrew Bible without vowel points, each word with its class, out of morphhb: the Open
// Scriptures Hebrew Bible (text in the public domain, morphology CC BY 4.0). One verse a line, words as word/CLASS.
//
// A Hebrew word can hold a conjunction, prepositions, the article and a pronoun around its main part, written together:
// "and in the beginning" is one word. Its class is that of the main part.
import { createRequire } from 'node:module';
import { npmPackage, writeData } from './npm-package.mjs';

const BOOKS = ['Genesis', 'Ruth', 'I Samuel', 'II Samuel'];
const CLASSES = { A: 'ADJ', C: 'CONJ', D: 'ADV', P: 'PRON', R: 'ADP', T: 'PART' };

const bible = createRequire(import.meta.url)(npmPackage('morphhb', '2.0.2'));
const verses = [];
const counts = {};
for (const book of BOOKS) {
  for (const verse of bible[book].flat()) {
    const words = verse.map(([word, , tags]) => {
      const label = wordClass(tags);
      counts[label] = (counts[label] ?? 0) + 1;
      return `${word.replaceAll('/', '').normalize('NFC')}/${label}`;
    });
    verses.push(words.join(' '));
  }
}
console.log(counts);
writeData('hebrew.txt', verses);

/** The class of the last part that is no attached pronoun: "C/Vqw3ms" is a verb, "R/Sp3ms" a preposition. */
function wordClass(tags) {
  const parts = tags.split('/').filter((part) => !part.startsWith('S'));
  const main = parts[parts.length - 1];
  if (main.startsWith('Np')) return 'NAME';
  if (main.startsWith('N')) return 'NOUN';
  if (main.startsWith('Ac') || main.startsWith('Ao')) return 'NUM';
  if (main.startsWith('V')) return 'rsRS'.includes(main[2]) ? 'PTCP' : 'VERB';
  const label = CLASSES[main[0]];
  if (!label) throw new Error(`no class for ${tags}`);
  return label;
}
