import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sandboxDown } from '../../../../bin/edge/sandbox/down.js';
import { acquireLock, isRefusal } from '../../../../bin/edge/sandbox/lock.js';
import { eachInAFolder } from '../folder.js';

const folder = eachInAFolder();
const log = '20261122T101500Z-3fa9c1';

function write(name: string, text = ''): void {
  const path = join(folder.path, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Everything another command keeps of a connection. */
function keep(connection: string, plan: string): string[] {
  const kept = [`state/${connection}/ndc-01-platform.tfstate`, `seen/${connection}.json`, `seen/${connection}.stacks.json`, `work/${connection}/ndc-01-platform/cdk.tf.json`, `charts/${connection}/repositories.yaml`, `log/${log}-${connection}/plan.log`];
  for (const name of kept) write(name);
  write(`plans/${plan}/planset.json`, JSON.stringify({ connection }));
  return [...kept, `plans/${plan}/planset.json`];
}

const connect = (name: string, sandbox: boolean): void => write(`connections/${name}.yaml`, `kind: Connection\nname: ${name}\n${sandbox ? 'sandbox: true\n' : ''}`);
const standing = (names: readonly string[]): string[] => names.filter((name) => existsSync(join(folder.path, name)));
const down = (name: string, lines: string[] = []) => sandboxDown({ home: folder.path, name, onProgress: (line) => lines.push(line.en), userWait: 150 });

describe('what a sandbox leaves behind', () => {
  it('is nothing, folders included', async () => {
    connect('sandbox', true);
    keep('sandbox', 'p1');
    await down('sandbox');
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('is never another connection’s, however alike the names', async () => {
    for (const name of ['sandbox', 'my-sandbox', 'sandbox-2']) connect(name, true);
    const mine = keep('sandbox', 'p1');
    const others = [...keep('my-sandbox', 'p2'), ...keep('sandbox-2', 'p3')];
    write('plans/p4/planset.json', 'not JSON');
    await down('sandbox');
    expect(standing(mine)).toEqual([]);
    expect(standing(others)).toEqual(others);
    expect(standing(['plans/p4/planset.json', 'connections/my-sandbox.yaml', 'connections/sandbox-2.yaml'])).toHaveLength(3);
  });

  it('stays where a person wrote the connection of that name, or none is there', async () => {
    connect('real', false);
    const real = keep('real', 'p1');
    await down('real');
    expect(standing(real)).toEqual(real);
    const gone = keep('gone', 'p2');
    await down('gone');
    expect(standing(gone)).toEqual(gone);
  });

  it('stays while another command uses the connection, and that is said', async () => {
    connect('sandbox', true);
    const mine = keep('sandbox', 'p1');
    const lock = await acquireLock(join(folder.path, 'work', 'sandbox.lock'), 0);
    const lines: string[] = [];
    await down('sandbox', lines);
    expect(standing(mine)).toEqual(mine);
    expect(lines.at(-1)).toMatch(/states, plans and logs stay, process \d+ /);
    if (!isRefusal(lock)) await lock.release();
  });
});
