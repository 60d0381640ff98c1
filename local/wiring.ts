/** What the synthesised templates say, in the twin's own words: every name resolved, nothing left to look up. */
export interface Wiring {
  tables: TableWiring[];
  queues: QueueWiring[];
  functions: FunctionWiring[];
  httpApis: HttpApiWiring[];
  socketApis: SocketApiWiring[];
  eventSources: EventSourceWiring[];
  scheduleGroups: string[];
  rules: RuleWiring[];
  /** Nothing, where no stack serves any. */
  pages: PagesWiring | undefined;
}

export interface PagesWiring {
  /** Patterns of the paths that are the API's, as CloudFront writes them; all others are pages. */
  apiPaths: string[];
  /** What browsers are told with every page. */
  headers: Record<string, string>;
}

export interface TableWiring {
  name: string;
  arn: string;
  attributes: { name: string; type: 'S' | 'N' | 'B' }[];
  key: KeyWiring;
  indexes: { name: string; key: KeyWiring; projection: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; include: string[] }[];
  /** Attribute in epoch seconds, if rows expire. */
  ttlAttribute?: string;
  streamView?: 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';
}

export interface KeyWiring {
  partition: string;
  sort?: string;
}

export interface QueueWiring {
  name: string;
  arn: string;
  /**
   * The URL the functions are given: `<gateway>/000000000000/<name>`. The gateway learns its own port only when it
   * listens, and is started from wiring that does not know it yet: match by the path, never by the whole URL.
   */
  url: string;
  visibilityTimeoutS: number;
  retentionS: number;
  delayS: number;
  deadLetter?: { arn: string; maxReceiveCount: number };
}

export interface FunctionWiring {
  name: string;
  /** What people and process lists call it: `classify`, `follow-up`. */
  label: string;
  arn: string;
  /** Folder of the bundled code, and the module and export in it, as in `index.handler`. */
  assetDir: string;
  handler: string;
  timeoutS: number;
  memoryMb: number;
  environment: Record<string, string>;
  reservedConcurrency?: number;
}

interface ThrottleWiring {
  ratePerS: number;
  burst: number;
}

export interface HttpApiWiring {
  name: string;
  /** `$default` or `METHOD /path/{parameter}`, as API Gateway writes them. */
  routes: { routeKey: string; functionArn: string; timeoutMs: number; throttle?: ThrottleWiring }[];
  /** Of all routes together that have none of their own. */
  throttle?: ThrottleWiring;
}

export interface SocketApiWiring {
  name: string;
  /** As values spell it out in its address: `wss://<id>.execute-api.<region>.amazonaws.com/<stage>`. */
  id: string;
  stage: string;
  routes: { routeKey: '$connect' | '$disconnect' | '$default'; functionArn: string }[];
  throttle?: { ratePerS: number; burst: number };
}

export type EventSourceWiring = QueueSourceWiring | StreamSourceWiring;

interface SourceWiring {
  functionArn: string;
  batchSize: number;
  windowS: number;
  reportsItemFailures: boolean;
}

export interface QueueSourceWiring extends SourceWiring {
  kind: 'queue';
  queueArn: string;
  maxConcurrency?: number;
}

export interface StreamSourceWiring extends SourceWiring {
  kind: 'stream';
  tableArn: string;
  startAt: 'TRIM_HORIZON' | 'LATEST';
  bisectOnError: boolean;
  maxRetries?: number;
  failureQueueArn?: string;
  /** EventBridge-style filter patterns; a record passes if any matches. */
  filters: unknown[];
}

/** A function that is run every so often. */
export interface RuleWiring {
  functionArn: string;
  everyS: number;
}
