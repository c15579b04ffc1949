// data/co2.csv: weekly carbon dioxide at Mauna Loa, 1958 to 2001, out of Debian's python3-statsmodels (public domain). Weeks
// without a measurement stay empty. Dates become ISO dates. Takes the unpacked package's folder:
//
//   apt-get download python3-statsmodels && dpkg-deb -x python3-statsmodels_*.deb statsmodels && node co2.mjs statsmodels
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeData } from './npm-package.mjs';

const file = 'usr/lib/python3/dist-packages/statsmodels/datasets/co2/co2.csv';
const rows = readFileSync(join(process.argv[2] ?? 'statsmodels', file), 'utf8').trim().split(/\r?\n/).slice(1);
writeData('co2.csv', ['date,co2', ...rows.map((row) => row.replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3'))]);
