import type { FaultCode } from '../../domain/errors.ts';
import { VERSION } from '../../domain/version.ts';
import { FAULT_STATUS } from '../fault-status.ts';
import { BOT_OPERATIONS } from './bot-operations.ts';
import { BROADCAST_OPERATIONS } from './broadcast-operations.ts';
import { CHAT_OPERATIONS } from './chat-operations.ts';
import { CLIENT_OPERATIONS } from './client-operations.ts';
import { EXAMPLES } from './examples.ts';
import { HANDBOOK_OPERATIONS } from './handbook-operations.ts';
import { HEADERS, type HeaderName, PARAMETERS } from './headers.ts';
import { INBOX_OPERATIONS } from './inbox-operations.ts';
import { INCIDENT_OPERATIONS } from './incident-operations.ts';
import { type Answer, type JsonSchema, type OpenApiDocument, type OperationObject, refTo } from './json.ts';
import { KEYWORD_OPERATIONS } from './keyword-operations.ts';
import { LEARNING_OPERATIONS } from './learning-operations.ts';
import { type Operation, PARTNER_OPERATIONS, type Success } from './operations.ts';
import { OPERATOR_OPERATIONS } from './operator-operations.ts';
import { PARTNERS_OPERATIONS } from './partners-operations.ts';
import { PEOPLE_OPERATIONS } from './people-operations.ts';
import { componentSchemas, type SchemaName } from './schemas.ts';
import { SEARCH_OPERATIONS } from './search-operations.ts';
import { SIGN_IN_OPERATIONS } from './sign-in-operations.ts';
import { STATS_OPERATIONS } from './stats-operations.ts';
import { VIEW_OPERATIONS } from './view-operations.ts';

const JSON_TYPE = 'application/json';
/** A file has the type that it was found to have. */
const ANY_TYPE = '*/*';
const HTML_TYPE = 'text/html; charset=utf-8';
const CSV_TYPE = 'text/csv; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json';

const ABOUT = `What partners ask of the desk: hand in what their clients write, read what was answered. And what operators do: see to what did not arrive, give partners new webhook secrets, and decide how the desk behaves and what it says.

Show your key with every request, as \`Authorization: Bearer <key>\` or \`X-API-Key: <key>\`. A partner sees its own clients only; the paths of the desk take access tokens of the people who work there, in \`Authorization\` alone, and the keys of admins (403 \`auth.forbidden\` for everybody else), and the other way round. Somebody whose password is known to others is refused everywhere (403 \`auth.password_change_required\`) until it is changed.

Every answer carries \`X-Request-ID\`. Every refusal is \`application/problem+json\` with a stable \`code\`. A path that is not listed answers 401 without a key and 404 \`route.unknown\` with one; another method 405 \`method.not_allowed\` with \`Allow\`. A trailing slash is tolerated (at the paths of operators by a 308), fields and query parameters that are not listed are ignored. Times are RFC 3339.

What API Gateway refuses before we see it (over 10 MB, over the throttle of the whole API, no answer within 30 seconds) is \`{"message": "…"}\` with its status.`;

/** The description of the API, made from the schemas that judge it. */
export function openApiDocument(): OpenApiDocument {
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Firstline API',
      version: VERSION,
      description: ABOUT,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'Wherever this document comes from.' }],
    tags: [
      { name: 'messages', description: 'What clients write and what they are answered.' },
      { name: 'clients', description: 'What is known of a client.' },
      { name: 'deliveries', description: 'How replies travel to your webhook.' },
      { name: 'inbox', description: 'For operators: conversations, and what is done with them.' },
      { name: 'views', description: 'For operators: filters of the inbox that they have given a name.' },
      {
        name: 'incidents',
        description: 'For operators: what does not work for many at a time, and who is told of it.',
      },
      {
        name: 'broadcasts',
        description: 'Telling many clients the same: for operators to watch, for admins to do.',
      },
      { name: 'search', description: 'For operators: finding things, and taking them out as files.' },
      { name: 'statistics', description: 'For operators: how the desk fares, and how well it understands.' },
      {
        name: 'operators',
        description: 'For operators: what did not arrive, where it was to go; and for admins what signs it.',
      },
      { name: 'sign-in', description: 'For people of the desk: who they are, from one browser to the next.' },
      { name: 'people', description: 'For admins: who works at the desk.' },
      {
        name: 'partners',
        description:
          'For admins: whose clients write, and by which keys; how the desk is set, and who changed what of it.',
      },
      { name: 'bots', description: 'For admins: the Telegram bots that customers write to.' },
      { name: 'chats', description: 'For operators: what customers have put into the chats of bots.' },
      {
        name: 'handbook',
        description:
          'How the desk behaves, what it says, and whom it is about to remind: for operators to read, for admins to change.',
      },
      {
        name: 'learning',
        description:
          'For operators: whether messages were understood; and for admins the models that learn from it.',
      },
      {
        name: 'keywords',
        description:
          'Words by which the desk itself knows a scenario: for operators to read, for admins to change.',
      },
      { name: 'privacy', description: 'For admins: what is kept of one client, and that nothing is.' },
      { name: 'service', description: 'Open to anybody.' },
      { name: 'status', description: 'How the service fares: open to anybody, where it is switched on.' },
    ],
    paths: pathsOf([
      ...PARTNER_OPERATIONS,
      ...INBOX_OPERATIONS,
      ...VIEW_OPERATIONS,
      ...INCIDENT_OPERATIONS,
      ...BROADCAST_OPERATIONS,
      ...SEARCH_OPERATIONS,
      ...STATS_OPERATIONS,
      ...SIGN_IN_OPERATIONS,
      ...PEOPLE_OPERATIONS,
      ...PARTNERS_OPERATIONS,
      ...OPERATOR_OPERATIONS,
      ...BOT_OPERATIONS,
      ...CHAT_OPERATIONS,
      ...HANDBOOK_OPERATIONS,
      ...KEYWORD_OPERATIONS,
      ...LEARNING_OPERATIONS,
      ...CLIENT_OPERATIONS,
    ]),
    components: {
      schemas: componentSchemas(),
      headers: HEADERS,
      parameters: PARAMETERS,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: "A partner's key." },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: "A partner's key." },
        adminBearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An access token or the key of an admin.',
        },
        staffBearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An access token of an operator or admin, or the key of an admin.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'firstline_refresh',
          description: 'What signing in has put into the browser. `Origin` must be the address of the desk.',
        },
        adminApiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: "An admin's key." },
      },
    },
  };
}

