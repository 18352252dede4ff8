import { describe, expect, it } from 'vitest';
import { lastDay, quarter } from '../../../sites/model/calendar.js';
import { shippedEstate } from './shipped.js';

const estate = shippedEstate();
const { waivers } = estate;

describe('waivers', () => {
  it('cover what planned sites make fail, and nothing else', () => {
    const causes = new Set(waivers.map(({ cause }) => cause));
    const planned = Object.values(estate.sites).filter(({ phase }) => phase !== 'operating').map(({ id }) => `site/${id}`);

    expect(causes).toEqual(new Set(planned));
  });

  it('name each policy once per planned site: a finding with two causes needs both', () => {
    const keys = waivers.map(({ policy, cause }) => `${policy} ${cause}`);

    expect(new Set(keys).size).toBe(keys.length);
    // RED-012 speaks of NDC 02 alone.
    for (const policy of new Set(waivers.map((waiver) => waiver.policy))) expect(waivers.filter((waiver) => waiver.policy === policy)).toHaveLength(policy === 'RED-012' ? 1 : 2);
  });

  it.each(waivers.map((waiver) => [`${waiver.policy} ${waiver.cause ?? ''}`, waiver] as const))('%s: two roles, both languages, a clause, and its date at the latest', (_name, waiver) => {
    expect(waiver.owner).not.toBe(waiver.approver);
    expect(waiver.reason.vi).not.toBe(waiver.reason.en);
    expect(waiver.basis).toEqual({ document: 'q', clause: 'V.2.b' });
    expect(waiver.expires).toBe(lastDay(quarter('2030-Q4')));
  });
});
