import { open, realpath, type FileHandle } from 'node:fs/promises';
import { InputFailure } from '../../failure.js';
import { bytesWanted } from './elf.js';
import { errorText } from '../sandbox/errno.js';
import { shownPath } from '../shown-path.js';

/** e_machine of ELF, by Node's names of architectures. */
const machines: Readonly<Record<string, number>> = { ia32: 3, ppc64: 21, s390x: 22, arm: 40, x64: 62, arm64: 183, riscv64: 243, loong64: 258 };
const nameOf = (machine: number): string => Object.entries(machines).find(([, code]) => code === machine)?.[0] ?? `e_machine ${machine}`;

/**
 * Looks at a PKCS#11 library before it is loaded: what the loader says of a wrong one is hard to read.
 *
 * @param named what names it, so that its reader knows where to mend: an option, or a place in a connection
 * @throws InputFailure NDC-X062
 * @returns its path as it is on disk
 */
export async function requireLibrary(path: string, architecture: string = process.arch, named = '--library'): Promise<string> {
  const place = shownPath(path);
  const refuse = (vi: string, en: string): InputFailure => new InputFailure('NDC-X062', { vi: `${place}: ${vi}`, en: `${place}: ${en}` });
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    throw refuse(`không đọc được thư viện PKCS#11 (${errorText(error)}). Hãy kiểm tra ${named}.`, `the PKCS#11 library cannot be read (${errorText(error)}). Check ${named}.`);
  }
  try {
    const status = await file.stat();
    if (!status.isFile()) throw refuse('không phải tệp thường; cần một thư viện PKCS#11 (.so).', 'is no plain file; expected a PKCS#11 library (.so).');
    const head = Buffer.alloc(64);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    // Only ELF is looked into; elsewhere the loader speaks for itself.
    if (process.platform !== 'linux') return await realpath(path);
    if (bytesRead < 20 || head.readUInt32BE(0) !== 0x7f454c46) throw refuse(`không phải thư viện dùng chung (ELF). Hãy trỏ ${named} tới tệp .so của nhà cung cấp HSM.`, `is no shared library (ELF). Point ${named} at the .so of the HSM’s vendor.`);
    const machine = head[5] === 2 ? head.readUInt16BE(18) : head.readUInt16LE(18);
    if (machines[architecture] !== machine)
      throw refuse(
        `thư viện dành cho ${nameOf(machine)}, còn máy này chạy ${architecture}. Hãy dùng bản cho ${architecture}.`,
        `the library is for ${nameOf(machine)}, and this is ${architecture}. Use the vendor’s build for ${architecture}.`,
      );
    const wanted = await bytesWanted(file, head.subarray(0, bytesRead));
    if (status.size < wanted)
      throw refuse(
        `thư viện bị cắt cụt: tệp có ${status.size} byte, theo phần đầu của nó phải có ít nhất ${wanted}. Hãy chép lại từ bản của nhà cung cấp và so mã băm.`,
        `the library is cut short: the file has ${status.size} bytes, and by its own header at least ${wanted}. Copy it again from the vendor’s and compare the digest.`,
      );
    return await realpath(path);
  } finally {
    await file.close();
  }
}
