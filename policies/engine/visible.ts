import type { Text } from '../../sites/model/text.js';
import type { Evidence, Subject } from '../../sites/model/verdict.js';

/** Control, zero-width and bidirectional characters: what is hostile to a terminal or to a reader's eye. */
// eslint-disable-next-line no-control-regex -- control characters are what is being made visible
const invisible = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text from a plan, harmless to show: such characters are spelled out. */
export const visible = (text: string): string => text.replace(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const visibleText = ({ vi, en }: Text): Text => ({ vi: visible(vi), en: visible(en) });

export const visibleEvidence = ({ what, found, ...rest }: Evidence): Evidence => ({ ...rest, what: visibleText(what), found: visible(found) });

export const visibleSubject = ({ object, address, ...rest }: Subject): Subject => ({ ...rest, object: visible(object), ...(address === undefined ? {} : { address: visible(address) }) });
