import { deriveIntent } from '../sites/intent/derive.js';
import type { EnvironmentIntent } from '../sites/intent/environment.js';
import { messageOf, type Diagnostic } from '../sites/model/diagnostic.js';
import { canonical, digestOf, type DeepReadonly, type Estate } from '../sites/model/estate.js';
import type { TenancyRequest } from '../sites/model/kinds/tenancy-request.js';
import type { SourceFile } from '../sites/model/source-file.js';
import type { Verdict } from '../sites/model/verdict.js';
import type { Stood, UseByNamespace } from '../sites/tenancy/approval-growth.js';
import { approvalsOf } from '../sites/tenancy/approvals.js';
import { printedValue, type Change } from '../sites/tenancy/change.js';
import { changesOf } from '../sites/tenancy/changes.js';
import { codesOf, conceal } from '../sites/tenancy/conceal.js';
import { derivedOf } from '../sites/tenancy/derived.js';
import type { RequestFinding } from '../sites/tenancy/finding.js';
import { inPlaceOrder } from '../sites/tenancy/finding-order.js';
import type { Fit } from '../sites/tenancy/fit.js';
import { jointly } from '../sites/tenancy/joint.js';
import { belowLiveUse } from '../sites/tenancy/live-use.js';
import { measuredUse } from '../sites/tenancy/measured-use.js';
import { openPriceOf, priceChange } from '../sites/tenancy/price.js';
import { requestFindings } from '../sites/tenancy/request-findings.js';
import { findingsOf } from './findings.js';
import type { LiveUse } from './live-use.js';
import type { ReviewFiles } from './review-inputs.js';
import { newSystems } from './new-systems.js';
import { verdictsOf } from './tenant-judging.js';
import { toldFinding, toldFit, toldJoint, toldRows, toldVerdicts } from './tenant-told.js';
import { notCheckedOf, refusalsOf, verdictOf } from './tenant-verdict.js';
import type { ReviewedChange, ReviewedProblem, ReviewedRequest, TenantReviewData } from './tenant-review-data.js';

type Request = DeepReadonly<TenancyRequest>;

/** What a review judges. `head` is the base's estate with the requests head changes. */
export interface ReviewInput {
  readonly base: Estate;
  readonly head: { readonly estate: Estate } | { readonly diagnostics: readonly Diagnostic[] };
  readonly files: Omit<ReviewFiles, 'base'>;
  readonly commits: { readonly base: string; readonly head: string };
  /** By organisation, where the clone knows it. */
  readonly history: Readonly<Record<string, readonly Stood[] | undefined>>;
  /** Absent without a connection. */
  readonly live?: LiveUse;
  /** Requests that are written and not committed. */
  readonly uncommitted?: readonly string[];
}

/** Most paths told of those that are no request. */
const toldPaths = 20;

/** Judges what a branch asks for against its base: the same bytes in, the same answer out. */
export function reviewOf(input: ReviewInput): TenantReviewData {
  const { base, head, files, commits, uncommitted = [] } = input;
  const foreign = { count: files.foreign.length, paths: files.foreign.slice(0, toldPaths) };
  const common = { estate: { id: base.settings.id, digest: base.digest }, asOf: base.scenario.asOf, foreign, uncommitted };
  if ('diagnostics' in head) {
    const joint = digestOf(canonical(files.head.map(({ name, ...file }) => [name, 'bytes' in file ? digestOf(file.bytes) : file.problem])));
    const reasons = [{ vi: `tệp chưa đọc được: ${head.diagnostics.length} lỗi`, en: `the files cannot be read: ${head.diagnostics.length} problem${head.diagnostics.length === 1 ? '' : 's'}` }];
    return { ...common, judged: { ...commits, joint }, verdict: verdictOf(foreign.count, true, false, false), reasons, notChecked: [], diagnostics: head.diagnostics.map((found) => problem(found, files)), requests: [], rows: [] };
  }
  const estate = head.estate;
  const open = files.organisations.map((organisation) => ({ organisation, base: base.requests[organisation], head: estate.requests[organisation] }));
  const judged = { ...commits, joint: digestOf(canonical(open)) };
  if (open.length === 0) return { ...common, judged, verdict: foreign.count > 0 ? 'not-a-request' : 'no-change', reasons: [], notChecked: [], diagnostics: [], requests: [], rows: [] };
  const joint = jointly(estate, open);
  const verdicts = verdictsOf(estate, files.organisations);
  // What fails in the base is asked only where something fails: most requests are clean.
  const known = verdicts.some(fails) ? new Set(verdictsOf(base, files.organisations).filter(fails).map(failure)) : new Set<string>();
  const intents = deriveIntent(estate).environments;
  const usage = measuredUse(base.records, deriveIntent(base).environments);
  const codes = new Map([...codesOf(base), ...codesOf(estate)]);
  const requests = open.map((one) => reviewed(one, { ...input, estate, intents, verdicts, known, usage, codes, fit: joint.alone.get(one.organisation)?.verdict ?? joint.together.verdict }));
  const refusals = refusalsOf(requests, joint.together.verdict, joint.onlyApart, verdicts);
  const notChecked = notCheckedOf(input, requests, open, usage);
  const approvals = requests.some((request) => request.approvals.some(({ required }) => required));
  return conceal(
    {
      ...common,
      judged,
      verdict: verdictOf(foreign.count, refusals.length > 0, notChecked.length > 0, approvals),
      reasons: refusals,
      notChecked,
      diagnostics: [],
      requests,
      fit: toldFit(joint.together),
      rows: toldRows(joint.together),
      ...(open.length > 1 ? { joint: toldJoint(joint) } : {}),
    },
    codes,
  );
}

