import { z } from 'zod';
import { bilingual, head, id, positive, prose } from './scalars.js';

/** Conditions that need nothing but the two requests. */
export const plainConditions = [
  /** Nothing of the organisation is approved yet. */
  'first-request',
  'lowered-classification',
  'lowered-tier',
  'lowered-backup',
  /** An environment, database or storage class that can hold data goes away, or storage shrinks. */
  'removes-data',
  'groups-changed',
  /** A group that the catalogue gives to another organisation, or to none. */
  'foreign-group',
  'owners-changed',
  'hosts-changed',
  'allow-from-changed',
  'placement-changed',
  'core-data',
  'secrecy',
  /** A destination outside the list of domestic suffixes. */
  'egress-abroad',
  /** Compute shrinks below what runs. */
  'shrinks-below-use',
] as const;
export type PlainCondition = (typeof plainConditions)[number];

const percent = () => positive(10_000);

const condition = z.union([
  z.strictObject({ condition: z.enum(plainConditions) }),
  z.strictObject({ securityLevelAtLeast: positive(5) }),
  /** Any amount beyond the smallest of the days before, by more than this share. What comes from nothing is beyond every share. */
  z.strictObject({ growth: z.strictObject({ overPercent: percent(), withinDays: positive(3650) }) }),
  /** Growth of something whose use, as recorded in the base, does not reach these shares of what was granted. */
  z.strictObject({ growthWithoutUse: z.strictObject({ computePercentAtLeast: percent(), storagePercentOver: percent(), withinDays: positive(3650) }) }),
]);

/** Somebody who may sign, as `allowed_signers` names them. A contractor is listed so that a signature is known for what it is; it never counts. */
const approver = z.strictObject({
  principal: prose(120),
  standing: z.enum(['official', 'contractor']),
});

/** catalogue/approvals.yaml: who approves what in a tenancy request. Read from the base, never from the request's own branch. */
export const approvalRulesSchema = z.strictObject({
  ...head('ApprovalRules'),
  roles: z.array(z.strictObject({ id: id(40), name: bilingual, approvers: z.array(approver).max(200).optional() })).min(1).max(50),
  rules: z.array(z.strictObject({ id: id(), when: condition, role: id(40), because: bilingual })).min(1).max(200),
});

export type ApprovalRules = z.output<typeof approvalRulesSchema>;
export type ApprovalRule = ApprovalRules['rules'][number];
export type ApprovalCondition = ApprovalRule['when'];
