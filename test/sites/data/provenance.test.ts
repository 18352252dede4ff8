import { describe, expect, it } from 'vitest';
import { origin } from '../../../sites/model/estate.js';
import { pointer } from '../../../sites/model/pointer.js';
import { figures, shippedEstate } from './shipped.js';

const estate = shippedEstate();
const undeclared = (pointers: readonly string[]) => pointers.filter((at) => (origin(estate, at)?.source ?? 'declared') === 'declared');

describe('every figure says where it comes from', () => {
  it.each(['ndc-01', 'ndc-02', 'ndc-03'])('in the site file of %s', (site) => {
    const found = figures(estate.sites[site], ['sites', site]);

    expect(found.length).toBeGreaterThan(40);
    expect(undeclared(found)).toEqual([]);
  });

  it.each(['links', 'protection', 'quotaSizes', 'prices', 'ingest', 'settings'] as const)('in %s', (part) => {
    const found = figures(estate[part], [part]);

    expect(found.length).toBeGreaterThan(3);
    expect(undeclared(found)).toEqual([]);
  });

  it.each(Object.keys(estate.requests))('in the request of %s, classifications and tiers included', (organisation) => {
    const request = estate.requests[organisation];
    const classifications = (request?.systems ?? []).flatMap((_, index) =>
      ['securityLevel', 'sharing', 'importance', 'secrecy', 'personalData'].map((axis) => pointer('requests', organisation, 'systems', index, axis)),
    );

    expect(undeclared([...figures(request, ['requests', organisation]), ...classifications])).toEqual([]);
    for (const at of classifications) expect(origin(estate, at)?.source).toBe('assumption');
  });
});

describe('what was published is told from what is assumed', () => {
  it.each([
    ['/sites/ndc-01/facility/halls/0/racks', 1000, 'public'],
    ['/sites/ndc-01/facility/halls/1/racks', 300, 'public'],
    ['/sites/ndc-01/milestones/commissioning', '2025-Q3', 'public'],
    ['/sites/ndc-02/milestones/commissioning', '2030-Q4', 'seed'],
    ['/sites/ndc-03/milestones/commissioning', '2030-Q4', 'seed'],
    ['/sites/ndc-02/location/lat', 11.1, 'assumption'],
    ['/sites/ndc-03/location/place', 'Tây Nguyên (giả định: chưa có quyết định nào được công bố)', 'assumption'],
    ['/sites/ndc-03/facility/halls/0/racks', 400, 'assumption'],
    ['/settings/targets/0/count', 116, 'seed'],
    ['/settings/targets/1/count', 11, 'seed'],
    ['/settings/separation/minimumKm', 300, 'assumption'],
    ['/protection/tiers/platinum/rpoMinutes', 1, 'assumption'],
    ['/organisations/bo-y-te/code', 'G18', 'public'],
  ])('%s is %s, %s', (at, value, source) => {
    const read = at.split('/').slice(1).reduce((here: unknown, key) => (here as Record<string, unknown> | undefined)?.[key], estate);

    expect(read).toBe(value);
    expect(origin(estate, at)?.source).toBe(source);
  });
});
