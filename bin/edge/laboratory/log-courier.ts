import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { defaultLockOf, lockOf, type DefaultLock } from '../object-store/lock.js';
import type { ObjectStore } from '../object-store/object-store.js';
import { versionsIn, type StoredVersion } from '../object-store/versions.js';
import { pause } from '../sandbox/pause.js';
import type { OtherUser } from './tools.js';

const wake = 50;

/** Seconds a server waits for the store before it tries again. */
const patience = 120;

/**
 * Hands a file over and waits until it lies locked in the store. PostgreSQL's own user runs it and may read neither this
 * package nor any credential: what talks to the store is the courier.
 */
const keepScript = (spool: string): string => `#!/bin/sh
# $1 path of the file below the server's data, $2 its name
set -eu
to='${spool}'/"$2"
rm -f "$to.failed"
cp "$1" "$to.part"
mv "$to.part" "$to.out"
tries=0
while [ ! -e "$to.done" ]; do
  if [ -e "$to.failed" ] || [ "$tries" -ge ${String(patience * 10)} ]; then rm -f "$to.failed"; exit 1; fi
  tries=$((tries + 1))
  sleep 0.1
done
rm -f "$to.done"
`;

/** Asks for a file and waits for it, or for the word that there is none. */
const fetchScript = (spool: string): string => `#!/bin/sh
# $1 name of the file, $2 where it goes, below the server's data
set -eu
from='${spool}'/"$1"
: > "$from.want"
tries=0
while :; do
  if [ -e "$from.have" ]; then mv "$from.have" "$2"; exit 0; fi
  if [ -e "$from.none" ]; then rm -f "$from.none"; exit 1; fi
  if [ "$tries" -ge ${String(patience * 10)} ]; then exit 1; fi
  tries=$((tries + 1))
  sleep 0.1
done
`;

export interface CourierOptions {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly prefix: string;
  /** Folder of this courier, in one that other users may pass. */
  readonly folder: string;
  readonly user: OtherUser;
}

/** An object that a restore took: which version, and until when nobody can destroy it. */
export interface TakenVersion {
  readonly key: string;
  readonly versionId: string;
  readonly lockedUntil: number;
  /** Versions and delete markers that were written over it later, and not believed. */
  readonly later: number;
}

/** Carries files of a server's log, and copies of its data, to a store and back: locked on the way there, and only locked ones on the way back. */
export class LogCourier {
  readonly taken: TakenVersion[] = [];
  readonly #spool: string;
  #stopping = false;
  #failure: Error | undefined;
  #run: Promise<void> = Promise.resolve();
  #history: Promise<ReadonlyMap<string, readonly StoredVersion[]>> | undefined;
  #byDefault: Promise<DefaultLock | undefined> | undefined;

  constructor(private readonly options: CourierOptions) {
    this.#spool = join(options.folder, 'spool');
  }

