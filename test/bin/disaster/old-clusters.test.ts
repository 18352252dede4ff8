import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../bin/command.js';
import { foretoldOf } from '../../../bin/disaster/groups.js';
import { oldClusters, type RecoveredSeen } from '../../../bin/disaster/old-clusters.js';
import type { Connection } from '../../../bin/edge/connection.js';
import { text as applyText } from '../../../bin/present/apply.js';
import { text as plansetText } from '../../../bin/present/planset.js';
import type { ApplyResult } from '../../../bin/runner/apply.js';
import { asleepIn, type PlanResult } from '../../../bin/runner/plan.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { returnSteps, type ReturnStep } from '../../../sites/model/kinds/disaster.js';
import { withLosses } from '../../../sites/model/losses.js';
import type { Estate } from '../../../sites/model/estate.js';
import { restoresOf } from '../../../sites/recovery/restores.js';
import { edited, estateOf, smallEstateFiles, withoutStandby } from '../../stacks/estate-small.js';
import { fakeApi, writeKubeconfig, type FakeApi } from '../edge/fake-api.js';
import { eachInAFolder } from '../edge/folder.js';

const { estate } = estateOf(edited(smallEstateFiles(), 'tenants/so-b.yaml', (text) => `${text.trimEnd()}${withoutStandby}`));
const restores = restoresOf(foretoldOf(estate, 'ndc-01').recovered);
const since = '2026-11-30T02:05:00Z';
const lost = (step?: ReturnStep): Estate => withLosses(estate, [{ site: 'ndc-01', declaration: 'mat-hai', at: since, restores, ...(step === undefined ? {} : { back: { transition: 've', step, tokens: [] } }) }]);
const path = '/apis/postgresql.cnpg.io/v1/namespaces/thu-vien-prod/clusters/thu-vien';

const folder = eachInAFolder();
let api: FakeApi;
beforeEach(async () => {
  api = await fakeApi('u2');
});
afterEach(() => api.close());

async function seen(now: Estate = lost(), { connected = ['ndc-02'], at = () => new Date() }: { readonly connected?: readonly string[]; readonly at?: () => Date } = {}): Promise<RecoveredSeen> {
  const kubeconfig = join(folder.path, 'kubeconfig');
  await writeKubeconfig(kubeconfig, { 'trực@ndc-02': api.url });
  const connection = { name: 'x', file: 'x.yaml', sandbox: false, sites: Object.fromEntries(connected.map((id) => [id, { id, kubeconfig, context: 'trực@ndc-02', backend: { type: 'local', config: {}, encrypted: false } }])) } as unknown as Connection;
  return oldClusters({ home: folder.path, lang: 'en', progress: () => undefined, now: at } as unknown as Context, connection, now, deriveIntent(now));
}
const made = (creationTimestamp: string): void => void api.answers.set(path, { metadata: { creationTimestamp } });

