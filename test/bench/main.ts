/* eslint-disable no-console -- a bench prints */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { deriveIntent } from '../../sites/intent/derive.js';
import { loadEstate } from '../../sites/model/load.js';
import { applyScenario, parseScenario } from '../../sites/model/scenario.js';
import { synthesise } from '../../stacks/synthesise.js';
import { auditBench } from './audit.js';
import { bareStack, synthesiseBare } from './bare-cdktf.js';
import { everyRack, headroom, planFor, planned, shippedEstate } from './capacity.js';
import { asOf, filesWith } from './estate-of.js';
import { packingBench } from './packing/rows.js';
import { enlarged, recoveryMatrix, simulated } from './recovery.js';
import { row } from './row.js';
import { tenancyBench } from './tenancy.js';

function seconds(work: () => unknown): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const minutes = (ms: bigint): string => (Number(ms) / 60_000).toFixed(1);

/** Median of the seconds a function takes over some runs, after one that does not count. */
function median(runs: number, work: () => unknown): number {
  work();
  return middle(Array.from({ length: runs }, () => seconds(work)));
}

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
  const pairs = Array.from({ length: runs }, () => ({ theirs: seconds(() => synthesiseBare(bare)), ours: seconds(() => synthesise(estate, intent)) }));
  const of = (pick: (pair: (typeof pairs)[number]) => number): string => middle(pairs.map(pick)).toFixed(2);
  row(`synthesis, 3 sites × ${organisations} organisations: ${stacks.length} stacks, ${resources} resources`, `${of(({ ours }) => ours)} s`);
  row('  bare cdktf, the same resources', `${of(({ theirs }) => theirs)} s`);
  row('  ratio, median of pairs', `${of(({ ours, theirs }) => ours / theirs)}×`, 'target ≤ 1.3×');
}

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`);
/** Steps from older schemas, of which there are none: with them a file that was read before is read anew. */
const anew = {};
const files = filesWith(500);
row('load and validate 500 tenancy files', `${median(5, () => loadEstate(files, asOf, anew)).toFixed(2)} s`, 'target < 1 s');
const shipped = shippedEstate();
const shippedPlan = planFor(shipped);
// Intent and layouts are computed within: what a command does after it has loaded its files.
row(`headroom, shipped estate: ${planned(shippedPlan)} quarters, every single loss`, `${median(5, () => headroom(planFor(shippedEstate()))).toFixed(2)} s`, 'target < 1 s, loading included');
const measured = [125, 250, 500].map((organisations) => {
  const plan = planFor(estateWith(organisations));
  const { quarters, racks } = everyRack(plan);
  return { organisations, quarters, racks, took: median(1, () => everyRack(plan)) };
});
for (const { organisations, quarters, racks, took } of measured) row(`headroom, 3 sites × ${organisations} organisations × ${quarters} quarters, ${racks / quarters} racks each`, `${took.toFixed(2)} s`, organisations === 500 ? 'target < 10 s' : '');
const [first, , last] = measured;
if (first !== undefined && last !== undefined) row('  exponent in organisations, 125 to 500', (Math.log(last.took / first.took) / Math.log(last.organisations / first.organisations)).toFixed(2), 'target: linear, 1');
const many = estateWith(500);
row(`recovery matrix, 3 sites × 500 organisations, ${recoveryMatrix(many)} cells`, `${median(1, () => recoveryMatrix(many)).toFixed(2)} s`, 'target < 20 s');
const operating = applyScenario(shipped, parseScenario(shipped, { asOf, phase: 'all-operating' }));
row('loss of NDC 01, shipped estate, 10,000 runs', `${median(1, () => simulated(operating, 10_000)).toFixed(2)} s`, 'target < 10 s');
const large = enlarged(many, 25);
row('loss of NDC 01, 3 sites × 500 organisations, 200 runs', `${median(1, () => simulated(large, 200)).toFixed(2)} s`);
for (const { tier, environments, nowhere, first, last } of simulated(large, 200)) row(`  ${tier}: ${environments - nowhere} of ${environments} back on two survivors, first to last, median`, first?.p50 === undefined || last?.p50 === undefined ? 'nowhere' : `${minutes(first.p50)} – ${minutes(last.p50)} min`, tier === 'platinum' ? 'platinum first' : '');
row('  memory of this process, at its peak', `${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`, 'target < 1 GiB');
// After the peak was read: synthesis of 30,000 resources and bare cdktf's take more.
synthesis(23, 3);
synthesis(500, 1);
const ndc = new URL('../../bin/ndc', import.meta.url).pathname;
const command = (...args: string[]) => () => execFileSync(process.execPath, [ndc, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
/** A gate that finds something exits 1: its time counts all the same. */
const failing = (...args: string[]) => () => {
  const { status } = spawnSync(process.execPath, [ndc, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0 && status !== 1) throw new Error(`ndc ${args.join(' ')} exits ${status ?? 'by a signal'}`);
};
packingBench(row, median);
execFileSync(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('purchase-main.ts', import.meta.url))], { stdio: 'inherit' });
row('ndc --help', `${median(5, command('--help')).toFixed(2)} s`, 'target < 0.4 s');
row('ndc dr matrix, shipped estate, every site operating', `${median(3, failing('dr', 'matrix', '--scenario', 'all-operating')).toFixed(2)} s`, 'target < 2 s');
row('ndc check, shipped estate', `${median(3, command('check')).toFixed(2)} s`, 'target < 5 s');
await tenancyBench(row);
// Times decide nothing; rules that find other things than their twins do.
if (!(await auditBench(row))) process.exitCode = 1;
