import type { Text } from '../../sites/model/text.js';
import { readableBytes } from '../../sites/model/units.js';
import { cores, figure } from './figures.js';

const names: Readonly<Record<string, Text>> = {
  cpu: { vi: 'bộ xử lý', en: 'CPU' },
  memory: { vi: 'bộ nhớ', en: 'memory' },
  gpu: { vi: 'GPU', en: 'GPUs' },
  pods: { vi: 'số pod', en: 'pods' },
};

const className = (resource: string): string | undefined => (resource.startsWith('storage/') ? resource.slice('storage/'.length) : undefined);

/** A resource for a reader. */
export function resourceName(resource: string): Text {
  const storage = className(resource);
  return storage === undefined ? (names[resource] ?? { vi: resource, en: resource }) : { vi: `lưu trữ ${storage}`, en: `${storage} storage` };
}

/** An amount with what it is of: `12 cores of CPU`, `4 GPUs`, `21 pods`. */
export function resourceAmount(resource: string, value: bigint): Text {
  const [amount, name] = [resourceFigure(resource, value), resourceName(resource)];
  if (resource === 'gpu') return { vi: `${amount.vi} GPU`, en: `${amount.en} GPU${value === 1n ? '' : 's'}` };
  if (resource === 'pods') return { vi: `${amount.vi} pod`, en: `${amount.en} pod${value === 1n ? '' : 's'}` };
  return { vi: `${amount.vi} ${name.vi}`, en: `${amount.en} of ${name.en}` };
}

/** An amount of a resource for a reader, rounded down. */
export function resourceFigure(resource: string, value: bigint): Text {
  if (resource === 'cpu') {
    const amount = cores(value);
    return { vi: `${amount.vi} nhân`, en: `${amount.en} cores` };
  }
  return resource === 'memory' || className(resource) !== undefined ? readableBytes(value) : figure(value);
}
