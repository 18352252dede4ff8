import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseDocument, type Document, type YAMLMap, type YAMLSeq } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import type { PurchaseCheckData } from '../../../bin/purchase/check-data.js';
import type { PurchaseData } from '../../../bin/purchase-data.js';
import { filesWith } from '../../sites/model/estate-files.js';
import { changesFor } from '../../sites/purchase/estates.js';
import { edit, filesOf, folder } from './estates.js';
import { asOf, expectNoTrace, ndc, said } from './ndc.js';

/** Two tenants at three sites whose nodes of 2025 are replaced after four years. */
const tenants = { 'bo-y-te': [{ system: 'mot', tier: 'gold', cpu: 200, memoryGi: 300 }], 'bo-tu-phap': [{ system: 'hai', tier: 'bronze', cpu: 300, memoryGi: 64, pods: 200 }] } as const;

/** A site's file with a remark beside a figure that stays, and a wish whose number the plan settles. */
const remarked = (text: string): string => text.replace(/^nodePools:$/m, '# Nhóm máy: đã rà soát.\nnodePools:');

function priced(path = folder()): string {
  for (const file of filesWith(changesFor(tenants, { lifeYears: 4 }))) {
    if (!('bytes' in file)) throw new Error(`${file.name} could not be read`);
    mkdirSync(dirname(join(path, file.name)), { recursive: true });
    writeFileSync(join(path, file.name), file.bytes);
  }
  edit(path, { 'ndc-01.yaml': remarked });
  return path;
}

const signed = (on: string) => (pool: YAMLMap): void => {
  pool.delete('orderBy');
  pool.set('ordered', on);
};

