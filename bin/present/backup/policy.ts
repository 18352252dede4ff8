import type { BackupPolicyData } from '../../backup-data.js';

/** The policy alone, as `aws s3api put-bucket-policy` and its like take it. */
export const text = ({ policy }: BackupPolicyData): string => `${JSON.stringify(policy, null, 2)}\n`;
