import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CoreV1Api, KubeConfig, NetworkingV1Api, RbacAuthorizationV1Api } from '@kubernetes/client-node';
import { command as merge } from '../../../bin/commands/tenant/merge.js';
import { destroyedWithoutApproval } from '../../../bin/destroyed-data.js';
import { loadConnection } from '../../../bin/edge/connection.js';
import { readDataDirectory } from '../../../bin/edge/data-directory.js';
import { fileStream } from '../../../bin/edge/plan-stream.js';
import { sandboxDown } from '../../../bin/edge/sandbox/down.js';
import { sandboxUp } from '../../../bin/edge/sandbox/up.js';
import { applyPlanSet, type ApplyResult } from '../../../bin/runner/apply.js';
import { writeAuditRecord } from '../../../bin/runner/audit-record.js';
import type { OnProgress } from '../../../bin/runner/events.js';
import { makePlanSet, type PlanResult } from '../../../bin/runner/plan.js';
import { openPlanSet } from '../../../bin/runner/planset-folder.js';
import { withRunner, type Runner } from '../../../bin/runner/runner.js';
import { wholeScope } from '../../../bin/runner/scope.js';
import { rules } from '../../../policies/engine/catalogue.js';
import { runRules } from '../../../policies/engine/run.js';
import { readPlanSet } from '../../../policies/planset/read-planset.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { loadEstate } from '../../../sites/model/load.js';
import { rollingOrder } from '../../../stacks/rolling.js';
import { synthesise, type SynthesisedStack } from '../../../stacks/synthesise.js';
import { packageRoot } from '../sandbox/sandboxes.js';

export const site = 'ndc-01';
export const [giver, taker] = [`${site}-tenant-bo-ke-hoach-va-dau-tu`, `${site}-tenant-bo-tai-chinh`];

const system = (id: string, name: string): string => `  # ${name}: ${id}
  - id: ${id}
    name: ${name}
    securityLevel: 3
    sharing: shared
    importance: ordinary
    secrecy: none
    personalData: none
    environments: [{name: prod, quota: {size: s}, placement: {primary: ndc-01}}]
`;
const request = (organisation: string, groups: string, systems: string): string => `apiVersion: ndc.gov.vn/v1
kind: TenancyRequest
organisation: ${organisation}
owners: {accountable: Lãnh đạo phụ trách, technical: Đơn vị chuyên trách, mailbox: platform@${organisation}.example}
${groups}systems:
${systems}`;

/** Objects of the tenants' namespaces by kind and name, with the uid each has as long as it lives. */
export type Uids = Readonly<Record<string, string>>;

/**
 * Bộ Kế hoạch và Đầu tư before and after it went into Bộ Tài chính (NQ 176/2025/QH15, 2025-03-01), on one real control
 * plane: the shipped sites and catalogue, two small requests. The tenants' stacks alone: what a merger touches.
 */
export class Ministries {
  private constructor(
    private readonly home: string,
    private readonly data: string,
    private readonly engine: { readonly kind: 'terraform' | 'tofu'; readonly path: string },
    private readonly kube: KubeConfig,
  ) {}

  static async open(engine: { readonly kind: 'terraform' | 'tofu'; readonly path: string }): Promise<Ministries> {
    const directory = await mkdtemp(join(tmpdir(), 'ndc-merge-'));
    const [home, data] = [join(directory, '.ndc'), join(directory, 'data')];
    await cp(join(packageRoot, 'sites/data'), data, { recursive: true });
    for (const name of await readdir(join(data, 'tenants'))) await rm(join(data, 'tenants', name));
    await writeFile(join(data, 'tenants/bo-ke-hoach-va-dau-tu.yaml'), request('bo-ke-hoach-va-dau-tu', '', system('csdl-dang-ky-doanh-nghiep', 'Cơ sở dữ liệu về đăng ký doanh nghiệp') + system('dau-tu-cong', 'Hệ thống thông tin đầu tư công')));
    await writeFile(join(data, 'tenants/bo-tai-chinh.yaml'), request('bo-tai-chinh', 'groups: [{name: bo-tai-chinh:platform, role: operate}]\n', system('ngan-sach-kho-bac', 'Quản lý ngân sách và kho bạc')));
    const info = await sandboxUp({ home, name: 'test', sites: [{ id: site, serviceCidr: '10.96.0.0/16', platformGroup: 'ndc:platform-engineers' }], packageRoot, onProgress: () => undefined });
    const kube = new KubeConfig();
    kube.loadFromFile(info.sites[site]?.kubeconfig ?? '');
    return new Ministries(home, data, engine, kube);
  }

  async close(): Promise<void> {
    await sandboxDown({ home: this.home, name: 'test', onProgress: () => undefined });
    await rm(join(this.home, '..'), { recursive: true, force: true });
  }

  async estate(): Promise<Estate> {
    const loaded = loadEstate(await readDataDirectory(this.data), day('2026-11-22'));
    if ('diagnostics' in loaded) throw new Error(JSON.stringify(loaded.diagnostics));
    return loaded.estate;
  }

  async stacks(): Promise<readonly SynthesisedStack[]> {
    const estate = await this.estate();
    return synthesise(estate, deriveIntent(estate)).filter(({ kind }) => kind === 'tenant');
  }

