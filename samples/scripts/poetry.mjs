// data/quatrains.txt: quatrains of the Complete Tang Poems by thirty poets, one a line, out of chinese-poetry (MIT; the poems
// are from before 907). Four lines of five or of seven characters each; titles and poets are left out.
// The order is a shuffled one, so that the last tenth is a fair sample.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fraction, npmPackage, writeData } from './npm-package.mjs';

const POETS =
  '白居易 王建 元稹 劉禹錫 陸龜蒙 李商隱 杜牧 李白 張祜 錢起 杜甫 張籍 趙嘏 戴叔倫 韓偓 韓愈 顧況 王昌齡 韋應物 權德輿 皎然 韋莊 鄭谷 羅隱 盧綸 李益 王維 孟浩然 賀知章 岑參'.split(' ');
const QUATRAIN = /^(?:(?:\p{Script=Han}{5}，\p{Script=Han}{5}。){2}|(?:\p{Script=Han}{7}，\p{Script=Han}{7}。){2})$/u;

const folder = join(npmPackage('chinese-poetry', '2.0.1'), 'dist', 'quantangshi');
const files = readdirSync(folder).filter((name) => name.startsWith('poet.tang.'));
files.sort((a, b) => Number(a.split('.')[2]) - Number(b.split('.')[2]));
const poems = new Map();
for (const file of files) {
  for (const { author, paragraphs } of JSON.parse(readFileSync(join(folder, file)))) {
    const poem = paragraphs.join('').replace(/[？！；]/g, '。');
    if (POETS.includes(author) && QUATRAIN.test(poem)) poems.set(poem, author);
  }
}
for (const poet of POETS) console.log(poet, [...poems.values()].filter((author) => author === poet).length);
writeData('quatrains.txt', [...poems.keys()].sort((a, b) => fraction(a) - fraction(b)));
