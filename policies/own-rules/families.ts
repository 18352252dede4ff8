import { rules } from '../engine/catalogue.js';

/** Families that further issues bring rules of: no rule of somebody's own may take their letters meanwhile. */
const announced = ['BAK', 'ENC', 'REP'];

/** The families of the toolkit's catalogue, in order: nobody else's rule begins with these letters. */
export const ownFamilies: readonly string[] = [...new Set([...rules.map(({ id }) => id.slice(0, 3)), ...announced])].sort();

export const isToolkitFamily = (id: string): boolean => ownFamilies.includes(id.slice(0, 3));
