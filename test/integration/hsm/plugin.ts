import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../journey/repository.js';
import { ended, until } from './api-server.js';
import type { SoftHsm } from './softhsm.js';

/** One run of a command line of ours, with all that it printed. */
export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

const bin = join(repository, 'bin/ndc');

/** Everything any of our commands printed in this run, for the search for what must not be there. */
export const printed: string[] = [];

export function ndc(args: readonly string[], env: Readonly<Record<string, string>> = {}, stdio: readonly (number | 'ignore')[] = []): Promise<Ran> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [bin, ...args, '--lang', 'en'], { cwd: repository, env: { ...process.env, NO_COLOR: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe', ...stdio] });
    let [out, err] = ['', ''];
    child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => {
      printed.push(out, err);
      done({ exit: code ?? -1, out, err });
    });
  });
}

export class Plugin {
  readonly #child: ChildProcess;
  #text = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#text += chunk.toString();
        printed.push(chunk.toString());
      });
  }

  static async start(hsm: SoftHsm, socket: string, key: string, more: readonly string[] = []): Promise<Plugin> {
    const args = ['hsm', 'kms-plugin', '--site', 'ndc-01', '--socket', socket, '--library', hsm.library, '--token', 'ndc-01-kms', '--pin-file', hsm.pinFile, '--key', key, '--metrics-port', '0', '--lang', 'en', ...more];
    const plugin = new Plugin(spawn(process.execPath, [bin, ...args], { cwd: repository, env: { ...process.env, ...hsm.env }, stdio: ['ignore', 'pipe', 'pipe'] }));
    await until('the plugin is ready', () => {
      if (plugin.#child.exitCode !== null) throw new Error(`the plugin ended with ${plugin.#child.exitCode}: ${plugin.#text}`);
      return Promise.resolve(plugin.#text.includes('KMS v2 is ready'));
    }, 60);
    return plugin;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }
  get text(): string {
    return this.#text;
  }
  get metrics(): string {
    return /http:\/\/127\.0\.0\.1:\d+\/metrics/.exec(this.#text)?.[0] ?? '';
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    await ended(this.#child, signal);
    return this.#child.exitCode;
  }
}
