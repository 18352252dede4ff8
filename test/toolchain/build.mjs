// Builds real parts for the integration tests; needs `npm ci` and Go. Progress goes to stderr.
//   node test/toolchain/build.mjs tofu versitygw helm provider-mirror=PATH   → JSON, name → path
//   node test/toolchain/build.mjs --print tofu                               → its path alone
//   node test/toolchain/build.mjs --print provider-mirror PATH
//   node test/toolchain/build.mjs --all                                      all that the integration tests ask for
import { tsImport } from 'tsx/esm/api';

const usage = 'usage: build.mjs NAME… | --all | --print NAME | --print provider-mirror PATH';
const words = process.argv.slice(2);
const print = words[0] === '--print';
const wanted = print && words.length === 3 ? [`${words[1]}=${words[2]}`] : print ? words.slice(1, 2) : words;

if (wanted.length === 0) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
} else {
  try {
    const { buildTools, tested } = await tsImport('./build-tools.ts', import.meta.url);
    const paths = await buildTools(wanted[0] === '--all' && wanted.length === 1 ? tested : wanted, (line) => process.stderr.write(`${line}\n`));
    const text = print ? Object.values(paths)[0] : JSON.stringify(paths, undefined, 2);
    process.stdout.write(`${text}\n`);
  } catch (error) {
    const ownUsage = error instanceof RangeError;
    process.stderr.write(`${error.message}\n${ownUsage ? `${usage}\n` : ''}`);
    process.exitCode = ownUsage ? 2 : 3;
  }
}
