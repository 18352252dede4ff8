import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { globalOptions, parseCommandLine } from '../../bin/command-line.js';
import { outcomeSchemaOf } from '../../bin/outcomes/catalogue.js';
import { entryOf, registry } from '../../bin/registry.js';
import { root } from '../bin/cli/ndc.js';
import { commandsIn, documents, entryFor, everyCommand, mentionsIn, text } from './documents.js';
import { realPartOf, realParts } from './real-parts.js';

const groups = new Set(registry.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : [])));

describe.each(documents)('%s', (document) => {
  it('shows command lines that their commands take', async () => {
    for (const shown of commandsIn(document)) {
      if (shown.argv.every((word) => ['--help', '--version', '--lang', 'vi', 'en'].includes(word))) continue;
      const entry = entryFor(shown);
      expect(entry, shown.line).toBeDefined();
      if (entry === undefined) continue;
      const { command } = await entry.load();
      expect(() => parseCommandLine(entry, command, shown.argv, 'en'), shown.line).not.toThrow();
    }
  });

  it('mentions commands that there are, with options that they take', async () => {
    for (const mention of mentionsIn(document)) {
      const words = mention.split(/\s+/);
      const entry = entryOf(words);
      if (entry === undefined) {
        expect(groups, mention).toContain(words[0]);
        continue;
      }
      const { command } = await entry.load();
      const known = [...globalOptions.map(([flags]) => flags), ...command.options.map(({ flags }) => flags), '--help'].map((flags) => /--[a-z-]+/.exec(flags)?.[0]);
      for (const option of mention.match(/--[a-z][a-z-]+/g) ?? []) expect(known, mention).toContain(option);
    }
  });

  it('links to what is there', () => {
    const targets = [...text(document).matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target = '']) => target);
    for (const target of targets) {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? document : join(dirname(document), path);
      expect(existsSync(join(root, file)), target).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(readFileSync(join(root, file), 'utf8')), target).toContain(anchor);
    }
  });
});

/** Anchors of headings as GitHub and GitLab make them. */
const anchorsOf = (page: string): string[] => [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title.toLowerCase().replace(/[^\p{L}\p{M}\p{N} _-]/gu, '').replace(/ /g, '-'));

describe('a command that needs a real part', () => {
  it('is run by the test that is named', () => {
    for (const { command, test, by } of realParts) {
      expect(registry.map(({ name }) => name)).toContain(command);
      expect(readFileSync(join(root, test), 'utf8'), `${command} in ${test}`).toContain(by);
    }
  });

  it('stands in a document: else its line here is for nothing', () => {
    const used = new Set(everyCommand().map((shown) => realPartOf(entryFor(shown)?.name ?? '', shown)));
    expect(realParts.filter((part) => !used.has(part)).map(({ command }) => command)).toEqual([]);
  });
});

describe('every command', () => {
  it('stands in a document, in a code block or a table', () => {
    const there = new Set(everyCommand().map((shown) => entryFor(shown)?.name));
    const mentioned = documents.flatMap((document) => mentionsIn(document)).map((mention) => entryOf(mention.split(/\s+/))?.name);
    for (const name of mentioned) there.add(name);
    expect(registry.map(({ name }) => name).filter((name) => !there.has(name))).toEqual([]);
  });

  it('is in the Vietnamese list, and so is every option that all commands take', () => {
    const page = text('docs/vi/lenh.md');
    expect(registry.map(({ name }) => name).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
    for (const [flags] of globalOptions) expect(page).toContain(/--[a-z-]+/.exec(flags)?.[0]);
  });
});

it.each(['docs/vi/README.md', 'docs/vi/van-hanh.md', 'docs/vi/lenh.md'])('%s gives the exit codes', (document) => {
  expect(text(document)).toContain('Mã thoát: 0 tốt, 1 kiểm tra không đạt, 2 dữ liệu nhập sai, 3 môi trường lỗi');
});

it('README takes less than two screens in either language', () => {
  for (const document of ['README.md', 'docs/vi/README.md']) expect(text(document).split('\n').length).toBeLessThanOrEqual(90);
});

it('what each thing needs stands in both languages, row for row', () => {
  const rows = (document: string, heading: string): string[] => (text(document).split(`## ${heading}\n`)[1] ?? '').split('\n## ')[0]?.match(/^\| .*`.*\|$/gm) ?? [];
  // What stands in code is the same in both: commands, programs, variables.
  const code = (row: string): string[] => [...(row.match(/`[^`]+`/g) ?? [])].flatMap((each) => each.slice(1, -1).split(' … ')).sort();
  const [en, vi] = [rows('docs/sites.md', 'What each thing needs'), rows('docs/vi/van-hanh.md', 'Cần có những gì')];
  expect(en.length).toBeGreaterThan(5);
  expect(vi.map(code)).toEqual(en.map(code));
});

describe('docs/json.md', () => {
  const rows = new Map([...text('docs/json.md').matchAll(/^\| `([a-z -]+)` \| (.*) \|$/gm)].map(([, name = '', cells = '']) => [name, [...cells.matchAll(/\[([a-z-]+\.v\d+)\]/g)].map(([, kind = '']) => `ndc/${kind}`)]));

  it('names every command, in the registry’s order, and kinds that have a schema', () => {
    expect([...rows.keys()]).toEqual(registry.map(({ name }) => name));
    for (const [name, kinds] of rows) {
      expect(kinds.length, name).toBeGreaterThan(0);
      for (const kind of kinds) expect(outcomeSchemaOf(kind), `${name}: ${kind}`).toBeDefined();
    }
  });

  it('names each kind that a command’s own module returns', () => {
    for (const { name } of registry) {
      const source = ['/', '-'].map((between) => join(root, 'bin/commands', `${name.replace(' ', between)}.ts`)).find((candidate) => existsSync(candidate));
      expect(source, name).toBeDefined();
      const kinds = new Set(readFileSync(source ?? '', 'utf8').match(/(?<=')ndc\/[a-z-]+\.v\d+(?=')/g) ?? []);
      for (const kind of kinds) expect(rows.get(name), name).toContain(kind);
    }
  });
});
