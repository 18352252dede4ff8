import { describe, expect, it } from 'vitest';
import { loadEstate } from '../../../sites/model/load.js';
import { kindNames, kindsOfFile } from '../../../sites/model/schema-kinds.js';
import { asOf, shippedFiles } from './shipped.js';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('the shipped directory', () => {
  it('loads without a diagnostic', () => {
    const result = loadEstate(shippedFiles, asOf);

    expect('diagnostics' in result ? result.diagnostics : []).toEqual([]);
  });

  it.each(shippedFiles.map(({ name, bytes }) => [name, text(bytes)]))('%s names its schema, then says what it is', (name, content) => {
    const [first = '', second = ''] = content.split('\n');
    const kind = kindNames.find((known) => content.includes(`\nkind: ${known}\n`));

    expect(kind).toBeDefined();
    const up = '../'.repeat(name.split('/').length);
    expect(first).toBe(`# yaml-language-server: $schema=${up}schema/${kindsOfFile[kind ?? 'Site'].schemaName}.schema.json`);
    expect(second).toMatch(/^# \S/);
  });

  it('names no host outside the reserved domains', () => {
    // RFC 2606 and RFC 9476: `example` and `internal` belong to nobody.
    const hosts = shippedFiles
      .filter(({ name }) => name.startsWith('tenants/') || !name.includes('/'))
      .flatMap(({ bytes }) => text(bytes).match(/(?:host: |endpoint: |mailbox: \S+@)([a-z0-9.-]+)/g) ?? [])
      .map((found) => found.replace(/^.*[ @]/, ''));

    expect(hosts.length).toBeGreaterThan(30);
    expect(hosts.filter((host) => !/\.(example|internal)$/.test(host))).toEqual([]);
  });
});
