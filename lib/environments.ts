import type { Env as AuthEnv } from '../functions/auth/env.ts';
import type { Env as BroadcastEnv } from '../functions/broadcast/env.ts';
import type { Env as ClassifyEnv } from '../functions/classify/env.ts';
import type { Env as DeliverEnv } from '../functions/deliver/env.ts';
import type { Env as FollowUpEnv } from '../functions/follow-up/env.ts';
import type { Env as IngestEnv } from '../functions/ingest/env.ts';
import type { Env as OperatorApiEnv } from '../functions/operator-api/env.ts';
import type { Env as ProbeEnv } from '../functions/probe/env.ts';
import type { Env as ProjectEnv } from '../functions/project/env.ts';
import type { Env as RecoverEnv } from '../functions/recover/env.ts';
import type { Env as RedriveEnv } from '../functions/redrive/env.ts';
import type { Env as SocketEnv } from '../functions/socket/env.ts';
import type { Env as StatusEnv } from '../functions/status/env.ts';
import type { Env as TelegramEnv } from '../functions/telegram/env.ts';

/** The functions there are, by the folder each one lives in, and the environment it reads. */
export interface Environments {
  ingest: IngestEnv;
  telegram: TelegramEnv;
  classify: ClassifyEnv;
  deliver: DeliverEnv;
  'follow-up': FollowUpEnv;
  broadcast: BroadcastEnv;
  recover: RecoverEnv;
  project: ProjectEnv;
  socket: SocketEnv;
  probe: ProbeEnv;
  redrive: RedriveEnv;
  'operator-api': OperatorApiEnv;
  auth: AuthEnv;
  status: StatusEnv;
}

export type FunctionName = keyof Environments;
