import { deriveIntent } from '../../../sites/intent/derive.js';
import type { EnvironmentIntent } from '../../../sites/intent/environment.js';
import { canonical, origin, type Estate } from '../../../sites/model/estate.js';
import type { Text } from '../../../sites/model/text.js';
import type { Verdict } from '../../../sites/model/verdict.js';
import type { Stood, UseByNamespace } from '../../../sites/tenancy/approval-growth.js';
import { approvalsOf } from '../../../sites/tenancy/approvals.js';
import { changesOf } from '../../../sites/tenancy/changes.js';
import { codesOf, conceal } from '../../../sites/tenancy/conceal.js';
import { derivedOf } from '../../../sites/tenancy/derived.js';
import { inPlaceOrder } from '../../../sites/tenancy/finding-order.js';
import { fitOf, type FitVerdict } from '../../../sites/tenancy/fit.js';
import { jointly, type Joint } from '../../../sites/tenancy/joint.js';
import { belowLiveUse } from '../../../sites/tenancy/live-use.js';
import { measuredUse } from '../../../sites/tenancy/measured-use.js';
import { inRequest } from '../../../sites/tenancy/own-pointer.js';
import { openPriceOf, priceChange } from '../../../sites/tenancy/price.js';
import { requestFindings } from '../../../sites/tenancy/request-findings.js';
import { withRequests } from '../../../sites/tenancy/with-requests.js';
import { besideDirectory } from '../../beside-directory.js';
import { checkedEnvironment } from '../../checked-environment.js';
import type { Command, Context } from '../../command.js';
import { InputFailure } from '../../failure.js';
import { findingsOf } from '../../findings.js';
import { readLiveUse, type LiveUse } from '../../live-use.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import type { CheckedRequest, CheckVerdict, TenantCheckData } from '../../tenant-check-data.js';
import { requestsInForce } from '../../requests-in-force.js';
import { verdictsOf } from '../../tenant-judging.js';
import { toldFinding, toldFit, toldJoint, toldVerdicts } from '../../tenant-told.js';
import { notCheckedOf, refusalsOf, shrinksUnmeasured, verdictOf, type Changing } from '../../tenant-verdict.js';

/** One request that was handed in, and what is recorded of its organisation. */
interface Handed {
  readonly organisation: string;
  readonly file: string;
  readonly role: CheckedRequest['role'];
  readonly against: CheckedRequest['against'];
}

export const command: Command = {
  arguments: [{ name: '<file...>', about: { vi: 'phiếu đăng ký: một tệp YAML cho mỗi cơ quan', en: 'requests: one YAML file for each organisation' } }],
  computes: true,
  options: [],
  examples: ['ndc tenant check sites/data/tenants/bo-y-te.yaml', 'ndc tenant check bo-y-te.yaml --lang vi', 'ndc tenant check bo-y-te.yaml --with bo-tu-phap.yaml', 'ndc tenant check bo-y-te.yaml --connection production', 'ndc tenant check bo-y-te.yaml --as-of 2027-06-30 --json'],
  run: async (context, files): Promise<Outcome<'ndc/tenant-check.v1', TenantCheckData>> => {
    const head = await under(context, [...files, ...context.globals.with]);
    const { estate: recorded, commit, history } = await requestsInForce(context);
    const handed = [...new Set(files)].map((file) => handedIn(head, recorded, file, 'judged'));
    const others = [...new Set(context.globals.with)].filter((file) => !files.includes(file)).flatMap((file) => (organisationIn(head, file) === undefined ? [] : [handedIn(head, recorded, file, 'with')]));
    const all = [...handed, ...others];
    const open = all.filter(({ against }) => against !== 'unchanged');
    const joint = jointly(head, open.map(({ organisation }) => ({ organisation, head: head.requests[organisation], base: recorded.requests[organisation] })));
    const intents = deriveIntent(head).environments;
    const verdicts = verdictsOf(head, all.map(({ organisation }) => organisation));
    const live = context.globals.connection === undefined ? undefined : await readLiveUse(context, await openEstate(given(context, [...files, ...context.globals.with])), all.map(({ organisation }) => organisation));
    const usage = measuredUse(recorded.records, deriveIntent(recorded).environments);
    const past = new Map<string, readonly Stood[]>();
    for (const { organisation } of open) {
      const known = await history(organisation);
      if (known !== undefined) past.set(organisation, known);
    }
    const codes = new Map([...codesOf(recorded), ...codesOf(head)]);
    const requests = all.map((one) => checked(one, { head, recorded, joint, intents, verdicts, live, usage, past, codes }));
    const changing = open.map((one) => changingOf(one, { head, recorded }));
    const reasons = refusalsOf(requests, worstOf([joint.together.verdict, ...requests.map(({ fit }) => fit.verdict)]), joint.onlyApart, verdicts);
    const notChecked = notCheckedOf({ base: recorded, live }, requests, changing, usage);
    const verdict = checkVerdict(reasons, notChecked, requests.some(({ approvals }) => approvals.some(({ required }) => required)));
    return {
      kind: 'ndc/tenant-check.v1',
      // What is refused stays so whatever an unreachable site would have said.
      exit: verdict === 'refused' ? 1 : (live?.unread.length ?? 0) > 0 ? 3 : 0,
      data: conceal({
        estate: { id: head.settings.id, digest: head.digest },
        asOf: head.scenario.asOf,
        verdict,
        reasons,
        notChecked,
        ...(commit === undefined ? {} : { comparedWith: commit }),
        requests,
        ...(open.length > 1 ? { joint: { fit: toldFit(joint.together), ...toldJoint(joint) } } : {}),
        liveUse: liveUseOf(live, shrinksUnmeasured({ base: recorded, live }, changing, usage, head.scenario.asOf)),
      }, codes),
    };
  },
};

