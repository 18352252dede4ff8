/** An element: attributes, then either a text or children. */
export interface Xml {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly children?: readonly Xml[];
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\n': '&#10;', '\t': '&#9;', '\r': '&#13;' };

/** Characters no XML 1.0 document may hold, escaped or not (XML 1.0, 2.2). */
// eslint-disable-next-line no-control-regex -- control characters are what is being taken out
const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu;

const escaped = (text: string, which: RegExp): string => text.replace(illegal, '\ufffd').replace(which, (character) => escapes[character] ?? character);

/** In a text `>` is escaped too: `]]>` may stand in none (XML 1.0, 2.4). */
const textOf = (text: string): string => escaped(text, /[&<>]/g);
/** Line breaks in an attribute would be normalised to spaces. */
const attributeOf = (text: string): string => escaped(text, /[&<>"'\n\t\r]/g);

/** The element as XML, indented; a text stands as it is. */
export function xmlElement({ name, attributes, text, children = [] }: Xml, indent = ''): string {
  const start = `${indent}<${name}${Object.entries(attributes).map(([key, value]) => ` ${key}="${attributeOf(value)}"`).join('')}`;
  if (text !== undefined) return `${start}>${textOf(text)}</${name}>`;
  if (children.length === 0) return `${start}/>`;
  return `${start}>\n${children.map((child) => xmlElement(child, `${indent}  `)).join('\n')}\n${indent}</${name}>`;
}
