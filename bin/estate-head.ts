import type { Estate } from '../sites/model/estate.js';
import type { Text } from '../sites/model/text.js';

/** Which estate an answer is about: what every answer begins with. */
export interface EstateHead {
  readonly id: string;
  readonly name: Text;
  readonly digest: string;
}

export const estateHead = ({ settings: { id, name }, digest }: Pick<Estate, 'settings' | 'digest'>): EstateHead => ({ id, name, digest });
