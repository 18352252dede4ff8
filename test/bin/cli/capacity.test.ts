import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { HeadroomData } from '../../../bin/headroom-data.js';
import type { PromiseData } from '../../../bin/promise-data.js';
import { estate, soundEstate, swap } from './estates.js';
import { asOf, expectNoTrace, jsonOf, ndc } from './ndc.js';

const headroom = (sites: string, ...more: readonly string[]) => ndc(['capacity', 'headroom', '--sites', sites, ...(more.includes('--as-of') ? [] : asOf), ...more]);

describe('ndc capacity headroom', () => {
  it.each(['vi', 'en'])('fits a page of 100 columns in %s, and says what is not achievable before another site operates', async (lang) => {
    const ran = await headroom(soundEstate(), '--lang', lang);

    expect(ran.exit).toBe(0);
    for (const line of ran.out.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(100);
    expect(ran.out.replaceAll(/\s+/g, ' ')).toContain(lang === 'vi' ? 'chưa thể đạt cho đến khi' : 'not achievable until');
    expect(ran.reached).toEqual([]);
  });

  it('as JSON holds every quarter, every level, and the promises with the domain that breaks them', async () => {
    const data = jsonOf<HeadroomData & { readonly kind: string }>(await headroom(soundEstate(), '--json'));

    expect(data.kind).toBe('ndc/capacity-headroom.v1');
    expect(data.quarters).toHaveLength(17);
    const one = data.sites.find(({ site }) => site === 'ndc-01');
    expect(one?.rows.map(({ quarter }) => quarter)).toEqual(data.quarters);
    expect(Object.keys(one?.rows[0]?.levels ?? {})).toEqual(['nothing', 'node', 'rack', 'feed', 'hall', 'site', 'site-and-node', 'natural', 'disaster', 'war']);
    expect(data.promises.find(({ promise }) => promise === 'ndc-01/site/silver')?.broken?.domains).toEqual(['site/ndc-01']);
  });

  it('--lose takes any part, names who stops, and a wrong one is refused with the nearest', async () => {
    const lost = jsonOf<HeadroomData>(await headroom(soundEstate(), '--lose', 'hall/ndc-01/a', '--json'));
    expect(lost.losses).toHaveLength(1);
    expect(lost.losses[0]?.domains).toEqual(['hall/ndc-01/a']);
    expect(lost.losses[0]?.shed.length).toBeGreaterThan(0);

    const wrong = await headroom(soundEstate(), '--lose', 'hall/ndc-01/b');
    expect(wrong.exit).toBe(2);
    expect(wrong.err).toContain('--lose');
    expectNoTrace(wrong);
  });

  it.each([
    [['--site', 'ndc-9'], 'ndc-01'],
    [['--quarter', '2019-Q1'], '2026-Q4'],
    [['--quarter', 'soon'], '2026-Q4'],
    [['--protection', 'golden'], 'gold'],
    [['--delay', 'ndc-02=x'], 'ndc-02=4q'],
  ])('%j is refused, exit 2, with what is there', async (options, hint) => {
    const ran = await headroom(soundEstate(), ...options);

    expect(ran.exit).toBe(2);
    expect(ran.err).toContain(hint);
    expectNoTrace(ran);
  });

  it('--with a request asks what if, and leaves the estate as it is', async () => {
    const sites = soundEstate();
    const bigger = estate({ 'tenants/so-b.yaml': swap('quota: {size: s}', 'quota: {size: l}') });
    const before = jsonOf<HeadroomData>(await headroom(sites, '--json'));
    const after = jsonOf<HeadroomData>(await headroom(sites, '--with', `${bigger}/tenants/so-b.yaml`, '--json'));
    const cpu = (data: HeadroomData): bigint => BigInt(data.sites[0]?.rows[0]?.resources.find(({ resource, compartment }) => resource === 'cpu' && compartment === 'open')?.left ?? 0n);

    expect(cpu(after)).toBeLessThan(cpu(before));
    expect(after.whatIf).toEqual([`--with ${bigger}/tenants/so-b.yaml`]);
    expect(jsonOf<HeadroomData>(await headroom(sites, '--json'))).toEqual(before);
  });

  it('--format csv is a table a spreadsheet reads; svg is one picture; a form it lacks is refused', async () => {
    const csv = await headroom(soundEstate(), '--format', 'csv');
    const [head = '', ...rows] = csv.out.replace(/^\uFEFF/, '').trimEnd().split('\r\n');
    expect(head.split(',')).toHaveLength(13);
    // Ten levels in each row; in 2030-Q4 two sites share a link, which each of them has a row for.
    expect(rows.filter((row) => !row.includes(',link,'))).toHaveLength((17 + 1 + 1) * 10);
    expect(rows.filter((row) => row.includes(',link,'))).toHaveLength(2);

    const svg = await headroom(soundEstate(), '--format', 'svg', '--lang', 'vi');
    expect(svg.out).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    for (const site of ['ndc-01', 'ndc-02', 'ndc-03']) expect(svg.out).toContain(`Năng lực còn lại ở ${site}`);
    for (const level of ['phòng máy', 'trung tâm']) expect(svg.out).toContain(level);

    const wrong = await ndc(['check', '--sites', soundEstate(), ...asOf, '--format', 'csv']);
    expect(wrong.exit).toBe(2);
    expect(wrong.err).toContain('--format');
  });

  it.each([
    ['en', '50 nodes of pool general find no rack', 'they count for nothing'],
    ['vi', '50 máy chủ của nhóm general không có tủ', 'không được tính vào năng lực'],
  ])('says in %s how many nodes find no rack', async (lang, found, meaning) => {
    // The hall has room for what it holds; 50 more nodes of 10 units would take racks it has not.
    const sites = estate({ 'ndc-01.yaml': (text) => text.replace(/(id: general[\s\S]*?count: )(\d+)/, (_, before: string, count: string) => `${before}${Number(count) + 50}`).replace(/racks: \d+/, 'racks: 1') });
    const ran = await headroom(sites, '--site', 'ndc-01', '--lang', lang);
    const said = ran.out.replaceAll(/\s+/g, ' ');
    expect(said).toMatch(new RegExp(found.replace(/^50/, '[1-9]\\d*')));
    expect(said).toContain(meaning);
  });

  it('before a site is commissioned says so, and shows no shares of nothing', async () => {
    const { out } = await headroom(soundEstate(), '--site', 'ndc-01', '--as-of', '2024-05-01', '--lang', 'en');
    expect(out).toMatch(/2024-Q2–20\d\d-Q\d: not yet in operation/);
    expect(out).not.toContain('−∞');
  });

  it('--plot draws within the page', async () => {
    const ran = await headroom(soundEstate(), '--site', 'ndc-01', '--plot');
    expect(ran.out).toMatch(/[─━]{10}/);
    for (const line of ran.out.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(100);
  });
});

describe('ndc capacity forecast', () => {
  it.each(['vi', 'en'])('says in %s what demand rests on and when a resource runs out', async (lang) => {
    const ran = await ndc(['capacity', 'forecast', '--sites', soundEstate(), ...asOf, '--lang', lang]);

    expect(ran.exit).toBe(0);
    for (const line of ran.out.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(100);
    expect(ran.out).toContain(lang === 'vi' ? 'hạn mức' : 'quota');
  });

  it('draws every site, no two series alike', async () => {
    const { out } = await ndc(['capacity', 'forecast', '--sites', soundEstate(), ...asOf, '--format', 'svg', '--lang', 'en']);
    for (const site of ['ndc-01', 'ndc-02', 'ndc-03']) expect(out).toContain(`Demand at ${site}`);
  });
});

describe('ndc explain of a promise', () => {
  const explain = (promise: string, ...more: readonly string[]) => ndc(['explain', promise, '--sites', soundEstate(), ...asOf, ...more]);

  it('leads from the answer to files and lines', async () => {
    const data = jsonOf<PromiseData>(await explain('ndc-01/node/bronze', '--json'));

    expect(data.holds).toBe(true);
    expect(data.supply.length).toBeGreaterThan(0);
    for (const { inputs } of [...data.supply, ...data.demand]) for (const input of inputs) expect(input).toMatchObject({ file: expect.stringMatching(/\.yaml$/) as string, line: expect.any(Number) as number });
  });

  it('of a site’s loss names who waits for which site', async () => {
    const ran = await explain('ndc-01/site/silver', '--lang', 'en');

    expect(ran.exit).toBe(0);
    expect(ran.out).toContain('nowhere to run');
    expect(ran.out).toMatch(/waiting for ndc-0[23], due 2030-Q4: ndc-0[23]\.yaml:\d+/);
  });

  it.each([
    ['ndc-9/site/silver', 'ndc-01'],
    ['ndc-01/nodes/silver', 'node'],
    ['ndc-01/site/golden', 'gold'],
    ['ndc-01/site/bronze', 'ndc-01/site/silver'],
    ['ndc-02/node/gold', '2030-Q4'],
    ['a/b/c/d', 'ndc-01'],
  ])('%s is refused, exit 2, with what is there', async (promise, hint) => {
    const ran = await explain(promise, ...(promise.startsWith('ndc-02') ? ['--quarter', '2027-Q1'] : []));

    expect(ran.exit).toBe(2);
    expect(ran.err).toContain(hint);
    expectNoTrace(ran);
  });
});
