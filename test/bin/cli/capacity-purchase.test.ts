import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SaxesParser } from 'saxes';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import type { PurchaseData } from '../../../bin/purchase-data.js';
import { filesWith } from '../../sites/model/estate-files.js';
import { changesFor } from '../../sites/purchase/estates.js';
import { edit, folder, swap } from './estates.js';
import { asOf, expectNoTrace, ndc, said, shipped, small } from './ndc.js';

/** Two tenants at three sites whose nodes of 2025 are replaced after four years. */
const tenants = { 'bo-y-te': [{ system: 'mot', tier: 'gold', cpu: 200, memoryGi: 300 }], 'bo-tu-phap': [{ system: 'hai', tier: 'bronze', cpu: 300, memoryGi: 64, pods: 200 }] } as const;

function priced(): string {
  const path = folder();
  for (const file of filesWith(changesFor(tenants, { lifeYears: 4 }))) {
    if (!('bytes' in file)) throw new Error(`${file.name} could not be read`);
    mkdirSync(dirname(join(path, file.name)), { recursive: true });
    writeFileSync(join(path, file.name), file.bytes);
  }
  return path;
}
const buy = (sites: string, ...more: readonly string[]) => ndc(['capacity', 'purchase', '--sites', sites, ...asOf, ...more]);

