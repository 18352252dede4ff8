import { z } from 'zod';
import { dayOnly, expecting, head, id, positive, prose } from './scalars.js';

export const keyPurposes = ['api-server', 'storage-class', 'osd', 'backup', 'seal', 'state', 'database', 'tenant', 'ca'] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

/** PKCS#11's own names; a vendor's mechanism begins with CKM_ as well. */
const mechanism = () => z.string().regex(/^CKM_[A-Z0-9_]{2,60}$/).meta(expecting('một cơ chế PKCS#11, ví dụ CKM_AES_GCM', 'a PKCS#11 mechanism such as CKM_AES_GCM', { example: 'CKM_AES_GCM' }));

/**
 * CKA_LABEL of a key. Labels end up in PKCS#11 URIs (RFC 7512), seal configurations and command lines: a semicolon ends an
 * attribute there, and a space is lost in half of them.
 */
export const keyLabelPattern = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;
const keyLabel = () =>
  z
    .string()
    .regex(keyLabelPattern)
    .meta(expecting('một nhãn khóa: chữ không dấu, chữ số, dấu chấm, gạch dưới và gạch nối, tối đa 64 ký tự; không có dấu cách hay dấu chấm phẩy', 'a key label: letters, digits, dots, underscores and dashes, at most 64; no spaces and no semicolons', { example: 'ndc-01-api-2026b', plain: true }));

/** CKA_ID, which the ceremony draws at random: it tells two keys of one label apart for good. */
const objectId = () => z.string().regex(/^([0-9a-f]{2}){1,64}$/).meta(expecting('CKA_ID: các cặp chữ số thập lục phân viết thường', 'a CKA_ID: pairs of lower-case hexadecimal digits', { example: '5f1c09ab44de7702', plain: true }));

const home = z.union([
  z.strictObject({
    hsm: z.strictObject({
      site: id(32),
      /** Label of a partition of that site's HSM. */
      partition: prose(64).meta({ plain: true }),
      label: keyLabel(),
      objectId: objectId().optional(),
    }),
  }),
  /** A path in a site's secret store. */
  z.strictObject({ store: z.strictObject({ site: id(32), path: z.string().max(200).regex(/^[a-z0-9][a-z0-9/_-]*$/).meta(expecting('một đường dẫn trong kho bí mật, ví dụ transit/ho-so', 'a path in the secret store such as transit/ho-so', { plain: true })) }) }),
  /** A repository that holds the key wrapped by another one. */
  z.strictObject({ repository: id() }),
]);

/** What a key opens, or what has to be there: a kind, and whose. */
export const keyTargetKinds = ['api-server', 'osd', 'backup', 'store', 'state', 'ca', 'storage', 'database', 'organisation', 'repository', 'key'] as const;
export type KeyTargetKind = (typeof keyTargetKinds)[number];
const target = () =>
  z
    .string()
    .max(140)
    .regex(/^((api-server|osd|backup|store|state|ca|organisation|repository|key)\/[a-z][a-z0-9-]*|(storage|database)\/[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*)$/)
    .meta(
      expecting(
        'thứ được mở: api-server/<trung tâm>, osd/…, backup/…, store/…, state/…, ca/…, storage/<trung tâm>/<lớp>, database/<hệ thống>/<cơ sở dữ liệu>, organisation/<cơ quan>, repository/<tên> hoặc key/<khóa>',
        'what is opened: api-server/<site>, osd/…, backup/…, store/…, state/…, ca/…, storage/<site>/<class>, database/<system>/<database>, organisation/<id>, repository/<name> or key/<key>',
        { example: 'api-server/ndc-01', plain: true },
      ),
    );

/** A version that encrypts nothing any more and still decrypts what it encrypted. */
const previousVersion = z.strictObject({
  id: id(),
  label: keyLabel().optional(),
  objectId: objectId().optional(),
  from: dayOnly(),
  until: dayOnly(),
  /** Day the last backup, lock hold and etcd snapshot under it expires; destroyed after it, never before. */
  neededUntil: dayOnly().optional(),
  /** Day it was destroyed, by ceremony: what it encrypted and nobody rewrote is lost. */
  destroyed: dayOnly().optional(),
});

/** Where a copy of the key lies, and on what: another HSM, cards of its custodians, sealed media, a secret store, or a repository. */
const backup = z
  .strictObject({
    medium: z.enum(['hsm', 'cards', 'sealed-media', 'store', 'repository']),
    /** Site it lies in; absent where it lies outside every site. */
    site: id(32).optional(),
    place: prose(200),
  })
  .refine(({ medium, site }) => site !== undefined || (medium !== 'store' && medium !== 'hsm'))
  .meta(expecting('trung tâm (site) của HSM hay kho bí mật giữ bản sao', 'the site of the HSM or secret store that holds the copy'));

const key = z.strictObject({
  id: id(),
  purpose: z.enum(keyPurposes),
  home,
  mechanism: mechanism(),
  /** Bits of a symmetric key, of a modulus or of a curve. */
  bits: positive(16_384),
  /** A key that can leave its module is no key of this inventory. */
  extractable: z.literal(false).meta(expecting('false: khóa không bao giờ rời khỏi nơi giữ', 'false: a key never leaves its home')),
  /** What is longer than ENC-006 permits is a finding, not a mistake of writing. */
  rotationDays: positive(7300),
  /** Absent while the key is only planned. */
  created: dayOnly().optional(),
  /** Last change of the key. @default - since `created` */
  rotated: dayOnly().optional(),
  previous: z.array(previousVersion).max(200).optional(),
  /**
   * The whole key is gone, by ceremony: the entry stays as its record and opens nothing any more. `neededUntil` is the day the
   * last backup, lock hold and snapshot under it expired.
   */
  destroyed: z.strictObject({ on: dayOnly(), record: prose(200), neededUntil: dayOnly().optional() }).optional(),
  /** HSMs that hold the same key, so that these sites can restore what it opens. @default - this site alone */
  domain: z.strictObject({ name: id(), sharedWith: z.array(id(32)).max(16) }).optional(),
  /** Copies of the key beside those in the HSMs of its domain. */
  backups: z.array(backup).max(20).optional(),
  /** Roles, not people. @default - the quorum of the site's HSM */
  custodians: z
    .strictObject({ roles: z.array(prose(120)).min(1).max(40), needed: positive(40) })
    .refine(({ roles, needed }) => needed <= roles.length)
    .meta(expecting('needed không quá số người giữ khóa', 'a needed of at most as many as there are custodians'))
    .optional(),
  /** Entries of catalogue/standards.yaml. */
  standards: z.array(id()).max(20),
  opens: z.array(target()).min(1).max(200),
});

export const keysSchema = z.strictObject({
  ...head('Keys'),
  site: id(32),
  keys: z.array(key).max(2000),
  /** What needs what else before it is there: a secret store on encrypted disks needs those disks' key first. */
  order: z.array(z.strictObject({ of: target(), needs: z.array(target()).min(1).max(40) })).max(200).optional(),
});
export type Keys = z.output<typeof keysSchema>;
export type Key = Keys['keys'][number];
export type KeyHome = Key['home'];
