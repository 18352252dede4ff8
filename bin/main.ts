import { join } from 'node:path';
import { Command as Commander, CommanderError } from 'commander';
import type { Lang, Text } from '../sites/model/text.js';
import { nearest } from '../sites/model/nearest.js';
import type { Command, CommandEntry, Context, Globals, Values } from './command.js';
import { failed } from './failed.js';
import { InputFailure } from './failure.js';
import type { Outcome } from './outcome.js';
import { present, type Format } from './present/present.js';
import { localeOf, Terminal } from './present/terminal.js';
import { registry } from './registry.js';

const globalOptions: readonly (readonly [flags: string, about: Text])[] = [
  ['--sites <dir>', { vi: 'thư mục dữ liệu (mặc định sites/data)', en: 'data directory (default sites/data)' }],
  ['--connection <name>', { vi: 'kết nối trong .ndc/connections', en: 'connection in .ndc/connections' }],
  ['--as-of <date>', { vi: 'ngày hoặc quý, 2027-06-30 hay 2027-Q2 (mặc định hôm nay)', en: 'a day or quarter, 2027-06-30 or 2027-Q2 (default today)' }],
  ['--scenario <name>', { vi: 'as-recorded hoặc all-operating', en: 'as-recorded or all-operating' }],
  ['--lose <domain>', { vi: 'coi như mất một phạm vi, site/ndc-01 (lặp lại được)', en: 'take a failure domain as lost, site/ndc-01 (repeatable)' }],
  ['--delay <slip>', { vi: 'lùi tiến độ, ndc-02=4q (lặp lại được)', en: 'let a site’s dates slip, ndc-02=4q (repeatable)' }],
  ['--with <file>', { vi: 'thêm một tệp dữ liệu để thử (lặp lại được)', en: 'add a data file for a what-if (repeatable)' }],
  ['--lang <code>', { vi: 'vi hoặc en (mặc định theo máy)', en: 'vi or en (default: the locale’s)' }],
  ['--format <name>', { vi: 'text hoặc json', en: 'text or json' }],
  ['--json', { vi: 'như --format json', en: 'the same as --format json' }],
];

/** Ask a command to stop; a closed terminal is no reason to leave a state locked. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const repeatable = new Set(['lose', 'delay', 'with']);

/** Runs one command line. Returns the exit code; prints through `bin/present` alone. */
export async function main(argv: readonly string[], root: string): Promise<number> {
  const terminal = new Terminal(process.stdout, process.stderr, process.env);
  const lang = languageOf(argv, process.env);
  const entry = registry.find(({ name }) => {
    const words = positional(argv);
    return name === words.slice(0, name.split(' ').length).join(' ');
  });
  if (entry === undefined) return top(argv, lang, terminal);

  const { command } = await entry.load();
  const parsed = parse(entry, command, argv, lang, terminal);
  if (typeof parsed === 'number') return parsed;
  const format: Format = parsed.options['json'] === true ? 'json' : ((parsed.options['format'] as Format | undefined) ?? 'text');
  const interrupt = new AbortController();
  const onInterrupt = (): void => {
    terminal.progress(lang === 'vi' ? 'Đang dừng: chờ phần đang chạy kết thúc và lưu trạng thái …' : 'Stopping: waiting for what is running to finish and save its state …');
    interrupt.abort();
  };
  for (const signal of stopSignals) process.on(signal, onInterrupt);
  let outcome: Outcome;
  try {
    outcome = await command.run(contextOf(parsed.options, root, lang, terminal, interrupt.signal), parsed.args, parsed.options);
  } catch (error) {
    outcome = failed(error);
  } finally {
    for (const signal of stopSignals) process.off(signal, onInterrupt);
  }
  terminal.endProgress();
  const text = await present(outcome, { format, lang, columns: terminal.columns, colour: terminal.colour && format === 'text' });
  await terminal.write(text, outcome.exit >= 2 && format === 'text' ? 'stderr' : 'stdout');
  return outcome.exit;
}

const positional = (argv: readonly string[]): string[] => {
  const words: string[] = [];
  for (const word of argv) {
    if (word.startsWith('-')) break;
    words.push(word);
  }
  return words;
};

function languageOf(argv: readonly string[], env: NodeJS.ProcessEnv): Lang {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const given = at < 0 ? undefined : argv[at]?.includes('=') === true ? argv[at]?.split('=')[1] : argv[at + 1];
  return given === 'vi' || given === 'en' ? given : localeOf(env);
}

