import { mutators } from '../../../policies/engine/mutators.js';
import type { Mutation } from './run.js';

const percent = (part: number, of: number): string => (of === 0 ? '–' : `${((part / of) * 100).toFixed(1)} %`);

/** Mutant × killers, the kill rate, and what is left. */
export function report({ judged, survivors, unclaimed, missing, strangers, undeclared }: Mutation): string {
  const claimed = judged.filter(({ by }) => by !== undefined);
  const killed = judged.filter(({ killers }) => killers.length > 0);
  const lines = [
    ...judged.map(({ name, mutator, by, killers }) => {
      const mark = by === undefined ? (killers.length > 0 ? '+' : '·') : killers.includes(by) ? '✓' : '✗';
      return `${mark} ${mutator.padEnd(17)} ${name}\n    ${killers.length === 0 ? 'nobody notices' : killers.map((id) => (id === by ? `${id}*` : id)).join(' ')}`;
    }),
    '',
    `${judged.length} mutants, ${killed.length} noticed (${percent(killed.length, judged.length)})`,
    `${claimed.length} that a rule claims (*), ${claimed.length - survivors.length - strangers.length} killed by that rule (${percent(claimed.length - survivors.length - strangers.length, claimed.length)})`,
    ...section('Survivors: a rule claims to notice and does not', survivors.map(({ name, by = '' }) => `${by}: ${name}`)),
    ...section('Declared without a mutant', missing.map(({ rule, mutator }) => `${rule} ${mutator}`)),
    ...section('Mutants that name a rule which is not there', strangers.map(({ name, by = '' }) => `${by}: ${name}`)),
    ...section('Mutators that no rule of today declares', undeclared.map((mutator) => `${mutator}: ${mutators[mutator]}`)),
    ...section('Noticed by nobody, and no rule of today claims to', unclaimed.map(({ name }) => name)),
  ];
  return `${lines.join('\n')}\n`;
}

const section = (title: string, rows: readonly string[]): string[] => (rows.length === 0 ? [] : ['', `${title} (${rows.length})`, ...rows.map((row) => `  ${row}`)]);
