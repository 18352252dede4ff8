import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Text } from '../../../sites/model/text.js';
import { programEntry } from '../program-entry.js';
import { logTail, startDetached } from '../sandbox/detached.js';
import { pause } from '../sandbox/pause.js';
import { ownIdentity } from '../sandbox/process-identity.js';
import { EnvironmentFailure } from '../../failure.js';
import { removeAbandoned, removeLaboratory } from './leftovers.js';
import { addressOf, laboratoryFolder, ownerFile } from './names.js';
import { Network } from './network.js';
import { PostgresServer } from './postgres.js';
import { postgresPort } from './postgres-settings.js';
import { probeMachine, type LaboratoryTools } from './probe.js';
import type { Route } from './relay.js';

/** A link between two of the sites, as the laboratory has it. */
export interface LaboratoryLink {
  readonly between: readonly [string, string];
  readonly bitsPerSecond: number;
  readonly rttMs: number;
}

export interface LaboratoryOptions {
  /** Three of them: where the database runs, its standby, and the third. */
  readonly sites: readonly string[];
  readonly links: readonly LaboratoryLink[];
  readonly packageRoot: string;
  readonly onProgress: (line: Text) => void;
  readonly signal: AbortSignal;
}

/** Port at which a site finds another's database, as far away as the other is. */
const relayPort = (site: number): number => 6_500 + site;

/**
 * Sites as network namespaces on one machine, joined by links of their rate and delay, with one more namespace in which
 * clients stand. Everything runs inside, so that everything is found and ended.
 */
export class Laboratory {
  readonly network: Network;
  readonly folder: string;

  private constructor(
    readonly id: string,
    readonly tools: LaboratoryTools,
    private readonly options: LaboratoryOptions,
  ) {
    this.network = new Network(id, options.sites.length + 1);
    this.folder = laboratoryFolder(id);
  }

  /**
   * Makes a laboratory; what one that was killed left behind is removed first. Aborted or failed, nothing is left.
   *
   * @throws EnvironmentFailure NDC-X420 where the machine cannot, NDC-X421 where a program fails.
   */
  static async make(options: LaboratoryOptions): Promise<Laboratory> {
    const tools = await probeMachine();
    const removed = await removeAbandoned();
    if (removed.length > 0) options.onProgress({ vi: `đã dọn ${String(removed.length)} phòng thử bị bỏ dở: ${removed.join(', ')}`, en: `removed ${String(removed.length)} laboratories that were broken off: ${removed.join(', ')}` });
    const laboratory = new Laboratory(randomBytes(3).toString('hex'), tools, options);
    try {
      await mkdir(laboratory.folder, { mode: 0o711 });
      await chmod(laboratory.folder, 0o711);
      // First of all files: whoever finds the folder knows whose it is.
      await writeFile(ownerFile(laboratory.id), JSON.stringify(await ownIdentity()));
      await laboratory.#build();
      return laboratory;
    } catch (error) {
      await laboratory.remove();
      throw error;
    }
  }

  /** The namespace in which clients stand. */
  get clients(): number {
    return this.options.sites.length;
  }

  get signal(): AbortSignal {
    return this.options.signal;
  }

  node(site: string): number {
    const found = this.options.sites.indexOf(site);
    if (found < 0) throw new Error(`no site ${site} in the laboratory`);
    return found;
  }

  server(site: string): PostgresServer {
    return this.serverIn(site, site);
  }

  /** Another server at a site, with files of its own; two at once have one port, and the second does not start. */
  serverIn(site: string, folder: string): PostgresServer {
    return new PostgresServer(site, this.node(site), join(this.folder, folder), this.network, this.tools, this.signal);
  }

  /** Where a site's database is for another site: its relay, which is as far away as that site. */
  reach(site: string): { readonly host: string; readonly port: number } {
    return { host: '127.0.0.1', port: relayPort(this.node(site)) };
  }

  /** Where clients find a site. */
  addressForClients(site: string): string {
    return addressOf(this.node(site), this.clients);
  }

  /** Address of a site as another reaches it, without the delay of its relay. */
  addressFor(site: string, from: string): string {
    return addressOf(this.node(site), this.node(from));
  }

  /** Gives every link its rate. Until then they are as fast as the machine, so that what is laid out beforehand takes no time. */
  async shape(): Promise<void> {
    for (const { between: [a, b], bitsPerSecond } of this.options.links) await this.network.shape(this.node(a), this.node(b), { bitsPerSecond }, { signal: this.signal });
  }

  async cut(a: string, b: string): Promise<void> {
    await this.network.cut(this.node(a), this.node(b));
  }

  async heal(a: string, b: string): Promise<void> {
    await this.network.heal(this.node(a), this.node(b));
  }

  /** Clients lose their way to a site: the edge is withdrawn. */
  async withdraw(site: string): Promise<void> {
    await this.network.cut(this.node(site), this.clients);
  }

  async admit(site: string): Promise<void> {
    await this.network.heal(this.node(site), this.clients);
  }

  /** A site loses its power: its links go, and every process of it. @returns how many processes there were. */
  async kill(site: string): Promise<number> {
    await this.network.isolate(this.node(site));
    return this.network.killAll(this.node(site));
  }

  /** A site has power again: its links, and what the platform itself runs there. */
  async revive(site: string): Promise<void> {
    await this.network.rejoin(this.node(site));
    await this.#relay(this.node(site));
  }

  /** Ends every process and removes every namespace, link and file. Asked twice, it does nothing. */
  async remove(): Promise<void> {
    await removeLaboratory(this.id);
  }

  async #build(): Promise<void> {
    await this.network.make({ signal: this.signal });
    for (const site of this.options.sites) await this.#relay(this.node(site));
  }

  /** What a site needs to find the others' databases as far away as they are. */
  async #relay(node: number): Promise<void> {
    const own = this.options.sites[node] ?? '';
    const routes = this.options.sites.flatMap((site, other): Route[] => (other === node ? [] : [{ listen: relayPort(other), to: { host: addressOf(other, node), port: postgresPort }, delayMs: this.delayBetween(own, site) }]));
    await this.startRelay(node, routes);
  }

  /** Starts a relay at a node, and waits until it listens. */
  async startRelay(node: number, routes: readonly Route[]): Promise<void> {
    const ready = join(this.folder, `relay-${String(node)}-${randomBytes(3).toString('hex')}.ready`);
    const entry = programEntry(this.options.packageRoot, 'laboratory-relay', ['bin', 'edge', 'laboratory', 'relay.ts'], import.meta.url);
    const logFile = join(this.folder, `relay-${String(node)}.log`);
    const relay = await startDetached({ file: 'ip', args: this.network.at(node, [process.execPath, ...entry, JSON.stringify(routes), ready]), logFile, place: `relay ${String(node)}` }, () => undefined);
    const deadline = performance.now() + 60_000;
    while ((await readFile(ready, 'utf8').catch(() => '')) !== 'ready') {
      this.signal.throwIfAborted();
      if (relay.ended() !== undefined || performance.now() > deadline) {
        const tail = await logTail(logFile);
        throw new EnvironmentFailure('NDC-X423', { vi: `phòng thử: bộ chuyển tiếp không khởi động: ${tail}.`, en: `laboratory: a relay did not start: ${tail}.` });
      }
      await pause(30, this.signal);
    }
  }

  /** Milliseconds one way. */
  delayBetween(a: string, b: string): number {
    return (this.options.links.find(({ between }) => between.includes(a) && between.includes(b))?.rttMs ?? 0) / 2;
  }
}
