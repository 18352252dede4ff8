import { inReadingOrder } from '../../../sites/model/diagnostic.js';
import { visible } from '../../../sites/model/visible.js';
import { largestInput, readInstance } from '../../../sites/packing/read.js';
import { efforts, type Effort } from '../../../sites/packing/solve.js';
import { choice } from '../../command-line.js';
import type { Command } from '../../command.js';
import { readInputFile } from '../../edge/input-file.js';
import { packInThread } from '../../edge/pack-thread.js';
import { shownPath } from '../../edge/shown-path.js';
import { InvalidEstate } from '../../invalid-estate.js';
import { InputFailure } from '../../failure.js';
import type { Outcome } from '../../outcome.js';
import { packData, type PackData } from '../../pack-data.js';

/** Seconds, where none are given. */
const seconds: Readonly<Record<Effort, number>> = { fast: 30, normal: 30, best: 60 };

export const command: Command = {
  arguments: [{ name: '<file>', about: { vi: 'tệp JSON: {nodes: […], pods: […]}', en: 'a JSON file: {nodes: […], pods: […]}' } }],
  options: [
    { flags: '--effort <name>', about: { vi: 'fast, normal hoặc best (mặc định normal)', en: 'fast, normal or best (default normal)' } },
    { flags: '--time-limit <seconds>', about: { vi: 'dừng sau số giây này (mặc định 30; best 60)', en: 'stop after these seconds (default 30; best 60)' } },
    { flags: '--seed <number>', about: { vi: 'số bắt đầu của các lựa chọn ngẫu nhiên (mặc định 1)', en: 'what random choices begin with (default 1)' } },
  ],
  formats: ['csv'],
  examples: ['ndc capacity pack pods.json', 'ndc capacity pack pods.json --effort best --time-limit 120', 'ndc capacity pack pods.json --json', 'ndc capacity pack pods.json --format csv'],
  run: async (context, [file = ''], options): Promise<Outcome<'ndc/capacity-pack.v1', PackData>> => {
    choice('--effort', options['effort'], efforts);
    const effort = (options['effort'] as Effort | undefined) ?? 'normal';
    const limit = numberOf('--time-limit', options['timeLimit'], seconds[effort], 86_400, false);
    const seed = numberOf('--seed', options['seed'], 1, 4_294_967_295, true);
    const name = shownPath(file);
    const read = readInstance(name, await readInputFile(file, largestInput));
    if ('diagnostics' in read) throw new InvalidEstate('.', inReadingOrder(read.diagnostics));
    const { packing, interrupted } = await packInThread(
      { instance: read.instance, effort, seed, milliseconds: limit * 1000 },
      {
        root: context.root,
        signal: context.signal,
        found: ({ nodesUsed, lowerBound }) => context.progress(context.lang === 'vi' ? `${nodesUsed} máy, cận dưới ${lowerBound.value} …` : `${nodesUsed} nodes, lower bound ${lowerBound.value} …`),
      },
    );
    return { kind: 'ndc/capacity-pack.v1', exit: packing.pods.unplaced > 0 ? 1 : 0, data: packData(packing, read.instance, { file: name, effort, seed, interrupted }) };
  },
};

/** @throws InputFailure NDC-X011 */
function numberOf(option: string, given: unknown, otherwise: number, most: number, whole: boolean): number {
  if (typeof given !== 'string') return otherwise;
  const value = /^\d{1,10}(\.\d{1,3})?$/.test(given) ? Number(given) : NaN;
  if (value <= most && (whole ? Number.isInteger(value) : value > 0)) return value;
  const found = visible(given, 80);
  throw new InputFailure('NDC-X011', {
    vi: `${option} là "${found}"; cần ${whole ? 'một số nguyên từ 0' : 'một số lớn hơn 0'} đến ${most}.`,
    en: `${option} is "${found}"; expected ${whole ? 'a whole number from 0' : 'a number above 0'} to ${most}.`,
  });
}
