import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { claim } from '../../../bin/edge/proof/remains.js';
import { belongsTo } from '../../../bin/edge/sandbox/leftovers.js';
import { listProcesses } from '../../../bin/edge/sandbox/process-table.js';
import { prove } from '../../../bin/proof/session.js';
import type { ProveData } from '../../../bin/prove-data.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import { crowded, group, node } from '../../bin/proof/stages.js';
import { podsIn, type Stage } from '../../../bin/proof/stage.js';
import { repository } from '../journey/repository.js';

let folder = '';
const leftBehind = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('ndc-prove-'));
let before: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ndc-proof-'));
  before = leftBehind();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

// What a test that timed out has begun is not left to the next one.
let ended = new AbortController();
let running: Promise<unknown> = Promise.resolve();
afterEach(async () => {
  ended.abort();
  await running;
  ended = new AbortController();
});

async function ndc(...argv: readonly string[]): Promise<{ readonly exit: number | undefined; readonly out: string; readonly err: string }> {
  const child = execa(process.execPath, ['bin/ndc', ...argv], { cwd: repository, reject: false, cancelSignal: ended.signal });
  running = child;
  const { exitCode, stdout, stderr } = await child;
  return { exit: exitCode, out: stdout, err: stderr };
}

/** Four nodes in two zones; the web pods are spread over zones, the large ones fill a node. */
const input = {
  nodes: [
    { shape: 'a', count: 2, resources: { cpu: '8', memory: '32Gi', gpu: 1 }, labels: { zone: 'a' }, maxPods: 20 },
    { shape: 'b', count: 2, resources: { cpu: '8', memory: '32Gi' }, labels: { zone: 'b' }, maxPods: 20 },
  ],
  pods: [
    { name: 'web; $(touch x)', count: 6, resources: { cpu: '1', memory: '2Gi' }, spread: { topologyKey: 'zone' } },
    { name: 'model', resources: { cpu: '2', gpu: 1 } },
    { name: 'batch', count: 2, resources: { cpu: '6' } },
  ],
};

