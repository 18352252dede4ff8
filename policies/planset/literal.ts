import { isObject, type Json } from './json.js';
import { isKnownObject } from './kubernetes-object.js';
import { UnknownValue, type Known } from './read-model.js';

/** Values as Terraform will see them: escapes taken off, in keys too; a template that is left is unknown. */
export function literal(value: Json): Known {
  if (typeof value === 'string') return unescaped(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map(literal);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [Known, Known] => [unescaped(key), literal(inner)]);
  const template = entries.map(([key]) => key).find((key) => typeof key !== 'string');
  // A key that is a template hides which keys there are.
  return template !== undefined && !isKnownObject(template) ? template : Object.fromEntries(entries as [string, Known][]);
}

/** `$${` is a literal `${`; a bare `${…}` is a template: https://developer.hashicorp.com/terraform/language/expressions/strings */
export function unescaped(text: string): string | UnknownValue {
  let template: string | undefined;
  const plain = text.replace(/([$%])\1\{|[$%]\{([^}]*)/g, (match, doubled: string | undefined, expression: string | undefined) => {
    if (doubled !== undefined) return `${doubled}{`;
    template ??= (expression ?? '').trim();
    return match;
  });
  return template === undefined ? plain : new UnknownValue(`references ${template}`);
}
