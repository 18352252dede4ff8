import { z } from 'zod';
import { bilingual, count, dayOnly, expecting, flag, head, id, number, positive, prose } from './scalars.js';

/** How the volumes of a tier reach its standby. */
export const volumeReplications = ['journal', 'snapshot', 'none'] as const;
/** What makes a system exist at its standby: objects kept there ahead of time, a restore from backup, or a declarative repository. */
export const starters = ['replicated-manifests', 'restore', 'gitops'] as const;
export type Starter = (typeof starters)[number];

/** When what is new in the secret store is used. */
export const keyUses = ['at-once', 'after-snapshot'] as const;

/** What must be at a standby before a system can run there. */
export const prerequisiteKinds = [
  'certificate',
  'database-roles',
  'replication-ca',
  'replication-client-certificate',
  'identity-client',
  'image-digests',
  'hsm-partition',
  'dns-record',
  'time-source',
] as const;
export type PrerequisiteKind = (typeof prerequisiteKinds)[number];

/** Actions of a failover, in the words of the runbook. */
export const recoveryActions = [
  'detect',
  'declare',
  'fence',
  'withdraw-edge',
  'start-identity',
  'start-secret-store',
  'promote-database',
  'promote-volumes',
  'apply-stack',
  'restore-objects',
  'restore-volumes',
  'restore-database',
  'pull-images',
  'switch-dns',
  'verify',
] as const;
export type RecoveryAction = (typeof recoveryActions)[number];

/** Minutes an action takes: half of all times at most `p50`, nineteen of twenty times at most `p95`. */
const duration = () =>
  z
    .strictObject({ p50: number(0, 100_000), p95: number(0, 100_000) })
    .refine(({ p50, p95 }) => p50 <= p95)
    .meta(expecting('số phút p50 và p95 với p50 ≤ p95', 'minutes p50 and p95 with p50 ≤ p95'));

const copies = z.strictObject({
  /** Replication of volumes to the standby. */
  volumes: z
    .union([
      z.strictObject({ mode: z.literal('snapshot'), intervalMinutes: positive(10_080) }),
      z.strictObject({ mode: z.literal('journal') }),
      z.strictObject({ mode: z.literal('none') }),
    ])
    .meta(expecting('mode: snapshot với intervalMinutes, mode: journal hoặc mode: none', 'mode: snapshot with intervalMinutes, mode: journal or mode: none')),
  /** Databases stream their log to the standby. */
  databases: z.enum(['streaming', 'none']),
  /** Buckets are replicated between object zones. */
  objects: z.enum(['multisite', 'none']),
  /** Minutes between two backups of volumes and objects of the API; they restore to a moment. */
  backupEveryMinutes: positive(10_080),
  /** Hours between two base backups of a database. */
  baseBackupEveryHours: positive(744),
  /** Seconds after which an unfinished log segment is archived all the same. */
  archiveTimeoutSeconds: positive(86_400),
  /** What starts a system of the tier at its standby. */
  starts: z.enum(starters),
  /**
   * When a new key of the secret store may first be used. `after-snapshot`: once a snapshot that holds it lies at the standby,
   * so that nothing is ever written under a key that is not there; a duty of whoever makes keys, which no cluster enforces.
   *
   * @default at-once
   */
  newKeys: z.enum(keyUses).optional(),
});

/** What a loss of one cause hits beside the site itself. */
const cause = z.strictObject({
  /** Feeds lost in every hall of the other sites of its hazard zone. */
  zoneFeedsPerHall: count(10),
  /** Paths lost of every link that does not end at the lost site. */
  pathsPerLink: count(10),
  /** Percent of the people on duty who can still act. */
  operatorsPercent: positive(100),
  /** Connections to other countries are cut. */
  abroadCut: flag(),
});
export type Cause = z.output<typeof cause>;

const prerequisite = z.strictObject({
  kind: z.enum(prerequisiteKinds),
  /** Site it must be at. @default - every standby of the system */
  site: id(32).optional(),
  state: z.enum(['present', 'missing']),
  /** Last day it is good for. */
  expires: dayOnly().optional(),
  /** Of a DNS record: seconds resolvers keep it, and who changes it. */
  ttlSeconds: count(604_800).optional(),
  owner: prose(120).optional(),
  note: bilingual.optional(),
});

