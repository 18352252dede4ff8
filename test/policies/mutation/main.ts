import { rules } from '../../../policies/engine/catalogue.js';
import { report } from './report.js';
import { holds, mutate } from './run.js';
import { SmallEstate } from './small-estate.js';
import { synthesisedTrials } from './synthesised.js';
import { writtenTrials } from './written.js';

/** Breaks good plan sets in every way of the list and shows which rules notice; exits 1 where one does not that says it does. */
const trials = [...writtenTrials, ...synthesisedTrials(new SmallEstate())];
let done = 0;
const mutation = await mutate(trials, rules, {
  each: () => {
    done += 1;
    if (process.stderr.isTTY === true) process.stderr.write(`\r${done} of ${trials.length}`);
  },
});
if (process.stderr.isTTY === true) process.stderr.write('\r\u001b[2K');
process.stdout.write(report(mutation));
process.exitCode = holds(mutation) ? 0 : 1;