export const fails = ({ status, waived }: Verdict): boolean => status === 'fail' && waived === undefined;
export const failure = ({ policy, subject }: Verdict): string => JSON.stringify([policy, subject.object, subject.site, subject.address]);

export interface Judging extends ReviewInput {
  readonly estate: Estate;
  readonly intents: readonly EnvironmentIntent[];
  readonly verdicts: readonly Verdict[];
  readonly known: ReadonlySet<string>;
  /** As the base's records have it. */
  readonly usage: UseByNamespace;
  readonly fit: Fit['verdict'];
  /** Of systems that hold state secrets; `codesOf`. */
  readonly codes: ReadonlyMap<string, string>;
}

export function reviewed({ organisation, base: was, head: is }: { readonly organisation: string; readonly base: Request | undefined; readonly head: Request | undefined }, { base, estate, intents, files, history, verdicts, known, fit, live, usage, codes }: Judging): ReviewedRequest {
  const changes = changesOf({ estate: base, request: was }, { estate, request: is });
  const about = verdicts.filter(({ subject }) => subject.organisation === organisation);
  const findings = inPlaceOrder([...findingsIn(estate, was, is), ...(is === undefined || live === undefined ? [] : belowLiveUse(estate, is, live.environments, live.quotas))]);
  const past = history[organisation];
  return {
    organisation,
    name: base.organisations[organisation]?.name ?? { vi: organisation, en: organisation },
    against: was === undefined ? 'first' : is === undefined ? 'withdrawn' : 'recorded',
    newSystems: newSystems(estate, was, is, intents.filter((intent) => intent.organisation === organisation)),
    changes: changes.map(changeText),
    derived: is === undefined ? [] : derivedOf(estate, is, intents.filter((intent) => intent.organisation === organisation && intent.system.secrecy === 'none')),
    findings: findings.map((finding) => findingText(finding, is, files)),
    policies: { passed: about.filter(({ status }) => status === 'pass').length, unknown: about.filter(({ status }) => status === 'unknown').length, findings: findingsOf(estate, toldVerdicts(about, codes)), newly: [...new Set(about.filter((verdict) => fails(verdict) && !known.has(failure(verdict))).map(({ policy }) => policy))].sort() },
    fit,
    price: priceChange(openPriceOf(base, was), openPriceOf(estate, is)),
    approvals: approvalsOf({ estate: base, base: was, head: is, changes, usage, ...(past === undefined ? {} : { history: past }) }),
  };
}

/** A request that is taken away is one whose systems all vanish: T007 knows which open transition permits that. */
function findingsIn(estate: Estate, was: Request | undefined, is: Request | undefined): readonly RequestFinding[] {
  if (is !== undefined) return requestFindings({ estate, request: is, ...(was === undefined ? {} : { base: was }) });
  return was === undefined ? [] : requestFindings({ estate, request: { ...was, systems: [] }, base: was }).filter(({ code }) => code === 'NDC-T007');
}

function changeText({ kind, of, subject, field, before, after, permille, destroys, holdsData, secret }: Change): ReviewedChange {
  const told = { kind, of, subject, field, destroys, holdsData, concealed: secret };
  if (secret) return told;
  return { ...told, ...(before === undefined ? {} : { before: printedValue(before) }), ...(after === undefined ? {} : { after: printedValue(after) }), ...(permille === undefined ? {} : { permille }) };
}

function findingText(finding: RequestFinding, request: Request | undefined, files: ReviewInput['files']): ReviewedRequest['findings'][number] {
  const told = toldFinding(finding, request);
  return { ...told, ...(told.paste === undefined ? {} : lineFor(told.paste, told.place, files)) };
}

/** The changed line with the same key, as the paste has it; nothing where the line holds more than that key. */
function lineFor(paste: string, place: RequestFinding['place'], { changedLines, head }: ReviewInput['files']): { readonly suggestion?: string } {
  const key = /^[A-Za-z]+:/.exec(paste)?.[0];
  if (place === undefined || key === undefined || paste.includes('\n') || changedLines[place.file]?.has(place.line) !== true) return {};
  const [, indent, rest] = /^( *)(.*)$/.exec(lineOf(head, place.file, place.line)) ?? [];
  return rest?.startsWith(key) === true ? { suggestion: `${indent ?? ''}${paste}` } : {};
}

/** A line of a file, without its end. */
function lineOf(files: readonly SourceFile[], name: string, number: number): string {
  const file = files.find((one) => one.name === name);
  return file !== undefined && 'bytes' in file ? (new TextDecoder().decode(file.bytes).split(/\r?\n/)[number - 1] ?? '') : '';
}

function problem(found: Diagnostic, files: ReviewInput['files']): ReviewedProblem {
  const { code, place } = found;
  const suggestion = files.changedLines[place.file]?.has(place.line) === true ? suggested(found, files.head) : undefined;
  return { code, file: place.file, line: place.line, column: place.column, message: messageOf(found), ...(suggestion === undefined ? {} : { suggestion }) };
}

/** The line with what was found replaced by what was meant, where the diagnostic knows both and the line says just that. */
function suggested({ place, params }: Diagnostic, files: readonly SourceFile[]): string | undefined {
  const { found, suggestion } = params;
  if (typeof found !== 'string' || typeof suggestion !== 'string' || suggestion === '' || found === '') return undefined;
  const line = lineOf(files, place.file, place.line);
  const [before, rest] = [line.slice(0, place.column - 1), line.slice(place.column - 1)];
  const written = [`"${found}"`, `'${found}'`, found].find((one) => rest.startsWith(one));
  return written === undefined ? undefined : `${before}${suggestion}${rest.slice(written.length)}`;
}
