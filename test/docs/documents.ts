import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryOf } from '../../bin/registry.js';
import type { CommandEntry } from '../../bin/command.js';
import { root } from '../bin/cli/ndc.js';

/** Every document that people read, by its path from the repository's root. */
export const documents: readonly string[] = ['README.md', 'CONTRIBUTING.md', ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).sort().map((name) => `docs/${name}`)];

export const text = (document: string): string => readFileSync(join(root, document), 'utf8');

/** A command as a document shows it: what somebody who follows it would type. */
export interface Shown {
  readonly document: string;
  /** As it stands there, without comment. */
  readonly line: string;
  readonly argv: readonly string[];
}

/** The words of a line as a shell divides them: up to a comment or a redirection. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)) {
    if (word.startsWith('#') || word.startsWith('>') || word === '|') break;
    words.push(word.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ''));
  }
  return words;
}

const shown = (document: string, line: string): Shown => {
  const [, ...argv] = wordsOf(line);
  return { document, line: line.replace(/\s+(#|>).*$/, '').replace(/\s+/g, ' ').trim(), argv };
};

/** Lines of code blocks that start the program, and whole command lines in running text: those that name the launcher. */
export function commandsIn(document: string, of = text(document)): readonly Shown[] {
  const found: Shown[] = [];
  let fenced = false;
  for (const line of of.replace(/\\\n\s*/g, ' ').split('\n')) {
    if (/^\s*```/.test(line)) fenced = !fenced;
    else if (fenced) {
      const [, command] = /^\s*(?:\$ )?(?:npx )?((?:bin\/)?ndc .*)$/.exec(line) ?? [];
      if (command !== undefined) found.push(shown(document, command));
    } else for (const [, command = ''] of line.matchAll(/`((?:bin\/ndc|node bin\/ndc|npx ndc) [^`]+)`/g)) found.push(shown(document, command.replace(/^(node|npx) /, '')));
  }
  return found;
}

/** What running text says of a command in passing: `ndc dr matrix`, `ndc explain` with an option or two. */
export const mentionsIn = (document: string, of = text(document)): readonly string[] => [...of.replace(/```[\s\S]*?```/g, '').matchAll(/`ndc ([a-z][^`]*)`/g)].map(([, rest = '']) => rest);

/** Commands of all documents, each once, whatever language it asks for. */
export function everyCommand(): readonly Shown[] {
  const seen = new Map<string, Shown>();
  for (const document of documents)
    for (const command of commandsIn(document)) {
      const key = withoutLanguage(command.argv).join('\0');
      if (!seen.has(key)) seen.set(key, command);
    }
  return [...seen.values()];
}

export const withoutLanguage = (argv: readonly string[]): readonly string[] => argv.filter((word, at) => word !== '--lang' && argv[at - 1] !== '--lang');

export const entryFor = ({ argv }: Shown): CommandEntry | undefined => entryOf(argv.slice(0, Math.max(0, argv.findIndex((word) => word.startsWith('-'))) || argv.length));