/** No command, an unknown one, or `--help` itself. */
async function top(argv: readonly string[], lang: Lang, terminal: Terminal): Promise<number> {
  const words = positional(argv);
  const [first] = words;
  if (first === undefined || first === 'help') {
    await terminal.write(help(lang), 'stdout');
    return argv.length === 0 || argv.some((word) => word === '--help' || word === '-h') || first === 'help' ? 0 : 2;
  }
  const group = registry.filter(({ name }) => name.startsWith(`${first} `));
  if (group.length > 0 && (words.length === 1 || argv.includes('--help'))) {
    await terminal.write(help(lang, group), 'stdout');
    return argv.includes('--help') || argv.includes('-h') ? 0 : 2;
  }
  const names = registry.map(({ name }) => name);
  const asked = words.slice(0, group.length > 0 ? 2 : 1).join(' ');
  const close = nearest(asked, names);
  const text = {
    vi: `không có lệnh "${asked}".${close === undefined ? '' : ` Có phải ý bạn là ndc ${close}?`} Xem ndc --help.`,
    en: `there is no command "${asked}".${close === undefined ? '' : ` Did you mean ndc ${close}?`} See ndc --help.`,
  };
  await terminal.write(await present(failed(new InputFailure('NDC-X001', text)), { format: 'text', lang, columns: terminal.columns, colour: terminal.colour }), 'stderr');
  return 2;
}

function help(lang: Lang, entries: readonly CommandEntry[] = registry): string {
  const width = Math.max(...entries.map(({ name }) => name.length)) + 2;
  const optionWidth = Math.max(...globalOptions.map(([flags]) => flags.length)) + 2;
  return [
    lang === 'vi' ? 'Cách dùng: ndc <lệnh> [tùy chọn]' : 'Usage: ndc <command> [options]',
    '',
    ...entries.map(({ name, about }) => `  ${name.padEnd(width)}${about[lang]}`),
    '',
    lang === 'vi' ? 'Tùy chọn chung:' : 'Options of every command:',
    ...globalOptions.map(([flags, about]) => `  ${flags.padEnd(optionWidth)}${about[lang]}`),
    '',
    lang === 'vi' ? 'Mã thoát: 0 tốt, 1 kiểm tra không đạt, 2 dữ liệu nhập sai, 3 môi trường lỗi.' : 'Exit codes: 0 fine, 1 a check failed, 2 the input is wrong, 3 the environment failed.',
    lang === 'vi' ? 'Chi tiết: ndc <lệnh> --help' : 'More: ndc <command> --help',
    '',
  ].join('\n');
}

function parse(entry: CommandEntry, command: Command, argv: readonly string[], lang: Lang, terminal: Terminal): { args: string[]; options: Values } | number {
  const commander = new Commander(`ndc ${entry.name}`)
    .description(entry.about[lang])
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => process.stdout.write(text), writeErr: (text) => process.stderr.write(text) })
    .showHelpAfterError(lang === 'vi' ? `Xem ndc ${entry.name} --help.` : `See ndc ${entry.name} --help.`);
  const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];
  for (const { flags, about } of command.options) commander.option(flags, about[lang]);
  for (const [flags, about] of globalOptions) {
    const name = /--([a-z-]+)/.exec(flags)?.[1] ?? '';
    if (repeatable.has(name)) commander.option(flags, about[lang], collect);
    else commander.option(flags, about[lang]);
  }
  for (const { name, about } of command.arguments ?? []) commander.argument(name, about[lang]);
  commander.addHelpText('after', `\n${lang === 'vi' ? 'Ví dụ' : 'Examples'}:\n${command.examples.map((example) => `  ${example}`).join('\n')}\n`);
  try {
    commander.parse(argv.slice(entry.name.split(' ').length), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  const options: Values = commander.opts();
  const format = options['format'] as string | undefined;
  if (format !== undefined && format !== 'text' && format !== 'json') {
    void terminal.write(lang === 'vi' ? `--format là "${format}"; cần text hoặc json.\n` : `--format is "${format}"; expected text or json.\n`, 'stderr');
    return 2;
  }
  const given = options['lang'] as string | undefined;
  if (given !== undefined && given !== 'vi' && given !== 'en') {
    void terminal.write(`--lang is "${given}"; expected vi or en.\n`, 'stderr');
    return 2;
  }
  return { args: commander.args, options };
}

function contextOf(options: Values, root: string, lang: Lang, terminal: Terminal, signal: AbortSignal): Context {
  const list = (name: string): string[] => (options[name] as string[] | undefined) ?? [];
  const text = (name: string): string | undefined => options[name] as string | undefined;
  const asOf = text('asOf');
  const scenario = text('scenario');
  const connection = text('connection');
  const globals: Globals = {
    lose: list('lose'),
    delay: list('delay'),
    with: list('with'),
    ...(asOf === undefined ? {} : { asOf }),
    ...(scenario === undefined ? {} : { scenario }),
    ...(connection === undefined ? {} : { connection }),
  };
  return {
    sites: text('sites') ?? 'sites/data',
    home: join(process.cwd(), '.ndc'),
    root,
    lang,
    now: () => new Date(),
    progress: (line) => terminal.progress(line),
    signal,
    globals,
  };
}