describe('a database that a declaration recovers at a survivor', () => {
  it.each(['2026-11-30T01:49:35Z', since])('is old where it was made at %s: left by an earlier loss', async (instant) => {
    made(instant);
    const { old, unread } = await seen();
    expect(unread).toEqual({});
    expect(old).toMatchObject([{ site: 'ndc-02', namespace: 'thu-vien-prod', cluster: 'thu-vien', declaration: 'mat-hai', since, made: instant }]);
    // Disks are kept before anything is deleted; without them the second line does nothing.
    expect(old[0]?.lines[0]).toMatch(/^giu\(\) \{ .*VolumeSnapshot/);
    expect(old[0]?.lines[1]).toMatch(/^giu 'trực@ndc-02' thu-vien-prod cnpg\.io\/cluster=thu-vien && kubectl --context 'trực@ndc-02' -n thu-vien-prod delete cluster\.postgresql\.cnpg\.io thu-vien/);
  });

  it('is taken where this declaration made it, or the next plan will', async () => {
    expect(await seen()).toEqual({ old: [], unread: {} });
    expect(api.asked.some((line) => line.includes(path))).toBe(true);
    made('2026-11-30T02:05:01Z');
    expect(await seen()).toEqual({ old: [], unread: {} });
  });

  it('is held against the clock that both share: one that is wrong at the site changes nothing', async () => {
    // The server’s clock is half an hour behind whoever declared: what it made after the declaration bears an earlier instant.
    const behind = (): Date => new Date(Date.now() + 30 * 60_000);
    made('2026-11-30T01:40:00Z');
    expect((await seen(lost(), { at: behind })).old).toEqual([]);
    // And one that is ahead makes nothing old look new.
    made('2026-11-30T02:20:00Z');
    expect((await seen(lost(), { at: () => new Date(Date.now() - 30 * 60_000) })).old).toHaveLength(1);
    // A few seconds are the answer’s way.
    made('2026-11-30T02:04:50Z');
    expect((await seen(lost(), { at: () => new Date(Date.now() + 20_000) })).old).toHaveLength(1);
  });

  it.each<[string, () => void, readonly string[] | undefined]>([
    ['the site does not answer', () => (api.status = 503), undefined],
    ['the connection leaves it out', () => undefined, []],
    ['an answer says no instant', () => api.answers.set(path, { metadata: {} }), undefined],
    ['an answer is none', () => api.answers.set(path, 'x'), undefined],
  ])('is not guessed at: %s', async (_name, given, connected) => {
    given();
    const { old, unread } = await seen(lost(), connected === undefined ? {} : { connected });
    expect([old, Object.keys(unread)]).toEqual([[], ['ndc-02']]);
    expect(unread['ndc-02']?.vi).not.toBe(unread['ndc-02']?.en);
  });

  it('is asked about only while it runs there: not without a loss, nor once its site takes it back', async () => {
    made('2026-11-01T00:00:00Z');
    expect(await seen(estate)).toEqual({ old: [], unread: {} });
    for (const step of returnSteps) expect([step, (await seen(lost(step))).old.length]).toEqual([step, ['demote', 'token', 'promote'].includes(step) ? 0 : 1]);
  });
});

describe('what is told of a database that stays asleep', () => {
  const one = { site: 'ndc-02', namespace: 'thu-vien-prod', cluster: 'thu-vien\u001b[2J', declaration: 'mat-hai', since, made: '2026-11-30T01:49:35Z', lines: ['giu() { x; }', 'giu a b && xoa'] };
  const plan = { id: 'P', rows: [], orphans: [], unaccepted: [], file: {}, asleep: [one, { ...one, lines: [...one.lines.slice(0, 1), 'giu c d && xoa'] }] } as unknown as PlanResult;

  it.each(['vi', 'en'] as const)('is the same by plan and apply, in %s: when it was made, when the loss was declared, what to type', (lang) => {
    const view = { lang, columns: 100, colour: false };
    const pages = [plansetText(plan, view), applyText({ id: 'P', rows: [], accepted: [], unplanned: [], interrupted: false, complete: true, asleep: plan.asleep } as unknown as ApplyResult, view)];
    for (const page of pages) {
      expect(page).toMatch(lang === 'vi' ? /NDC-X376: 2 cơ sở dữ liệu được giữ ngủ, CHƯA trở lại/ : /NDC-X376: 2 databases stay asleep and are NOT back/);
      expect(page).toContain(lang === 'vi' ? '08:49:35' : '2026-11-30T01:49:35Z');
      expect(page).not.toContain('\u001b');
      expect(page.match(/^ {2}giu\(\) \{ x; \}$/gm)).toHaveLength(1);
      expect(page).toMatch(/^ {2}giu a b && xoa$/m);
      expect(page).toMatch(/^ {2}giu c d && xoa$/m);
    }
  });

  it('is of sites that were planned alone', () => {
    const of = (is: 'planned' | 'unreachable' | 'not-selected', kind: 'protection' | 'tenant' = 'protection') => asleepIn({ asleep: [one] }, [{ kind, site: 'ndc-02', status: { is } as { is: 'planned' } }]).length;
    expect([of('planned'), of('unreachable'), of('not-selected'), of('planned', 'tenant')]).toEqual([1, 0, 0, 0]);
  });
});