describe('ndc capacity purchase', () => {
  it('prints what its schema says', async () => {
    const ran = await buy(priced(), '--json');
    const data = JSON.parse(ran.out) as PurchaseData & { kind: string };
    expect(outcomeSchemaOf('ndc/capacity-purchase.v1')?.safeParse(data).error?.issues ?? []).toEqual([]);
    expect([ran.exit, data.kind, data.conflict]).toEqual([0, 'ndc/capacity-purchase.v1', undefined]);
    expect(data.plan?.orders.length).toBeGreaterThan(0);
    expect(data.plan?.certificate.judged).toBeGreaterThan(0);
  });

  it('gives the same bytes twice', async () => {
    const sites = priced();
    const [once, again] = [await buy(sites, '--json'), await buy(sites, '--json')];
    expect(again.out).toBe(once.out);
  });

  it.each(['vi', 'en'])('tells orders, counts, money and certificate in %s, within 120 columns', async (lang) => {
    const ran = await buy(priced(), '--lang', lang);
    expect(ran.exit).toBe(0);
    expectNoTrace(ran);
    expect(Math.max(...ran.out.split('\n').slice(1).map((line) => stringWidth(line)))).toBeLessThanOrEqual(120);
    expect(ran.out).toMatch(lang === 'vi' ? /đặt trước ngày[\s\S]*Theo năm[\s\S]*Theo cơ quan[\s\S]*Chứng minh:[\s\S]*giả định/ : /order by[\s\S]*By year[\s\S]*By organisation[\s\S]*Certificate:[\s\S]*assumptions/);
    expect(ran.out).toMatch(lang === 'vi' ? /Mã của kế hoạch này:\s+sha256:[0-9a-f]{64}/ : /Digest of this plan:\s+sha256:[0-9a-f]{64}/);
    // "Optimal" is no word for an answer that rests on cuts and limits.
    expect(ran.out).not.toMatch(/optimal|tối ưu/i);
  });

  it('draws one sound document, and writes CSV that no spreadsheet evaluates', async () => {
    const sites = priced();
    edit(sites, { 'catalogue/organisations.yaml': (text) => text.replace(/(id: bo-y-te, name: )\{vi: [^,]+, en: [^}]+\}/, '$1{vi: "=HYPERLINK(1)<script>\\u202e", en: "=HYPERLINK(1)<script>"}') });
    const drawn = await buy(sites, '--format', 'svg');
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(drawn.out).close();
    expect(drawn.out).not.toMatch(/<script|\u202e/);
    const table = await buy(sites, '--format', 'csv');
    expect(table.out.split('\r\n')[0]).toBe('\ufefforder_by,contract,delivered,needed,quarter,site,hall,kind,like,count,price_vnd,cost_vnd,upkeep_vnd,funding,replaces,serving,fewest,resource,lost,organisations,status,plan,pool');
    expect(table.out.split('\r\n').slice(1).filter((line) => line !== '').every((line) => /,new,sha256:[0-9a-f]{64},$/.test(line))).toBe(true);
    expect(table.out).not.toMatch(/(^|,)"?=/m);
  });

  it.each(['vi', 'en'])('says in %s what contradicts what, and exits 1', async (lang) => {
    const capped = [2026, 2027, 2028, 2029, 2030].flatMap((year) => ['--budget', `${year}=0`]);
    const ran = await buy(priced(), '--lang', lang, ...capped);
    expect(ran.exit).toBe(1);
    expect(ran.out).toMatch(lang === 'vi' ? /Không có kế hoạch nào[\s\S]*trần đặt hàng năm 20\d\d: 0,0 tỷ đồng[\s\S]*phục vụ [\s\S]* từ 20\d\d-Q\d[\s\S]*Đã chứng minh là tối thiểu[\s\S]*không\s+còn\s+mâu\s+thuẫn\s+với\s+nhau/ : /No plan exists[\s\S]*the cap on orders of 20\d\d: 0\.0 billion VND[\s\S]*serving [\s\S]* from 20\d\d-Q\d[\s\S]*Proven minimal[\s\S]*no\s+longer\s+contradict\s+each\s+other/);
    const drawn = await buy(priced(), '--lang', lang, '--format', 'svg', ...capped);
    // As on the page: nothing is cut off, whoever asks for it included.
    expect(drawn.out).toMatch(lang === 'vi' ? /trần đặt hàng năm 20\d\d[\s\S]*– phục vụ [\s\S]* từ 20\d\d-Q\d/ : /the cap on orders of 20\d\d[\s\S]*– serving [\s\S]* from 20\d\d-Q\d/);
    expect(drawn.out).not.toContain('…');
    const table = await buy(priced(), '--lang', lang, '--format', 'csv', ...capped);
    expect(table.out.split('\r\n').filter((line) => line.startsWith('need,')).every((line) => !line.endsWith(','))).toBe(true);
    const json = await buy(priced(), '--json', ...capped);
    expect(outcomeSchemaOf('ndc/capacity-purchase.v1')?.safeParse(JSON.parse(json.out)).error?.issues ?? []).toEqual([]);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['NDC-E062', ['--budget', '2029'], /--budget is "2029"; expected YEAR=VND/],
    ['NDC-E062', ['--budget', '1850=1'], /a year from 1900 to 2199/],
    ['NDC-E062', ['--budget', '2035=1'], /--budget caps 2035, but the plan orders in 2026 to 2030 alone/],
    ['NDC-E062', ['--budget', '2029=-1'], /expected YEAR=VND/],
    ['NDC-E062', ['--budget', '2029=1e9'], /expected YEAR=VND/],
    ['NDC-E062', ['--budget', '2029=1', '--budget', '2029=2'], /2029 has a cap already/],
    ['NDC-E062', ['--budget', '\u001b[31m2029=x'], /expected YEAR=VND/],
    ['NDC-E063', ['--horizon', '2020-Q1'], /expected a quarter from 2026-Q4 to 2040-Q4/],
    ['NDC-E063', ['--horizon', '2999-Q1'], /expected a quarter from/],
    ['NDC-E063', ['--horizon', 'soon'], /expected a quarter from/],
    ['NDC-X011', ['--gap', '101'], /--gap is "101"; expected a number from 0 to 100/],
    ['NDC-X011', ['--gap', 'small'], /expected a number from 0 to 100/],
    ['NDC-X011', ['--time-limit', '0'], /--time-limit is "0"; expected a number from 1 to 86400/],
    ['NDC-X009', ['--lose', 'rack/ndc-01/hall-1/1'], /loss of whole sites only/],
  ])('refuses %s for %j', async (code, options, message) => {
    const ran = await ndc(['capacity', 'purchase', '--sites', shipped, ...asOf, ...options, '--lang', 'en']);
    expect(ran.exit).toBe(2);
    expectNoTrace(ran);
    expect(said(ran)).toContain(code);
    expect(said(ran)).toMatch(message);
    expect(ran.err).not.toContain('\u001b[31m2029');
  });

  it('asks for the planning inputs where there are none', async () => {
    const ran = await buy(small);
    expect(ran.exit).toBe(2);
    expect(said(ran)).toMatch(/NDC-E060[\s\S]*has no section purchase/);
  });

  it.each([
    ['is not in the book', swap('id: general-price', 'id: other-price'), /price is "general-price", and catalogue\/prices\.yaml has no such item/],
    ['is paid by the month', (text: string) => text.replace(/(id: general-price.*), once: true/, '$1'), /an item paid by the month; expected one that is paid once/],
  ])('names the equipment whose price %s', async (_, change, message) => {
    const sites = priced();
    edit(sites, { 'catalogue/prices.yaml': change });
    const ran = await buy(sites);
    expect(ran.exit).toBe(2);
    expectNoTrace(ran);
    expect(said(ran)).toMatch(message);
  });

  it('says so where time runs out before there is a plan', async () => {
    const sites = folder();
    cpSync(shipped, sites, { recursive: true });
    const ran = await buy(sites, '--time-limit', '1', '--horizon', '2040-Q4');
    expect([ran.exit, said(ran)]).toEqual([3, expect.stringMatching(/NDC-X347[\s\S]*1 second passed without a plan/)]);
  });
});

