import { z } from 'zod';
import { importances, personalDataClasses, secrecies, sharings } from './classification.js';
import { fundings } from './funding.js';
import { waves } from './organisations.js';
import { protections } from './protection.js';
import { bytes, count, cpu, dated, dayOnly, expecting, flag, head, hostName, id, number, positive, prose } from './scalars.js';

const document = z.strictObject({ document: prose(120), date: dayOnly() });

const network = z.strictObject({
  ingressHosts: z.array(hostName()).max(50).optional(),
  egress: z
    .array(
      z.strictObject({
        host: hostName(),
        port: positive(65_535),
        purpose: prose(),
        /** Of destinations abroad: the act that approved the flow, and who watches it (NET-001). */
        approval: document.optional(),
        watchedBy: prose(200).optional(),
      }),
    )
    .max(100)
    .optional(),
  /** `<system>-<environment>` namespaces whose pods may call in. */
  allowFrom: z.array(id()).max(100).optional(),
});

const quota = z.union([
  z.strictObject({ size: z.enum(['s', 'm', 'l']) }),
  z.strictObject({
    cpu: cpu(),
    memory: bytes(),
    gpu: count(10_000).optional(),
    storage: z.record(id(40), bytes()),
    pods: count(100_000),
    loadBalancers: count(1000).optional(),
    backup: bytes().optional(),
  }),
]);

const environment = z.strictObject({
  name: id(20),
  quota,
  placement: z
    .union([
      z.literal('auto'),
      z.strictObject({ primary: id(32), standby: id(32).optional(), backup: id(32).optional() }),
    ])
    .optional(),
  network: network.optional(),
  forecast: z.array(z.strictObject({ at: dated(), cpu: cpu(), memory: bytes(), storage: bytes() })).max(60).optional(),
  expiresAt: dayOnly().optional(),
  /** What the largest single pod asks for: a quota's sum fits many shapes of node, one pod must fit one. */
  largestPod: z.strictObject({ cpu: cpu(), memory: bytes(), gpu: count(64).optional() }).optional(),
});

const system = z.strictObject({
  /** Unique across the estate and immutable: it becomes the namespace's name. */
  id: id(40),
  name: prose(200),
  securityLevel: positive(5),
  sharing: z.enum(sharings),
  importance: z.enum(importances),
  secrecy: z.enum(secrecies),
  personalData: z.enum(personalDataClasses),
  environments: z.array(environment).min(1).max(10),
  businessOwner: id(40).optional(),
  technicalOperator: id(40).optional(),
  /** The dissolved body the system comes from. */
  origin: id(40).optional(),
  migration: z
    .strictObject({
      wave: z.enum(waves).optional(),
      mode: z.enum(['move', 'new']).optional(),
      facility: z.enum(['below-tier-iii', 'tier-iii', 'leased', 'none']).optional(),
      start: dated().optional(),
      contractEnds: dayOnly().optional(),
      depreciationEnds: dayOnly().optional(),
      colocation: z.strictObject({ rackUnits: positive(1_000_000), kw: number(0.1, 1_000_000) }).optional(),
      /** Route and dates agreed with the operator, by the law Bộ Công an (C III.1.b). */
      agreement: document.optional(),
      securityPlan: z.strictObject({ document: prose(120), date: dayOnly(), confirmedBy: prose(120).optional() }).optional(),
    })
    .optional(),
  /** What pays for it (C VII.4). @default - what the catalogue says of the organisation */
  funding: z.enum(fundings).optional(),
  protection: z.enum(protections).optional(),
  databases: z
    .array(
      z.strictObject({
        id: id(40),
        engine: z.enum(['postgresql', 'mysql', 'oracle', 'sqlserver', 'other']),
        size: bytes(),
        /** Changed bytes a day. */
        changeRate: bytes(),
        /** Bytes of log a day as measured, full-page images after checkpoints included. Without it the planner assumes one from the changes. */
        walRate: bytes().optional(),
        warehouse: id(40).optional(),
        /** Where it is classified otherwise than its system; never stricter than it (TEN-007). */
        sharing: z.enum(sharings).optional(),
        importance: z.enum(importances).optional(),
        secrecy: z.enum(secrecies).optional(),
        personalData: z.enum(personalDataClasses).optional(),
        ingest: z.strictObject({ from: id(40), lag: positive(86_400) }).optional(),
        /** How its owner replicates it to the standby, of an engine the platform does not run: `Oracle Data Guard` (REP-003). */
        nativeReplication: prose(120).optional(),
      }),
    )
    .max(100)
    .optional(),
  flows: z
    .array(z.strictObject({ from: id(40), fields: z.enum(['own-sector', 'other-sector']), purpose: prose() }))
    .max(100)
    .optional(),
});

export const tenancyRequestSchema = z.strictObject({
  ...head('TenancyRequest'),
  organisation: id(40),
  owners: z.strictObject({ accountable: prose(120), technical: prose(120), mailbox: z.email().max(254).meta(expecting('một hộp thư, ví dụ platform@example.vn', 'a mailbox such as platform@example.vn', { example: 'platform@example.vn' })) }),
  systems: z.array(system).min(1).max(500),
  groups: z.array(z.strictObject({ name: prose(100), role: z.enum(['operate', 'view']) })).max(50).optional(),
  justification: z.strictObject({ reason: prose(2000), currentUsage: prose(2000), stepsTaken: prose(2000) }).optional(),
  reviewOn: dayOnly().optional(),
  temporary: flag().optional(),
});

export type TenancyRequest = z.output<typeof tenancyRequestSchema>;
export type TenantSystem = TenancyRequest['systems'][number];
export type TenantEnvironment = TenantSystem['environments'][number];
export type TenantQuota = TenantEnvironment['quota'];
