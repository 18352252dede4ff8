import type { Text } from '../../model/text.js';
import type { DataKind } from '../situation.js';

/** Who does a step. */
export const roles = ['shift-lead', 'second-approver', 'platform-engineer', 'storage-engineer', 'network-engineer', 'database-engineer', 'key-custodian', 'security-officer', 'tenant-contact'] as const;
export type Role = (typeof roles)[number];

/** What is typed, and what is then seen. A command is one line of a POSIX shell. */
export interface RunbookCommand {
  readonly line: string;
  readonly expects: Text;
}

/** From the plan that the simulation runs, milliseconds from the loss; every step before it at its median. */
export interface TimeBudget {
  readonly fromMs: bigint;
  readonly untilMs: bigint;
  /** In nineteen losses of twenty it is done by then, or takes as long at most where it is one action. */
  readonly p95Ms?: bigint;
}

export interface RunbookStep {
  readonly title: Text;
  readonly role: Role;
  /** No command of the toolkit does it: a call, a seal, another's system, or parts that stand at a site alone and in no sandbox. */
  readonly byHand: boolean;
  readonly does: readonly Text[];
  readonly commands: readonly RunbookCommand[];
  readonly until: Text;
  readonly budget?: TimeBudget;
}

/** Words of ours in both languages, words of a file as they stand there, or kinds of data, which each page names; with what they are of. */
export type RunbookCell = Text | string | { readonly data: readonly DataKind[]; readonly of?: string };

export interface RunbookTable {
  readonly title: Text;
  readonly columns: readonly Text[];
  /** Columns that a narrow page shows, by their place; all where it is absent. What is left out stands in the other forms. */
  readonly narrow?: readonly number[];
  readonly rows: readonly (readonly RunbookCell[])[];
}

export const runbookParts = ['declare', 'failover', 'return', 'restore-tenant', 'breach'] as const;
export type RunbookPartId = (typeof runbookParts)[number];

export interface RunbookPart {
  readonly id: RunbookPartId;
  readonly title: Text;
  readonly when: Text;
  readonly tables: readonly RunbookTable[];
  readonly steps: readonly RunbookStep[];
}

export const by = (role: Role, title: Text, step: Omit<RunbookStep, 'role' | 'title' | 'byHand' | 'does' | 'commands'> & { readonly does?: readonly Text[]; readonly commands?: readonly RunbookCommand[]; readonly byHand?: true }): RunbookStep => {
  const { does = [], commands = [], byHand = false, ...rest } = step;
  return { role, title, does, commands, byHand, ...rest };
};

export const text = (vi: string, en: string): Text => ({ vi, en });
export const command = (line: string, vi: string, en: string): RunbookCommand => ({ line, expects: { vi, en } });

/** Options that printed commands carry, so that whoever follows them asks about the same estate. */
export interface RunbookOptions {
  /** Of commands that act or read what stands: ` --sites DIR --connection NAME --scenario all-operating`. */
  readonly acts: string;
  /** Of questions: the same, and what else was supposed, ` --as-of DAY --delay … --with …`. */
  readonly asks: string;
  /** What else was lost before: ` --lose path/…`. */
  readonly supposed: string;
  /** Folder of the data, as a word of a shell. */
  readonly folder: string;
}

/** Transitions on the approved branch. The message is the transition's id, which a variable holds. */
export const pushed = ({ folder }: Pick<RunbookOptions, 'folder'>, variable: string): RunbookCommand =>
  command(
    `git -C ${folder} add transitions && git -C ${folder} commit -m "$${variable}" -- transitions && git -C ${folder} push`,
    'nhánh đã duyệt có tệp vừa ghi; máy chủ git mất cùng trung tâm thì chép thư mục transitions sang từng máy: chữ ký nằm trong tệp',
    'the approved branch holds what was just written; where the git server is lost too, copy the folder transitions to every machine: signatures are in the files',
  );

/** The approved branch as it is now. */
export const pulled = ({ folder }: Pick<RunbookOptions, 'folder'>): RunbookCommand => command(`git -C ${folder} pull --ff-only`, 'tệp thủ tục đã về máy này', 'the transition’s file is on this machine');

/** A word for a POSIX shell: as it is where it means nothing else, else in single quotes. */
export const quoted = (word: string): string => (/^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
