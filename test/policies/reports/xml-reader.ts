import { SaxesParser } from 'saxes';

export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text: string;
}

/** The root of a document; whatever is not well-formed throws. */
export function xmlOf(document: string): XmlNode {
  interface Draft {
    name: string;
    attributes: Record<string, string>;
    children: Draft[];
    text: string;
  }
  const top: Draft = { name: '', attributes: {}, children: [], text: '' };
  const open: Draft[] = [top];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const node: Draft = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('text', (text) => {
    const here = open.at(-1);
    if (here !== undefined) here.text += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(document).close();
  const [root] = top.children;
  if (root === undefined) throw new Error('there is no element');
  return root;
}
