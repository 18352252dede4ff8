import { deriveIntent } from '../sites/intent/derive.js';
import type { Day } from '../sites/model/calendar.js';
import type { Estate } from '../sites/model/estate.js';
import type { Text } from '../sites/model/text.js';
import type { Verdict } from '../sites/model/verdict.js';
import { changeKinds } from '../sites/tenancy/change.js';
import { codesOf, conceal } from '../sites/tenancy/conceal.js';
import { addSums } from '../sites/tenancy/price.js';
import { fits, queueOf, type Open, type Queued } from '../sites/tenancy/queue.js';
import type { Taken, Weighed } from '../sites/tenancy/scale.js';
import { concealedResources } from '../sites/tenancy/concealed-resources.js';
import { fitRowsOf } from '../sites/tenancy/fit-rows.js';
import { measuredUse } from '../sites/tenancy/measured-use.js';
import type { UseByNamespace } from '../sites/tenancy/approval-growth.js';
import { withRequests } from '../sites/tenancy/with-requests.js';
import { digestOfAsked, type OpenInput, type QueueInputs } from './queue-inputs.js';
import { verdictsOf } from './tenant-judging.js';
import { risks, type QueueEntry, type Risk, type TenantQueueData, type ToldWeighed } from './tenant-queue-data.js';
import type { ReviewedRequest, ReviewVerdict } from './tenant-review-data.js';
import { fails, failure, reviewed } from './tenant-review.js';
import { isTold, toldLost } from './tenant-told.js';
import { notCheckedOf, refusalsOf, verdictOf } from './tenant-verdict.js';

/** Puts an estate under the scenario that was asked for. */
type Under = (estate: Estate) => Estate;

interface Read extends Open {
  readonly input: OpenInput;
  readonly digest: string;
}

/** Every open proposal judged on its own, among the others, and in line: the same inputs in, the same page out. */
export function tenantQueueOf({ base: recorded, commit, open, unmatched }: QueueInputs, under: Under): TenantQueueData {
  const base = under(recorded);
  const all = open.map((input): Read => readOne(input, base));
  const asking = all.filter(({ asks }) => asks.size > 0);
  const queue = queueOf(base, asking);
  const places = new Map(queue.open.map((one) => [one.id, one]));
  const known = new Set(verdictsOf(base, [...new Set(asking.flatMap(({ asks }) => [...asks.keys()]))]).filter(fails).map(failure));
  const verdicts = verdictsFor(base, asking, known);
  const usage = measuredUse(base.records, deriveIntent(base).environments);
  const concealed = new Map(asking.map(({ id, asks }) => [id, concealedBy(base, asks)]));
  // Whoever stands beside them may run short of what they ask: what is left after them would tell it.
  const anybodys = new Set([...concealed.values()].flatMap((own) => [...own]));
  const codes = new Map([...codesOf(base), ...all.flatMap(({ input: { loaded } }) => ('estate' in loaded ? [...codesOf(loaded.estate)] : []))]);
  const entries = all.map((one) => entryOf(one, places.get(one.id), { base, under, known, usage, verdicts: verdicts.get(one.id) ?? [], codes, concealed: { own: concealed.get(one.id) ?? new Set(), anybodys } }));
  const data: TenantQueueData = {
    estate: { id: base.settings.id, digest: base.digest },
    asOf: base.scenario.asOf,
    ...(commit === undefined ? {} : { base: commit }),
    open: riskiestFirst(entries),
    line: queue.line,
    together: told(queue.together, anybodys),
    shares: queue.together.because !== undefined && isTold(queue.together.because, anybodys) ? queue.shares : [],
    notChecked: [{ vi: 'mức dùng thật trên cụm', en: 'live use on the clusters' }],
    ...(unmatched === undefined ? {} : { unmatched }),
  };
  return conceal(data, codes);
}

function readOne(input: OpenInput, base: Estate): Read {
  const { loaded } = input;
  const asks: Taken = new Map('estate' in loaded ? input.files.organisations.map((organisation) => [organisation, loaded.estate.requests[organisation]]) : []);
  const digest = digestOfAsked(asks);
  const admitted = asks.size === 0 ? undefined : admittedOn(base, digest);
  return { id: input.id, input, asks, digest, ...(admitted === undefined ? {} : { admitted }) };
}

/** The first day on which just this was admitted; one that is yet to come does not count. */
function admittedOn({ admissions, scenario }: Estate, digest: string): Day | undefined {
  return admissions.filter((one) => one.digest === digest && one.on <= scenario.asOf).map(({ on }) => on).sort()[0];
}

