// data/seattle-weather.csv: daily weather in Seattle, 2012 to 2015, out of vega-datasets (NOAA, a work of the US government).
// Numbers only; the package's "weather" column was made up from several fields and is left out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmPackage, writeData } from './npm-package.mjs';

const file = join(npmPackage('vega-datasets', '3.2.1'), 'data', 'seattle-weather.csv');
const rows = readFileSync(file, 'utf8').trim().split(/\r?\n/).map((line) => line.split(','));
const columns = ['date', 'temp_max', 'temp_min', 'precipitation', 'wind'];
const places = columns.map((column) => rows[0].indexOf(column));
writeData('seattle-weather.csv', [columns.join(','), ...rows.slice(1).map((row) => places.map((i) => row[i]).join(','))]);
