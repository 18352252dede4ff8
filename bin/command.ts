import type { Lang, Text } from '../sites/model/text.js';
import type { Format } from './format.js';
import type { Outcome } from './outcome.js';

/** An option as its help shows it, in commander's notation: `--site <id>`, `--jobs <n>`, `--unmanaged`, `--with <file...>`. */
export interface OptionSpec {
  readonly flags: string;
  readonly about: Text;
  /** May be given more than once, one value each: a list would swallow the argument that follows. */
  readonly repeatable?: true;
}

/** What every command is given. Commands never print and never read clock, environment, disk or network themselves. */
export interface Context {
  /** Data directory, as given. */
  readonly sites: string;
  /** Folder of connections, plan sets and work files: `.ndc` below the working directory. */
  readonly home: string;
  /** The package's own root, for what ships with it. */
  readonly root: string;
  readonly lang: Lang;
  readonly now: () => Date;
  /** One line of progress; shown on a terminal or in plain lines, never on stdout. `terminal`: for a person who waits; a log is better without it. */
  readonly progress: (line: string, where?: 'terminal') => void;
  /** One line that somebody has to know of, whatever else is kept quiet; never on stdout. */
  readonly warn: (line: string) => void;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  readonly globals: Globals;
}

/** Options every command understands, still as text. */
export interface Globals {
  readonly asOf?: string;
  readonly lose: readonly string[];
  readonly delay: readonly string[];
  readonly with: readonly string[];
  readonly scenario?: string;
  readonly connection?: string;
}

export type Values = Readonly<Record<string, unknown>>;

export interface Command {
  readonly options: readonly OptionSpec[];
  /** `[planset]`, `<code>`, in commander's notation. */
  readonly arguments?: readonly { readonly name: string; readonly about: Text }[];
  readonly examples: readonly string[];
  /** Options of every command that this one does not take, by long name, and why: its help leaves them out. */
  readonly without?: Readonly<Record<string, Text>>;
  /** Reads and computes, changes nothing, and waits for nothing that would have to be ended in order: Ctrl-C ends it at once, in the middle of a computation. */
  readonly computes?: true;
  /** Forms its outcome has besides text and json. */
  readonly formats?: readonly Exclude<Format, 'text' | 'json'>[];
  readonly run: (context: Context, args: readonly string[], options: Values) => Promise<Outcome>;
}

/** One line of the registry: what `--help` shows before a command's module is loaded. */
export interface CommandEntry {
  /** `check`, `sandbox up`. */
  readonly name: string;
  readonly about: Text;
  readonly load: () => Promise<{ readonly command: Command }>;
}
