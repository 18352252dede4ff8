import { execFile, spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { printed } from './plugin.js';

const run = promisify(execFile);

/** A PIN is asked for in one of these words: pkcs11-tool's, and ours. */
const asks = /Please enter User PIN: $|PIN of partition \S+ \(nothing is shown\)/;

export interface Typed {
  readonly exit: number;
  /** What stood on the screen, without colours. */
  readonly screen: string;
}

/**
 * Runs one line in a shell on a terminal of its own, and types the PIN if it is asked for: not before the echo is off, so that
 * what is typed early is neither seen nor thrown away. Once, for a prompt is drawn anew with every character.
 */
export async function typed(line: string, { folder, env, pin }: { readonly folder: string; readonly env: Readonly<Record<string, string>>; readonly pin: string }): Promise<Typed> {
  const [script, terminal] = [join(folder, 'line.sh'), join(folder, 'terminal')];
  await rm(terminal, { force: true });
  await writeFile(script, `tty > '${terminal}'\nset -eu\n${line}\n`);
  const child = spawn('script', ['-qfec', `bash --noprofile --norc '${script}'`, '/dev/null'], { cwd: folder, env: { ...process.env, NO_COLOR: '1', TERM: 'dumb', ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let all = '';
  let typing: Promise<void> | undefined;
  const type = async (): Promise<void> => {
    const device = (await readFile(terminal, 'utf8')).trim();
    while (child.exitCode === null) {
      if (/(^|\s)-echo(\s|;|$)/m.test((await run('stty', ['-F', device, '-a'])).stdout)) break;
      await pause(20);
    }
    child.stdin.write(`${pin}\r`);
  };
  child.stdout.on('data', (chunk: Buffer) => {
    all += chunk.toString();
    if (asks.test(all)) typing ??= type();
  });
  child.stderr.on('data', (chunk: Buffer) => (all += chunk.toString()));
  const exit = await new Promise<number>((done) => child.on('close', (code) => done(code ?? -1)));
  await typing;
  printed.push(all);
  // eslint-disable-next-line no-control-regex -- what moves a cursor or paints
  return { exit, screen: all.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '') };
}