  async start(): Promise<void> {
    const { folder, user } = this.options;
    await mkdir(this.#spool, { recursive: true });
    await chmod(folder, 0o711);
    await chown(this.#spool, user.uid, user.gid);
    for (const [name, text] of [['keep', keepScript(this.#spool)], ['fetch', fetchScript(this.#spool)]] as const) {
      await writeFile(join(folder, name), text);
      await chmod(join(folder, name), 0o755);
    }
    this.#run = this.#serve();
  }

  /** For archive_command. */
  get keepCommand(): string {
    return `${join(this.options.folder, 'keep')} "%p" "%f"`;
  }

  /** For restore_command. */
  get fetchCommand(): string {
    return `${join(this.options.folder, 'fetch')} "%f" "%p"`;
  }

  /** Puts one object under the bucket's default lock, as backup tools do, and reads it back: only then is it kept. */
  async put(name: string, bytes: Uint8Array): Promise<void> {
    const { store, bucket, prefix } = this.options;
    const { PutObjectCommand } = await import('@aws-sdk/client-s3');
    const { VersionId } = await store.client.send(new PutObjectCommand({ Bucket: bucket, Key: `${prefix}${name}`, Body: bytes, Metadata: { sha256: sha256(bytes) } }));
    if (VersionId === undefined) throw new Error(`${name} was kept without a version`);
    if (sha256(await this.#read(`${prefix}${name}`, VersionId)) !== sha256(bytes)) throw new Error(`${name} reads back otherwise than it was written`);
  }

  /** The first locked version of an object: what was written over it later came from somebody else. */
  async get(name: string): Promise<Uint8Array | undefined> {
    const { store, bucket, prefix } = this.options;
    const key = `${prefix}${name}`;
    const versions = (await this.#versions()).get(key) ?? [];
    for (const [index, version] of versions.entries()) {
      if (version.size === undefined) continue;
      const lock = await lockOf(store, bucket, version, await (this.#byDefault ??= defaultLockOf(store, bucket)));
      if (lock?.mode !== 'COMPLIANCE' || lock.until <= Date.now()) continue;
      const bytes = await this.#read(key, version.versionId);
      this.taken.push({ key, versionId: version.versionId, lockedUntil: lock.until, later: versions.length - index - 1 });
      return bytes;
    }
    return undefined;
  }

  /** Ends it. @throws whatever kept it from carrying */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#run;
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #serve(): Promise<void> {
    while (!this.#stopping) {
      const names = await readdir(this.#spool).catch(() => []);
      for (const name of names.sort()) {
        if (name.endsWith('.out')) await this.#keep(name.slice(0, -4));
        else if (name.endsWith('.want')) await this.#fetch(name.slice(0, -5));
      }
      await pause(wake);
    }
  }

  async #keep(name: string): Promise<void> {
    const file = join(this.#spool, `${name}.out`);
    try {
      await this.put(name, await readFile(file));
      await rm(file);
      await this.#say(`${name}.done`);
    } catch (error) {
      // The server tries again; while a link is cut, that is all there is to do.
      this.#failure = error instanceof Error ? error : new Error(String(error));
      await rm(file, { force: true });
      await this.#say(`${name}.failed`);
      return;
    }
    this.#failure = undefined;
  }

  async #fetch(name: string): Promise<void> {
    await rm(join(this.#spool, `${name}.want`), { force: true });
    const bytes = await this.get(name).catch((error: unknown) => {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      return undefined;
    });
    await (bytes === undefined ? this.#say(`${name}.none`) : this.#say(`${name}.have`, bytes));
  }

  async #say(name: string, bytes: Uint8Array = new Uint8Array()): Promise<void> {
    const part = join(this.#spool, `.${name}`);
    await writeFile(part, bytes, { mode: 0o600 });
    await chown(part, this.options.user.uid, this.options.user.gid);
    await rename(part, join(this.#spool, name));
  }

  /** Every version by key, oldest first; asked once, since a restore reads what is there. */
  #versions(): Promise<ReadonlyMap<string, readonly StoredVersion[]>> {
    return (this.#history ??= this.#list());
  }

  async #list(): Promise<ReadonlyMap<string, readonly StoredVersion[]>> {
    const { store, bucket, prefix } = this.options;
    const found = new Map<string, StoredVersion[]>();
    // Newest first within a key.
    for await (const version of versionsIn(store, bucket, prefix)) found.set(version.key, [version, ...(found.get(version.key) ?? [])]);
    return new Map([...found].map(([key, versions]) => [key, versions.sort((a, b) => a.at - b.at)]));
  }

  async #read(Key: string, VersionId: string): Promise<Uint8Array> {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    const { Body } = await this.options.store.client.send(new GetObjectCommand({ Bucket: this.options.bucket, Key, VersionId }));
    if (!(Body instanceof Readable)) throw new Error('the store sent no content');
    const chunks: Buffer[] = [];
    for await (const chunk of Body) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
