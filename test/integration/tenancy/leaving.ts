import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiException, CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { checkApprovals, forbiddenStacks } from '../../../bin/approvals.js';
import type { Context } from '../../../bin/command.js';
import { command as approve } from '../../../bin/commands/approve.js';
import { command as offboard } from '../../../bin/commands/tenant/offboard.js';
import { destroyedWithoutApproval } from '../../../bin/destroyed-data.js';
import { loadConnection } from '../../../bin/edge/connection.js';
import { readDataDirectory } from '../../../bin/edge/data-directory.js';
import { fileStream } from '../../../bin/edge/plan-stream.js';
import { sandboxDown } from '../../../bin/edge/sandbox/down.js';
import { sandboxUp } from '../../../bin/edge/sandbox/up.js';
import type { OffboardData } from '../../../bin/offboard/data.js';
import { applyPlanSet, type ApplyResult } from '../../../bin/runner/apply.js';
import { writeAuditRecord } from '../../../bin/runner/audit-record.js';
import { destroyStacks, type DestroyResult } from '../../../bin/runner/destroy.js';
import { makePlanSet, type PlanResult } from '../../../bin/runner/plan.js';
import { openPlanSet } from '../../../bin/runner/planset-folder.js';
import { withRunner, type Runner } from '../../../bin/runner/runner.js';
import { wholeScope } from '../../../bin/runner/scope.js';
import { rules } from '../../../policies/engine/catalogue.js';
import { runRules } from '../../../policies/engine/run.js';
import { readPlanSet } from '../../../policies/planset/read-planset.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { dayInVietNam, day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { loadEstate } from '../../../sites/model/load.js';
import { rollingOrder } from '../../../stacks/rolling.js';
import { synthesise, type SynthesisedStack } from '../../../stacks/synthesise.js';
import { packageRoot } from '../sandbox/sandboxes.js';

export const site = 'ndc-01';

const system = (id: string, environments: string): string => `  - {id: ${id}, name: Hệ thống ${id}, securityLevel: 3, sharing: shared, importance: ordinary, secrecy: none, personalData: none, environments: [${environments}]}\n`;
const environment = (name: string): string => `{name: ${name}, quota: {size: s}, placement: {primary: ndc-01}}`;
const request = (organisation: string, systems: string): string => `# Phiếu của ${organisation}
apiVersion: ndc.gov.vn/v1
kind: TenancyRequest
organisation: ${organisation}
owners: {accountable: Lãnh đạo phụ trách, technical: Đơn vị chuyên trách, mailbox: platform@${organisation}.example}
systems:
${systems}`;

/** A day that many days before today, in Viet Nam. */
export const daysAgo = (days: number): string => dayInVietNam(new Date(Date.now() - days * 86_400_000));

/** Two bodies on one real control plane, the stacks of tenants alone, and two people with keys of their own. */
export class Leaving {
  private constructor(
    private readonly directory: string,
    private readonly engine: { readonly kind: 'terraform' | 'tofu'; readonly path: string },
    readonly core: CoreV1Api,
  ) {}

  private get home(): string {
    return join(this.directory, '.ndc');
  }
  private get data(): string {
    return join(this.directory, 'data');
  }

