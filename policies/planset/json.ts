/** Any parsed JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own property of an object; `undefined` where there is none or the value is no object. Names such as `constructor` are data here. */
export function at(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export const listAt = (value: Json | undefined, key: string): readonly Json[] => {
  const found = at(value, key);
  return Array.isArray(found) ? (found as readonly Json[]) : [];
};

export const textAt = (value: Json | undefined, key: string): string | undefined => {
  const found = at(value, key);
  return typeof found === 'string' ? found : undefined;
};

export const entriesOf = (value: Json | undefined): readonly (readonly [string, Json])[] => (isObject(value) ? Object.entries(value) : []);
