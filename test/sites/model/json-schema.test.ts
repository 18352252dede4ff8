import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hoverTexts } from '../../../sites/model/hover-texts.js';
import { jsonSchemas, schemaText } from '../../../sites/model/json-schema.js';
import { kindNames, kindsOfFile } from '../../../sites/model/schema-kinds.js';

const directory = new URL('../../../sites/schema/', import.meta.url);
const schemas = Object.entries(jsonSchemas());

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every subschema, with where it stands. */
function subschemas(node: Node, at = ''): [string, Node][] {
  const under = (key: string): [string, Node][] => Object.entries(isNode(node[key]) ? node[key] : {}).flatMap(([name, inner]) => (isNode(inner) ? subschemas(inner, `${at}/${name}`) : []));
  const lists = (Array.isArray(node['anyOf']) ? node['anyOf'] : []).flatMap((inner: unknown, index) => (isNode(inner) ? subschemas(inner, `${at}|${index}`) : []));
  const single = ['items', 'additionalProperties', 'propertyNames'].flatMap((key) => (isNode(node[key]) ? subschemas(node[key], `${at}/${key}`) : []));
  return [[at, node], ...under('properties'), ...under('definitions'), ...lists, ...single];
}

const tenant = (): Node => jsonSchemas()['tenant.schema.json'] as Node;
const at = (pointer: string): Node => {
  const found = subschemas(tenant()).find(([where]) => where === pointer);
  if (found === undefined) throw new Error(`nothing stands at ${pointer}`);
  return found[1];
};

describe('schemas for editors', () => {
  it('are one for each kind', () => {
    expect(schemas.map(([name]) => name)).toEqual(kindNames.map((kind) => `${kindsOfFile[kind].schemaName}.schema.json`));
    expect(new Set(schemas.map(([name]) => name)).size).toBe(kindNames.length);
  });

  it('in sites/schema are current (refresh: bin/ndc schema --write sites/schema)', () => {
    // Beside them stand the schemas of what commands print.
    expect(readdirSync(directory).filter((name) => name !== 'outcomes').sort()).toEqual(schemas.map(([name]) => name).sort());
    for (const [name, schema] of schemas) expect(readFileSync(fileURLToPath(new URL(name, directory)), 'utf8'), `${name} is not current; run: bin/ndc schema --write sites/schema`).toBe(schemaText(schema));
  });

  it('are the same every time', () => {
    expect(JSON.stringify(jsonSchemas())).toBe(JSON.stringify(Object.fromEntries(schemas)));
  });

  it.each(schemas)('%s is of draft 7 and holds only its keywords', (_, schema) => {
    expect(schema).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' });
    const keywords = ['$schema', '$ref', 'title', 'type', 'properties', 'required', 'additionalProperties', 'propertyNames', 'items', 'anyOf', 'enum', 'const', 'pattern', 'format', 'definitions', 'description', 'examples'];
    const bounds = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'];
    for (const [where, node] of subschemas(schema)) for (const keyword of Object.keys(node)) expect([...keywords, ...bounds], `${where} ${keyword}`).toContain(keyword);
  });

  it.each(schemas)('%s accepts no unknown key', (_, schema) => {
    for (const [where, node] of subschemas(schema)) if (node['type'] === 'object') expect({ where, additional: node['additionalProperties'] }).not.toEqual({ where, additional: undefined });
    for (const [where, node] of subschemas(schema)) if (isNode(node['properties'])) expect({ where, additional: node['additionalProperties'] }).toEqual({ where, additional: false });
  });

  it.each(schemas)('%s has patterns that compile', (_, schema) => {
    for (const [, node] of subschemas(schema)) if (typeof node['pattern'] === 'string') expect(() => new RegExp(node['pattern'] as string, 'u')).not.toThrow();
  });

  it.each(schemas)('%s refers only to what it defines', (_, schema) => {
    for (const [, node] of subschemas(schema)) if (typeof node['$ref'] === 'string') expect(['#/definitions/source', '#/definitions/note']).toContain(node['$ref']);
  });

  it.each(schemas)('%s says of every key what it is, in both languages', (_, schema) => {
    for (const [where, node] of subschemas(schema))
      // What stands beside a value is said where `source` and `note` are defined.
      for (const [key, inner] of Object.entries(isNode(node['properties']) ? node['properties'] : {}))
        if (isNode(inner) && !('$ref' in inner) && !(key === 'value' && isNode((node['properties'] as Node)['source']))) expect(inner['description'], `${where}/${key}`).toMatch(/^\S[^]*\n\n\S/);
  });

  it('take no text of a key that no file has', () => {
    const said = JSON.stringify(schemas);
    expect(Object.keys(hoverTexts).length).toBeGreaterThan(200);
    expect(Object.entries(hoverTexts).filter(([, { vi, en }]) => !said.includes(JSON.stringify(`${vi}\n\n${en}`))).map(([key]) => key)).toEqual([]);
  });

  it('take a provenance for a figure, a text, a choice and a date', () => {
    const environment = '/systems/items/environments/items';
    for (const pointer of ['/systems/items/securityLevel', '/systems/items/name', '/systems/items/sharing', `${environment}/expiresAt`, `${environment}/quota|1/memory`, `${environment}/quota|1/storage/additionalProperties`])
      expect((at(pointer)['anyOf'] as Node[]).at(-1), pointer).toMatchObject({ required: ['value', 'source'], additionalProperties: false });
  });

  it('take none for an identity, a constant, a list and the provenance itself', () => {
    for (const pointer of ['/apiVersion', '/kind', '/organisation', '/systems/items/id', '/systems/items/origin', '/provenance/source']) expect(at(pointer), pointer).not.toHaveProperty('anyOf');
    // One language or both; never a value with its source.
    expect(at('/provenance/note')['anyOf']).toMatchObject([{}, { type: 'object', required: ['vi', 'en'] }]);
    expect(at('/systems')).toMatchObject({ type: 'array' });
  });

  it('tell what is expected, in Vietnamese first, with an example', () => {
    expect(at('/systems/items/environments/items/quota|1/memory')).toMatchObject({
      description: 'Cần dung lượng theo cách viết của Kubernetes, ví dụ 64Gi hoặc 64G.\n\nExpected a Kubernetes quantity such as 64Gi or 64G.',
      examples: ['64Gi'],
    });
  });

  it('require what the loader requires', () => {
    expect(at('')['required']).toEqual(['apiVersion', 'kind', 'organisation', 'owners', 'systems']);
    expect(at('/systems/items')['required']).toEqual(['id', 'name', 'securityLevel', 'sharing', 'importance', 'secrecy', 'personalData', 'environments']);
  });

  it.each([
    ['64Gi', true],
    ['500m', true],
    ['.5', true],
    ['64GB', false],
    ['-1', false],
    ['1,5Gi', false],
  ])('check the quantity %s as the loader does', (written, right) => {
    const [scalar] = at('/systems/items/environments/items/quota|1/memory')['anyOf'] as [Node];
    expect(new RegExp(scalar['pattern'] as string, 'u').test(written)).toBe(right);
  });
});
