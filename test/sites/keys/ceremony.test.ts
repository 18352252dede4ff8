import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { absentKey } from '../../../sites/keys/absent-key.js';
import { ceremony, ceremonySubject, usualAct } from '../../../sites/keys/ceremony/ceremony.js';
import { neededFormer, neededKey } from '../../../sites/keys/ceremony/needs.js';
import { ceremonyActs, type Ceremony, type CeremonyAct } from '../../../sites/keys/ceremony/step.js';
import { keptDays } from '../../../sites/keys/needed-until.js';
import { keyRows } from '../../../sites/keys/inventory.js';
import { day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { shippedEstate } from '../data/shipped.js';

const shipped = shippedEstate();
const on = (asOf: string, estate: Estate = shipped): Estate => ({ ...estate, scenario: { ...estate.scenario, asOf: day(asOf) } });
type Key = Estate['keys'][string];
const changed = (id: string, change: Partial<Key>, estate = shipped): Estate => ({ ...estate, keys: { ...estate.keys, [id]: { ...keyOf(id, estate), ...change } } });

function keyOf(id: string, estate = shipped): Key {
  const key = estate.keys[id];
  if (key === undefined) throw new Error(`no key ${id}`);
  return key;
}

function sheet(id: string, act?: CeremonyAct, estate = on('2026-11-20')): Ceremony {
  const subject = ceremonySubject(estate, id);
  if (subject === undefined) throw new Error(`no key ${id}`);
  return ceremony(estate, subject, act ?? usualAct(subject), { commands: ' --lang vi' });
}

const lines = ({ steps, checks }: Ceremony): string[] => [...steps.flatMap(({ commands }) => commands), ...checks].map(({ line }) => line);
const all = Object.keys(shipped.keys);

describe('what still needs a key', () => {
  // Shipped: platinum keeps 12 monthlies, 372 days; locks outlast retention by 34 days at most.
  it('keeps it for the longest retention, and for locks where it encrypts what backups copy', () => {
    expect(keptDays(shipped, 'api-server')).toBe(372);
    expect(keptDays(shipped, 'seal')).toBe(372);
    expect(keptDays(shipped, 'database')).toBe(406);
    expect(keptDays(shipped, 'backup')).toBe(406);
  });

  const former = (change: Partial<NonNullable<Key['previous']>[number]>, asOf: string) => {
    const version = { id: 'old', from: day('2026-01-01'), until: day('2026-03-01'), ...change };
    return neededFormer(on(asOf), keyOf('ndc-01-api-2026c'), version);
  };

  it('of a former version counts the later of what is recorded and what retention says', () => {
    // 2026-03-01 and 372 days is 2027-03-08.
    expect(former({ neededUntil: day('2027-06-30') }, '2027-06-30')).toMatchObject({ hindrances: [{ what: 'version/old', until: '2027-06-30' }], firstDay: '2027-07-01' });
    expect(former({ neededUntil: day('2027-06-30') }, '2027-07-01')).toEqual({ hindrances: [] });
    expect(former({ neededUntil: day('2026-12-01') }, '2027-03-08')).toMatchObject({ hindrances: [{ what: 'retention/old', until: '2027-03-08' }], firstDay: '2027-03-09' });
    expect(former({ neededUntil: day('2026-12-01') }, '2027-03-09')).toEqual({ hindrances: [] });
  });

  it('never takes what nobody recorded for done', () => {
    const late = former({}, '2035-01-01');
    expect(late.hindrances).toEqual([expect.objectContaining({ what: 'version/old' })]);
    expect(late.hindrances[0]?.until).toBeUndefined();
    expect(late.firstDay).toBe('2035-01-02');
  });

  it('names what opens only after what it opens', () => {
    const { hindrances, firstDay } = neededKey(on('2026-11-20'), keyOf('ndc-01-seal'));
    expect(hindrances.map(({ what }) => what)).toEqual(['store/ndc-01', 'key/ndc-01-database', 'database/tuyen-sinh/nguyen-vong']);
    // Rotated today, 372 days kept, and the day after.
    expect(firstDay).toBe('2027-11-28');
  });

  it('of a body that left counts from the day its data were released, and knows nothing without one', () => {
    const { 'bo-cong-an': _gone, ...requests } = shipped.requests;
    const without = { ...shipped, requests };
    const key = keyOf('ndc-01-bo-cong-an');
    const unknown = neededKey(on('2030-01-01', without), key);
    expect(unknown.hindrances).toEqual([expect.objectContaining({ what: 'organisation/bo-cong-an' })]);
    const transition = { id: 'thoi', transition: 'offboard', from: ['organisation/bo-cong-an'], to: [], state: 'open', approvals: [] } as unknown as Estate['transitions'][string];
    const over = (change: object): Estate => ({ ...without, transitions: { thoi: { ...transition, ...change } } });
    expect(neededKey(on('2027-01-01', over({})), key).hindrances).toHaveLength(1);
    // 2027-01-10 and 406 days is 2028-02-20.
    expect(neededKey(on('2028-02-20', over({ released: day('2027-01-10') })), key)).toMatchObject({ hindrances: [{ until: '2028-02-20' }], firstDay: '2028-02-21' });
    expect(neededKey(on('2028-02-21', over({ released: day('2027-01-10') })), key)).toEqual({ hindrances: [] });
  });
});

describe('a ceremony', () => {
  it('is printed or refused for every key and act, with both languages and no gap', () => {
    for (const id of all)
      for (const act of ceremonyActs) {
        const made = sheet(id, act);
        expect(made.steps.length === 0, `${id} ${act}`).toBe(made.hindrances.length > 0);
        expect(JSON.stringify(made)).not.toMatch(/undefined|NaN|\[object|\$PARTITION'/);
        for (const { title, does, until, otherwise } of made.steps) for (const text of [title, ...does, until, otherwise]) expect([text.vi.trim(), text.en.trim()]).not.toContain('');
      }
  });

  it('ends with a check of the partition in which a key was made, also before its site operates', () => {
    for (const [id, partition] of [['ndc-02-seal', 'ndc-02-seal'], ['ndc-02-ca', 'ndc-02-ca'], ['ndc-02-osd', 'ndc-02-storage']] as const) expect(sheet(id, 'create').checks.map(({ line }) => line)).toContainEqual(expect.stringContaining(`ndc hsm check --site ndc-02 --library "$LIBRARY" --token ${partition} `));
  });

  it('expects of a check what the command prints: a reminder of a planned key, a finding of a label that is in no inventory yet', () => {
    const expected = (id: string, act: CeremonyAct): string => sheet(id, act).steps.find(({ title }) => title.en === 'Read what marks the key')?.commands[0]?.expects.en ?? '';
    expect(expected('ndc-02-seal', 'create')).toContain('a line "!"');
    expect(expected('ndc-01-seal', 'rotate')).toMatch(/a line "✗".*exit code 1/);
  });

  it('of an authority is refused in words of an authority, and every sheet says where ndc comes from', () => {
    const [first] = sheet('ndc-01-ca', 'destroy').hindrances;
    expect([first?.why.vi, first?.why.en]).toEqual(['chứng thư ở đó do khóa này ký: hãy thay khóa trước', 'has certificates that this key signs today: rotate it first']);
    expect(sheet('ndc-01-seal', 'rotate').before.some(({ vi, en }) => vi.includes('PATH') && en.includes('PATH'))).toBe(true);
  });

  it('makes a planned key once, and changes one that is there', () => {
    expect(usualAct({ key: keyOf('ndc-02-seal') })).toBe('create');
    expect(usualAct({ key: keyOf('ndc-01-seal') })).toBe('rotate');
    expect(sheet('ndc-01-seal', 'create').hindrances).toEqual([expect.objectContaining({ what: 'key/ndc-01-seal' })]);
    for (const act of ['backup', 'rotate', 'destroy'] as const) expect(sheet('ndc-02-seal', act).hindrances).toEqual([expect.objectContaining({ what: 'key/ndc-02-seal' })]);
  });

  it('has the quorum that the key names, or its site’s HSM', () => {
    const custodians = (made: Ceremony) => made.attendance.find(({ role }) => role === 'custodian');
    expect(custodians(sheet('ndc-01-seal'))).toEqual({ role: 'custodian', needed: 3, of: 5 });
    expect(custodians(sheet('ndc-01-bo-cong-an'))).toEqual({ role: 'custodian', needed: 2, of: 3 });
    expect(sheet('ndc-01-bo-cong-an').custodians).toEqual(keyOf('ndc-01-bo-cong-an').custodians?.roles);
    // What cannot be undone is seen by two.
    expect(sheet('ndc-01-api-2026b', 'destroy').attendance.find(({ role }) => role === 'witness')?.needed).toBe(2);
  });

  it('asks for no PIN in any line and uses only variables it tells of', () => {
    for (const id of all)
      for (const act of ceremonyActs) {
        const made = sheet(id, act, on('2035-01-01', changed(id, { created: act === 'create' ? undefined : (keyOf(id).created ?? day('2026-10-05')) })));
        const named = made.variables.map(({ name }) => name);
        for (const line of lines(made)) {
          expect(line).not.toMatch(/--(so-)?pin(?!-fd)|BAO_TOKEN|PASS/);
          for (const [, variable = ''] of line.matchAll(/\$\{?([A-Z_]+)/g)) expect(named, `${id} ${act}: ${line}`).toContain(variable);
        }
      }
  });

  it('keeps a former key to decrypt', () => {
    const kept = (id: string) => sheet(id, 'rotate').steps.flatMap(({ does }) => does.map(({ en }) => en)).filter((text) => /^Keep "/.test(text));
    expect(kept('ndc-01-seal')).toEqual([expect.stringMatching(/^Keep "ndc-01-seal" in the HSM to decrypt through /)]);
  });

  it('keeps an authority’s former key until its last certificate expires, and reads that day from no retention', () => {
    const made = sheet('ndc-01-ca', 'rotate');
    const edits = made.steps.flatMap(({ inventory }) => inventory ?? []);
    expect(edits.map(({ lines: of }) => of.at(-1))).toEqual([
      '      - {id: ndc-01-ca-2026-10-06, label: ndc-01-ca, from: 2026-10-06, until: 2026-11-20}',
      '      - {id: ndc-01-ca-2026-10-06, label: ndc-01-ca, from: 2026-10-06, until: 2026-11-20, neededUntil: "…"}',
    ]);
    // 372 and 406 days after the rotation: what backups would say.
    expect(JSON.stringify(made)).not.toMatch(/2027-11-27|2027-12-31|27\/11\/2027|31\/12\/2027/);
    expect(lines(made).filter((line) => line.includes('.status.notAfter')).map((line) => line.includes('\n'))).toEqual([false]);
    const old = { id: 'old', label: 'old', from: day('2026-01-01'), until: day('2026-03-01') };
    const authority = (asOf: string, neededUntil?: string) => neededFormer(on(asOf), keyOf('ndc-01-ca'), { ...old, ...(neededUntil === undefined ? {} : { neededUntil: day(neededUntil) }) });
    // Certificates outlive backups, or end long before them: the recorded day alone counts.
    expect(authority('2028-12-31', '2028-12-31')).toMatchObject({ hindrances: [{ what: 'version/old', until: '2028-12-31' }], firstDay: '2029-01-01' });
    expect(authority('2029-01-01', '2028-12-31')).toEqual({ hindrances: [] });
    expect(authority('2026-04-02', '2026-04-01')).toEqual({ hindrances: [] });
    const unknown = authority('2040-01-01');
    expect(unknown).toEqual({ hindrances: [expect.objectContaining({ what: 'version/old' })] });
    expect(unknown.hindrances[0]?.why.en).toContain('the last certificate');
    expect(neededKey(on('2026-11-20'), keyOf('ndc-01-ca')).firstDay).toBeUndefined();
  });

  it('rotates what wraps the passphrases of disks, and makes no disk again', () => {
    const rotated = lines(sheet('ndc-01-osd', 'rotate')).join('\n');
    expect(rotated).toContain('rollout restart "$OSD"');
    expect(rotated).toContain('KMS_PROVIDER');
    expect(rotated).not.toContain('safe-to-destroy');
  });

  it('of disks whose passphrases lie in a store speaks to a KV mount and to Rook, never to transit', () => {
    const held = (change: Partial<Key> = {}) => changed('ndc-01-osd', { home: { store: { site: 'ndc-02', path: 'rook/ndc-01' } }, ...change });
    for (const act of ceremonyActs) {
      const estate = on('2026-11-20', held(act === 'create' ? { created: undefined } : act === 'destroy' ? { opens: ['osd/ndc-01'], previous: [{ id: 'osd-former', from: day('2020-01-01'), until: day('2021-01-01'), neededUntil: day('2022-02-01') }] } : {}));
      const made = sheet(act === 'destroy' ? 'osd-former' : 'ndc-01-osd', act, estate);
      expect(lines(made), act).toContain("bao read -field=type sys/mounts/rook/ndc-01");
      expect(lines(made).join('\n'), act).not.toMatch(/\/keys\/|\/rotate|rewrap|\/trim|latest_version|pkcs11|bao kv get/);
      const named = made.variables.map(({ name }) => name);
      for (const line of lines(made)) for (const [, variable = ''] of line.matchAll(/\$\{?([A-Z_]+)/g)) expect(named).toContain(variable);
    }
    const rotated = sheet('ndc-01-osd', 'rotate', on('2026-11-20', held()));
    const at = (words: string): number => lines(rotated).findIndex((line) => line.includes(words));
    expect(lines(rotated)).toContain('for job in $(kubectl --context ndc-01 -n rook-ceph get cronjobs -l app=rook-ceph-osd-key-rotation -o name); do kubectl --context ndc-01 -n rook-ceph create job "${job##*/}-2026-11-20" --from="$job"; done');
    // Older snapshots open no disk any more: a new one is taken before any OSD restarts.
    expect(at('raft snapshot save')).toBeGreaterThan(at('wait --for=condition=complete'));
    expect(at('rollout restart')).toBeGreaterThan(at('raft snapshot save'));
    expect(rotated.steps.find(({ inventory }) => inventory !== undefined)?.inventory?.lines).toEqual(['  - id: ndc-01-osd', '    rotated: 2026-11-20']);
  });

  it('makes keys by their kind', () => {
    const keygen = (made: Ceremony) => lines(made).find((line) => /generate|--key(pair)?gen/.test(line));
    // A planned key bears the label that the inventory has; the next version of one in use another.
    expect(keygen(sheet('ndc-02-ca'))).toBe('ndc hsm generate ndc-02-ca --id "$ID" --library "$LIBRARY" --lang vi');
    expect(keygen(sheet('ndc-01-seal'))).toBe('ndc hsm generate ndc-01-seal --label ndc-01-seal-2026a --id "$ID" --library "$LIBRARY" --lang vi');
    const odd = sheet('ndc-02-seal', 'create', on('2026-11-20', changed('ndc-02-seal', { mechanism: 'CKM_VENDOR_GOST' })));
    expect(keygen(odd)).toBeUndefined();
    expect(odd.steps.flatMap(({ does }) => does.map(({ en }) => en)).join(' ')).toContain('use the maker’s own tool with this label, this CKA_ID, CKA_SENSITIVE=true, CKA_EXTRACTABLE=false and CKA_WRAP=false');
    expect(lines(sheet('ndc-01-seal', 'backup'))).toContain('ndc hsm check --site ndc-01 --library "$LIBRARY" --token "$PARTITION" --marks --lang vi');
  });

  it('of an API server’s key has the stages of its rotation plan, and moves its id along with its label', () => {
    const made = sheet('ndc-01-api-2026c');
    expect(made.to).toBe('ndc-01-api-2026d');
    // Once the inventory has changed the former id names nothing any more.
    expect(lines(made).filter((line) => line.startsWith('ndc hsm rotate'))).toEqual([]);
    expect(lines(made).some((line) => line.startsWith('kubectl get secrets --all-namespaces'))).toBe(true);
    const edit = made.steps.find(({ inventory }) => inventory !== undefined)?.inventory;
    expect(edit?.lines[0]).toBe('  - id: ndc-01-api-2026d');
    expect(edit?.lines.at(-1)).toBe('      - {id: ndc-01-api-2026c, label: ndc-01-api-2026c, from: 2026-10-01, until: 2026-11-20, neededUntil: 2027-11-27}');
  });

  it('of a storage class keeps the id that volumes carry', () => {
    expect(sheet('ndc-01-volumes').steps.find(({ inventory }) => inventory !== undefined)?.inventory?.lines).toEqual([
      '  - id: ndc-01-volumes',
      '    home: {hsm: {site: ndc-01, partition: "ndc-01-storage", label: ndc-01-volumes-2026a, objectId: "…"}}',
      '    rotated: 2026-11-20',
      '    previous:',
      '      - {id: ndc-01-volumes-2026-10-05, label: ndc-01-volumes, from: 2026-10-05, until: 2026-11-20, neededUntil: 2027-12-31}',
    ]);
  });

  it('records the new version before anything is written with it, and has a copy tried before that', () => {
    for (const id of ['ndc-01-seal', 'ndc-01-volumes', 'ndc-01-api-2026c']) {
      const made = sheet(id);
      const at = (words: string): number => made.steps.findIndex(({ title }) => title.en.startsWith(words));
      expect(at('Make the key')).toBeGreaterThan(0);
      expect(at('Try to restore')).toBeGreaterThan(at('Make the key'));
      expect(at('The inventory')).toBeGreaterThan(at('Try to restore'));
      expect(at('Write with')).toBeGreaterThan(at('The inventory'));
      expect(at('Rewrite')).toBeGreaterThan(at('Write with'));
    }
  });

  it('of a key in a secret store speaks to the store, and of no token', () => {
    for (const [act, line] of [
      ['create', "bao write -f transit/keys/database type=aes256-gcm96 exportable=false allow_plaintext_backup=false"],
      ['rotate', 'bao write -f transit/keys/database/rotate'],
      ['backup', 'bao operator raft snapshot save "$SNAPSHOT"'],
    ] as const) {
      const estate = act === 'create' ? on('2026-10-01') : on('2026-11-20');
      const made = sheet('ndc-01-database', act, estate);
      expect(lines(made)).toContain(line);
      expect(lines(made).join('\n')).not.toMatch(/pkcs11|hsm check/);
    }
    const gone = changed('ndc-01-database', { previous: [{ id: 'ndc-01-database-1', from: day('2026-01-01'), until: day('2026-02-01'), neededUntil: day('2026-03-01') }] });
    expect(lines(sheet('ndc-01-database-1', 'destroy', on('2027-11-20', gone)))).toContain('bao write transit/keys/database/trim min_available_version="$FIRST_KEPT"');
  });

  it('of a key in a repository wraps it by the key that opens the repository, and refuses without one', () => {
    const home = { repository: 'ndc-secrets' } as const;
    const alone = changed('ndc-01-state', { home, created: undefined });
    expect(sheet('ndc-01-state', 'create', on('2026-11-20', alone)).hindrances).toEqual([expect.objectContaining({ what: 'repository/ndc-secrets' })]);
    const wrapped = changed('ndc-01-database', { opens: ['repository/ndc-secrets'] }, alone);
    expect(lines(sheet('ndc-01-state', 'create', on('2026-11-20', wrapped)))).toContain('bao write -f -field=ciphertext transit/datakey/wrapped/database bits=256 > "$WRAPPED"');
    const byHsm = changed('ndc-01-osd', { opens: ['repository/ndc-secrets'] }, alone);
    expect(lines(sheet('ndc-01-state', 'create', on('2026-11-20', byHsm))).join('\n')).not.toContain('bao ');
  });

  it('destroys a former version in every HSM of its domain, by label and id, and every copy', () => {
    const made = sheet('ndc-01-api-2026b', undefined, on('2027-12-20'));
    const removed = lines(made).filter((line) => line.includes('--delete-object'));
    expect(removed).toEqual(['ndc-01-kms', 'ndc-02-kms', 'ndc-03-kms'].map((partition) => `pkcs11-tool --module "$LIBRARY" --token-label ${partition} --login --delete-object --type secrkey --id "$ID" --label ndc-01-api-2026b`));
    expect(made.steps.some(({ title }) => title.en.startsWith('Destroy the copy: Thẻ'))).toBe(true);
  });

  it.each([
    ['retired', { phase: 'retired' }, 'has retired'],
    ['of another domain by now', { hsm: { keyDomain: 'ndc-khac' } }, 'is not of the key domain ndc-khoa-du-lieu'],
  ])('brings no key to an HSM that is %s, and asks for a record before it counts as destroyed there', (_, change, words) => {
    const site = shipped.sites['ndc-02'];
    const estate: Estate = { ...shipped, sites: { ...shipped.sites, 'ndc-02': { ...site, ...change, hsm: { ...site?.hsm, ...('hsm' in change ? change.hsm : {}) } } as Estate['sites'][string] } };
    for (const [id, act, asOf] of [['ndc-01-seal', 'rotate', '2026-11-20'], ['ndc-01-api-2026b', 'destroy', '2027-12-20']] as const) {
      const made = sheet(id, act, on(asOf, estate));
      expect(lines(made).filter((line) => line.includes('ndc-02'))).toEqual([]);
      expect(lines(made).filter((line) => line.includes('ndc-03')).length).toBeGreaterThan(0);
      const gone = made.steps.filter(({ title }) => title.en === 'The HSM of ndc-02 holds the key no more');
      expect(gone.map(({ does }) => does.map(({ en }) => en).join(' '))).toEqual(act === 'destroy' ? [expect.stringContaining(words)] : []);
    }
  });

  it('records the day a former version is destroyed: data that bear it are lost, and nothing more is found', () => {
    const estate = on('2027-12-20');
    const { key, version } = ceremonySubject(estate, 'ndc-01-api-2026b') ?? {};
    if (key === undefined || version?.label === undefined) throw new Error('no former version');
    const edits = sheet('ndc-01-api-2026b', 'destroy', estate).steps.flatMap(({ inventory }) => inventory ?? []);
    expect(edits.map(({ file }) => file)).toEqual(['keys/ndc-01.yaml']);
    const { previous } = parse(edits[0]?.lines.join('\n') ?? '') as { previous: NonNullable<Key['previous']> };
    expect(previous).toEqual([{ ...version, destroyed: '2027-12-20' }]);
    const after = changed(key.id, { previous }, estate);
    const keyId = `${version.label}:${version.objectId ?? '00'}`;
    expect(absentKey(estate, keyId).en).toContain('bring it back by ceremony');
    expect(absentKey(after, keyId).en).toBe('The inventory of ndc-01 says that it was destroyed on 2027-12-20: what it encrypted and nobody rewrote is lost.');
    const about = (of: Estate) => keyRows(of).flatMap(({ findings }) => findings.map(({ en }) => en)).filter((text) => text.includes('ndc-01-api-2026b'));
    expect([about(estate).length, about(after)]).toEqual([1, []]);
  });

  it('of a whole key that is destroyed leaves its entry as the record, from which nothing is used any more', () => {
    const { 'ndc-01-state': key, ...keys } = shipped.keys;
    if (key === undefined) throw new Error('no key');
    const opened = { ...key, opens: ['database/khong-con/x'], previous: [{ id: 'state-1', from: day('2026-07-06'), until: day('2026-10-05'), neededUntil: day('2027-12-01'), destroyed: day('2027-12-02') }] };
    const transitions = { t: { id: 't', transition: 'offboard', state: 'done', from: ['system/khong-con'], released: day('2026-10-20') } } as unknown as Estate['transitions'];
    const made = sheet('ndc-01-state', 'destroy', on('2027-12-20', { ...shipped, keys: { ...keys, 'ndc-01-state': opened }, transitions }));
    expect(made.hindrances).toEqual([]);
    const edits = made.steps.flatMap(({ inventory }) => inventory?.lines ?? []);
    // The later of the version's own day and 372 days after its data were released.
    expect(edits).toEqual(['  - id: ndc-01-state', '    destroyed: {on: 2027-12-20, neededUntil: 2027-12-01, record: "…"}']);
    const [written] = parse(edits.join('\n').replace('"…"', 'BB-12')) as [Pick<Key, 'destroyed'>];
    const after = on('2027-12-20', { ...shipped, keys, destroyedKeys: { 'ndc-01-state': { ...opened, ...written } } });
    expect(keyRows(after).find(({ id }) => id === 'ndc-01-state')).toMatchObject({ standing: 'destroyed', destroyed: { on: '2027-12-20', record: 'BB-12', neededUntil: '2027-12-01' }, findings: [] });
    expect(made.checks.at(-1)?.expects.en).toBe('ndc-01-state: destroyed, with its day and no finding');
  });

  it('no longer waits for a former version that is gone', () => {
    const former = { id: 'gone', from: day('2026-01-01'), until: day('2026-11-01') };
    const waits = (previous: NonNullable<Key['previous']>) => neededKey(on('2026-11-20'), { ...keyOf('ndc-01-seal'), previous }).hindrances.filter(({ what }) => what.endsWith('/gone'));
    expect(waits([former])).toHaveLength(2);
    expect(waits([{ ...former, destroyed: day('2026-11-19') }])).toEqual([]);
  });

  it('quotes a partition’s label for a shell', () => {
    const home = { hsm: { site: 'ndc-01', partition: `p"; rm -rf ~ $(id) 'x`, label: 'k' } };
    const hostile = changed('ndc-01-seal', { home });
    for (const line of lines(sheet('ndc-01-seal', 'backup', on('2026-11-20', hostile))).filter((one) => one.includes('rm -rf'))) expect(line).toContain(` 'p"; rm -rf ~ $(id) '\\''x'`);
    expect(lines(sheet('ndc-01-seal', 'rotate', on('2026-11-20', hostile))).filter((one) => one.includes('rm -rf')).length).toBeGreaterThan(0);
  });
});