/** The same files in a folder of their own. */
function copyOf(files: Readonly<Record<string, string>>): string {
  const path = folder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

const buy = async (sites: string, ...more: readonly string[]) => {
  const ran = await ndc(['capacity', 'purchase', '--sites', sites, ...asOf, ...more, '--json']);
  return { ...ran, data: JSON.parse(ran.out) as PurchaseData & { readonly kind: string } };
};
const check = async (sites: string, ...more: readonly string[]) => {
  const ran = await ndc(['capacity', 'purchase', '--sites', sites, ...asOf, '--check', ...more, '--json']);
  return { ...ran, data: JSON.parse(ran.out) as PurchaseCheckData & { readonly kind: string } };
};

describe('ndc capacity purchase --write', () => {
  const before = mkdtempSync(join(tmpdir(), 'ndc-cli-'));
  afterAll(() => rmSync(before, { recursive: true, force: true }));
  priced(before);
  const original = filesOf(before);
  let written: Awaited<ReturnType<typeof buy>>;
  beforeAll(async () => {
    written = await buy(before, '--write');
  }, 240_000);
  /** What was written, to be changed at will. */
  const accepted = (): string => copyOf(filesOf(before));

  it('turns orders into pools, names the files, and says what its schema says', () => {
    expect([written.exit, written.data.kind]).toEqual([0, 'ndc/capacity-purchase.v1']);
    expect(outcomeSchemaOf('ndc/capacity-purchase.v1')?.safeParse(written.data).error?.issues ?? []).toEqual([]);
    expect(written.data.plan?.pools.length).toBeGreaterThan(0);
    expect(written.data.written?.files.map(({ file, change }) => `${change} ${file.slice(before.length + 1)}`)).toContain('new purchase-plan.yaml');
    for (const { site, id, count } of written.data.plan?.pools ?? []) {
      const text = filesOf(before)[`${site}.yaml`] ?? '';
      expect(text).toContain(id);
      expect(text).toMatch(new RegExp(`value: ${count}, source: assumption`));
    }
  });

  it('keeps comments and every line it does not change', () => {
    const after = filesOf(before);
    expect(after['ndc-01.yaml']).toContain('# Nhóm máy: đã rà soát.\n');
    for (const [name, text] of Object.entries(original)) if (!written.data.written?.files.some(({ file }) => file.endsWith(`/${name}`))) expect(after[name], name).toBe(text);
    const lines = new Set((after['ndc-01.yaml'] ?? '').split('\n').map((line) => line.trim()));
    const gone = (original['ndc-01.yaml'] ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== '' && !lines.has(line));
    expect(gone.every((line) => /count|available|raw|nodePools|storage/.test(line)), gone.join('\n')).toBe(true);
  });

  it('leaves nothing to buy for the same demand, tells what is still to be ordered, and the check passes', async () => {
    const again = await buy(before);
    expect([again.exit, again.data.plan?.orders]).toEqual([0, []]);
    expect(again.data.accepted?.orders.map(({ site, kind, count }) => `${site} ${kind} ${count}`).sort()).toEqual(written.data.plan?.orders.map(({ site, kind, count }) => `${site} ${kind} ${count}`).sort());
    const told = await ndc(['capacity', 'purchase', '--sites', before, ...asOf, '--lang', 'en']);
    expect(told.out).toMatch(/Nothing has to be bought[\s\S]*Counted on: orders still to be placed of the plan that was accepted/);
    expect(told.out).toContain(written.data.written?.digest);
    const checked = await check(before);
    expect([checked.exit, checked.data.differences, checked.data.digest]).toEqual([0, [], written.data.written?.digest]);
    expect(outcomeSchemaOf('ndc/capacity-purchase-check.v1')?.safeParse(checked.data).error?.issues ?? []).toEqual([]);
  });

  it('lists accepted orders as CSV until they serve, and tells those under contract from those still to be placed', async () => {
    const rows = async (sites: string): Promise<readonly (readonly string[])[]> => (await ndc(['capacity', 'purchase', '--sites', sites, ...asOf, '--format', 'csv'])).out.split('\r\n').slice(1).filter((line) => line !== '').map((line) => line.split(','));
    const wanted = written.data.plan?.orders.map(({ orderBy, site, kind, count, cost }) => [orderBy, site, kind, count, cost].join(' ')).sort();
    const shown = (all: readonly (readonly string[])[]): string[] => all.map((row) => [row[0], row[5], row[7], row[9], row[11]].join(' ')).sort();
    const before2 = await rows(before);
    expect(shown(before2)).toEqual(wanted);
    expect(new Set(before2.map((row) => `${row[20]} ${row[21]}`))).toEqual(new Set([`accepted ${written.data.written?.digest}`]));
    const sites = accepted();
    changePool(sites, written.data, signed(asOf[1]));
    const after = await rows(sites);
    expect(shown(after)).toEqual(wanted);
    expect(after.filter((row) => row[20] === 'contracted')).toHaveLength(1);
  });

  it('writes nothing the second time', async () => {
    const sites = accepted();
    const files = filesOf(sites);
    const again = await buy(sites, '--write');
    expect([again.exit, again.data.written?.files]).toEqual([0, []]);
    expect(filesOf(sites)).toEqual(files);
  });

  it('counts what is still to be ordered against the caps of its year', async () => {
    const sites = accepted();
    const grown = filesWith(changesFor({ ...tenants, 'bo-tu-phap': [{ ...tenants['bo-tu-phap'][0], grows: { at: '2030-Q1', cpu: 900 } }] }, { lifeYears: 4 })).find(({ name }) => name === 'tenants/bo-tu-phap.yaml');
    if (grown === undefined || !('bytes' in grown)) throw new Error('the request could not be read');
    writeFileSync(join(sites, grown.name), grown.bytes);
    const free = await buy(sites);
    expect([free.exit, (free.data.plan?.orders.length ?? 0) > 0]).toEqual([0, true]);
    const caps = (all: readonly { readonly orderBy: string; readonly cost: bigint }[], years: readonly number[]): readonly string[] => years.flatMap((year) => ['--budget', `${year}=${all.reduce((sum, { orderBy, cost }) => (orderBy.startsWith(String(year)) ? sum + BigInt(cost) : sum), 0n)}`]);
    const years = [2026, 2027, 2028, 2029, 2030];
    const placed = free.data.accepted?.orders ?? [];
    // Money for what was accepted alone buys nothing more; with that of the further orders it does.
    expect((await buy(sites, ...caps(placed, years))).exit).toBe(1);
    expect((await buy(sites, ...caps([...placed, ...(free.data.plan?.orders ?? [])], years))).exit).toBe(0);
  }, 240_000);

  it.each(['vi', 'en'])('says in %s that orders it counts on exceed a cap, by how much and through which pools, exits 1, and writes nothing', async (lang) => {
    const sites = accepted();
    const files = filesOf(sites);
    const [order] = written.data.plan?.orders ?? [];
    const ran = await ndc(['capacity', 'purchase', '--sites', sites, ...asOf, '--budget', `${order?.orderBy.slice(0, 4) ?? ''}=1`, '--write', '--lang', lang]);
    expectNoTrace(ran);
    expect(ran.exit).toBe(1);
    expect(ran.out).toMatch(lang === 'vi' ? /Trần đặt hàng năm 20\d\d là 1 đồng, bị vượt [\d.,]+ tỷ đồng/ : /The cap on orders of 20\d\d, 1 VND, is exceeded by [\d.,]+ billion VND/);
    expect(ran.out.replaceAll(/\s+/g, ' ')).toContain(written.data.plan?.pools.find(({ orderBy }) => orderBy.slice(0, 4) === order?.orderBy.slice(0, 4))?.id);
    expect(filesOf(sites)).toEqual(files);
  });

  it.each<[string, (sites: string, data: PurchaseData) => void, Partial<PurchaseCheckData['differences'][number]>]>([
    ['a count', (sites, data) => changePool(sites, data, (pool) => pool.set('count', 1)), { field: 'count', found: '1' }],
    ['a date', (sites, data) => changePool(sites, data, (pool) => pool.set('available', '2039-Q1')), { field: 'available', found: '2039-Q1' }],
    ['a day of ordering', (sites, data) => changePool(sites, data, (pool) => pool.set('orderBy', '2039-01-01')), { field: 'orderBy', found: '2039-01-01' }],
    ['a contract signed too late', (sites, data) => changePool(sites, data, signed('2039-01-01')), { field: 'ordered', found: '2039-01-01' }],
    ['a pool that is gone', (sites, data) => changePool(sites, data, () => undefined, true), { field: 'pool' }],
    ['a site that opens later', (sites) => changeFile(sites, 'ndc-02.yaml', (document) => document.setIn(['milestones', 'commissioning'], '2039-Q4')), { site: 'ndc-02', object: 'site', field: 'commissioning', found: '2039-Q4' }],
  ])('the check fails and names %s', async (_, change, expected) => {
    const sites = accepted();
    change(sites, written.data);
    const checked = await check(sites);
    expect(checked.exit).toBe(1);
    expect(checked.data.differences).toContainEqual(expect.objectContaining(expected));
    expect(outcomeSchemaOf('ndc/capacity-purchase-check.v1')?.safeParse(checked.data).error?.issues ?? []).toEqual([]);
    for (const lang of ['vi', 'en']) {
      const told = await ndc(['capacity', 'purchase', '--sites', sites, ...asOf, '--check', '--lang', lang]);
      expect([told.exit, told.out]).toEqual([1, expect.stringMatching(lang === 'vi' ? /không còn đúng với kế hoạch đã duyệt/ : /no longer what the plan was accepted with/)]);
    }
  });

  it('a contract that was signed in time is what the plan asked for; one that was not is named', async () => {
    const sites = accepted();
    changePool(sites, written.data, signed('2026-01-05'));
    expect((await check(sites)).exit).toBe(0);
    const late = await ndc(['capacity', 'purchase', '--sites', before, '--as-of', '2030-12-30', '--check', '--json']);
    expect([late.exit, (JSON.parse(late.out) as PurchaseCheckData).differences.every(({ field, found }) => field === 'ordered' && found === undefined)]).toEqual([1, true]);
  });

  it('holds the data against a copy that lies elsewhere, and tells a copy that was changed', async () => {
    const copy = join(folder(), 'da-ky.yaml');
    writeFileSync(copy, readFileSync(join(before, 'purchase-plan.yaml')));
    expect((await check(before, copy)).exit).toBe(0);
    writeFileSync(copy, readFileSync(join(before, 'purchase-plan.yaml'), 'utf8').replace(/^cost: "?\d+"?/m, 'cost: "1"'));
    const changed = await ndc(['capacity', 'purchase', '--sites', before, ...asOf, '--check', copy]);
    expect([changed.exit, said(changed)]).toEqual([2, expect.stringMatching(/NDC-X361[\s\S]*its digest is not of its content/)]);
  });

  it.each<[string, (sites: string) => readonly string[], number, RegExp]>([
    ['no plan', () => ['--check'], 2, /NDC-X358[\s\S]*no plan was accepted/],
    ['a file there is not', () => ['--check', '/nowhere/plan.yaml'], 2, /there is no such file/],
    ['a file of another kind', (sites) => ['--check', join(sites, 'links.yaml')], 2, /NDC-X360[\s\S]*a file of kind Links/],
    ['a check that plans', () => ['--check', '--budget', '2029=1', '--write'], 2, /NDC-X359[\s\S]*leave --budget, --write out/],
    ['supposed data', () => ['--write', '--delay', 'ndc-02=4q'], 2, /NDC-X359[\s\S]*leave --delay out/],
    ['a horizon that ends too early', () => ['--write', '--horizon', '2027-Q4'], 2, /NDC-X359[\s\S]*ends before the horizon/],
    ['a day to come', () => ['--write', '--as-of', '2029-01-01'], 2, /NDC-X364[\s\S]*is to come/],
    ['a plan that does not exist', () => ['--write', ...[2026, 2027, 2028, 2029, 2030].flatMap((year) => ['--budget', `${year}=0`])], 1, /No plan exists/],
  ])('refuses %s, and nothing is written', async (_, line, exit, message) => {
    const sites = priced();
    const files = filesOf(sites);
    const options = line(sites);
    const ran = await ndc(['capacity', 'purchase', '--sites', sites, ...(options.includes('--as-of') ? [] : asOf), ...options, '--lang', 'en']);
    expectNoTrace(ran);
    expect([ran.exit, `${said(ran)}${ran.out}`]).toEqual([exit, expect.stringMatching(message)]);
    expect(filesOf(sites)).toEqual(files);
  });
});

/** Changes a file as a person would, by its entries. */
function changeFile(sites: string, name: string, change: (document: Document) => void): void {
  edit(sites, {
    [name]: (text) => {
      const document = parseDocument(text);
      change(document);
      return document.toString();
    },
  });
}

/** Changes the first pool that the plan made at ndc-01, or takes it out. */
function changePool(sites: string, { plan }: PurchaseData, change: (pool: YAMLMap) => void, out = false): void {
  const bought = plan?.pools.find(({ site }) => site === 'ndc-01');
  if (bought === undefined) throw new Error('the plan buys nothing at ndc-01');
  changeFile(sites, 'ndc-01.yaml', (document) => {
    const pools = document.get('nodePools') as YAMLSeq<YAMLMap>;
    const index = pools.items.findIndex((item) => item.get('id') === bought.id);
    const [pool] = out ? pools.items.splice(index, 1) : pools.items.slice(index);
    if (pool === undefined) throw new Error(`ndc-01.yaml has no pool ${bought.id}`);
    change(pool);
  });
}