describe('what the toolkit packs, the real kube-scheduler places', () => {
  it('a sample of the shipped estate’s plan', async () => {
    const { exit, out, err } = await ndc('capacity', 'prove', '--as-of', '2026-11-01', '--sample', '--orders', '2', '--json');
    expect(exit, `${out}${err}`).toBe(0);
    const data = JSON.parse(out) as ProveData;
    expect(outcomeSchemaOf('ndc/capacity-prove.v1')?.safeParse(data).error?.issues ?? []).toEqual([]);
    expect(data).toMatchObject({ of: 'plan', quarter: '2030-Q4', sample: true, problems: [], scheduler: expect.stringMatching(/^v\d/) as string });
    expect(data.pods.bound).toBe(data.pods.expected);
    expect(data.pods.bound).toBeGreaterThan(100);
    expect(data.stages.length).toBe(1);
  });

  it('a file, and the assignment that was packed of it; a wrong one is caught, by the validator and by the scheduler', async () => {
    const [pods, right, wrong] = ['pods.json', 'right.json', 'wrong.json'].map((name) => join(folder, name)) as [string, string, string];
    await writeFile(pods, JSON.stringify(input));
    const packed = await ndc('capacity', 'pack', pods, '--json');
    expect(packed.exit, packed.err).toBe(0);
    await writeFile(right, packed.out);
    const good = await ndc('capacity', 'prove', '--input', pods, '--assignment', right, '--json');
    expect(good.exit, `${good.out}${good.err}`).toBe(0);
    expect(JSON.parse(good.out) as ProveData).toMatchObject({ of: 'assignment', pods: { expected: 9, bound: 9 }, problems: [] });

    // Both large pods onto one node: 12 cores of 8.
    const { assignment } = JSON.parse(packed.out) as { assignment: { node: string; shape: string; pods: { name: string; count: number }[] }[] };
    const rest = assignment.map(({ pods: held, ...at }) => ({ ...at, pods: held.filter(({ name }) => name !== 'batch') }));
    const [first, ...others] = rest;
    if (first === undefined) throw new Error('nothing was packed');
    await writeFile(wrong, JSON.stringify({ assignment: [{ ...first, pods: [...first.pods, { name: 'batch', count: 2 }] }, ...others] }));
    const bad = await ndc('capacity', 'prove', '--input', pods, '--assignment', wrong, '--json');
    expect(bad.exit, `${bad.out}${bad.err}`).toBe(1);
    const { problems } = JSON.parse(bad.out) as ProveData;
    expect(problems.map(({ what }) => what)).toContain('resources');
    expect(problems.flatMap(({ event }) => event ?? []).join('\n')).toMatch(/Insufficient cpu/);
  });

  it('who is promised nothing gives way by preemption; what cannot be placed is told in the scheduler’s words', async () => {
    const tooLarge = group('n0', 11, 1);
    const impossible: Stage = { name: 'too-large', nodes: [node('y-1', 10)], groups: [], losses: [{ lost: ['ndc-01'], groups: [tooLarge], ended: [], added: podsIn(tooLarge) }] };
    const { results } = await prove({ root: repository, signal: new AbortController().signal, lang: 'en', progress: () => undefined }, [crowded(), impossible], { seed: 1, orders: 2, milliseconds: 120_000, now: () => performance.now() });
    const [preempted, failed] = results;
    expect(preempted?.normal).toMatchObject({ expected: 4, bound: 4, problems: [] });
    expect(preempted?.losses[0]).toMatchObject({ orders: 2, added: 1, worst: { expected: 1, bound: 1, shed: 2, evicted: 2, problems: [] } });
    expect(failed?.losses[0]?.worst).toMatchObject({ expected: 1, bound: 0, problems: [{ problem: { what: 'unbound' }, of: 'told n0', event: expect.stringMatching(/0\/1 nodes are available.*Insufficient cpu/) as string }] });
  });

  it('leaves nothing behind, also when it is interrupted', async () => {
    const child = execa(process.execPath, ['bin/ndc', 'capacity', 'prove', '--input', join(folder, 'pods.json')], { cwd: repository, reject: false });
    await new Promise<void>((resolve) => child.stderr.on('data', (part: Buffer) => (part.toString().includes('kube-scheduler v') ? resolve() : undefined)));
    child.kill('SIGINT');
    await child;
    expect(leftBehind().filter((name) => !before.includes(name) && existsSync(join(tmpdir(), name)))).toEqual([]);
  });

  it('ends and removes what a killed proof left, and nothing else', async () => {
    const pods = join(folder, 'pods.json');
    const child = execa(process.execPath, ['bin/ndc', 'capacity', 'prove', '--input', pods], { cwd: repository, reject: false });
    await new Promise<void>((resolve) => child.stderr.on('data', (part: Buffer) => (part.toString().includes('kube-scheduler v') ? resolve() : undefined)));
    child.kill('SIGKILL');
    await child;
    const left = leftBehind().filter((name) => !before.includes(name)).map((name) => join(tmpdir(), name));
    const runs = async (): Promise<number> => (await listProcesses()).filter((one) => left.some((each) => belongsTo(each, one))).length;
    expect(left).toHaveLength(1);
    expect(await runs()).toBe(3);
    // Folders of an owner that runs, and of nobody.
    const [living, nobodys] = ['living', 'nobodys'].map((name) => join(tmpdir(), `ndc-prove-${name}-${process.pid}`)) as [string, string];
    try {
      for (const each of [living, nobodys]) await mkdir(each);
      await claim(living);
      const next = await ndc('capacity', 'prove', '--input', pods);
      expect([next.exit, next.err]).toEqual([0, expect.stringMatching(/(kết thúc|Ended) 3 (tiến trình|processes)/)]);
      expect([await runs(), ...[...left, living, nobodys].map((each) => existsSync(each))]).toEqual([0, false, true, true]);
    } finally {
      for (const each of [living, nobodys]) await rm(each, { recursive: true, force: true });
    }
  });
});
