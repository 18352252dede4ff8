import { expect, it } from 'vitest';
import { lockFileText, mergeProviders, parseLockFile } from '../../../bin/edge/lock-file.js';

const text = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/hashicorp/helm" {
  version     = "3.1.1"
  constraints = "3.1.1"
  hashes = [
    "zh:bbb",
    "h1:aaa=",
  ]
}

provider "registry.terraform.io/hashicorp/kubernetes" {
  version = "2.38.0"
}
`;

it('reads the providers an engine pinned', () => {
  expect(parseLockFile(text).map(({ source, version, hashes }) => ({ source, version, hashes }))).toEqual([
    { source: 'registry.terraform.io/hashicorp/helm', version: '3.1.1', hashes: ['h1:aaa=', 'zh:bbb'] },
    { source: 'registry.terraform.io/hashicorp/kubernetes', version: '2.38.0', hashes: [] },
  ]);
  expect(parseLockFile('')).toEqual([]);
});

it('gives what it has read back, the newest of each provider', () => {
  const known = parseLockFile(text);
  const newer = parseLockFile(text.replace('3.1.1"\n  constraints', '3.2.0"\n  constraints'));
  expect(parseLockFile(lockFileText(mergeProviders(known, newer)))).toEqual(newer);
});
