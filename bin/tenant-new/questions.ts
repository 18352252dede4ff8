import type { z } from 'zod';
import type { Estate } from '../../sites/model/estate.js';
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
  /** Whether one of the choices must be moved to: none stands ready to be taken. */
  readonly stated?: true;
  /** Where the answer stands in a request, for what it may be. */
  readonly schema?: z.ZodType | undefined;
  /** What the answer is where none is given; absent for what must be. */
  readonly preset?: (answers: Answers) => string | undefined;
  /** Whether the flag may be left out, and what holds then. */
  readonly optional?: true;
}

const at = (...path: readonly PathSegment[]): z.ZodType | undefined => schemaAt(tenancyRequestSchema, path, undefined);
const named = (value: string, vi: string, en: string): Choice => ({ value, name: { vi, en } });

/** What each class means, in more words than its name: whoever chooses has no page beside him. */
const sharingMeanings: Readonly<Record<(typeof sharings)[number], Text>> = {
  open: { vi: 'dữ liệu mở, ai cũng được khai thác', en: 'open data, for anybody to use' },
  shared: { vi: 'dữ liệu dùng chung giữa các cơ quan', en: 'data shared among bodies' },
  specialised: { vi: 'dữ liệu chuyên ngành, chỉ dùng trong ngành', en: 'specialised data, used within its sector alone' },
};
const importanceMeanings: Readonly<Record<(typeof importances)[number], Text>> = {
  ordinary: { vi: 'dữ liệu thông thường, không thuộc hai loại dưới đây', en: 'ordinary data, neither of the two below' },
  important: { vi: 'dữ liệu quan trọng, có thể tác động đến quốc phòng, an ninh, kinh tế, xã hội', en: 'important data, which can affect defence, security, economy or society' },
  core: { vi: 'dữ liệu cốt lõi, tác động trực tiếp đến những điều đó', en: 'core data, which affects those directly' },
};
const secrecyMeanings: Readonly<Record<(typeof secrecies)[number], Text>> = {
  none: { vi: 'không phải bí mật nhà nước', en: 'no state secret' },
  mat: { vi: 'bí mật nhà nước, độ mật; cần máy chủ và nơi lưu riêng', en: 'a state secret, mật; needs nodes and storage of its own' },
  'toi-mat': { vi: 'bí mật nhà nước, độ tối mật', en: 'a state secret, tối mật' },
  'tuyet-mat': { vi: 'bí mật nhà nước, độ tuyệt mật', en: 'a state secret, tuyệt mật' },
};
const personalMeanings: Readonly<Record<(typeof personalDataClasses)[number], Text>> = {
  none: { vi: 'không có dữ liệu cá nhân', en: 'no personal data' },
  basic: { vi: 'dữ liệu cá nhân cơ bản: họ tên, ngày sinh, địa chỉ …', en: 'basic personal data: names, dates of birth, addresses …' },
  sensitive: { vi: 'dữ liệu cá nhân nhạy cảm: sức khỏe, sinh trắc học, tài khoản …', en: 'sensitive personal data: health, biometrics, accounts …' },
};

/** The least demanding first. A classification has no default: it is stated, and Enter alone neither lowers nor raises one. */
const inOrder = <T extends string>(axis: readonly T[], names: Readonly<Record<T, Text>>): Pick<Question, 'choices' | 'stated'> => ({ choices: axis.map((value) => ({ value, name: names[value] })), stated: true });

/** Levels of information security: a decision of approval says which one a system has. */
const levels: readonly Choice[] = [
  named('1', 'cấp độ 1, thấp nhất', 'level 1, the lowest'),
  named('2', 'cấp độ 2', 'level 2'),
  named('3', 'cấp độ 3', 'level 3'),
  named('4', 'cấp độ 4', 'level 4'),
  named('5', 'cấp độ 5, cao nhất', 'level 5, the highest'),
];

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
    { key: 'securityLevel', flag: '--security-level', label: { vi: 'Cấp độ an toàn', en: 'Security level' }, schema: at('systems', 0, 'securityLevel'), choices: levels, stated: true },
    { key: 'sharing', flag: '--sharing', label: { vi: 'Mức chia sẻ', en: 'Sharing' }, schema: at('systems', 0, 'sharing'), ...inOrder(sharings, sharingMeanings) },
    { key: 'importance', flag: '--importance', label: { vi: 'Mức quan trọng', en: 'Importance' }, schema: at('systems', 0, 'importance'), ...inOrder(importances, importanceMeanings) },
    { key: 'secrecy', flag: '--secrecy', label: { vi: 'Độ mật', en: 'Secrecy' }, schema: at('systems', 0, 'secrecy'), ...inOrder(secrecies, secrecyMeanings) },
    { key: 'personalData', flag: '--personal-data', label: { vi: 'Dữ liệu cá nhân', en: 'Personal data' }, schema: at('systems', 0, 'personalData'), ...inOrder(personalDataClasses, personalMeanings) },
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
