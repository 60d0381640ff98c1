import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { TroubleKind } from '../../shared/domain/outage/trouble.ts';
import { hashKey } from '../../shared/edge/partner-key.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { PURPOSE } from '../world/dice.ts';
import { askOperators, command } from '../world/functions.ts';
import type { Ended } from '../world/process.ts';
import { HOUR, SECOND } from '../world/times.ts';
import type { World } from '../world/world.ts';

const TRIES = 30;
const BETWEEN_TRIES = 2 * SECOND;
const DOUBLE_CLICK = 2 * SECOND;
const LOOKED_BACK = 6 * 24 * HOUR;
const KEY = 'key-of-admin';

/** Looks through what was given up: has it delivered again, one by one or in bulk; enables what was disabled. */
export class Admin {
  readonly #world: World;
  readonly #attended = new Set<string>();
  #clicks = 0;
  #keys = 0;

  constructor(world: World) {
    this.#world = world;
    void world.directory.putAdminKey(hashKey(KEY), 'root');
  }

  /** Every dead text that was not attended to since it died. */
  replayDead(): Promise<unknown> {
    const fresh = this.#world.store.dead.filter(({ text_id, died_at }) =>
      this.#isNew(`${text_id} ${died_at}`),
    );
    const texts = new Set(fresh.map(({ text_id }) => text_id));
    return Promise.all([...texts].map((text) => this.#post(`/api/deliveries/${text}/retry`)));
  }

  /** All of the last days, by a job. */
  async redriveDead(): Promise<void> {
    this.#keys += 1;
    const from = new Date(this.#world.times.business() - LOOKED_BACK).toISOString();
    await this.#post('/api/deliveries/redrive', { filter: { from } }, `redrive-${this.#keys}`);
  }

  /** Trusts every endpoint again that is disabled. */
  async enableDisabled(): Promise<void> {
    const endpoints = await this.#world.endpoints.list({ limit: 100 });
    const disabled = endpoints.filter(({ state }) => state.name === 'disabled');
    await Promise.all(disabled.map(({ id }) => this.#post(`/api/endpoints/${id}/enable`)));
  }

  /** Says of all incidents that they are over. */
  async resolveIncidents(): Promise<void> {
    const incidents = await this.#world.incidents.incidents({ limit: 100 });
    await Promise.all(incidents.map(({ id }) => this.#post(`/api/incidents/${id}/resolve`, {})));
  }

  /** Knows of an outage before any client does, and tells everybody. */
  async announceIncident(kind: TroubleKind, notice: string): Promise<void> {
    const texts = { notice: { ru: notice, en: notice } };
    await this.#post('/api/incidents', { kinds: [kind], texts });
    const [incident] = await this.#world.incidents.incidents({ limit: 1 });
    if (!incident) throw new Error('nobody has opened it');
    await this.#post(`/api/incidents/${incident.id}/confirm`, {});
    await this.#post(`/api/incidents/${incident.id}/broadcast`, { channels: 'all' }, 'announce');
  }

  /** Finds that all open incidents are one: the newest, or the oldest. */
  async mergeIncidents(into: 'newest' | 'oldest'): Promise<void> {
    const { open } = await this.#world.incidents.board();
    const ids = open.map(({ id }) => id);
    const kept = into === 'newest' ? ids.at(-1) : ids[0];
    // Of those that were opened by a double click some are still suspected.
    for (const id of ids) await this.#post(`/api/incidents/${id}/confirm`, {});
    for (const id of ids) if (id !== kept) await this.#post(`/api/incidents/${id}/merge`, { into: kept });
  }

  /** Wakes broadcasts whose signal ended among the dead letters for good. */
  async resumeBroadcasts(): Promise<void> {
    const stuck = this.#world.store.stuck.filter(({ letter, at }) => this.#isNew(`${letter} ${at}`));
    const ids = new Set(stuck.flatMap(({ letter }) => (letter?.startsWith('brd_') ? [letter] : [])));
    await Promise.all([...ids].map((id) => this.#post(`/api/broadcasts/${id}/resume`, {})));
  }

  resumeStuck(): Promise<unknown> {
    const conversations = this.#world.store.stuck.flatMap(({ conversation_id, at }) =>
      conversation_id && this.#isNew(`${conversation_id} ${at}`) ? [conversation_id] : [],
    );
    return Promise.all(
      [...new Set(conversations)].map((conversation_id) =>
        this.#click(() => command(this.#world, { action: 'resume', conversation_id })),
      ),
    );
  }

  #isNew(name: string): boolean {
    const fresh = !this.#attended.has(name);
    this.#attended.add(name);
    return fresh;
  }

  #post(path: string, body?: object, key?: string): Promise<void> {
    return this.#click(() => askOperators(this.#world, eventOf(path, body, key)));
  }

  async #click(act: () => Promise<Ended<unknown>>): Promise<void> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      this.#clicks += 1;
      const first = act();
      this.#perhapsTwice(act, this.#clicks);
      if (isAnswered(await first)) return;
      await new Promise<void>((go) => this.#world.timeline.after(BETWEEN_TRIES, () => go()));
    }
  }

  #perhapsTwice(act: () => Promise<unknown>, click: number): void {
    const { faults, timeline, dice } = this.#world;
    if (!faults.happens('twice', 'an admin clicks twice', 2, click)) return;
    const wait = dice.between(0, DOUBLE_CLICK, PURPOSE.actor, 2, click);
    timeline.after(wait, () => void act());
  }
}

/** A refusal is an answer; that somebody is busy or out of order is none. */
function isAnswered(ended: Ended<unknown>): boolean {
  if (ended.kind !== 'returned') return false;
  const { statusCode = 200 } = (ended.value ?? {}) as Partial<HttpResponse>;
  return statusCode < 500;
}

function eventOf(path: string, body: object | undefined, key: string | undefined): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    rawPath: path,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${KEY}`,
      ...(key && { 'idempotency-key': key }),
    },
    body: body && JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: { requestId: 'request', http: { method: 'POST', sourceIp: '203.0.113.9' } },
  } as unknown as APIGatewayProxyEventV2;
}
