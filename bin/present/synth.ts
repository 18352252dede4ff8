import type { SynthData } from '../commands/synth.js';
import { figure, table, type View } from './view.js';

export function text({ directory, stacks }: SynthData, view: View): string {
  const vi = view.lang === 'vi';
  const rows = stacks.map(({ name, resources, needs }) => [name, figure(view, resources), needs.join(', ')]);
  const end = vi ? `${figure(view, stacks.length)} stack đã ghi vào ${directory}/<stack>/cdk.tf.json` : `${figure(view, stacks.length)} stacks written to ${directory}/<stack>/cdk.tf.json`;
  return `${table(view, [{ title: 'stack' }, { title: vi ? 'tài nguyên' : 'resources', align: 'right' }, { title: vi ? 'cần có trước' : 'needs first' }], rows, '')}\n${end}\n`;
}
