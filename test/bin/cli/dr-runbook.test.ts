import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseCommandLine } from '../../../bin/command-line.js';
import type { DrRunbookData } from '../../../bin/dr-runbook-data.js';
import type { DrSimulateData } from '../../../bin/dr-simulate-data.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import { registry } from '../../../bin/registry.js';
import { estate, folder, swap } from './estates.js';
import { askedFor, variables } from '../../../sites/recovery/runbook/variables.js';
import { asOf, expectNoTrace, jsonOf, ndc, remembered, root, said, shipped, small } from './ndc.js';

const ask = remembered((...more: readonly string[]) => ndc(['dr', 'runbook', '--sites', shipped, '--as-of', '2026-11-29', ...more]));
const target = ['--scenario', 'all-operating'] as const;
const lost = ['--lose', 'ndc-01', ...target] as const;
const breach = ['--breach', '2026-11-20'] as const;
const vietnamese = /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i;

/** Commands of the way out and back that are spelt here before they stand in the registry. */
const awaited: readonly string[] = [];

/** A sentence without what the data say of envelopes in words of theirs: where they lie and who opens them. */
const envelopes = stringsIn(parse(readFileSync(join(shipped, 'keys/break-glass.yaml'), 'utf8'))).sort((a, b) => b.length - a.length);
const ownWords = (text: string): string => envelopes.reduce((left, words) => left.replaceAll(words, ''), text);

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return vietnamese.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

const linesOf = ({ parts }: DrRunbookData): string[] => parts.flatMap(({ steps }) => steps.flatMap(({ commands }) => commands.map(({ line }) => line)));

/** The words a shell makes of a line, with every variable filled in. */
const wordsOf = (line: string): string[] =>
  execFileSync('/bin/sh', ['-c', `ndc() { for word in "$@"; do printf '%s\\n' "$word"; done; }\n${line}`], { encoding: 'utf8', env: { LY_DO: 'mất điện', NGUOI_LAM: 'Nguyễn Văn A', NGUOI_MANG: 'Trần Thị B', NGUOI_CSDL: 'Lê C', NGUOI_TAI_CHO: 'Phạm D', BANG_CHUNG: 'không tới được từ ngoài', BANG_CHUNG_VE: 'điện còn cắt, xem lúc 08:00', KET_QUA_SO: 'so.tsv', MA_BAM: 'a'.repeat(64), THU_TUC: 'declare-ndc-01', THU_TUC_TRO_LAI: 'return-ndc-01', T_SACH: '2026-11-20T00:00:00+07:00', CO_QUAN: 'bo-y-te', MOI_TRUONG: 'a-prod', HOME: '/root' } })
    .split('\n')
    .slice(0, -1);

