import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { hashKey } from '../../shared/edge/partner-key.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { request } from '../world/functions.ts';
import type { Ended } from '../world/process.ts';
import { SECOND } from '../world/times.ts';
import type { World } from '../world/world.ts';

export interface Post {
  client: string;
  text: string;
  webhook?: string | undefined;
  key?: string | undefined;
  /** A photo comes along. */
  photo?: boolean | undefined;
  /** Seconds that the partner would wait for the outcome. */
  wait?: number | undefined;
  /** How often it is sent again after no answer, a 5xx or a 429. */
  retries: number;
}

const FIRST_RETRY = SECOND;
const LONGEST_RETRY = 60 * SECOND;

/** A partner's CRM: posts what its clients write, and posts it again if the answer is not to its liking. */
export class Partner {
  readonly name: string;
  readonly number: number;
  readonly #world: World;
  #posts = 0;

  constructor(world: World, name: string, number: number) {
    this.#world = world;
    this.name = name;
    this.number = number;
    void world.directory.putPartner({ id: name, name, webhook_secrets: [] });
    void world.directory.putPartnerKey(hashKey(keyOf(name)), name);
  }

  async post(post: Post): Promise<void> {
    for (let attempt = 0; attempt <= post.retries; attempt++) {
      const response = await this.#ask(post);
      if (response && this.#note(response, post)) return;
      await this.#wait(Math.min(FIRST_RETRY * 2 ** attempt, LONGEST_RETRY));
    }
  }

  async #ask(post: Post): Promise<HttpResponse | undefined> {
    this.#posts += 1;
    const names = [this.number, this.#posts];
    const ended = await request(this.#world, eventOf(this.name, post));
    if (this.#world.faults.happens('answer.lost', `answer to ${this.name}`, ...names)) return undefined;
    return answerOf(ended);
  }

  /** True: there is nothing more to ask for. */
  #note(response: HttpResponse, { key }: Post): boolean {
    if (response.statusCode >= 500 || response.statusCode === 429) return false;
    if (response.statusCode >= 300) {
      this.#world.surprises.push(`the door refuses what it should take: ${response.body}`);
      return true;
    }
    const { message_id, original_message_id } = JSON.parse(response.body) as Record<string, string>;
    this.#world.tell({ kind: 'accepted', message: message_id ?? original_message_id ?? '', key });
    return true;
  }

  #wait(time: number): Promise<void> {
    return new Promise((go) => this.#world.timeline.after(time, () => go()));
  }
}

function answerOf(ended: Ended<HttpResponse>): HttpResponse | undefined {
  return ended.kind === 'returned' ? ended.value : undefined;
}

function keyOf(partner: string): string {
  return `key-of-${partner}`;
}

function eventOf(partner: string, post: Post): APIGatewayProxyEventV2 {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${keyOf(partner)}`,
    ...(post.webhook && { 'x-webhook-url': post.webhook }),
    ...(post.key && { 'idempotency-key': post.key }),
    ...(post.wait && { prefer: `wait=${post.wait}` }),
  };
  const attachments = post.photo ? [{ type: 'photo', url: 'https://files.example.com/1.png' }] : [];
  return {
    version: '2.0',
    rawPath: '/api/messages',
    headers,
    body: JSON.stringify({ client_id: post.client, content: post.text, attachments }),
    isBase64Encoded: false,
    requestContext: { requestId: 'request', http: { method: 'POST', sourceIp: '203.0.113.7' } },
  } as unknown as APIGatewayProxyEventV2;
}
