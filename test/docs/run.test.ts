import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesWith } from '../sites/model/estate-files.js';
import { changesFor } from '../sites/purchase/estates.js';
import { root, shipped } from '../bin/cli/ndc.js';
import { commandsIn, documents, entryFor, everyCommand, text, withoutLanguage, type Shown } from './documents.js';
import type { Followed, Step } from './follow.js';
import { realPartOf } from './real-parts.js';

/** Lines whose run takes minutes on the shipped estate are followed on a small one. */
const onSmall = ({ argv }: Shown): boolean => argv[0] === 'report' || argv[1] === 'purchase';

/** Two ministries at three sites, and all that a purchase plan takes. */
function writeSmall(path: string): void {
  for (const file of filesWith(changesFor({ 'bo-y-te': [{ system: 'mot', tier: 'gold', cpu: 200, memoryGi: 300 }], 'bo-tu-phap': [{ system: 'hai', tier: 'bronze', cpu: 300, memoryGi: 64, pods: 200 }] }, { lifeYears: 4 }))) {
    if (!('bytes' in file)) throw new Error(`${file.name} could not be read`);
    mkdirSync(dirname(join(path, file.name)), { recursive: true });
    writeFileSync(join(path, file.name), file.bytes);
  }
  // What a plan under uncertainty draws from.
  appendFileSync(join(path, 'catalogue/planning.yaml'), uncertainty);
}

const uncertainty = '\n  uncertainty:\n    growthPercentPerYear: {low: -2, mid: 0, high: 9, confidencePercent: 80}\n    lateQuarters: {low: 0, mid: 0, high: 2, confidencePercent: 80}\n    pricePercent: {low: 90, mid: 100, high: 120, confidencePercent: 80}\n';

/** Fewer draws than a page asks for are another result, not another shape. */
const shortened = ({ argv }: Shown): readonly string[] => [...argv.map((word, at) => (argv[at - 1] === '--scenarios' ? '2' : word)), ...(argv[1] === 'simulate' ? ['--runs', '200'] : [])];

const golden = join(root, 'test/golden/documents.txt');
const writing = process.env['NDC_GOLDEN'] === 'write';

const runnable = everyCommand().filter((shown) => {
  const name = entryFor(shown)?.name;
  return name !== undefined && !shown.argv.includes('--help') && realPartOf(name, shown) === undefined;
});
const pages = documents.map((document) => ({ document, commands: runnable.filter((shown) => shown.document === document) })).filter(({ commands }) => commands.length > 0);

