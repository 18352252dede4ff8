import type { Text } from '../../sites/model/text.js';

/** Namespace of this toolkit's properties. */
const ns = 'https://ndc.gov.vn/ns/oscal';

export interface Prop {
  readonly name: string;
  readonly ns: string;
  readonly value: string;
}

/** A property, or none where there is nothing to say: OSCAL's strings are neither empty nor padded (`^\S(.*\S)?$`). */
export function prop(name: string, value: string | undefined): Prop[] {
  const trimmed = (value ?? '').replace(/\s+/g, ' ').trim();
  return trimmed === '' ? [] : [{ name, ns, value: trimmed }];
}

/** As an OSCAL token: letters, digits, `.`, `-`, `_`, a letter first. Ids of rules are tokens already. */
export function token(text: string): string {
  const safe = text.replace(/[^\p{L}\p{N}.\-_]/gu, '_');
  return /^[\p{L}_]/u.test(safe) ? safe : `_${safe}`;
}

/**
 * Text in a field that holds OSCAL markup (Markdown with `{{ insert }}`): what could open a link, an image, HTML, code,
 * emphasis or an insertion is escaped, so that no name of a plan becomes markup.
 */
export const markup = (text: string): string => text.replace(/[\\`*[\]<>{}~^&!]/g, '\\$&');

/** Both languages, Vietnamese first. */
export const bothLanguages = ({ vi, en }: Text): string => `${markup(vi)}\n\n${markup(en)}`;
