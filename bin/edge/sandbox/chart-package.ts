import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { parse } from 'yaml';
import { shownPath } from '../shown-path.js';
import { SandboxFailure, type Words } from './failure.js';

/** Fixed, so that the same files give the same bytes and digest everywhere. */
const MODIFIED = new Date(0);
const BLOCK = 512;

/** A chart as a repository serves it. */
export interface PackagedChart {
  readonly name: string;
  readonly version: string;
  /** Everything in `Chart.yaml`; the index repeats it. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly fileName: string;
  readonly archive: Buffer;
  /** SHA-256 of the archive, hexadecimal. */
  readonly digest: string;
}

/**
 * Packs one chart's folder.
 *
 * @throws SandboxFailure `sandbox/chart-invalid` without a usable `Chart.yaml`.
 */
export async function packageChart(directory: string): Promise<PackagedChart> {
  const files = await readFiles(directory, '');
  const chartFile = files.find((file) => file.path === 'Chart.yaml');
  const metadata: unknown = chartFile === undefined ? undefined : parse(chartFile.bytes.toString());
  if (typeof metadata !== 'object' || metadata === null) {
    throw invalid(directory, { vi: 'không có Chart.yaml đúng dạng', en: 'no Chart.yaml with a mapping' });
  }
  const fields = metadata as Readonly<Record<string, unknown>>;
  const name = fields['name'];
  const version = fields['version'];
  if (typeof name !== 'string' || typeof version !== 'string') {
    throw invalid(directory, { vi: 'Chart.yaml có name hoặc version không phải chữ', en: 'a Chart.yaml whose name or version is not a text' });
  }
  const blocks = files.flatMap((file) => entry(`${name}/${file.path}`, file.bytes));
  // Two empty blocks end an archive.
  const archive = gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 9 });
  // The byte that names the operating system would differ between machines; 255 is "unknown".
  archive[9] = 255;
  return {
    name,
    version,
    metadata: fields,
    fileName: `${name}-${version}.tgz`,
    archive,
    digest: createHash('sha256').update(archive).digest('hex'),
  };
}

interface ChartFile {
  /** Relative to the chart, with `/`. */
  readonly path: string;
  readonly bytes: Buffer;
}

async function readFiles(directory: string, prefix: string): Promise<readonly ChartFile[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const files = await Promise.all(
    entries.map(async (found): Promise<readonly ChartFile[]> => {
      const path = `${prefix}${found.name}`;
      if (found.isDirectory()) {
        return readFiles(join(directory, found.name), `${path}/`);
      }
      // Links and devices have no place in a chart.
      return found.isFile() ? [{ path, bytes: await readFile(join(directory, found.name)) }] : [];
    }),
  );
  return files.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
}

function entry(path: string, bytes: Buffer): readonly Buffer[] {
  const header = new Header({
    path,
    type: 'File',
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: bytes.length,
    mtime: MODIFIED,
  });
  const block = Buffer.alloc(BLOCK);
  if (header.encode(block)) {
    throw invalid(path, { vi: 'đường dẫn quá dài cho tệp tar', en: 'a path too long for a plain tar header' });
  }
  return [block, bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)];
}

function invalid(place: string, found: Words): SandboxFailure {
  return new SandboxFailure('sandbox/chart-invalid', {
    place: shownPath(place),
    found,
    expected: {
      vi: 'một chart: Chart.yaml có name và version, values.yaml, templates',
      en: 'a chart: Chart.yaml with name and version, values.yaml, templates',
    },
    remedy: {
      vi: 'Hãy khôi phục thư mục từ kho mã, hoặc cài lại gói.',
      en: 'Restore the folder from the repository or install the package again.',
    },
  });
}
