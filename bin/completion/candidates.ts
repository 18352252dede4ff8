import type { Lang } from '../../sites/model/text.js';
import type { Command, CommandEntry } from '../command.js';
import { formatsOf, languages, longName, optionsOfAll, repeatable, type globalOptions } from '../command-line.js';
import { entryOf, registry } from '../registry.js';

/** Names that only the disk and the rules know. */
export interface Names {
  readonly sites: () => Promise<readonly string[]>;
  readonly organisations: () => Promise<readonly string[]>;
  readonly connections: () => Promise<readonly string[]>;
  /** Ids of keys, and of former versions. */
  readonly keys: () => Promise<readonly string[]>;
  /** Names of the stacks that the data may give. */
  readonly stacks: () => Promise<readonly string[]>;
  /** Ids of the plan sets that are there, the newest first. */
  readonly planSets: () => Promise<readonly string[]>;
  /** Ids of rules, which `explain` takes. */
  readonly rules: () => Promise<readonly string[]>;
}

export interface Candidate {
  readonly value: string;
  readonly about?: string;
}

/** What may stand where the cursor is; `paths` leaves it to the shell. */
export interface Candidates {
  readonly values: readonly Candidate[];
  readonly paths?: 'files' | 'folders';
}

const nothing: Candidates = { values: [] };

/**
 * What the Tab key offers.
 *
 * @param words everything after `ndc` up to the cursor; the last one is being typed and may be empty
 */
export async function candidates(words: readonly string[], lang: Lang, names: Names): Promise<Candidates> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const { values, paths } = await offered(before, typed, lang, names);
  return { values: values.filter(({ value }) => value.startsWith(typed)), ...(paths === undefined ? {} : { paths }) };
}

async function offered(before: readonly string[], typed: string, lang: Lang, names: Names): Promise<Candidates> {
  const entry = entryOf(before);
  const further = before.some((word) => word.startsWith('-')) ? [] : nextWords(before, lang);
  if (entry === undefined) return typed.startsWith('-') && before.length === 0 ? { values: [{ value: '--help' }, { value: '--version' }] } : { values: further };

  const { command } = await entry.load();
  const [, option, given] = /^(--[a-z-]+)=(.*)$/s.exec(typed) ?? [];
  if (option !== undefined && given !== undefined) {
    const { values } = await valuesOf(option, command, names);
    return { values: values.map(({ value, ...more }) => ({ value: `${option}=${value}`, ...more })) };
  }
  const last = before.at(-1) ?? '';
  if (last.startsWith('--') && placeholderOf(last, command) !== undefined) return valuesOf(last, command, names);
  const list = typed.startsWith('-') ? undefined : openList(before, command);
  if (list !== undefined) {
    const { values, ...more } = await valuesOf(list.option, command, names);
    return { ...more, values: values.filter(({ value }) => !list.given.includes(value)) };
  }
  if (typed.startsWith('-')) {
    const repeats = new Set([...repeatable, ...command.options.flatMap(({ flags, repeatable: again }) => (again === true ? [longName(flags)] : []))]);
    return { values: optionsOf(command, lang).filter(({ value }) => repeats.has(value.slice(2)) || !before.includes(value)) };
  }
  const takes = command.arguments ?? [];
  const at = positions(before, entry, command);
  const argument = (takes[at] ?? (takes.at(-1)?.name.includes('...') === true ? takes.at(-1) : undefined))?.name;
  if (argument === undefined) return { values: further };
  const placeholder = argument.replaceAll(/[<>[\].]/g, '');
  const own = placeholder === 'id' && entry.name === 'explain' ? listed(await names.rules()) : await byPlaceholder(placeholder, names);
  return { ...own, values: [...further, ...own.values] };
}

/** The next words of commands that begin with what was typed, with what each does. */
function nextWords(before: readonly string[], lang: Lang): readonly Candidate[] {
  const head = before.length === 0 ? '' : `${before.join(' ')} `;
  const found = new Map<string, string>();
  for (const { name, about } of registry) {
    const rest = name.startsWith(head) ? name.slice(head.length).split(' ') : [];
    const [word] = rest;
    if (word === undefined || word === '') continue;
    if (rest.length === 1) found.set(word, about[lang]);
    else if (!found.has(word)) found.set(word, registry.flatMap((each) => (each.name.startsWith(`${head}${word} `) ? [each.name.slice(head.length + word.length + 1)] : [])).join(', '));
  }
  return [...found].map(([value, about]) => ({ value, about }));
}

/** An option that takes several values, where those stand before the cursor: it takes every word up to the next option. */
function openList(before: readonly string[], command: Command): { readonly option: string; readonly given: readonly string[] } | undefined {
  const at = before.findLastIndex((word) => word.startsWith('-'));
  const option = before[at] ?? '';
  return placeholderOf(option, command)?.endsWith('...') === true ? { option, given: before.slice(at + 1) } : undefined;
}

const flagsOf = (command: Command): typeof globalOptions => [...command.options.map(({ flags, about }) => [flags, about] as const), ...optionsOfAll(command)];
const optionsOf = (command: Command, lang: Lang): readonly Candidate[] => [...flagsOf(command).map(([flags, about]) => ({ value: `--${longName(flags)}`, about: about[lang] })), { value: '--help', about: lang === 'vi' ? 'xem hướng dẫn' : 'show its help' }];

/** `<id>` without its brackets; undefined where the option takes no value or there is none of this name. */
function placeholderOf(option: string, command: Command): string | undefined {
  const [flags] = flagsOf(command).find(([each]) => `--${longName(each)}` === option) ?? [];
  return flags === undefined ? undefined : /<([^>]+)>/.exec(flags)?.[1];
}

async function valuesOf(option: string, command: Command, names: Names): Promise<Candidates> {
  switch (option) {
    case '--lang':
      return listed(languages);
    case '--format':
      return listed(formatsOf(command));
    case '--scenario':
      return listed(['as-recorded', 'all-operating']);
    case '--connection':
      return listed(await names.connections());
    case '--site':
    case '--accept-unreachable':
      return listed(await names.sites());
    case '--stack':
      return listed(await names.stacks());
    case '--organisation':
      return listed(await names.organisations());
    case '--rule':
      return listed(await names.rules());
    case '--lose':
      return listed((await names.sites()).map((id) => `site/${id}`));
    default:
      return byPlaceholder((placeholderOf(option, command) ?? '').replaceAll('.', ''), names);
  }
}

async function byPlaceholder(placeholder: string, names: Names): Promise<Candidates> {
  switch (placeholder) {
    case 'file':
    case 'path':
      return { values: [], paths: 'files' };
    case 'dir':
      return { values: [], paths: 'folders' };
    case 'planset':
      return listed(await names.planSets());
    // Of the audit: a plan set, or files of plans.
    case 'inputs':
      return { ...listed(await names.planSets()), paths: 'files' };
    case 'site':
      return listed(await names.sites());
    case 'organisation':
      return listed(await names.organisations());
    case 'key':
      return listed(await names.keys());
    default:
      return nothing;
  }
}

const listed = (values: readonly string[]): Candidates => ({ values: values.map((value) => ({ value })) });

/** How many arguments stand before the cursor. */
function positions(before: readonly string[], { name }: CommandEntry, command: Command): number {
  let count = 0;
  const words = before.slice(name.split(' ').length);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const placeholder = placeholderOf(word, command);
    if (!word.startsWith('-')) count += 1;
    else if (placeholder?.endsWith('...') === true) while (words[at + 1]?.startsWith('-') === false) at += 1;
    else if (!word.includes('=') && placeholder !== undefined) at += 1;
  }
  return count;
}