/**
 * What the rules say of each. All that speak of different organisations are judged in one estate, for rules look at the
 * whole of it. Whatever fails there and not in the base is judged on its own again, so that nobody is refused for what
 * another asks.
 */
function verdictsFor(base: Estate, open: readonly Read[], known: ReadonlySet<string>): ReadonlyMap<string, readonly Verdict[]> {
  const found = new Map<string, readonly Verdict[]>();
  const rounds: Read[][] = [];
  for (const one of open) {
    const round = rounds.find((others) => others.every(({ asks }) => [...one.asks.keys()].every((organisation) => !asks.has(organisation))));
    if (round === undefined) rounds.push([one]);
    else round.push(one);
  }
  for (const round of rounds) {
    const together = verdictsOf(withRequests(base, Object.fromEntries(round.flatMap(({ asks }) => [...asks]))), round.flatMap(({ asks }) => [...asks.keys()]));
    for (const { id, asks } of round) {
      const own = together.filter(({ subject }) => subject.organisation !== undefined && asks.has(subject.organisation));
      found.set(id, round.length > 1 && own.some((verdict) => fails(verdict) && !known.has(failure(verdict))) ? verdictsOf(withRequests(base, Object.fromEntries(asks)), [...asks.keys()]) : own);
    }
  }
  return found;
}

const noChanges = { destroys: 0, holdsData: 0, ...(Object.fromEntries(changeKinds.map((kind) => [kind, 0])) as Record<(typeof changeKinds)[number], number>) };

interface Beside {
  readonly base: Estate;
  readonly under: Under;
  /** What fails in the base, whoever changes it. */
  readonly known: ReadonlySet<string>;
  /** What the base's records say of use. */
  readonly usage: UseByNamespace;
  readonly verdicts: readonly Verdict[];
  /** Resources whose figures would tell sizes of secret systems: of this proposal, and of all that are open. */
  readonly concealed: { readonly own: ReadonlySet<string>; readonly anybodys: ReadonlySet<string> };
  /** Of systems that hold state secrets, in the base and in every proposal; `codesOf`. */
  readonly codes: ReadonlyMap<string, string>;
}

function entryOf({ id, input, asks, digest, admitted }: Read, queued: Queued | undefined, { base, under, known, usage, verdicts, concealed, codes }: Beside): QueueEntry {
  const { loaded, files, commit } = input;
  const common = { id, ...(commit === undefined ? {} : { commit }), digest, foreign: files.foreign.length };
  const outside: Text[] = files.foreign.length === 0 ? [] : [{ vi: `đổi ${files.foreign.length} đường dẫn ngoài phiếu đăng ký`, en: `it changes ${files.foreign.length} path${files.foreign.length === 1 ? '' : 's'} that no request may touch` }];
  if ('diagnostics' in loaded || queued === undefined) {
    const problems = 'diagnostics' in loaded ? loaded.diagnostics.length : 0;
    const why: Text = problems > 0 ? { vi: `tệp chưa đọc được: ${problems} lỗi; xem ndc tenant review hoặc ndc tenant check`, en: `its files cannot be read: ${problems} problem${problems === 1 ? '' : 's'}; see ndc tenant review or ndc tenant check` } : { vi: 'không phiếu nào thay đổi', en: 'no request changes' };
    const verdict = files.foreign.length === 0 && problems === 0 ? 'no-change' : verdictOf(files.foreign.length, problems > 0, false, false);
    return { ...common, organisations: files.organisations.map((organisation) => named(base, organisation)), risk: riskOf(verdict, 0), verdict, reasons: [...outside, why], problems, changes: noChanges, approvals: [], price: { before: addSums([]), after: addSums([]), concealed: 'nothing' } };
  }
  const estate = under(loaded.estate);
  const alone = queued.alone.verdict === 'unclear' ? 'fits' : queued.alone.verdict;
  const intents = deriveIntent(estate).environments.filter(({ organisation }) => asks.has(organisation));
  const changing = [...asks].map(([organisation, head]) => ({ organisation, base: base.requests[organisation], head }));
  const judging = { base, head: { estate }, files, commits: { base: '', head: '' }, history: input.history, estate, intents, verdicts, known, usage, codes, fit: alone };
  const requests = changing.map((one) => reviewed(one, judging));
  const refusals = refusalsOf(requests, alone, false, verdicts);
  const unclear = [...notCheckedOf({ base, files }, requests, changing, usage), ...(queued.alone.verdict === 'unclear' ? [unclearText] : [])];
  const approvals = approvalsIn(requests);
  const verdict = verdictOf(files.foreign.length, refusals.length > 0, unclear.length > 0, approvals.length > 0);
  const changes = requests.flatMap((request) => request.changes);
  const losing = changes.filter(({ destroys, holdsData }) => destroys && holdsData).length;
  return {
    ...common,
    organisations: [...asks.keys()].map((organisation) => named(base, organisation)),
    risk: riskOf(verdict, losing),
    verdict,
    reasons: [...outside, ...refusals, ...unclear],
    problems: 0,
    changes: { destroys: changes.filter(({ destroys }) => destroys).length, holdsData: losing, ...(Object.fromEntries(changeKinds.map((kind) => [kind, changes.filter((change) => change.kind === kind).length])) as Record<(typeof changeKinds)[number], number>) },
    approvals,
    price: { before: addSums(requests.map(({ price }) => price.before)), after: addSums(requests.map(({ price }) => price.after)), concealed: changes.every((change) => !change.concealed) ? 'nothing' : changes.every((change) => change.concealed) ? 'all' : 'something' },
    fit: {
      alone: told(queued.alone, concealed.own),
      ...(admitted === undefined || queued.place === undefined ? {} : { admitted: { on: admitted, place: queued.place } }),
      inLine: told(queued.inLine, concealed.anybodys),
      instead: queued.instead,
      putsOut: queued.putsOut.map(({ id: other, fit }) => ({ id: other, fit: told(fit, concealed.anybodys) })),
    },
  };
}

