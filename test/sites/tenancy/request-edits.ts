import { expect } from 'vitest';
import type { RequestFinding } from '../../../sites/tenancy/finding.js';
import { requestFindings } from '../../../sites/tenancy/request-findings.js';
import { estateOf, put, type Changes } from '../model/estate-files.js';

export const tenant = 'tenants/bo-y-te.yaml';
export const organisations = 'catalogue/organisations.yaml';

/** Edits of the one request, one after the other; each must change something. */
export const edits = (pairs: readonly (readonly [string, string])[]) => (text: string) =>
  pairs.reduce((now, [from, to]) => {
    if (!now.includes(from)) throw new Error(`"${from}" does not stand in the request`);
    return put(from, to)(now);
  }, text);
export type Edit = readonly [from: string, to: string];

export const granted: Changes = {
  [organisations]: (text) => text.replace('groups: ["bo-y-te:platform"]', 'groups: ["bo-y-te:platform"], hostSuffixes: [bo-y-te.example]').replace('level: central, kind: ministry}', 'level: central, kind: ministry, hostSuffixes: [bo-cong-an.example, cap.bo-y-te.example]}'),
};

/** Backups wide enough that no test but its own meets NDC-T009. */
export const quota = 'quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 100}';
export const roomy = 'quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 100, backup: 900Ti}';
export const roomyBase: Changes = { [tenant]: put(quota, roomy) };

/** What is found in the request after edits, against the request as the base has it where `against` says so. */
export function findings(changes: readonly Edit[], { against, more = {} }: { readonly against?: readonly Edit[]; readonly more?: Changes } = {}): readonly RequestFinding[] {
  const estate = estateOf({ ...more, [tenant]: changes.length === 0 ? put(quota, roomy) : edits([[quota, roomy], ...changes]) });
  const base = against === undefined ? undefined : estateOf({ ...granted, [tenant]: edits([[quota, roomy], ...against]) }).requests['bo-y-te'];
  const request = estate.requests['bo-y-te'];
  if (request === undefined) throw new Error('the request is gone');
  return requestFindings({ estate, request, ...(base === undefined ? {} : { base }) });
}

/** `NDC-T001 refuse`, in reading order. */
export const codes = (all: readonly RequestFinding[]): string[] => all.map(({ code, weight }) => `${code} ${weight}`);

/** Whatever a finding says, it says in both languages, and its numbers are the same in both. */
export function only(all: readonly RequestFinding[]): RequestFinding {
  const [first] = all;
  if (first === undefined || all.length !== 1) throw new Error(`one finding was expected: ${JSON.stringify(all.map(({ message }) => message.en))}`);
  expect(first.message.vi).not.toBe(first.message.en);
  expect(first.message.vi).not.toMatch(/undefined|NaN|\[object/);
  return first;
}

export const network = (hosts: string): Edit => ['        placement:', `        network: {ingressHosts: [${hosts}]}\n        placement:`];
export const beforePlacement = (lines: string): Edit => ['        placement:', `${lines}\n        placement:`];
export const entry = (at: string, cpu = '8', memory = '64Gi', storage = '1Ti'): string => `{at: ${at}, cpu: ${cpu}, memory: ${memory}, storage: ${storage}}`;
export const forecast = (...entries: readonly string[]): Edit => beforePlacement(`        forecast: [${entries.join(', ')}]`);
export const pod = (shape: string): Edit => beforePlacement(`        largestPod: {${shape}}`);
export const owners = (accountable: string, technical: string): Edit => ['accountable: Vụ trưởng, technical: Trung tâm', `accountable: ${JSON.stringify(accountable)}, technical: ${JSON.stringify(technical)}`];
export const top = (line: string): Edit => ['organisation: bo-y-te', `organisation: bo-y-te\n${line}`];
