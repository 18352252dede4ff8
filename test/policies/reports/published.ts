import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';

const read = (name: string): object => JSON.parse(readFileSync(fileURLToPath(new URL(`../../fixtures/schemas/${name}`, import.meta.url)), 'utf8')) as object;

/**
 * A published JSON Schema as a function. OSCAL's patterns name Unicode classes (`\p{L}`) and need the `u` flag; one of
 * SARIF's (`language`) has a stray bracket that this flag refuses.
 */
function published(name: string, unicodeRegExp: boolean): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp });
  ajvFormats.default(ajv);
  return ajv.compile(read(name));
}

let oscal: ValidateFunction | undefined;
let sarif: ValidateFunction | undefined;

/** What the schema of OSCAL 1.1.3 assessment results says against a document; empty where it fits. */
export function oscalFaults(document: unknown): string[] {
  oscal ??= published('oscal-1.1.3-assessment-results.schema.json', true);
  return faults(oscal, document);
}

/** What the schema of SARIF 2.1.0 says against a document; empty where it fits. */
export function sarifFaults(document: unknown): string[] {
  sarif ??= published('sarif-2.1.0.schema.json', false);
  return faults(sarif, document);
}

const faults = (validate: ValidateFunction, document: unknown): string[] => (validate(document) ? [] : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`));
