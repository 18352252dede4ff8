import type { Text } from './text.js';

const saveAs: Text = {
  vi: 'hãy mở tệp trong Notepad, chọn Tệp > Lưu thành (File > Save As), đặt Mã hóa (Encoding) là UTF-8 rồi lưu; trong VS Code, bấm vào tên bảng mã ở góc dưới bên phải và chọn Save with Encoding > UTF-8',
  en: 'open it in Notepad, choose File > Save As, set Encoding to UTF-8 and save; in VS Code, click the name of the encoding at the lower right and choose Save with Encoding > UTF-8',
};

export const utf16: Text = { vi: `tệp được lưu bằng bảng mã UTF-16 (Unicode); ${saveAs.vi}`, en: `the file is saved as UTF-16 (Unicode); ${saveAs.en}` };

/** Of a file with bytes that are no UTF-8. */
export const oldEncoding: Text = {
  vi: `tệp không phải văn bản UTF-8; có thể được lưu bằng bảng mã cũ như CP1258, ANSI hoặc TCVN3: ${saveAs.vi}; chữ có dấu nào bị sai thì gõ lại`,
  en: `the file is not UTF-8 text; it may be saved in an old encoding such as CP1258, ANSI or TCVN3: ${saveAs.en}; type letters again whose marks come out wrong`,
};

/** By its mark, or without one by its noughts: of plain letters, every other byte is one. */
export function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const start = bytes.subarray(0, 512);
  const noughts = (odd: number): number => start.filter((byte, index) => byte === 0 && index % 2 === odd).length;
  const [even, odd] = [noughts(0), noughts(1)];
  return start.length >= 16 && Math.max(even, odd) * 4 > start.length && Math.min(even, odd) * 20 < start.length;
}
