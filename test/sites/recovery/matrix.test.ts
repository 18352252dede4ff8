import { describe, expect, it } from 'vitest';
import { recoveredFrom } from '../../../sites/recovery/matrix.js';
import { criticalPath } from '../../../sites/recovery/times.js';
import { database, linksFile, type SystemOf } from '../capacity/planned-estate.js';
import { cell, edit, reachableSite, recoveryWith } from './recovered.js';

const recovery = 'catalogue/recovery.yaml';
const minute = 60_000n;
const tebi = 2 ** 40;
/** Round trips of the links, milliseconds. */
const [rtt12, rtt13, rtt23] = [20n, 15n, 8n];

const platinum: SystemOf = { id: 'cong', tier: 'platinum', databases: [database()] };
const gold: SystemOf = { id: 'ho-so', tier: 'gold' };
const silver: SystemOf = { id: 'luu-tru', tier: 'silver' };
const bronze: SystemOf = { id: 'thu', tier: 'bronze', placement: '{primary: ndc-01, backup: ndc-03}' };

/** Milliseconds to ship bytes at bits a second, payload 75 %. */
const ship = (bytes: number, rate: number): number => (bytes * 8 * 1000) / 0.75 / rate;

describe('what is lost with a site', () => {
  it('is a round trip of a streamed database and a journalled volume on a link that keeps up', () => {
    const found = cell(recoveryWith([platinum]), 'cong-prod');
    expect(found).toMatchObject({ runs: { how: 'promoted', site: 'ndc-02' }, verdict: 'kept', rpo: { p50: rtt12, p95: rtt12 } });
    expect(found.losses.map(({ data, means, intervalMs }) => [data, means, intervalMs])).toEqual(expect.arrayContaining([['databases', 'stream', 0n], ['volumes', 'journal', 0n]]));
  });

  it('is interval and transfer of a snapshot, by hand', () => {
    // 3 TiB full to the brim change by a hundredth a day, and the link of 1 Gbit/s carries that change as it comes.
    const perDay = (3 * tebi) / 100;
    const free = 1e9 - (perDay * 8) / 0.75 / 86_400;
    const transfer = ship((perDay * 5) / 1440, free);
    const { rpo } = cell(recoveryWith([gold]), 'ho-so-prod');
    expect(Number(rpo?.p50)).toBeCloseTo(300_000 + transfer + 20, -1);
  });

  it('counts all snapshots that begin at the same moment', () => {
    const [one, two] = [recoveryWith([gold]), recoveryWith([gold, { ...gold, id: 'khac' }])].map((of) => Number(cell(of, 'ho-so-prod').losses[0]?.transferMs.p50));
    expect((two ?? 0) - 20).toBeGreaterThan(((one ?? 0) - 20) * 1.99);
  });

  it('is interval, duration and transfer of a backup where no standby is fed', () => {
    const perDay = (3 * tebi) / 100;
    const bytes = ((perDay * 60) / 1440) * 0.5;
    const { rpo, losses, runs } = cell(recoveryWith([silver]), 'luu-tru-prod');
    expect(runs).toEqual({ how: 'restored', site: 'ndc-02' });
    // Written at 1,000 Mbit/s, shipped on a link that nothing else crosses.
    expect(Number(losses[0]?.durationMs.p50)).toBeCloseTo((bytes * 8000) / 1e9, -1);
    expect(Number(rpo?.p50)).toBeCloseTo(3_600_000 + (bytes * 8000) / 1e9 + ship(bytes, 1e9) + 15, -1);
  });

  it('has no bound where a snapshot takes as long as the next takes to come', () => {
    const slow = { 'links.yaml': linksFile.replaceAll('capacityGbps: 1,', 'capacityGbps: 0.004,') };
    const found = cell(recoveryWith([gold], { changes: slow }), 'ho-so-prod');
    expect(found.rpo).toEqual({});
    expect(found.verdict).toBe('worse');
    expect(found.broken).toContain('rpo');
  });

  it('names the path whose loss would make it worse', () => {
    expect(cell(recoveryWith([gold]), 'ho-so-prod').worstPath).toEqual({ domain: 'path/ndc-01--ndc-02/coast', lagMs: rtt12 });
  });
});

