import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../../bin/command.js';
import { command } from '../../../bin/commands/report.js';
import { json } from '../../../bin/present/json.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import { html } from '../../../bin/present/report/html.js';
import type { ReportData } from '../../../bin/report-data.js';
import type { PurchaseData } from '../../../bin/purchase-data.js';
import { day, quarter } from '../../../sites/model/calendar.js';
import type { Vnd } from '../../../sites/model/units.js';
import { folder } from './estates.js';
import { asOf, ndc, small } from './ndc.js';

const context: Context = {
  sites: small,
  home: join(small, '.ndc'),
  root: small,
  lang: 'vi',
  now: () => new Date('2026-11-01T00:00:00Z'),
  progress: () => undefined,
  warn: () => undefined,
  signal: new AbortController().signal,
  globals: { asOf: '2026-11-01', lose: [], delay: [], with: [] },
};

let data: ReportData;
let page: string;
beforeAll(async () => {
  ({ data } = (await command.run(context, [], { json: true, moved: '2' })) as { readonly data: ReportData });
  page = html(data, { lang: 'vi' });
}, 300_000);

interface Element {
  readonly textContent: string;
  readonly tagName: string;
  readonly id: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  getAttribute: (name: string) => string | null;
}
const elements = (source: string, selector: string): Element[] => [...(parseHTML(source) as unknown as { readonly document: { querySelectorAll: (wanted: string) => Iterable<Element> } }).document.querySelectorAll(selector)];

type Plan = NonNullable<PurchaseData['plan']>;

/** What `ndc capacity purchase` would answer. */
const purchaseOf = ({ names, orders, years, organisations }: Pick<PurchaseData, 'names'> & Pick<Plan, 'orders' | 'years' | 'organisations'>): PurchaseData => ({
  ...{ estate: data.estate, asOf: data.asOf, whatIf: [], gap: 0.001, timeLimitSeconds: 120, budgets: [], quarters: data.quarters, names, discountPercentPerYear: 8, inputs: [], assumptions: 0, overloaded: [], pastLife: [] },
  plan: {
    ...{ digest: 'sha256:0', orders, years, organisations, declared: [], wishes: [], pools: [], racks: [], retiring: [], waiting: [], cutOff: [], waited: { dearer: 0n, short: 0, of: 0 } },
    certificate: { cost: 1n, lowerBound: 1n, gap: 0, stopped: 'proven', rounds: [], judged: 0, packings: 0, pods: 0 },
  },
});

