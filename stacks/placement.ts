import type { EnvironmentIntent, Intent, Quota } from '../sites/intent/environment.js';
import type { Bytes, MilliCpu } from '../sites/model/units.js';

const nothing: Quota = { cpu: 0n as MilliCpu, memory: 0n as Bytes, gpu: 0, storage: {}, pods: 0, loadBalancers: 0, backup: 0n as Bytes };

/** An environment at one of its sites. */
export interface PlacedEnvironment {
  readonly environment: EnvironmentIntent;
  readonly role: 'primary' | 'standby';
  /** What it holds there now. */
  readonly quota: Quota;
}

/** Who runs at which site: looked up by every stack, computed once. */
export class Placement {
  private readonly sites = new Map<string, Map<string, PlacedEnvironment[]>>();
  private readonly declared = new Map<string, EnvironmentIntent[]>();

  constructor(intent: Intent) {
    for (const environment of intent.environments) {
      this.place(environment.primary.site, { environment, role: 'primary', quota: environment.quota });
      // A standby beside its primary is none (RED-005 says so); it would be the same namespace twice.
      if (environment.standby !== undefined && environment.standby.site !== environment.primary.site) {
        const { namespace, standbyQuota } = environment;
        if (standbyQuota === undefined) throw new Error(`${namespace} has a standby without a quota`);
        this.place(environment.standby.site, { environment, role: 'standby', quota: standbyQuota });
      }
      // What is stored there stays; nothing new starts.
      for (const site of environment.left ?? []) this.place(site, { environment, role: 'standby', quota: nothing });
      for (const caller of environment.environment.network?.allowFrom ?? []) {
        const callees = this.declared.get(caller) ?? [];
        callees.push(environment);
        this.declared.set(caller, callees);
      }
    }
  }

  private place(site: string, placed: PlacedEnvironment): void {
    const organisations = this.sites.get(site) ?? new Map<string, PlacedEnvironment[]>();
    const environments = organisations.get(placed.environment.organisation) ?? [];
    environments.push(placed);
    organisations.set(placed.environment.organisation, environments);
    this.sites.set(site, organisations);
  }

  /** Organisations with something at a site, by id. */
  organisationsAt(site: string): readonly string[] {
    return [...(this.sites.get(site)?.keys() ?? [])].sort();
  }

  /** Environments of an organisation at a site, by namespace. */
  environmentsAt(site: string, organisation: string): readonly PlacedEnvironment[] {
    const placed = this.sites.get(site)?.get(organisation) ?? [];
    return [...placed].sort((a, b) => (a.environment.namespace < b.environment.namespace ? -1 : 1));
  }

  /** Namespaces at a site that declared this one as a caller. */
  calleesAt(site: string, namespace: string): readonly string[] {
    const here = ({ primary, standby }: EnvironmentIntent): boolean => primary.site === site || standby?.site === site;
    return (this.declared.get(namespace) ?? []).filter(here).map((environment) => environment.namespace);
  }
}
