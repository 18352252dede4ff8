import { z } from 'zod';
import { isDay, isQuarter, type Dated, type Day, type Quarter } from '../calendar.js';
import type { Text } from '../text.js';
import { parseBytes, parseCpu, parseVnd, QuantityError, type Unit } from '../units.js';

/** What an editor's schema and a diagnostic say of a scalar. */
export type ScalarMeta = {
  /** Named in diagnostics as "cần …", "expected …". */
  readonly expected: Text;
  /** Example shown in editors. */
  readonly example?: string;
  /** What an editor checks a text against, where the parser is not itself a pattern. */
  readonly pattern?: string;
  /** Identity fields are written plainly, never with a provenance. */
  readonly plain?: true;
};

/** What a scalar expects, in both languages. */
export const expecting = (vi: string, en: string, more: Partial<Pick<ScalarMeta, 'example' | 'pattern' | 'plain'>> = {}): ScalarMeta => ({ expected: { vi, en }, ...more });

/** Ids end up in namespaces, addresses and file names: RFC 1123 labels. Estate collections are plain objects keyed by id, and every object has a `constructor`. */
export const idPattern = /^(?!constructor$)[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

export const id = (max = 63) =>
  z
    .string()
    .max(max)
    .regex(idPattern)
    .meta(
      expecting(
        `một id: chữ thường không dấu, chữ số và dấu gạch nối, bắt đầu bằng chữ, tối đa ${max} ký tự`,
        `an id: lower-case letters, digits and dashes, starting with a letter, at most ${max} characters`,
        { plain: true },
      ),
    );

/** Text a person wrote. It is hostile until escaped; length and control characters are bounded here. */
export const prose = (max = 400) =>
  z
    .string()
    .min(1)
    .max(max)
    // eslint-disable-next-line no-control-regex -- control characters are what is being refused
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]*$/)
    // A YAML escape can write half of a surrogate pair, which no UTF-8 file downstream can hold.
    .refine((text) => !/\p{Surrogate}/u.test(text))
    .meta(expecting(`một đoạn chữ từ 1 đến ${max} ký tự, không có ký tự điều khiển`, `a text of 1 to ${max} characters without control characters`));

export const bilingual = z.strictObject({ vi: prose(), en: prose() });

const whole = (min: number, max: number) => z.int().min(min).max(max).meta(expecting(`một số nguyên từ ${min} đến ${max}`, `a whole number from ${min} to ${max}`));
export const count = (max = 10_000_000) => whole(0, max);
export const positive = (max = 10_000_000) => whole(1, max);
export const number = (min: number, max: number) => z.number().min(min).max(max).meta(expecting(`một số từ ${min} đến ${max}`, `a number from ${min} to ${max}`));
export const flag = () => z.boolean().meta(expecting('true (có) hoặc false (không)', 'true or false'));

/** Years a file may name; wide enough for every act and contract, and a scenario's delay stays within four digits. */
const plausible = (text: string): boolean => text >= '1900' && text < '2200';

const dayPattern = String.raw`(19|20|21)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`;
const quarterPattern = String.raw`(19|20|21)\d{2}-Q[1-4]`;

export const dayOnly = () =>
  z
    .string()
    .refine((text) => isDay(text) && plausible(text))
    .transform((text) => text as Day)
    .meta(expecting('một ngày, ví dụ 2027-06-30', 'a day such as 2027-06-30', { example: '2027-06-30', pattern: `^${dayPattern}$` }));

export const quarterOnly = () =>
  z
    .string()
    .refine((text) => isQuarter(text) && plausible(text))
    .transform((text) => text as Quarter)
    .meta(expecting('một quý, ví dụ 2027-Q2', 'a quarter such as 2027-Q2', { example: '2027-Q2', pattern: `^${quarterPattern}$` }));

