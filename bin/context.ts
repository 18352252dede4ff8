import { join } from 'node:path';
import type { Lang } from '../sites/model/text.js';
import type { Context, Globals, Values } from './command.js';
import type { Terminal } from './present/terminal.js';

/** The data directory where no option names one. */
export const defaultSites = 'sites/data';

/** What a run has beside its options. */
export interface Surroundings {
  readonly root: string;
  readonly lang: Lang;
  readonly terminal: Pick<Terminal, 'progress' | 'warn'>;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/** What a command is given, from the options that all commands take. */
export function contextOf(options: Values, { root, lang, terminal, signal, now }: Surroundings): Context {
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
    sites: text('sites') ?? defaultSites,
    home: join(process.cwd(), '.ndc'),
    root,
    lang,
    now,
    progress: options['quiet'] === true ? () => undefined : (line, where) => terminal.progress(line, where),
    warn: (line) => terminal.warn(line),
    signal,
    globals,
  };
}
