/* eslint-disable no-console -- a bench prints */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { deriveIntent } from '../../sites/intent/derive.js';
import { loadEstate } from '../../sites/model/load.js';
import { applyScenario, parseScenario } from '../../sites/model/scenario.js';
import { synthesise } from '../../stacks/synthesise.js';
import { bareStack, synthesiseBare } from './bare-cdktf.js';
import { asOf, filesWith } from './estate-of.js';

/** Median of the seconds a function takes over some runs, after one that does not count. */
function median(runs: number, work: () => unknown): number {
  const times: number[] = [];
  for (let run = 0; run <= runs; run += 1) {
    const began = performance.now();
    work();
    if (run > 0) times.push((performance.now() - began) / 1000);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

const row = (what: string, figure: string, target = ''): void => console.log(`${what.padEnd(64)} ${figure.padStart(14)}  ${target}`);

function estateWith(organisations: number) {
  const result = loadEstate(filesWith(organisations), asOf);
  if ('diagnostics' in result) throw new Error(`the bench's estate does not load: ${JSON.stringify(result.diagnostics.slice(0, 3))}`);
  return applyScenario(result.estate, parseScenario(result.estate, { asOf, phase: 'all-operating' }));
}

/** Our synthesis and bare cdktf on the same resources, in turn, in one process. */
function synthesis(organisations: number, runs: number): void {
  const estate = estateWith(organisations);
  const intent = deriveIntent(estate);
  const stacks = synthesise(estate, intent);
  const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0);
  const bare = stacks.map(({ name, json }) => bareStack(name, json));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    theirs.push(median(1, () => synthesiseBare(bare)));
    ours.push(median(1, () => synthesise(estate, intent)));
  }
  const ratios = ours.map((seconds, run) => seconds / (theirs[run] ?? 1)).sort((a, b) => a - b);
  const middle = (values: number[]): string => (values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0).toFixed(2);
  row(`synthesis, 3 sites × ${organisations} organisations: ${stacks.length} stacks, ${resources} resources`, `${middle(ours)} s`);
  row('  bare cdktf, the same resources', `${middle(theirs)} s`);
  row('  ratio, median of pairs', `${(ratios[Math.floor(ratios.length / 2)] ?? 0).toFixed(2)}×`, 'target ≤ 1.3×');
}

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`);
const files = filesWith(500);
row('load and validate 500 tenancy files', `${median(5, () => loadEstate(files, asOf)).toFixed(2)} s`, 'target < 1 s');
synthesis(23, 3);
synthesis(500, 1);
const ndc = new URL('../../bin/ndc', import.meta.url).pathname;
const command = (...args: string[]) => () => execFileSync(process.execPath, [ndc, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
row('ndc --help', `${median(5, command('--help')).toFixed(2)} s`, 'target < 0.4 s');
row('ndc check, shipped estate', `${median(3, command('check')).toFixed(2)} s`, 'target < 5 s');