export const dated = () =>
  z
    .string()
    .refine((text) => (isDay(text) || isQuarter(text)) && plausible(text))
    .transform((text) => text as Dated)
    .meta(
      expecting('một ngày, ví dụ 2027-06-30, hoặc một quý, ví dụ 2027-Q2', 'a day such as 2027-06-30 or a quarter such as 2027-Q2', {
        example: '2027-Q2',
        pattern: `^(${dayPattern}|${quarterPattern})$`,
      }),
    );

const quantityPattern = String.raw`^\+?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3}|[numkMGTPE]|[KMGTPE]i)?$`;

function quantity<B extends string>(parse: (written: string | number) => Unit<B>, meta: ScalarMeta) {
  return z
    .union([z.string(), z.number()])
    .transform((written, context): Unit<B> => {
      try {
        return parse(written);
      } catch (error) {
        if (!(error instanceof QuantityError)) throw error;
        context.addIssue({ code: 'custom', params: { quantity: error.reason, suggestion: error.suggestion }, input: written });
        return z.NEVER;
      }
    })
    .meta({ ...meta });
}

/** milliCPU. */
export const cpu = () => quantity(parseCpu, expecting('số CPU theo cách viết của Kubernetes, ví dụ 4 hoặc 500m', 'a Kubernetes CPU quantity such as 4 or 500m', { example: '500m', pattern: quantityPattern }));
export const bytes = () => quantity(parseBytes, expecting('dung lượng theo cách viết của Kubernetes, ví dụ 64Gi hoặc 64G', 'a Kubernetes quantity such as 64Gi or 64G', { example: '64Gi', pattern: quantityPattern }));
/** Vietnamese đồng, whole. */
export const vnd = () => quantity(parseVnd, expecting('số tiền bằng đồng, viết liền không dấu ngăn', 'an amount in VND, without separators', { example: '1500000', pattern: String.raw`^\d{1,18}$` }));

/** A dotted IPv4 network; overlaps between sites are judged by NET-002, not here. */
export const cidr = () =>
  z
    .string()
    .regex(/^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)\/([89]|[12]\d|3[0-2])$/)
    // Bits behind the prefix would be somebody's typing error: which network was meant is not for us to guess.
    .superRefine((written, context) => {
      const network = networkOf(written);
      if (network !== undefined && network !== written) context.addIssue({ code: 'custom', params: { suggestion: network }, message: 'host bits are set' });
    })
    .meta(expecting('địa chỉ đầu của một mạng IPv4, ví dụ 10.16.0.0/12', 'the first address of an IPv4 network such as 10.16.0.0/12', { example: '10.16.0.0/12' }));

/** The network an address with a prefix lies in, as it is written; undefined for anything else. */
function networkOf(written: string): string | undefined {
  const [address = '', prefix] = written.split('/');
  const bytes = address.split('.').map(Number);
  if (prefix === undefined || bytes.length !== 4 || bytes.some((byte) => !Number.isInteger(byte))) return undefined;
  const hosts = 2 ** (32 - Number(prefix));
  const first = Math.floor(bytes.reduce((sum, byte) => sum * 256 + byte, 0) / hosts) * hosts;
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${prefix}`;
}

export const hostName = () =>
  z
    .string()
    .max(253)
    .regex(/^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/)
    .meta(expecting('một tên miền viết thường, ví dụ api.example.vn', 'a host name in lower case such as api.example.vn', { example: 'api.example.vn' }));

/** `source` of a fact: one of the five source documents, a named public source, or a planning input nobody has confirmed. */
export const provenanceSource = z.enum(['seed', 'public', 'assumption']).meta({ plain: true });

/** Default label for every scalar of a file that carries none of its own. */
export const fileProvenance = z.strictObject({
  source: provenanceSource,
  note: z.union([prose(600), z.strictObject({ vi: prose(600), en: prose(600) })]).meta({ plain: true }).optional(),
});

/** Head of every file. */
export const head = <K extends string>(kind: K) => ({
  apiVersion: z.literal('ndc.gov.vn/v1'),
  kind: z.literal(kind),
  provenance: fileProvenance.optional(),
});
