import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { badDelete } from '../../../bin/drill/database/bad-delete.js';
import { linkCut, type LinkCutResult } from '../../../bin/drill/database/link-cut.js';
import { siteDead } from '../../../bin/drill/database/site-dead.js';
import { takeFreshest } from '../../../bin/drill/database/freshest.js';
import { clientOf, keysOf, onStand, type DatabasePlan, type Stand } from '../../../bin/drill/database/stand.js';
import { Steps } from '../../../bin/drill/steps.js';
import { repository } from '../journey/repository.js';
import { drillFolder, expectNothingLeft } from './traces.js';

const signal = new AbortController().signal;
const link = (a: string, b: string, rttMs: number): DatabasePlan['links'][number] => ({ between: [a, b], bitsPerSecond: 60_000_000, rttMs });
const plan: DatabasePlan = { primary: 'ndc-01', standby: 'ndc-02', third: 'ndc-03', links: [link('ndc-01', 'ndc-02', 20), link('ndc-01', 'ndc-03', 15), link('ndc-02', 'ndc-03', 8)], commit: 'asynchronous', commitsPerSecond: 100, rowBytes: 1_000, keepMegabytes: 64 };

async function drill<T>(work: (stand: Stand, steps: Steps) => Promise<T>, change: Partial<DatabasePlan> = {}): Promise<{ readonly value: T; readonly steps: Steps }> {
  const steps = new Steps(() => undefined, signal);
  const value = await onStand({ ...plan, ...change }, { packageRoot: repository, onProgress: () => undefined, signal }, (stand) => work(stand, steps));
  expect(steps.taken.filter(({ held }) => !held).map(({ step, found }) => `${step}: ${found.en}`)).toEqual([]);
  return { value, steps };
}

describe('PostgreSQL at three sites', () => {
  const folder = drillFolder();

  it('the site dies: what is lost is the end of what was answered for, and nothing in the middle', async () => {
    const { value, steps } = await drill((stand, own) => siteDead(stand, own, 150));
    expect(value.loss.acknowledged).toBeGreaterThanOrEqual(150);
    expect(value.loss.holes).toEqual([]);
    expect(value.loss.rows).toBeLessThan(value.loss.acknowledged);
    expect(steps.taken.map(({ step }) => step)).toEqual(['write', 'lose-power', 'detect', 'promote', 'verify', 'follow']);
    await expectNothingLeft();
  });

  it('the site dies while commits wait for the standby: nothing is lost', async () => {
    const { value } = await drill((stand, own) => siteDead(stand, own, 60), { commit: 'synchronous' });
    expect(value.loss).toMatchObject({ rows: 0, ms: 0 });
  });

  it('the site dies while its standby is far behind the third copy: the freshest is promoted, and the standby follows it', async () => {
    const links = [{ ...link('ndc-01', 'ndc-02', 20), bitsPerSecond: 1_000_000 }, link('ndc-01', 'ndc-03', 15), link('ndc-02', 'ndc-03', 8)];
    const { value, steps } = await drill((stand, own) => siteDead(stand, own, 400), { links, commitsPerSecond: 150, rowBytes: 4_000 });
    const of = (name: string): string => steps.taken.find(({ step }) => step === name)?.found.en ?? '';
    expect(of('promote')).toMatch(/^ndc-03 has the freshest copy \(ndc-02 [0-9A-F/]+, ndc-03 [0-9A-F/]+\); ndc-03 is the primary/);
    expect(of('follow')).toMatch(/^ndc-02 follows the new primary; 0 commits missing there/);
    expect(value.loss.holes).toEqual([]);
  });

  it('the standby takes from the third copy what it lacks before it is promoted where placement says so', async () => {
    const links = [{ ...link('ndc-01', 'ndc-02', 20), bitsPerSecond: 1_000_000 }, link('ndc-01', 'ndc-03', 15), link('ndc-02', 'ndc-03', 8)];
    await drill(
      async (stand) => {
        const client = clientOf(stand, stand.primary, { firstKey: 1, mark: 'x' });
        try {
          await client.reached(400, signal);
          await stand.laboratory.kill(stand.plan.primary);
        } finally {
          await client.stop();
        }
        const there = await keysOf(stand.third);
        const lacked = there.size - (await keysOf(stand.standby)).size;
        const said = await takeFreshest(stand);
        await stand.standby.promote();
        const now = await keysOf(stand.standby);
        expect([lacked > 0, said.en, [...there].filter((key) => !now.has(key))]).toEqual([true, expect.stringMatching(/ndc-03 has the freshest copy .*ndc-02 took what it lacked from there/), []]);
      },
      { links, commitsPerSecond: 150, rowBytes: 4_000 },
    );
  });

  const expectReturned = async ({ fencesBefore, refused, divergence, kept, digests, lostInReturn }: LinkCutResult): Promise<void> => {
    expect(fencesBefore.every(({ state }) => state === 'unproven')).toBe(true);
    expect(refused.en).toContain('ndc-01 answers');
    const parted = [...divergence.onlyOld, ...divergence.differing].sort((a, b) => a - b);
    expect(parted.length).toBeGreaterThan(0);
    // Both wrote under the same keys: comparing keys alone would have missed those.
    expect(divergence.differing.length).toBeGreaterThan(0);
    const text = await readFile(kept.file, 'utf8');
    expect(createHash('sha256').update(text).digest('hex')).toBe(kept.sha256);
    const rows = text.trimEnd().split('\n').map((line) => JSON.parse(line) as { key: number; mark: string });
    expect(rows.map(({ key }) => key)).toEqual(parted);
    expect(new Set(rows.map(({ mark }) => mark))).toEqual(new Set(['old']));
    expect(new Set(Object.values(digests)).size).toBe(1);
    expect(lostInReturn).toBe(0);
  };

  it('only the links are cut: refused, then forced; rows that parted are kept, and the old primary is wound back where that can be', async () => {
    const { value } = await drill((stand, own) => linkCut(stand, own, { commits: 60, keepIn: folder() }));
    await expectReturned(value);
    expect(value.way).toEqual({ rewind: 'possible', said: '', took: 'rewound' });
  });

  it('only the links are cut, and the log of the parting is gone: pg_rewind says that it cannot, and the old primary is copied anew', async () => {
    const { value } = await drill((stand, own) => linkCut(stand, own, { commits: 60, keepIn: folder(), forgetLog: true }), { keepMegabytes: 0 });
    await expectReturned(value);
    expect(value.way).toMatchObject({ rewind: 'impossible', took: 'cloned' });
    expect(value.way.said).toContain('pg_rewind');
  });

  it('a wrong DELETE reaches every replica; the third site comes back to before it, from locked versions alone, after the key was stolen', async () => {
    const { value } = await drill((stand, own) => badDelete(stand, own, { commits: 90, lockDays: 35, packageRoot: repository, onProgress: () => undefined }));
    for (const rows of Object.values(value.rowsAfterDelete)) expect(rows).toBeLessThan(value.rowsBefore);
    expect([value.rowsRecovered, value.digestRecovered]).toEqual([value.rowsBefore, value.digestBefore]);
    expect(value.theft.destroyed).toBe(0);
    expect(value.theft.refused).toBe(2 * value.theft.markers);
    expect(value.objects).toBeGreaterThanOrEqual(2);
    expect(Date.parse(value.lockedUntil)).toBeGreaterThan(Date.now() + 34 * 86_400_000);
  });
});
