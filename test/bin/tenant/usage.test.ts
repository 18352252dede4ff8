import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TenantUseReading } from '../../../bin/edge/tenant-use-history.js';
import { Readings, readingsOf, recordedUse, usageAt } from '../../../bin/tenant-usage.js';
import { useRecord } from '../../../bin/use-record.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { dayInVietNam } from '../../../sites/model/calendar.js';
import { loadEstate } from '../../../sites/model/load.js';
import { measuredUse } from '../../../sites/tenancy/measured-use.js';
import { asOf } from '../../sites/model/estate-files.js';
import { estateWith, filesOf, puts } from '../../sites/tenancy/requests.js';

const now = new Date('2026-06-30T05:00:00Z');
const namespace = 'ho-so-suc-khoe-prod';
const { environments } = deriveIntent(estateWith());
const reading = (daysAgo: number, used: Readonly<Record<string, bigint>>, more: Partial<TenantUseReading> = {}): TenantUseReading => ({ at: new Date(now.getTime() - daysAgo * 86_400_000).toISOString(), site: 'ndc-01', uid: 'u', namespace, used: new Map(Object.entries(used)), hard: new Map([['cpu', 8000n]]), ...more });
const record = (...readings: readonly TenantUseReading[]) => recordedUse(new Readings(readings), environments, ['ndc-01', 'ndc-02'], now);
const site = (quotas: Parameters<typeof readingsOf>[1]['quotas']) => ({ site: 'ndc-01', name: { vi: 'Một', en: 'One' }, status: 'read', uid: 'u', quotas, unread: [] }) as const;

describe('what a record says', () => {
  it('is the most of each resource, whenever it was, with the days it was read on', () => {
    expect(record(reading(50, { cpu: 1n, memory: 9n }), reading(20, { cpu: 5n, memory: 1n }), reading(20.01, { cpu: 4n }), reading(0, { cpu: 2n }))).toEqual([
      { namespace, site: 'ndc-01', readings: 3, from: '2026-05-11', to: '2026-06-30', highest: new Map([['cpu', 5n], ['memory', 9n]]) },
    ]);
  });

  it.each<[string, readonly TenantUseReading[]]>([
    ['before the time looked back on', [reading(91, { cpu: 1n })]],
    ['of tomorrow', [reading(-1, { cpu: 1n })]],
    ['of a namespace the model does not know', [reading(1, { cpu: 1n }, { namespace: '${path.module}: {x' })]],
    ['of a site the estate does not have', [reading(1, { cpu: 1n }, { site: 'ndc-09' })]],
    ['of nothing', []],
  ])('is nothing of readings %s', (_, readings) => {
    expect(record(...readings)).toEqual([]);
  });

  it('leaves out the cluster that stood there before', () => {
    expect(record(reading(40, { cpu: 7n }, { uid: 'cu' }), reading(1, { cpu: 2n }))).toMatchObject([{ readings: 1, highest: new Map([['cpu', 2n]]) }]);
  });

  it('leaves out what became a state secret since it was read', () => {
    const secret = deriveIntent(estateWith(puts(['secrecy: none', 'secrecy: mat']))).environments;
    expect(recordedUse(new Readings([reading(1, { cpu: 2n })]), secret, ['ndc-01'], now)).toEqual([]);
    expect(readingsOf(now.toISOString(), site([{ namespace, used: new Map([['cpu', 1n]]), hard: new Map() }]), secret)).toEqual([]);
  });

  it('is a file the data take, and reviews read the same from it', () => {
    const amount = fc.bigInt({ min: 0n, max: (1n << 60n) - 1n });
    const used = fc.record({ cpu: amount, memory: amount, gpu: fc.bigInt({ min: 0n, max: 10_000n }), 'storage/block': amount, 'storage/null': amount, [`storage/$\{x}: {`]: amount, 'storage/__proto__': amount }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 90 }), used), { selector: ([ago]) => ago, minLength: 1, maxLength: 6 }), (all) => {
        const uses = record(...all.map(([ago, of]) => reading(ago, of as Record<string, bigint>)));
        const { name, text } = useRecord('thu', dayInVietNam(now), uses);
        const loaded = loadEstate(filesOf(undefined, { [name]: text }), asOf);
        if ('diagnostics' in loaded) throw new Error(`${text}\n${JSON.stringify(loaded.diagnostics)}`);
        const most = (resource: string): bigint | undefined => all.reduce<bigint | undefined>((known, [, of]) => {
          const here = (of as Record<string, bigint | undefined>)[resource];
          return here !== undefined && (known === undefined || here > known) ? here : known;
        }, undefined);
        const measured = measuredUse(loaded.estate.records, environments)[namespace];
        expect([measured?.cpu, measured?.memory, measured?.gpu, measured?.storage?.['block'], measured?.storage?.['null']]).toEqual(['cpu', 'memory', 'gpu', 'storage/block', 'storage/null'].map(most));
        expect(Object.keys(measured?.storage ?? {}).every((key) => key === 'block' || key === 'null')).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what a site says', () => {
  const shown = new Set(['bo-y-te']);

  it('is told whatever a cluster calls its namespaces and classes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.oneof(fc.constant(namespace), fc.string({ unit: 'binary', maxLength: 20 }), fc.constant('__proto__')), fc.string({ unit: 'binary', maxLength: 20 }), fc.bigInt({ min: 0n, max: 1n << 63n }), fc.bigInt({ min: 0n, max: 1n << 63n })), { maxLength: 6 }), (all) => {
        const quotas = [...new Map(all.map(([of, name, used, hard]) => [of, { namespace: of, used: new Map([[`storage/${name}`, used]]), hard: new Map([[`storage/${name}`, hard]]) }])).values()];
        const told = usageAt(site(quotas), { environments, shown, readings: new Readings([]), now });
        expect(told.foreign.length + told.environments.length).toBe(quotas.length);
        for (const environment of told.environments) if (!environment.concealed) for (const { used, hard, permille, level } of environment.uses) expect([permille === undefined, level === 'over']).toEqual([hard === 0n, used > hard]);
      }),
    );
  });

  it('of a standby calls for nothing to be given back', () => {
    const quotas = [{ namespace, used: new Map([['cpu', 0n]]), hard: new Map([['cpu', 8000n]]) }];
    const at = (id: string) => usageAt({ ...site(quotas), site: id }, { environments, shown, readings: new Readings([]), now }).environments[0];
    expect(at('ndc-01')).toMatchObject({ role: 'primary', uses: [{ level: 'low', clawBack: { kind: 'too-few', readings: 0 } }] });
    expect(at('ndc-02')).toMatchObject({ role: 'standby', uses: [{ level: 'low', permille: 0n }] });
    expect(JSON.stringify(at('ndc-02'), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain('clawBack');
  });
});
