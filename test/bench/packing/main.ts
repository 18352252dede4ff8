/* eslint-disable no-console -- a bench prints */
import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { messageOf } from '../../../sites/model/diagnostic.js';
import type { Instance } from '../../../sites/packing/instance.js';
import { pack } from '../../../sites/packing/pack.js';
import { largestInput, readInstance } from '../../../sites/packing/read.js';
import { efforts, type Effort } from '../../../sites/packing/solve.js';
import { loadSolver, type Solver } from '../../../sites/packing/solver.js';
import { filesOf, type Folder } from './folder.js';
import { allClasses } from './instances.js';
import { grouped, ruled } from './throughput.js';
import { inputOf } from './write-input.js';

/**
 * `npm run bench:packing -- DIR`: packs every `.json` of a folder and says how far each may be from the fewest nodes.
 * Without a folder: the throughput of the heuristics, and some instances of each published class.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { effort: { type: 'string', default: 'best' }, 'time-limit': { type: 'string', default: '20' }, seed: { type: 'string', default: '1' } } });

interface Row {
  readonly nodes: number;
  readonly bound: number;
  readonly gap: number;
  readonly seconds: number;
  readonly cpu: number;
}

interface Settings {
  readonly effort: Effort;
  readonly limit: number;
  readonly seed: number;
  readonly solver: Solver;
}

function measure(instance: Instance, how: Effort, { limit, seed, solver }: Settings): Row {
  const began = process.cpuUsage();
  const now = (): number => performance.now();
  const { nodesUsed, lowerBound, gap, seconds, pods } = pack(instance, { effort: how, seed, now, until: now() + limit * 1000, solver });
  if (pods.unplaced > 0) console.log(`  ${pods.unplaced} pods without a place`);
  return { nodes: nodesUsed, bound: lowerBound.value, gap, seconds, cpu: process.cpuUsage(began).user / 1e6 };
}

const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / Math.max(1, list.length);
const percent = (value: number): string => `${(value * 100).toFixed(2)} %`;
const line = (name: string, { nodes, bound, gap, seconds, cpu }: Row, more = ''): void => console.log(`${name.padEnd(44)} ${String(nodes).padStart(7)} ${String(bound).padStart(7)} ${percent(gap).padStart(9)} ${seconds.toFixed(2).padStart(8)} ${cpu.toFixed(2).padStart(8)}${more}`);

/** Every file of a folder; the exit code. */
function ofFolder(directory: string, files: readonly { readonly name: string; readonly path: string }[], settings: Settings): number {
  const { effort } = settings;
  const gaps: number[] = [];
  let broken = 0;
  for (const { name, path } of files) {
    const read = statSync(path).size > largestInput ? undefined : readInstance(name, readFileSync(path));
    if (read === undefined || 'diagnostics' in read) {
      broken += 1;
      const [first] = read === undefined ? [] : read.diagnostics;
      console.log(`${name}: ${first === undefined ? 'too large' : messageOf(first).en}`);
      continue;
    }
    const row = measure(read.instance, effort, settings);
    gaps.push(row.gap);
    line(name, row);
  }
  if (gaps.length === 0) {
    console.error(`\nNone of the ${broken} .json files in ${directory} could be read: there is no gap to tell. They must be what ndc capacity pack reads.`);
    return 2;
  }
  console.log(`\nmean gap of ${gaps.length} files: ${percent(mean(gaps))}${broken === 0 ? '' : `; ${broken} could not be read`}`);
  return broken > 0 ? 1 : 0;
}

/** The throughput of the heuristics, and instances of the published classes. */
function ofClasses(settings: Settings): void {
  const { effort, seed } = settings;
  console.log('\nThroughput, --effort fast, checking included');
  for (const [name, instance] of [['1,000,000 pods in 500 groups', grouped(seed)], ['10,000 pods, spread and anti-affinity, 500 nodes', ruled(seed, 400, 25, true)], ['100,000 pods, spread and anti-affinity', ruled(seed, 1_000, 100, false)]] as const) {
    const row = measure(instance, 'fast', settings);
    const pods = instance.pods.reduce((sum, { count }) => sum + count, 0);
    line(name, row, `  ${Math.round(pods / row.cpu).toLocaleString('en-US')} pods per second of CPU`);
  }
  const means = { panigrahy: 0.0162, new: 0.0523, triplet: 0.1677 } as const;
  const classes = allClasses({ panigrahy: [60, 120], irregular: [60, 120], triplets: [60, 120] }, seed);
  for (const set of ['panigrahy', 'new', 'triplet'] as const) {
    console.log(`\n${set}: published portfolio of heuristics ${percent(means[set])} above the optimum`);
    const gaps: number[] = [];
    const above: number[] = [];
    for (const vectors of classes[set]) {
      const read = readInstance(vectors.name, Buffer.from(JSON.stringify(inputOf(vectors))));
      if ('diagnostics' in read) throw new Error(`the bench's own instance ${vectors.name} is refused`);
      const row = measure(read.instance, effort, settings);
      gaps.push(row.gap);
      if (vectors.optimum !== undefined) above.push((row.nodes - vectors.optimum) / vectors.optimum);
      line(vectors.name, row);
    }
    console.log(`${set}: mean gap to the proven bound ${percent(mean(gaps))}${above.length === 0 ? '' : `, to the known optimum ${percent(mean(above))}`}`);
  }
}

/** The exit code: 2 where there is nothing to pack, 1 where some files could not be read. */
async function bench([directory]: readonly string[]): Promise<number> {
  const effort = efforts.find((known) => known === values.effort);
  const limit = Number(values['time-limit']);
  const seed = Number(values.seed);
  if (effort === undefined || !(limit > 0) || !Number.isInteger(seed)) {
    console.error(`usage: npm run bench:packing -- [DIR] [--effort ${efforts.join('|')}] [--time-limit SECONDS] [--seed WHOLE]`);
    return 2;
  }
  const folder: Folder = directory === undefined ? { files: [] } : filesOf(directory);
  if ('problem' in folder) {
    console.error(folder.problem);
    return 2;
  }
  const settings = { effort, limit, seed, solver: await loadSolver() };
  console.log(`${'instance'.padEnd(44)} ${'nodes'.padStart(7)} ${'bound'.padStart(7)} ${'gap'.padStart(9)} ${'seconds'.padStart(8)} ${'user CPU'.padStart(8)}`);
  if (directory !== undefined) return ofFolder(directory, folder.files, settings);
  ofClasses(settings);
  return 0;
}

process.exitCode = await bench(positionals);
