import type { z } from 'zod';
import type { Estate } from '../../sites/model/estate.js';
import { importanceNames, personalNames, secrecyNames, sharingNames } from '../../sites/model/classification-names.js';
import { importances, personalDataClasses, secrecies, sharings } from '../../sites/model/kinds/classification.js';
import { tenancyRequestSchema } from '../../sites/model/kinds/tenancy-request.js';
import type { PathSegment } from '../../sites/model/pointer.js';
import { schemaAt } from '../../sites/model/schema-at.js';
import type { Text } from '../../sites/model/text.js';
import { printBytes, printCpu } from '../../sites/model/units.js';
import { foldVietnamese } from '../../sites/model/vietnamese-hands.js';
import { waveNames } from '../../sites/model/wave-names.js';

/** Everything only a clerk can know of a first request, by the name of its flag. */
export type Asked = 'name' | 'system' | 'securityLevel' | 'sharing' | 'importance' | 'secrecy' | 'personalData' | 'environment' | 'size' | 'wave' | 'accountable' | 'technical' | 'mailbox';
export type Answers = Readonly<Partial<Record<Asked, string>>>;

export interface Choice {
  readonly value: string;
  readonly name: Text;
}

export interface Question {
  readonly key: Asked;
  /** `--security-level`. */
  readonly flag: string;
  readonly label: Text;
  /** What may be answered; a text where absent. */
  readonly choices?: readonly Choice[];
  /** Where the answer stands in a request, for what it may be. */
  readonly schema?: z.ZodType | undefined;
  /** What the answer is where none is given; absent for what must be. */
  readonly preset?: (answers: Answers) => string | undefined;
  /** Whether the flag may be left out, and what holds then. */
  readonly optional?: true;
}

const at = (...path: readonly PathSegment[]): z.ZodType | undefined => schemaAt(tenancyRequestSchema, path, undefined);
const named = (value: string, vi: string, en: string): Choice => ({ value, name: { vi, en } });

/** Strictest first: a classification has no default, and whoever only presses Enter must not lower one. */
const strictestFirst = <T extends string>(axis: readonly T[], names: Readonly<Record<T, Text>>): readonly Choice[] => [...axis].reverse().map((value) => ({ value, name: names[value] }));

/** The questions of a first request of an organisation, in the order they are asked. */
export function questionsOf(estate: Estate, organisation: string): readonly Question[] {
  const { sizes, storageClass } = estate.quotaSizes;
  const size = (value: 's' | 'm' | 'l'): Choice => {
    const { cpu, memory, storage, pods, backup } = sizes[value];
    const text = (cores: string, backups: string): string => `${printCpu(cpu)} ${cores}, ${printBytes(memory)}, ${printBytes(storage)} ${storageClass}, ${pods} pod, ${printBytes(backup)} ${backups}`;
    return named(value, text('nhân CPU', 'sao lưu'), text('cores', 'of backups'));
  };
  const waves = estate.organisations[organisation]?.waves ?? [];
  const wave: Question[] =
    waves.length === 0
      ? []
      : [
          {
            key: 'wave',
            flag: '--wave',
            label: { vi: 'Hệ thống di chuyển theo đợt nào', en: 'Wave in which the system moves' },
            choices: [
              ...waves.map(({ wave: value, start }) => named(value, `${waveNames[value].vi}, từ ${start}`, `${waveNames[value].en}, from ${start}`)),
              named('none', 'không di chuyển: hệ thống mới', 'it does not move: a new system'),
            ],
            preset: () => waves[0]?.wave,
            optional: true,
          },
        ];
  return [
    { key: 'name', flag: '--name', label: { vi: 'Tên hệ thống', en: 'Name of the system' }, schema: at('systems', 0, 'name') },
    {
      key: 'system',
      flag: '--system',
      label: { vi: 'Id của hệ thống (không bao giờ đổi)', en: 'Id of the system (it never changes)' },
      schema: at('systems', 0, 'id'),
      preset: ({ name }) => (name === undefined ? undefined : idOf(name)),
    },
    { key: 'securityLevel', flag: '--security-level', label: { vi: 'Cấp độ an toàn', en: 'Security level' }, schema: at('systems', 0, 'securityLevel'), choices: ['5', '4', '3', '2', '1'].map((level) => named(level, `cấp độ ${level}`, `level ${level}`)) },
    { key: 'sharing', flag: '--sharing', label: { vi: 'Mức chia sẻ', en: 'Sharing' }, schema: at('systems', 0, 'sharing'), choices: strictestFirst(sharings, sharingNames) },
    { key: 'importance', flag: '--importance', label: { vi: 'Mức quan trọng', en: 'Importance' }, schema: at('systems', 0, 'importance'), choices: strictestFirst(importances, importanceNames) },
    { key: 'secrecy', flag: '--secrecy', label: { vi: 'Độ mật', en: 'Secrecy' }, schema: at('systems', 0, 'secrecy'), choices: strictestFirst(secrecies, secrecyNames) },
    { key: 'personalData', flag: '--personal-data', label: { vi: 'Dữ liệu cá nhân', en: 'Personal data' }, schema: at('systems', 0, 'personalData'), choices: strictestFirst(personalDataClasses, personalNames) },
    { key: 'environment', flag: '--environment', label: { vi: 'Tên môi trường', en: 'Name of the environment' }, schema: at('systems', 0, 'environments', 0, 'name'), preset: () => 'prod', optional: true },
    { key: 'size', flag: '--size', label: { vi: 'Cỡ hạn mức', en: 'Size of the quota' }, choices: [size('s'), size('m'), size('l')] },
    ...wave,
    { key: 'accountable', flag: '--accountable', label: { vi: 'Người chịu trách nhiệm', en: 'Accountable owner' }, schema: at('owners', 'accountable') },
    { key: 'technical', flag: '--technical', label: { vi: 'Đầu mối kỹ thuật (người khác)', en: 'Technical owner (somebody else)' }, schema: at('owners', 'technical') },
    { key: 'mailbox', flag: '--mailbox', label: { vi: 'Hộp thư chung', en: 'Shared mailbox' }, schema: at('owners', 'mailbox') },
  ];
}

/** An id that a name suggests; `undefined` where it suggests none. */
export function idOf(name: string): string | undefined {
  const id = foldVietnamese(name.slice(0, 400)).replace(/^[^a-z]+/, '').slice(0, 40).replace(/-+$/, '');
  return id === '' || id === 'constructor' ? undefined : id;
}
