import { TestWebhook } from '../../shared/contracts/partner-api.ts';
import type { WebhookTestBody } from '../../shared/contracts/partner-responses.ts';
import { parseShape, readJson } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { resultView } from '../../shared/edge/text-views.ts';
import { testWebhook, type WebhookTest } from '../../shared/usecases/test-webhook.ts';
import type { Door, PartnerRequest } from './routes.ts';
import { admitWebhookUrl } from './webhook-url.ts';

/** `POST /api/webhooks/test`: judged in the order of the contract, then one ping, whose end the caller waits for. */
export async function postTestWebhook(door: Door, { event, partner }: PartnerRequest): Promise<HttpResponse> {
  const body = parseShape(TestWebhook, readJson(event));
  const url = await admitWebhookUrl(door, body.url, 'url');
  return json(200, testView(await testWebhook(door, partner, url)));
}

function testView({ id, delivered, rule, signatures, result }: WebhookTest): WebhookTestBody {
  const { timing, ...came } = resultView(result);
  return { webhook_id: id, delivered, rule, signatures, ...came, timing };
}
