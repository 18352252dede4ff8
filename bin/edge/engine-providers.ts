import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EnvironmentFailure } from '../failure.js';
import { cliConfiguration } from './engine-configuration.js';
import { engineEnvironment } from './engine-environment.js';
import { firstTextError, summaryOf } from './engine-lines.js';
import { findEngine } from './engine-locate.js';
import { runEngine } from './engine-process.js';
import { visible } from './visible.js';

export interface ProviderQuestion {
  /** `.ndc`. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** The program terraform or tofu. @default - found on PATH */
  readonly engine?: string;
  /** A synthesised stack, for the providers it requires. */
  readonly json: string;
  readonly interrupt: AbortSignal;
}

/**
 * Has the engine fetch the providers that stacks require, in an empty folder, as its first command would an hour later.
 *
 * @throws EnvironmentFailure NDC-X354 naming the providers and what the engine says of them; those of `findEngine` and `cliConfiguration`.
 */
export async function requireProviders({ home, env, engine, json, interrupt }: ProviderQuestion): Promise<void> {
  const wanted = (JSON.parse(json) as { readonly terraform?: { readonly required_providers?: Readonly<Record<string, { readonly source: string; readonly version?: string }>> } }).terraform?.required_providers ?? {};
  const program = await findEngine(engine === undefined ? {} : { path: engine }, env);
  const cli = await cliConfiguration(resolve(home), env);
  const folder = await mkdtemp(join(tmpdir(), 'ndc-providers-'));
  try {
    await writeFile(join(folder, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: wanted } }));
    const cache = join(resolve(home), 'cache', 'providers');
    if (!cli.mirror) await mkdir(cache, { recursive: true });
    const log = join(folder, 'init.log');
    // No cluster is asked: fetching providers needs none.
    const surroundings = { site: { kubeconfig: join(folder, 'none'), context: 'none' }, dataDirectory: join(folder, '.terraform'), ...(cli.file === undefined ? {} : { cliConfiguration: cli.file }), ...(cli.mirror ? {} : { pluginCache: cache }) };
    const { code } = await runEngine({ program: program.path, args: ['init', '-backend=false', '-input=false', '-no-color'], folder, env: engineEnvironment(env, surroundings), log, interrupt });
    interrupt.throwIfAborted();
    if (code === 0) return;
    const error = firstTextError(await readFile(log, 'utf8'));
    const said = visible(summaryOf(error === undefined ? [] : [error]) ?? `${program.kind} init: ${String(code)}`, 400).replace(/[\s.]+$/, '');
    const names = Object.values(wanted).map(({ source, version }) => (version === undefined ? source : `${source} ${version}`)).join(', ');
    throw new EnvironmentFailure('NDC-X354', {
      vi: `${program.kind} không lấy được các provider cần dùng (${names}): ${said}. Chưa khởi động gì. Hãy nối mạng tới kho provider, hoặc nêu bản sao trên máy bằng biến NDC_PROVIDER_MIRROR.`,
      en: `${program.kind} cannot get the providers it needs (${names}): ${said}. Nothing was started. Reach the registry, or name a filesystem mirror in NDC_PROVIDER_MIRROR.`,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
