import { Command as Commander, CommanderError, Option } from 'commander';
import { didYouMean, nearest } from '../sites/model/nearest.js';
import type { Lang, Text } from '../sites/model/text.js';
import { visible } from '../sites/model/visible.js';
import type { Command, CommandEntry, Values } from './command.js';
import { InputFailure } from './failure.js';

export const globalOptions: readonly (readonly [flags: string, about: Text])[] = [
  ['--sites <dir>', { vi: 'thư mục dữ liệu (mặc định sites/data)', en: 'data directory (default sites/data)' }],
  ['--connection <name>', { vi: 'kết nối trong .ndc/connections', en: 'connection in .ndc/connections' }],
  ['--as-of <date>', { vi: 'ngày hoặc quý, 2027-06-30 hay 2027-Q2 (mặc định hôm nay)', en: 'a day or quarter, 2027-06-30 or 2027-Q2 (default today)' }],
  ['--scenario <name>', { vi: 'as-recorded hoặc all-operating', en: 'as-recorded or all-operating' }],
  ['--lose <domain>', { vi: 'coi như mất một phạm vi, site/ndc-01 (lặp lại được)', en: 'take a failure domain as lost, site/ndc-01 (repeatable)' }],
  ['--delay <slip>', { vi: 'lùi tiến độ, ndc-02=4q (lặp lại được)', en: 'let a site’s dates slip, ndc-02=4q (repeatable)' }],
  ['--with <file>', { vi: 'thêm một tệp dữ liệu để thử (lặp lại được)', en: 'add a data file for a what-if (repeatable)' }],
  ['--lang <code>', { vi: 'vi hoặc en (mặc định theo máy)', en: 'vi or en (default: the locale’s)' }],
  ['--format <name>', { vi: 'text hoặc json; ndc capacity và ndc hsm còn csv, svg; ndc audit còn sarif, junit, oscal, html; ndc tenant queue còn markdown', en: 'text or json; ndc capacity and ndc hsm also csv, svg; ndc audit also sarif, junit, oscal, html; ndc tenant queue also markdown' }],
  ['--quiet', { vi: 'không in tiến độ', en: 'print no progress' }],
  ['--json', { vi: 'như --format json', en: 'the same as --format json' }],
];

export const repeatable: ReadonlySet<string> = new Set(['lose', 'delay', 'with']);

/** Options of every command, but those that this one does not take. */
export const optionsOfAll = ({ without = {} }: Pick<Command, 'without'>): typeof globalOptions => globalOptions.filter(([flags]) => without[longName(flags)] === undefined);

export const languages: readonly Lang[] = ['vi', 'en'];

/** Forms that a command's outcome has. */
export const formatsOf = ({ formats = [] }: Pick<Command, 'formats'>): readonly string[] => ['text', 'json', ...formats];

export type CommandLine = { readonly args: readonly string[]; readonly options: Values } | { readonly help: string };

/**
 * What the words after a command's name say: its arguments and options, or its help where that was asked for.
 *
 * @throws InputFailure NDC-X010 for a line the command does not take, NDC-X011 for an option with a wrong choice, NDC-X400 for
 * an option of other commands that this one does not take.
 */
export function parseCommandLine(entry: CommandEntry, command: Command, argv: readonly string[], lang: Lang): CommandLine {
  let help = '';
  const commander = commanderFor(entry, command, lang).configureOutput({ writeOut: (text) => (help += text), writeErr: () => undefined });
  try {
    commander.parse(argv.slice(entry.name.split(' ').length), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { help };
    throw refusal(entry, command, error);
  }
  const options: Values = commander.opts();
  for (const [name, because] of Object.entries(command.without ?? {})) if (options[camel(name)] !== undefined) throw notTaken(entry, name, because);
  choice('--format', options['format'], formatsOf(command));
  choice('--lang', options['lang'], languages);
  return { args: commander.args, options };
}

const titles: Readonly<Record<string, string>> = { 'Usage:': 'Cách dùng:', 'Arguments:': 'Đối số:', 'Options:': 'Tùy chọn:' };

function commanderFor(entry: CommandEntry, command: Command, lang: Lang): Commander {
  const vi = lang === 'vi';
  const args = command.arguments ?? [];
  const commander = new Commander(`ndc ${entry.name}`)
    .description(entry.about[lang])
    .usage([vi ? '[tùy chọn]' : '[options]', ...args.map(({ name }) => name)].join(' '))
    .helpOption('-h, --help', vi ? 'xem hướng dẫn này' : 'show this help')
    .allowExcessArguments(false)
    .exitOverride();
  if (vi) commander.configureHelp({ styleTitle: (title) => titles[title] ?? title });
  const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];
  for (const { flags, about, repeatable: again = false } of command.options) {
    if (again) commander.option(flags, about[lang], collect);
    else commander.option(flags, about[lang]);
  }
  for (const [flags, general] of globalOptions) {
    // The list of all commands names what some of them have more; the help of one says what it has.
    const about = longName(flags) === 'format' ? formatsText(command) : general;
    const option = new Option(flags, about[lang]);
    if (repeatable.has(longName(flags))) option.argParser(collect);
    commander.addOption(option.hideHelp(command.without?.[longName(flags)] !== undefined));
  }
  for (const { name, about } of args) commander.argument(name, about[lang]);
  return commander.addHelpText('after', `\n${vi ? 'Ví dụ' : 'Examples'}:\n${command.examples.map((example) => `  ${example}`).join('\n')}\n`);
}

