import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { CheckData } from '../../../bin/check-data.js';
import { filesOf, soundEstate, waivers } from './estates.js';
import { asOf, expectNoTrace, jsonOf, ndc, small } from './ndc.js';

type Check = CheckData & { readonly kind: string; readonly exit: number };

const check = (sites: string, ...more: readonly string[]) => ndc(['check', '--sites', sites, ...(more.includes('--as-of') ? [] : asOf), ...more]);
const failures = ({ views }: Check, view = 'today'): string[] => views.find((one) => one.view === view)?.findings.filter(({ status }) => status === 'fail').map(({ policy }) => policy) ?? [];

describe('ndc check', () => {
  it('GIVEN an estate whose gaps are waived WHEN it is checked THEN exit 0, twice the same, and nothing is written or reached', async () => {
    const sites = soundEstate();
    const before = filesOf(sites);
    const ran = await check(sites, '--json');
    expect(ran.exit).toBe(0);
    const data = jsonOf<Check>(ran);
    expect(data).toMatchObject({ kind: 'ndc/check.v1', exit: 0, asOf: '2026-11-01', waivers: { unused: [], refused: [], expiring: [] } });
    expect(failures(data)).toEqual([]);
    expect((await check(sites, '--json')).out).toBe(ran.out);
    expect(filesOf(sites)).toEqual(before);
    expect(ran.reached).toEqual([]);
  });

  it('overlapping networks are a failed NET-002 in both views, exit 1, and no crash', async () => {
    const overlap = { 'ndc-02.yaml': (text: string) => text.replace(/podCidr: \S+/, 'podCidr: 10.16.0.0/13') };
    const ran = await check(soundEstate(overlap), '--json');
    const data = jsonOf<Check>(ran);
    expect(ran.exit).toBe(1);
    expect(data.exit).toBe(1);
    expect(failures(data, 'target')).toContain('NET-002');
    const finding = data.views.flatMap(({ findings }) => findings).find(({ policy }) => policy === 'NET-002')?.found[0]?.finding;
    expect(finding?.en).toMatch(/10\.16\.0\.0\/13/);
    expectNoTrace(ran);
  });

  it('a waiver that expired yesterday covers nothing: exit 1, and the page says which and since when', async () => {
    const sites = soundEstate({ 'waivers.yaml': waivers('2026-10-31') });
    const text = await check(sites);
    expect(text.exit).toBe(1);
    expect(text.out).toMatch(/The waiver of RED-001 \(site\/ndc-02\) has no effect: .*2026-10-31/);
    expect(text.out).toMatch(/^ {2}RED-001 failed:/m);
    expect(text.out.replaceAll(/\s+/g, ' ')).toContain('The waiver of RED-001 (site/ndc-03) has no effect yet: the finding on estate/vn-ndc-small also stems from site/ndc-02, which no waiver covers.');
    expect(text.out).not.toContain('covers nothing');
    // Whatever rules fail besides, the headline names the waiver.
    expect(text.out).toMatch(/^TODAY {2}NDC 01 operates: FAILED: \d+ failed, 1 waiver without effect$/m);
    expect(text.out).toMatch(/^TARGET {2}all sites operate: FAILED: (\d+ failed, )?1 waiver without effect$/m);

    const data = jsonOf<Check>(await check(sites, '--json'));
    expect(data.waivers.refused).toMatchObject([{ policy: 'RED-001', on: 'site/ndc-02' }]);
    expect(failures(data)).toEqual(['RED-001']);
  });

  it('a waiver holds on its last day, which is announced', async () => {
    const ran = await check(soundEstate({ 'waivers.yaml': waivers('2026-11-01') }));
    expect(ran.exit).toBe(0);
    expect(ran.out).toContain('The waiver of RED-001 (site/ndc-02) expires on 2026-11-01.');
  });

  it('a waiver nobody needs fails', async () => {
    const extra = '  - {policy: NET-002, cause: site/ndc-02, owner: A, approver: B, reason: {vi: x, en: x}, basis: {document: q, clause: V.2.b}, expires: 2030-12-31}\n';
    const ran = await check(soundEstate({ 'waivers.yaml': waivers() + extra }));
    expect(ran.exit).toBe(1);
    expect(ran.out).toContain('The waiver of NET-002 (site/ndc-02) covers nothing; remove it.');
    expect(ran.out).toMatch(/^TODAY {2}NDC 01 operates: FAILED: (\d+ failed, )?1 waiver unused$/m);
  });

  it('a waiver that a what-if makes needless is no fault, and nobody is told to remove it', async () => {
    const ran = await check(soundEstate({ 'waivers.yaml': waivers() }), '--delay', 'ndc-03=4q', '--json');
    const { waivers: of } = jsonOf<Check>(ran);
    expect(of.unused.filter(({ because }) => because !== 'what-if')).toEqual([]);
    const extra = '  - {policy: NET-002, cause: site/ndc-02, owner: A, approver: B, reason: {vi: x, en: x}, basis: {document: q, clause: V.2.b}, expires: 2030-12-31}\n';
    const idle = await check(soundEstate({ 'waivers.yaml': waivers() + extra }), '--delay', 'ndc-03=4q');
    expect(idle.out.replaceAll(/\s+/g, ' ')).toContain('The waiver of NET-002 (site/ndc-02) covers nothing under this what-if; that says nothing of the estate as recorded.');
    expect(idle.out).not.toMatch(/waivers? unused/);
  });

  it('--as-of 2031-01-01: every waiver has expired, exit 1', async () => {
    const ran = await check(soundEstate(), '--as-of', '2031-01-01', '--json');
    expect(ran.exit).toBe(1);
    const data = jsonOf<Check>(ran);
    expect(data.waivers.refused).toHaveLength(9);
    expect(failures(data)).toEqual(expect.arrayContaining(['CAP-002', 'RED-001']));
  });

  it('a name holding ${…}, quotes and braces is shown as it was written', async () => {
    const ran = await ndc(['site', 'show', 'ndc-01', '--sites', small, ...asOf]);
    expect(ran.exit).toBe(0);
    expect(ran.out).toContain('Centre 01 ${TfToken[TOKEN.0]} #{TfToken[TOKEN.1]}');
  });
});

