import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { newEstate } from '../../bin/init/new-estate.js';
import { referenceCatalogues } from '../../bin/init/reference.js';
import { day, quarter } from '../../sites/model/calendar.js';
import { jsonSchemas } from '../../sites/model/json-schema.js';
import { kindsOfFile, type KindName } from '../../sites/model/schema-kinds.js';
import { root } from '../bin/cli/ndc.js';

const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const schemas = jsonSchemas();

const shipped = readdirSync(join(root, 'sites/data'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml')).sort();
const catalogues = new Map(referenceCatalogues.map((name) => [name, read(`sites/data/catalogue/${name}.yaml`)]));
const written = newEstate({ id: 'mine', name: 'Mine', sites: ['a', 'b', 'c'], operator: 'operator', organisation: 'ministry', from: quarter('2026-Q4'), day: day('2026-11-01') }, catalogues, '0.0.0');

/** What a YAML language server would underline: it checks by the same schemas, in the same draft. */
const ajv = new Ajv({ strict: false, allErrors: true });
(formats as unknown as (ajv: Ajv) => void)(ajv);
const judges = new Map(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));

function underlined(text: string): readonly string[] {
  const content = parse(text) as { kind: KindName };
  const judge = judges.get(`${kindsOfFile[content.kind].schemaName}.schema.json`);
  if (judge === undefined) throw new Error(`no schema is of ${content.kind}`);
  return judge(content) ? [] : (judge.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

describe('an editor', () => {
  it.each(shipped)('underlines nothing in sites/data/%s', (name) => {
    expect(underlined(read(`sites/data/${name}`))).toEqual([]);
  });

  it.each(written.map(({ path, text }) => [path, text]))('underlines nothing in %s of a new estate', (_path, text) => {
    expect(underlined(text)).toEqual([]);
  });

  it('underlines a key that is not there, a value of another kind and a choice that is none', () => {
    const text = written.find(({ path }) => path === 'a.yaml')?.text ?? '';
    expect(underlined(text)).toEqual([]);
    for (const [from, to] of [['phase: operating', 'phase: running'], ['number: 1', 'number: one'], ['region:', 'reggion:']] as const) {
      expect(text).toContain(from);
      expect(underlined(text.replace(from, to)).length, to).toBeGreaterThan(0);
    }
  });
});

describe('docs/editor.md', () => {
  const page = read('docs/editor.md');

  it('shows the settings that a clone has, and a clone recommends the extension it names', () => {
    const [, settings = ''] = /```json\n([^]*?)```/.exec(page) ?? [];
    expect(settings).toBe(read('.vscode/settings.json'));
    const { recommendations } = JSON.parse(read('.vscode/extensions.json')) as { recommendations: readonly string[] };
    for (const name of recommendations) expect(page).toContain(name);
  });

  it('shows a schema line as data files have it', () => {
    const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(page) ?? [];
    expect(existsSync(join(root, 'sites/data/tenants', schema))).toBe(true);
  });
});
