/** Loads one module in this fresh process and prints what that took: `node load-probe.mjs <file>`. */
import { pathToFileURL } from 'node:url';

const url = pathToFileURL(process.argv[2] ?? '').href;
const startedAt = performance.now();
await import(url);
const ms = performance.now() - startedAt;
process.stdout.write(JSON.stringify({ ms, peakRssKb: process.resourceUsage().maxRSS }));
// What a module keeps open, such as a pool of sockets, is not what is measured.
process.exit(0);