describe('the page', () => {
  const read = new Map<string, Promise<string>>();
  const estates = { failing: () => small, sound: () => soundEstate(), 'with an expired waiver': () => soundEstate({ 'waivers.yaml': waivers('2026-10-31') }) };
  type Kind = keyof typeof estates;
  const kinds = Object.keys(estates) as Kind[];
  /** Each is asked for by several tests and made once. */
  const page = (what: Kind, lang: 'vi' | 'en'): Promise<string> => {
    const made = read.get(`${what} ${lang}`) ?? check(estates[what](), '--lang', lang).then(({ out }) => out);
    read.set(`${what} ${lang}`, made);
    return made;
  };

  const findingsOf = (text: string): string => text.split(/^(?:The result rests|Kết quả dựa)/m)[0] ?? '';

  const wide = (text: string, columns: number): string[] =>
    stripVTControlCharacters(text)
      .split('\n')
      .filter((line) => stringWidth(line) > columns);

  it.each(kinds)('%s fits 100 columns where no terminal says otherwise, in both languages', async (what) => {
    for (const lang of ['vi', 'en'] as const) {
      const text = await page(what, lang);
      expect(text).not.toBe('');
      expect(wide(text, 100)).toEqual([]);
    }
  });

  it('indents what belongs to a view, wrapped lines too', async () => {
    const lines = findingsOf(await page('failing', 'en')).split('\n').slice(1);
    expect(lines.length).toBeGreaterThan(30);
    expect(lines.filter((line) => !/^( {2,}\S|TODAY|TARGET|$)/.test(line))).toEqual([]);
  });

  it('says what there is in all where the terminal is wide enough', async () => {
    const ran = await ndc(['check', '--sites', small, ...asOf], { terminal: 140 });
    expect(wide(ran.out, 140)).toEqual([]);
    expect(stripVTControlCharacters(ran.out)).toContain('1,198/1,240 96 %');
    expect(await page('failing', 'en')).toContain('1,198 96 %');
  });

  it('says of a waived gap how it stands, until when and on which basis', async () => {
    const text = await page('sound', 'en');
    expect(text).toContain('TODAY  NDC 01 operates: not redundant today; waived until 2030-12-31');
    expect(text).toContain('RED-001 waived until 2030-12-31 (Q V.2.b): 1 of 3 sites operate (ndc-01); not operating yet:');
    expect(text).toContain('TARGET  all sites operate: passed');
  });

  it.each(kinds)('%s speaks Vietnamese to Vietnamese readers', async (what) => {
    // A release's own name is no English.
    const text = findingsOf(await page(what, 'vi')).replaceAll(/helm_release\.\S+/g, '');
    expect(text).toContain('HÔM NAY');
    expect(text).not.toMatch(/\b(the|is|are|of|with|not|lost|waived|until|failed|What to do|short|from)\b/);
  });

  it.each(kinds)('%s speaks English to English readers', async (what) => {
    const text = findingsOf(await page(what, 'en'));
    expect(text).toContain('TODAY');
    expect(text).not.toMatch(/(không|được|trung tâm|Cần làm|từ quý|Miễn trừ)/);
  });

  it('names an expired waiver in Vietnamese too', async () => {
    expect((await page('with an expired waiver', 'vi')).replaceAll(/\s+/g, ' ')).toMatch(/Miễn trừ RED-001 \(site\/ndc-02\) không có hiệu lực: .*(31\/10\/2026|2026-10-31)/);
  });
});

describe('colours', () => {
  it.each([
    { what: 'a pipe', terminal: undefined, env: {}, colours: false },
    { what: 'a terminal', terminal: 120, env: {}, colours: true },
    { what: 'a terminal and NO_COLOR', terminal: 120, env: { NO_COLOR: '1' }, colours: false },
    { what: 'a terminal and an empty NO_COLOR', terminal: 120, env: { NO_COLOR: '' }, colours: true },
    { what: 'a dumb terminal', terminal: 120, env: { TERM: 'dumb' }, colours: false },
    { what: 'a terminal asked for JSON', terminal: 120, env: {}, more: ['--json'], colours: false },
  ])('on $what: $colours', async ({ terminal, env, colours, more = [] }) => {
    const ran = await ndc(['site', 'list', '--sites', small, ...asOf, ...more], { env, ...(terminal === undefined ? {} : { terminal }) });
    expect(ran.exit).toBe(0);
    expect(ran.out.includes('\u001b[')).toBe(colours);
    expect(stripVTControlCharacters(ran.out)).toContain('ndc-02');
  });
});
