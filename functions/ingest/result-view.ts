import type { SendResult } from '../../shared/domain/delivery.ts';

/** What a partner's endpoint answered, or why it did not, as the partner sees it. */
export function resultView(result: SendResult) {
  const { status, address } = result;
  const came =
    result.kind === 'response'
      ? { retry_after: result.retry_after, response_body: result.body }
      : { error: result.error, error_detail: result.detail };
  // The table gives the phases back in any order.
  const { dns_ms, connect_ms, tls_ms, first_byte_ms, total_ms } = result.timing;
  const timing = { dns_ms, connect_ms, tls_ms, first_byte_ms, total_ms };
  return { status, ...came, address, timing };
}
