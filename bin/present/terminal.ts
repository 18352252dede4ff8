import type { Lang } from '../../sites/model/text.js';
import { deliver } from '../edge/deliver.js';

/** `vi` where the locale says Vietnamese, else English. */
export function localeOf(env: NodeJS.ProcessEnv): Lang {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return locale.toLowerCase().startsWith('vi') ? 'vi' : 'en';
}

/** Standard output and error as a person or a program sees them. */
export class Terminal {
  readonly colour: boolean;
  private lineOpen = false;

  constructor(
    private readonly out: NodeJS.WriteStream,
    private readonly err: NodeJS.WriteStream,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    // https://no-color.org: any non-empty value turns colours off.
    this.colour = out.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
    // A reader that has gone (`| head`) is no failure of the command. One listener a stream, however much is written.
    for (const stream of new Set([out, err])) stream.on('error', () => undefined);
  }

  /** Width to lay tables out for: what `COLUMNS` asks for, else the terminal's up to what is easily read; 100 where the output is none. */
  get columns(): number {
    const { asked } = this;
    if (asked !== undefined) return Math.max(60, Math.min(asked, 200));
    return this.out.isTTY === true ? Math.max(60, Math.min(this.out.columns || 100, 140)) : 100;
  }

  /** Whether rows are folded to that width: for a person. A log and `grep` want each on one line, unless a width is asked for. */
  get folds(): boolean {
    return this.out.isTTY === true || this.asked !== undefined;
  }

  private get asked(): number | undefined {
    const { COLUMNS = '' } = this.env;
    return /^[1-9]\d{0,4}$/.test(COLUMNS) ? Number(COLUMNS) : undefined;
  }

  /** One line that replaces the last on a terminal; plain lines elsewhere, unless it is for a terminal alone. Always on stderr. */
  progress(line: string, where?: 'terminal'): void {
    if (this.err.isTTY !== true) {
      if (where === 'terminal') return;
      this.err.write(`${line}\n`);
      return;
    }
    const width = (this.err.columns || 80) - 1;
    this.err.write(`\r\u001b[2K${line.length > width ? `${line.slice(0, width - 1)}…` : line}`);
    this.lineOpen = true;
  }

  /** A line that stays, beside whatever progress is shown. */
  warn(line: string): void {
    this.endProgress();
    this.err.write(`${line}\n`);
  }

  endProgress(): void {
    if (this.lineOpen) this.err.write('\r\u001b[2K');
    this.lineOpen = false;
  }

  /** Resolves when the text has left the process, so that an exit never truncates a pipe; with the error where it did not leave it whole. */
  write(text: string, to: 'stdout' | 'stderr'): Promise<NodeJS.ErrnoException | undefined> {
    return deliver(to === 'stdout' ? this.out : this.err, text);
  }
}
