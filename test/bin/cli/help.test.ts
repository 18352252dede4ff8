import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { globalOptions, longName } from '../../../bin/command-line.js';
import { registry } from '../../../bin/registry.js';
import { folder } from './estates.js';
import { ndc, root } from './ndc.js';

const commands = registry.map(({ name }) => ({ name, words: name.split(' ') }));
const loaded = await Promise.all(registry.map(async ({ name, load }) => ({ name, ...(await load()).command })));
const examples = loaded.flatMap(({ name, examples: own }) => own.map((example) => ({ name, example })));

const vietnamese = /[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/;

describe('ndc --help', () => {
  it.each([{ argv: [] }, { argv: ['--help'] }, { argv: ['help'] }])('$argv lists every command and the exit codes, exit 0', async ({ argv }) => {
    const { exit, out, err } = await ndc(argv);
    expect(exit).toBe(0);
    expect(err).toBe('');
    for (const { name } of commands) expect(out).toMatch(new RegExp(`^  ${name} {2,}\\S`, 'm'));
    expect(out).toContain('Exit codes: 0 fine, 1 a check failed, 2 the input is wrong, 3 the environment failed.');
  });

  it('is Vietnamese where asked', async () => {
    const { out } = await ndc(['--help', '--lang', 'vi']);
    expect(out).toContain('Mã thoát:');
    expect(out).not.toMatch(/\b(Usage|Options|the)\b/);
  });

  it('a group without its command shows the group, and is a mistake', async () => {
    const { exit, out, err } = await ndc(['site']);
    expect(exit).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('site show');
    expect(err).not.toContain('sandbox up');
    expect((await ndc(['site', '--help'])).exit).toBe(0);
  });
});

describe('ndc --version', () => {
  it.each(['en', 'vi'])('is the package’s, in %s', async (lang) => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await ndc(['--version', '--lang', lang])).toMatchObject({ exit: 0, out: `ndc ${version}\n`, err: '' });
  });
});

describe('help of a command', () => {
  it('names the formats that the very command has, and no others', async () => {
    const told = async (...words: string[]) => /--format <name>\s+([\s\S]*?)\n\s+--/.exec((await ndc([...words, '--help', '--lang', 'en'])).out)?.[1]?.replace(/\s+/g, ' ');
    expect(await told('hsm', 'ceremony')).toBe('text, json, html or markdown');
    expect(await told('hsm', 'keys')).toBe('text, json or csv');
    expect(await told('check')).toBe('text or json');
  });

  it.each(loaded)('ndc $name --help: what it does, its options, its examples; nothing is done', async ({ name, options, examples: own, arguments: args = [], without = {} }) => {
    const work = folder();
    const about = registry.find((entry) => entry.name === name)?.about;
    const english = await ndc([...name.split(' '), '--help'], { cwd: work });
    expect(english.exit).toBe(0);
    expect(english.err).toBe('');
    expect(english.out).toContain(`Usage: ndc ${name} `);
    expect(english.out).toContain(about?.en);
    expect(own.length).toBeGreaterThan(0);
    for (const example of own) expect(english.out).toContain(`\n  ${example}\n`);
    for (const { flags } of options) expect(english.out).toContain(`  ${flags} `);
    for (const [flags] of globalOptions) {
      const refused = without[longName(flags)];
      expect(english.out.includes(`  ${flags} `)).toBe(refused === undefined);
      if (refused === undefined) continue;
      const { exit: code, err } = await ndc([...name.split(' '), ...args.map(() => 'x'), `--${longName(flags)}`, 'x'], { cwd: work });
      expect([code, err]).toEqual([2, expect.stringContaining(`NDC-X400 ndc ${name} does not take --${longName(flags)}: `)]);
    }

    const { exit, out } = await ndc([...name.split(' '), '--help', '--lang', 'vi'], { cwd: work });
    expect(exit).toBe(0);
    expect(out).toContain(about?.vi);
    expect(out).toMatch(vietnamese);
    expect(out).not.toMatch(/\b(Usage|Options|Arguments|Examples|display help)\b/);
    for (const example of own) expect(out).toContain(`\n  ${example}\n`);
  });

  it('every description is given in both languages', () => {
    const texts = [...registry.map(({ about }) => about), ...loaded.flatMap(({ options, arguments: args }) => [...options, ...(args ?? [])].map(({ about }) => about))];
    for (const { vi, en } of texts) {
      expect(vi).toMatch(vietnamese);
      expect(en).not.toMatch(vietnamese);
    }
  });
});

describe('examples', () => {
  // The format is judged after the line was parsed and before the command runs: reaching it shows that the line is well-formed.
  it.each(examples)('"$example" is a command line of ndc $name', async ({ name, example }) => {
    const [program, ...argv] = example.split(' ');
    expect(program).toBe('ndc');
    expect(`${argv.join(' ')} `.startsWith(`${name} `)).toBe(true);
    const { exit, err } = await ndc([...argv, '--format', 'neither'], { cwd: folder() });
    expect(exit).toBe(2);
    expect(err).toMatch(/--format (is|là) "neither"/);
  });

  it('a misspelt option would not get that far', async () => {
    expect((await ndc(['plan', '--sites-of', 'ndc-01', '--format', 'neither'])).err).not.toContain('--format');
  });
});
