// data/names.csv: given names by the list they come from, out of @faker-js/faker (MIT).
// A name that stands in two lists has no one origin and is left out. The order is a shuffled one.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fraction, npmPackage, quoted, writeData } from './npm-package.mjs';

const PER_LIST = 1500;
const LISTS = {
  cs_CZ: 'Czech',
  nl: 'Dutch',
  en: 'English',
  fr: 'French',
  de: 'German',
  en_IN: 'Indian',
  it: 'Italian',
  tr: 'Turkish',
};

const faker = join(npmPackage('@faker-js/faker', '10.6.0'), 'dist', 'index.js');
const { allLocales } = await import(pathToFileURL(faker));

/** Name in small letters -> set of the lists that have it, over all locales of these languages. */
const lists = new Map();
const spelling = new Map();
for (const [locale, list] of Object.entries(LISTS)) {
  for (const names of Object.values(allLocales[locale].person.first_name).filter(Array.isArray)) {
    for (const name of names) {
      const key = name.normalize('NFC').toLowerCase();
      if (!lists.has(key)) lists.set(key, new Set());
      lists.get(key).add(list);
      spelling.set(key, name.normalize('NFC'));
    }
  }
}

const rows = new Map();
for (const list of Object.values(LISTS)) {
  const own = [...lists.keys()].filter((key) => lists.get(key).has(list));
  const only = own.filter((key) => lists.get(key).size === 1);
  const chosen = only.sort((a, b) => fraction(a) - fraction(b)).slice(0, PER_LIST);
  console.log(`${list}: ${own.length} names, ${only.length} in no other list, ${chosen.length} taken`);
  chosen.forEach((key) => rows.set(key, `${quoted(spelling.get(key))},${list}`));
}
const order = [...rows.keys()].sort((a, b) => fraction(`order ${a}`) - fraction(`order ${b}`));
writeData('names.csv', ['name,origin', ...order.map((key) => rows.get(key))]);
