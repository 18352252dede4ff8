import type { FailureData } from '../failed.js';
import { painter, say, type View } from './view.js';

export function text({ code, message, defect }: FailureData, view: View): string {
  const paint = painter(view);
  return `${paint.red(code)} ${say(view, message)}\n${defect === undefined ? '' : `\n${defect}\n`}`;
}
