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

export interface CallCounts {
  count(service: string, operation: string, units?: Units): void;
  snapshot(): CallSnapshot;
  reset(): void;
}

/** Counts what the functions call and what it would cost on AWS; refused calls count too, as they do there. */
export function createCallCounts(): CallCounts {
  let totals: CallSnapshot = nothing();
  return {
    count(service, operation, units = {}) {
      totals.services[service] ??= {};
      const operations = totals.services[service];
      operations[operation] = (operations[operation] ?? 0) + 1;
      totals.write_units += units.write ?? 0;
      totals.read_units += units.read ?? 0;
    },
    snapshot: () => structuredClone(totals),
    reset() {
      totals = nothing();
    },
  };
}

function nothing(): CallSnapshot {
  return { services: {}, write_units: 0, read_units: 0 };
}
