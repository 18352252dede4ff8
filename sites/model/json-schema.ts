import { z } from 'zod';
import { hoverText } from './hover-texts.js';
import { kindNames, kindsOfFile } from './schema-kinds.js';
import type { Text } from './text.js';

/** A JSON Schema of draft 7, the newest that yaml-language-server checks in full. */
interface JsonSchema {
  [keyword: string]: unknown;
  type?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  anyOf?: JsonSchema[];
  description?: string;
  plain?: boolean;
  expected?: Text;
  example?: string;
}

const note: Text = { vi: 'Vì sao biết, hoặc dựa vào đâu.', en: 'How it is known, or what it rests on.' };
const source: Text = { vi: 'seed: văn bản gốc; public: nguồn công khai; assumption: giả định chưa ai xác nhận.', en: 'seed: the source documents; public: a public source; assumption: confirmed by nobody.' };
const both = ({ vi, en }: Text): string => `${vi}\n\n${en}`;

/**
 * JSON Schemas for editors, by file name, derived from the kinds: what an editor underlines is what the loader refuses
 * (references between files excepted). Deterministic: the same kinds give the same text.
 */
export function jsonSchemas(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return Object.fromEntries(
    kindNames.map((kind) => {
      const { schema, schemaName } = kindsOfFile[kind];
      const { $schema, ...body } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) as JsonSchema;
      return [`${schemaName}.schema.json`, { $schema, title: kind, ...forEditors(body, schemaName), definitions }];
    }),
  );
}

/** Text of a schema file: two spaces, one line feed at the end. */
export const schemaText = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;

const definitions = {
  source: { type: 'string', enum: ['seed', 'public', 'assumption'], description: both(source) },
  note: { type: 'string', minLength: 1, maxLength: 600, description: both(note) },
};

/** The schema with hover texts, and with every scalar that takes one open to its provenance. `path`: names of keys from the top; what is inside a list or a choice has the text of its key already. */
function forEditors(schema: JsonSchema, name: string, path: readonly string[] = [], isKey = true): JsonSchema {
  const { expected, example, plain: _plain, ...rest } = schema;
  const says = expected === undefined ? undefined : { vi: `Cần ${expected.vi}.`, en: `Expected ${expected.en}.` };
  const text = says ?? (isKey ? hoverText(name, path) : undefined);
  const described: JsonSchema = {
    ...rest,
    ...(text === undefined ? {} : { description: both(text) }),
    ...(example === undefined ? {} : { examples: [example] }),
  };
  if (isScalar(schema)) return takesProvenance(schema) ? withProvenance(described) : withoutOwnWords(described);
  const inside = (inner: JsonSchema): JsonSchema => forEditors(inner, name, path, false);
  if (described.anyOf !== undefined) described.anyOf = described.anyOf.map(inside);
  if (described.properties !== undefined) described.properties = Object.fromEntries(Object.entries(described.properties).map(([key, inner]) => [key, forEditors(inner, name, [...path, key])]));
  if (described.items !== undefined) described.items = inside(described.items);
  if (described.propertyNames !== undefined) described.propertyNames = withoutOwnWords(described.propertyNames);
  if (typeof described.additionalProperties === 'object') described.additionalProperties = inside(described.additionalProperties);
  return described;
}

const isScalar = ({ type, anyOf, ...rest }: JsonSchema): boolean =>
  anyOf === undefined ? type !== 'object' && type !== 'array' && ('const' in rest || 'enum' in rest || type !== undefined) : anyOf.every(isScalar);

/** Identities and constants are written plainly. */
const takesProvenance = (schema: JsonSchema): boolean => schema.plain !== true && !('const' in schema) && (schema.anyOf === undefined || schema.anyOf.some((each) => each.type !== 'null' && takesProvenance(each)));

function withoutOwnWords({ expected: _expected, example: _example, plain: _plain, ...rest }: JsonSchema): JsonSchema {
  return rest.anyOf === undefined ? rest : { ...rest, anyOf: rest.anyOf.map(withoutOwnWords) };
}

/** A scalar, or the same scalar with where it comes from: `{value: 1300, source: public, note: "…"}`. */
function withProvenance({ description, examples, ...scalar }: JsonSchema): JsonSchema {
  const value = withoutOwnWords(scalar);
  return {
    ...(description === undefined ? {} : { description }),
    ...(examples === undefined ? {} : { examples }),
    anyOf: [
      value,
      {
        type: 'object',
        properties: { value, source: { $ref: '#/definitions/source' }, note: { $ref: '#/definitions/note' } },
        required: ['value', 'source'],
        additionalProperties: false,
      },
    ],
  };
}