describe('ndc dr runbook', () => {
  it.each(['vi', 'en'])('covers declaring, failing over, returning, one tenant and a breach in %s, by number, role and time', async (lang) => {
    const ran = await ask(...lost, '--lang', lang);
    expect([ran.err, ran.exit, ran.reached]).toEqual(['', 0, []]);
    expect(ran.out).not.toMatch(/undefined|NaN|\[object/);
    const heads = lang === 'vi' ? ['1. Tuyên bố mất ndc-01', '2. Chuyển sang nơi dự phòng', '3. Trở lại ndc-01', '4. Phục hồi dữ liệu của một cơ quan', '5. Phục hồi sau vi phạm'] : ['1. Declare the loss of ndc-01', '2. Fail over', '3. Return to ndc-01', '4. Restore one organisation', '5. Recovery from a breach'];
    const places = heads.map((head) => ran.out.indexOf(`\n${head}`));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((place) => place > 0)).toBe(true);
    // Commands are copied: they alone are wider than the page.
    for (const line of ran.out.split('\n').filter((one) => !/^ {6}\$ /.test(one))) expect(stringWidth(line)).toBeLessThanOrEqual(100);
    for (const word of ['radosgw-admin zone modify', 'DNS', 'kubeconfig', 'PIN', 'THU_TUC', 'T+']) expect(ran.out).toContain(word);
  });

  it('speaks the reader’s language: no Vietnamese in the English steps but names and variables', async () => {
    const data = jsonOf<DrRunbookData>(await ask(...lost, ...breach, '--lang', 'en', '--json'));
    for (const { title, when, steps } of data.parts) {
      for (const text of [title, when, ...steps.flatMap((step) => [step.title, ...step.does, step.until, ...step.commands.map(({ expects }) => expects)])]) {
        expect(ownWords(text.en.replace('Q V.1.đ', '').replaceAll('Trung tâm điều hành NDC (giả định)', ''))).not.toMatch(vietnamese);
        expect(text.vi).toBeTruthy();
      }
      for (const { commands } of steps) for (const { line } of commands) expect(line).not.toContain('--lang vi');
    }
  });

  it('names commands and options that there are: every line of ndc is read by the parser itself', async () => {
    const cwd = folder();
    mkdirSync(join(cwd, '.ndc/connections'), { recursive: true });
    writeFileSync(join(cwd, '.ndc/connections/production.yaml'), 'apiVersion: ndc.gov.vn/v1\nkind: Connection\nname: production\nscenario: all-operating\nsites:\n  ndc-01: {kubeconfig: ../kube, context: ndc-01}\n');
    const connected = await ndc(['dr', 'runbook', '--sites', shipped, '--as-of', '2026-11-29', '--lose', 'ndc-02', '--connection', 'production', '--json'], { cwd });
    expect(linesOf(jsonOf<DrRunbookData>(connected)).filter((line) => line.includes('--connection production')).length).toBeGreaterThan(5);
    for (const ran of [connected, ...(await Promise.all([[...lost], [...lost, ...breach], [...breach], ['--lose', 'ndc-02', ...target, '--connection', 'elsewhere'], ['--lose', 'ndc-01']].map((asked) => ask(...asked, '--json'))))]) {
      const lines = linesOf(jsonOf<DrRunbookData>(ran)).filter((line) => line.startsWith('ndc '));
      expect(lines.length).toBeGreaterThan(5);
      for (const line of lines) {
        const words = wordsOf(line);
        if (awaited.some((name) => words.join(' ').startsWith(`${name} `))) continue;
        const entry = [2, 1].flatMap((count) => registry.find(({ name }) => name === words.slice(0, count).join(' ')) ?? [])[0];
        expect(entry?.name, line).toBeDefined();
        if (entry === undefined) continue;
        expect(() => parseCommandLine(entry, commands.get(entry.name) ?? fail(entry.name), words, 'en'), line).not.toThrow();
      }
    }
  });

  it.each(awaited)('ndc %s is not in the registry yet: once it is, its lines are read like all others', (name) => {
    expect(registry.map((entry) => entry.name), `take "${name}" off the list of awaited commands`).not.toContain(name);
  });

  it('explains every variable in a table of its part, with a line that sets it', async () => {
    for (const asked of [[...lost, ...breach], [...breach], [...lost]])
      for (const part of jsonOf<DrRunbookData>(await ask(...asked, '--json')).parts) {
        const rows = new Map(part.tables.flatMap(({ rows }) => rows).map(([name, , line]) => [name, line] as const));
        for (const name of askedFor(part)) expect(rows.get(name), `${part.id} ${name}`).toMatch(new RegExp(`^export ${name}='[^']+'$`));
        // T is the moment of the loss alone.
        for (const { commands } of part.steps) for (const { line } of commands) expect(line).not.toMatch(/\$\{?T\b/);
      }
    for (const { example } of Object.values(variables)) expect(example).not.toContain("'");
  });

  it('begins with the line that says what ndc is, and that line is true', async () => {
    const ran = await ask(...lost, '--lang', 'vi');
    const { start } = jsonOf<DrRunbookData>(await ask(...lost, '--json'));
    for (const page of [ran.out, (await ask(...lost, '--format', 'markdown')).out]) expect(page.slice(0, page.search(/\n(?:## )?1\. /))).toContain(start);
    expect(ran.out).toContain(`      $ ${start}\n`);
    expect(execFileSync('/bin/sh', ['-c', `${start} && command -v ndc`], { encoding: 'utf8' }).trim()).toBe(join(root, 'bin/ndc'));
  });

  it('signs with the key that the documents have people make', async () => {
    const keys = new Set(linesOf(jsonOf<DrRunbookData>(await ask(...lost, '--json'))).flatMap((line) => /^ndc approve .*--key (\S+)/.exec(line)?.[1] ?? []));
    for (const name of ['docs/approvals.md', 'docs/vi/phe-duyet.md', 'README.md', 'docs/vi/README.md']) {
      const page = readFileSync(join(root, name), 'utf8');
      for (const [, key] of page.matchAll(/(?:ssh-keygen [^`\n]*-f|--key) (~[\w./]+)/g)) keys.add(key ?? '');
      expect(page).toContain('~/.ssh/ndc');
    }
    expect([...keys]).toEqual(['~/.ssh/ndc']);
  });

  it('foretells no answer that kubectl does not give where it prints columns of ours', async () => {
    const own = jsonOf<DrRunbookData>(await ask(...lost, '--json')).parts.flatMap(({ steps }) => steps.flatMap(({ commands }) => commands)).filter(({ line }) => /-o custom-columns|(?:^|do )dung /.test(line));
    expect(own.length).toBeGreaterThan(3);
    for (const { line, expects } of own) expect(expects.vi + expects.en, line).not.toContain('No resources found');
  });

  it('types nothing a POSIX shell would not take', async () => {
    // Lines that differ in names of objects alone are read once: a name is letters, digits and dashes.
    const shapes = new Map<string, string>();
    for (const asked of [[...lost, ...breach], ['--lose', 'ndc-03', ...target], [...breach]]) for (const line of linesOf(jsonOf<DrRunbookData>(await ask(...asked, '--json')))) shapes.set(line.replaceAll(/[a-z0-9]+(?:[-_][a-z0-9]+)*/g, 'x'), line);
    expect(shapes.size).toBeGreaterThan(60);
    for (const line of shapes.values()) for (const shell of ['/bin/sh', '/bin/bash']) expect(() => execFileSync(shell, ['-n', '-c', line], { stdio: ['ignore', 'pipe', 'pipe'] }), line).not.toThrow();
    // At a bash that is spoken to an exclamation mark calls back an earlier line, but in single quotes, before a blank and before an equals sign.
    for (const line of shapes.values()) expect(line.replaceAll(/'[^']*'/g, "''")).not.toMatch(/!(?![= ])/);
    // A line break or a lost backslash inside a line is shown as an escape, and no longer what is to be typed.
    for (const line of linesOf(jsonOf<DrRunbookData>(await ask(...lost, ...breach, '--json')))) expect(line).not.toMatch(/[\p{Cc}]/u);
  });

  it('restores beside without what would write into the archive in use, and never over what is there', async () => {
    const lines = linesOf(jsonOf<DrRunbookData>(await ask(...lost, ...breach, '--organisation', 'bo-y-te', '--json')));
    const beside = lines.filter((line) => line.includes('--namespace-mappings'));
    expect(beside.length).toBeGreaterThan(1);
    for (const line of beside) expect(line).toContain('--exclude-resources clusters.postgresql.cnpg.io,scheduledbackups.postgresql.cnpg.io');
    const made = lines.filter((line) => line.includes("'kind: Cluster'"));
    expect(made.length).toBeGreaterThan(0);
    // The archive is what the environment's own procedure names then, not what was true when this was printed.
    for (const line of made) expect(line).toMatch(/barmanObjectName: "'"\$KHO"'", serverName: "'"\$MAY_CHU"'".* create -f -$/);
    expect(lines.filter((line) => line.includes('get configmap restore-') && line.includes(String.raw`{.data.dataset\.y-te\.json}`))).toHaveLength(1);
  });

  it('restores from the sites where the table has clean points, as the keeper of locks', async () => {
    const data = jsonOf<DrRunbookData>(await ask(...lost, ...breach, '--organisation', 'thanh-tra-chinh-phu', '--json'));
    const sites = new Set(data.breach?.points.flatMap(({ site }) => site ?? []));
    const lines = linesOf(data).filter((line) => line.startsWith('ndc backup restore '));
    expect(new Set(lines.map((line) => / --site (\S+)/.exec(line)?.[1]))).toEqual(sites);
    for (const line of linesOf(data).filter((one) => /^ndc backup (?:restore|extend) /.test(one))) expect(line).toContain(' --profile ndc-backup-keeper');
  });

  it('asks under the scenario, the day and the delays that it was made with', async () => {
    const lines = linesOf(jsonOf<DrRunbookData>(await ask(...lost, '--delay', 'ndc-03=1q', '--json')));
    const of = (name: string): string[] => lines.filter((line) => line.startsWith(`ndc ${name} `));
    for (const name of ['up', 'dr declare', 'dr return', 'approve', 'drift', 'dr simulate', 'check']) {
      expect(of(name).length, name).toBeGreaterThan(0);
      for (const line of of(name)) expect(line).toContain(' --scenario all-operating');
    }
    for (const name of ['dr simulate', 'dr rehearse', 'check', 'dr matrix']) for (const line of of(name)) expect(line).toMatch(/ --as-of 2026-11-29 --delay ndc-03=1q/);
    // Nothing is declared or applied on supposed data.
    for (const name of ['up', 'dr declare', 'dr return']) for (const line of of(name)) expect(line).not.toMatch(/--as-of|--delay/);
  });

  it('names cluster, what is lost and who activates it for every environment, and explains no loss that was declared', async () => {
    const { parts } = jsonOf<DrRunbookData>(await ask(...lost, '--json'));
    const [table] = parts[1]?.tables ?? [];
    const column = (name: string): number => table?.columns.findIndex(({ en }) => en === name) ?? -1;
    const row = (namespace: string) => table?.rows.find((cells) => cells.includes(namespace));
    expect(row('csdl-y-te-prod')?.[column('database clusters')]).toBe('y-te');
    expect(row('ho-so-kiem-toan-prod')?.[column('database clusters')]).toBe('ho-so (oracle)');
    for (const cells of table?.rows ?? []) expect((cells[column('most lost (RPO, P95)')] as { en: string }).en).toMatch(/^(?:\d+ (?:s|min|h)|no bound)$/);
    const activated = parts[1]?.steps.filter(({ title }) => title.en.endsWith('owners activate the databases they run')).flatMap(({ does }) => does.map(({ en }) => en)) ?? [];
    expect(activated.some((line) => line.startsWith('ho-so-kiem-toan-prod (kiem-toan-nha-nuoc): ho-so, oracle,') && line.includes('Oracle Data Guard'))).toBe(true);
    expect(parts.flatMap(({ steps }) => steps.flatMap(({ commands }) => commands)).filter(({ line }) => line.startsWith('ndc explain '))).toEqual([]);
    // On the way back it is its owner who shuts, clones and opens it, each before or after the step that would break it.
    const back = parts[2];
    const step = (start: string): number => back?.steps.findIndex(({ title, does }) => title.en.startsWith(start) && (start.startsWith('Step') || does.some(({ en }) => en.startsWith('ho-so-kiem-toan-prod (kiem-toan-nha-nuoc): ho-so, oracle,')))) ?? -1;
    const way = ['Owners make their standbys', 'Step reclone', 'Owners stop writing', 'Step demote', 'Steps token', 'Owners open'].map(step);
    expect(way.every((one) => one >= 0)).toBe(true);
    expect(way).toEqual([...way].sort((x, y) => x - y));
    expect(back?.tables[0]?.rows.find((cells) => cells.includes('ho-so-kiem-toan-prod'))?.slice(1)).toEqual(['ho-so (oracle)', '–', 'ndc-03', { vi: 'chủ quản đưa về', en: 'by its owner' }]);
  });

  it('hands a cluster whole objects: what is piped to kubectl is YAML once the moment is filled in', async () => {
    const lines = linesOf(jsonOf<DrRunbookData>(await ask(...lost, ...breach, '--organisation', 'bo-y-te', '--json'))).filter((line) => line.startsWith('printf ') && line.includes(' | kubectl'));
    const made = lines.map((line) => parse(execFileSync('/bin/sh', ['-c', line.slice(0, line.lastIndexOf(' | kubectl'))], { encoding: 'utf8', env: { T_PHUC_HOI: '2026-11-29T02:15:00+07:00', KHO: 'y-te-ndc-02', MAY_CHU: 'y-te-ndc-01-2' } })) as Record<string, unknown>);
    expect([...new Set(made.map(({ kind }) => kind))].sort()).toEqual(['CiliumNetworkPolicy', 'Cluster']);
    expect(made.find(({ kind }) => kind === 'Cluster')).toMatchObject({ spec: { storage: { size: expect.stringMatching(/^\d+Gi$/) as string }, bootstrap: { recovery: { source: 'goc', recoveryTarget: { targetTime: '2026-11-29T02:15:00+07:00' } } }, externalClusters: [{ name: 'goc', plugin: { parameters: { barmanObjectName: 'y-te-ndc-02', serverName: 'y-te-ndc-01-2' } } }] } });
  });

  it('gives the times of the plan that the simulation runs', async () => {
    const { parts } = jsonOf<DrRunbookData>(await ask(...lost, '--json'));
    const { events, systems } = jsonOf<DrSimulateData>(await ndc(['dr', 'simulate', '--sites', shipped, '--as-of', '2026-11-29', ...lost, '--runs', '200', '--json']));
    const budget = (title: string) => parts.flatMap(({ steps }) => steps).find((step) => step.title.en === title)?.budget;
    const of = (kind: string, site?: string) => events.filter((event) => event.kind === kind && (site === undefined || event.site === site));
    expect(budget('Write down the time and open the log')).toMatchObject({ fromMs: '0', untilMs: of('detect')[0]?.endMs });
    expect(budget('Identity at ndc-02')).toMatchObject({ fromMs: of('start-identity', 'ndc-02')[0]?.startMs, untilMs: of('start-identity', 'ndc-02')[0]?.endMs });
    expect(budget('Write the declaration')).toMatchObject({ fromMs: of('declare')[0]?.startMs, untilMs: of('fence')[0]?.endMs });
    const platinum = systems.filter(({ tier }) => tier === 'platinum');
    const latest = (all: readonly (bigint | undefined)[]): string => String(all.reduce<bigint>((most, one) => (BigInt(one ?? 0) > most ? BigInt(one ?? 0) : most), 0n));
    expect(parts[1]?.steps.find(({ title }) => title.en.startsWith('Tier Platinum:'))?.budget).toMatchObject({ untilMs: latest(platinum.map(({ rto }) => rto?.typicalMs)), p95Ms: latest(platinum.map(({ rto }) => rto?.p95)) });
    // In the order of return, platinum first.
    expect(parts[1]?.tables[0]?.rows).toHaveLength(systems.length);
  });

  it('prints JSON that fits its schema', async () => {
    for (const asked of [[...lost, ...breach], [...breach], ['--lose', 'ndc-01']]) {
      const printed = jsonOf<DrRunbookData & { kind: string }>(await ask(...asked, '--json'));
      const result = outcomeSchemaOf('ndc/dr-runbook.v1')?.safeParse(printed);
      expect(result?.error?.issues ?? []).toEqual([]);
      expect(result?.data).toEqual(printed);
    }
  });

  it('says with NDC 01 alone that there is nowhere to go, and who is told', async () => {
    const { out } = await ask('--lose', 'ndc-01', '--lang', 'en');
    expect(out).toContain('No other site operates: there is nowhere to fail over to.');
    expect(out).toContain('Can run nowhere: tell the head and the owners at once');
  });

  it('is one page for A4 that refers to nothing outside itself, its style alone allowed', async () => {
    const { out } = await ask(...lost, '--lang', 'vi', '--format', 'html');
    expect(out).toMatch(/^<!doctype html>/);
    expect(out).toContain('@page { size: A4');
    expect(out).not.toMatch(/<(?:script|img|link|iframe)\b/);
    for (const [, target = ''] of out.matchAll(/(?:href|src)="([^"]*)"/g)) expect(target).toMatch(/^#/);
    // From paper: a command breaks at blanks alone, and a time or a number in a table never.
    const lines = [...out.matchAll(/<pre>(.*?)<\/pre>/gs)].map(([, inner = '']) => inner);
    expect(lines.length).toBeGreaterThan(60);
    for (const inner of lines) for (const bare of inner.replaceAll(/<span>[^<]*<\/span>/g, '').split(' ')) expect(bare).toBe('');
    expect(out).toMatch(/<td class="short">T\+\d+<\/td>/);
    const style = /<style>([\s\S]*?)<\/style>/.exec(out)?.[1] ?? '';
    expect(out.replaceAll('&#39;', "'")).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  });

  it('names the newest clean point before a breach, by the schedules that stacks write', async () => {
    const { breach: found } = jsonOf<DrRunbookData>(await ask(...lost, ...breach, '--json'));
    expect([found?.at, found?.now]).toEqual(['2026-11-20T00:00:00+07:00', '2026-11-29T23:59:59+07:00']);
    const points = found?.points ?? [];
    for (const { data, at, kept, until } of points) {
      expect(kept).toBe('kept');
      expect(Date.parse(at ?? '')).toBeLessThan(Date.parse('2026-11-20T00:00:00+07:00'));
      expect(Date.parse(until ?? '')).toBeGreaterThan(Date.parse('2026-11-29T23:59:59+07:00'));
      if (data === 'databases') expect(at).toBe('2026-11-19T23:59:59+07:00');
    }
    expect(points.some(({ data, from }) => data === 'databases' && from !== undefined)).toBe(true);
    // Today the local copy of a week is all there is: nothing is left from nine days ago.
    const today = jsonOf<DrRunbookData>(await ask(...breach, '--json'));
    expect(today.lost).toBeUndefined();
    expect(today.parts.map(({ id }) => id)).toEqual(['restore-tenant', 'breach']);
    expect(new Set(today.breach?.points.map(({ kept }) => kept))).toEqual(new Set(['gone']));
    const one = jsonOf<DrRunbookData>(await ask(...breach, ...target, '--organisation', 'bo-y-te', '--json'));
    expect(new Set(one.breach?.points.map(({ organisation }) => organisation))).toEqual(new Set(['bo-y-te']));
  });

  it.each([
    [[], 'NDC-X440'],
    [['--lose', 'ndc-02'], 'NDC-X441'],
    [['--lose', 'ndc-01', '--lose', 'ndc-03', ...target], 'NDC-X442'],
    [['--breach', 'yesterday'], 'NDC-X443'],
    [['--breach', '2026-02-30'], 'NDC-X443'],
    [['--breach', '2026-12-24'], 'NDC-X444'],
    [[...lost, '--organisation', 'bo-khong-co'], 'NDC-X007'],
  ])('refuses %j', async (options, code) => {
    for (const lang of ['vi', 'en']) {
      const ran = await ask(...options, '--lang', lang);
      expect(ran.exit).toBe(2);
      expect(said(ran)).toContain(code);
      expectNoTrace(ran);
    }
  });

  it('keeps names of files words: in Markdown, in HTML, on a terminal; secret systems go by their code', async () => {
    const name = '[x](javascript:alert) `rm` | <script>alert(1)</script> \\u202e @all $(reboot)';
    const hostile = estate({ 'tenants/bo-a.yaml': (text) => text.replace(/^ {4}name: '.*$/m, () => `    name: "${name}"`) });
    const of = async (format: string) => (await ndc(['dr', 'runbook', '--sites', hostile, ...asOf, '--lose', 'ndc-01', ...target, '--lang', 'vi', '--organisation', 'bo-a', '--format', format])).out;
    const page = await of('html');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script');
    const wiki = await of('markdown');
    expect(wiki).toContain('alert(1)');
    for (const line of wiki.split('\n').filter((one) => one.includes('alert(1)'))) expect(line).toMatch(/`[^`]*alert\(1\)[^`]*`/);
    const screen = await of('text');
    expect(screen).toContain('\\u202e');
    for (const out of [page, wiki, screen]) expect(out).not.toContain('\u202e');
    for (const format of ['text', 'json', 'html', 'markdown']) {
      const { out, exit } = await ndc(['dr', 'runbook', '--sites', small, ...asOf, '--lose', 'ndc-01', ...target, '--format', format]);
      expect(exit).toBe(0);
      expect(out).not.toContain('mat-ma');
      expect(out).not.toContain('Tên không được hiện ra');
    }
  });

  it('escapes what a planning input says inside a sentence of ours', async () => {
    const hostile = estate({ 'catalogue/recovery.yaml': swap('owner: Người trực', 'owner: "[a](b) <b>x</b> @all"') });
    const wiki = (await ndc(['dr', 'runbook', '--sites', hostile, ...asOf, '--lose', 'ndc-01', ...target, '--lang', 'en', '--format', 'markdown'])).out;
    expect(wiki).toContain('\\[a\\]');
    expect(wiki).not.toContain('[a](b)');
    expect(wiki).not.toContain('<b>');
    expect(wiki).not.toContain('@all');
  });
});

const commands = new Map(await Promise.all(registry.map(async ({ name, load }) => [name, (await load()).command] as const)));

function fail(name: string): never {
  throw new Error(`${name} has no module`);
}
