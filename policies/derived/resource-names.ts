import type { Text } from '../../sites/model/text.js';
import { cores, figure, size } from './figures.js';

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

/** An amount of a resource for a reader, rounded down. */
export function resourceFigure(resource: string, value: bigint): Text {
  if (resource === 'cpu') {
    const amount = cores(value);
    return { vi: `${amount.vi} nhân`, en: `${amount.en} cores` };
  }
  return resource === 'memory' || className(resource) !== undefined ? size(value) : figure(value);
}
