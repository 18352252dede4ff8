import { chmod, chown, mkdir, rm, writeFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentFailure } from '../../failure.js';
import { logTail, startDetached, type DetachedProcess } from '../sandbox/detached.js';
import { pause } from '../sandbox/pause.js';
import { visible } from '../visible.js';
import type { Network } from './network.js';
import { followSettings, postgresPort, quoted, settingsOf, type ReplicationSettings } from './postgres-settings.js';
import type { LaboratoryTools } from './probe.js';
import { runProgram, tryProgram, type Ran, type RunOptions } from './run-program.js';
import { asUser } from './tools.js';

/** Milliseconds a server gets until it takes connections. */
const startWait = 60_000;

/** One PostgreSQL server at a node of a laboratory, owned by another user than root. */
export class PostgresServer {
  readonly data: string;
  /** Folder of its socket: root reaches the server by it, whatever becomes of the network. */
  readonly socketFolder: string;
  readonly log: string;
  #process: DetachedProcess | undefined;

  constructor(
    readonly name: string,
    readonly node: number,
    readonly folder: string,
    private readonly network: Network,
    private readonly tools: LaboratoryTools,
    private readonly signal: AbortSignal,
  ) {
    this.data = join(folder, 'data');
    this.socketFolder = join(folder, 'socket');
    this.log = join(folder, 'postgres.log');
  }

  /** An empty database, ready to be started. Its log comes in small files: what is copied whole is little. */
  async init(settings: ReplicationSettings): Promise<void> {
    await this.#folders();
    await this.#asUser(this.tools.postgres.initdb, ['-D', this.data, '-U', 'ndc', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--data-checksums', '--wal-segsize=1', '--no-sync']);
    await writeFile(join(this.data, 'pg_hba.conf'), 'local all ndc trust\nhost all ndc 10.0.0.0/8 trust\nhost all ndc 127.0.0.1/32 trust\nhost replication ndc 10.0.0.0/8 trust\nhost replication ndc 127.0.0.1/32 trust\nlocal replication ndc trust\n');
    await this.configure(settings);
  }

  async configure(settings: ReplicationSettings, more: readonly string[] = []): Promise<void> {
    await this.#write('postgresql.conf', [...settingsOf(this.name, this.socketFolder, settings), ...more]);
  }

  /** A copy of another server's data as it is now, log included; it becomes a standby of whatever `follow` names. */
  async cloneFrom(host: string, settings: ReplicationSettings, follow: { readonly host: string; readonly port: number }): Promise<void> {
    await rm(this.data, { recursive: true, force: true });
    await this.#folders();
    await this.#asUser(this.tools.postgres.pg_basebackup, ['-D', this.data, '-h', host, '-p', String(postgresPort), '-U', 'ndc', '-X', 'stream', '-c', 'fast', '--no-sync', '--no-password'], { timeout: 300_000 });
    await this.follow(settings, follow.host, follow.port);
  }

  /** A copy of the data as one compressed archive, without the log it needs: that comes from the log's own archive. */
  async baseBackup(): Promise<Uint8Array> {
    const folder = join(this.folder, 'base');
    await this.#asUser(this.tools.postgres.pg_basebackup, ['-D', folder, '-h', this.socketFolder, '-p', String(postgresPort), '-U', 'ndc', '-Ft', '-z', '-X', 'none', '-c', 'fast', '--no-sync', '--no-password', '--no-manifest'], { timeout: 300_000 });
    const bytes = await readFile(join(folder, 'base.tar.gz'));
    await rm(folder, { recursive: true, force: true });
    return bytes;
  }