describe('when a system is back', () => {
  it('is the sum of its steps where nothing is scarce, by hand', () => {
    const of = recoveryWith([platinum]);
    const { rto } = cell(of, 'cong-prod');
    // Detect, declare, fence, identity, secret store, stack, database, look, DNS: a minute each; and a TTL of one.
    expect(rto?.typicalMs).toBe(10n * minute);
    const { steps, times } = recoveredFrom(of, 'ndc-01', new Set(), 'dead');
    expect(criticalPath(steps, times, 'cong-prod').map(({ step }) => step.kind)).toEqual(['detect', 'declare', 'fence', 'start-identity', 'start-secret-store', 'apply-stack', 'promote-database', 'verify', 'switch-dns', 'ttl']);
  });

  it('waits for a slot, best protected first', () => {
    const many = ['a', 'b', 'c'].map((id): SystemOf => ({ ...platinum, id, databases: [database({ id: `${id}1` }), database({ id: `${id}2` })], storage: '{block: 3Ti}' }));
    const of = recoveryWith([{ ...gold, id: 'a0' }, ...many]);
    // Two slots: six databases and three volumes of platinum take five rounds, the volumes of gold their place after them.
    expect(['a', 'b', 'c', 'a0'].map((id) => Number(cell(of, `${id}-prod`).rto?.typicalMs) / 60_000)).toEqual([11, 12, 14, 14]);
  });

  it('takes the bytes of a restore at what the link leaves, by hand', () => {
    const { rto } = cell(recoveryWith([silver]), 'luu-tru-prod');
    // Detect … secret store five minutes, tenant's stack, restore of volumes begun: seven; 3 TiB at 750 of 1,000 Mbit/s; look, DNS, TTL.
    const bytes = (3 * tebi * 8) / 750_000;
    expect(Number(rto?.typicalMs)).toBeCloseTo(7 * 60_000 + bytes + 3 * 60_000, -1);
  });

  it('runs a system after those it waits for, whatever their tier', () => {
    const of = recoveryWith([{ ...platinum, id: 'b' }, { ...gold, id: 'a' }], { changes: { [recovery]: edit(['systems: []', 'systems: [{system: b, after: [a]}]']) } });
    const { steps, times } = recoveredFrom(of, 'ndc-01', new Set(), 'dead');
    const at = (name: string) => times.typical[steps.steps.findIndex((step) => step.name === name)];
    expect(at('verify b-prod')?.start).toBeGreaterThanOrEqual(at('verify a-prod')?.end ?? Infinity);
  });

  it('runs each environment after that of the same name, not after every one', () => {
    const of = recoveryWith([{ ...platinum, id: 'b' }, { ...bronze, id: 'a', environment: 'test' }, { ...gold, id: 'c' }], { changes: { [recovery]: edit(['systems: []', 'systems: [{system: b, after: [c, a]}]']) } });
    const { steps } = recoveredFrom(of, 'ndc-01', new Set(), 'dead').steps;
    const before = (name: string) => (steps.find((step) => step.name === name)?.after ?? []).map((index) => steps[index]?.name);
    expect(before('verify b-prod')).toEqual(expect.arrayContaining(['verify c-prod', 'verify a-test']));
    expect(before('verify c-prod')).not.toContain('verify a-test');
  });

  it('counts what drills measured up to the day instead of what is planned', () => {
    const record = (id: string, on: string, minutes: number): string => `apiVersion: ndc.gov.vn/v1\nkind: Record\nid: ${id}\nrecord: drill\non: ${on}\nsubject: ndc-01\ndrill: {kind: failover, passed: true, site: ndc-01, durations: [{action: declare, minutes: ${minutes}}]}\n`;
    const drilled = (on: string) => cell(recoveryWith([platinum], { changes: { 'records/a.yaml': record('a', on, 5) } }), 'cong-prod').rto?.typicalMs;
    expect(drilled('2026-06-30')).toBe(14n * minute);
    expect(drilled('2026-07-01')).toBe(10n * minute);
  });

  // A database of 1 TiB takes 1.1 TiB of disk an instance; the tier of these wants three.
  it.each([
    ['4Ti', undefined],
    ['3Ti', 2],
    ['2Ti', 1],
  ])('says of %s of storage how many instances it admits: %s', (storage, instances) => {
    const { notes } = cell(recoveryWith([{ ...platinum, storage: `{block: ${storage}}` }]), 'cong-prod');
    expect(notes.filter(({ note }) => note === 'few-instances')).toEqual(instances === undefined ? [] : [{ note: 'few-instances', instances, wanted: 3 }]);
  });

  it('needs a person for each step of what does not recover unseen', () => {
    const of = recoveryWith([gold], { changes: { [recovery]: edit(['systems: []', 'systems: [{system: ho-so, automatic: false}]']) } });
    const { steps } = recoveredFrom(of, 'ndc-01', new Set(), 'dead').steps;
    expect(steps.filter(({ namespace, kind }) => namespace !== undefined && kind === 'promote-volumes').every(({ uses }) => uses.some(({ resource }) => resource === 'operators'))).toBe(true);
    expect(cell(of, 'ho-so-prod').notes).toContainEqual({ note: 'by-hand' });
  });
});

