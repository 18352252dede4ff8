import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildTools } from '../toolchain/build-tools.js';
import { largePlan } from './large-plan.js';
import { measured, type Measured } from './measured.js';

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
const rules = join(root, 'test/bench/rules');
const sites = join(root, 'sites/data');

/** One line of the table. */
export type Row = (what: string, figure: string, target?: string) => void;

/** What `audit-plan.ts` prints. */
interface Judged {
  readonly resources: number;
  readonly verdicts: number;
  readonly readSeconds: number;
  readonly judgeSeconds: number;
  readonly peakMiB: number;
  readonly found: Readonly<Record<string, number>>;
}

/** `ORG-901 fail` → how many. */
type Found = Readonly<Record<string, number>>;

const middle = <T>(values: readonly T[], of: (value: T) => number): T | undefined => [...values].sort((a, b) => of(a) - of(b))[Math.floor(values.length / 2)];

async function written(folder: string, resources: number): Promise<string> {
  const path = join(folder, `plan-${resources}.json`);
  await pipeline(Readable.from(largePlan({ resources, of: 'create' })), createWriteStream(path));
  return path;
}

/** The child as it ships: bundled. From TypeScript sources it would take twice as long. */
async function bundled(): Promise<string> {
  const folder = join(root, 'node_modules/.cache/ndc-bench');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `audit-plan-${process.pid}.mjs`);
  await build({ entryPoints: [join(root, 'test/bench/audit-plan.ts')], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', logLevel: 'error' });
  return outfile;
}

async function judge(script: string, plan: string, ...more: readonly string[]): Promise<Judged> {
  const { out, exit } = await measured(process.execPath, [script, plan, rules, sites, ...more], { keep: true });
  if (exit !== 0) throw new Error(`audit-plan ended with ${exit ?? 'a signal'}`);
  return JSON.parse(out) as Judged;
}

const seconds = (value: number): string => `${value.toFixed(2)} s`;
const mebibytes = (value: number | undefined): string => (value === undefined ? 'memory not told' : `${value} MiB`);
const figures = ({ seconds: took, peakMiB }: Pick<Measured, 'seconds' | 'peakMiB'>): string => `${seconds(took)}, ${mebibytes(peakMiB)}`;

/** Least squares of log(time) over log(size): 1 is linear. */
export function exponent(points: readonly { readonly size: number; readonly took: number }[]): number {
  const logs = points.map(({ size, took }) => [Math.log(size), Math.log(took)] as const);
  const mean = (index: 0 | 1): number => logs.reduce((sum, log) => sum + log[index], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  return logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0) / logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
}

/** How reading and judging by every rule grow with the plan, each size in a process of its own. */
async function growth(row: Row, script: string, folder: string): Promise<void> {
  const points: { size: number; took: number }[] = [];
  for (const size of [1_000, 10_000, 100_000]) {
    const plan = await written(folder, size);
    const runs: Judged[] = [];
    for (let run = 0; run < (size < 100_000 ? 3 : 1); run += 1) runs.push(await judge(script, plan));
    const typical = middle(runs, ({ readSeconds, judgeSeconds }) => readSeconds + judgeSeconds);
    if (typical === undefined) continue;
    const took = typical.readSeconds + typical.judgeSeconds;
    points.push({ size: typical.resources, took });
    row(`audit in process, ${typical.resources} resources (${Math.round(statSync(plan).size / 2 ** 20)} MiB), all rules`, seconds(took), `read ${seconds(typical.readSeconds)}, judged ${seconds(typical.judgeSeconds)}, ${typical.peakMiB} MiB`);
    rmSync(plan);
  }
  row('  exponent in resources, 1,000 to 100,000', exponent(points).toFixed(2), 'target: linear, 1');
}

/** conftest from the tools' cache, built when Go is here; undefined, with what was said, where it cannot be had. */
async function conftest(row: Row): Promise<{ readonly path: string; readonly version: string } | undefined> {
  try {
    const path = (await buildTools(['conftest'], (line) => process.stderr.write(`${line}\n`)))['conftest'] ?? '';
    const version = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.trim().replace(/\n/g, ', ');
    return { path, version };
  } catch (error) {
    row('conftest', 'not here', error instanceof Error ? error.message.split('\n').slice(-3).join(' ') : String(error));
    return undefined;
  }
}

/** What conftest found, counted as ours are: its denials are failures, its warnings what the plan does not tell. */
function foundBy(out: string): Found {
  const found: Record<string, number> = {};
  for (const result of JSON.parse(out) as { failures?: { msg: string }[]; warnings?: { msg: string }[] }[])
    for (const [status, list] of [['fail', result.failures], ['unknown', result.warnings]] as const)
      for (const { msg } of list ?? []) {
        const key = `${msg.split(' ')[0] ?? ''} ${status}`;
        found[key] = (found[key] ?? 0) + 1;
      }
  return found;
}

const said = (found: Found): string => Object.entries(found).filter(([key]) => !key.endsWith(' pass')).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, count]) => `${key} ${count}`).join(', ');

