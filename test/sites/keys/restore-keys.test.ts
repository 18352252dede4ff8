import { describe, expect, it } from 'vitest';
import { absentKey } from '../../../sites/keys/absent-key.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { keysMissingAt } from '../../../sites/keys/missing-at.js';
import { plusDays } from '../../../sites/model/calendar.js';
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
  const { environments } = deriveIntent(shipped);
  const missing = (estate: Partial<typeof shipped> = {}, from = 'ndc-01', into = 'ndc-02', organisation = 'bo-y-te') => keysMissingAt({ ...shipped, ...estate }, environments, from, into, organisation);

  it('lie at every other site as shipped; those that nobody has made yet are missing until the target is asked for', () => {
    for (const into of ['ndc-02', 'ndc-03']) expect(missing({}, 'ndc-01', into)).toEqual([]);
    expect(missing({}, 'ndc-02', 'ndc-03').map(({ opens, because }) => `${opens} ${because.en}`)).toContain('backup/ndc-02 is planned: nobody has made it yet');
    expect(missing({ scenario: { ...shipped.scenario, phase: 'all-operating' } }, 'ndc-02', 'ndc-03')).toEqual([]);
    // Made tomorrow is not made.
    expect(missing(withKey('ndc-01-backup', () => ({ created: plusDays(shipped.scenario.asOf, 1) })))).toMatchObject([{ key: 'ndc-01-backup' }]);
    expect(missing(withKey('ndc-01-backup', () => ({ created: shipped.scenario.asOf })))).toEqual([]);
  });

  it('are missing where a key is shared with others alone, with nobody, or within another domain', () => {
    const shared = withKey('ndc-01-backup', ({ domain }) => ({ domain: { name: domain?.name ?? '', sharedWith: ['ndc-02'] } }));
    expect(missing(shared)).toEqual([]);
    expect(missing(shared, 'ndc-01', 'ndc-03')).toMatchObject([{ key: 'ndc-01-backup', opens: 'backup/ndc-01', because: { en: 'is not shared with ndc-03' } }]);
    const alone = { keys: { ...shipped.keys, 'ndc-01-seal': without(shipped.keys['ndc-01-seal']!) } };
    expect(missing(alone)).toMatchObject([{ key: 'ndc-01-seal', because: { en: 'is in no shared key domain' } }]);
    const other = shipped.sites['ndc-02']!;
    const elsewhere = { sites: { ...shipped.sites, 'ndc-02': { ...other, hsm: { ...other.hsm, keyDomain: 'another' } } } };
    expect(missing(elsewhere).map(({ opens }) => opens)).toEqual(['backup/ndc-01', 'store/ndc-01', 'api-server/ndc-01', 'storage/ndc-01/ndc-block', 'database/ho-so-suc-khoe/ho-so']);
    expect(missing(elsewhere)[0]?.because.en).toBe('is in domain ndc-khoa-du-lieu, the HSM of ndc-02 in another');
  });

  it('are those of the classes and databases its data lie in as well, and no others', () => {
    expect(missing({ keys: { ...shipped.keys, 'ndc-01-volumes': without(shipped.keys['ndc-01-volumes']!) } })).toMatchObject([{ key: 'ndc-01-volumes', opens: 'storage/ndc-01/ndc-block' }]);
    const database = withKey('ndc-01-bo-y-te', (key) => ({ ...key, opens: ['database/ho-so-suc-khoe/ho-so'], domain: { name: key.domain?.name ?? '', sharedWith: [] } }));
    expect(missing(database)).toMatchObject([{ key: 'ndc-01-bo-y-te', opens: 'database/ho-so-suc-khoe/ho-so', because: { en: 'is not shared with ndc-02' } }]);
    expect(missing(database, 'ndc-01', 'ndc-02', 'bo-cong-an')).toEqual([]);
    const inStore = withKey('ndc-01-bo-y-te', () => ({ home: { store: { site: 'ndc-03', path: 'transit/y-te' } } }));
    expect(missing(inStore)).toMatchObject([{ key: 'ndc-01-bo-y-te', because: { en: 'lies in store/ndc-03, another site than the one that runs it' } }]);
    // It comes along with the store.
    expect(missing(withKey('ndc-01-bo-y-te', () => ({ home: { store: { site: 'ndc-01', path: 'transit/y-te' } } })))).toEqual([]);
  });

  it('are missing where they lie wrapped in a repository, unless every key that unwraps them is there', () => {
    const domain = shipped.keys['ndc-01-backup']!.domain!;
    const wrapping = (change: Partial<Key>, home: Key['home'] = { repository: 'kho' }) => {
      const { keys } = withKey('ndc-01-backup', () => ({ home }));
      return { keys: { ...keys, boc: { ...without(shipped.keys['ndc-01-backup']!), id: 'boc', opens: ['repository/kho'], ...change } } };
    };
    const because = (estate: Partial<typeof shipped>, into = 'ndc-02') => missing(estate, 'ndc-01', into).map(({ key, because: { en } }) => `${key ?? '–'} ${en}`);
    const told = withKey('ndc-01-backup', () => ({ home: { repository: 'kho' } }));
    expect(missing(told)).toEqual([{ key: 'ndc-01-backup', opens: 'backup/ndc-01', because: { vi: 'nằm dạng bọc ở repository/kho, mà danh mục không nêu khóa nào mở bọc', en: 'lies wrapped in repository/kho, and the inventory names no key that unwraps it' } }]);
    expect(because(wrapping({}))).toEqual(['ndc-01-backup lies wrapped in repository/kho, and boc, which unwraps it, is in no shared key domain']);
    expect(because(wrapping({ domain: { ...domain, sharedWith: ['ndc-02'] } }))).toEqual([]);
    expect(because(wrapping({ domain: { ...domain, sharedWith: ['ndc-02'] } }), 'ndc-03')).toEqual(['ndc-01-backup lies wrapped in repository/kho, and boc, which unwraps it, is not shared with ndc-03']);
    expect(because(wrapping({ domain, created: plusDays(shipped.scenario.asOf, 1) }))).toEqual(['ndc-01-backup lies wrapped in repository/kho, and boc, which unwraps it, is planned: nobody has made it yet']);
    // One of two that may wrap it is not enough, and a key does not unwrap itself.
    const two = wrapping({ domain });
    expect(because({ keys: { ...two.keys, hai: { ...two.keys.boc, id: 'hai', home: { store: { site: 'ndc-03', path: 'transit/boc' } } } } })).toEqual(['ndc-01-backup lies wrapped in repository/kho, and hai, which unwraps it, lies in store/ndc-03, another site than the one that runs it']);
    expect(because(wrapping({ home: { repository: 'kho' } }))[0]).toContain('and boc, which unwraps it, lies there as well');
    expect(because(wrapping({ home: { store: { site: 'ndc-02', path: 'transit/boc' } } }))).toEqual([]);
  });

  it('are those that open what is restored whichever file they stand in: the site whose HSM holds them decides', () => {
    const other = without(shipped.keys['ndc-01-backup']!);
    if (!('hsm' in other.home)) throw new Error('the key of backups lies in an HSM');
    const { hsm } = other.home;
    const stray = { keys: { ...shipped.keys, lac: { ...other, id: 'lac', site: 'ndc-02', home: { hsm: { ...hsm, site: 'ndc-02' } } } } };
    expect(missing(stray, 'ndc-01', 'ndc-02')).toEqual([]);
    expect(missing(stray, 'ndc-01', 'ndc-03')).toMatchObject([{ key: 'lac', opens: 'backup/ndc-01', because: { en: 'is in no shared key domain' } }]);
    // Of an organisation's keys, the one in the HSM of the site that is restored.
    const own = { ...other, id: 'lac', opens: ['organisation/bo-y-te'] };
    expect(missing({ keys: { ...shipped.keys, lac: { ...own, site: 'ndc-02' } } })).toMatchObject([{ key: 'lac', because: { en: 'is in no shared key domain' } }]);
    expect(missing({ keys: { ...shipped.keys, lac: { ...own, site: 'ndc-03', home: { hsm: { ...hsm, site: 'ndc-03' } } } } })).toEqual([]);
  });

  it('cannot be missing from nobody: what no key opens is told', () => {
    const { 'ndc-01-backup': _gone, ...keys } = shipped.keys;
    expect(missing({ keys })).toEqual([{ opens: 'backup/ndc-01', because: { vi: 'không khóa nào trong danh mục mở', en: 'no key in the inventory opens it' } }]);
  });
});

describe('a key that a token does not hold', () => {
  const of = (keyId: string, estate: Partial<Pick<Estate, 'keys' | 'destroyedKeys'>> = {}): string => absentKey({ ...shipped, ...estate }, keyId).en;

  it('and was destroyed as a whole is lost, its former versions too', () => {
    const { 'ndc-01-api-2026c': gone, ...keys } = shipped.keys;
    const destroyedKeys = { 'ndc-01-api-2026c': { ...gone, destroyed: { on: '2027-12-20', record: 'BB-12/2027' } } } as unknown as Estate['destroyedKeys'];
    for (const label of ['ndc-01-api-2026c', 'ndc-01-api-2026b']) expect(of(`${label}:00ff`, { keys, destroyedKeys })).toBe('The inventory of ndc-01 says that it was destroyed on 2027-12-20: what it encrypted and nobody rewrote is lost.');
  });

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