describe('ndc capacity purchase --scenarios', () => {
  const uncertain = (): string => {
    const sites = priced();
    edit(sites, { 'catalogue/planning.yaml': (text) => `${text.trimEnd()}\n  uncertainty:\n    growthPercentPerYear: {low: -2, mid: 0, high: 9, confidencePercent: 80}\n    lateQuarters: {low: 0, mid: 0, high: 2, confidencePercent: 80}\n    pricePercent: {low: 90, mid: 100, high: 120, confidencePercent: 80}\n` });
    return sites;
  };

  it('gives the same bytes for the same seed, as its schema says, and others for another', async () => {
    const sites = uncertain();
    const [once, again, other] = [await buy(sites, '--json', '--scenarios', '3', '--seed', '1'), await buy(sites, '--json', '--scenarios', '3', '--seed', '1'), await buy(sites, '--json', '--scenarios', '3', '--seed', '2')];
    expect(once.exit).toBe(0);
    expect(again.out).toBe(once.out);
    expect(other.out).not.toBe(once.out);
    expect(outcomeSchemaOf('ndc/capacity-purchase.v1')?.safeParse(JSON.parse(once.out)).error?.issues ?? []).toEqual([]);
  }, 240_000); // Three times three scenarios, each some programs: a loaded machine takes long.

  it.each(['vi', 'en'])('tells plans and regret in %s', async (lang) => {
    const ran = await buy(uncertain(), '--lang', lang, '--scenarios', '2');
    const table = await buy(uncertain(), '--lang', lang, '--scenarios', '2', '--format', 'csv');
    expect(table.out).toMatch(/\r\nscenario_plan,growth_percent_per_year,[\s\S]*\r\nP50,[\s\S]*\r\nP90,[\s\S]*\r\nbest P50,/);
    expect(ran.out).toMatch(lang === 'vi' ? /Bất định \(seed 1, 2 kịch bản[\s\S]*P50[\s\S]*P90/ : /Uncertainty \(seed 1, 2 scenarios[\s\S]*P50[\s\S]*P90/);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['NDC-X011', ['--scenarios', '0'], /--scenarios is "0"; expected a whole number from 1 to 500/],
    ['NDC-X011', ['--scenarios', 'many'], /expected a whole number from 1 to 500/],
    ['NDC-X011', ['--seed', '-1'], /--seed is "-1"; expected a whole number/],
  ])('refuses %s for %j', async (code, options, message) => {
    const ran = await buy(uncertain(), ...options);
    expect([ran.exit, said(ran)]).toEqual([2, expect.stringMatching(message)]);
    expect(said(ran)).toContain(code);
  });

  it('asks for the uncertainty where the planning inputs name none', async () => {
    const ran = await buy(priced(), '--scenarios', '2');
    expect([ran.exit, said(ran)]).toEqual([2, expect.stringMatching(/NDC-E064[\s\S]*has no purchase\.uncertainty/)]);
  });
});
