import dns from 'node:dns';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { expect, vi } from 'vitest';
// Loads the providers' classes while the file is collected: it takes seconds, and no test's time.
import '../../../bin/commands/check.js';
import '../../../bin/commands/plan.js';
import { main } from '../../../bin/main.js';

export const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');
export const shipped = `${root}/sites/data`;
export const small = `${root}/test/fixtures/estate-small`;
/** Nothing in these tests reads the clock: what holds today must hold when they are run years from now. */
export const asOf = ['--as-of', '2026-11-01'] as const;

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** `host:port` of every connection that was tried. */
  readonly reached: readonly string[];
}

export interface Surroundings {
  /** The working directory; below it lies `.ndc`. @default - the repository's root */
  readonly cwd?: string;
  /** The whole environment. @default - an English locale and no program on PATH */
  readonly env?: Readonly<Record<string, string>>;
  /** Width of the terminal. @default - the output is no terminal */
  readonly terminal?: number;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs one command line in this process. Working directory, environment and streams are those of the run only: test
 * files share a thread's process, and a worker thread cannot change its directory. Runs asked for at once follow each
 * other: each would else put back what another had set, for every file that comes after.
 */
export function ndc(argv: readonly string[], around: Surroundings = {}): Promise<Ran> {
  const ran = last.then(() => alone(argv, around));
  last = ran.catch(() => undefined);
  return ran;
}

async function alone(argv: readonly string[], { cwd, env = {}, terminal }: Surroundings): Promise<Ran> {
  const out = new Stream(terminal);
  const err = new Stream(terminal);
  const reached: string[] = [];
  const sockets = net.Socket.prototype as unknown as { connect: (this: net.Socket, ...given: unknown[]) => net.Socket };
  const real = sockets.connect;
  const spies = [
    vi.spyOn(process, 'stdout', 'get').mockReturnValue(out as unknown as typeof process.stdout),
    vi.spyOn(process, 'stderr', 'get').mockReturnValue(err as unknown as typeof process.stderr),
    vi.spyOn(sockets, 'connect').mockImplementation(function (this: net.Socket, ...given: unknown[]) {
      reached.push(addressOf(given));
      return real.apply(this, given);
    }),
    vi.spyOn(dns, 'lookup').mockImplementation((name: string, ...rest: unknown[]) => {
      reached.push(name);
      (rest.at(-1) as (error: Error) => void)(Object.assign(new Error(`${name} is looked up in a unit test`), { code: 'ENOTFOUND' }));
    }),
    ...(cwd === undefined ? [] : [vi.spyOn(process, 'cwd').mockReturnValue(cwd)]),
  ];
  const before = process.env;
  process.env = { LANG: 'en_US.UTF-8', PATH: '', HOME: cwd ?? '/nonexistent', ...env };
  try {
    const exit = await main(argv, root);
    return { exit, out: out.text, err: err.text, reached };
  } finally {
    process.env = before;
    for (const spy of spies) spy.mockRestore();
  }
}

/** A command line over files that nobody changes says the same each time: it is run once. */
export function remembered(run: (...more: readonly string[]) => Promise<Ran>): (...more: readonly string[]) => Promise<Ran> {
  const known = new Map<string, Promise<Ran>>();
  return (...more) => {
    const key = JSON.stringify(more);
    const ran = known.get(key) ?? run(...more);
    known.set(key, ran);
    return ran;
  };
}

function addressOf(given: readonly unknown[]): string {
  const [first] = given.flat();
  if (typeof first !== 'object' || first === null) return given.join(':');
  const { host, port, path } = first as { host?: string; port?: number | string; path?: string };
  return host === undefined && port === undefined ? String(path) : `${host ?? 'localhost'}:${port ?? ''}`;
}

/** As much of a standard stream as the command line uses. */
class Stream {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number;

  constructor(terminal: number | undefined) {
    this.isTTY = terminal !== undefined;
    this.columns = terminal ?? 0;
  }

  write(text: string, done?: () => void): boolean {
    this.text += text;
    done?.();
    return true;
  }

  on(): this {
    return this;
  }
}

/** The run's JSON, after asserting that nothing else was printed. */
export function jsonOf<T>({ out, err }: Ran): T {
  expect(err).toBe('');
  return JSON.parse(out) as T;
}

/** Both streams, without colours. */
export const said = ({ out, err }: Ran): string => stripVTControlCharacters(out + err);

/** What no command may ever print at a user's mistake. */
export function expectNoTrace(ran: Ran): void {
  expect(said(ran)).not.toMatch(/NDC-X999|^\s+at .+:\d+:\d+\)?$/m);
}