/** `asOf` of `as-of`, as commander has it. */
const camel = (name: string): string => name.replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());

const notTaken = ({ name: of }: CommandEntry, name: string, because: Text): InputFailure => new InputFailure('NDC-X400', { vi: `ndc ${of} không nhận --${name}: ${because.vi}.`, en: `ndc ${of} does not take --${name}: ${because.en}.` });

const formatsText = (command: Command): Text => {
  const all = formatsOf(command);
  return { vi: `${all.slice(0, -1).join(', ')} hoặc ${all.at(-1) ?? ''}`, en: `${all.slice(0, -1).join(', ')} or ${all.at(-1) ?? ''}` };
};

/** `jobs` of `--jobs <n>`. */
export const longName = (flags: string): string => /--([a-z-]+)/.exec(flags)?.[1] ?? '';

/** commander speaks English only; its code says what is wrong, and the word in quotes is the user's or the option's own. */
function refusal({ name }: CommandEntry, command: Command, { code, message }: CommanderError): InputFailure {
  const word = visible(/'([^']*)'/.exec(message)?.[1] ?? '', 80);
  const see = { vi: ` Xem ndc ${name} --help.`, en: ` See ndc ${name} --help.` };
  const say = (vi: string, en: string): InputFailure => new InputFailure('NDC-X010', { vi: `${vi}${see.vi}`, en: `${en}${see.en}` });
  switch (code) {
    case 'commander.unknownOption': {
      const known = [...command.options.map(({ flags }) => flags), ...optionsOfAll(command).map(([flags]) => flags), '--help'].map((flags) => `--${longName(flags)}`);
      // It is an option of ndc itself, and of no command.
      const hint = didYouMean(nearest(word, known) ?? nearest(word, ['--version'])?.replace(/^/, 'ndc '));
      return say(`ndc ${name} không có tùy chọn "${word}".${hint.vi}`, `ndc ${name} has no option "${word}".${hint.en}`);
    }
    case 'commander.optionMissingArgument':
      return say(`tùy chọn ${word} cần một giá trị.`, `the option ${word} needs a value.`);
    case 'commander.missingArgument':
      return say(`ndc ${name} cần <${word}>.`, `ndc ${name} needs <${word}>.`);
    case 'commander.excessArguments': {
      const most = command.arguments?.length ?? 0;
      return say(`ndc ${name} nhận nhiều nhất ${most} đối số.`, `ndc ${name} takes ${most} argument${most === 1 ? '' : 's'} at most.`);
    }
    default:
      return say(`không hiểu dòng lệnh (${visible(message, 200)}).`, `the command line is not understood (${visible(message, 200)}).`);
  }
}

/**
 * Holds an option to its choices; one that was not given is fine.
 *
 * @throws InputFailure NDC-X011
 */
export function choice(option: string, given: unknown, known: readonly string[]): void {
  if (typeof given !== 'string' || known.includes(given)) return;
  const hint = didYouMean(nearest(given, known));
  const found = visible(given, 80);
  throw new InputFailure('NDC-X011', {
    vi: `${option} là "${found}"; cần ${known.join(' hoặc ')}.${hint.vi}`,
    en: `${option} is "${found}"; expected ${known.join(' or ')}.${hint.en}`,
  });
}
