import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveIntent } from '../../sites/intent/derive.js';
import { loadEstate } from '../../sites/model/load.js';
import { messageOf } from '../../sites/model/diagnostic.js';
import { derivedOf } from '../../sites/tenancy/derived.js';
import { requestFindings } from '../../sites/tenancy/request-findings.js';
import { synthesise } from '../../stacks/synthesise.js';
import { asOf, baseFiles, filesWith } from '../sites/model/estate-files.js';

const tenant = 'tenants/bo-y-te.yaml';
const good = baseFiles[tenant] ?? '';

/** What a stranger may put into a file: templates, markup, YAML of other kinds, invisible letters, endless figures. */
const tokens = [
  '${path.module}', '%{ for x in y }', '${TfToken[TOKEN.0]}', '#{TfToken[TOKEN.1]}', '$${x}', '"', "'", '`', '\\', '{{ .Values }}', '<script>alert(1)</script>', ']]>', '[click](javascript:x)', '@everyone', '|', '\u202e', '\u200b', '\u0000', '\u001b[2J', '\ufeff', '\r\n', '\t', '\n', '---\n', '&a [', '*a', '!!js/function', '<<: *a', '? ', ': ', '- ', '{', '}', '[', ']', '#', '__proto__', 'constructor', '..', '../../etc/passwd', 'system:masters', '1e999', '.inf', '.nan', '-1', '0x10', '1.000', '1,5', '99999999999999999999', '64GB', 'có', '30/06/2027', 'Bộ Y tế', '\ud800', 'a'.repeat(3000), '['.repeat(200), 'kube-system', 'securityLevel: 1\n', '=1+1', '%n', 'true', 'null', '~',
];

/** A request with pieces put in, cut out or doubled anywhere. */
const file = fc
  .array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), what: fc.constantFrom(...tokens), cut: fc.nat(12), quoted: fc.boolean() }), { minLength: 1, maxLength: 4 })
  .map((edits) =>
    edits.reduce((text, { at, what, cut, quoted }) => {
      const index = Math.floor(at * text.length);
      return `${text.slice(0, index)}${quoted ? JSON.stringify(what) : what}${text.slice(index + cut)}`;
    }, good),
  );

/** The same with the piece in the place of a whole value, where it is most often valid. */
const value = fc
  .record({ key: fc.constantFrom('name: Hồ sơ sức khỏe điện tử', 'accountable: Vụ trưởng', 'technical: Trung tâm'), what: fc.array(fc.constantFrom(...tokens), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')) })
  .map(({ key, what }) => good.replace(key, () => `${key.split(':')[0] ?? ''}: ${JSON.stringify(what)}`));

/** A template that an engine would evaluate: to HCL, `$${` is the text `${`, whatever stands before it. */
const evaluated = /(?<!\$)\$\{|(?<!%)%\{/;

/** `NDC_HOSTILE_RUNS=10000 npx vitest run test/stacks/hostile-requests.test.ts` tries as many as one has time for. */
const runs = Number(process.env['NDC_HOSTILE_RUNS'] ?? 25);

describe('a request from outside', () => {
  it('gets a diagnostic or is taken literally, whatever it holds', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(file, value), (text) => {
        const result = loadEstate(filesWith({ [tenant]: text }), asOf);
        if ('diagnostics' in result) {
          for (const diagnostic of result.diagnostics) {
            const { vi, en } = messageOf(diagnostic);
            // eslint-disable-next-line no-control-regex -- what must never be printed
            for (const said of [vi, en]) expect(said).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|undefined|\[object/);
          }
          return;
        }
        taken += 1;
        const { estate } = result;
        const intent = deriveIntent(estate);
        for (const request of Object.values(estate.requests)) {
          derivedOf(estate, request, intent.environments.filter(({ organisation }) => organisation === request.organisation));
          requestFindings({ estate, request });
        }
        for (const { json } of synthesise(estate, intent)) expect(evaluated.exec(json)?.[0]).toBeUndefined();
      }),
      { numRuns: runs },
    );
    // A run in which everything is refused would say nothing of what is taken.
    expect(taken).toBeGreaterThan(0);
  }, 3_600_000);
});
