/** A comment without fenced blocks and code spans, as CommonMark takes them. */
export function outsideCode(text: string): string {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    if (fence !== undefined) {
      if (/^`{3,}$/.test(line) && line.length >= fence.length) fence = undefined;
      continue;
    }
    fence = /^(`{3,})[a-z]+$/.exec(line)?.[1];
    if (fence === undefined) lines.push(line.replace(/`[^`]*`/g, ''));
  }
  return lines.join('\n');
}
