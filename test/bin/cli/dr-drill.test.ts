import { cpSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { edit, folder, swap } from './estates.js';
import { asOf, expectNoTrace, ndc, said, shipped, small } from './ndc.js';

const drill = (...more: string[]) => ndc(['dr', 'drill', '--sites', shipped, ...asOf, '--lang', 'en', ...more]);
const target = ['--scenario', 'all-operating'];

describe('a drill that is asked for wrongly', () => {
  it.each<[string, readonly string[], string, string]>([
    ['no site is named', target, 'NDC-X440', 'no site is named'],
    ['two sites are named', [...target, '--lose', 'site/ndc-01', '--lose', 'site/ndc-02'], 'NDC-X442', ''],
    ['today one site operates', ['--lose', 'site/ndc-01'], 'NDC-X430', 'three operating sites are needed'],
    ['a part nobody knows', [...target, '--lose', 'site/ndc-01', '--part', 'link-cot'], 'NDC-X007', 'Did you mean link-cut?'],
    ['a signature of nothing', [...target, '--lose', 'site/ndc-01', '--sign', 'key'], 'NDC-X431', 'goes with --write'],
    ['an organisation nobody knows', [...target, '--lose', 'site/ndc-01', '--restore', 'bo-y-tee'], 'NDC-X007', 'bo-y-te'],
    ['a restore into the site that is lost', [...target, '--lose', 'site/ndc-01', '--restore', 'bo-y-te', '--into', 'ndc-01'], 'NDC-X007', 'ndc-02'],
  ])('is refused where %s, and nothing begins', async (_, more, code, words) => {
    const ran = await drill(...more);
    expect([ran.exit, said(ran)]).toEqual([2, expect.stringContaining(code)]);
    expect(said(ran)).toContain(words);
    expectNoTrace(ran);
  });

  it('of a restore is refused where the other site’s HSM lacks the keys it takes', async () => {
    const sites = folder();
    cpSync(shipped, sites, { recursive: true });
    edit(sites, { 'ndc-03.yaml': swap('keyDomain: ndc-khoa-du-lieu', 'keyDomain: khoa-khac') });
    const restore = (into: string) => ndc(['dr', 'drill', '--sites', sites, ...asOf, ...target, '--lose', 'site/ndc-01', '--restore', 'bo-y-te', '--into', into, '--lang', 'en']);
    const ran = await restore('ndc-03');
    expect([ran.exit, said(ran)]).toEqual([1, expect.stringContaining('NDC-X390')]);
    expect(said(ran)).toContain('ndc-01-backup (backup/ndc-01) is in domain ndc-khoa-du-lieu, the HSM of ndc-03 in khoa-khac');
    expectNoTrace(ran);
    // With the keys there, the next that it asks for are the providers, and there is no engine here.
    expect(said(await restore('ndc-02'))).not.toContain('NDC-X390');
  });

  it('says all that a machine lacks, with exit code 3', async () => {
    // Nothing is on PATH here.
    const ran = await ndc(['dr', 'drill', '--sites', small, ...asOf, ...target, '--lose', 'site/ndc-01', '--part', 'site-dead', '--lang', 'en']);
    expect([ran.exit, said(ran)]).toEqual([3, expect.stringContaining('NDC-X420')]);
    expect(said(ran)).toContain('no part of it is skipped');
    expectNoTrace(ran);
  });
});