describe('what cannot run', () => {
  it.each<[string, string, object]>([
    ['a prerequisite that is missing', '{kind: certificate, state: missing}', { because: 'prerequisite-missing', kind: 'certificate', site: 'ndc-02' }],
    ['one whose last day was yesterday', '{kind: hsm-partition, state: present, expires: 2026-06-29}', { because: 'prerequisite-expired', kind: 'hsm-partition', site: 'ndc-02', expired: '2026-06-29' }],
  ])('%s', (_, prerequisite, reason) => {
    const of = recoveryWith([platinum], { changes: { [recovery]: edit(['systems: []', `systems: [{system: cong, prerequisites: [${prerequisite}]}]`]) } });
    expect(of.estate.scenario.asOf).toBe('2026-06-30');
    expect(cell(of, 'cong-prod')).toMatchObject({ runs: { how: 'nowhere', reasons: [reason] }, verdict: 'worse', broken: ['runs'] });
  });

  it('still runs on the last day of a prerequisite, and says that it ends', () => {
    const of = recoveryWith([platinum], { changes: { [recovery]: edit(['systems: []', 'systems: [{system: cong, prerequisites: [{kind: certificate, state: present, expires: 2026-06-30}]}]']) } });
    expect(cell(of, 'cong-prod')).toMatchObject({ verdict: 'kept', notes: [{ note: 'prerequisite-ends-soon', kind: 'certificate', site: 'ndc-02', expires: '2026-06-30' }, { note: 'keys-wait' }, { note: 'few-instances', instances: 2, wanted: 3 }] });
  });

  it('waits for a site that is yet to open, and says until when and which data are gone', () => {
    const planned = (text: string): string => text.replace('phase: operating', 'phase: planned').replace(/commissioning: \S+?,/, 'commissioning: 2030-Q4,').replaceAll('2025-Q3', '2030-Q4');
    const of = recoveryWith([platinum, silver], { changes: { 'ndc-02.yaml': planned(reachableSite(2)), 'ndc-03.yaml': planned(reachableSite(3)) } });
    expect(cell(of, 'cong-prod')).toMatchObject({ runs: { how: 'nowhere', until: '2030-Q4', reasons: [{ because: 'site-not-operating', site: 'ndc-02', until: '2030-Q4' }] }, broken: ['runs', 'gone'] });
    expect(cell(of, 'cong-prod').gone.map(({ data }) => data)).toEqual(['databases', 'volumes', 'manifests']);
    expect(cell(of, 'luu-tru-prod').gone.map(({ data }) => data)).toEqual(['volumes', 'manifests']);
    expect(cell(of, 'cong-prod', 'link-cut')).toMatchObject({ runs: { how: 'serves-on', site: 'ndc-01' }, verdict: 'no-copies' });
  });

  it('buckets that no zone replicates and no backup holds are gone', () => {
    const stores = { ...silver, storage: '{block: 1Ti, object: 1Ti}' };
    const found = cell(recoveryWith([stores]), 'luu-tru-prod');
    expect(found).toMatchObject({ runs: { site: 'ndc-02' }, verdict: 'worse', gone: [{ data: 'objects' }] });
    expect(found.broken).toContain('gone');
    const replicated = { [recovery]: (text: string) => text.replace(/(silver: .*?objects: )none/, '$1multisite') };
    expect(cell(recoveryWith([stores], { changes: replicated }), 'luu-tru-prod').gone).toEqual([]);
  });

  it('finds no room for what is larger than the standby', () => {
    const small = reachableSite(2).replace(/(class: block, backend: ceph-rbd.*?raw: )\d+Ti/, '$11Ti');
    expect(small).not.toBe(reachableSite(2));
    const of = recoveryWith([{ ...gold, id: 'lon' }], { changes: { 'ndc-02.yaml': small } });
    expect(cell(of, 'lon-prod')).toMatchObject({ runs: { how: 'nowhere', reasons: [{ because: 'no-room', site: 'ndc-02', resource: 'storage/block' }] } });
  });

  it('refuses whoever waits for what cannot run', () => {
    const waits = recoveryWith([platinum, gold], { changes: { [recovery]: edit(['systems: []', 'systems: [{system: cong, after: [ho-so]}, {system: ho-so, prerequisites: [{kind: certificate, state: missing}]}]']) } });
    expect(cell(waits, 'cong-prod').runs).toMatchObject({ reasons: [{ because: 'waits-for', system: 'ho-so' }] });
  });

  it('is everything where fewer than two people are on duty', () => {
    const of = recoveryWith([platinum, silver], { changes: { [recovery]: edit(['operators: 2', 'operators: 1']) } });
    expect(['cong-prod', 'luu-tru-prod'].map((name) => cell(of, name).runs)).toEqual(Array.from({ length: 2 }, () => ({ how: 'nowhere', reasons: [{ because: 'too-few-people', needed: 2, there: 1 }] })));
  });

  it('runs nowhere before anything more is lost where the scenario took its site and its standby', () => {
    const of = recoveryWith([{ ...silver, placement: '{primary: ndc-01, standby: ndc-02, backup: ndc-02}' }], { lose: ['site/ndc-01', 'site/ndc-02'] });
    expect(cell(of, 'luu-tru-prod')).toMatchObject({ runs: { how: 'nowhere', reasons: [{ because: 'nowhere-named' }] }, verdict: 'worse' });
  });
});

