import { describe, expect, it } from 'vitest';
import { protectedIn } from '../../../../sites/capacity/backup/protected.js';
import { database, now, planned, planningWith, type SystemOf } from '../planned-estate.js';
import { q } from '../site-builder.js';
import { inTebi, tebi } from '../storage/storage-builder.js';

const only = (system: SystemOf, options: Parameters<typeof planned>[1] = {}, quarter = now) => {
  const { plan, environments } = planned([system], options);
  const [environment] = environments;
  if (environment === undefined) throw new Error('there is an environment');
  return { environment, data: protectedIn(plan.estate, environment, quarter, plan.growth) };
};

describe('what of an environment must survive', () => {
  it('is its databases, and what its volumes hold beside them', () => {
    const { data } = only({ id: 'a', tier: 'gold', storage: '{block: 3Ti, object: 9Ti}', databases: [database()] });
    // Object storage is left to its own versions; 2 TiB of block storage are no database.
    expect([data?.databases, data?.volumes.mid, data?.volumeChanges.mid, data?.log].map((bytes) => Number(bytes))).toEqual([2 ** 40, 2 ** 41, Math.ceil(2 ** 41 / 100), 86_400_000_000]);
    expect(data?.logMeasured).toBe(false);
  });

  it('counts object storage where it is copied too', () => {
    const { data } = only({ id: 'a', tier: 'gold', storage: '{block: 3Ti, object: 9Ti}' }, { changes: { 'catalogue/planning.yaml': planningWith(['objectsBackedUp: false', 'objectsBackedUp: true']) } });
    expect(inTebi(data?.volumes.mid ?? 0n)).toBe(12);
  });

  it('is never less than nothing: databases larger than the storage leave no volumes', () => {
    expect(only({ id: 'a', tier: 'gold', storage: '{block: 1Ti}', databases: [database({ size: '2Ti' })] }).data?.volumes.mid).toBe(0n);
  });

  it('takes a measured log as it is, and an assumed one as changes times a factor', () => {
    const changes = { 'catalogue/planning.yaml': planningWith(['logPercent: 100', 'logPercent: 250']) };
    expect(only({ id: 'a', tier: 'gold', databases: [database()] }, { changes }).data).toMatchObject({ log: 216_000_000_000n, logMeasured: false, databaseChanges: 86_400_000_000n });
    expect(only({ id: 'a', tier: 'gold', databases: [database({ walRate: '100G' })] }, { changes }).data).toMatchObject({ log: 100_000_000_000n, logMeasured: true });
    expect(only({ id: 'a', tier: 'gold', databases: [database({ walRate: '100G' }), database({ id: 'e' })] }, { changes }).data).toMatchObject({ log: 316_000_000_000n, logMeasured: false });
  });

  it('grows as the storage of the environment does', () => {
    const more = '        forecast: [{at: 2027-Q1, cpu: 1, memory: 1Gi, storage: 6Ti}]\n';
    const { data } = only({ id: 'a', tier: 'gold', storage: '{block: 3Ti}', databases: [database()], more }, {}, q('2027-Q1'));
    expect([data?.databases ?? 0n, data?.volumes.mid ?? 0n].map(inTebi)).toEqual([2, 4]);
    expect(data?.log).toBe(172_800_000_000n);
  });

  it('is filled to a range', () => {
    const { data } = only({ id: 'a', tier: 'gold', storage: '{block: 10Ti}' }, { changes: { 'catalogue/planning.yaml': planningWith(['volumesFilledTo: {low: 100, mid: 100, high: 100}', 'volumesFilledTo: {low: 40, mid: 70, high: 100}']) } });
    expect(data?.volumes).toEqual({ low: tebi(4), mid: tebi(7), high: tebi(10) });
  });

  it('is nothing once the environment has expired', () => {
    expect(only({ id: 'a', tier: 'gold', more: '        expiresAt: 2026-06-30\n' }).data).toBeUndefined();
    expect(only({ id: 'a', tier: 'gold', more: '        expiresAt: 2026-07-01\n' }).data).toBeDefined();
  });
});

describe('databases of a system', () => {
  it.each([
    ['in its environment prod, whichever comes first', 'test', 'prod', 'a-prod'],
    ['in its first environment, where none is called prod', 'thu', 'test', 'a-thu'],
  ])('lie %s', (_, first, second, namespace) => {
    const { environments } = planned([{ id: 'a', tier: 'gold', environment: first, databases: [database()], more: `      - {name: ${second}, quota: {cpu: 1, memory: 1Gi, storage: {block: 1Ti}, pods: 1}}\n` }]);
    expect(environments).toHaveLength(2);
    expect(environments.filter(({ databases }) => databases.length > 0).map(({ promise }) => promise.namespace)).toEqual([namespace]);
  });

  it('carry their place in the estate', () => {
    const { environments } = planned([{ id: 'a', tier: 'gold' }, { id: 'b', tier: 'gold', databases: [database(), database({ id: 'e' })] }]);
    expect(environments[1]?.databases.map(({ pointer }) => pointer)).toEqual(['/requests/bo-y-te/systems/1/databases/0', '/requests/bo-y-te/systems/1/databases/1']);
  });
});
