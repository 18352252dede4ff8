import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { grantedAt } from '../../../sites/capacity/drift/granted.js';
import type { LiveQuota } from '../../../sites/capacity/drift/live.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { unmeasuredShrink } from '../../../sites/tenancy/approval-growth.js';
import { changesOf } from '../../../sites/tenancy/changes.js';
import { belowLiveUse, measuredLive } from '../../../sites/tenancy/live-use.js';
import { put, estateWith, requestOf } from './requests.js';

const namespace = 'ho-so-suc-khoe-prod';
const gi = 1n << 30n;
const given = 'quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 100}';
const asking = (quota: string, more: Parameters<typeof estateWith>[1] = {}): Estate => estateWith(put(given, quota), more);
const quota = (used: Readonly<Record<string, bigint>>, hard: Readonly<Record<string, bigint>> = { cpu: 8000n, memory: 64n * gi, pods: 100n, 'storage/block': 1024n * gi }): LiveQuota => ({ namespace, used: new Map(Object.entries(used)), hard: new Map(Object.entries(hard)) });

function below(estate: Estate, live: Readonly<Record<string, readonly LiveQuota[]>>) {
  const request = requestOf(estate);
  if (request === undefined) throw new Error('the request is not there');
  return belowLiveUse(estate, request, deriveIntent(estate).environments, new Map(Object.entries(live)));
}

/** Half of it waits at the standby. */
const halfStandby = { 'catalogue/tiers.yaml': (text: string) => text.replaceAll('standbyShare: {compute: 100, storage: 100}', 'standbyShare: {compute: 50, storage: 100}').replace('floor: [{tier: bronze, basis: mặc định}]', 'floor: [{tier: gold, securityLevelAtLeast: 4, basis: b}, {tier: bronze, basis: b}]') };

