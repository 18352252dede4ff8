import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { databaseSizes, thirdCopyQuota } from '../../../sites/intent/database-sizes.js';
import { archiverSize } from '../../../sites/model/database-share.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import type { Quota } from '../../../sites/intent/environment.js';
import { quotaOnPairs } from '../../../sites/intent/pair-quota.js';
import type { EnvironmentProtection } from '../../../sites/intent/protection.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import type { Bytes, MilliCpu } from '../../../sites/model/units.js';
import { asOf, shippedEstate } from '../data/shipped.js';

const estate = applyScenario(shippedEstate(), { asOf, lose: [], delay: {}, phase: 'all-operating' });
const protection = deriveProtection(estate, deriveIntent(estate));
const of = (namespace: string): EnvironmentProtection => {
  const found = protection.environments.find(({ environment }) => environment.namespace === namespace);
  if (found === undefined) throw new Error(`${namespace} is in the shipped estate`);
  return found;
};
const tebi = (count: number): Bytes => (BigInt(count) << 40n) as Bytes;
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

describe('clusters of databases', () => {
  it('are as many instances as the tier wants and the storage admits: three of 2 TiB in 8, one of 40 in 60', () => {
    const three = databaseSizes(estate, of('san-du-lieu-prod'), 'ndc-01', of('san-du-lieu-prod').environment.quota);
    expect(three.map(({ instances, disk, storageClass }) => [instances, disk, storageClass])).toEqual([[3, 2253n << 30n, 'ndc-block']]);
    expect(databaseSizes(estate, of('csdl-dan-cu-prod'), 'ndc-01', of('csdl-dan-cu-prod').environment.quota).map(({ instances, disk }) => [instances, disk])).toEqual([[1, tebi(44)]]);
  });

  it('are none for engines the platform does not run, and none at an empty standby', () => {
    const oracle = of('ngan-sach-kho-bac-prod');
    expect(databaseSizes(estate, oracle, 'ndc-01', oracle.environment.quota)).toEqual([]);
  });

  it('of the whole shipped estate fit into their quotas at every site that holds them', () => {
    for (const one of protection.environments) {
      const { quota, standbyQuota, namespace } = one.environment;
      for (const [site, granted] of [[one.primary.site, quota], [one.standby?.site, standbyQuota]] as const) {
        if (site === undefined || granted === undefined || granted.cpu === 0n) continue;
        const sizes = databaseSizes(estate, one, site, granted);
        const times = (of_: (size: (typeof sizes)[number]) => bigint): bigint => sum(sizes.map((size) => of_(size) * BigInt(size.instances)));
        expect(times(({ cpu }) => cpu + archiverSize.cpu) <= granted.cpu, `${namespace} cpu`).toBe(true);
        expect(times(({ memory }) => memory + archiverSize.memory) <= granted.memory, `${namespace} memory`).toBe(true);
        for (const storageClass of new Set(sizes.map((size) => size.storageClass)))
          expect(sum(sizes.filter((size) => size.storageClass === storageClass).map(({ disk, instances }) => disk * BigInt(instances))) <= (granted.storage[storageClass] ?? 0n), `${namespace} ${storageClass}`).toBe(true);
      }
    }
  });

  it('a third copy takes a quota of its own, with room to join a new instance before the old one goes', () => {
    const sizes = databaseSizes(estate, of('csdl-y-te-prod'), 'ndc-01', of('csdl-y-te-prod').environment.quota).map((size) => ({ ...size, instances: 1 }));
    const { cpu, storage, pods } = thirdCopyQuota(sizes);
    expect(cpu).toBe(2n * ((sizes[0]?.cpu ?? 0n) + archiverSize.cpu));
    expect([storage, pods]).toEqual([{ 'ndc-block': sizes[0]?.disk }, 2]);
  });
});

describe('a quota on the classes of pairs', () => {
  const y = of('csdl-y-te-prod');

  it('gives databases the plain class and volumes the pair’s', () => {
    expect(quotaOnPairs(estate, y, 'ndc-01', y.environment.quota).storage).toEqual({ 'ndc-block': (20276n << 30n), 'ndc-block-ndc-01-ndc-03': tebi(30) - (20276n << 30n) });
  });

  it('leaves what does not replicate where it is', () => {
    const silver = of('thuong-mai-dien-tu-prod');
    expect(quotaOnPairs(estate, silver, 'ndc-01', silver.environment.quota)).toBe(silver.environment.quota);
  });

  it('is in sum what was granted, class by class, whatever that is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 50n }), fc.bigInt({ min: 0n, max: 1n << 50n }), fc.bigInt({ min: 0n, max: 10_000_000n }), (block, file, cpu) => {
        const granted: Quota = { ...y.environment.quota, cpu: cpu as MilliCpu, storage: { 'ndc-block': block as Bytes, 'ndc-file': file as Bytes } };
        const { storage } = quotaOnPairs(estate, y, 'ndc-01', granted);
        expect((storage['ndc-block'] ?? 0n) + (storage['ndc-block-ndc-01-ndc-03'] ?? 0n)).toBe(block);
        expect(storage['ndc-file']).toBe(file);
        for (const part of Object.values(storage)) expect(part >= 0n).toBe(true);
      }),
    );
  });
});