describe('the page of ndc report', () => {
  it('has every part, each in both languages', () => {
    const headings = elements(page, 'main > section > h2');
    expect(headings.map(({ id }) => id)).toEqual(['network', 'phases', 'stacks', 'headroom', 'recovery', 'rules', 'purchase', 'keys', 'assumptions']);
    for (const lang of ['vi', 'en']) expect(elements(page, `main > section > h2 > span[lang="${lang}"]`)).toHaveLength(headings.length);
    expect(elements(page, 'svg[lang="vi"]').length).toBeGreaterThan(3);
    expect(elements(page, 'svg[lang="vi"]')).toHaveLength(elements(page, 'svg[lang="en"]').length);
  });

  it('says what the commands say of the same data', () => {
    const rows = elements(page, '#environments tbody tr');
    expect(rows).toHaveLength(data.recovery.target.environments);
    expect(elements(page, '#all-rules tbody tr')).toHaveLength(data.rules.length);
    expect(data.rules.filter(({ legal }) => legal.length > 0).length).toBeGreaterThan(10);
    const { pass, fail, waived, unknown, notApplicable } = data.check.views[0]?.rules ?? { pass: -1, fail: 0, waived: 0, unknown: 0, notApplicable: 0 };
    const summed = data.rules.reduce((sum, { today }) => sum + today.pass + today.fail + today.waived + today.unknown + today.notApplicable, 0);
    expect(summed).toBe(pass + fail + waived + unknown + notApplicable);
    expect(elements(page, '#orders tbody tr')).toHaveLength(data.purchase?.plan?.orders.length ?? 0);
  });

  it('loads nothing, and permits nothing but its own script and style', () => {
    const policy = elements(page, 'meta[http-equiv="Content-Security-Policy"]')[0]?.getAttribute('content') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; base-uri 'none'; form-action 'none'$/);
    const loading = elements(page, '*').flatMap(({ tagName, attributes }) => [...attributes].filter(({ name, value }) => ['src', 'href', 'srcset', 'action', 'data', 'poster', 'xlink:href'].includes(name) && !value.startsWith('#')).map(({ name, value }) => `${tagName} ${name}=${value}`));
    expect(loading).toEqual([]);
    expect(page).not.toMatch(/@import|url\((?!#)/);
    expect(elements(page, 'link, iframe, img, object, embed, base')).toEqual([]);
    expect(elements(page, '*').filter(({ attributes }) => [...attributes].some(({ name }) => name.startsWith('on') || name === 'style'))).toEqual([]);
  });

  it('has each id once, and every name that refers to one has it', () => {
    const ids = elements(page, '[id]').map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const wanted = elements(page, '[aria-labelledby], [for], [data-find]').flatMap((each) => ['aria-labelledby', 'for', 'data-find'].flatMap((name) => (each.getAttribute(name) ?? '').split(' ').filter((id) => id !== '')));
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('keeps what others wrote as text, wherever it stands', () => {
    const evil = '</script><script>alert(1)</script><img src=x onerror=alert(2)>"\'`${x}\u202e';
    const spoilt = (value: unknown, key = ''): unknown => {
      if (Array.isArray(value)) return value.map((inner) => spoilt(inner, key));
      if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, spoilt(inner, name)]));
      return typeof value === 'string' && ['vi', 'en', 'place', 'namespace', 'organisation', 'file', 'basis', 'promise', 'pointer', 'hall'].includes(key) ? `${value}${evil}` : value;
    };
    const source = html(spoilt(data) as ReportData, { lang: 'en' });
    expect(elements(source, 'script')).toHaveLength(1);
    expect(elements(source, 'img')).toEqual([]);
    expect(source).not.toContain('\u202e');
    expect(elements(source, '*').filter(({ attributes }) => [...attributes].some(({ name }) => name.startsWith('on')))).toEqual([]);
    expect(elements(source, '#environments tbody th').some(({ textContent }) => textContent.includes('<img src=x'))).toBe(true);
  });

  it('is smaller than 2 MB with 500 organisations of three systems each', () => {
    const { recovery } = data;
    const cells = Array.from({ length: 500 }, (_, organisation) => [0, 1, 2].flatMap((system) => recovery.target.situations.flatMap((situation) => recovery.target.cells.filter((cell) => cell.situation === situation).slice(0, 1).map((cell) => ({ ...cell, organisation: `co-quan-so-${organisation}`, namespace: `he-thong-thong-tin-${organisation}-${system}-prod` }))))).flat();
    const shares = Array.from({ length: 500 }, (_, organisation) => ({ organisation: `co-quan-so-${organisation}`, funding: 'other' as const, investment: 12_345_678_900n, recurrent: 987_654_321n }));
    const names = shares.map(({ organisation }) => ({ organisation, name: { vi: `Cơ quan quản lý nhà nước có tên khá dài, ${organisation}`, en: `A state body with a rather long name, ${organisation}` } }));
    const order = { site: 'ndc-01', hall: 'hall-1', kind: 'general', count: 4, orderBy: day('2028-01-01'), contract: day('2028-03-01'), delivered: day('2028-09-01'), needed: day('2028-12-31'), quarter: quarter('2028-Q4'), price: 10n ** 9n, cost: 4n * 10n ** 9n, upkeep: 10n ** 8n, funding: 'other', replaces: 0, serving: 4, fewest: 4 } as const;
    const purchase = purchaseOf({ names, orders: Array.from({ length: 60 }, () => order), years: [{ year: 2028, funding: 'other', investment: 240n * 10n ** 9n, recurrent: 0n }], organisations: shares });
    const large: ReportData = {
      ...data,
      recovery: { today: { ...recovery.today, cells }, target: { ...recovery.target, cells, environments: 1500 } },
      purchase,
    };
    const source = html(large, { lang: 'vi' });
    expect(elements(source, '#environments tbody tr')).toHaveLength(1500);
    expect(elements(source, '#shares tbody tr')).toHaveLength(500);
    expect(Buffer.byteLength(source)).toBeLessThan(2_000_000);
  });

  it('tells orders of an accepted plan that are still to be placed, although nothing more is missing', () => {
    const order = { site: 'ndc-02', hall: 'hall-1', kind: 'storage', pool: 'luu-tru-2029', count: 18, orderBy: day('2029-03-31'), quarter: quarter('2030-Q1'), cost: 383_200_000_000n as Vnd, funding: 'other' } as const;
    const signed = { ...order, pool: 'luu-tru-2028', count: 2, cost: 17_000_000_000n as Vnd };
    const accepted: PurchaseData = { ...purchaseOf({ names: [], orders: [], years: [], organisations: [] }), accepted: { asOf: '2026-11-01', digest: 'sha256:0', orders: [order], contracted: [signed] } };
    const source = html({ ...data, purchase: accepted }, { lang: 'en' });
    const of = (selector: string): string => elements(source, selector).map(({ textContent }) => textContent).join(' ');
    expect(of('.glance')).toMatch(/Investment still to order.*383\.2 billion VND.*1 order/s);
    expect(elements(source, '#accepted-open tbody tr')).toHaveLength(1);
    expect(of('#accepted-open tbody')).toMatch(/2029-03-31.*2030-Q1.*ndc-02 hall-1.*storage node.*18.*383\.2.*luu-tru-2029/s);
    expect(of('#accepted-signed tbody')).toMatch(/2.*17\.0.*luu-tru-2028/s);
    expect(source).toContain('1 order still to be placed, 383.2 billion VND; 1 under contract that does not serve yet, 17.0 billion VND.');
    expect(source).not.toContain('Nothing has to be bought until');
  });

  it('is the same page from the same data', () => {
    expect(html(data, { lang: 'vi' })).toBe(page);
  });

  it('fits its schema as JSON', () => {
    const printed: unknown = JSON.parse(json({ kind: 'ndc/report.v1', exit: 0, data }));
    const result = outcomeSchemaOf('ndc/report.v1')?.safeParse(printed);
    expect(result?.error?.issues ?? []).toEqual([]);
    expect(result?.data).toEqual(printed);
  });
});

describe('ndc report', () => {
  it('overwrites nothing, and says so before it computes anything', async () => {
    const out = join(folder(), 'report.html');
    writeFileSync(out, 'mine');
    const { exit, err } = await ndc(['report', '--sites', small, ...asOf, '--out', out]);
    expect(exit).toBe(2);
    expect(err).toContain('NDC-X101');
    expect(err).not.toContain('Judging');
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });

  it.each([
    [['--lose', 'site/ndc-01'], 'NDC-X400'],
    [['--scenario', 'all-operating'], 'NDC-X400'],
    [['--out', ''], 'NDC-X401'],
    [['--moved', 'many'], 'NDC-X011'],
    [['--time-limit', '0'], 'NDC-X011'],
  ])('refuses %j with %s', async (given, code) => {
    const { exit, err } = await ndc(['report', '--sites', small, ...asOf, ...given], { cwd: folder() });
    expect(exit).toBe(2);
    expect(err).toContain(code);
  });

  it('writes the page where it is told to, and shows it for -', async () => {
    const work = folder();
    const { exit, out } = await ndc(['report', '--sites', small, ...asOf, '--moved', '0', '--out', 'page.html'], { cwd: work });
    expect([exit, out]).toEqual([0, expect.stringContaining('page.html')]);
    expect(readFileSync(join(work, 'page.html'), 'utf8')).toMatch(/^<!doctype html>/);
    const shown = await ndc(['report', '--sites', small, ...asOf, '--moved', '0', '--out', '-'], { cwd: work });
    expect(shown.out).toBe(readFileSync(join(work, 'page.html'), 'utf8'));
  });
});
