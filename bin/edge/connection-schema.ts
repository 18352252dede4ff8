import { z } from 'zod';
import { head, id, prose } from '../../sites/model/kinds/scalars.js';

export const backendTypes = ['local', 'pg', 's3', 'kubernetes', 'http'] as const;
export type BackendType = (typeof backendTypes)[number];

const filePath = () => z.string().min(1).max(4096).refine((path) => !path.includes('\0')).meta({ expected: 'a path' });

const backend = z.strictObject({
  type: z.enum(backendTypes),
  /** Arguments of the backend as its documentation names them; `{stack}` and `{site}` are put in per stack. */
  config: z.record(z.string().min(1).max(80), z.json()).optional(),
  /** What its operator says of it: whether states lie encrypted at rest there. */
  encrypted: z.boolean().meta({ expected: 'true or false' }).optional(),
});

/** Where the keys of states and plans come from: a passphrase for laboratories, an HSM or a secret store for sites. */
const pbkdf2 = z.strictObject({ passphraseFile: filePath() });
const hsmKey = z.strictObject({ library: filePath(), token: prose(32), pinFile: filePath(), key: prose(64) });
const openbao = z.strictObject({
  address: z
    .string()
    .max(500)
    .regex(/^https:\/\/[^\s"'\\@?#]+$/)
    .meta({ expected: 'the https address of an OpenBao, without a token' }),
  /** Mount of its transit engine. @default - transit */
  mount: z.string().max(200).regex(/^[A-Za-z0-9][A-Za-z0-9/_-]*$/).meta({ expected: 'the path of a mount, such as transit' }).optional(),
  key: prose(120),
  tokenFile: filePath(),
});
const former = z.union([z.strictObject({ pbkdf2 }), z.strictObject({ hsm: hsmKey }), z.strictObject({ openbao })]);
/** `former` still reads what was encrypted before; `migrating` still reads what lies in clear. */
const more = { former: former.optional(), migrating: z.boolean().meta({ expected: 'true or false' }).optional() };
const stateEncryption = z.union([
  z.strictObject({ pbkdf2, ...more }),
  z.strictObject({ hsm: hsmKey, ...more }),
  z.strictObject({ openbao, ...more }),
  /** `TF_ENCRYPTION` is in the environment already, put there by a secret store; it says itself what else is read (connection.ts refuses these two). */
  z.strictObject({ fromEnvironment: z.literal(true), ...more }),
]);

/** `.ndc/connections/<name>.yaml`: how a person reaches the sites. Ignored by git; names keys but holds none. */
export const connectionSchema = z.strictObject({
  ...head('Connection'),
  name: id(40),
  /** Written by `ndc sandbox up`: everything may be destroyed without approvals. */
  sandbox: z.boolean().meta({ expected: 'true or false' }).optional(),
  /** Scenario this connection is meant for; the command line's own wins. */
  scenario: z.enum(['as-recorded', 'all-operating']).optional(),
  engine: z
    .strictObject({
      kind: z.enum(['terraform', 'tofu']).optional(),
      /** The program itself. @default - found on PATH */
      path: filePath().optional(),
    })
    .optional(),
  charts: z
    .strictObject({
      url: z
        .string()
        .max(500)
        .regex(/^https?:\/\/[^\s"'\\]+$/)
        .meta({ expected: 'the http or https address of a chart repository' }),
    })
    .optional(),
  backend: backend.optional(),
  /** State and plan encryption by OpenTofu, for every site that does not say its own. */
  stateEncryption: stateEncryption.optional(),
  sites: z.record(
    id(32),
    z.strictObject({
      kubeconfig: filePath(),
      context: prose(253),
      /** uid of the namespace kube-system, pinned. */
      uid: z.uuid().meta({ expected: 'the uid of the namespace kube-system', plain: true }).optional(),
      /** @default - the connection's */
      backend: backend.optional(),
      /** @default - the connection's */
      stateEncryption: stateEncryption.optional(),
      /** Object store with the site's backups; the keys come from the profile or the environment. */
      store: z
        .strictObject({
          endpoint: z
            .string()
            .max(500)
            .regex(/^https?:\/\/[^\s"'\\@]+$/)
            .meta({ expected: 'the http or https address of an S3 object store, without keys' }),
          region: prose(60).optional(),
          /** Profile of the shared credentials file. @default - AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY */
          profile: prose(120).optional(),
        })
        .optional(),
      /** The HSM's PKCS#11 library, and the file with the PIN of each partition; no PIN stands here. */
      hsm: z.strictObject({ library: filePath(), pinFiles: z.record(prose(32), filePath()) }).optional(),
    }),
  ),
});

export type ConnectionFile = z.output<typeof connectionSchema>;
export type StateEncryptionFile = z.output<typeof stateEncryption>;
export type StateKeyFile = z.output<typeof former>;
export type BackendFile = z.output<typeof backend>;