  /** `ndc tenant merge bo-ke-hoach-va-dau-tu bo-tai-chinh --write` */
  async merge(): Promise<void> {
    const context = {
      sites: this.data,
      home: this.home,
      root: packageRoot,
      lang: 'en' as const,
      now: () => new Date(),
      progress: () => undefined,
      warn: () => undefined,
      signal: new AbortController().signal,
      globals: { asOf: '2026-11-22', lose: [], delay: [], with: [] },
    };
    await merge.run(context, ['bo-ke-hoach-va-dau-tu', 'bo-tai-chinh'], { write: true });
  }

  /** Edits the transition as its owner would. */
  async finish(): Promise<void> {
    const path = join(this.data, 'transitions/merge-bo-ke-hoach-va-dau-tu-bo-tai-chinh.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('state: open', 'state: done'));
  }

  private async run<T>(work: (runner: Runner) => Promise<T>, interrupt = new AbortController().signal, onProgress: OnProgress = () => undefined): Promise<T> {
    const connection = await loadConnection(this.home, 'test');
    return withRunner({ root: packageRoot, home: this.home, connection: { ...connection, engine: this.engine }, stacks: await this.stacks(), env: process.env, now: () => new Date(), interrupt, onProgress }, work);
  }

  /**
   * Plans, and judges. `blocked`: what CHG-001 and CHG-002 say of the tenants' stacks, and what of their plans was not
   * understood. `failing`: what any other rule finds wrong with the tenants' environments, by rule and subject.
   */
  async plan(): Promise<{ readonly plan: PlanResult; readonly blocked: readonly string[]; readonly failing: readonly string[] }> {
    const estate = await this.estate();
    const { id, digest } = { id: estate.settings.id, digest: estate.digest };
    const plan = await this.run((runner) => makePlanSet(runner, { scope: wholeScope, estate: { id, digest }, scenario: { phase: 'as-recorded', lose: [], delay: {} }, accept: [] }));
    const read = await readPlanSet(plan.file, (name) => Promise.resolve(fileStream(join(plan.directory, name), name, new AbortController().signal)), {
      synthesised: Object.fromEntries((await this.stacks()).map(({ name, digest: configuration }) => [name, configuration])),
    });
    const verdicts = runRules({ estate, planset: read, asOf: estate.scenario.asOf, rules, packs: ['design', 'operations'] });
    const blocked = [
      ...verdicts.flatMap(({ policy, subject, status, finding }) => (policy.startsWith('CHG-') && subject.organisation !== undefined && status !== 'pass' ? [`${policy} ${subject.object} ${status}: ${finding.en}`] : [])),
      ...read.stacks.flatMap(({ name, incomplete, notUnderstood = [] }) => [...incomplete.map(({ en }) => en), ...notUnderstood].map((what) => `${name}: ${what}`)),
      ...destroyedWithoutApproval(read, estate, estate.scenario.asOf).map(({ object }) => `destroyed: ${object}`),
    ];
    await writeAuditRecord(plan.directory, { planset: plan.digest, at: plan.file.created, passed: blocked.length === 0, blocking: blocked.length === 0 ? [] : ['CHG-001'] });
    const failing = verdicts.flatMap(({ policy, subject: { object }, status }) => (status === 'fail' && /^(environment|system|namespace)\//.test(object) ? [`${policy} ${object}`] : [])).sort();
    return { plan, blocked, failing };
  }

  /** Applies a set; `stopAt` says at which event somebody presses Ctrl-C. */
  async apply(id: string, stopAt: (event: Parameters<OnProgress>[0]) => boolean = () => false): Promise<ApplyResult> {
    const interrupt = new AbortController();
    return this.run(async (runner) => applyPlanSet(runner, await openPlanSet(this.home, id), { order: rollingOrder, accept: [] }), interrupt.signal, (event) => {
      if (stopAt(event)) interrupt.abort();
    });
  }

  /** Addresses a stack's state holds. */
  async held(stack: string): Promise<readonly string[]> {
    const state = JSON.parse(await readFile(join(this.home, 'state/test', `${stack}.tfstate`), 'utf8')) as { resources: { mode: string; type: string; name: string }[] };
    return state.resources.filter(({ mode }) => mode === 'managed').map(({ type, name }) => `${type}.${name}`).sort();
  }

  async uids(): Promise<Uids> {
    const [core, rbac, network] = [this.kube.makeApiClient(CoreV1Api), this.kube.makeApiClient(RbacAuthorizationV1Api), this.kube.makeApiClient(NetworkingV1Api)];
    const found: Record<string, string> = {};
    for (const namespace of ['csdl-dang-ky-doanh-nghiep-prod', 'dau-tu-cong-prod', 'ngan-sach-kho-bac-prod']) {
      const lists = {
        ResourceQuota: core.listNamespacedResourceQuota({ namespace }),
        LimitRange: core.listNamespacedLimitRange({ namespace }),
        ServiceAccount: core.listNamespacedServiceAccount({ namespace }),
        Role: rbac.listNamespacedRole({ namespace }),
        RoleBinding: rbac.listNamespacedRoleBinding({ namespace }),
        NetworkPolicy: network.listNamespacedNetworkPolicy({ namespace }),
      };
      for (const [kind, list] of Object.entries(lists)) for (const { metadata } of (await list).items) found[`${kind} ${namespace}/${metadata?.name ?? ''}`] = metadata?.uid ?? '';
      found[`Namespace ${namespace}`] = (await core.readNamespace({ name: namespace })).metadata?.uid ?? '';
    }
    return found;
  }

  /** Whose a namespace says it is. */
  async ownerOf(namespace: string): Promise<string | undefined> {
    return (await this.kube.makeApiClient(CoreV1Api).readNamespace({ name: namespace })).metadata?.labels?.['ndc.gov.vn/organisation'];
  }
}
