import { z } from 'zod';
import { dayOnly, expecting, head } from './scalars.js';

/** Types of keys whose signatures are taken, as OpenSSH writes them. */
const keyTypes = ['ssh-ed25519', 'sk-ssh-ed25519@openssh.com', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'sk-ecdsa-sha2-nistp256@openssh.com', 'ssh-rsa'] as const;

const keyPattern = new RegExp(`^(${keyTypes.map((type) => type.replaceAll('.', String.raw`\.`)).join('|')}) [A-Za-z0-9+/]{40,4000}={0,2}$`);

/** A principal of allowed_signers: that format reads `*`, `?`, `!`, commas and spaces as patterns, so a name has none. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,119}$/;

const signer = z.strictObject({
  name: z
    .string()
    .regex(namePattern)
    .meta(expecting('tên người ký: chữ không dấu, chữ số và . _ @ + -, ví dụ nguyen-van-a@bca.example', 'the name of a signer: letters, digits and . _ @ + -, such as nguyen-van-a@bca.example', { example: 'nguyen-van-a@bca.example', plain: true })),
  key: z
    .string()
    .max(4200)
    .regex(keyPattern)
    .meta(expecting('khóa công khai SSH gồm hai phần: loại và nội dung, như trong tệp .pub, không kèm ghi chú', 'an SSH public key in two parts, type and content, as in a .pub file and without its comment', { example: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…', plain: true })),
  /** First and last day on which signatures of the key count. */
  validFrom: dayOnly().optional(),
  validUntil: dayOnly().optional(),
});

/** catalogue/signers.yaml: whose keys may approve. What OpenSSH calls allowed_signers is rendered from it when a signature is checked. */
export const signersSchema = z.strictObject({
  ...head('Signers'),
  signers: z.array(signer).max(1000),
});

export type Signers = z.output<typeof signersSchema>;
export type Signer = Signers['signers'][number];
