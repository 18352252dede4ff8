import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditResult } from '../../../policies/reports/json.js';
import { junit } from '../../../policies/reports/junit.js';
import { xmlElement } from '../../../policies/reports/xml.js';
import { goodSet, mixed, reported } from './reported.js';
import { xmlOf, type XmlNode } from './xml-reader.js';

let result: AuditResult;
let root: XmlNode;
beforeAll(() => {
  result = mixed();
  root = xmlOf(junit(result, 'en'));
});
const below = (node: XmlNode, name: string): XmlNode[] => node.children.flatMap((child) => [...(child.name === name ? [child] : []), ...below(child, name)]);
const cases = (): XmlNode[] => below(root, 'testcase');
const outcomes = (name: string): XmlNode[] => cases().filter(({ children }) => children.some((child) => child.name === name));

describe('JUnit', () => {
  it('has a case for each verdict: unknown is an error, waived and not applicable are skipped', () => {
    const { counts } = result.summary;
    expect(outcomes('failure')).toHaveLength(counts.fail + 1);
    expect(outcomes('error')).toHaveLength(counts.unknown);
    expect(outcomes('skipped')).toHaveLength(counts.waived + counts['not-applicable']);
    expect(cases()).toHaveLength(result.verdicts.length + 1);
  });

  it('counts what it holds, in the whole and in every suite', () => {
    const suites = root.children;
    for (const node of [root, ...suites]) {
      const own = below(node, 'testcase');
      const count = (name: string): string => String(own.filter(({ children }) => children.some((child) => child.name === name)).length);
      expect(node.attributes).toMatchObject({ tests: String(own.length), failures: count('failure'), errors: count('error'), skipped: count('skipped') });
    }
    expect(suites.slice(1, 10).map(({ attributes }) => attributes['name']?.split(' ')[0])).toEqual(['BAK-002', 'BAK-003', 'BAK-004', 'CAP-002', 'EVI-001', 'RED-005', 'SUP-001', 'TEN-007', 'RED-001']);
  });

  it('fails where the audit does: a waiver that does not hold is a case of its own', () => {
    const [waiver, ...others] = cases().filter(({ attributes }) => attributes['classname'] === 'NDC-WAIVER');
    expect(others).toEqual([]);
    expect(waiver?.children[0]).toMatchObject({ name: 'failure', attributes: { type: 'waiver', message: expect.stringContaining('It expired after 2026-10-01') as string } });
  });

  it('gives the waiver as the reason', () => {
    const waived = cases().find(({ attributes, children }) => attributes['classname'] === 'RED-001' && children[0]?.name === 'skipped' && children[0].attributes['message']?.startsWith('Waived') === true);
    expect(waived?.children[0]?.attributes['message']).toContain('Waived until 2026-12-10: The site does not operate yet. Owner: Nguyễn Văn An; approver: Trần Thị Bình; basis: Q V.2.b');
  });

  it('says what was read, with digests and versions', async () => {
    const properties = below(xmlOf(junit(reported({ set: await goodSet() }), 'vi')), 'property').map(({ attributes }) => [attributes['name'], attributes['value']]);
    expect(properties).toContainEqual(['planset.digest', `sha256:${'e'.repeat(64)}`]);
    expect(properties).toContainEqual(['engine', 'tofu 1.12.6']);
    expect(properties.filter(([name]) => name?.startsWith('read '))).toHaveLength(8);
    expect(properties).toContainEqual(['basis.legal', 'Q V.2.b, Chiến lược']);
    expect(properties).toContainEqual(['assurance', 'Mức A: bộ kế hoạch do ndc plan lập, đọc như nằm trong thư mục; nội dung không cho biết ai đã lập hay giữ nó.']);
  });
});

describe('XML', () => {
  it.each([
    [']]>', ']]>'],
    ['<![CDATA[x]]>', '<![CDATA[x]]>'],
    ['a & b &amp; "c" \'d\'', 'a & b &amp; "c" \'d\''],
    ['line\nbreak\ttab\rreturn', 'line\nbreak\ttab\rreturn'],
    ['\u0000\u001b\ud800\uffff', '\ufffd\ufffd\ufffd\ufffd'],
  ])('carries %j', (text, back) => {
    const attribute = xmlOf(xmlElement({ name: 'a', attributes: { b: text } }));
    expect(attribute.attributes).toEqual({ b: back });
    expect(xmlOf(xmlElement({ name: 'a', attributes: {}, text })).text).toBe(back.replaceAll('\r', '\n'));
  });
});
