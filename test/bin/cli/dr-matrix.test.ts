import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { DrCellData } from '../../../bin/dr-cell-data.js';
import type { DrMatrixData } from '../../../bin/dr-matrix-data.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import { estate, swap } from './estates.js';
import { asOf, expectNoTrace, jsonOf, ndc, remembered, said, shipped, small } from './ndc.js';

const ask = remembered((...more: readonly string[]) => ndc(['dr', 'matrix', '--sites', shipped, '--as-of', '2026-11-01', ...more]));
const explain = (cell: string, ...more: readonly string[]) => ndc(['explain', cell, '--sites', shipped, '--as-of', '2026-11-01', ...more]);
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));
const target = ['--scenario', 'all-operating'] as const;
const vietnamese = /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i;

describe('ndc dr matrix', () => {
  it('says plainly that nothing survives NDC 01 today, and until when, and fails', async () => {
    const { out, err, exit, reached } = await ask('--lang', 'en');
    expect([exit, err, reached]).toEqual([1, '', []]);
    expect(out).toContain('67 of 67 environments are worse than their tier promises.');
    expect(out).toContain('cannot run until 2030-Q4: ndc-02 does not operate yet');
    expect(out.replaceAll(/\s+/g, ' ')).toContain('gone for good, no copy anywhere: databases');
    expect(out.indexOf('Worse than their tier')).toBeLessThan(out.indexOf('site dead.'));
    expect((await ask('--lang', 'vi')).out).toContain('không chạy được cho đến 2030-Q4: ndc-02 chưa hoạt động');
  });

  it.each(['vi', 'en'])('fits 100 columns in %s, whatever is asked', async (lang) => {
    for (const more of [[], [...target], [...target, '--situation', 'second-loss', '--tier', 'gold', 'silver'], [...target, '--lose', 'site/ndc-02'], [...target, '--organisation', 'bo-y-te', '--situation', 'brownout']]) {
      const { out, err } = await ask('--lang', lang, ...more);
      expect(err).toBe('');
      expect(widest(out)).toBeLessThanOrEqual(100);
      expect(out).not.toMatch(/undefined|NaN|\[object/);
      if (lang === 'en') expect(out.replaceAll(/Trung tâm điều hành/g, '')).not.toMatch(vietnamese);
    }
  });

  it('fits a narrow and a wide terminal, which shows every situation side by side', async () => {
    for (const terminal of [80, 140]) {
      const { out } = await ndc(['dr', 'matrix', '--sites', shipped, '--as-of', '2026-11-01', ...target, '--lang', 'en'], { terminal });
      const table = out.slice(out.indexOf('Each environment'), out.indexOf('Notes'));
      expect(widest(table)).toBeLessThanOrEqual(terminal);
      expect(table.includes('second loss')).toBe(terminal === 140);
    }
  });

  it('says why whoever runs nowhere after a second loss does so, each reason with how many', async () => {
    const { cells } = jsonOf<DrMatrixData>(await ask(...target, '--situation', 'second-loss', '--json'));
    const nowhere = cells.filter(({ runs }) => runs.how === 'nowhere').length;
    expect(nowhere).toBeGreaterThan(0);
    for (const [lang, word] of [['en', 'nowhere'], ['vi', 'không chạy']] as const) {
      const { out } = await ask(...target, '--situation', 'second-loss', '--lang', lang);
      const told = [...out.matchAll(new RegExp(`^ {2}${word} \\((\\d+)\\): (\\S.*)$`, 'gm'))];
      expect(told.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(nowhere);
    }
  });

  it('says of a link to be cut that none is left, where all of a site are lost already', async () => {
    const gone = [...target, '--lose', 'link/ndc-01--ndc-02', '--lose', 'link/ndc-01--ndc-03', '--situation', 'link-cut'];
    expect((await ask(...gone, '--lang', 'en')).out).toContain('no link ndc-01 → ndc-02 is left to be cut');
    expect((await ask(...gone, '--lang', 'vi')).out).toContain('không còn đường truyền nào ndc-01 → ndc-02');
    const printed = jsonOf<DrMatrixData>(await ask(...gone, '--json'));
    expect(outcomeSchemaOf('ndc/dr-matrix.v1')?.safeParse(printed).error?.issues ?? []).toEqual([]);
    for (const { verdict, notes } of printed.cells) expect([verdict, notes.map(({ note }) => note)]).toEqual(['no-copies', ['no-link-left']]);
    expect((await ask(...target, '--situation', 'link-cut', '--lang', 'en')).out).not.toContain('is left to be cut');
  });

  it('is narrowed to sites, organisations, tiers and situations, and judges those alone', async () => {
    const silver = jsonOf<DrMatrixData>(await ask(...target, '--tier', 'silver', '--situation', 'site-dead', '--json'));
    expect(silver.cells.every(({ tier, situation }) => tier === 'silver' && situation === 'site-dead')).toBe(true);
    expect([silver.worse, (await ask(...target, '--tier', 'silver', '--situation', 'site-dead', '--json')).exit]).toEqual([0, 0]);
    const health = jsonOf<DrMatrixData>(await ask(...target, '--organisation', 'bo-y-te', '--json'));
    expect(new Set(health.cells.map(({ organisation }) => organisation))).toEqual(new Set(['bo-y-te']));
    const third = jsonOf<DrMatrixData>(await ask(...target, '--site', 'ndc-03', '--situation', 'site-dead', '--json'));
    expect(third.cells.length).toBeGreaterThan(0);
    expect(third.cells.every(({ runs }) => runs.how !== 'nowhere' && runs.site === 'ndc-03')).toBe(true);
    // What is left out takes its part in the schedule all the same.
    const all = jsonOf<DrMatrixData>(await ask(...target, '--json'));
    for (const cell of silver.cells) expect(all.cells).toContainEqual(cell);
  });

  it.each([
    ['--site', 'ndc-9'],
    ['--organisation', 'bo-khong-co'],
    ['--tier', 'diamond'],
    ['--situation', 'site-deaf'],
  ])('refuses %s %s and says what there is', async (option, value) => {
    const ran = await ask(option, value);
    expect(ran.exit).toBe(2);
    expect(said(ran)).toContain('NDC-X007');
    expectNoTrace(ran);
  });

  it('prints JSON that fits its schema, and CSV with a row for every cell', async () => {
    const printed = jsonOf<DrMatrixData & { kind: string }>(await ask(...target, '--json'));
    const result = outcomeSchemaOf('ndc/dr-matrix.v1')?.safeParse(printed);
    expect(result?.error?.issues ?? []).toEqual([]);
    expect(result?.data).toEqual(printed);
    expect(printed.inputs.every(({ file, line }) => file !== undefined && line !== undefined)).toBe(true);
    expect(printed.assumptions).toBe(printed.inputs.reduce((sum, { assumptions }) => sum + assumptions, 0));
    const rows = (await ask(...target, '--format', 'csv')).out.trim().split('\r\n');
    expect(rows).toHaveLength(printed.cells.length + 1);
  });

  it('says what it rests on: nothing drilled, or how often', async () => {
    expect((await ask(...target, '--lang', 'en')).out).toContain('Nothing has been drilled: all 15 durations of steps are assumptions.');
    const drilled = estate({ 'records/dien-tap.yaml': 'apiVersion: ndc.gov.vn/v1\nkind: Record\nid: dien-tap\nrecord: drill\non: 2026-10-01\nsubject: ndc-01\ndrill: {kind: failover, passed: true, durations: [{action: declare, minutes: 4}, {action: declare, minutes: 6}]}\n' });
    const { out } = await ndc(['dr', 'matrix', '--sites', drilled, ...asOf, ...target, '--lang', 'en']);
    expect(out).toContain('1 of 15 durations were measured in drills (declare: 2)');
  });

  it('tells images that come later than the RPO apart from data, and fails', async () => {
    const late = estate({ 'catalogue/recovery.yaml': swap('lagMinutes: 0.25', 'lagMinutes: 30') });
    const { out, exit } = await ndc(['dr', 'matrix', '--sites', late, ...asOf, ...target, '--situation', 'site-dead', '--lang', 'en']);
    expect(exit).toBe(1);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('the release at the standby is older than promised (RPO)');
  });

  it('names secret systems by their code alone, here and where one cell is explained', async () => {
    for (const format of ['text', 'json', 'csv']) {
      const { out } = await ndc(['dr', 'matrix', '--sites', small, ...asOf, ...target, '--format', format]);
      expect(out).toMatch(/mat-[0-9a-f]{8}-/);
      expect(out).not.toContain('mat-ma');
    }
    const named = /mat-[0-9a-f]{8}-[a-z]+/.exec((await ndc(['dr', 'matrix', '--sites', small, ...asOf, ...target])).out)?.[0] ?? '';
    const told = await ndc(['explain', `dr/${named}/site-dead`, '--sites', small, ...asOf, ...target]);
    expect([told.exit, told.out.includes('mat-ma')]).toEqual([0, false]);
    const asked = await ndc(['explain', 'dr/mat-ma-prod/site-dead', '--sites', small, ...asOf, ...target]);
    expect(asked.exit).toBe(2);
  });

  it('keeps hostile words of data out of a terminal', async () => {
    const hostile = estate({ 'catalogue/estate.yaml': (text) => text.replace(/name: \{vi: [^,]+,/, 'name: {vi: "\\u001b[31mđỏ",') });
    expect((await ndc(['dr', 'matrix', '--sites', hostile, ...asOf, '--lang', 'vi'])).out).not.toContain('\u001b[31mđỏ');
  });

  it('a prerequisite that ends is told with its day, and fails once it is past', async () => {
    const ending = (expires: string) => estate({ 'catalogue/recovery.yaml': swap('prerequisites: []', `prerequisites: [{of: all, kind: certificate, state: present, expires: ${expires}}]`) });
    const on = async (expires: string) => (await ndc(['dr', 'matrix', '--sites', ending(expires), ...asOf, ...target, '--lang', 'en'])).out;
    expect(await on('2026-11-20')).toMatch(/certificate at ndc-0\d ends soon: 2026-11-20/);
    expect(await on('2026-10-31')).toMatch(/certificate at ndc-0\d expired on 2026-10-31/);
  });
});

describe('ndc explain dr/…', () => {
  it('gives every figure of a cell with its file and line', async () => {
    const cell = jsonOf<DrCellData & { kind: string }>(await explain('dr/du-lieu-nganh-giao-duc-prod/site-dead', ...target, '--json'));
    expect(outcomeSchemaOf('ndc/dr-cell.v1')?.safeParse(cell).error?.issues ?? []).toEqual([]);
    expect(cell.losses.find(({ data }) => data === 'volumes')?.inputs).toContainEqual(expect.objectContaining({ pointer: '/recovery/copies/gold/volumes/intervalMinutes', value: '5', file: 'catalogue/recovery.yaml', source: 'assumption' }));
    expect(cell.path.at(0)).toMatchObject({ kind: 'detect', startMs: '0', inputs: [{ file: 'catalogue/recovery.yaml' }, {}] });
    expect(cell.path.at(-1)?.endMs).toBe(cell.row.rto?.typicalMs);
    for (const [index, step] of cell.path.entries()) if (index > 0) expect(step.startMs).toBe(cell.path[index - 1]?.endMs);
  });

  it('names keys and images among what is lost, with the lines they rest on, and says what waiting for a snapshot saves', async () => {
    const cell = jsonOf<DrCellData & { kind: string }>(await explain('dr/csdl-dat-dai-prod/site-dead', ...target, '--json'));
    const of = (data: string) => cell.losses.find((loss) => loss.data === data);
    expect(of('keys')?.inputs).toContainEqual(expect.objectContaining({ pointer: '/recovery/copies/platinum/newKeys', value: 'after-snapshot', file: 'catalogue/recovery.yaml', source: 'assumption' }));
    expect(of('images')?.inputs).toContainEqual(expect.objectContaining({ pointer: '/recovery/registry/lagMinutes', value: '0.25', source: 'assumption' }));
    expect(Number(of('keys')?.awaitedMs?.p95)).toBeGreaterThan(300_000);
    expect(cell.row.release).toEqual(of('images')?.totalMs);
    const told = async (lang: string) => (await explain('dr/csdl-dat-dai-prod/site-dead', ...target, '--lang', lang)).out.replaceAll(/\s+/g, ' ');
    expect(await told('vi')).toContain('khóa mới chờ ảnh chụp, nếu dùng ngay thì mất 5,1 phút');
    expect(await told('vi')).toContain('(tuổi bản phát hành, không phải dữ liệu mất)');
    expect(await told('en')).toContain('new keys wait for the snapshot, used at once 5.1 min would be lost');
  });

  it.each(['site-dead', 'link-cut', 'brownout', 'second-loss'])('explains %s in both languages within 100 columns', async (situation) => {
    for (const lang of ['vi', 'en']) {
      const { out, exit } = await explain(`dr/csdl-dat-dai-prod/${situation}`, ...target, '--lang', lang);
      expect(exit).toBe(0);
      expect(out).not.toMatch(/undefined|NaN|\[object/);
      expect(widest(out)).toBeLessThanOrEqual(100);
    }
  });

  it.each(['dr/khong-co/site-dead', 'dr/csdl-y-te-prod/site-deaf', 'dr/csdl-y-te-prod', 'dr', 'dr/csdl-y-te-prod/site-dead/more'])('refuses %s', async (cell) => {
    const ran = await explain(cell);
    expect(ran.exit).toBe(2);
    expect(said(ran)).toContain('NDC-X004');
    expectNoTrace(ran);
  });
});
