import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { makeTokenKeyPair } from '../../shared/adapters/access-tokens.ts';
import { Argon2Passwords } from '../../shared/adapters/argon2.ts';
import { CachedDirectory } from '../../shared/adapters/cached-directory.ts';
import { DynamoDirectory } from '../../shared/adapters/dynamo/directory-store.ts';
import { DynamoOperators } from '../../shared/adapters/dynamo/operator-store.ts';
import { DynamoSignIn } from '../../shared/adapters/dynamo/sign-in-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { DynamoTickets } from '../../shared/adapters/dynamo/ticket-store.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import { randomSecretBytes } from '../../shared/adapters/random-chance.ts';
import { signedInWith } from '../../shared/adapters/signed-in.ts';
import { parseRates } from '../../shared/domain/rate-limit.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import { readEnv } from '../../shared/edge/env.ts';
import { createJournal } from '../../shared/edge/journal.ts';
import { readOidcSettings } from '../../shared/edge/oidc-settings.ts';
import { ENV } from './env.ts';
import type { AuthDoor } from './routes.ts';

/** Builds the door of sign-ins once per cold start. */
export function wire(source: Record<string, string | undefined>): AuthDoor {
  const env = readEnv(ENV, source);
  const table = new Table(env.TABLE_NAME, new DynamoDBClient());
  const operators = new DynamoOperators(table);
  const stored = new DynamoSignIn(table);
  const signedIn = signedInWith(
    { operators, tokenKeys: stored },
    hostClock,
    env.STAGE,
    readOidcSettings(source),
  );
  return {
    directory: new CachedDirectory(new DynamoDirectory(table), hostClock),
    signedIn,
    operators,
    tries: stored,
    tokens: signedIn.tokens,
    tokenKeys: signedIn.tokenKeys,
    makeTokenKeyPair,
    passwords: new Argon2Passwords(),
    tickets: new DynamoTickets(table),
    secretBytes: randomSecretBytes,
    publicUrl: env.PUBLIC_URL,
    socketUrl: env.SOCKET_URL,
    callers: new CallerRates(parseRates(env.LIMITS)),
    clock: hostClock,
    journal: createJournal(env.STAGE),
    edgeSecret: env.EDGE_SECRET,
  };
}
