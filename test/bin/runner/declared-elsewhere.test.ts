import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSeen } from '../../../bin/edge/cluster-identity.js';
import { ClusterUnread, type ClusterReader } from '../../../bin/edge/cluster.js';
import { trouble } from '../../../bin/edge/cluster-trouble.js';
import type { Connection, SiteConnection } from '../../../bin/edge/connection.js';
import { CheckFailure } from '../../../bin/failure.js';
import { lookAtClusters, type Looking } from '../../../bin/runner/clusters.js';
import { quarantineOf } from '../../../bin/operate.js';
import { refuseClosedElsewhere } from '../../../bin/runner/closed-elsewhere.js';
import { refuseDeclaredElsewhere } from '../../../bin/runner/declared-elsewhere.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Transition } from '../../../sites/model/kinds/ledger.js';
import { knownSites, readPeers, type Known, type Peers, type Testimony } from '../../../bin/runner/peers.js';
import { nothingHeld, refuseUnread, type Accepted, type Quarantine } from '../../../bin/runner/quarantine.js';

const unread = (site: string): ClusterUnread => new ClusterUnread(trouble('timeout', { site, kubeconfig: 'k', context: 'c' }, 'then'));
const reader = (uid: string, annotations: Readonly<Record<string, string>> | undefined, built = true): ClusterReader => ({
  uid: () => Promise.resolve(uid),
  kinds: () => Promise.resolve([]),
  apiVersions: () => Promise.resolve([]),
  namespace: () => Promise.resolve(undefined),
  list: () => Promise.resolve(built ? [{ name: 'kube-root-ca.crt' }, { name: 'ndc-site', ...(annotations === undefined ? {} : { annotations }) }] : []),
});
const mute: ClusterReader = { ...reader('u3', {}), list: () => Promise.reject(unread('x')) };
const holds = { 'declared.ndc.gov.vn/ndc-01': 'mat', other: 'x' };

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'ndc-peers-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** A look at sites that are worked on, and at all others of the connection; `undefined` does not answer. */
async function look(readers: Readonly<Record<string, ClusterReader | undefined>>, sites: readonly string[], pins: Looking['pins'] = {}): Promise<Peers> {
  const connection = { name: 'x', file: 'x.yaml', sandbox: false, sites: Object.fromEntries(Object.keys(readers).map((id) => [id, { id } as unknown as SiteConnection])) } as unknown as Connection;
  const open = ({ id }: SiteConnection): Promise<ClusterReader> => {
    const found = readers[id];
    return found === undefined ? Promise.reject(unread(id)) : Promise.resolve(found);
  };
  const looking: Looking = { connection, home, pins, open, now: () => new Date('2026-11-29T20:15:00Z'), onProgress: () => undefined };
  return readPeers(looking, await lookAtClusters(looking, sites));
}

