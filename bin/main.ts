import { join } from 'node:path';
import { didYouMean, nearest } from '../sites/model/nearest.js';
import type { Lang } from '../sites/model/text.js';
import { visible } from '../sites/model/visible.js';
import { quoted } from '../sites/recovery/runbook/step.js';
import { parseCommandLine, type CommandLine } from './command-line.js';
import { contextOf, defaultSites } from './context.js';
import { calledAs } from './edge/called-as.js';
import { packageVersion } from './edge/package-version.js';
import { isDiskFull } from './edge/sandbox/errno.js';
import { failed } from './failed.js';
import { EnvironmentFailure, InputFailure } from './failure.js';
import type { Format } from './format.js';
import { help } from './help.js';
import type { Outcome } from './outcome.js';
import { present } from './present/present.js';
import { localeOf, Terminal } from './present/terminal.js';
import type { View } from './present/view.js';
import { entryOf, registry } from './registry.js';

/** Kinds that say in words why there is no answer, whatever form was asked for. */
const withoutAnswer: ReadonlySet<string> = new Set(['ndc/failure.v1', 'ndc/diagnostics.v1']);

/** Ask a command to stop; a closed terminal is no reason to leave a state locked. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs one command line. `run` is the file that was run, for hints to name. Returns the exit code; prints through `bin/present` alone. */
export async function main(argv: readonly string[], root: string, run?: string): Promise<number> {
  const terminal = new Terminal(process.stdout, process.stderr, process.env);
  const lang = languageOf(argv, process.env);
  const sites = givenTo('--sites', argv);
  const seen: View = { lang, columns: terminal.columns, folds: terminal.folds, colour: terminal.colour, ...(run === undefined ? {} : { program: calledAs(run, process.env, process.cwd()), ...(lang === localeOf(process.env) ? {} : { asked: lang }), ...(sites === undefined ? {} : { sites: quoted(sites) }) }) };
  const words = positional(argv);
  if (words[0] === '__complete') return complete(argv.slice(1), lang, terminal);
  const entry = entryOf(words);
  if (entry === undefined) return top(argv, root, seen, terminal);

  const { command } = await entry.load();
  let parsed: CommandLine;
  try {
    parsed = parseCommandLine(entry, command, argv, lang);
  } catch (error) {
    return refused(error, seen, terminal);
  }
  if ('help' in parsed) {
    return delivered(parsed.help, 'stdout', 0, seen, terminal);
  }
  const format: Format = parsed.options['json'] === true ? 'json' : ((parsed.options['format'] as Format | undefined) ?? 'text');
  const interrupt = new AbortController();
  const onInterrupt = (): void => {
    terminal.progress(lang === 'vi' ? 'Đang dừng: chờ phần đang chạy kết thúc và lưu trạng thái …' : 'Stopping: waiting for what is running to finish and save its state …');
    interrupt.abort();
  };
  // A computation never looks up: what would be heard only at its end is left to the system, which ends it.
  const heard = command.computes === true ? [] : stopSignals;
  for (const signal of heard) process.on(signal, onInterrupt);
  let outcome: Outcome;
  try {
    outcome = await command.run(contextOf(parsed.options, { root, lang, terminal, signal: interrupt.signal, now: () => new Date() }), parsed.args, parsed.options);
  } catch (error) {
    outcome = failed(error);
  } finally {
    for (const signal of heard) process.off(signal, onInterrupt);
  }
  terminal.endProgress();
  const text = await present(outcome, { ...seen, format, colour: seen.colour && format === 'text' });
  const to = outcome.exit >= 2 && (format === 'text' || (format !== 'json' && withoutAnswer.has(outcome.kind))) ? 'stderr' : 'stdout';
  return delivered(text, to, outcome.exit, seen, terminal);
}

/** An answer that did not arrive whole is none: a file cut off where a disk is full looks like one to whoever reads it later. */
async function delivered(text: string, to: 'stdout' | 'stderr', exit: number, seen: View, terminal: Terminal): Promise<number> {
  const lost = await terminal.write(text, to);
  // A reader that has gone (`| head`) has what it wanted.
  if (lost === undefined || lost.code === 'EPIPE') return exit;
  const why = isDiskFull(lost) ? { vi: 'đĩa đã đầy', en: 'the disk is full' } : { vi: visible(lost.message, 200), en: visible(lost.message, 200) };
  return refused(new EnvironmentFailure('NDC-X102', { vi: `không ghi hết được câu trả lời ra đầu ra: ${why.vi}. Những gì đã ghi là không đủ.`, en: `the answer could not be written to its end: ${why.en}. What was written is not whole.` }), seen, terminal);
}

