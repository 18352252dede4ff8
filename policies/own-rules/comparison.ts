import type { Text } from '../../sites/model/text.js';
import { nanoOf } from '../derived/quantity.js';
import { isUnknown, type Known } from '../planset/read-model.js';
import type { Pattern } from './pattern.js';

/** A text, number or boolean as a rule file writes it. Values are compared as text: a plan writes `"2"` where a manifest writes `2`. */
export type Scalar = string | number | boolean;

/** How many values there must be. */
export interface Bounds {
  readonly equals?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** What each value is held against; `count` is held against how many there are. */
export type Comparison =
  | { readonly is: 'equals' | 'notEquals'; readonly to: Scalar }
  | { readonly is: 'in' | 'notIn'; readonly among: readonly Scalar[] }
  | { readonly is: 'matches' | 'notMatches'; readonly pattern: Pattern }
  | { readonly is: 'exists' | 'absent' }
  /** `bound` in nano units, as quantities are compared. */
  | { readonly is: 'atLeast' | 'atMost'; readonly bound: bigint; readonly written: string }
  | { readonly is: 'count'; readonly bounds: Bounds };

/** Whether one value holds; the reason where that cannot be known. */
export type Held = true | false | { readonly because: string };

/**
 * Whether a value satisfies a comparison. A value that is not there satisfies `absent`, `notEquals`, `notIn` and
 * `notMatches`, nothing else. A list or map equals no text. An unknown value gives unknown, with one exception: `exists`
 * holds it against the author that he never configured a value which the server fills in.
 */
export function held(comparison: Exclude<Comparison, { is: 'count' }>, value: Known | undefined): Held {
  if (isUnknown(value)) return comparison.is === 'exists' && value.because === 'not configured' ? false : { because: value.because };
  const present = value !== undefined && value !== null;
  switch (comparison.is) {
    case 'exists':
      return present;
    case 'absent':
      return !present;
    case 'equals':
      return textOf(value) === String(comparison.to);
    case 'notEquals':
      return textOf(value) !== String(comparison.to);
    case 'in':
      return comparison.among.some((each) => textOf(value) === String(each));
    case 'notIn':
      return !comparison.among.some((each) => textOf(value) === String(each));
    case 'matches':
    case 'notMatches': {
      const text = textOf(value);
      const found = text !== undefined && comparison.pattern.matches(text);
      return comparison.is === 'matches' ? found : !found;
    }
    case 'atLeast':
    case 'atMost': {
      const text = textOf(value);
      const quantity = text === undefined ? undefined : nanoOf(text);
      if (quantity === undefined) return false;
      return comparison.is === 'atLeast' ? quantity >= comparison.bound : quantity <= comparison.bound;
    }
  }
}

/** A scalar as text; undefined for what is none. */
const textOf = (value: Known | undefined): string | undefined => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined);

/** What a comparison asks of a value, so that "every value must be …" and "cần: …" can go before it. */
export function asked(comparison: Comparison): Text {
  const list = (values: readonly Scalar[]): string => values.map(String).join(', ');
  switch (comparison.is) {
    case 'equals':
      return { vi: `bằng ${String(comparison.to)}`, en: `equal to ${String(comparison.to)}` };
    case 'notEquals':
      return { vi: `khác ${String(comparison.to)}`, en: `other than ${String(comparison.to)}` };
    case 'in':
      return { vi: `một trong ${list(comparison.among)}`, en: `one of ${list(comparison.among)}` };
    case 'notIn':
      return { vi: `không thuộc ${list(comparison.among)}`, en: `none of ${list(comparison.among)}` };
    case 'matches':
      return { vi: `khớp mẫu ${comparison.pattern.text}`, en: `matching ${comparison.pattern.text}` };
    case 'notMatches':
      return { vi: `không khớp mẫu ${comparison.pattern.text}`, en: `not matching ${comparison.pattern.text}` };
    case 'exists':
      return { vi: 'có giá trị', en: 'set' };
    case 'absent':
      return { vi: 'không có giá trị', en: 'not set' };
    case 'atLeast':
      return { vi: `ít nhất ${comparison.written}`, en: `at least ${comparison.written}` };
    case 'atMost':
      return { vi: `nhiều nhất ${comparison.written}`, en: `at most ${comparison.written}` };
    case 'count':
      return boundsText(comparison.bounds);
  }
}

function boundsText({ equals, atLeast, atMost }: Bounds): Text {
  const parts = [
    ...(equals === undefined ? [] : [{ vi: `đúng ${equals}`, en: `exactly ${equals}` }]),
    ...(atLeast === undefined ? [] : [{ vi: `ít nhất ${atLeast}`, en: `at least ${atLeast}` }]),
    ...(atMost === undefined ? [] : [{ vi: `nhiều nhất ${atMost}`, en: `at most ${atMost}` }]),
  ];
  return { vi: parts.map(({ vi }) => vi).join(', '), en: parts.map(({ en }) => en).join(', ') };
}

/** Whether a number that lies somewhere between two ends satisfies bounds; undefined where that depends on where it lies. */
export function countHeld({ equals, atLeast = 0, atMost = Infinity }: Bounds, least: number, most: number): boolean | undefined {
  const [low, high] = [Math.max(atLeast, equals ?? 0), Math.min(atMost, equals ?? Infinity)];
  if (least >= low && most <= high) return true;
  return most < low || least > high ? false : undefined;
}
