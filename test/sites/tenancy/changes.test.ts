import { describe, expect, it } from 'vitest';
import { permilleOf, printedValue, type Change } from '../../../sites/tenancy/change.js';
import { changesOf } from '../../../sites/tenancy/changes.js';
import { estateWith, put, puts, requestOf } from './requests.js';

const base = estateWith();
const told = ({ kind, subject, field, before, after, permille, destroys, holdsData }: Change): string =>
  `${destroys ? 'DESTROYS ' : ''}${holdsData ? 'data ' : ''}${kind} ${subject} ${field} ${printedValue(before)} → ${printedValue(after)}${permille === undefined ? '' : ` ${permille}`}`;
const changed = (...pairs: readonly (readonly [string, string])[]): string[] => {
  const head = estateWith(puts(...pairs));
  return changesOf({ estate: base, request: requestOf(base) }, { estate: head, request: requestOf(head) }).map(told);
};

const prod = 'quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 100}';

describe('what changes between two requests', () => {
  it.each<[string, readonly (readonly [string, string])[], readonly string[]]>([
    // 12 of 8 is 50 % more, 500 thousandths.
    ['a quota that grows', [[prod, prod.replace('cpu: 8', 'cpu: 12')]], ['grown ho-so-suc-khoe-prod quota.cpu 8 → 12 500']],
    // 48 GiB of 64 is a quarter less.
    ['a quota that shrinks', [[prod, prod.replace('64Gi', '48Gi')]], ['shrunk ho-so-suc-khoe-prod quota.memory 64Gi → 48Gi -250']],
    ['storage that shrinks can hold data', [[prod, prod.replace('1Ti', '512Gi')]], ['data shrunk ho-so-suc-khoe-prod quota.storage.block 1Ti → 512Gi -500']],
    ['a storage class that goes', [[prod, prod.replace('block: 1Ti', '')]], ['DESTROYS data shrunk ho-so-suc-khoe-prod quota.storage.block 1Ti → – -1000']],
    ['what stood nowhere before has no share', [[prod, prod.replace('pods', 'gpu: 2, pods')]], ['grown ho-so-suc-khoe-prod quota.gpu 0 → 2']],
    // The size m of the catalogue: 16 cores, 64 GiB, 1 TiB of block, 200 pods, 1 TiB of backups.
    ['a size is told in figures', [[prod, 'quota: {size: m}']], ['grown ho-so-suc-khoe-prod quota.cpu 8 → 16 1000', 'grown ho-so-suc-khoe-prod quota.pods 100 → 200 1000', 'grown ho-so-suc-khoe-prod quota.backup 0 → 1Ti']],
    ['a lower level and the tier that falls with it', [['securityLevel: 4', 'securityLevel: 3']], ['changed ho-so-suc-khoe securityLevel 4 → 3', 'changed ho-so-suc-khoe protection gold → silver']],
    ['the owners', [['Vụ trưởng', 'Cục trưởng']], ['changed bo-y-te owners.accountable Vụ trưởng → Cục trưởng']],
    ['a group', [['systems:', 'groups: [{name: "bo-y-te:platform", role: view}]\nsystems:']], ['changed bo-y-te groups – → bo-y-te:platform (view)']],
    ['the places', [['standby: ndc-02}', 'standby: ndc-02, backup: ndc-01}']], ['changed ho-so-suc-khoe-prod placement.backup ndc-02 → ndc-01']],
    ['a destination', [[prod, `${prod}\n        network: {egress: [{host: drive.google.com, port: 443, purpose: chia sẻ}]}`]], ['changed ho-so-suc-khoe-prod network.egress – → drive.google.com:443, chia sẻ']],
  ])('%s', (_, pairs, expected) => {
    expect(changed(...pairs)).toEqual(expected);
  });

  it('says nothing where nothing changes', () => {
    expect(changesOf({ estate: base, request: requestOf(base) }, { estate: base, request: requestOf(base) })).toEqual([]);
    expect(changesOf({ estate: base, request: undefined }, { estate: base, request: undefined })).toEqual([]);
  });

  it('tells destroys first, what is new last', () => {
    const two = estateWith(put('    environments:\n', '    environments:\n      - {name: dev, quota: {size: s}}\n      - {name: thu, quota: {cpu: 1, memory: 1Gi, storage: {}, pods: 10}}\n'));
    const head = estateWith(puts([prod, prod.replace('cpu: 8', 'cpu: 4').replace('64Gi', '128Gi')], ['        placement', '        expiresAt: 2027-01-01\n        placement'], ['  - id: ho-so-suc-khoe', '  - {id: moi, name: Mới, securityLevel: 1, sharing: open, importance: ordinary, secrecy: none, personalData: none, environments: [{name: prod, quota: {cpu: 2, memory: 4Gi, storage: {}, pods: 20}}]}\n  - id: ho-so-suc-khoe']));
    const all = changesOf({ estate: two, request: requestOf(two) }, { estate: head, request: requestOf(head) }).map(told);

    expect(all).toEqual([
      'DESTROYS data removed ho-so-suc-khoe-dev  – → –',
      'DESTROYS removed ho-so-suc-khoe-thu  – → –',
      'shrunk ho-so-suc-khoe-prod quota.cpu 8 → 4 -500',
      'changed ho-so-suc-khoe-prod expiresAt – → 2027-01-01',
      'grown ho-so-suc-khoe-prod quota.memory 64Gi → 128Gi 1000',
      'grown moi-prod quota.cpu – → 2',
      'grown moi-prod quota.memory – → 4Gi',
      'grown moi-prod quota.pods – → 20',
      'added moi  – → –',
      'added moi-prod  – → –',
    ]);
  });

  it('marks a system that is, or was, a state secret', () => {
    const head = estateWith(puts(['secrecy: none', 'secrecy: mat'], [prod, prod.replace('cpu: 8', 'cpu: 9')]));
    const all = changesOf({ estate: base, request: requestOf(base) }, { estate: head, request: requestOf(head) });

    expect(all.map(({ secret }) => secret)).toEqual([true, true]);
    expect(changesOf({ estate: head, request: requestOf(head) }, { estate: base, request: requestOf(base) }).every(({ secret }) => secret)).toBe(true);
  });

  it.each([
    // 64 of 192 is a third, 33.3 %; what judges growth counts amounts and never these.
    [192n, 256n, 333n],
    [1000n, 1501n, 501n],
    [1_000_000n, 1_000_001n, 1n],
    [1_000_000n, 999_999n, -1n],
    [1n << 40n, (1n << 40n) + (1n << 39n) + 1n, 500n],
    [3n, 2n, -333n],
    [0n, 5n, undefined],
  ])('%s to %s is %s thousandths', (before, after, expected) => {
    expect(permilleOf(before, after)).toBe(expected);
  });
});
