import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConnection } from '../../../bin/edge/connection.js';
import { onPath } from '../../../bin/edge/engine-locate.js';
import { writeAuditRecord } from '../../../bin/runner/audit-record.js';
import type { ProgressEvent } from '../../../bin/runner/events.js';
import { makePlanSet, sha256, type PlanResult } from '../../../bin/runner/plan.js';
import { openPlanSet } from '../../../bin/runner/planset-folder.js';
import { applyPlanSet, type ApplyResult } from '../../../bin/runner/apply.js';
import { nothingHeld, type Quarantine } from '../../../bin/runner/quarantine.js';
import { withRunner, type Runner } from '../../../bin/runner/runner.js';
import { wholeScope } from '../../../bin/runner/scope.js';
import type { RunnerStack } from '../../../bin/runner/stack.js';
import { rollingOrder } from '../../../stacks/rolling.js';
import { repository } from '../journey/repository.js';
import { fakeApi, writeKubeconfig, type FakeApi } from '../../bin/edge/fake-api.js';

/** Engines found on this machine, by kind. `NDC_TOFU` names a tofu that is not on PATH. */
export async function engines(): Promise<{ kind: 'terraform' | 'tofu'; path: string }[]> {
  const terraform = await onPath('terraform', process.env);
  const tofu = process.env['NDC_TOFU'] ?? (await onPath('tofu', process.env));
  return [...(terraform === undefined ? [] : [{ kind: 'terraform' as const, path: terraform }]), ...(tofu === undefined ? [] : [{ kind: 'tofu' as const, path: tofu }])];
}

export const sites = ['ndc-01', 'ndc-02', 'ndc-03'] as const;

/** A stack of the engine's own built-in resource: real plans and states, without provider or cluster. */
export function stack(name: string, kind: RunnerStack['kind'], site: string, resources: Readonly<Record<string, unknown>>, more: Partial<RunnerStack> = {}): RunnerStack {
  const json = `${JSON.stringify({ terraform: { backend: { local: { path: 'terraform.tfstate' } } }, resource: { terraform_data: resources }, output: { ndc_stack: { value: name } } })}\n`;
  return { name, kind, site, json, digest: sha256(json), needs: [], after: [], ...more };
}

/** A home with a connection to three API servers that only know who they are. */
export class Workbench {
  readonly events: ProgressEvent[] = [];
  /** What the data say of who may serve. */
  quarantine: Quarantine = nothingHeld;

  private constructor(
    readonly home: string,
    readonly apis: Readonly<Record<string, FakeApi>>,
    private readonly engine: { kind: string; path: string },
  ) {}

  static async open(engine: { kind: string; path: string }): Promise<Workbench> {
    const home = join(await mkdtemp(join(tmpdir(), 'ndc-runner-')), '.ndc');
    const apis = Object.fromEntries(await Promise.all(sites.map(async (site, index) => [site, await fakeApi(`0000000${index + 1}-0000-4000-8000-000000000000`)] as const)));
    // Read before anything is planned: which sites hold which others lost.
    for (const api of Object.values(apis)) api.answers.set('/api/v1/namespaces/ndc-system/configmaps', { kind: 'ConfigMapList', items: [] });
    const bench = new Workbench(home, apis, engine);
    await writeKubeconfig(join(home, 'kubeconfig.yaml'), Object.fromEntries(sites.map((site) => [site, apis[site]?.url ?? ''])));
    await bench.connect(Object.fromEntries(sites.map((site) => [site, site])));
    return bench;
  }

  /** Writes the connection: which context each site is reached by. */
  async connect(contexts: Readonly<Record<string, string>>, more: object = {}): Promise<void> {
    await mkdir(join(this.home, 'connections'), { recursive: true });
    await writeFile(
      join(this.home, 'connections', 'test.yaml'),
      JSON.stringify({
        apiVersion: 'ndc.gov.vn/v1',
        kind: 'Connection',
        name: 'test',
        sandbox: true,
        engine: this.engine,
        ...more,
        sites: Object.fromEntries(Object.entries(contexts).map(([site, context]) => [site, { kubeconfig: join(this.home, 'kubeconfig.yaml'), context }])),
      }),
    );
  }

  async run<T>(stacks: readonly RunnerStack[], work: (runner: Runner) => Promise<T>, interrupt: AbortSignal = new AbortController().signal): Promise<T> {
    return withRunner(
      {
        root: repository,
        home: this.home,
        connection: await loadConnection(this.home),
        stacks,
        quarantine: this.quarantine,
        env: process.env,
        now: () => new Date(),
        interrupt,
        onProgress: (event) => this.events.push(event),
      },
      work,
    );
  }

  plan(stacks: readonly RunnerStack[], accept: readonly string[] = []): Promise<PlanResult> {
    return this.run(stacks, (runner) =>
      makePlanSet(runner, {
        scope: wholeScope,
        estate: { id: 'test', digest: sha256('test') },
        scenario: { phase: 'all-operating', lose: [], delay: {} },
        accept: accept.map((site) => ({ site, by: '--accept-unreachable' })),
      }),
    );
  }

  async audited(stacks: readonly RunnerStack[], accept: readonly string[] = []): Promise<PlanResult> {
    const plan = await this.plan(stacks, accept);
    await writeAuditRecord(plan.directory, { planset: plan.digest, at: new Date().toISOString(), passed: true, blocking: [] });
    return plan;
  }

  apply(stacks: readonly RunnerStack[], id: string, interrupt?: AbortSignal): Promise<ApplyResult> {
    return this.run(stacks, async (runner) => applyPlanSet(runner, await openPlanSet(this.home, id), { order: rollingOrder, accept: [] }), interrupt);
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.apis).map((api) => api.close()));
    await rm(join(this.home, '..'), { recursive: true, force: true });
  }
}