/** What the Tab key offers: asked by the script of `ndc completion`. */
async function complete(words: readonly string[], lang: Lang, terminal: Terminal): Promise<number> {
  const { completionAnswer } = await import('./completion/answer.js');
  const { namesIn } = await import('./edge/completion-names.js');
  await terminal.write(await completionAnswer(words, lang, namesIn({ sites: givenTo('--sites', words) || defaultSites, home: join(process.cwd(), '.ndc') })), 'stdout');
  return 0;
}

/** A command line that no command takes. */
async function refused(error: unknown, seen: View, terminal: Terminal): Promise<number> {
  const outcome = failed(error);
  await terminal.write(await present(outcome, { ...seen, format: 'text' }), 'stderr');
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

/** An option's value before the command line is parsed, in either way of writing it. */
function givenTo(option: string, words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => word === option || word.startsWith(`${option}=`));
  return words[at]?.startsWith(`${option}=`) === true ? words[at]?.slice(option.length + 1) : at < 0 ? undefined : words[at + 1];
}

function languageOf(argv: readonly string[], env: NodeJS.ProcessEnv): Lang {
  const given = givenTo('--lang', argv);
  return given === 'vi' || given === 'en' ? given : localeOf(env);
}

/** No command, an unknown one, or `--help` or `--version` itself. */
async function top(argv: readonly string[], root: string, seen: View, terminal: Terminal): Promise<number> {
  const { lang } = seen;
  const words = positional(argv);
  const [first] = words;
  if (first === undefined && argv.includes('--version')) {
    return delivered(`ndc ${await packageVersion(root)}\n`, 'stdout', 0, seen, terminal);
  }
  const asksForHelp = argv.length === 0 || first === 'help' || argv.includes('--help') || argv.includes('-h');
  if ((first === undefined && asksForHelp) || first === 'help') {
    return delivered(help(lang, terminal.columns), 'stdout', 0, seen, terminal);
  }
  if (first === undefined) return refused(optionsFirst(argv), seen, terminal);
  const group = registry.filter(({ name }) => name.startsWith(`${first} `));
  if (group.length > 0 && (words.length === 1 || asksForHelp)) {
    await terminal.write(help(lang, terminal.columns, group, first), asksForHelp ? 'stdout' : 'stderr');
    return asksForHelp ? 0 : 2;
  }
  const asked = words.slice(0, group.length > 0 ? 2 : 1).join(' ');
  const hint = didYouMean(commandMeant(words)?.replace(/^/, 'ndc '));
  const found = visible(asked, 80);
  return refused(
    new InputFailure('NDC-X001', { vi: `không có lệnh "${found}".${hint.vi} Xem ndc --help.`, en: `there is no command "${found}".${hint.en} See ndc --help.` }),
    seen,
    terminal,
  );
}

/** The command most likely meant, whichever of its words is mistyped; a group where nothing but its name is known. */
function commandMeant(words: readonly string[]): string | undefined {
  const names = registry.map(({ name }) => name);
  const groups = [...new Set(names.flatMap((name) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : [])))];
  const [first = '', second] = words;
  const group = groups.includes(first) ? first : nearest(first, groups);
  // `tenat chek`: each word by itself, for together they are too far off.
  const within = group === undefined || second === undefined ? undefined : nearest(second, names.flatMap((name) => (name.startsWith(`${group} `) ? [name.slice(group.length + 1)] : [])));
  if (within !== undefined) return `${group ?? ''} ${within}`;
  if (group === first) return undefined;
  return nearest(first, [...names, ...groups]) ?? (second === undefined ? undefined : nearest(`${first} ${second}`, names));
}

function optionsFirst(argv: readonly string[]): InputFailure {
  const command = registry.find(({ name }) => argv.includes(name.split(' ')[0] ?? ''))?.name;
  const [given = ''] = argv;
  const found = visible(given, 80);
  const hint = didYouMean(nearest(given, ['--version', '--help']));
  return command === undefined
    ? new InputFailure('NDC-X001', { vi: `"${found}" không phải là lệnh.${hint.vi} Xem ndc --help.`, en: `"${found}" is no command.${hint.en} See ndc --help.` })
    : new InputFailure('NDC-X001', {
        vi: `"${found}" đứng trước lệnh; tùy chọn đứng sau lệnh, ví dụ ndc ${command} ${found}. Xem ndc --help.`,
        en: `"${found}" stands before the command; options stand after it, as in ndc ${command} ${found}. See ndc --help.`,
      });
}
