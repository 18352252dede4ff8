import type { Text } from '../../sites/model/text.js';

/** One step of a path: a key, an element's number from 0, or every element. */
export type Step = { readonly key: string } | { readonly index: number } | 'each';

/** Where a path begins: at the object, at the pod it starts, or at all containers of that pod. */
export type Root = 'object' | '$pod' | '$containers';

/** A path as it was written, and its steps from the root. */
export interface PathExpression {
  readonly text: string;
  readonly root: Root;
  readonly steps: readonly Step[];
}

/** A text that is no path, and the character, from 1, where it stops being one. */
export interface PathFault {
  readonly at: number;
  readonly problem: Text;
}

/** Longest path, characters, and most steps: the deepest field of a CronJob's container is 12 steps down. */
export const longestPath = 400;
const mostSteps = 40;

const name = /[A-Za-z_$][A-Za-z0-9_-]*/y;
const inBrackets = /\[(?:(\*)|(0|[1-9]\d{0,5})|"((?:[^"\\]|\\["\\])*)"|'((?:[^'\\]|\\['\\])*)')\]/y;

const fault = (at: number, vi: string, en: string): PathFault => ({ at: at + 1, problem: { vi, en } });

/**
 * Parses `spec.containers[*].image`, `metadata.labels["ndc.gov.vn/site"]`, `spec.ports[0].port`, `$containers[*].image`.
 * Keys stand after a dot, or quoted in brackets where they hold other characters than letters, digits, `_` and `-`.
 */
export function parsePath(text: string): PathExpression | PathFault {
  if (text.length > longestPath) return fault(longestPath, `đường dẫn dài quá ${longestPath} ký tự`, `the path is longer than ${longestPath} characters`);
  const steps: Step[] = [];
  let root: Root = 'object';
  let at = 0;
  while (at < text.length) {
    const bracket = sticky(inBrackets, text, at);
    if (bracket !== undefined) {
      steps.push(bracketStep(bracket));
      at += bracket[0].length;
    } else if (text[at] === '[') return fault(at, 'sau "[" phải là *, một số, hoặc một khóa trong dấu nháy, rồi "]"', 'after "[" comes *, a number, or a quoted key, then "]"');
    else {
      if (at > 0) {
        if (text[at] !== '.') return fault(at, 'phải là dấu chấm hoặc "["', 'expected a dot or "["');
        at += 1;
      }
      const key = sticky(name, text, at)?.[0];
      if (key === undefined) return fault(at, 'phải là một khóa; khóa có ký tự khác thì viết ["khóa"]', 'expected a key; one with other characters is written ["key"]');
      if (key.startsWith('$')) {
        if (at > 0 || (key !== '$pod' && key !== '$containers')) return fault(at, 'chỉ $pod và $containers bắt đầu bằng $, và chỉ ở đầu đường dẫn', 'only $pod and $containers begin with $, and only at the start of a path');
        root = key;
      } else steps.push({ key });
      at += key.length;
    }
    if (steps.length > mostSteps) return fault(at, `đường dẫn có hơn ${mostSteps} bước`, `the path has more than ${mostSteps} steps`);
  }
  if (steps.length === 0 && root === 'object') return fault(0, 'đường dẫn trống', 'the path is empty');
  return { text, root, steps };
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function bracketStep([, star, number, double, single]: RegExpExecArray): Step {
  if (star !== undefined) return 'each';
  if (number !== undefined) return { index: Number(number) };
  return { key: (double ?? single ?? '').replace(/\\(["'\\])/g, '$1') };
}

/** A place below a root as a path writes it: `containers[0].image`, `labels["a.b/c"]`. */
export function written(steps: readonly (string | number)[]): string {
  return steps
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : /^[A-Za-z_$][A-Za-z0-9_-]*$/.test(step) ? `${index === 0 ? '' : '.'}${step}` : `[${JSON.stringify(step)}]`))
    .join('');
}
