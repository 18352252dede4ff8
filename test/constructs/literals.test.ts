import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { Token } from 'cdktf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HelmRelease } from '../../constructs/helm-release.js';
import { KubernetesManifest } from '../../constructs/kubernetes-manifest.js';
import { escapeTemplate, Literals } from '../../constructs/literals.js';
import { resource } from '../../constructs/resource.js';
import { probe, ProbeStack, readTemplate } from './probe.js';

/** Texts that mean something to cdktf, to Terraform, to JavaScript, or to the words themselves. */
const hostile = [
  '${path.module}',
  '$${path.module}',
  '$$${x}',
  '%{ if true }x%{ endif }',
  '%%{',
  '$%{x}',
  '%${x}',
  '${',
  '}',
  '${TfToken[TOKEN.0]}',
  '$${TfToken[TOKEN.0]}',
  '#{TfToken[TOKEN.1]}',
  '&{TfToken[TOKEN.2]}',
  'String Map Token Value',
  'Any Map Token Value',
  '-1.8881545897087827e+289',
  '-1.888154589708782700e289',
  'NdcLiterala',
  'NdcLiteralb NdcLiteralc',
  '__proto__',
  'constructor',
  '//',
  '"quoted" \\ and \u2028',
  'ước mơ 🇻🇳',
];
const text = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 12 }), fc.array(fc.constantFrom(...hostile, '$', '%', '{'), { maxLength: 4 }).map((parts) => parts.join('')));
const map = fc.array(fc.tuple(text, text), { maxLength: 20 }).map((entries) => Object.fromEntries(entries));

describe('texts from data', () => {
  it('reach Terraform literally, as values and as keys', () => {
    fc.assert(
      fc.property(map, map, text, (labels, data, name) => {
        const { resource: made } = probe((scope) => {
          // A token of cdktf's own, so that those in data would find something.
          Token.asString({ found: 'a token' });
          resource(ConfigMapV1, scope, 'map', { metadata: { name, annotations: labels }, data });
        });
        const written = made['kubernetes_config_map_v1']?.['map'] as { metadata: { name: string; annotations: object }; data: object };
        expect(written.metadata.name).toBe(name);
        expect(written.metadata.annotations).toEqual(labels);
        expect(written.data).toEqual(data);
      }),
      { numRuns: 30 },
    );
  });

  it('reach Terraform literally inside manifests, whatever their shape', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), map, text, (anything, annotations, name) => {
        const { json } = probe((scope) => {
          new KubernetesManifest(scope, 'object', { apiVersion: 'v1', kind: 'Thing', metadata: { name, annotations }, body: { spec: anything as never } });
        });
        const tree = JSON.parse(json) as { resource: { kubernetes_manifest: { object: { manifest: { metadata: Record<string, unknown>; spec: unknown } } } } };
        const { metadata, spec } = tree.resource.kubernetes_manifest.object.manifest;
        expect(readTemplate(metadata['name'] as string)).toBe(name);
        // `escapeTemplate` is proven against the reader below: comparing escaped forms keeps values as they were written.
        expect(JSON.stringify(sorted(spec))).toBe(JSON.stringify(sorted(anything, escapeTemplate)));
      }),
      { numRuns: 30 },
    );
  });

  it('reach a chart literally', () => {
    fc.assert(
      fc.property(map, (values) => {
        const { resource: made } = probe((scope) => {
          new HelmRelease(scope, 'chart', { name: 'chart', namespace: 'n', chart: 'c', version: '1.0.0', values, kubernetesVersion: '1.35.4', after: [], holdsData: false });
        });
        expect(JSON.parse((made['helm_release']?.['chart']?.['values'] as string[])[0] ?? '')).toEqual(JSON.parse(JSON.stringify(values)));
      }),
      { numRuns: 15 },
    );
  });

  it('are escaped so that a reader of templates finds them again', () => {
    fc.assert(fc.property(text, (written) => readTemplate(escapeTemplate(written)) === written));
  });
});

describe('Literals', () => {
  it('give one text one word, and other stacks other literals', () => {
    const [here, there] = [new ProbeStack(), new ProbeStack()];
    expect(Literals.of(here).word('a')).toBe(Literals.of(here).word('a'));
    expect(Literals.of(here).word('a')).not.toBe(Literals.of(here).word('b'));
    expect(Literals.of(here)).not.toBe(Literals.of(there));
  });

  it.each(['${path.module}', '%{ if }', '#{TfToken[TOKEN.0]}', 'NdcLiteralzzz'])('refuse %s where no word stands', (written) => {
    const literals = new Literals();
    expect(() => literals.restore({ value: written })).toThrow('without becoming a literal');
    expect(() => literals.restore({ [written]: 1 })).toThrow('without becoming a literal');
  });

  it('refuse keys of data under an argument that is not known to be a map', () => {
    expect(() => new Literals().shield({ metadata: { tags: { 'a/b': 'c' } } })).toThrow('"a/b" is no argument');
  });

  it.each([0.5, -1.8881545897087827e289, Number.NaN, 2 ** 53])('refuse the number %d, which cdktf may take for a token', (value) => {
    expect(() => new Literals().shield({ value })).toThrow('no whole number');
  });
});

/** Keys in order, so that two values compare as text. */
function sorted(value: unknown, write: (text: string) => string = (same) => same): unknown {
  if (typeof value === 'string') return write(value);
  if (Array.isArray(value)) return value.map((item) => sorted(item, write));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [write(key), sorted(inner, write)]);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}