/** catalogue/recovery.yaml: how each tier is copied, what starts it elsewhere, and how long every step of a recovery takes. */
export const recoveryInputsSchema = z.strictObject({
  ...head('RecoveryInputs'),
  copies: z.strictObject({ platinum: copies, gold: copies, silver: copies, bronze: copies }),
  /**
   * What is kept of every backup in the primary's own store, beside the copy at the site of the backups: for restores that
   * need no link, and all there is until that site operates. It stays when the site opens: no copy goes as another comes.
   */
  localCopy: z.strictObject({ retentionDays: positive(36_500), lockDays: count(36_500) }),
  /** Clusters the platform's operator makes of declared databases; they live on their environment's quota. */
  databaseClusters: z.strictObject({
    /** Instances at each site that holds the tier's databases, as far as the quota admits them. */
    instances: z.strictObject({ platinum: positive(9), gold: positive(9), silver: positive(9), bronze: positive(9) }),
    /** Percent by which a volume is larger than the database: log, temporary files, growth. */
    spareDiskPercent: number(0, 400),
    /** Percent of an environment's CPU and memory that its databases take together. */
    computePercent: number(1, 100),
    /** Image of the server where its project publishes it, with its tag; sites have it below their registry. */
    image: prose(253),
  }),
  /** What receives a database from its owner, of the quota of the environment that holds the copy. */
  ingest: z.strictObject({ mbpsPerCore: positive(1_000_000), memoryMiBPerStream: positive(1_000_000) }),
  /** The secret store is copied whole, by snapshot, to a standby instance per source site. */
  secretStore: z.strictObject({
    snapshotEveryMinutes: positive(10_080),
    /** Mebibytes of one snapshot. @default - its way over the link is not counted */
    snapshotMiB: positive(1_000_000).optional(),
  }),
  /**
   * One site-neutral registry name. Images begin to be sent to the other sites' registries so many minutes after they were
   * pushed: the interval of a schedule, or what an event takes where each push is sent on at once. The transfer comes on top.
   */
  registry: z.strictObject({ name: prose(253), lagMinutes: number(0, 10_080) }),
  dns: z.strictObject({ ttlSeconds: count(604_800), owner: prose(120) }),
  /** What limits how much is recovered at once at a surviving site. */
  limits: z.strictObject({
    /** People on duty who can act at the same time, all sites together. */
    operators: positive(1000),
    /** Stacks applied at the same time at one site. */
    applySlots: positive(1000),
    /** Databases promoted at the same time at one site. */
    promotionSlots: positive(10_000),
    restoreMbps: positive(1_000_000),
    imagePullMbps: positive(1_000_000),
    hsmOperationsPerSecond: positive(1_000_000),
  }),
  /** Mebibytes of images an environment pulls where its images lie at no node yet. */
  imageMiBPerEnvironment: positive(1_000_000),
  /** HSM operations an environment needs until it serves. */
  hsmOperationsPerEnvironment: count(1_000_000),
  /** How long each action takes; measured durations of drills (records/) come first. */
  durations: z.strictObject(Object.fromEntries(recoveryActions.map((action) => [action, duration()])) as Record<RecoveryAction, ReturnType<typeof duration>>),
  /** Which actions need a person for as long as they last. */
  needsOperator: z.array(z.enum(recoveryActions)).max(recoveryActions.length),
  /** What each kind of loss hits beside the site. @default - the site alone, whatever the cause */
  causes: z.strictObject({ natural: cause, disaster: cause, war: cause }).optional(),
  /** Prerequisites of every system at each of its standbys, by what they concern. */
  prerequisites: z.array(prerequisite.extend({ of: z.enum(['all', 'databases', 'sensitive']) })).max(100),
  /** Systems that differ. */
  systems: z
    .array(
      z.strictObject({
        system: id(40),
        starts: z.enum(starters).optional(),
        /** Systems that must run before it. */
        after: z.array(id(40)).max(50).optional(),
        prerequisites: z.array(prerequisite).max(200).optional(),
        /** Incarnation of its databases' archives: counted up whenever one is built anew. @default 1 */
        incarnation: positive(10_000).optional(),
        /** How its data are restored where the tier's procedure does not fit, and who keeps what of it for how long. */
        archive: z.strictObject({ years: positive(1000), basis: bilingual }).optional(),
        restoreProcedure: bilingual.optional(),
        /** Whether the system's objects survive a restore unseen: false keeps it out of automatic recovery. */
        automatic: flag().optional(),
      }),
    )
    .max(5000),
});

export type RecoveryInputs = z.output<typeof recoveryInputsSchema>;
export type CopyInputs = RecoveryInputs['copies']['platinum'];
export type Prerequisite = z.output<typeof prerequisite>;
