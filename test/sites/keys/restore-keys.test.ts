import { describe, expect, it } from 'vitest';
import { absentKey } from '../../../sites/keys/absent-key.js';
import { keysMissingAt } from '../../../sites/keys/missing-at.js';
import { shippedEstate } from '../data/shipped.js';
import type { Estate } from '../../../sites/model/estate.js';

const shipped = shippedEstate();
type Key = Estate['keys'][string];
/** The shipped keys, with one of them changed. */
const withKey = (id: string, change: (key: Key) => Partial<Key>): Pick<Estate, 'keys' | 'sites'> => {
  const key = shipped.keys[id];
  if (key === undefined) throw new Error(`no key ${id}`);
  return { sites: shipped.sites, keys: { ...shipped.keys, [id]: { ...key, ...change(key) } } };
};
const without = ({ domain: _, ...key }: Key): Key => key;

describe('keys that a restore elsewhere takes', () => {
  it('lie at every other site as shipped', () => {
    for (const [from, into] of [['ndc-01', 'ndc-02'], ['ndc-01', 'ndc-03'], ['ndc-02', 'ndc-03']] as const) expect(keysMissingAt(shipped, from, into, 'bo-y-te')).toEqual([]);
  });

  it('are missing where a key is shared with others alone, with nobody, or within another domain', () => {
    const shared = withKey('ndc-01-backup', ({ domain }) => ({ domain: { name: domain?.name ?? '', sharedWith: ['ndc-02'] } }));
    expect(keysMissingAt(shared, 'ndc-01', 'ndc-02', 'bo-y-te')).toEqual([]);
    expect(keysMissingAt(shared, 'ndc-01', 'ndc-03', 'bo-y-te')).toMatchObject([{ key: 'ndc-01-backup', opens: 'backup/ndc-01', because: { en: 'domain ndc-khoa-du-lieu does not name ndc-03' } }]);
    const alone = { ...shipped, keys: { ...shipped.keys, 'ndc-01-seal': without(shipped.keys['ndc-01-seal']!) } };
    expect(keysMissingAt(alone, 'ndc-01', 'ndc-02', 'bo-y-te')).toMatchObject([{ key: 'ndc-01-seal', because: { en: 'in no shared key domain' } }]);
    const other = shipped.sites['ndc-02']!;
    const elsewhere = { keys: shipped.keys, sites: { ...shipped.sites, 'ndc-02': { ...other, hsm: { ...other.hsm, keyDomain: 'another' } } } };
    expect(keysMissingAt(elsewhere, 'ndc-01', 'ndc-02', 'bo-y-te').map(({ opens }) => opens)).toEqual(['backup/ndc-01', 'store/ndc-01', 'api-server/ndc-01', 'organisation/bo-y-te']);
    expect(keysMissingAt(elsewhere, 'ndc-01', 'ndc-02', 'bo-y-te')[0]?.because.en).toBe('in domain ndc-khoa-du-lieu, the HSM of ndc-02 is in another');
  });
});

describe('a key that a token does not hold', () => {
  const of = (keyId: string, estate: Pick<Estate, 'keys'> = shipped): string => absentKey(estate, keyId).en;

  it('comes back from where the inventory says', () => {
    expect(of('ndc-01-api-2026c:00ff')).toContain('It is in the inventory of ndc-01 (ndc-01-api-2026c); bring it back by ceremony from: HSM ndc-01; HSM ndc-02; HSM ndc-03; Thẻ');
    expect(of('ndc-01-api-2026b:00ff')).toContain('former version in the inventory of ndc-01 (ndc-01-api-2026b, in use from 2026-07-06 until 2026-10-01)');
  });

  it('is lost where it was destroyed, another site’s where that site has it, and unknown where it is another object', () => {
    const [former] = shipped.keys['ndc-01-api-2026c']?.previous ?? [];
    const destroyed = withKey('ndc-01-api-2026c', () => ({ previous: [{ ...former!, destroyed: '2026-11-20' }] as unknown as NonNullable<Key['previous']> }));
    expect(of('ndc-01-api-2026b:00ff', destroyed)).toContain('destroyed on 2026-11-20: what it encrypted and nobody rewrote is lost');
    expect(of('ndc-09-api-2026a:00ff')).toContain('does not know it');
    const [second] = Object.values(shipped.keys).filter(({ site, purpose }) => site === 'ndc-02' && purpose === 'api-server');
    expect(of(`${second !== undefined && 'hsm' in second.home ? second.home.hsm.label : ''}:00ff`)).toContain('in the inventory of ndc-02');
    const other = withKey('ndc-01-api-2026c', () => ({ previous: [{ ...former!, objectId: 'aa' }] }));
    expect(of('ndc-01-api-2026b:bb', other)).toContain('does not know it');
    expect(of('no colon')).toContain('does not know it');
  });
});
