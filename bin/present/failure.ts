import type { FailureData } from '../failed.js';
import { asCalled } from './as-called.js';
import { painter, say, type View } from './view.js';

export function text({ code, message, defect }: FailureData, view: View): string {
  const paint = painter(view);
  return `${paint.red(code)} ${asCalled(view, say(view, message))}\n${defect === undefined ? '' : `\n${defect}\n`}`;
}
