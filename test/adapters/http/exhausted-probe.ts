/** Posts from a process that has no file descriptor left, and prints what came of it: `node exhausted-probe.ts <url>`. */
import { openSync } from 'node:fs';
import { createGuardedClient } from '../../../shared/adapters/http/guarded-client.ts';

const client = createGuardedClient({ loopbackAllowed: () => true });
const url = process.argv[2] ?? '';
// What is loaded or opened late must be there before the last descriptor is gone.
await client.post({ url, headers: { connection: 'close' }, body: '{}' });
client.close();
const late = createGuardedClient({ loopbackAllowed: () => true });
process.stdout.write('');
try {
  for (;;) openSync('/dev/null', 'r');
} catch {
  const result = await late.post({ url, headers: {}, body: '{}' });
  process.stdout.write(JSON.stringify(result));
}
process.exit(0);
