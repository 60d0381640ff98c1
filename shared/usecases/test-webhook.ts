import type { SendResult } from '../domain/delivery.ts';
import { dispositionRow } from '../domain/disposition.ts';
import { pingId } from '../domain/ids.ts';
import type { CallerLimit, Chance, Clock, Journal, Pinger, PingLimit } from '../ports.ts';

export interface TestWebhookPorts {
  pinger: Pinger;
  callers: CallerLimit & PingLimit;
  clock: Clock;
  chance: Chance;
  journal: Journal;
}

export interface WebhookTest {
  id: string;
  delivered: boolean;
  /** By which rule a delivery that came back like this would be judged. */
  rule: string;
  signatures: number;
  result: SendResult;
}

/**
 * Sends one signed ping to a URL that was judged, and tells what came back. It is tried once, and nothing is kept of it.
 * @throws Fault limit.key, limit.ping
 */
export async function testWebhook(
  ports: TestWebhookPorts,
  partner: string,
  url: string,
): Promise<WebhookTest> {
  const now = ports.clock.business();
  ports.callers.countKey(partner, now);
  ports.callers.countPing(partner, now);
  const id = pingId(now, ports.chance.entropy());
  const { result, signatures } = await ports.pinger.ping({ id, partner, url, at: now });
  const { policy, rule } = dispositionRow(result);
  ports.journal.info('webhook.tested', { partner, message_id: id, rule });
  return { id, delivered: policy === 'delivered', rule, signatures, result };
}
