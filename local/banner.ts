import { DEMO, DEMO_STAFF } from './seed.ts';
import type { Twin } from './twin.ts';

/** What a newcomer needs to see the main job done; the last line says that the twin is ready. */
export function banner({ url, adminToken }: Pick<Twin, 'url' | 'adminToken'>, startedInMs: number): string {
  const inbox = `${url}/_local/crm/${DEMO.partner}`;
  return `
  Firstline, whole on this machine

  Sandbox         ${url}/sandbox   (write as a customer, and see what becomes of it)
  Console         ${url}/
  Sign in as      ${DEMO_STAFF.map(({ id }) => id).join(', ')}, password ${DEMO.password}

  API             ${url}/api/messages
  Demo partner    ${DEMO.partner}, key ${DEMO.key}
  Demo CRM inbox  ${inbox}
  Webhook secret  ${DEMO.webhookSecret}
  Clock           ${url}/_local/clock
  Admin token     ${adminToken}   (FIRSTLINE_ADMIN_TOKEN)

  Write as a customer, and read what came to the partner's CRM:

  curl -sS ${url}/api/messages \\
    -H 'Authorization: Bearer ${DEMO.key}' -H 'Content-Type: application/json' \\
    -H 'X-Webhook-URL: ${inbox}' \\
    -d '{"client_id":"anna","content":"Здравствуйте! Урок не открывается, что делать?"}'
  curl -sS ${inbox}

  Write as a customer in Telegram, and read what the bot said in the chat:

  curl -sS ${url}/_local/telegram/chats/42 -d '{"text":"/start"}'
  curl -sS ${url}/_local/telegram/chats/42

  ${url} is ready after ${(startedInMs / 1000).toFixed(1)} s. Ctrl-C ends it.
`;
}