function pathsOf(operations: Operation[]): OpenApiDocument['paths'] {
  const paths: OpenApiDocument['paths'] = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return paths;
}

function describe(operation: Operation): OperationObject {
  const { id, summary, description, tag, parameters, body } = operation;
  return {
    operationId: id,
    summary,
    description,
    tags: [tag],
    security: securityOf(operation),
    parameters: ['RequestId', ...parameters].map((name) => refTo('parameters', name)),
    ...(body && {
      requestBody: {
        required: !operation.bodyOptional,
        description: 'JSON in UTF-8, at most 256 KiB.',
        content: { [JSON_TYPE]: contentOf(body) },
      },
    }),
    responses: { ...successes(operation), ...refusals([...operation.faults, ...unsettled(operation)]) },
  };
}

const PARTNERS = [{ bearer: [] }, { apiKey: [] }];
const ADMINS = [{ adminBearer: [] }, { adminApiKey: [] }];
const STAFF = [{ staffBearer: [] }, { adminApiKey: [] }];

const WAYS: Record<NonNullable<Operation['for']>, OperationObject['security']> = {
  admins: ADMINS,
  staff: STAFF,
  both: [...PARTNERS, ...STAFF],
  session: [{ session: [] }],
};

function securityOf(operation: Operation): OperationObject['security'] {
  if (operation.open) return [];
  return operation.for ? WAYS[operation.for] : PARTNERS;
}

function successes({ answers }: Operation): Record<string, Answer> {
  return Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, successful(answer)]));
}

function successful({ description, schema, csv, headers = [] }: Success): Answer {
  return {
    description,
    headers: headersOf(headers),
    ...(schema !== 'nothing' && {
      content: { ...typed(schema), ...(csv && { [CSV_TYPE]: { schema: { type: 'string' } } }) },
    }),
  };
}

function typed(schema: Exclude<Success['schema'], 'nothing'>): NonNullable<Answer['content']> {
  if (schema === 'page') return { [HTML_TYPE]: { schema: { type: 'string' } } };
  return schema === 'bytes' ? { [ANY_TYPE]: { schema: {} } } : { [JSON_TYPE]: contentOf(schema) };
}

function contentOf(
  schema: Exclude<Success['schema'], 'bytes' | 'page' | 'nothing'>,
): NonNullable<Answer['content']>[string] {
  if (schema === 'object') return { schema: { type: 'object' } };
  if (typeof schema === 'string') {
    const examples = EXAMPLES[schema];
    return { schema: referTo(schema), ...(examples && { examples }) };
  }
  return { schema: { type: 'array', items: referTo(schema[0]) } };
}

const referTo = (name: SchemaName): JsonSchema => ({ ...refTo('schemas', name) });

/** Whoever works at the desk with a password that others know is refused wherever it is not changed. */
function unsettled({ for: whom, unsettled: admitted }: Operation): FaultCode[] {
  const asked = whom !== undefined && whom !== 'session' && !admitted;
  return asked ? ['auth.password_change_required'] : [];
}

/** Of the conflicts those that end by themselves. */
const OVERLAPPING: FaultCode[] = ['webhook_secret.overlapping', 'webhook_key.overlapping'];

/** One answer for each status, with the codes that it can have there. */
function refusals(faults: FaultCode[]): Record<string, Answer> {
  const byStatus = Map.groupBy(faults, (code) => FAULT_STATUS[code]);
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, refusal(status, codes)]));
}

function refusal(status: number, codes: FaultCode[]): Answer {
  const only = { properties: { status: { const: status }, code: { enum: codes } } };
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    headers: headersOf([
      ...(status === 401 ? (['WWW-Authenticate'] as const) : []),
      ...(status === 429 || status === 503 || codes.some((code) => OVERLAPPING.includes(code))
        ? (['Retry-After'] as const)
        : []),
    ]),
    content: { [PROBLEM_TYPE]: { schema: { ...referTo('ProblemBody'), ...only } } },
  };
}

function headersOf(names: readonly HeaderName[]): Answer['headers'] {
  const all: HeaderName[] = ['X-Request-ID', ...names];
  return Object.fromEntries(all.map((name) => [name, refTo('headers', name)]));
}
