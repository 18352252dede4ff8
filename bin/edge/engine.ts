import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentFailure } from '../failure.js';
import { absentSites } from './absent-site.js';
import { backendFor, backendOverride, backendPlace } from './backend.js';
import type { ChartFiles } from './charts.js';
import type { Connection, SiteConnection } from './connection.js';
import { isCreationRace } from './creation-race.js';
import type { CliConfiguration } from './engine-configuration.js';
import { engineEnvironment } from './engine-environment.js';
import { firstTextError, parseEngineLine, summaryOf, summaryOfText, type EngineDiagnostic, type EngineLine } from './engine-lines.js';
import type { EngineProgram } from './engine-locate.js';
import { readEngine, runEngine } from './engine-process.js';
import { writeWhole } from './files.js';
import { asEngineReads } from './engine-dialect.js';
import { lockFileText, mergeProviders, parseLockFile, type LockedProvider } from './lock-file.js';
import { hasErrorCode } from './sandbox/errno.js';
import type { StackLedger } from './stack-ledger.js';
import { visible } from './visible.js';

/** Bytes of plan JSON taken; V8's strings end at 512 MiB. */
const largestPlan = 400 * 1024 * 1024;

/** A stack as the engine sees it. */
export interface EngineStack {
  readonly name: string;
  readonly site: string;
  /** Synthesised Terraform JSON. */
  readonly json: string;
}

/** A stack's work folder, initialised. */
export interface Workplace {
  readonly stack: EngineStack;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where its state lies, without credentials. */
  readonly place: string;
  readonly providers: readonly LockedProvider[];
}

/** The engine ended without success. */
export class EngineFailed extends Error {
  constructor(
    readonly summary: string,
    readonly log: string,
    readonly interrupted: boolean,
    readonly diagnostics: readonly EngineDiagnostic[] = [],
  ) {
    super(summary);
    this.name = 'EngineFailed';
  }
}

export interface EngineSetup {
  readonly program: EngineProgram;
  readonly connection: Connection;
  /** `.ndc`, absolute. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cli: CliConfiguration;
  readonly charts?: ChartFiles;
  /** Value of TF_ENCRYPTION by site. */
  readonly encryption?: ReadonlyMap<string, string>;
  /** The same with the present key alone. */
  readonly encryptionAlone?: ReadonlyMap<string, string>;
  readonly ledger: StackLedger;
  /** Folder of this command's logs, absolute. */
  readonly logs: string;
  readonly interrupt: AbortSignal;
}

type OnLine = (line: EngineLine) => void;

/** Milliseconds an apply may go on after the first Ctrl-C; a stack is usually done by then. */
const toFinish = 60_000;

/** Runs Terraform or OpenTofu in one work folder per stack: `.ndc/work/<connection>/<stack>/`. */
export class Engine {
  private gate: Promise<unknown> = Promise.resolve();

  constructor(private readonly setup: EngineSetup) {}

  get program(): EngineProgram {
    return this.setup.program;
  }