  /** Lays out such an archive, and a recovery up to an instant: the next start plays the log that far and opens the database. */
  async restore(base: Uint8Array, restoreCommand: string, settings: ReplicationSettings, before: string): Promise<void> {
    await rm(this.data, { recursive: true, force: true });
    await this.#folders();
    const archive = join(this.folder, 'base.tar.gz');
    await writeFile(archive, base, { mode: 0o644 });
    await this.#asUser('mkdir', ['-m', '0700', this.data]);
    await chown(archive, this.tools.user.uid, this.tools.user.gid);
    await this.#asUser('tar', ['-xzf', archive, '-C', this.data]);
    await rm(archive);
    await rm(join(this.data, 'postgresql.auto.conf'), { force: true });
    await this.configure(settings, [`restore_command = ${quoted(restoreCommand)}`, `recovery_target_time = ${quoted(before)}`, `recovery_target_inclusive = off`, `recovery_target_action = 'promote'`]);
    await this.#write('recovery.signal', []);
  }

  /** Makes it a standby that follows another server from its next start on. */
  async follow(settings: ReplicationSettings, host: string, port = postgresPort): Promise<void> {
    await rm(join(this.data, 'postgresql.auto.conf'), { force: true });
    await this.configure(settings, followSettings(this.name, host, port));
    await this.#write('standby.signal', []);
  }

  /** Starts it and waits until it takes connections. @throws EnvironmentFailure NDC-X423 with the end of its log. */
  async start(): Promise<void> {
    this.#process = await startDetached(
      { file: 'ip', args: this.network.at(this.node, asUser(this.tools.user, [this.tools.postgres.postgres, '-D', this.data])), logFile: this.log, place: `${this.name}: postgres` },
      () => undefined,
    );
    const deadline = performance.now() + startWait;
    for (;;) {
      this.signal.throwIfAborted();
      const { code } = await this.#psql('select 1', 10_000);
      if (code === 0) return;
      if (this.#process.ended() !== undefined || performance.now() > deadline) throw await this.#startFailure();
      await pause(50, this.signal);
    }
  }

  /** Ends it in order: every client is let go, and a last checkpoint is written. */
  async stop(): Promise<void> {
    const pid = await this.#pid();
    if (pid === undefined) return;
    process.kill(pid, 'SIGINT');
    await this.#ended(pid, 60_000);
  }

