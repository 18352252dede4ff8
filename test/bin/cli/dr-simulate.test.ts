import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { DrMatrixData } from '../../../bin/dr-matrix-data.js';
import type { DrSimulateData } from '../../../bin/dr-simulate-data.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import { estate } from './estates.js';
import { asOf, expectNoTrace, jsonOf, ndc, remembered, said, shipped, small } from './ndc.js';

const ask = remembered((...more: readonly string[]) => ndc(['dr', 'simulate', '--sites', shipped, '--as-of', '2026-11-01', ...more]));
const target = ['--scenario', 'all-operating', '--runs', '200'] as const;
const lost = ['--lose', 'ndc-01', ...target] as const;
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));
const vietnamese = /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i;

describe('ndc dr simulate', () => {
  it('tells the loss event by event, in both languages within 100 columns, and touches nothing', async () => {
    for (const lang of ['vi', 'en'])
      for (const more of [[], ['--cause', 'natural'], ['--cause', 'war'], ['--lose', 'path/ndc-02--ndc-03/duyen-hai']]) {
        const { out, err, exit, reached } = await ask(...lost, '--lang', lang, ...more);
        expect([err, exit, reached]).toEqual(['', 0, []]);
        expect(widest(out)).toBeLessThanOrEqual(100);
        expect(out).not.toMatch(/undefined|NaN|\[object/);
        if (lang === 'en') expect(out).not.toMatch(vietnamese);
      }
    const { out } = await ask(...lost, '--lang', 'en');
    const order = ['detect ', 'declare ', 'fence ', 'start identity, ndc-02', 'platinum: data', 'platinum: services back', 'bronze: services back'].map((word) => out.indexOf(word));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
  });

  it('says plainly that nothing survives NDC 01 today, and fails', async () => {
    const ran = await ask('--lose', 'ndc-01', '--runs', '20', '--lang', 'en');
    expect(ran.exit).toBe(1);
    expect(ran.out).toContain('67 of 67 environments that run there are worse than their tier promises.');
    expect(ran.out.replaceAll(/\s+/g, ' ')).toContain('gone for good: databases');
    expect((await ask('--lose', 'ndc-01', '--runs', '20', '--format', 'svg', '--lang', 'vi')).out).toContain('<svg');
  });

  it('brings everybody back when ndc dr matrix does, over the matrix’s own 200 runs', async () => {
    const { cells } = jsonOf<DrMatrixData>(await ndc(['dr', 'matrix', '--sites', shipped, '--as-of', '2026-11-01', '--scenario', 'all-operating', '--situation', 'site-dead', '--json']));
    const { systems } = jsonOf<DrSimulateData>(await ask(...lost, '--json'));
    expect(systems.length).toBe(cells.length);
    for (const { namespace, rto } of systems) {
      const cell = cells.find((one) => one.namespace === namespace);
      expect([rto?.p50, rto?.p95, rto?.typicalMs]).toEqual([cell?.rto?.p50Ms, cell?.rto?.p95Ms, cell?.rto?.typicalMs]);
    }
  });

  it('gives the same bytes for the same seed in every form, and others for another', async () => {
    for (const format of ['json', 'csv', 'svg', 'text']) {
      const once = await ask(...lost, '--seed', '5', '--format', format);
      const again = await ndc(['dr', 'simulate', '--sites', shipped, '--as-of', '2026-11-01', ...lost, '--seed', '5', '--format', format]);
      expect(again.out).toBe(once.out);
      expect((await ask(...lost, '--seed', '6', '--format', format)).out).not.toBe(once.out);
    }
  });

  it('prints JSON that fits its schema with every step in order, and CSV with a row for each kind of data', async () => {
    const printed = jsonOf<DrSimulateData & { kind: string }>(await ask(...lost, '--cause', 'war', '--json'));
    const result = outcomeSchemaOf('ndc/dr-simulate.v1')?.safeParse(printed);
    expect(result?.error?.issues ?? []).toEqual([]);
    expect(result?.data).toEqual(printed);
    expect(printed.events.at(0)).toMatchObject({ kind: 'detect', startMs: '0' });
    expect(printed.hit).toMatchObject({ cause: 'war', parts: ['path/ndc-02--ndc-03/duyen-hai'], onDuty: 6, operators: 3, known: true });
    expect(printed.inputs.every(({ file, line }) => file !== undefined && line !== undefined)).toBe(true);
    const rows = (await ask(...lost, '--cause', 'war', '--format', 'csv')).out.trim().split('\r\n');
    expect(rows).toHaveLength(printed.systems.reduce((sum, { losses }) => sum + Math.max(1, losses.length), 1));
    const width = rows[0]?.split(',').length;
    expect(rows.filter((row) => !row.includes('"')).every((row) => row.split(',').length === width)).toBe(true);
  });

  it.each([
    [['--scenario', 'all-operating'], 'NDC-X440'],
    [['--lose', 'ndc-02'], 'NDC-X441'],
    [['--lose', 'ndc-01', '--lose', 'ndc-02', '--scenario', 'all-operating'], 'NDC-X442'],
    [[...lost, '--cause', 'fire'], 'NDC-X011'],
    [['--lose', 'ndc-01', '--runs', '0'], 'NDC-X011'],
    [['--lose', 'ndc-01', '--runs', 'many'], 'NDC-X011'],
    [['--lose', 'ndc-01', '--seed', '-1'], 'NDC-X011'],
    [['--lose', 'ndc-9'], '--lose'],
  ])('refuses %j and says what there is', async (options, code) => {
    for (const lang of ['vi', 'en']) {
      const ran = await ask(...options, '--lang', lang);
      expect(ran.exit).toBe(2);
      expect(said(ran)).toContain(code);
      expectNoTrace(ran);
    }
  });

  it('names secret systems by their code alone, and keeps hostile words out of terminals and drawings', async () => {
    for (const format of ['text', 'json', 'csv', 'svg']) expect((await ndc(['dr', 'simulate', '--sites', small, ...asOf, ...lost, '--format', format])).out).not.toContain('mat-ma');
    const hostile = estate({ 'catalogue/estate.yaml': (text) => text.replace(/name: \{vi: [^,]+,/, 'name: {vi: "\\u202e<script>đỏ</script>",') });
    const told = await ndc(['dr', 'simulate', '--sites', hostile, ...asOf, ...lost, '--lang', 'vi']);
    expect(told.out).toContain('\\u202e<script>');
    expect(told.out).not.toContain('\u202e');
    const drawn = await ndc(['dr', 'simulate', '--sites', hostile, ...asOf, ...lost, '--lang', 'vi', '--format', 'svg']);
    expect(drawn.out).toContain('&lt;script&gt;');
    expect(drawn.out).not.toContain('<script>');
  });

  it('counts the measured time of declaring once it was drilled', async () => {
    const drilled = (minutes: number) => estate({ 'records/dien-tap.yaml': `apiVersion: ndc.gov.vn/v1\nkind: Record\nid: dien-tap\nrecord: drill\non: 2026-10-01\nsubject: ndc-01\ndrill: {kind: failover, passed: true, durations: [{action: declare, minutes: ${minutes}}]}\n` });
    const of = async (minutes: number) => jsonOf<DrSimulateData>(await ndc(['dr', 'simulate', '--sites', drilled(minutes), ...asOf, ...lost, '--json']));
    const [quick, slow] = [await of(2), await of(40)];
    expect(slow.durations.find(({ action }) => action === 'declare')).toMatchObject({ measured: 1, p50Ms: '2400000' });
    const declared = (data: DrSimulateData) => Number(data.events.find(({ kind }) => kind === 'declare')?.endMs);
    expect(declared(slow) - declared(quick)).toBe(38 * 60_000);
  });
});