  static async open(engine: { readonly kind: 'terraform' | 'tofu'; readonly path: string }): Promise<Leaving> {
    const directory = await mkdtemp(join(tmpdir(), 'ndc-leaving-'));
    const data = join(directory, 'data');
    await cp(join(packageRoot, 'sites/data'), data, { recursive: true });
    for (const name of await readdir(join(data, 'tenants'))) await rm(join(data, 'tenants', name));
    await writeFile(join(data, 'tenants/bo-y-te.yaml'), request('bo-y-te', system('di-san', `${environment('prod')}, ${environment('thu')}`) + system('o-lai', environment('prod'))));
    await writeFile(join(data, 'tenants/bo-xay-dung.yaml'), request('bo-xay-dung', system('quy-hoach', environment('prod'))));
    for (const person of ['an', 'binh']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(directory, person)]);
    const keys = await Promise.all(['an', 'binh'].map(async (person) => `  - {name: ${person}@x, key: ${(await readFile(join(directory, `${person}.pub`), 'utf8')).split(' ').slice(0, 2).join(' ')}}\n`));
    await writeFile(join(data, 'catalogue/signers.yaml'), `apiVersion: ndc.gov.vn/v1\nkind: Signers\nsigners:\n${keys.join('')}`);
    const info = await sandboxUp({ home: join(directory, '.ndc'), name: 'test', sites: [{ id: site, serviceCidr: '10.96.0.0/16', platformGroup: 'ndc:platform-engineers' }], packageRoot, onProgress: () => undefined });
    const kube = new KubeConfig();
    kube.loadFromFile(info.sites[site]?.kubeconfig ?? '');
    return new Leaving(directory, engine, kube.makeApiClient(CoreV1Api));
  }

  async close(): Promise<void> {
    await sandboxDown({ home: this.home, name: 'test', onProgress: () => undefined });
    await rm(this.directory, { recursive: true, force: true });
  }

  private context(asOf: string, connection?: string): Context {
    return {
      sites: this.data,
      home: this.home,
      root: packageRoot,
      lang: 'en',
      now: () => new Date(),
      progress: () => undefined,
      warn: () => undefined,
      signal: new AbortController().signal,
      globals: { asOf, lose: [], delay: [], with: [], scenario: 'as-recorded', ...(connection === undefined ? {} : { connection }) },
    };
  }

  /** `ndc tenant offboard SUBJECT STEP --write`, through the connection, on a day. */
  async take(subject: string, step: string, options: Readonly<Record<string, unknown>> = {}, asOf = daysAgo(0)): Promise<OffboardData> {
    return (await offboard.run(this.context(asOf, 'test'), [subject, step], { ...options, write: true })).data as OffboardData;
  }

  async sign(transition: string, person: 'an' | 'binh'): Promise<void> {
    await approve.run(this.context(daysAgo(0)), [transition], { key: join(this.directory, person), write: true });
  }

  readonly file = (name: string): string => join(this.data, name);

  async estate(): Promise<Estate> {
    const loaded = loadEstate(await readDataDirectory(this.data), day(daysAgo(0)));
    if ('diagnostics' in loaded) throw new Error(JSON.stringify(loaded.diagnostics));
    return loaded.estate;
  }

  private async stacks(): Promise<readonly SynthesisedStack[]> {
    const estate = await this.estate();
    return synthesise(estate, deriveIntent(estate)).filter(({ kind }) => kind === 'tenant');
  }

  private async run<T>(work: (runner: Runner) => Promise<T>): Promise<T> {
    const connection = await loadConnection(this.home, 'test');
    return withRunner({ root: packageRoot, home: this.home, connection: { ...connection, engine: this.engine }, stacks: await this.stacks(), env: process.env, now: () => new Date(), interrupt: new AbortController().signal, onProgress: () => undefined }, work);
  }

  /** Plans, and judges as the gate of apply does: what CHG says of the tenants' stacks, TEN-001 of their quotas, and what would be destroyed unapproved. */
  async plan(): Promise<{ readonly plan: PlanResult; readonly blocked: readonly string[]; readonly deleted: readonly string[] }> {
    const estate = await this.estate();
    const plan = await this.run((runner) => makePlanSet(runner, { scope: wholeScope, estate: { id: estate.settings.id, digest: estate.digest }, scenario: { phase: 'as-recorded', lose: [], delay: {} }, accept: [] }));
    const read = await readPlanSet(plan.file, (name) => Promise.resolve(fileStream(join(plan.directory, name), name, new AbortController().signal)), {
      synthesised: Object.fromEntries((await this.stacks()).map(({ name, digest }) => [name, digest])),
    });
    const approvals = await checkApprovals(estate, new Date());
    const verdicts = runRules({ estate, planset: read, asOf: estate.scenario.asOf, rules, packs: ['design', 'operations'], approvals });
    const blocked = [
      ...verdicts.flatMap(({ policy, subject, status, finding }) => (subject.organisation !== undefined && ((policy.startsWith('CHG-') && status !== 'pass') || (policy === 'TEN-001' && status === 'fail')) ? [`${policy} ${subject.object} ${status}: ${finding.en}`] : [])),
      ...destroyedWithoutApproval(read, estate, estate.scenario.asOf, approvals).map(({ object }) => `destroyed: ${object}`),
    ];
    const deleted = read.stacks.flatMap(({ name, resources }) => resources.flatMap(({ action, address }) => (action === 'delete' || action === 'replace' || action === 'forget' ? [`${name}/${address}`] : []))).sort();
    await writeAuditRecord(plan.directory, { planset: plan.digest, at: plan.file.created, passed: blocked.length === 0, blocking: blocked.length === 0 ? [] : ['CHG-001'] });
    return { plan, blocked, deleted };
  }

  async apply(id: string): Promise<ApplyResult> {
    return this.run(async (runner) => applyPlanSet(runner, await openPlanSet(this.home, id), { order: rollingOrder, accept: [] }));
  }

  /** `ndc destroy --stack STACK` through a connection that is no sandbox. */
  async destroy(stack: string): Promise<DestroyResult> {
    const estate = await this.estate();
    const connection = await loadConnection(this.home, 'test');
    const approvals = await checkApprovals(estate, new Date());
    return withRunner(
      { root: packageRoot, home: this.home, connection: { ...connection, sandbox: false, engine: this.engine }, stacks: synthesise(estate, deriveIntent(estate), { destroyable: true }).filter(({ kind }) => kind === 'tenant'), env: process.env, now: () => new Date(), interrupt: new AbortController().signal },
      (runner) => destroyStacks(runner, { scope: { ...wholeScope, stacks: [stack] }, order: rollingOrder, forbidden: (stacks) => forbiddenStacks(estate, approvals, stacks) }),
    );
  }

  /** Every managed resource of a stack's state, `<stack>/<address>`. */
  async held(organisation: string): Promise<readonly string[]> {
    const stack = `${site}-tenant-${organisation}`;
    const state = JSON.parse(await readFile(join(this.home, 'state/test', `${stack}.tfstate`), 'utf8')) as { resources: { mode: string; type: string; name: string }[] };
    return state.resources.filter(({ mode }) => mode === 'managed').map(({ type, name }) => `${stack}/${type}.${name}`).sort();
  }

  async quota(namespace: string): Promise<Readonly<Record<string, string>>> {
    return (await this.core.readNamespacedResourceQuota({ namespace, name: 'ndc-quota' })).spec?.hard ?? {};
  }

  async uid(namespace: string): Promise<string | undefined> {
    try {
      return (await this.core.readNamespace({ name: namespace })).metadata?.uid;
    } catch (error) {
      if (error instanceof ApiException && error.code === 404) return undefined;
      throw error;
    }
  }

  /** A pod as the namespace's Pod Security wants it; nothing schedules it, and its quota counts it all the same. */
  async pod(namespace: string, name: string): Promise<void> {
    const securityContext = { runAsNonRoot: true, runAsUser: 1000, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } };
    await this.core.createNamespacedPod({ namespace, body: { metadata: { name }, spec: { containers: [{ name: 'app', image: 'registry.example/app@sha256:0', securityContext }] } } });
  }

  /** Waits until the quota of a namespace counts that many pods. */
  async counted(namespace: string, pods: string): Promise<void> {
    for (let left = 100; left > 0; left -= 1) {
      if ((await this.core.readNamespacedResourceQuota({ namespace, name: 'ndc-quota' })).status?.used?.['pods'] === pods) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`the quota of ${namespace} never counted ${pods} pods`);
  }
}
