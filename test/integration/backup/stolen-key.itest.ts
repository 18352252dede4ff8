import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BackupExtendData, BackupProbeData, BackupRestoreData } from '../../../bin/backup-data.js';
import { backupBucketPolicy } from '../../../sites/intent/backup-access.js';
import { repository } from '../journey/repository.js';
import { RealStore, type Keys } from './object-store.js';

const Bucket = 'ndc-backup';
const day = 86_400_000;

/** Keys as hostile as a store takes them. */
const names = ['bo-y-te/gold/velero/backup.tar', 'bo-y-te/gold/wal/000000010000000000000001', 'kopia/p0123', 'tên có dấu/và khoảng trắng', 'a/${b}/%{c}', 'x'.repeat(200)];
const contentOf = (name: string, generation: string): string => `${generation} ${name} ${'nội dung '.repeat(50)}`;
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('a backup key is stolen', () => {
  let store: RealStore;
  let owner: S3Client;
  let thief: S3Client;
  let writerKeys: Keys;
  let keeperKeys: Keys;
  let folder: string;
  /** Before the theft. */
  let moment = '';

  const ndc = (keys: Keys, ...args: string[]) =>
    execa(process.execPath, [join(repository, 'bin/ndc'), ...args, '--lang', 'en'], { cwd: folder, reject: false, env: { NO_COLOR: '1', AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey } });
  const json = async <T>(keys: Keys, ...args: string[]): Promise<{ code: number | undefined; data: T; all: string }> => {
    const { exitCode, stdout, stderr } = await ndc(keys, ...args, '--json');
    try {
      return { code: exitCode, data: JSON.parse(stdout) as T, all: stdout + stderr };
    } catch {
      throw new Error(`no JSON (exit ${exitCode}): ${stdout}${stderr}`);
    }
  };
  const refusedAs = async (request: Promise<unknown>): Promise<string> => request.then(() => 'PERMITTED', (error: unknown) => (error as { name: string }).name);

  beforeAll(async () => {
    store = await RealStore.start();
    owner = store.client(store.owner);
    writerKeys = await store.user('nguoi-ghi');
    keeperKeys = await store.user('nguoi-giu-khoa');
    thief = store.client(writerKeys);
    folder = await store.project('nguoi-truc');
    await owner.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    await owner.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 35 } } } }));
    await owner.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(backupBucketPolicy(Bucket, writerKeys.accessKeyId, keeperKeys.accessKeyId)) }));
    // As backup tools write: the bucket's default lock has to hold it.
    for (const Key of names) await thief.send(new PutObjectCommand({ Bucket, Key, Body: contentOf(Key, 'cũ') }));
    // Stores keep whole seconds: the theft begins in a later one.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    moment = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
  });
  afterAll(() => store.stop());

  it('the probe says what it can do: write, and destroy nothing', async () => {
    const { code, data } = await json<BackupProbeData>(writerKeys, 'backup', 'probe', '--site', 'ndc-01', '--bucket', Bucket);
    expect(data.rows.map(({ act, did }) => [act, did])).toEqual([
      ['write', 'permitted'],
      ['overwrite', 'permitted'],
      ['shorten-retention', 'refused'],
      ['bypass-retention', 'refused'],
      ['delete-marker', 'permitted'],
      ['delete-version', 'refused'],
      ['change-versioning', 'refused'],
      ['change-lock', 'refused'],
      ['change-lifecycle', 'refused'],
      ['change-policy', 'refused'],
    ]);
    expect(code).toBe(0);
  });

  it('the probe finds a bucket on which a thief could do more, and leaves its configuration as it was', async () => {
    await owner.send(new CreateBucketCommand({ Bucket: 'de-bi-pha' }));
    const { code, data } = await json<BackupProbeData>(store.owner, 'backup', 'probe', '--site', 'ndc-01', '--bucket', 'de-bi-pha');
    expect(data.rows.filter(({ fine }) => !fine).map(({ act }) => act)).toEqual(expect.arrayContaining(['change-versioning', 'change-policy']));
    expect(code).toBe(1);
    expect((await owner.send(new GetBucketVersioningCommand({ Bucket: 'de-bi-pha' }))).Status).toBeUndefined();
    expect(await refusedAs(owner.send(new GetBucketPolicyCommand({ Bucket: 'de-bi-pha' })))).not.toBe('PERMITTED');
  });

  it.each([
    ['s3:PutBucketPolicy', 'change-policy', `arn:aws:s3:::kho-ho`],
    ['s3:PutObjectRetention', 'shorten-retention', `arn:aws:s3:::kho-ho/*`],
  ])('the probe finds %s granted, though the identity cannot read what is there', async (action, act, resource) => {
    const bucket = 'kho-ho';
    await owner.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true })).catch(() => undefined);
    await owner.send(new PutObjectLockConfigurationCommand({ Bucket: bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 69 } } } }));
    const statements = backupBucketPolicy(bucket, writerKeys.accessKeyId).Statement.map((one) => ({ ...one, Action: one.Effect === 'Deny' ? one.Action.filter((denied) => denied !== action) : one.Action }));
    await owner.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [...statements, { Sid: 'TooMuch', Effect: 'Allow', Principal: { AWS: [writerKeys.accessKeyId] }, Action: [action], Resource: [resource] }] }) }));
    const { code, data } = await json<BackupProbeData>(writerKeys, 'backup', 'probe', '--site', 'ndc-01', '--bucket', bucket, '--days', '69');
    expect([code, data.rows.filter(({ fine }) => !fine).map((row) => row.act)]).toEqual([1, [act]]);
    // And the policy still stands.
    expect((await owner.send(new GetBucketPolicyCommand({ Bucket: bucket }))).Policy).toContain('TooMuch');
  });

  it('a short lock, and one that can be lifted, are told as such, with what is wanted', async () => {
    const short = await ndc(writerKeys, 'backup', 'probe', '--site', 'ndc-01', '--bucket', Bucket, '--days', '69');
    expect([short.exitCode, short.stdout]).toEqual([1, expect.stringMatching(/COMPLIANCE, 35 days \(COMPLIANCE of 69 days or more is needed\)/)]);
    expect(short.stdout).not.toContain('can destroy backups');
    const vi = await execa(process.execPath, [join(repository, 'bin/ndc'), 'backup', 'probe', '--site', 'ndc-01', '--bucket', 'de-bi-pha', '--lang', 'vi'], { cwd: folder, reject: false, env: { NO_COLOR: '1', AWS_ACCESS_KEY_ID: writerKeys.accessKeyId, AWS_SECRET_ACCESS_KEY: writerKeys.secretAccessKey } });
    expect(vi.stdout).toContain('không thử được (không ghi được gì)');
    expect(vi.stdout).not.toMatch(/could|nothing|cannot/);
  });

  it.each(['probe', 'extend', 'restore'])('%s tells keys the store does not know from rights, and refuses what is no bucket', async (verb) => {
    const more = { probe: [], extend: ['--days', '69'], restore: ['--moment', moment, '--into', 'sach'] }[verb] ?? [];
    const wrong = await ndc({ accessKeyId: writerKeys.accessKeyId, secretAccessKey: 'sai' }, 'backup', verb, '--site', 'ndc-01', '--bucket', Bucket, ...more);
    expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining('NDC-X282')]);
    for (const bucket of ['a/../b', 'x\u001b[31m', 'A', '']) {
      const named = await ndc(writerKeys, 'backup', verb, '--site', 'ndc-01', '--bucket', bucket, ...more);
      expect([named.exitCode, named.stderr]).toEqual([2, expect.stringMatching(/NDC-X290|NDC-X286/)]);
      expect(named.stderr).not.toContain('\u001b[31m');
    }
  });

  it('the thief overwrites, marks as deleted, and tries the rest in vain', async () => {
    const versions = (await thief.send(new ListObjectVersionsCommand({ Bucket }))).Versions ?? [];
    for (const Key of names) {
      const VersionId = versions.find((one) => one.Key === Key)?.VersionId;
      if (VersionId === undefined) throw new Error(`no version of ${Key}`);
      await thief.send(new PutObjectCommand({ Bucket, Key, Body: contentOf(Key, 'đã mã hóa đòi tiền') }));
      expect(await refusedAs(thief.send(new DeleteObjectCommand({ Bucket, Key, VersionId })))).not.toBe('PERMITTED');
      expect(await refusedAs(thief.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention: true })))).not.toBe('PERMITTED');
      expect(await refusedAs(thief.send(new PutObjectRetentionCommand({ Bucket, Key, VersionId, Retention: { Mode: 'COMPLIANCE', RetainUntilDate: new Date(Date.now() + day) } })))).not.toBe('PERMITTED');
      await thief.send(new DeleteObjectCommand({ Bucket, Key }));
    }
    expect(await refusedAs(thief.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(backupBucketPolicy(Bucket, 'ai-do')) })))).not.toBe('PERMITTED');
    // What a restore of today would find: nothing.
    expect(await refusedAs(thief.send(new GetObjectCommand({ Bucket, Key: names[0] })))).toBe('NoSuchKey');
  });

  it('everything comes back as of the moment before, into a clean bucket, hash by hash', async () => {
    await owner.send(new CreateBucketCommand({ Bucket: 'sach' }));
    const { code, data, all } = await json<BackupRestoreData>(store.owner, 'backup', 'restore', '--site', 'ndc-01', '--bucket', Bucket, '--moment', moment, '--into', 'sach');
    expect(data.failed).toEqual([]);
    expect([code, data.objects]).toEqual([0, names.length]);
    // An overwriting version and a marker of each key came after.
    expect(data.younger).toBe(2 * names.length);
    for (const Key of names) {
      const { Body } = await owner.send(new GetObjectCommand({ Bucket: 'sach', Key }));
      expect(hashOf((await Body?.transformToString()) ?? '')).toBe(hashOf(contentOf(Key, 'cũ')));
    }
    expect(all).not.toContain(store.owner.secretAccessKey);
    // A second restore of the same moment is the same, byte for byte.
    await owner.send(new CreateBucketCommand({ Bucket: 'sach-2' }));
    const again = await json<BackupRestoreData>(store.owner, 'backup', 'restore', '--site', 'ndc-01', '--bucket', Bucket, '--moment', moment, '--into', 'sach-2');
    expect(again.data.digest).toBe(data.digest);
  });

  it('a restore is refused into a bucket that holds something, into itself, and without a moment that has passed', async () => {
    const restore = (...args: string[]) => ndc(store.owner, 'backup', 'restore', '--site', 'ndc-01', '--bucket', Bucket, ...args);
    expect((await restore('--moment', moment, '--into', 'sach')).stderr).toContain('NDC-X289');
    expect((await restore('--moment', moment, '--into', Bucket)).stderr).toContain('NDC-X289');
    expect((await restore('--moment', '2999-01-01T00:00:00Z', '--into', 'sach-3')).stderr).toContain('NDC-X288');
    expect((await restore('--moment', moment, '--into', 'khong-co')).exitCode).toBe(2);
    await owner.send(new CreateBucketCommand({ Bucket: 'sach-3' }));
    expect((await restore('--moment', '2026-02-30T00:00:00Z', '--into', 'sach-3')).stderr).toContain('NDC-X288');
    for (const nothing of [['--moment', '2020-01-01T00:00:00Z'], ['--moment', moment, '--prefix', 'khong-co/']]) {
      const ran = await restore(...nothing, '--into', 'sach-3');
      expect([ran.exitCode, ran.stderr]).toEqual([2, expect.stringContaining('NDC-X291')]);
    }
  });

  it('the thief cannot shorten the default lock of what was written without one', async () => {
    const put = await thief.send(new PutObjectCommand({ Bucket, Key: 'kopia/moi', Body: 'x' }));
    expect(await refusedAs(thief.send(new PutObjectRetentionCommand({ Bucket, Key: 'kopia/moi', VersionId: put.VersionId, Retention: { Mode: 'COMPLIANCE', RetainUntilDate: new Date(Date.now() + 4_000) } })))).not.toBe('PERMITTED');
    expect(await refusedAs(owner.send(new DeleteObjectCommand({ Bucket, Key: 'kopia/moi', VersionId: put.VersionId })))).not.toBe('PERMITTED');
  });

  it('locks of what is in use grow, and never shrink, the default lock included', async () => {
    const Key = 'kopia/dang-dung';
    const put = await thief.send(new PutObjectCommand({ Bucket, Key, Body: 'khối dữ liệu' }));
    const until = async (): Promise<number | undefined> =>
      owner.send(new GetObjectRetentionCommand({ Bucket, Key, VersionId: put.VersionId })).then(({ Retention }) => Retention?.RetainUntilDate?.getTime(), () => undefined);
    const before = await until();
    const extend = (...args: string[]) => json<BackupExtendData>(keeperKeys, 'backup', 'extend', '--site', 'ndc-01', '--bucket', Bucket, ...args);
    // Fewer days than the bucket locks by itself: nothing is set, for that would take the longer one's place.
    const shorter = await extend('--days', '10');
    expect([shorter.code, shorter.data.extended, shorter.data.already]).toEqual([0, 0, shorter.data.inUse]);
    expect(await until()).toBe(before);
    const longer = await extend('--days', '69');
    expect([longer.code, longer.data.failed]).toEqual([0, []]);
    const reached = (await until()) ?? 0;
    expect(reached).toBeGreaterThan(Date.now() + 68 * day);
    const again = await extend('--days', '10');
    expect([again.code, again.data.extended]).toEqual([0, 0]);
    expect(await until()).toBe(reached);
    // The writer's own key sets no lock at all.
    expect((await json<BackupExtendData>(writerKeys, 'backup', 'extend', '--site', 'ndc-01', '--bucket', Bucket, '--days', '365')).code).toBe(3);
  });

  it('after a theft what was in use before it is extended, and that it was not is told', async () => {
    const now = await json<BackupExtendData>(keeperKeys, 'backup', 'extend', '--site', 'ndc-01', '--bucket', Bucket, '--days', '90');
    expect(now.data.hidden).toBe(names.length);
    const then = await json<BackupExtendData>(keeperKeys, 'backup', 'extend', '--site', 'ndc-01', '--bucket', Bucket, '--days', '90', '--moment', moment);
    expect([then.code, then.data.inUse, then.data.extended, then.data.hidden]).toEqual([0, names.length, names.length, 0]);
    const none = await ndc(keeperKeys, 'backup', 'extend', '--site', 'ndc-01', '--bucket', Bucket, '--days', '90', '--moment', '2020-01-01T00:00:00Z');
    expect([none.exitCode, none.stdout]).toEqual([1, expect.stringContaining('nothing to extend')]);
  });
});
