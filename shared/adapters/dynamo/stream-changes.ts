import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Head } from '../../domain/conversation.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Change } from '../../domain/projection.ts';
import { keys } from './access-patterns.ts';
import { broadcastIn } from './broadcast-store.ts';
import { incidentIn } from './incident-store.ts';
import { toOperator } from './operator-store.ts';
import { asEntry, toHead } from './rows.ts';
import type { Row } from './table.ts';

/**
 * What a record of the table's stream says, if it is of interest to screens.
 * @throws Error for a row that cannot be read
 */
export function changeOf({ dynamodb, eventName }: DynamoDBRecord): Change | undefined {
  const before = rowOf(dynamodb?.OldImage);
  const after = rowOf(dynamodb?.NewImage);
  const { pk, sk } = after ?? before ?? {};
  if (pk === keys.operators().pk)
    return { kind: 'operator', before: toOperator(before), after: toOperator(after) };
  if (pk === keys.broadcasts().pk) return after && { kind: 'broadcast', after: broadcastIn(after) };
  if (pk === keys.incidents().pk) return incidentChange(incidentIn(before), incidentIn(after));
  if (!String(pk).startsWith('C#')) return undefined;
  if (sk === 'HEAD') return { kind: 'head', before: headOf(before), after: headOf(after) };
  // What is written over or expires was told of when it was new; attempts alone are written again. A text is told of by its head.
  if (!after || after['kind'] === 'text') return undefined;
  const entry = asEntry(after);
  if (entry.kind === 'message' && eventName === 'INSERT') return { kind: 'message', message: entry.message };
  if (entry.kind === 'note') return { kind: 'note', note: entry.note };
  if (entry.kind === 'action') return { kind: 'action', action: entry.action };
  return entry.kind === 'attempt' ? { kind: 'attempt', attempt: entry.attempt } : undefined;
}

/** The board tells nothing that the incidents do not. */
function incidentChange(before: Incident | undefined, after: Incident | undefined): Change | undefined {
  return after && { kind: 'incident', before, after };
}

function rowOf(image: object | undefined): Row | undefined {
  return image && unmarshall(image as Record<string, AttributeValue>);
}

function headOf(row: Row | undefined): Head | undefined {
  return row && toHead(row);
}
