import { backupBucketPolicy } from '../../../sites/intent/backup-access.js';
import type { BackupPolicyData } from '../../backup-data.js';
import type { Command } from '../../command.js';
import { InputFailure } from '../../failure.js';
import type { Outcome } from '../../outcome.js';
import { required } from './store-of.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const userName = /^[A-Za-z0-9][A-Za-z0-9:/+=,.@_-]{0,200}$/;

export const command: Command = {
  options: [
    { flags: '--bucket <name>', about: { vi: 'bucket chứa bản sao lưu', en: 'bucket with the backups' } },
    { flags: '--writer <user>', about: { vi: 'người dùng của kho ghi bản sao lưu', en: 'user of the store that writes backups' } },
  ],
  examples: ['ndc backup policy --bucket ndc-backup --writer ndc-backup-writer'],
  run: (_context, _args, options): Promise<Outcome<'ndc/backup-policy.v1', BackupPolicyData>> => {
    const bucket = checked('bucket', required(options, 'bucket'), bucketName);
    const writer = checked('writer', required(options, 'writer'), userName);
    return Promise.resolve({ kind: 'ndc/backup-policy.v1', exit: 0, data: { bucket, writer, policy: backupBucketPolicy(bucket, writer) } });
  },
};

function checked(option: string, given: string, pattern: RegExp): string {
  if (pattern.test(given)) return given;
  throw new InputFailure('NDC-X290', { vi: `--${option} là "${given.slice(0, 80)}"; kho đối tượng không nhận tên như vậy.`, en: `--${option} is "${given.slice(0, 80)}"; object stores take no such name.` });
}