describe('a quota below live use', () => {
  it('is refused with the numbers and a line that is just enough', () => {
    const estate = asking('quota: {cpu: 4, memory: 16Gi, storage: {block: 1Ti}, pods: 100}');
    const [found, ...others] = below(estate, { 'ndc-01': [quota({ cpu: 6500n, memory: 16n * gi, pods: 7n })] });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: 'NDC-T020', weight: 'refuse', place: { file: 'tenants/bo-y-te.yaml' }, paste: 'quota: {cpu: 6500m, memory: 16Gi, storage: {block: 1Ti}, pods: 100}' });
    expect(found?.message.en).toContain(`${namespace}: the new quota lies below what is in use (ndc-01 cpu 4 < 6500m)`);
    expect(found?.message.vi).toContain('hạn mức mới thấp hơn mức đang dùng (ndc-01 cpu 4 < 6500m). Hãy giảm mức đang dùng trước, hoặc ghi hạn mức vừa đủ.');
  });

  it.each<[string, string, Readonly<Record<string, bigint>>, string | undefined]>([
    ['exactly what is in use', 'quota: {cpu: 6500m, memory: 64Gi, storage: {block: 1Ti}, pods: 100}', { cpu: 6500n }, undefined],
    ['one milli-core less', 'quota: {cpu: 6499m, memory: 64Gi, storage: {block: 1Ti}, pods: 100}', { cpu: 6500n }, 'cpu 6499m < 6500m'],
    ['a size too small', 'quota: {size: s}', { cpu: 8000n }, 'cpu 4 < 8'],
    ['a storage class taken away', 'quota: {cpu: 8, memory: 64Gi, storage: {}, pods: 100}', { 'storage/block': gi }, 'storage.block 0 < 1Gi'],
    ['fewer pods than run', 'quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 3}', { pods: 4n }, 'pods 3 < 4'],
    ['the request as it stands', given, { cpu: 8000n, memory: 64n * gi, pods: 100n }, undefined],
    // The cluster was given less than is used before: this request makes nothing worse.
    ['a quota that was below live use already', given, { cpu: 9000n }, undefined],
  ])('%s', (_, asked, used, expected) => {
    const [found] = below(asked === given ? estateWith() : asking(asked), { 'ndc-01': [quota(used)] });
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found?.message.en).toContain(`(ndc-01 ${expected})`);
  });

  it('holds a standby against its share, and asks for as much as makes the share enough', () => {
    const estate = asking('quota: {cpu: 4, memory: 64Gi, storage: {block: 1Ti}, pods: 100}', halfStandby);
    // Half of 4 cores are 2; 2,001m are in use: 4,001m are the least whose half, rounded up, is enough.
    const [found] = below(estate, { 'ndc-01': [quota({ cpu: 1000n })], 'ndc-02': [quota({ cpu: 2001n }, { cpu: 4000n })] });
    expect(found?.message.en).toContain('(ndc-02 cpu 2 < 2001m)');
    expect(found?.paste).toContain('cpu: 4001m,');
    expect(below(estate, { 'ndc-02': [quota({ cpu: 2000n }, { cpu: 4000n })] })).toEqual([]);
  });

  it('gives no line where no request could name what is used', () => {
    const estate = asking('quota: {cpu: 8, memory: 64Gi, storage: {}, pods: 100}');
    const used = { 'storage/Của cụm\u202e: {x': gi };
    const [found] = below(estate, { 'ndc-01': [quota(used, { 'storage/Của cụm\u202e: {x': 2n * gi })] });
    expect(found?.paste).toBeUndefined();
    expect(found?.message.en).toContain('Use less there first.');
    expect(found?.message.en).not.toContain('\u202e');
  });

  it('knows nothing of other namespaces, other sites or sites that were not read', () => {
    const estate = asking('quota: {cpu: 1, memory: 1Gi, storage: {}, pods: 1}');
    expect(below(estate, { 'ndc-01': [{ ...quota({ cpu: 8000n }), namespace: 'khac-prod' }] })).toEqual([]);
    expect(below(estate, { 'ndc-03': [quota({ cpu: 8000n })] })).toEqual([]);
    expect(below(estate, {})).toEqual([]);
  });

  it('is never refused once the line is pasted, whatever is used', () => {
    const amount = fc.bigInt({ min: 0n, max: 1n << 50n });
    const count = fc.bigInt({ min: 0n, max: 100_000n });
    fc.assert(
      fc.property(amount, amount, count, amount, fc.constantFrom('ndc-01', 'ndc-02'), (cpu, memory, pods, block, site) => {
        const estate = asking('quota: {cpu: 1, memory: 1Gi, storage: {block: 1Gi}, pods: 5}', halfStandby);
        const live = { [site]: [quota({ cpu, memory, pods, 'storage/block': block }, { cpu: 1n << 51n, memory: 1n << 51n, pods: 100_000n, 'storage/block': 1n << 51n })] };
        const [found] = below(estate, live);
        if (found === undefined) {
          const [environment] = deriveIntent(estate).environments;
          const granted = environment === undefined ? undefined : grantedAt(environment, site);
          for (const [resource, used] of [['cpu', cpu], ['memory', memory], ['pods', pods], ['storage/block', block]] as const) expect(granted?.get(resource) ?? 0n).toBeGreaterThanOrEqual(used);
          return;
        }
        // Half of what a standby may count is beyond what a file may ask for: the line is then for a person to weigh.
        const pasted = parse(found.paste ?? '') as { quota: { pods: number } };
        if (pasted.quota.pods > 100_000) return;
        expect(below(asking(found.paste ?? '', halfStandby), live)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('live use as a measurement', () => {
  const shrunk = asking('quota: {cpu: 4, memory: 32Gi, storage: {block: 512Gi}, pods: 100}');
  const base = estateWith();
  const changes = changesOf({ estate: base, request: requestOf(base) }, { estate: shrunk, request: requestOf(shrunk) });
  const on = day('2026-06-30');
  const unmeasured = (live: Readonly<Record<string, readonly LiveQuota[]>>) => unmeasuredShrink({ changes, asOf: on, usage: measuredLive(deriveIntent(shrunk).environments, new Map(Object.entries(live)), on) });
  const all = [`${namespace} quota.cpu`, `${namespace} quota.memory`, `${namespace} quota.storage.block`];

  it('is that of the primary alone', () => {
    const used = { cpu: 1n, memory: 1n, 'storage/block': 1n };
    expect(unmeasured({ 'ndc-01': [quota(used)] })).toEqual([]);
    expect(unmeasured({ 'ndc-02': [quota(used)] })).toEqual(all);
    expect(unmeasured({})).toEqual(all);
  });

  it('says what a cluster does not tell', () => {
    expect(unmeasured({ 'ndc-01': [quota({ cpu: 1n })] })).toEqual(all.slice(1));
  });
});
