import { backupBucketPolicy } from '../../../sites/intent/backup-access.js';
import type { BackupPolicyData } from '../../backup-data.js';
import type { Command } from '../../command.js';
import { InputFailure } from '../../failure.js';
import type { Outcome } from '../../outcome.js';
import { bucketNamed, nameOf, required } from './store-of.js';

const userName = /^[A-Za-z0-9][A-Za-z0-9:/+=,.@_-]{0,200}$/;

export const command: Command = {
  options: [
    { flags: '--bucket <name>', about: { vi: 'bucket chứa bản sao lưu', en: 'bucket with the backups' } },
    { flags: '--writer <user>', about: { vi: 'người dùng của kho ghi bản sao lưu', en: 'user of the store that writes backups' } },
    { flags: '--keeper <user>', about: { vi: 'người dùng của kho kéo dài khóa (ndc backup extend)', en: 'user of the store that makes locks longer (ndc backup extend)' } },
  ],
  examples: ['ndc backup policy --bucket ndc-backup --writer ndc-backup-writer --keeper ndc-backup-keeper'],
  run: (_context, _args, options): Promise<Outcome<'ndc/backup-policy.v1', BackupPolicyData>> => {
    const bucket = bucketNamed('bucket', required(options, 'bucket'));
    const writer = nameOf('writer', required(options, 'writer'), userName);
    const keeper = options['keeper'] === undefined ? undefined : nameOf('keeper', required(options, 'keeper'), userName);
    if (keeper === writer)
      throw new InputFailure('NDC-X290', { vi: `--keeper là chính --writer (${writer}): khóa ghi bị lộ thì không được rút ngắn gì. Hãy dùng hai danh tính.`, en: `--keeper is --writer itself (${writer}): a writer's key that is stolen must shorten nothing. Use two identities.` });
    return Promise.resolve({ kind: 'ndc/backup-policy.v1', exit: 0, data: { bucket, writer, ...(keeper === undefined ? {} : { keeper }), policy: backupBucketPolicy(bucket, writer, keeper) } });
  },
};
