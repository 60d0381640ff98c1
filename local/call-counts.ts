/** DynamoDB request units a call consumed, index writes and the doubling of transactions included. */
export interface Units {
  write?: number;
  read?: number;
}

export interface CallSnapshot {
  /** Service as the SDK names it (`dynamodb`, `sqs`, `scheduler`, `ssm`) → operation (`PutItem`) → calls. */
  services: Record<string, Record<string, number>>;
  write_units: number;
  read_units: number;
}

/** What one function called, by service and operation: `dynamodb Query` → how often, and what was read. */
export type CallerSums = Record<string, { calls: number; readUnits: number }>;

export interface CallCounts {
  /** @param caller label of the function that called, if it said so */
  count(service: string, operation: string, units?: Units, caller?: string): void;
  snapshot(): CallSnapshot;
  /** By the functions' labels. */
  callers(): Record<string, CallerSums>;
  reset(): void;
}

/** Counts what the functions call and what it would cost on AWS; refused calls count too, as they do there. */
export function createCallCounts(): CallCounts {
  let totals: CallSnapshot = nothing();
  let callers: Record<string, CallerSums> = {};
  return {
    count(service, operation, units = {}, caller = 'unknown') {
      totals.services[service] ??= {};
      const operations = totals.services[service];
      operations[operation] = (operations[operation] ?? 0) + 1;
      totals.write_units += units.write ?? 0;
      totals.read_units += units.read ?? 0;
      callers[caller] ??= {};
      const sums = callers[caller];
      const { calls, readUnits } = sums[`${service} ${operation}`] ?? { calls: 0, readUnits: 0 };
      sums[`${service} ${operation}`] = { calls: calls + 1, readUnits: readUnits + (units.read ?? 0) };
    },
    snapshot: () => structuredClone(totals),
    callers: () => structuredClone(callers),
    reset() {
      totals = nothing();
      callers = {};
    },
  };
}

function nothing(): CallSnapshot {
  return { services: {}, write_units: 0, read_units: 0 };
}
