import type { PolicyDryRunBody } from '../../shared/contracts/dry-run-responses.ts';
import type { PolicyStateBody, PolicyVersionsPage } from '../../shared/contracts/handbook-responses.ts';
import {
  PolicyDryRun,
  PolicyRollback,
  PutPolicy,
  VersionsQuery,
} from '../../shared/contracts/operator-policy.ts';
import { POLICY_DOCUMENT } from '../../shared/domain/documents.ts';
import { parseQuery } from '../../shared/edge/paging.ts';
import { parseShape, readJson } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { policyInForce, publishPolicy, rollBackPolicy } from '../../shared/usecases/publish-policy.ts';
import { readDryRunOf } from './dry-run-of.ts';
import { dryRunView, policyVersionView, policyView } from './handbook-views.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { pageOfVersions } from './versions.ts';

/** `GET /api/policy`: what is in force, and what of it is not as shipped. */
export async function getPolicy(door: OperatorDoor): Promise<HttpResponse> {
  return json(200, policyView(await policyInForce(door)) satisfies PolicyStateBody);
}

/** `PUT /api/policy`: these changes in place of all that were published. */
export async function putPolicy(
  door: OperatorDoor,
  { event, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { changes, seen_version, reason } = parseShape(PutPolicy, readJson(event));
  const publisher = { by: staff.id, reason: reason ?? undefined };
  const asked = { ...publisher, changes, seen_version: seen_version ?? undefined };
  const body = policyView(await publishPolicy(door, asked));
  note({ after: { version: body.version } });
  return json(200, body satisfies PolicyStateBody);
}

/** `GET /api/policy/versions`: newest first. */
export async function getPolicyVersions(
  door: OperatorDoor,
  { event }: OperatorRequest,
): Promise<HttpResponse> {
  const query = parseQuery(VersionsQuery, event);
  const { found, next } = await pageOfVersions(door, POLICY_DOCUMENT, query);
  return json(200, { items: found.map(policyVersionView), next } satisfies PolicyVersionsPage);
}

/** `POST /api/policy/rollback`: the changes of an older version, as a new one. */
export async function postPolicyRollback(
  door: OperatorDoor,
  { event, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { version, reason } = parseShape(PolicyRollback, readJson(event));
  const state = await rollBackPolicy(door, { version, by: staff.id, reason: reason ?? undefined });
  const body = policyView(state);
  note({ after: { version: body.version, as: version } });
  return json(200, body satisfies PolicyStateBody);
}

/** `POST /api/policy/dry-run`: what would have been decided otherwise. Nothing changes. */
export async function postDryRun(door: OperatorDoor, { event }: OperatorRequest): Promise<HttpResponse> {
  const { changes, ...whose } = parseShape(PolicyDryRun, readJson(event));
  // All that decides turns, and here for this alone.
  const { dryRunPolicy } = await import('../../shared/usecases/dry-run-policy.ts');
  const asked = { changes, ...readDryRunOf(whose) };
  return json(200, dryRunView(await dryRunPolicy(door, asked)) satisfies PolicyDryRunBody);
}