  /** Whether the server's process runs. */
  async runs(): Promise<boolean> {
    return (await this.#pid()) !== undefined;
  }

  /** Rows of a query, fields parted by `|`. @throws EnvironmentFailure NDC-X424 */
  async rows(sql: string, timeout?: number): Promise<readonly string[]> {
    const { code, stdout, said } = await this.#psql(sql, timeout ?? 60_000);
    if (code === 0) return stdout === '' ? [] : stdout.split('\n');
    this.signal.throwIfAborted();
    throw new EnvironmentFailure('NDC-X424', { vi: `phòng thử: ${this.name} không trả lời "${visible(sql, 120)}": ${said}.`, en: `laboratory: ${this.name} did not answer "${visible(sql, 120)}": ${said}.` });
  }

  async value(sql: string, timeout?: number): Promise<string> {
    return (await this.rows(sql, timeout))[0] ?? '';
  }

  /** Makes a standby a primary, and waits until it writes. */
  async promote(): Promise<void> {
    await this.value('select pg_promote(true, 60)', 90_000);
    await this.opened();
  }

  /** Waits until it writes, and its new history is known to others. */
  async opened(): Promise<void> {
    for (let tries = 0; (await this.value('select pg_is_in_recovery()')) !== 'f'; tries += 1) {
      if (tries > 400) throw new EnvironmentFailure('NDC-X424', { vi: `phòng thử: ${this.name} không thành bản chính.`, en: `laboratory: ${this.name} did not become a primary.` });
      await pause(50, this.signal);
    }
    // Only a checkpoint writes the new timeline where pg_rewind looks for it.
    await this.rows('checkpoint');
  }

  /** Tries whether its data can be wound back to where another server's history parted from it. Nothing is changed by a dry run. */
  async rewind(host: string, { dryRun }: { readonly dryRun: boolean }): Promise<Ran> {
    const [file, args] = this.#command(this.tools.postgres.pg_rewind, [...(dryRun ? ['--dry-run'] : []), '-D', this.data, `--source-server=host=${host} port=${String(postgresPort)} user=ndc dbname=postgres sslmode=disable connect_timeout=5`, '--no-sync']);
    return tryProgram(file, args, { signal: this.signal, timeout: 300_000 });
  }

  /** Waits until a standby has replayed up to a position. @returns milliseconds it took. */
  async replayed(lsn: string, timeout = 120_000): Promise<number> {
    const begun = performance.now();
    while ((await this.value(`select coalesce(pg_last_wal_replay_lsn() >= '${lsn}'::pg_lsn, false)`)) !== 't') {
      if (performance.now() - begun > timeout) throw new EnvironmentFailure('NDC-X424', { vi: `phòng thử: ${this.name} không theo kịp tới ${lsn}.`, en: `laboratory: ${this.name} did not catch up to ${lsn}.` });
      await pause(50, this.signal);
    }
    return performance.now() - begun;
  }

  /** Where this primary's history parted from the one before: the position at which it was promoted. */
  async partedAt(): Promise<string> {
    const history = await this.value(`select regexp_replace(pg_read_file('pg_wal/' || left(pg_walfile_name(pg_current_wal_lsn()), 8) || '.history'), '[[:space:]]+', ' ', 'g')`);
    return history.match(/[0-9A-F]+\/[0-9A-F]+/g)?.at(-1) ?? '0/0';
  }

  /** Path of psql, for a client elsewhere. */
  get psql(): string {
    return this.tools.postgres.psql;
  }

  async #psql(sql: string, timeout: number): Promise<Ran> {
    return tryProgram(this.tools.postgres.psql, ['-h', this.socketFolder, '-p', String(postgresPort), '-U', 'ndc', '-d', 'postgres', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-f', '-'], { input: sql, signal: this.signal, timeout });
  }

  async #folders(): Promise<void> {
    const { uid, gid } = this.tools.user;
    for (const folder of [this.folder, this.socketFolder]) {
      await mkdir(folder, { recursive: true });
      await chown(folder, uid, gid);
      await chmod(folder, 0o700);
    }
  }

  async #write(name: string, lines: readonly string[]): Promise<void> {
    const path = join(this.data, name);
    await writeFile(path, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
    await chown(path, this.tools.user.uid, this.tools.user.gid);
  }

  /** The program as the other user at this node. */
  #command(file: string, args: readonly string[]): readonly [string, readonly string[]] {
    return ['ip', this.network.at(this.node, asUser(this.tools.user, [file, ...args]))];
  }

  async #asUser(file: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
    const [program, all] = this.#command(file, args);
    return runProgram(program, all, { signal: this.signal, ...options });
  }

  async #pid(): Promise<number | undefined> {
    const first = (await readFile(join(this.data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0] ?? '';
    const pid = Number(first);
    if (!Number.isInteger(pid) || pid <= 0) return undefined;
    // The file outlives a server that was killed; its pid counts only within this node.
    const { stdout } = await tryProgram('ip', ['netns', 'pids', this.network.namespace(this.node)]);
    return stdout.split(/\s+/).includes(String(pid)) ? pid : undefined;
  }

  async #ended(pid: number, timeout: number): Promise<void> {
    const deadline = performance.now() + timeout;
    while ((await this.#pid()) === pid) {
      if (performance.now() > deadline) throw new EnvironmentFailure('NDC-X424', { vi: `phòng thử: ${this.name} không dừng.`, en: `laboratory: ${this.name} does not stop.` });
      await pause(30, this.signal);
    }
  }

  async #startFailure(): Promise<EnvironmentFailure> {
    const tail = visible((await logTail(this.log)).replaceAll('\n', '; '), 800);
    return new EnvironmentFailure('NDC-X423', { vi: `phòng thử: PostgreSQL tại ${this.name} không khởi động: ${tail}.`, en: `laboratory: PostgreSQL at ${this.name} did not start: ${tail}.` });
  }
}
