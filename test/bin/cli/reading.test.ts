import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../policies/engine/catalogue.js';
import '../../../sites/model/cross.js';
import '../../../sites/model/diagnostics-of-files.js';
import { diagnosticKinds } from '../../../sites/model/diagnostic.js';
import { filesOf, folder } from './estates.js';
import { asOf, jsonOf, ndc, root, shipped, small } from './ndc.js';

const explained = [...rules.map(({ id }) => id), ...diagnosticKinds().map(({ code }) => code)];

describe('ndc explain', () => {
  it('knows rules and codes to explain', () => {
    expect(explained).toEqual(expect.arrayContaining(['RED-001', 'NET-002', 'NDC-E001', 'NDC-E021']));
  });

  it.each(explained.flatMap((id) => [{ id, lang: 'vi' as const }, { id, lang: 'en' as const }]))('$id in $lang', async ({ id, lang }) => {
    const ran = await ndc(['explain', id, '--lang', lang, '--sites', small, ...asOf]);
    expect(ran.exit).toBe(0);
    expect(ran.out.startsWith(id)).toBe(true);
    const words = ran.out.replaceAll(/\s+/g, ' ');
    const rule = rules.find((candidate) => candidate.id === id);
    const texts = rule === undefined ? diagnosticKinds().filter(({ code }) => code === id).map(({ explanation }) => explanation) : [rule.title, rule.explanation, rule.remedy];
    for (const text of texts) {
      expect(words).toContain(text[lang].replaceAll(/\s+/g, ' '));
      expect(text.vi).not.toBe(text.en);
      expect(/[À-ỹ]/.test(text.vi)).toBe(true);
    }
    expect(Math.max(...ran.out.split('\n').map((line) => [...line.normalize('NFC')].length))).toBeLessThanOrEqual(100);
  });

  it('names a rule’s legal basis by the documents’ titles, and takes an id in lower case', async () => {
    const { exit, id, legal } = jsonOf<{ exit: number; id: string; legal: { document: string; title: { vi: string } }[] }>(await ndc(['explain', 'red-001', '--json', '--sites', shipped, ...asOf]));
    expect([exit, id]).toEqual([0, 'RED-001']);
    expect(legal.length).toBeGreaterThan(0);
    for (const { document, title } of legal) expect(title.vi).not.toBe(document);
  });

  it('explains a code beside data that cannot be read', async () => {
    expect((await ndc(['explain', 'NDC-E005', '--sites', '/nonexistent'])).exit).toBe(0);
  });
});

describe('ndc site', () => {
  it('list: every site with its phase and when it is due', async () => {
    const { exit, out } = await ndc(['site', 'list', '--sites', shipped, ...asOf]);
    expect(exit).toBe(0);
    expect(out).toMatch(/ndc-01\s.*operating/);
    expect(out).toMatch(/ndc-02\s.*planned.*2030-Q4/);
    expect(out).toMatch(/ndc-03\s.*planned.*2030-Q4/);
  });

  it('show: what stands there, what it holds, its links and its assumptions', async () => {
    const ran = await ndc(['site', 'show', 'ndc-01', '--json', '--sites', shipped, ...asOf]);
    expect(ran.exit).toBe(0);
    const data = jsonOf<{ kind: string; site: { id: string }; holds: { primary: number }; links: { to: string }[]; assumptions: { pointer: string }[] }>(ran);
    expect(data).toMatchObject({ kind: 'ndc/site.v1', site: { id: 'ndc-01' } });
    expect(data.holds.primary).toBeGreaterThan(0);
    expect(data.links.map(({ to }) => to).sort()).toEqual(['ndc-02', 'ndc-03']);
    expect(data.assumptions.length).toBeGreaterThan(0);
  });

  it.each(['vi', 'en'])('show in %s is a page of its own', async (lang) => {
    const { exit, out } = await ndc(['site', 'show', 'ndc-02', '--lang', lang, '--sites', shipped, ...asOf]);
    expect(exit).toBe(0);
    expect(out).toContain('ndc-02');
    expect(out).toContain(lang === 'vi' ? 'Trung tâm dữ liệu quốc gia số 02' : 'National Data Center 02');
  });
});

describe('values of the data', () => {
  it('are Vietnamese words for Vietnamese readers', async () => {
    const show = await ndc(['site', 'show', 'ndc-02', '--lang', 'vi', '--sites', shipped, ...asOf]);
    expect(show.out).toMatch(/giai đoạn\s+dự kiến, hoạt động từ/);
    expect(show.out).toMatch(/ (dùng chung|lưu trữ) /);
    expect(show.out).not.toMatch(/\b(planned|building|operating|retired|general|storage|secret)\b(?!-)/);
    const list = await ndc(['site', 'list', '--lang', 'vi', '--sites', shipped, ...asOf]);
    expect(list.out).toContain('hoạt động');
    expect(list.out).not.toMatch(/\b(planned|building|operating|retired)\b/);
  });

  it('stay as they are in JSON', async () => {
    const { site } = jsonOf<{ site: { phase: string } }>(await ndc(['site', 'show', 'ndc-02', '--json', '--lang', 'vi', '--sites', shipped, ...asOf]));
    expect(site.phase).toBe('planned');
  });
});

describe('ndc schema', () => {
  it('--write writes what stands in sites/schema, byte for byte, over what was there', async () => {
    const work = folder();
    for (let times = 0; times < 2; times += 1) expect((await ndc(['schema', '--write', work])).exit).toBe(0);
    expect(filesOf(work)).toEqual(filesOf(join(root, 'sites', 'schema')));
  });

  it('without --write prints and writes nothing', async () => {
    const ran = await ndc(['schema', '--json']);
    const { schemas, written } = jsonOf<{ schemas: Record<string, object>; written: string[] }>(ran);
    expect(written).toEqual([]);
    expect(Object.keys(schemas).sort()).toEqual(Object.keys(filesOf(join(root, 'sites', 'schema'))).sort());
    expect(schemas['site.schema.json']).toEqual(JSON.parse(readFileSync(join(root, 'sites', 'schema', 'site.schema.json'), 'utf8')));
  });
});
