import type { Day } from '../sites/model/calendar.js';
import { idPattern } from '../sites/model/kinds/scalars.js';
import { printBytes, printCpu, type Bytes, type MilliCpu } from '../sites/model/units.js';
import { yamlId } from '../sites/tenancy/quota-line.js';
import type { RecordedUse } from './tenant-usage.js';

/** A record of usage as a file of the data directory, to be committed and reviewed like any other. */
export function useRecord(connection: string, on: Day, uses: readonly RecordedUse[]): { readonly name: string; readonly text: string } {
  const id = `use-${connection}-${on}`;
  const lines = [
    '# yaml-language-server: $schema=../../../schema/record.schema.json',
    '# Mức dùng cao nhất của từng môi trường, đọc từ cụm bằng ndc tenant usage. Việc xét duyệt đọc tệp này từ nhánh đã duyệt.',
    '# The most each environment used, read from the clusters by ndc tenant usage. Reviews read this file from the approved branch.',
    'apiVersion: ndc.gov.vn/v1',
    'kind: Record',
    `id: ${id}`,
    'record: usage',
    `on: ${on}`,
    `subject: connection/${connection}`,
    'use:',
    ...uses.map(useLine),
    '',
  ];
  return { name: `records/usage/${id}.yaml`, text: lines.join('\n') };
}

function useLine({ namespace, site, readings, from, to, highest }: RecordedUse): string {
  const [cpu, memory, gpu] = [highest.get('cpu'), highest.get('memory'), highest.get('gpu')];
  // A class whose name no request can hold was granted by nobody's request.
  const classes = [...highest].flatMap(([resource, size]) => {
    const name = /^storage\/(.+)$/.exec(resource)?.[1];
    return name === undefined || !idPattern.test(name) ? [] : [`${yamlId(name)}: ${printBytes(size as Bytes)}`];
  });
  return `  - {${[
    `namespace: ${yamlId(namespace)}`,
    `site: ${yamlId(site)}`,
    `readings: ${readings}`,
    `from: ${from}`,
    `to: ${to}`,
    ...(cpu === undefined ? [] : [`cpu: ${printCpu(cpu as MilliCpu)}`]),
    ...(memory === undefined ? [] : [`memory: ${printBytes(memory as Bytes)}`]),
    ...(gpu === undefined ? [] : [`gpu: ${gpu}`]),
    ...(classes.length === 0 ? [] : [`storage: {${classes.sort().join(', ')}}`]),
  ].join(', ')}}`;
}
