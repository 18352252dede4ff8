import { registry } from '../registry.js';
import type { View } from './view.js';

const first = [...new Set(registry.map(({ name }) => name.split(' ')[0] ?? ''))].join('|');

/** A command of the toolkit inside a text: `ndc` before one of its commands, or before help. */
const mention = new RegExp(String.raw`(?<![\w/.-])ndc(?= (?:(?:${first})(?![\w-])|--help|--version))`, 'g');

/** A line that is a command to its end, to be copied: by itself or after a colon. A sentence ends with a full stop. */
const toCopy = new RegExp(String.raw`(?:^|: )\s*ndc (?:${first})(?![\w-])[^,;()]*[^.,;()\s]$`);

/**
 * Commands in a hint as they can be typed here: by the name the toolkit was called by (`bin/ndc`, `npx ndc`), on the data
 * directory that was named, and in the language that was asked for where the machine's is another.
 */
export function asCalled({ program = 'ndc', asked, sites }: Pick<View, 'program' | 'asked' | 'sites'>, text: string): string {
  const having = (line: string, option: string, value: string | undefined): string => (value !== undefined && toCopy.test(line) && !line.includes(` ${option} `) ? `${line} ${option} ${value}` : line);
  const inLanguage = (line: string): string => having(having(line, '--sites', sites), '--lang', asked);
  return text
    .split('\n')
    .map((line) => inLanguage(line).replace(mention, () => program))
    .join('\n');
}