const given = (context: Context, files: readonly string[]): Context => ({ ...context, globals: { ...context.globals, with: [...new Set(files)] } });

const under = async (context: Context, files: readonly string[]): Promise<Estate> => underScenario(await openEstate(given(context, files)), context);

const worstOf = (verdicts: readonly FitVerdict[]): FitVerdict => verdicts.find((one) => one === 'does-not-fit') ?? verdicts.find((one) => one === 'fits-until-loss') ?? verdicts[0] ?? 'fits';

/** As a review has it; a file that is no request never comes this far. */
function checkVerdict(refusals: readonly Text[], notChecked: readonly Text[], approval: boolean): CheckVerdict {
  const verdict = verdictOf(0, refusals.length > 0, notChecked.length > 0, approval);
  if (verdict === 'not-a-request') throw new Error('a request is judged as one');
  return verdict;
}

const changingOf = ({ organisation }: Handed, { head, recorded }: Pick<Judging, 'head' | 'recorded'>): Changing => ({ organisation, base: recorded.requests[organisation], head: head.requests[organisation] });

/** Which quotas that shrink were compared with what is in use, and which were not. */
const liveUseOf = (live: LiveUse | undefined, notCompared: readonly string[]): TenantCheckData['liveUse'] =>
  live === undefined ? { state: 'not-checked', notCompared, unread: [] } : { state: live.unread.length === 0 ? 'checked' : 'partly', connection: live.connection, notCompared, unread: live.unread };

/** The organisation whose request a file holds; undefined where it holds something else. */
const organisationIn = (estate: Estate, file: string): string | undefined =>
  Object.keys(estate.requests).find((organisation) => origin(estate, inRequest(organisation, 'owners', 'accountable'))?.file === besideDirectory(file));

function handedIn(head: Estate, recorded: Estate, file: string, role: Handed['role']): Handed {
  const organisation = organisationIn(head, file);
  if (organisation === undefined)
    throw new InputFailure('NDC-X210', {
      vi: `${file} không phải phiếu đăng ký (kind: TenancyRequest). Hãy nêu một tệp như sites/data/tenants/bo-y-te.yaml.`,
      en: `${file} is no tenancy request (kind: TenancyRequest). Name a file such as sites/data/tenants/bo-y-te.yaml.`,
    });
  const before = recorded.requests[organisation];
  return { organisation, file, role, against: before === undefined ? 'first' : canonical(before) === canonical(head.requests[organisation]) ? 'unchanged' : 'recorded' };
}

interface Judging {
  readonly head: Estate;
  readonly recorded: Estate;
  readonly joint: Joint;
  readonly intents: readonly EnvironmentIntent[];
  readonly verdicts: readonly Verdict[];
  /** Absent without a connection. */
  readonly live: LiveUse | undefined;
  /** As the records have it. */
  readonly usage: UseByNamespace;
  /** Earlier states of requests, where git knows them. */
  readonly past: ReadonlyMap<string, readonly Stood[]>;
  /** Of systems that hold state secrets; `codesOf`. */
  readonly codes: ReadonlyMap<string, string>;
}

function checked({ organisation, file, role, against }: Handed, { head, recorded, joint, intents, verdicts, live, usage, past, codes }: Judging): CheckedRequest {
  const request = head.requests[organisation];
  if (request === undefined) throw new Error(`${organisation} was read and is gone`);
  const base = against === 'recorded' ? recorded.requests[organisation] : undefined;
  const own = intents.filter((intent) => intent.organisation === organisation);
  const about = verdicts.filter(({ subject }) => subject.organisation === organisation);
  const fit = joint.alone.get(organisation) ?? fitOf(withRequests(head, { [organisation]: undefined }), head);
  const findings = inPlaceOrder([...requestFindings({ estate: head, request, ...(base === undefined ? {} : { base }) }), ...(live === undefined ? [] : belowLiveUse(head, request, live.environments, live.quotas))]);
  const told = findings.map((finding) => toldFinding(finding, request));
  const policies = { passed: about.filter(({ status }) => status === 'pass').length, unknown: about.filter(({ status }) => status === 'unknown').length, findings: findingsOf(head, toldVerdicts(about, codes)) };
  const was = against === 'unchanged' ? request : recorded.requests[organisation];
  const before = past.get(organisation);
  const approvals = approvalsOf({ estate: recorded, base: was, head: request, usage, ...(before === undefined ? {} : { history: before }), changes: against === 'unchanged' ? [] : changesOf({ estate: recorded, request: was }, { estate: head, request }) });
  const refusals = refusalsOf([{ organisation, findings: told }], fit.verdict, false, about);
  const notChecked = notCheckedOf({ base: recorded, live }, [{ policies }], [{ organisation, base: was, head: request }], usage);
  return {
    organisation,
    name: head.organisations[organisation]?.name ?? { vi: organisation, en: organisation },
    file,
    role,
    against,
    accepted: refusals.length === 0,
    verdict: checkVerdict(refusals, notChecked, approvals.some(({ required }) => required)),
    notChecked,
    environments: own.filter(({ system }) => system.secrecy === 'none').map((intent) => checkedEnvironment(head, intent)),
    concealed: own.filter(({ system }) => system.secrecy !== 'none').length,
    derived: derivedOf(head, request, own.filter(({ system }) => system.secrecy === 'none')),
    findings: told,
    policies,
    fit: toldFit(fit),
    approvals,
    price: priceChange(openPriceOf(recorded, was), openPriceOf(head, request)),
  };
}