/** A clone as somebody has it who follows a page: an estate, requests beside it, a branch with one, plans of others, pods. */
function clone(path: string, few: boolean, document: string): string {
  const estate = join(path, 'sites/data');
  if (few) writeSmall(estate);
  else cpSync(shipped, estate, { recursive: true });
  const tenants = ['bo-y-te', 'bo-tu-phap'] as const;
  mkdirSync(join(path, 'plans'));
  cpSync(join(root, 'test/fixtures/plans/terraform-1.11.4/create.json'), join(path, 'plans/create.json'));
  for (const [file, tenant] of [['a', 0], ['b', 1], ['request', 0], ['phieu-dang-ky', 0], ['yeu-cau', 0]] as const) cpSync(join(estate, 'tenants', `${tenants[tenant]}.yaml`), join(path, `${file}.yaml`));
  const [, pods = ''] = /```json\n([\s\S]*?)```/.exec(text('docs/capacity.md')) ?? [];
  writeFileSync(join(path, 'pods.json'), pods);
  // A page that has the reader copy the estate, and leave few organisations of it.
  const [, copy] = /^cp -r sites\/data (\S+)/m.exec(text(document)) ?? [];
  if (copy !== undefined) {
    const kept = new Set([...text(document).matchAll(/-e '\^([\w-]+\.yaml)\$'/g)].map(([, name]) => name));
    cpSync(estate, join(path, copy), { recursive: true, filter: (from) => dirname(from) !== join(estate, 'tenants') || kept.has(basename(from)) });
  }
  const git = (...args: string[]): void => void execFileSync('git', ['-C', path, '-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', '-c', 'core.hooksPath=/dev/null', ...args], { stdio: 'ignore' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '--message=a');
  git('checkout', '--quiet', '-b', `request/${tenants[0]}`);
  const file = join(path, `sites/data/tenants/${tenants[0]}.yaml`);
  const before = readFileSync(file, 'utf8');
  const after = before.replace(/mailbox: [^\s@]+@/, 'mailbox: khac@');
  if (after === before) throw new Error('the request does not change');
  writeFileSync(file, after);
  git('commit', '--quiet', '--all', '--message=b');
  return path;
}

const block = (line: string, { kind, exit, shape: { en, vi } }: Followed): string => [`$ ${line}`, `  ${kind}, exit ${exit}`, ...en.map((one) => `  en| ${one}`), ...vi.map((one) => `  vi| ${one}`)].join('\n');

const temporary = mkdtempSync(join(tmpdir(), 'ndc-docs-'));
const followed = new Map<string, Followed>();
const recorded = new Map<string, string>();
let said = '';

/** All lines in one process, each page in clones of its own, in the order of the page: a later line reads what an earlier one wrote. */
beforeAll(async () => {
  if (!writing) for (const part of readFileSync(golden, 'utf8').trimEnd().split(/\n(?=\$ )/)) recorded.set(part.split('\n')[0]?.slice(2) ?? '', part);
  const steps: Step[] = [];
  const places = new Map<string, string>();
  for (const [at, { document, commands }] of pages.entries())
    for (const shown of commands) {
      const few = onSmall(shown);
      const path = join(temporary, `${at}-${few ? 'small' : 'shipped'}`);
      if (!places.has(path)) places.set(path, clone(path, few, document));
      steps.push({ cwd: path, name: entryFor(shown)?.name ?? '', argv: shortened(shown) });
    }
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('follow.ts', import.meta.url)), 'follow'], { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  child.stdin.end(JSON.stringify({ root, steps }));
  let at = 0;
  for await (const line of createInterface({ input: child.stdout })) followed.set(runnableInOrder[at++]?.line ?? '', JSON.parse(line) as Followed);
}, 900_000);
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const runnableInOrder = pages.flatMap(({ commands }) => commands);

describe.each(pages)('commands of $document', ({ commands }) => {
  it.each(commands.map(({ line }) => line))('%s', (line) => {
    const here = followed.get(line);
    if (here === undefined) throw new Error(`it was not run: ${said.slice(-2000)}`);

    expect(here.trouble).toBeUndefined();
    expect(text('docs/json.md')).toMatch(new RegExp(`\\| \`${entryFor(commands.find((shown) => shown.line === line) ?? { document: '', line, argv: [] })?.name ?? ''}\` \\|.*\\[${here.kind.slice('ndc/'.length)}\\]`));
    expect(here.wrong, here.kind).toEqual([]);
    expect(here.reached, 'nothing of this list reaches for a network').toEqual([]);
    if (!writing) expect(block(line, here)).toBe(recorded.get(line));
  });
});

describe('the recorded shapes', () => {
  it('are those of the documents’ commands, and no others (refresh: NDC_GOLDEN=write)', () => {
    const lines = runnableInOrder.map(({ line }) => line);
    if (writing) writeFileSync(golden, `${[...followed].map(([line, here]) => block(line, here)).join('\n')}\n`);
    else expect([...recorded.keys()]).toEqual(lines);
  });

  it('leave nothing out: a command that needs no real part is run here', () => {
    const all = documents.flatMap((document) => commandsIn(document)).filter((shown) => entryFor(shown) !== undefined && !shown.argv.includes('--help'));
    const run = new Set(runnable.map(({ argv }) => withoutLanguage(argv).join('\0')));
    expect(all.filter((shown) => !run.has(withoutLanguage(shown.argv).join('\0')) && realPartOf(entryFor(shown)?.name ?? '', shown) === undefined).map(({ line }) => line)).toEqual([]);
  });
});
