import { shippedFiles } from '../data/shipped.js';
import { estateOf, filesWith, put, type Changes } from '../model/estate-files.js';
import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { TenancyRequest } from '../../../sites/model/kinds/tenancy-request.js';
import type { SourceFile } from '../../../sites/model/source-file.js';

export type Request = DeepReadonly<TenancyRequest>;

const shipped = (name: string): string => new TextDecoder().decode(shippedFiles.find((file) => file.name === name)?.bytes);

export const tenant = 'tenants/bo-y-te.yaml';

/** Round prices, so that a sum can be checked in one's head. */
const prices = `apiVersion: ndc.gov.vn/v1
kind: PriceBook
prices:
  - {id: vcpu-month, item: core, unit: core and month, price: 1000, spending: recurrent}
  - {id: memory-month, item: memory, unit: GiB and month, price: 100, spending: recurrent, capacity: 1Gi}
  - {id: block-month, item: block, unit: TiB and month, price: 10000, spending: recurrent, capacity: 1Ti}
  - {id: backup-month, item: backup, unit: TiB and month, price: 5000, spending: recurrent, capacity: 1Ti}
  - {id: colocation-unit-month, item: rack unit, unit: rack unit and month, price: 7, spending: recurrent}
  - {id: colocation-kw-month, item: kW, unit: kW and month, price: 10, spending: investment}
`;

/** The smallest estate with the shipped approval rules, a price book and a floor of tiers; and its one request, changed. */
export const estateWith = (edit?: Changes[string], more: Changes = {}): Estate => estateOf(changesWith(edit, more));

/** The same as files. */
export const filesOf = (edit?: Changes[string], more: Changes = {}): SourceFile[] => filesWith(changesWith(edit, more));

function changesWith(edit: Changes[string], more: Changes): Changes {
  return {
    'catalogue/approvals.yaml': shipped('catalogue/approvals.yaml'),
    'catalogue/prices.yaml': prices,
    // A block may be used by the incremental backups of a week: its lock outlasts them (BAK-003).
    'catalogue/planning.yaml': put('lockBeyondRetentionDays: 0}\n  logCompressedTo', 'lockBeyondRetentionDays: 6}\n  logCompressedTo'),
    'catalogue/tiers.yaml': put('floor: [{tier: bronze, basis: mặc định}]', 'floor: [{tier: gold, securityLevelAtLeast: 4, basis: b}, {tier: silver, securityLevelAtLeast: 3, basis: b}, {tier: bronze, basis: b}]'),
    ...(edit === undefined ? {} : { [tenant]: edit }),
    ...more,
  };
}

export const requestOf = (estate: Estate): Request | undefined => estate.requests['bo-y-te'];
export { put };

/** Several replacements in a text. */
export const puts =
  (...pairs: readonly (readonly [string, string])[]) =>
  (text: string): string =>
    pairs.reduce((all, [from, to]) => {
      if (!all.includes(from)) throw new Error(`${from} does not stand in the text`);
      return put(from, to)(all);
    }, text);

/** The request as an ordinary one: level 2, ordinary data, no personal data. */
export const ordinary: readonly (readonly [string, string])[] = [
  ['securityLevel: 4', 'securityLevel: 2'],
  ['importance: important', 'importance: ordinary'],
  ['personalData: sensitive', 'personalData: none'],
];
