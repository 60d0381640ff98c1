import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { StatusBody, StatusIncident } from '../../shared/contracts/status-responses.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { PublicIncident } from '../../shared/domain/public-status.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { languageAsked } from './language-asked.ts';
import { statusPage } from './page.ts';
import type { StatusDoor } from './routes.ts';
import { STYLE_SOURCE } from './style.ts';

const KEPT = {
  'cache-control': `public, max-age=${LIMITS.statusSeconds}`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Nothing runs, nothing is loaded, nobody frames it; its one style sheet is known by its hash. */
const POLICY = [
  "default-src 'none'",
  `style-src ${STYLE_SOURCE}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `GET /status`: how the service fares, for people. */
export async function getStatusPage(door: StatusDoor, event: APIGatewayProxyEventV2): Promise<HttpResponse> {
  const status = await door.status.current();
  const language = languageAsked(event, status.desk.language);
  return {
    statusCode: 200,
    headers: {
      ...KEPT,
      'content-type': 'text/html; charset=utf-8',
      'content-language': language,
      'content-security-policy': POLICY,
      vary: 'Accept-Language',
    },
    body: statusPage(status, language),
  };
}

/** `GET /status.json`: the same for machines. */
export async function getStatus(door: StatusDoor): Promise<HttpResponse> {
  const { at, open, resolved } = await door.status.current();
  const body: StatusBody = {
    status: open.length === 0 ? 'ok' : 'incident',
    at: iso(at),
    incidents: open.map(incidentView),
    resolved: resolved.map(incidentView),
  };
  return json(200, body, KEPT);
}

function incidentView({ kinds, state, opened_at, ended_at, texts }: PublicIncident): StatusIncident {
  return {
    kinds,
    state,
    opened_at: iso(opened_at),
    ended_at: ended_at === undefined ? null : iso(ended_at),
    text: texts,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