/** The same five rules on the same plan, in turn. Returns whether both found the same: if not, their times mean nothing. */
async function againstConftest(row: Row, script: string, plan: string, ours: Measured): Promise<boolean> {
  const tool = await conftest(row);
  if (tool === undefined) return true;
  const theirs = join(root, 'test/bench/rego');
  const args = ['test', '--policy', theirs, plan, '--output', 'json'];
  const [found, own] = [foundBy((await measured(tool.path, args, { keep: true })).out), (await judge(script, plan, 'five')).found];
  const agree = said(found) === said(own);
  row('  the same is found', agree ? 'yes' : 'NO', said(own));
  if (!agree) row('  conftest found', '', said(found));
  const pairs: { readonly five: Measured; readonly conftest: Measured }[] = [];
  for (let run = 0; run < 3; run += 1) pairs.push({ five: await measured(process.execPath, [script, plan, rules, sites, 'five']), conftest: await measured(tool.path, args) });
  const [five, peer] = [middle(pairs.map((pair) => pair.five), ({ seconds: took }) => took), middle(pairs.map((pair) => pair.conftest), ({ seconds: took }) => took)];
  if (five === undefined || peer === undefined) return agree;
  row('ndc, five shared rules, whole process', figures(five));
  row(`conftest, the same five in Rego (${tool.version})`, figures(peer));
  row('  conftest / ndc, five rules', `${(peer.seconds / five.seconds).toFixed(1)}×`, 'target ≥ 10×');
  row('  conftest / ndc audit with its whole catalogue', `${(peer.seconds / ours.seconds).toFixed(1)}×`);
  if (five.peakMiB !== undefined && peer.peakMiB !== undefined) row('  memory of ndc / of conftest, five rules', (five.peakMiB / peer.peakMiB).toFixed(2), 'target < 0.33');
  if (ours.peakMiB !== undefined && peer.peakMiB !== undefined) row('  memory of ndc audit / of conftest', (ours.peakMiB / peer.peakMiB).toFixed(2), 'target < 0.33');
  return agree;
}

/** Checkov's own rules nearest to the five; it has no others for them. */
const checkovRules = 'CKV_K8S_11,CKV_K8S_13,CKV_K8S_43,CKV_K8S_38,CKV_K8S_14';

async function againstCheckov(row: Row, plan: string, ours: Measured): Promise<void> {
  const program = process.env['NDC_CHECKOV'] ?? 'checkov';
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' });
  if (version.error !== undefined || version.status !== 0) {
    row('Checkov', 'not here', 'pip install checkov, or name it in NDC_CHECKOV');
    return;
  }
  const limit = Number(process.env['NDC_CHECKOV_LIMIT'] ?? 900);
  const theirs = await measured(program, ['--file', plan, '--framework', 'terraform_plan', '--check', checkovRules, '--quiet', '--compact', '--output', 'json'], { limit });
  const took = theirs.late ? `> ${limit} s, ${mebibytes(theirs.peakMiB)}` : figures(theirs);
  row(`Checkov ${version.stdout.trim()}, ${checkovRules.split(',').length} of its rules`, took, theirs.late ? 'ended before it was done' : '');
  row('  Checkov / ndc audit with its whole catalogue', `${theirs.late ? '> ' : ''}${(theirs.seconds / ours.seconds).toFixed(1)}×`, 'target ≥ 50×');
}

/**
 * Audit of a 20,000-resource plan beside its peers, and how an audit grows. Peers that are not here are said to be so.
 *
 * @returns whether the peers found what we found; times are printed and decide nothing.
 */
export async function auditBench(row: Row): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-bench-'));
  const script = await bundled();
  try {
    const plan = await written(folder, 20_000);
    const ndc = join(root, 'bin/ndc');
    const audit = (): Promise<Measured> => measured(process.execPath, [ndc, 'audit', plan, '--rules', rules, '--sites', sites, '--as-of', '2026-11-22'], { cwd: folder });
    // The first run may have to build.
    await audit();
    const runs = [await audit(), await audit(), await audit()];
    const ours = middle(runs, ({ seconds: took }) => took);
    if (ours === undefined || (ours.exit !== 0 && ours.exit !== 1)) throw new Error(`ndc audit ended with ${ours?.exit ?? 'nothing'}`);
    row(`ndc audit, 20,000 resources (${Math.round(statSync(plan).size / 2 ** 20)} MiB), whole catalogue and 5 own rules`, figures(ours));
    const agree = await againstConftest(row, script, plan, ours);
    await againstCheckov(row, plan, ours);
    rmSync(plan);
    await growth(row, script, folder);
    return agree;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(script, { force: true });
  }
}

// Alone: tsx test/bench/audit.ts
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const agree = await auditBench((what, figure, target = '') => process.stdout.write(`${what.padEnd(84)} ${figure.padStart(18)}  ${target}\n`));
  process.exitCode = agree ? 0 : 1;
}
