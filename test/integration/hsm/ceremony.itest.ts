import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMap, isSeq, parse, parseDocument, type YAMLMap } from 'yaml';
import type { HsmCeremonyData } from '../../../bin/hsm-ceremony-data.js';
import type { CeremonyStep } from '../../../sites/keys/ceremony/step.js';
import { secretOf } from '../canary.js';
import { repository } from '../journey/repository.js';
import { ndc, printed } from './plugin.js';
import { ensureDriver, softHsm, type SoftHsm } from './softhsm.js';
import { typed, type Typed } from './typed.js';

/*
 * Sheets of ceremonies, held on a SoftHSM as they are printed: each line in a shell, the PIN typed on a terminal, CKA_ID
 * copied from the screen, the inventory written as the sheet has it. What only an HSM's maker can do (cloning, cards) and what
 * needs a cluster is named, and nothing else is left out.
 */

const pin = secretOf('pin');
/** What an authority's register says: the last certificate that its former key issued ends on this day. */
const lastExpiry = '2031-05-04';
let folder = '';

beforeAll(async () => {
  await ensureDriver();
  folder = await mkdtemp(join(tmpdir(), 'ndc-ceremony-'));
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin/ndc'), `#!/bin/sh\nexec '${process.execPath}' '${join(repository, 'bin/ndc')}' "$@"\n`);
  await chmod(join(folder, 'bin/ndc'), 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Held {
  readonly sheet: HsmCeremonyData['ceremony'];
  readonly objectId: string;
  /** Lines that were not run: they need a cluster. */
  readonly left: readonly string[];
  readonly screens: readonly { readonly line: string; readonly screen: string; readonly exit: number }[];
}

interface Key {
  id: string;
  created?: string;
  rotated?: string;
  home: { hsm: { label: string; objectId?: string } };
  previous?: { id: string; from: string; until: string; label?: string; objectId?: string; neededUntil?: string; destroyed?: string }[];
}

/** One site's inventory and one partition of its HSM, throughout the ceremonies of a key. */
class Room {
  private constructor(
    readonly partition: string,
    readonly data: string,
    readonly hsm: SoftHsm,
  ) {}

  static async open(partition: string, change: (keys: YAMLMap[]) => void): Promise<Room> {
    const home = await mkdtemp(join(folder, 'room-'));
    await cp(join(repository, 'sites/data'), join(home, 'data'), { recursive: true });
    const hsm = await softHsm(join(home, 'hsm'), pin);
    await hsm.initialise(partition);
    const room = new Room(partition, join(home, 'data'), hsm);
    await room.edit(change);
    return room;
  }

  get #file(): string {
    return join(this.data, 'keys/ndc-01.yaml');
  }

  async edit(change: (keys: YAMLMap[]) => void): Promise<void> {
    const document = parseDocument(await readFile(this.#file, 'utf8'));
    const keys = document.get('keys');
    if (!isSeq(keys)) throw new Error('an inventory has keys');
    change(keys.items.filter((each) => isMap(each)));
    await writeFile(this.#file, document.toString());
  }

  async key(id: string): Promise<Key | undefined> {
    return (parse(await readFile(this.#file, 'utf8')) as { keys: Key[] }).keys.find((each) => each.id === id);
  }

  run(line: string, objectId: string): Promise<Typed> {
    return typed(line, {
      folder: this.hsm.folder,
      pin,
      env: { ...this.hsm.env, PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`, LIBRARY: this.hsm.library, DATA: this.data, PARTITION: this.partition, ID: objectId },
    });
  }

  /** The whole sheet, in its order. */
  async hold(key: string, act: string, known = ''): Promise<Held> {
    const asked = ['hsm', 'ceremony', key, '--do', act, '--sites', this.data];
    const [json, text] = [await ndc([...asked, '--json']), await ndc(asked)];
    expect([json.err, json.exit]).toEqual(['', 0]);
    const { ceremony: sheet } = JSON.parse(json.out) as HsmCeremonyData;
    // What is run is what stands on the sheet.
    const onSheet = text.out.split('\n').flatMap((each) => /^ +\$ (.+)$/.exec(each)?.[1] ?? []);
    expect(onSheet).toEqual([...sheet.steps.flatMap(({ commands }) => commands), ...sheet.checks].map(({ line }) => line));
    const screens: Held['screens'][number][] = [];
    const left: string[] = [];
    let objectId = known;
    const follow = async (line: string): Promise<void> => {
      const { exit, screen } = await this.run(line, objectId);
      if (line.startsWith('ID=')) objectId = /^([0-9a-f]{16})$/m.exec(screen)?.[1] ?? 'not drawn';
      screens.push({ line, exit, screen });
    };
    for (const [index, one] of sheet.steps.entries()) {
      // A site whose HSM nobody has: "write: not yet", or "write: never, and leave the next step out".
      if (notYet(one) || never(one) || (index > 0 && never(sheet.steps[index - 1]))) continue;
      if (one.inventory !== undefined) await this.#record(sheet.key, one.inventory.lines, objectId);
      for (const { line } of one.commands)
        if (/^(kubectl|bao|etcdctl|ndc rekey) /.test(line)) left.push(line);
        else await follow(line);
    }
    for (const { line } of sheet.checks) await follow(line);
    return { sheet, objectId, left, screens };
  }

  /** Lines of the sheet written into the inventory: a field takes the place of its like, an entry that of its id. */
  async #record(id: string, lines: readonly string[], objectId: string): Promise<void> {
    const text = lines.join('\n').replaceAll('objectId: "…"', `objectId: "${objectId}"`).replaceAll('neededUntil: "…"', `neededUntil: ${lastExpiry}`);
    const written = (lines[0] ?? '').startsWith('  - ') ? ((parse(text) as Key[])[0] as Key) : (parse(text) as Partial<Key>);
    await this.edit((keys) => {
      const key = keyOf(keys, id);
      for (const [name, value] of Object.entries(written)) {
        if (name !== 'previous') key.set(name, value);
        else {
          const before = (key.toJSON() as Key).previous ?? [];
          const now = value as NonNullable<Key['previous']>;
          key.set(name, [...now, ...before.filter((each) => !now.some((one) => one.id === each.id))]);
        }
      }
    });
  }
}

const says = (words: string) => (one: CeremonyStep | undefined): boolean => one?.does.some(({ en }) => en.includes(words)) === true;
const notYet = says('does not operate yet: this is done when it is commissioned; write "not yet"');
const never = says('if the HSM there never held this key write "never" and leave the next step out');

function keyOf(keys: readonly YAMLMap[], id: string): YAMLMap {
  const found = keys.find((each) => each.get('id') === id);
  if (found === undefined) throw new Error(`no key ${id}`);
  return found;
}

const exits = ({ screens }: Held, words: string): readonly number[] => screens.filter(({ line }) => line.includes(words)).map(({ exit }) => exit);
const marks = ({ screens }: Held, label: string): readonly string[] => screens.flatMap(({ screen }) => new RegExp(`^ +${label}: CKA_ID (.+)$`, 'm').exec(screen)?.[1] ?? []);

describe.each([
  // One that wraps, one that encrypts, and a pair.
  { id: 'ndc-01-backup', partition: 'ndc-01-backup', marked: /KCV [0-9a-f]{6}$/, cluster: [] },
  { id: 'ndc-01-seal', partition: 'ndc-01-seal', marked: /KCV [0-9a-f]{6}$/, cluster: ['kubectl', 'bao', 'bao', 'bao', 'bao'] },
  { id: 'ndc-01-ca', partition: 'ndc-01-ca', marked: /SHA-256 [0-9a-f]{64}$/, cluster: ['kubectl', 'kubectl'] },
])('the ceremonies of $id, as printed', ({ id, partition, marked, cluster }) => {
  let room: Room;
  let first = '';
  let second = '';
  /** Every line does what the sheet says, and the sheet's last looks pass. */
  const expectPassed = (held: Held, checks: readonly number[]): void => {
    expect(held.screens.filter(({ exit, line }) => exit !== 0 && !line.startsWith('ndc hsm check')).map(({ line, screen }) => `${line}\n${screen}`)).toEqual([]);
    expect(exits(held, 'ndc hsm check')).toEqual(checks);
    if (checks.length > 0) expect(held.screens.at(-2)?.screen).toContain('Passed.');
  };

  it('make the key, and the token then agrees with the inventory', async () => {
    room = await Room.open(partition, (keys) => keyOf(keys, id).delete('created'));
    const held = await room.hold(id, 'create');
    expect(held.left).toEqual([]);
    // An empty partition passes, a key that is still planned is told, a copy is read, and what is recorded passes: on this
    // token too no key may wrap that is not there to.
    expectPassed(held, [0, 0, 0, 0]);
    first = held.objectId;
    const [made, tried, checked] = marks(held, id);
    expect(made).toMatch(new RegExp(`^${first}, ${marked.source}`));
    expect(checked).toBe(made);
    expect(held.screens.some(({ screen }) => screen.includes('the inventory has it as planned'))).toBe(true);
    expect((await room.key(id))?.home.hsm.objectId).toBe(first);
    // A copy is known by the same mark as the key.
    expect(tried).toBe(made);
    expect(held.screens.filter(({ screen }) => screen.includes('CKA_WRAP'))).toEqual([]);
  });

  it('rotate it: the former version stays, both are recorded', async () => {
    const held = await room.hold(id, 'rotate', first);
    expect(held.left.map((line) => line.split(' ')[0])).toEqual(cluster);
    // In between, the new key is on the token and in no inventory.
    expectPassed(held, [0, 1, 0, 0]);
    second = held.objectId;
    expect(second).not.toBe(first);
    expect(held.screens.find(({ exit }) => exit === 1)?.screen).toMatch(/is in the HSM and in no inventory[^]*1 problem to mend/);
    expect(await room.key(id)).toMatchObject({ home: { hsm: { label: held.sheet.to, objectId: second } }, previous: [{ label: id, objectId: first }] });
  });

  it('back it up: the copy that is tried bears its mark', async () => {
    const held = await room.hold(id, 'backup', second);
    expectPassed(held, [0, 0]);
    expect(held.screens.find(({ line }) => line.includes('$PARTITION'))?.screen).toContain('nothing was held against the inventory');
    expect(new Set(marks(held, held.sheet.label ?? '')).size).toBe(1);
  });

  it('destroy the former version once nothing needs it', async () => {
    // Years have passed, as an inventory has them.
    await room.edit((keys) => {
      const key = keyOf(keys, id);
      const [version] = (key.toJSON() as Key).previous ?? [];
      key.set('created', '2022-01-03');
      key.set('previous', [{ ...version, from: '2022-01-03', until: '2022-03-03', neededUntil: '2025-02-03' }]);
    });
    const version = (await room.key(id))?.previous?.[0];
    const held = await room.hold(version?.id ?? '', 'destroy', version?.objectId);
    expectPassed(held, [0, 0]);
    expect(held.screens.find(({ line }) => line.includes('--list-objects'))?.screen).not.toMatch(new RegExp(`label: +${id}\n`));
    expect((await room.key(id))?.previous?.[0]?.destroyed).toBe(held.sheet.steps.flatMap(({ inventory }) => inventory?.lines ?? []).join('').match(/destroyed: (\S+)}/)?.[1]);
    expect(marks(held, held.sheet.label ?? '')).toHaveLength(1);
  });
});

it('no PIN was seen on any screen', () => {
  expect(printed.length).toBeGreaterThan(10);
  expect(printed.filter((text) => text.includes(pin))).toEqual([]);
});
