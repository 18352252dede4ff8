import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, parseDocument, stringify } from 'yaml';
import { EnvironmentFailure } from '../failure.js';
import { runProgram } from './laboratory/run-program.js';
import { sandboxDown } from './sandbox/down.js';
import { acquireLock, isRefusal, type HeldLock } from './sandbox/lock.js';
import { shownPath } from './shown-path.js';

/** Name of the sandbox, and of the connection, of a drill. */
export const drillConnection = 'drill';

/** Two people who are nobody: their keys are made for the drill and end with it. */
const people = ['dien-tap-1', 'dien-tap-2'] as const;

/** A project of a drill's own: the data as they are, for fewer organisations, with two keys that may sign. */
export class DrillProject {
  readonly data: string;
  readonly home: string;

  private constructor(
    readonly directory: string,
    private readonly lock: HeldLock,
  ) {
    this.data = join(directory, 'data');
    this.home = join(directory, '.ndc');
  }

  /**
   * Makes it anew; what a drill that was killed left in its place is ended and removed first.
   *
   * @throws EnvironmentFailure NDC-X427 while another drill has the place.
   */
  static async make(home: string, sites: string, organisations: readonly string[]): Promise<DrillProject> {
    const directory = join(home, 'drills', 'planes');
    await mkdir(join(home, 'drills'), { recursive: true });
    const lock = await acquireLock(`${directory}.lock`, 0);
    if (isRefusal(lock)) throw new EnvironmentFailure('NDC-X427', { vi: `${shownPath(directory)}: một cuộc diễn tập khác đang chạy (${lock.heldBy}). Hãy chờ hoặc dừng nó rồi chạy lại.`, en: `${shownPath(directory)}: another drill is running (${lock.heldBy}). Wait for it or end it, then run again.` });
    const project = new DrillProject(directory, lock);
    try {
      await project.#clear();
      await cp(sites, project.data, { recursive: true });
      for (const folder of ['transitions', 'records']) await rm(join(project.data, folder), { recursive: true, force: true });
      for (const name of await readdir(join(project.data, 'tenants'))) if (!organisations.some((id) => name === `${id}.yaml`)) await rm(join(project.data, 'tenants', name));
      const keys = [];
      for (const person of people) {
        await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', person, '-f', project.keyOf(person)]);
        const [type = '', key = ''] = (await readFile(`${project.keyOf(person)}.pub`, 'utf8')).split(' ');
        keys.push({ name: `${person}@drill.example`, key: `${type} ${key}` });
      }
      await writeFile(join(project.data, 'catalogue', 'signers.yaml'), stringify({ apiVersion: 'ndc.gov.vn/v1', kind: 'Signers', signers: keys }));
      return project;
    } catch (error) {
      await project.remove();
      throw error;
    }
  }

  /** Files of the keys that may sign. */
  get keys(): readonly string[] {
    return people.map((person) => this.keyOf(person));
  }

  /** Lets the connection that the sandbox wrote use an engine. */
  async useEngine(path: string): Promise<void> {
    const file = join(this.home, 'connections', `${drillConnection}.yaml`);
    await writeFile(file, stringify({ ...(parse(await readFile(file, 'utf8')) as Record<string, unknown>), engine: { path } }), { mode: 0o600 });
  }

  /** Leaves out waivers that cover nothing of the organisations that stayed. */
  async dropWaivers(unused: readonly { readonly policy: string; readonly on: string }[]): Promise<void> {
    const file = join(this.data, 'waivers.yaml');
    const document = parseDocument(await readFile(file, 'utf8'));
    const { waivers = [] } = document.toJS() as { waivers?: readonly { policy: string; cause?: string; fingerprint?: string }[] };
    const needless = new Set(unused.map(({ policy, on }) => `${policy} ${on}`));
    document.set('waivers', document.createNode(waivers.filter(({ policy, cause, fingerprint }) => !needless.has(`${policy} ${cause ?? fingerprint ?? ''}`))));
    await writeFile(file, String(document));
  }

  /** Ends the sandbox and removes every file. */
  async remove(): Promise<void> {
    try {
      await this.#clear();
      await rm(this.directory, { recursive: true, force: true });
    } finally {
      await this.lock.release();
    }
  }

  private keyOf(person: string): string {
    return join(this.directory, person);
  }

  async #clear(): Promise<void> {
    await sandboxDown({ home: this.home, name: drillConnection, onProgress: () => undefined });
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
  }
}
