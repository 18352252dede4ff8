import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Component } from '../../sites/model/kinds/components.js';
import type { Column } from '../planset/lookup.js';
import type { KubernetesObject, OpaqueChart, ReadResource, ReadStack } from '../planset/read-model.js';

/** A component of the catalogue as a site's stacks install it, in one column. */
export interface Installed {
  readonly component: DeepReadonly<Component>;
  /** Releases of its chart. */
  readonly releases: readonly ReadResource[];
  /** Objects its chart renders. */
  readonly objects: readonly { readonly resource: ReadResource; readonly object: KubernetesObject }[];
  /** Releases whose objects were not seen. */
  readonly opaque: readonly OpaqueChart[];
}

/** What a component installs. A release is a component's by its chart, whatever name it goes by. */
export function installedOf(component: DeepReadonly<Component>, stacks: readonly ReadStack[], column: Column): Installed {
  const resources = stacks.flatMap((stack) => stack.resources);
  const releases = resources.filter(({ release }) => release?.[column]?.chart === component.chart);
  const addresses = new Set(releases.map(({ stack, address }) => `${stack} ${address}`));
  return {
    component,
    releases,
    objects: resources.flatMap((resource) => {
      const object = resource[column];
      return object !== undefined && resource.chart !== undefined && addresses.has(`${resource.stack} ${resource.chart}`) ? [{ resource, object }] : [];
    }),
    opaque: stacks.flatMap(({ name, opaqueCharts }) => opaqueCharts.filter((chart) => chart.column === column && addresses.has(`${name} ${chart.address}`))),
  };
}

/** Components of the catalogue, in order of id. */
export const componentsOf = ({ components }: Pick<Estate, 'components'>): readonly DeepReadonly<Component>[] => Object.values(components);
