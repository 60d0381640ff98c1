import { setTimeout } from 'node:timers/promises';
import { BuiltInTroubleReader } from '../../shared/adapters/built-in-trouble-reader.ts';
import { CachedUsualTroubles } from '../../shared/adapters/cached-usual-troubles.ts';
import type { Table } from '../../shared/adapters/dynamo/table.ts';
import { DynamoUsualTroubles } from '../../shared/adapters/dynamo/trouble-store.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import type { Journal, OpenIncidents, Pause, TroubleReports } from '../../shared/ports.ts';
import type { WatchPorts } from '../../shared/usecases/watch-outage.ts';

interface Parts {
  table: Table;
  reports: TroubleReports;
  incidents: OpenIncidents;
  journal: Journal;
  /** Where the model of troubles lies. */
  model: string;
}

/** Nobody waits for a pause that something else has ended. */
const pause: Pause = (milliseconds) => setTimeout(milliseconds, undefined, { ref: false });

/** What senses outages in what clients write. */
export function outagesFrom({ table, model, ...parts }: Parts): WatchPorts {
  return {
    ...parts,
    reader: new BuiltInTroubleReader(model),
    usual: new CachedUsualTroubles(new DynamoUsualTroubles(table), hostClock),
    clock: hostClock,
    pause,
  };
}
