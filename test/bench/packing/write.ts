/* eslint-disable no-console -- a tool of the bench prints */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allClasses } from './instances.js';
import { inputOf } from './write-input.js';

/** `npm run bench:packing:write -- DIR SEED SIZES`: a folder of instances for each published class, of 60 and 249 vectors or as asked. */
const [directory, seed = '1', sizes = '60,249'] = process.argv.slice(2);
if (directory === undefined) throw new Error('usage: npm run bench:packing:write -- DIR [SEED] [SIZES]');
const list = sizes.split(',').map(Number);
for (const [set, all] of Object.entries(allClasses({ panigrahy: list, irregular: list, triplets: list.map((n) => n - (n % 3)) }, Number(seed)))) {
  mkdirSync(join(directory, set), { recursive: true });
  for (const vectors of all) writeFileSync(join(directory, set, `${vectors.name}.json`), `${JSON.stringify(inputOf(vectors))}\n`);
  console.log(`${join(directory, set)}: ${all.length} instances`);
}