  /**
   * Writes the stack's work folder and initialises it where anything changed since.
   *
   * @throws EnvironmentFailure NDC-X137 when an applied stack's state would be left behind at another backend.
   * @throws EngineFailed when `init` fails.
   */
  async prepare(stack: EngineStack): Promise<Workplace> {
    const { home, connection, ledger } = this.setup;
    const site = connection.sites[stack.site];
    if (site === undefined) throw absentSites(connection, [stack.site]);
    const folder = join(home, 'work', connection.name, stack.name);
    const states = join(home, 'state', connection.name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await mkdir(states, { recursive: true, mode: 0o700 });
    const backend = backendFor(site.backend, stack, join('..', '..', '..', 'state', connection.name, `${stack.name}.tfstate`));
    const place = backendPlace(site.backend.type, backend);
    const known = ledger.get(stack.name);
    if (known !== undefined && known.place !== place)
      throw new EnvironmentFailure('NDC-X137', {
        vi: `${stack.name}: trạng thái nằm ở ${known.place}, nhưng kết nối nay chỉ ${place}. Hãy chuyển trạng thái bằng "${this.program.kind} state pull/push" rồi xóa mục này trong .ndc/seen/${connection.name}.stacks.json, hoặc khôi phục backend cũ.`,
        en: `${stack.name}: its state lies at ${known.place}, but the connection now names ${place}. Move the state with "${this.program.kind} state pull/push" and remove its entry from .ndc/seen/${connection.name}.stacks.json, or restore the backend.`,
      });
    const override = backendOverride(site.backend.type, backend);
    await writeIfChanged(join(folder, 'cdk.tf.json'), asEngineReads(stack.json, this.program));
    await writeIfChanged(join(folder, 'backend_override.tf.json'), override);
    const env = this.environment(site, folder);
    await this.initialise(stack, folder, env, override);
    return { stack, folder, env, place, providers: await readLock(join(folder, '.terraform.lock.hcl')) };
  }

  /** Plans into the file `out`. @throws EngineFailed */
  async plan(work: Workplace, out: string, options: { readonly destroy?: boolean; readonly onLine?: OnLine } = {}): Promise<void> {
    const args = ['plan', '-json', '-input=false', '-no-color', '-lock-timeout=20s', `-out=${out}`, ...(options.destroy === true ? ['-destroy'] : [])];
    await this.streamed(work, 'plan', args, options.onLine);
  }

  /** Applies exactly the saved plan `file`. @throws EngineFailed */
  async apply(work: Workplace, file: string, onLine?: OnLine): Promise<void> {
    await this.streamed(work, 'apply', ['apply', '-json', '-input=false', '-no-color', '-lock-timeout=20s', file], onLine);
  }

  /** A saved plan as JSON, secrets included: it is read into memory and goes nowhere else. @throws EngineFailed */
  async showPlan(work: Workplace, file: string): Promise<unknown> {
    return this.json(work, ['show', '-json', file]);
  }

  /** The state as JSON, secrets included. @throws EngineFailed */
  async showState(work: Workplace): Promise<unknown> {
    return this.json(work, ['show', '-json']);
  }

  /**
   * The state as its backend keeps it, decrypted, secrets included: it goes nowhere but back. Empty where nothing was ever applied.
   *
   * @param options.alone whether only the present key may open it; anything else is then a failure @default false
   * @throws EngineFailed
   */
  async pullState(work: Workplace, { alone = false }: { readonly alone?: boolean } = {}): Promise<string> {
    const one = alone ? this.setup.encryptionAlone?.get(work.stack.site) : undefined;
    if (alone && one === undefined) throw new Error(`${work.stack.site} has no state encryption of its own words`);
    return (await this.answer(one === undefined ? work : { ...work, env: { ...work.env, TF_ENCRYPTION: one } }, ['state', 'pull'])).toString('utf8');
  }

  /** Puts a state in place of the one that was pulled; refused where that one has changed since. @throws EngineFailed */
  async pushState(work: Workplace, state: string): Promise<void> {
    await this.answer(work, ['state', 'push', '-lock-timeout=20s', '-'], state);
  }

  /** Root outputs. @throws EngineFailed */
  async output(work: Workplace): Promise<unknown> {
    return this.json(work, ['output', '-json']);
  }

  private environment(site: SiteConnection, folder: string, pluginCache?: string): Record<string, string> {
    const { env, cli, charts } = this.setup;
    const encryption = this.setup.encryption?.get(site.id);
    return engineEnvironment(env, {
      site,
      dataDirectory: join(folder, '.terraform'),
      ...(cli.file === undefined ? {} : { cliConfiguration: cli.file }),
      ...(pluginCache === undefined ? {} : { pluginCache }),
      ...(charts === undefined ? {} : { charts }),
      ...(encryption === undefined ? {} : { encryption }),
    });
  }

  private async initialise(stack: EngineStack, folder: string, env: Record<string, string>, override: string): Promise<void> {
    const marker = join(folder, 'init.json');
    const { kind, version } = this.program;
    const fingerprint = createHash('sha256').update(JSON.stringify([override, requiredProviders(stack.json), kind, version, this.setup.cli.file ?? ''])).digest('hex');
    if ((await textOf(marker)) === fingerprint && (await stands(join(folder, '.terraform')))) return;
    const init = async (): Promise<void> => {
      const shared = join(this.setup.home, 'work', this.setup.connection.name, 'providers.lock.hcl');
      const own = join(folder, '.terraform.lock.hcl');
      const known = await readLock(shared);
      if ((await textOf(own)) === undefined && known.length > 0) await writeWhole(own, lockFileText(known), { replace: true });
      const cache = join(this.setup.home, 'cache', 'providers');
      if (!this.setup.cli.mirror) await mkdir(cache, { recursive: true });
      const log = this.logOf(stack.name, 'init');
      const once = () =>
        this.started(() =>
          runEngine({
            program: this.program.path,
            args: ['init', '-input=false', '-no-color', '-reconfigure'],
            folder,
            env: this.setup.cli.mirror ? env : { ...env, TF_PLUGIN_CACHE_DIR: cache },
            log,
            interrupt: this.setup.interrupt,
          }),
        );
      let { code, interrupted } = await once();
      // Each stack that comes first to a database may lose a race there, once per rival at most.
      for (let tries = 1; tries < 5 && code !== 0 && !interrupted && isCreationRace((await textOf(log)) ?? ''); tries += 1) ({ code, interrupted } = await once());
      if (code !== 0) {
        const error = firstTextError((await textOf(log)) ?? '');
        throw new EngineFailed(summaryOf(error === undefined ? [] : [error]) ?? `${kind} init: ${code}`, log, interrupted, error === undefined ? [] : [error]);
      }
      const found = await readLock(own);
      if (found.length > 0) await writeWhole(shared, lockFileText(mergeProviders(known, found)), { replace: true });
      await writeWhole(marker, fingerprint, { replace: true });
    };
    // One at a time where a plugin cache is written: engines do not lock it. A mirror is only read.
    if (this.setup.cli.mirror) await init();
    else await (this.gate = this.gate.then(init, init));
  }

  private async streamed(work: Workplace, verb: string, args: readonly string[], onLine: OnLine | undefined): Promise<void> {
    const log = this.logOf(work.stack.name, verb);
    const diagnostics: EngineDiagnostic[] = [];
    const { code, interrupted } = await this.started(() =>
      runEngine({
        program: this.program.path,
        args,
        folder: work.folder,
        env: work.env,
        log,
        interrupt: this.setup.interrupt,
        ...(verb === 'apply' ? { patience: toFinish } : {}),
        onLine: (text) => {
          const line = parseEngineLine(text);
          if (line === undefined) return;
          if (line.is === 'diagnostic') diagnostics.push(line.diagnostic);
          onLine?.(line);
        },
      }),
    );
    if (code === 0) return;
    const text = summaryOf(diagnostics) ?? firstTextError((await textOf(log)) ?? '')?.summary ?? `${this.program.kind} ${verb}: ${code}`;
    throw new EngineFailed(text, log, interrupted, diagnostics);
  }

  private async json(work: Workplace, args: readonly string[]): Promise<unknown> {
    return JSON.parse((await this.answer(work, args)).toString('utf8')) as unknown;
  }

  /** What it prints, kept in memory alone. */
  private async answer(work: Workplace, args: readonly string[], input?: string): Promise<Buffer> {
    const { code, interrupted, output, errors } = await this.started(() =>
      readEngine({ program: this.program.path, args, folder: work.folder, env: work.env, interrupt: this.setup.interrupt, ...(input === undefined ? {} : { input }) }, largestPlan),
    );
    if (code !== 0) throw new EngineFailed(summaryOfText(errors) ?? visible(errors, 200), '', interrupted);
    return output;
  }

  /** After a Ctrl-C nothing new starts. */
  private async started<T>(run: () => Promise<T>): Promise<T> {
    if (this.setup.interrupt.aborted) throw new EngineFailed('interrupted before it started', '', true);
    return run();
  }

  private logOf(stack: string, verb: string): string {
    return join(this.setup.logs, `${stack}.${verb}.log`);
  }

  /** Removes what a destroyed stack leaves on this machine: local state, its backups, the work folder. */
  async forget(work: Workplace): Promise<void> {
    const { home, connection, ledger } = this.setup;
    const state = join(home, 'state', connection.name, `${work.stack.name}.tfstate`);
    await rm(state, { force: true });
    await rm(`${state}.backup`, { force: true });
    await rm(work.folder, { recursive: true, force: true });
    await ledger.forget(work.stack.name);
  }
}

function requiredProviders(json: string): unknown {
  try {
    return (JSON.parse(json) as { terraform?: { required_providers?: unknown } }).terraform?.required_providers ?? null;
  } catch {
    return null;
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

const readLock = async (path: string): Promise<LockedProvider[]> => parseLockFile((await textOf(path)) ?? '');

async function writeIfChanged(path: string, content: string): Promise<void> {
  if ((await textOf(path)) !== content) await writeWhole(path, content, { replace: true, mode: 0o600 });
}

async function stands(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
