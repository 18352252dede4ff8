import net from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { parseCommandLine } from '../../bin/command-line.js';
import { contextOf } from '../../bin/context.js';
import { failed } from '../../bin/failed.js';
import { outcomeSchemaOf } from '../../bin/outcomes/catalogue.js';
import type { Format } from '../../bin/format.js';
import { present } from '../../bin/present/present.js';
import { entryOf } from '../../bin/registry.js';
import { shapeOf } from './shape.js';

/** A line to follow, in the folder that is the clone of whoever reads its page. */
export interface Step {
  readonly cwd: string;
  readonly name: string;
  readonly argv: readonly string[];
}

/** What came of it. */
export interface Followed {
  readonly kind: string;
  readonly exit: number;
  readonly format: Format;
  readonly shape: Readonly<Record<'en' | 'vi', readonly string[]>>;
  /** What its schema says against its JSON. */
  readonly wrong: readonly string[];
  /** The page in English where it ended with 2 or 3. */
  readonly trouble?: string;
  /** Connections that were tried. */
  readonly reached: readonly string[];
}

/** The day on which the documents were written. */
const now = (): Date => new Date('2026-11-23T05:00:00Z');

const reached: string[] = [];

/** Runs a line as the launcher does, once, and prints its outcome in both languages and as JSON. */
async function follow({ cwd, name, argv }: Step, root: string): Promise<Followed> {
  process.chdir(cwd);
  reached.length = 0;
  const entry = entryOf(name.split(' '));
  if (entry === undefined) throw new Error(`there is no command ${name}`);
  const { command } = await entry.load();
  const parsed = parseCommandLine(entry, command, argv, 'en');
  if ('help' in parsed) throw new Error(`${argv.join(' ')} asks for help`);
  const quiet = { progress: (): void => undefined, warn: (): void => undefined };
  const outcome = await command.run(contextOf(parsed.options, { root, lang: 'en', terminal: quiet, signal: new AbortController().signal, now }), parsed.args, parsed.options).catch(failed);
  const format = (parsed.options['json'] === true ? 'json' : (parsed.options['format'] ?? 'text')) as Format;
  const page = (lang: 'vi' | 'en', as: Format): Promise<string> => present(outcome, { format: as, lang, columns: 100, colour: false });
  const en = await page('en', format);
  return {
    kind: outcome.kind,
    exit: outcome.exit,
    format,
    shape: { en: shapeOf(en, format), vi: shapeOf(await page('vi', format), format) },
    wrong: (outcomeSchemaOf(outcome.kind)?.safeParse(JSON.parse(await page('en', 'json'))).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
    ...(outcome.exit < 2 ? {} : { trouble: en.slice(0, 800) }),
    reached: [...reached],
  };
}

/** Started with a list of steps on its standard input: a worker thread of the tests cannot change its directory. */
if (process.argv[2] === 'follow') {
  const { root, steps } = JSON.parse(await textOf(process.stdin)) as { root: string; steps: readonly Step[] };
  const sockets = net.Socket.prototype as unknown as { connect: (this: net.Socket, ...given: unknown[]) => net.Socket };
  const real = sockets.connect;
  sockets.connect = function (this: net.Socket, ...given: unknown[]): net.Socket {
    reached.push(JSON.stringify(given[0]));
    return real.apply(this, given);
  };
  for (const step of steps) {
    const began = Date.now();
    process.stdout.write(`${JSON.stringify(await follow(step, root))}\n`);
    if (process.env['NDC_TIMES'] !== undefined) process.stderr.write(`${Date.now() - began} ms  ${step.argv.join(' ')}\n`);
  }
}