const unclearText: Text = { vi: 'quá nhiều trường hợp mất trung tâm để xét theo tên; xem ndc tenant review của từng đề nghị', en: 'too many cases of a lost site to work out by name; see ndc tenant review of each' };

const named = ({ organisations }: Estate, id: string): QueueEntry['organisations'][number] => ({ id, name: organisations[id]?.name ?? { vi: id, en: id } });

/** By role, each once, with every rule that asks for it. */
function approvalsIn(requests: readonly ReviewedRequest[]): QueueEntry['approvals'] {
  const roles = new Map<string, { readonly name: Text; readonly rules: string[] }>();
  for (const { role, name, rule, required } of requests.flatMap(({ approvals }) => approvals)) {
    if (!required) continue;
    const known = roles.get(role) ?? { name, rules: [] };
    if (!known.rules.includes(rule)) known.rules.push(rule);
    roles.set(role, known);
  }
  return [...roles.values()];
}

function riskOf(verdict: ReviewVerdict, losing: number): Risk {
  if (verdict === 'not-a-request') return 'not-a-request';
  if (losing > 0) return 'destroys-data';
  return verdict === 'accepted' || verdict === 'no-change' ? 'routine' : verdict;
}

/** The riskiest first; of one kind, whoever does not fit (a name gives nobody a place in line, so who was not admitted counts alone), puts others out, whoever takes most approvals, whoever was admitted first. */
function riskiestFirst(entries: readonly QueueEntry[]): readonly QueueEntry[] {
  const key = ({ risk, fit, approvals, id }: QueueEntry): readonly (number | string)[] => [risks.indexOf(risk), fit === undefined || fits(fit.admitted === undefined ? fit.alone : fit.inLine) ? 1 : 0, -(fit?.putsOut.length ?? 0), -approvals.length, fit?.admitted?.on ?? '9999', id];
  return entries.map((entry) => ({ entry, order: key(entry) })).sort((a, b) => {
    const at = a.order.findIndex((value, index) => value !== b.order[index]);
    const [x = '', y = ''] = [a.order[at], b.order[at]];
    return x < y ? -1 : x > y ? 1 : 0;
  }).map(({ entry }) => entry);
}

/** How large secret systems are is nobody's to read; the verdict counts them. */
function told({ verdict, because, lost }: Weighed, concealed: ReadonlySet<string>): ToldWeighed {
  const hides = because !== undefined && !isTold(because, concealed);
  return {
    verdict,
    ...(because === undefined || hides ? {} : { because }),
    ...(lost === undefined ? {} : { lost: toldLost(lost, concealed) }),
    ...(hides ? { concealed: true as const } : {}),
  };
}

const concealedBy = (base: Estate, asks: Taken): ReadonlySet<string> => {
  const head = withRequests(base, Object.fromEntries(asks));
  return concealedResources(base, head, () => fitRowsOf(base, head));
};
