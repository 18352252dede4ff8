import type { Day } from '../../model/calendar.js';
import type { DeepReadonly, Estate } from '../../model/estate.js';
import type { Key, KeyPurpose } from '../../model/kinds/keys.js';
import type { Text } from '../../model/text.js';
import type { RunbookCommand } from '../../recovery/runbook/step.js';

export const ceremonyActs = ['create', 'backup', 'rotate', 'destroy'] as const;
export type CeremonyAct = (typeof ceremonyActs)[number];

/** Who is there. A custodian holds a part of what opens the HSM or the secret store, and nothing else. */
export const ceremonyRoles = ['leader', 'operator', 'custodian', 'witness', 'engineer', 'owner'] as const;
export type CeremonyRole = (typeof ceremonyRoles)[number];

/** What the inventory says afterwards: lines of a file in the data's folder. */
export interface InventoryLines {
  readonly file: string;
  readonly lines: readonly string[];
}

export interface CeremonyStep {
  readonly title: Text;
  readonly role: CeremonyRole;
  readonly does: readonly Text[];
  readonly commands: readonly RunbookCommand[];
  readonly inventory?: InventoryLines;
  /** Fields that are written by hand while it is done. */
  readonly writes: readonly Text[];
  readonly until: Text;
  /** What to do where it does not come to that. */
  readonly otherwise: Text;
}

/** What stands in the way: what still needs the key, or why there is nothing to do. */
export interface Hindrance {
  /** `backup/ndc-01`, `version/ndc-01-api-2026b`. */
  readonly what: string;
  readonly why: Text;
  /** Last day on which it stands in the way; absent where no date ends it. */
  readonly until?: Day;
}

export interface Attendance {
  readonly role: CeremonyRole;
  readonly needed: number;
  /** How many there are to choose from. */
  readonly of?: number;
}

export interface Variable {
  readonly name: string;
  readonly means: Text;
}

export interface Ceremony {
  readonly act: CeremonyAct;
  readonly key: string;
  /** The former version it is about; absent where it is about the key itself. */
  readonly version?: string;
  readonly site: string;
  readonly purpose: KeyPurpose;
  /** `hsm/ndc-01/ndc-01-kms`, `store/ndc-01`, `repository/…`. */
  readonly home: string;
  /** Label, or path in a store. */
  readonly label?: string;
  /** Label of the version that a rotation makes. */
  readonly to?: string;
  readonly attendance: readonly Attendance[];
  /** Roles of the custodians as the inventory has them; none where the quorum is that of the site's HSM. */
  readonly custodians: readonly string[];
  readonly variables: readonly Variable[];
  /** What has to hold before anybody begins. */
  readonly before: readonly Text[];
  /** Not to be done while any of these stands; then there are no steps. */
  readonly hindrances: readonly Hindrance[];
  /** First day on which it may be done, where days alone stand in the way or the key is given up today. */
  readonly firstDay?: Day;
  readonly steps: readonly CeremonyStep[];
  readonly checks: readonly RunbookCommand[];
  /** Written once, at the end of the sheet. */
  readonly record: readonly Text[];
}

export type CeremonyKey = DeepReadonly<Estate['keys'][string]>;
export type HsmKey = CeremonyKey & { readonly home: Extract<DeepReadonly<Key['home']>, { readonly hsm: unknown }> };
export type StoreKey = CeremonyKey & { readonly home: Extract<DeepReadonly<Key['home']>, { readonly store: unknown }> };
export type FormerVersion = NonNullable<CeremonyKey['previous']>[number];

/** What every part of a ceremony is made from. */
export interface CeremonyOf<K extends CeremonyKey = CeremonyKey> {
  readonly estate: Estate;
  readonly act: CeremonyAct;
  readonly key: K;
  readonly version?: FormerVersion;
  readonly day: Day;
  /** Options of `ndc` commands: language, and where the data lie by a variable. */
  readonly options: string;
  /** The same of the command that makes a key: nothing supposed is among them. */
  readonly making: string;
}

export const inHsm = (key: CeremonyKey): key is HsmKey => 'hsm' in key.home;
export const inStore = (key: CeremonyKey): key is StoreKey => 'store' in key.home;

export const step = (role: CeremonyRole, title: Text, rest: Omit<CeremonyStep, 'role' | 'title' | 'does' | 'commands' | 'writes'> & Partial<Pick<CeremonyStep, 'does' | 'commands' | 'writes'>>): CeremonyStep => ({ role, title, does: [], commands: [], writes: [], ...rest });

