import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { command as approve } from '../../../bin/commands/approve.js';
import { command as declare } from '../../../bin/commands/dr/declare.js';
import { command as back } from '../../../bin/commands/dr/return.js';
import { newReturn } from '../../../bin/disaster/return.js';
import type { DrDeclareData } from '../../../bin/dr-declare-data.js';
import { Failure } from '../../../bin/failure.js';
import { openEstate } from '../../../bin/open-estate.js';
import { small } from '../cli/ndc.js';
import { fakeApi, writeKubeconfig, type FakeApi } from '../edge/fake-api.js';
import { contextOf, declareSigned, enterSigners, people } from './signed-loss.js';

const now = new Date('2026-11-30T03:00:00Z');
const id = 'declare-ndc-01';
let home: string;
let api: FakeApi;

beforeAll(async () => {
  api = await fakeApi('5d0e0f7c-2f55-4d2a-9a54-0a2b8f4c1d11');
});
afterAll(() => api.close());
beforeEach(async () => {
  if (home !== undefined) rmSync(home, { recursive: true, force: true });
  home = mkdtempSync(join(tmpdir(), 'ndc-dead-ends-'));
  cpSync(small, join(home, 'data'), { recursive: true });
  mkdirSync(join(home, 'data/transitions'), { recursive: true });
  mkdirSync(join(home, 'connections'), { recursive: true });
  enterSigners(home);
  // The two others answer; the site itself is in no connection, so nobody asks it.
  await writeKubeconfig(join(home, 'kube'), { 'ndc-02': api.url, 'ndc-03': api.url });
  writeFileSync(join(home, 'connections/default.yaml'), `apiVersion: ndc.gov.vn/v1\nkind: Connection\nname: default\nscenario: all-operating\nsites:\n${['ndc-02', 'ndc-03'].map((site) => `  ${site}: {kubeconfig: ../kube, context: ${site}}\n`).join('')}`);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const context = (lose: readonly string[] = []) => ({ ...contextOf(home, now, lose), globals: { lose: [...lose], delay: [], with: [] } });
const fence = ['edge-withdrawn=attested:An', 'replication-revoked=attested:An', 'power-off=attested:An'];
const declared = async (more: Readonly<Record<string, unknown>>) => (await declare.run(context(['ndc-01']), [], { reason: 'mất điện', case: 'dead', write: true, ...more })).data as DrDeclareData;

/** Code and both messages of what is refused. */
async function refusal(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Failure) return `${error.code}: ${error.text.vi} | ${error.text.en}`;
    throw error;
  }
  return 'taken';
}

describe('a declaration that was written wrongly', () => {
  it('is declared again while nobody has signed it, in its own file; each refusal names the line to type', async () => {
    const first = await declared({ fence: fence.slice(1) });
    expect(first.next.map(({ vi }) => vi).join()).toMatch(/--accept-unproven: ndc dr declare --lose ndc-01 … --write/);
    const name = first.transition;
    expect(await refusal(async () => approve.run(context(), [name], {}))).toMatch(/^NDC-X302.*ndc dr declare --lose ndc-01 … --write.*\|.*ndc dr declare --lose ndc-01 … --write/);
    expect(await refusal(async () => back.run(context(), ['ndc-01'], {}))).toMatch(new RegExp(`^NDC-X330.*ndc approve ${name} --key <tệp> --write.*ndc dr declare --lose ndc-01`));
    const file = join(home, `data/transitions/${name}.yaml`);
    const wrong = readFileSync(file, 'utf8');
    // Shown first, and nothing is written.
    const shown = await declared({ fence, write: false });
    expect([shown.transition, shown.written, readFileSync(file, 'utf8'), shown.next.map(({ en }) => en).join(' ')]).toEqual([name, false, wrong, expect.stringContaining('It replaces the declaration')]);
    const second = await declared({ fence });
    expect([second.transition, second.written, second.signable]).toEqual([name, true, true]);
    expect(readFileSync(file, 'utf8')).not.toBe(wrong);
    for (const person of people) await approve.run(context(), [name], { key: join(home, person), write: true });
    expect((await openEstate(context())).losses?.map(({ declaration }) => declaration)).toEqual([name]);
  });

  it('stays as it is once somebody has signed it', async () => {
    const { transition } = await declared({ fence });
    await approve.run(context(), [transition], { key: join(home, 'an'), write: true });
    const file = join(home, `data/transitions/${transition}.yaml`);
    const signed = readFileSync(file, 'utf8');
    expect(await refusal(async () => declared({ fence }))).toMatch(new RegExp(`^NDC-X325.*ndc approve ${transition} --key`));
    expect(readFileSync(file, 'utf8')).toBe(signed);
  });
});

it('a signature that is dated tomorrow speaks of clocks', async () => {
  await declareSigned(home, id, 'ndc-01', new Date(now.getTime() + 2 * 86_400_000));
  expect(await refusal(async () => openEstate(context()))).toMatch(/^NDC-X336.*đồng hồ.*date -u.*\|.*clock of the machine/);
});

it.each(['verify', 'reclone'] as const)('the step %s takes no digest of an empty file', async (step) => {
  await declareSigned(home, id, 'ndc-01', now);
  const at = '2026-11-30T02:30:00Z';
  writeFileSync(join(home, 'data/transitions/ve.yaml'), newReturn('ve', 'ndc-01', { declaration: id, fence: { at, by: 'An', evidence: 'x' }, ...(step === 'verify' ? { reclone: { at, by: 'An', how: 're-clone', nothingDiverged: true } } : {}) }, '2026-11-30'));
  const taken = (digest: string) => refusal(async () => back.run(context(), ['ndc-01', step], step === 'verify' ? { by: 'An', report: 'so.txt', digest, equal: true, write: true } : { by: 'An', how: 'rewind', proof: 'WAL', diverged: 'kho', rows: '0', digest, write: true }));
  expect(await taken('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')).toMatch(/^NDC-X333.*tệp rỗng.*\|.*empty file/);
  expect(readFileSync(join(home, 'data/transitions/ve.yaml'), 'utf8')).not.toContain('e3b0c442');
  expect(await taken(`sha256:${'a'.repeat(64)}`)).toBe('taken');
});
