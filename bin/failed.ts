import { PlanProblem } from '../policies/planset/problem.js';
import { messageOf, type Diagnostic } from '../sites/model/diagnostic.js';
import { ScenarioError } from '../sites/model/scenario.js';
import type { Text } from '../sites/model/text.js';
import { SandboxFailure } from './edge/sandbox/failure.js';
import { Failure } from './failure.js';
import { InvalidEstate } from './invalid-estate.js';
import type { Outcome } from './outcome.js';

export interface DiagnosticsData {
  readonly directory: string;
  /** Places name files below `directory`; those that begin with `/`, `./` or `../` were given by `--with`, relative to the working directory. */
  readonly diagnostics: readonly (Diagnostic & { readonly message: Text })[];
}

export interface FailureData {
  readonly code: string;
  readonly message: Text;
  /** A name that says more than the code, `sandbox/busy`. */
  readonly detail?: string;
  /** Only for a defect of the toolkit itself, which a user cannot mend. */
  readonly defect?: string;
}

/** What a thrown error means to the user: a failure with its exit code; an unexpected one is a defect and says so. */
export function failed(error: unknown): Outcome<string, DiagnosticsData | FailureData> {
  if (error instanceof InvalidEstate)
    return {
      kind: 'ndc/diagnostics.v1',
      exit: 2,
      data: { directory: error.directory, diagnostics: error.diagnostics.map((diagnostic) => ({ ...diagnostic, message: messageOf(diagnostic) })) },
    };
  if (error instanceof Failure) return { kind: 'ndc/failure.v1', exit: error.exit, data: { code: error.code, message: error.text } };
  if (error instanceof SandboxFailure)
    return { kind: 'ndc/failure.v1', exit: error.exit, data: { code: error.ndc, message: error.text, detail: error.code } };
  if (error instanceof PlanProblem) return { kind: 'ndc/failure.v1', exit: 2, data: { code: 'NDC-X030', message: { vi: `${error.document}: ${error.text.vi}`, en: `${error.document}: ${error.text.en}` } } };
  if (error instanceof ScenarioError)
    return { kind: 'ndc/failure.v1', exit: 2, data: { code: 'NDC-X002', message: error.text } };
  const defect = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    kind: 'ndc/failure.v1',
    exit: 3,
    data: {
      code: 'NDC-X999',
      message: {
        vi: 'lỗi của chính bộ công cụ. Hãy gửi cho nhóm nền tảng dòng lệnh đã chạy và nội dung dưới đây.',
        en: 'a defect of the toolkit itself. Please report the command line and what follows to the platform team.',
      },
      defect,
    },
  };
}