describe('other situations', () => {
  it('a cut link moves nothing; what would be lost too is the outage where nothing leads round', () => {
    const found = cell(recoveryWith([platinum]), 'cong-prod', 'link-cut');
    expect(found).toMatchObject({ runs: { how: 'serves-on', site: 'ndc-01' }, lost: ['link/ndc-01--ndc-02'], verdict: 'worse', broken: ['rpo', 'release'], rto: { p95Ms: 0n } });
    expect(found.rpo?.p50).toBeGreaterThanOrEqual(60n * minute);
    const round = { 'catalogue/planning.yaml': edit(['rerouteOverThirdSite: false', 'rerouteOverThirdSite: true']) };
    expect(cell(recoveryWith([platinum], { changes: round }), 'cong-prod', 'link-cut')).toMatchObject({ verdict: 'kept', rpo: { p50: rtt13 + rtt23 }, });
    const { losses } = cell(recoveryWith([platinum], { changes: round }), 'cong-prod', 'link-cut');
    expect(losses.filter(({ over }) => over === 'ndc-03').map(({ data }) => data).sort()).toEqual(['databases', 'images', 'keys', 'manifests', 'volumes']);
  });

  it('a brownout loses nothing and is left in order, later by what has to arrive first', () => {
    const of = recoveryWith([gold, silver]);
    const [dead, slow] = (['site-dead', 'brownout'] as const).map((situation) => cell(of, 'ho-so-prod', situation));
    expect(slow).toMatchObject({ runs: { how: 'serves-on', site: 'ndc-01' }, leaves: { how: 'promoted', site: 'ndc-02' }, rpo: { p50: 0n, p95: 0n }, verdict: 'told' });
    expect(slow?.rto?.typicalMs).toBeGreaterThanOrEqual(dead?.rto?.typicalMs ?? 0n);
  });

  it('a second loss leaves copies at the site of the backups and no place there, where data stream or are mirrored', () => {
    const found = cell(recoveryWith([platinum]), 'cong-prod', 'second-loss');
    expect(found).toMatchObject({ lost: ['site/ndc-01', 'site/ndc-02'], runs: { how: 'nowhere', reasons: [{ because: 'copies-only', site: 'ndc-03' }] }, verdict: 'told', gone: [] });
  });

  it('a second loss ends at the site of the backups where nothing streams, with volumes as old as they', () => {
    const found = cell(recoveryWith([silver]), 'luu-tru-prod', 'second-loss');
    expect(found).toMatchObject({ lost: ['site/ndc-01', 'site/ndc-02'], runs: { how: 'restored', site: 'ndc-03' }, verdict: 'told' });
    expect(found.losses.find(({ data }) => data === 'volumes')).toMatchObject({ means: 'backup' });
  });

  it('a second loss takes the last copy of what was restored from it, and says what is gone', () => {
    const found = cell(recoveryWith([bronze]), 'thu-prod', 'second-loss');
    expect(found).toMatchObject({ lost: ['site/ndc-01', 'site/ndc-03'], runs: { how: 'nowhere', reasons: [{ because: 'nowhere-named' }] } });
    expect(found.gone.map(({ data }) => data)).toEqual(['volumes', 'manifests']);
    const first = cell(recoveryWith([bronze]), 'thu-prod');
    expect(first.runs).toEqual({ how: 'restored', site: 'ndc-03' });
    expect(first.notes).toEqual(expect.arrayContaining([{ note: 'nothing-reserved', site: 'ndc-03' }, { note: 'backup-beside', site: 'ndc-03' }]));
  });
});
