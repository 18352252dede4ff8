import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OffboardData } from '../../../bin/offboard/data.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import { edit, estate, filesOf } from './estates.js';
import { asOf, expectNoTrace, ndc, said, root } from './ndc.js';

const run = async (sites: string, ...line: string[]) => {
  const ran = await ndc(['tenant', 'offboard', ...line, '--sites', sites, ...asOf, '--json']);
  return { ...ran, data: JSON.parse(ran.out) as OffboardData & { readonly kind: string; readonly code?: string; readonly message?: { readonly en: string; readonly vi: string } } };
};
const place = (): string => estate();
const digest = `sha256:${'a'.repeat(64)}`;
const environments = readFileSync(new URL('../../fixtures/estate-small/tenants/so-b.yaml', import.meta.url), 'utf8');
const [, system = ''] = /- id: ([a-z0-9-]+)/.exec(environments) ?? [];

describe('ndc tenant offboard', () => {
  it('tells where it stands, takes step after step, and each is in the file with its day', async () => {
    const sites = place();
    const told = await run(sites, 'so-b');
    expect([told.exit, told.data.steps.map(({ on }) => on)]).toEqual([0, [undefined, undefined, undefined, undefined, undefined]]);
    const missing = await run(sites, 'so-b', 'cordon', '--write');
    expect([missing.exit, missing.data.code]).toEqual([2, 'NDC-X308']);
    const places = [...(missing.data.message?.en.matchAll(/[a-z0-9-]+@ndc-\d\d/g) ?? [])].map(([one]) => one).filter((one, index, all) => all.indexOf(one) === index);
    const use = places.flatMap((one) => ['--use', `${one}:cpu=500m,memory=1Gi,pods=2`]);
    const shownOnly = await run(sites, 'so-b', 'cordon', ...use);
    expect([shownOnly.exit, shownOnly.data.written, existsSync(join(sites, 'transitions'))]).toEqual([0, false, false]);
    const cordoned = await run(sites, 'so-b', 'cordon', ...use, '--write');
    expect([cordoned.exit, cordoned.data.written, cordoned.data.limits.map(({ namespace, site }) => `${namespace}@${site}`)]).toEqual([0, true, places]);
    expect(outcomeSchemaOf(cordoned.data.kind)?.safeParse(cordoned.data).error?.issues ?? []).toEqual([]);
    const file = join(sites, 'transitions/offboard-so-b.yaml');
    edit(sites, { 'transitions/offboard-so-b.yaml': (text) => text.replace('to: []', 'to: [] # không giao cho ai') });
    expect((await run(sites, 'so-b', 'export', '--location', 's3://kho/so-b', '--digest', digest, '--confirmed-by', 'Trần Thị B', '--write')).exit).toBe(0);
    expect((await run(sites, 'so-b', 'retain', '--until', '2026-11-01', '--write')).exit).toBe(0);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('# không giao cho ai');
    expect(text).toContain('confirmedBy: Trần Thị B');
    const early = await run(sites, 'so-b', 'release', '--write');
    expect([early.exit, early.data.code, early.data.message?.en]).toEqual([1, 'NDC-X309', expect.stringContaining('kept until the end of 2026-11-01')]);
    const unsigned = await ndc(['tenant', 'offboard', 'so-b', 'release', '--write', '--sites', sites, '--as-of', '2026-11-02']);
    expect([unsigned.exit, said(unsigned)]).toEqual([1, expect.stringContaining('the signatures of 2 people are needed, there are 0')]);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(said(await ndc(['tenant', 'offboard', 'so-b', '--sites', sites, ...asOf, '--lang', 'vi']))).toContain('2 người ký: ndc approve offboard-so-b');
  });

  it.each<[string, readonly string[], string, RegExp]>([
    ['a step too early', ['so-b', 'retain', '--until', '2027-01-01'], 'NDC-X309', /too early for retain; missing: cordon .*export/],
    ['what there is not', ['so-c'], 'NDC-X306', /no request has .*"so-c".*Did you mean/],
    ['part of a name', ['cong'], 'NDC-X306', /Did you mean system\/cong-tin\?/],
    ['a name like no other', ['zzzzzzzzzz'], 'NDC-X306', /Ids of organisations and systems stand in/],
    ['the only system of a body', [`system/${system}`, 'cordon'], 'NDC-X307', /Give organisation\/so-b up as a whole/],
    ['a step that is none', ['so-b', 'cordn'], 'NDC-X011', /Did you mean cordon/],
    ['figures of another place', ['so-b', 'cordon', '--use', 'x@ndc-01:cpu=1,memory=1,pods=1'], 'NDC-X308', /x@ndc-01 is not among/],
    ['figures that are none', ['so-b', 'cordon', '--use', 'x@ndc-01:cpu=1,memory=1Gi,pods=nhiều'], 'NDC-X308', /pods=nhiều is no quantity/],
    ['figures above the grant', ['so-b', 'cordon', '--use', 'cong-tin-prod@ndc-01:cpu=99999,memory=4Pi,pods=3000,storage.constructor=900Ti'], 'NDC-X308', /above what cong-tin-prod@ndc-01 was granted: cpu=99999 \(granted 8\), memory=4Pi \(granted \d+Gi\), pods=3000 \(granted \d+\), storage\.constructor=900Ti \(granted 0\)\. A cordon never raises a quota/],
    ['figures with one left out', ['so-b', 'cordon', '--use', 'x@ndc-01:cpu=1,pods=1'], 'NDC-X308', /memory is missing/],
    ['hostile figures', ['so-b', 'cordon', '--use', '${jndi:x}\u001b[31m'], 'NDC-X308', /expected --use/],
  ])('%s is refused, and nothing is written', async (_name, line, code, message) => {
    const sites = place();
    const before = filesOf(sites);
    const ran = await run(sites, ...line, '--write');
    expect([ran.exit > 0, ran.data.code]).toEqual([true, code]);
    expect(ran.data.message?.en).toMatch(message);
    expectNoTrace(ran);
    expect(filesOf(sites)).toEqual(before);
  });

  it('the first line of its help and of the page for ministries runs on the shipped estate', async () => {
    const { command } = await import('../../../bin/commands/tenant/offboard.js');
    const [, ...argv] = command.examples[0]?.split(' ') ?? [];
    expect((await ndc([...argv, ...asOf])).exit).toBe(0);
    expect(readFileSync(join(root, 'docs/vi/yeu-cau.md'), 'utf8')).toContain(`bin/ndc ${argv.join(' ')} --lang vi`);
  });

  it('a step is not dated in the future, nor taken on supposed data', async () => {
    const sites = place();
    const future = await ndc(['tenant', 'offboard', 'so-b', 'cordon', '--sites', sites, '--as-of', '2150-01-01']);
    expect([future.exit, said(future)]).toEqual([2, expect.stringContaining('a step is dated today or earlier')]);
    const supposed = await ndc(['tenant', 'offboard', 'so-b', '--sites', sites, ...asOf, '--with', join(sites, 'tenants/so-b.yaml')]);
    expect([supposed.exit, said(supposed)]).toEqual([2, expect.stringContaining('supposed data')]);
  });
});
