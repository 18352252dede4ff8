import type { TerraformElement, TerraformMetaArguments } from 'cdktf';
import type { Construct } from 'constructs';
import { Literals } from './literals.js';

type ElementType<C, E extends TerraformElement> = new (scope: Construct, id: string, config: C) => E;

const made = new WeakSet<TerraformElement>();

/**
 * The one way to make a resource or data source: its arguments become literals, so that nothing a person wrote is read
 * as a template. Stacks refuse elements that were made otherwise.
 */
export function resource<C extends TerraformMetaArguments, E extends TerraformElement>(type: ElementType<C, E>, scope: Construct, id: string, config: C): E {
  const { dependsOn, lifecycle, ...attributes } = config;
  const shielded = Literals.of(scope).shield(attributes) as C;
  const element = new type(scope, id, { ...shielded, ...(dependsOn === undefined ? {} : { dependsOn }), ...(lifecycle === undefined ? {} : { lifecycle }) });
  made.add(element);
  return element;
}

export const madeOfLiterals = (element: TerraformElement): boolean => made.has(element);
