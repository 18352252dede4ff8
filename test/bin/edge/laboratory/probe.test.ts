import { describe, expect, it } from 'vitest';
import { probeMachine, type Machine } from '../../../../bin/edge/laboratory/probe.js';
import type { Ran } from '../../../../bin/edge/laboratory/run-program.js';
import { EnvironmentFailure } from '../../../../bin/failure.js';

const ran = (code: number, said = ''): Ran => ({ code, stdout: '', said });
const postgres = Object.fromEntries(['initdb', 'postgres', 'pg_basebackup', 'pg_rewind', 'psql'].map((name) => [name, `/pg/${name}`]));
const user = { name: 'postgres', uid: 101, gid: 104 };

/** A machine that can do everything, except what its programs refuse. */
const machine = (refuses: (line: string) => string | undefined, change: Partial<Machine> = {}): Machine => ({
  platform: 'linux',
  uid: 0,
  findPostgres: () => Promise.resolve(postgres),
  otherUser: () => Promise.resolve(user),
  tryProgram: (file, args) => {
    const said = refuses([file, ...args].join(' '));
    return Promise.resolve(said === undefined ? ran(0) : ran(1, said));
  },
  ...change,
});

async function refusal(of: Machine): Promise<string> {
  const error: unknown = await probeMachine(of).catch((thrown: unknown) => thrown);
  if (!(error instanceof EnvironmentFailure)) throw new Error('it was let pass');
  expect(error).toMatchObject({ code: 'NDC-X420', exit: 3 });
  return error.text.en;
}

describe('what a laboratory needs of a machine', () => {
  it('is found', async () => {
    expect(await probeMachine(machine(() => undefined))).toEqual({ postgres, user });
  });

  it.each<[string, Machine, string]>([
    ['PostgreSQL', machine(() => undefined, { findPostgres: () => Promise.resolve({ psql: '/pg/psql' }) }), 'initdb, postgres, pg_basebackup, pg_rewind'],
    ['root', machine(() => undefined, { uid: 1000 }), 'uid 1000'],
    ['another user', machine(() => undefined, { otherUser: () => Promise.resolve(undefined) }), 'neither a user postgres'],
    ['namespaces', machine((line) => (line.startsWith('ip netns add') ? 'Operation not permitted' : undefined)), 'Operation not permitted'],
    ['veth pairs', machine((line) => (line.includes('veth') ? 'Unknown device type' : undefined)), 'no veth pair'],
    ['tbf', machine((line) => (line.includes('tbf') ? 'Specified qdisc kind is unknown' : undefined)), 'CONFIG_NET_SCH_TBF'],
    ['tc', machine((line) => (line.startsWith('tc ') ? 'not found' : undefined)), 'tc cannot be run'],
    ['the other user’s way', machine((line) => (line.includes(' test -w ') ? 'permission denied' : undefined)), 'the user postgres cannot write'],
    ['Linux', machine(() => undefined, { platform: 'darwin' }), 'darwin'],
  ])('is said where it is missing: %s', async (_, of, expected) => {
    expect(await refusal(of)).toContain(expected);
  });

  it('is said all at once, never one after the other', async () => {
    const text = await refusal(machine(() => undefined, { uid: 7, findPostgres: () => Promise.resolve({}) }));
    expect(text).toContain('uid 7');
    expect(text).toContain('initdb');
  });

  it('takes the namespace it tried with away again', async () => {
    const lines: string[] = [];
    await probeMachine(machine((line) => (lines.push(line), line.includes('tbf') ? 'no' : undefined))).catch(() => undefined);
    expect(lines.filter((line) => /^ip netns (add|delete)/.test(line)).map((line) => line.split(' ')[2])).toEqual(['add', 'delete']);
  });
});