describe('a site that others hold lost', () => {
  const said = async (readers: Parameters<typeof look>[0], sites: readonly string[], declarations: readonly string[]): Promise<string> => {
    try {
      refuseDeclaredElsewhere(await look(readers, sites), sites, declarations);
      return 'taken';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it.each<[string, Parameters<typeof said>, RegExp]>([
    ['is refused where the data do not know the declaration', [{ 'ndc-01': reader('u1', undefined), 'ndc-02': reader('u2', holds) }, ['ndc-01', 'ndc-02'], []], /ndc-02 holds ndc-01 lost by declaration \(mat\)/],
    ['is refused although only it is worked on', [{ 'ndc-01': reader('u1', undefined), 'ndc-02': reader('u2', holds) }, ['ndc-01'], []], /ndc-02 holds ndc-01 lost/],
    ['is taken with data that know it, open or over', [{ 'ndc-01': reader('u1', undefined), 'ndc-02': reader('u2', holds) }, ['ndc-01'], ['mat']], /^taken$/],
    ['keeps no other site from being worked on', [{ 'ndc-02': reader('u2', holds) }, ['ndc-02'], []], /^taken$/],
    ['is not refused for what it says of itself', [{ 'ndc-01': reader('u1', holds) }, ['ndc-01'], []], /^taken$/],
    ['is taken where nobody says anything', [{ 'ndc-01': reader('u1', undefined), 'ndc-02': reader('u2', {}) }, ['ndc-01'], []], /^taken$/],
    ['is no matter of what others hold where they are silent', [{ 'ndc-01': reader('u1', undefined), 'ndc-02': undefined, 'ndc-03': mute }, ['ndc-01'], []], /^taken$/],
  ])('%s', async (_name, given, expected) => {
    expect(await said(...given)).toMatch(expected);
  });
});

describe('data that are behind what was applied', () => {
  const mat: Transition = { id: 'mat', transition: 'declare', from: ['site/ndc-01'], state: 'open' } as unknown as Transition;
  const way = (state: string, ...steps: readonly string[]): Transition => ({ id: 've', transition: 'return', from: ['site/ndc-01'], state, return: { declaration: 'mat', ...Object.fromEntries(steps.map((step) => [step, { at: '2026-11-30T01:00:00Z' }])) } }) as unknown as Transition;
  const data = (...transitions: readonly Transition[]): Estate['transitions'] => Object.fromEntries(transitions.map((one) => [one.id, one]));
  const closed = { 'closed.ndc.gov.vn/mat': 'ndc-01' };
  const promoted = { 'declared.ndc.gov.vn/ndc-01': 'mat', 'returning.ndc.gov.vn/mat': 've.promote' };
  const said = async (annotations: Readonly<Record<string, Readonly<Record<string, string>> | undefined>>, transitions: Estate['transitions']): Promise<string> => {
    const readers = Object.fromEntries(['ndc-01', 'ndc-02', 'ndc-03'].map((id) => [id, Object.hasOwn(annotations, id) ? reader(`u-${id}`, annotations[id]) : undefined]));
    const { told } = await look(readers, ['ndc-02', 'ndc-03']);
    try {
      refuseClosedElsewhere({ told }, quarantineOf({ transitions }));
      return 'taken';
    } catch (error) {
      if (!(error instanceof CheckFailure)) throw error;
      expect(error.text.vi).not.toBe(error.text.en);
      return `${error.code}: ${error.text.en}`;
    }
  };

  it.each<[string, Parameters<typeof said>, RegExp]>([
    ['an open declaration that a survivor knows to be closed', [{ 'ndc-03': closed }, data(mat)], /^NDC-X370: ndc-03 says that the declaration mat is closed: ndc-01 is back\.[\s\S]*git pull/],
    ['an open declaration, where only the declared site answers and says that it is back', [{ 'ndc-01': closed, 'ndc-02': undefined }, data(mat)], /^NDC-X370: ndc-01 says/],
    ['an open declaration with its way back, which is closed by now', [{ 'ndc-02': closed }, data(mat, way('open', 'fence', 'promote'))], /^NDC-X370/],
    ['no declaration at all where one is closed: the mark would go', [{ 'ndc-02': closed }, data()], /^NDC-X370/],
    ['a declaration without the way back that was applied', [{ 'ndc-03': promoted }, data(mat)], /^NDC-X371: ndc-03 was given the step promote of ve; the data here have no step of that way back/],
    ['the same, where only the declared site says so', [{ 'ndc-01': promoted, 'ndc-02': holds }, data(mat)], /^NDC-X371: ndc-01 was given/],
    ['a way back at an earlier step', [{ 'ndc-03': promoted }, data(mat, way('open', 'fence', 'reclone', 'verify'))], /^NDC-X371: .*the data here are at its step verify/],
    ['a mark that would forge lines', [{ 'ndc-03': { 'closed.ndc.gov.vn/mat': 'x\u001b[2J' } }, data(mat)], /: x\\u001b\[2J is back/],
  ])('are refused: %s', async (_name, given, expected) => {
    expect(await said(...given)).toMatch(expected);
  });

  it.each<[string, Parameters<typeof said>]>([
    ['closed here as there', [{ 'ndc-01': closed, 'ndc-02': closed, 'ndc-03': closed }, data({ ...mat, state: 'done' }, way('done', 'fence', 'promote'))]],
    ['closed here, which no site was told yet', [{ 'ndc-02': promoted }, data({ ...mat, state: 'done' }, way('done', 'fence', 'promote'))]],
    ['one step further here than there', [{ 'ndc-02': { ...promoted, 'returning.ndc.gov.vn/mat': 've.demote' } }, data(mat, way('open', 'fence', 'reclone', 'verify', 'demote', 'token'))]],
    ['a way back that was given up here', [{ 'ndc-02': promoted }, data(mat, way('abandoned', 'fence'))]],
    ['another loss after one that is over', [{ 'ndc-02': closed }, data({ ...mat, state: 'done' }, { ...mat, id: 'mat-hai' })]],
    ['an open declaration nobody says anything of', [{ 'ndc-02': holds }, data(mat)]],
  ])('are taken: %s', async (_name, given) => {
    expect(await said(...given)).toBe('taken');
  });
});

describe('what each site says of the others', () => {
  it('is asked of sites that are not worked on as well; they count as seen from then on', async () => {
    const peers = await look({ 'ndc-01': reader('u1', undefined), 'ndc-02': reader('u2', undefined, false), 'ndc-03': undefined }, ['ndc-01']);
    expect([...peers.told]).toEqual([
      ['ndc-01', { built: true, declared: [], closed: [], returning: [] }],
      ['ndc-02', { built: false, declared: [], closed: [], returning: [] }],
    ]);
    expect(peers.silent.get('ndc-03')?.en).toContain('ndc-03');
    expect(Object.keys(await readSeen(home, 'x')).sort()).toEqual(['ndc-01', 'ndc-02']);
  });

  it('is not said by a context that points at one’s own cluster, nor by a cluster that is another than it was', async () => {
    const own = await look({ 'ndc-01': reader('u1', undefined), 'ndc-02': reader('u1', undefined) }, ['ndc-01']);
    expect([[...own.told.keys()], own.silent.get('ndc-02')?.en]).toEqual([['ndc-01'], expect.stringContaining('are one cluster')]);
    const pinned = await look({ 'ndc-01': reader('u1', undefined), 'ndc-02': reader('u9', undefined) }, ['ndc-01'], { 'ndc-02': { uid: 'u2', where: 'ndc-02.yaml' } });
    expect([[...pinned.told.keys()], pinned.silent.get('ndc-02')?.en]).toEqual([['ndc-01'], expect.stringContaining('pins u2')]);
    // What was not the right one is not remembered as seen.
    expect((await readSeen(home, 'x'))['ndc-02']).toBeUndefined();
  });

  it('leaves out who answers and cannot be read', async () => {
    const peers = await look({ 'ndc-01': reader('u1', undefined), 'ndc-03': mute }, ['ndc-01']);
    expect([[...peers.told.keys()], peers.silent.has('ndc-03')]).toEqual([['ndc-01'], true]);
  });

  it('a site is known that answered, whose cluster is pinned, or of which a stack was applied from here', async () => {
    await look({ 'ndc-02': reader('u2', undefined), 'ndc-01': undefined }, ['ndc-02']);
    const ledger = { all: () => new Map([['ndc-04-platform', { site: 'ndc-04', place: 'p', at: 'a' }]]) };
    const runner = { home, connection: { name: 'x', sandbox: false } as Connection, ledger, pins: { 'ndc-03': { uid: 'u3', where: 'w' } } };
    const known = await knownSites(runner, ['ndc-01']);
    expect([[...known.built].sort(), [...known.own]]).toEqual([['ndc-02', 'ndc-03', 'ndc-04'], ['ndc-04']]);
    expect((await knownSites({ ...runner, connection: { name: 'x', sandbox: true } as Connection }, [])).built).not.toContain('ndc-03');
  });
});

describe('a site that nobody else can be asked about', () => {
  const text = { vi: 'im lặng', en: 'is silent' };
  const told: Testimony = { built: true, declared: [], closed: [], returning: [] };
  interface Given {
    readonly told?: readonly string[];
    /** Sites that carry no marker although they answer. */
    readonly unbuilt?: readonly string[];
    readonly operating?: readonly string[];
    readonly connected?: readonly string[];
    readonly sandbox?: boolean;
    readonly known?: Partial<Record<keyof Known, readonly string[]>>;
    readonly quarantine?: Partial<Quarantine>;
    readonly answering?: readonly string[];
  }
  const all = ['ndc-01', 'ndc-02', 'ndc-03'];

  function judged({ told: said = ['ndc-01'], unbuilt = [], operating = all, connected = all, sandbox = false, known = {}, quarantine = {}, answering = ['ndc-01'] }: Given): readonly Accepted[] | string {
    const peers: Peers = { told: new Map([...said.map((site) => [site, told] as const), ...unbuilt.map((site) => [site, { ...told, built: false }] as const)]), silent: new Map(connected.filter((site) => !said.includes(site)).map((site) => [site, text])) };
    const connection = { file: 'x.yaml', sandbox, sites: Object.fromEntries(connected.map((id) => [id, { id }])) } as unknown as Connection;
    const { built = all, own = all } = known;
    try {
      return refuseUnread({ connection, quarantine: { ...nothingHeld, ...quarantine }, stacks: operating.map((site) => ({ site })) }, peers, { built: new Set(built), own: new Set(own) }, answering);
    } catch (error) {
      if (!(error instanceof CheckFailure)) throw error;
      return `${error.code}: ${error.text.en}`;
    }
  }
  const release = { site: 'ndc-01', transition: 'cho-phep', until: '2026-12-02' };

  it('is refused by name of who was asked and why nobody spoke, with what to do', () => {
    const said = judged({});
    expect(said).toMatch(/^NDC-X350: ndc-01 is held in quarantine: no other site could be read/);
    for (const part of ['  ndc-02: is silent', '  ndc-03: is silent', 'ndc dr declare --lose ndc-02', 'ndc site release ndc-01 --reason']) expect(said).toContain(part);
  });

  it.each<[string, Given]>([
    ['another one answers', { told: ['ndc-01', 'ndc-03'] }],
    ['it is the only one that operates', { operating: ['ndc-01'] }],
    ['the others were never built, as this checkout knows', { known: { built: ['ndc-01'], own: ['ndc-01'] } }],
    ['nothing was ever built: the first day', { told: [], unbuilt: ['ndc-01'], known: { built: [], own: [] } }],
    ['another one answers that was never built: the first day of all', { told: [], unbuilt: ['ndc-01', 'ndc-02'] }],
    ['the sandbox has no other site', { connected: ['ndc-01'], sandbox: true }],
    ['all others are declared lost: two people signed that they are', { quarantine: { held: ['ndc-02', 'ndc-03'] } }],
    ['it is on its way back and planned as a copy', { quarantine: { held: ['ndc-01'] } }],
    ['it does not answer either: its stacks say so', { told: [], answering: [] }],
  ])('is taken where %s', (_name, given) => {
    expect(judged(given)).toEqual([]);
  });

  it.each<[string, Given, RegExp]>([
    ['one other is declared lost, and the third is silent', { quarantine: { held: ['ndc-02'] } }, /ndc-03: is silent/],
    ['who answers is on its way back, and holds what it was told before', { told: ['ndc-01', 'ndc-02'], quarantine: { held: ['ndc-02'] } }, /ndc-03: is silent/],
    ['the connection leaves the others out', { connected: ['ndc-01'] }, /ndc-02: the connection x\.yaml does not have this site/],
    ['a fresh checkout finds a site that stands: it is no witness of what else was built', { known: { built: ['ndc-01'], own: [] } }, /ndc-02: is silent/],
    ['a planned site answers, which holds nothing', { operating: ['ndc-01', 'ndc-02'], told: ['ndc-01', 'ndc-03'] }, /ndc-02: is silent/],
    ['the override is of another site', { quarantine: { releases: [{ ...release, site: 'ndc-02' }] } }, /held in quarantine/],
    ['the override is unsigned or over', { quarantine: { pending: [{ site: 'ndc-01', transition: 'cho-phep' }] } }, /cho-phep is open and not in force .*ndc approve cho-phep/],
  ])('is refused where %s', (_name, given, says) => {
    expect(judged(given)).toMatch(/^NDC-X350/);
    expect(judged(given)).toMatch(says);
  });

  it('is taken by the signatures of two people, whose transition accepts the silence', () => {
    expect(judged({ quarantine: { releases: [release] } })).toEqual([
      { site: 'ndc-02', by: 'cho-phep' },
      { site: 'ndc-03', by: 'cho-phep' },
    ]);
  });

  it('two that answer vouch for each other', () => {
    expect(judged({ told: ['ndc-01', 'ndc-02'], answering: ['ndc-01', 'ndc-02'] })).toEqual([]);
  });
});
