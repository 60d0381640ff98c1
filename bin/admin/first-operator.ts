import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Argon2Passwords } from '../../shared/adapters/argon2.ts';
import { DynamoAudit } from '../../shared/adapters/dynamo/audit-store.ts';
import { DynamoOperators } from '../../shared/adapters/dynamo/operator-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { AUDIT_ID_BYTES, type AuditEntry } from '../../shared/domain/audit.ts';
import { Fault } from '../../shared/domain/errors.ts';
import { isOperatorId, type Operator, type Role } from '../../shared/domain/operator.ts';
import { addOperator } from '../../shared/usecases/manage-operators.ts';
import { FlagError } from '../command-line.ts';
import { type Answer, Refusal } from './api.ts';

export interface FirstPerson {
  id: string;
  role: Role;
  name?: string | undefined;
  password?: string | undefined;
}

const quiet = () => undefined;

/**
 * Adds somebody straight to a desk's table, with the AWS credentials, region and endpoint of whoever types: how the owner of a desk
 * makes its first admin, when there is nobody yet whose key the API would take.
 * @throws FlagError, Refusal
 */
export async function addToTable(
  tableName: string,
  { id, role, name, password }: FirstPerson,
): Promise<Answer> {
  if (!isOperatorId(id)) throw new FlagError(`an id is 1 to 64 of a-z, 0-9, "_" and "-", and not "${id}".`);
  const client = new DynamoDBClient();
  const table = new Table(tableName, client);
  const ports = {
    operators: new DynamoOperators(table),
    passwords: new Argon2Passwords(),
    clock: { business: () => Date.now() },
    secretBytes: (count: number) => randomBytes(count),
    journal: { info: quiet, warn: quiet, error: quiet },
  };
  try {
    const made = await addOperator(ports, { id, role, name, password, by: 'owner' });
    await new DynamoAudit(table).put(entryOf(made.operator));
    return { id, role, initial_password: made.password ?? null };
  } catch (error) {
    throw refusalOf(error);
  } finally {
    client.destroy();
  }
}

/** Whoever is added past the API is known of as well. */
function entryOf({ id, name, role, created_at, created_by }: Operator): AuditEntry {
  return {
    id: randomBytes(AUDIT_ID_BYTES).toString('hex'),
    at: created_at,
    by: created_by,
    what: 'operator.added',
    target: id,
    outcome: 'done',
    after: { name, role },
    request_id: '--table',
  };
}

/** What DynamoDB says is for the owner to read: a table that there is not, credentials that are missing. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Fault)
    return new Refusal(
      `${error.message} (${error.code})`,
      error.issues.map((issue) => `${issue.path}: ${issue.message}`),
    );
  return new Refusal(`the table does not take it: ${(error as Error).message}`);
}
