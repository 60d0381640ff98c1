/**
 * The inside of a function's process: loads one bundled handler and calls it, one invocation at a time.
 * Run as `node function-runtime.ts <label> <asset folder> <handler>`, with an IPC channel to the twin.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FromFunction, FunctionError, HostFacts, ToFunction } from './function-protocol.ts';

type Handler = (event: unknown, context: object) => unknown;
type Invocation = Extract<ToFunction, { kind: 'invoke' }>;

const [, , , assetDir = '', handlerName = ''] = process.argv;
let handler: Handler | undefined;

// Without the twin there is nobody to work for: its end, however sudden, is the end of this process.
process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToFunction) => {
  tellHost(message.host);
  void (message.kind === 'load' ? load() : invoke(message));
});
// A signal to the twin's whole group, such as Ctrl-C, reaches this process too; the twin decides when it ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

async function load(): Promise<void> {
  try {
    handler = await importHandler();
    await report({ kind: 'ready' });
  } catch (error) {
    await report({ kind: 'unloadable', error: describe(error, 'Runtime.ImportModuleError') });
    process.exit(1);
  }
}

async function importHandler(): Promise<Handler> {
  const dot = handlerName.lastIndexOf('.');
  const file = ['.mjs', '.js', '.cjs']
    .map((extension) => join(assetDir, handlerName.slice(0, dot) + extension))
    .find((path) => existsSync(path));
  if (!file) throw new Error(`there is no module for ${handlerName} in ${assetDir}`);
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  const exported = module[handlerName.slice(dot + 1)];
  if (typeof exported !== 'function')
    throw new Error(`${file} does not export the function of ${handlerName}`);
  return exported as Handler;
}

async function invoke(message: Invocation): Promise<void> {
  const { requestId } = message;
  await report({ kind: 'began', requestId });
  try {
    const payload = await handler?.(message.event, contextOf(message));
    await report({ kind: 'returned', requestId, payload: payload ?? null, peakRssKb: peakRssKb() });
  } catch (error) {
    await report({ kind: 'threw', requestId, error: describe(error), peakRssKb: peakRssKb() });
  }
}

function contextOf({ requestId, deadlineMs, functionArn }: Invocation): object {
  const name = process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? '';
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: name,
    functionVersion: '$LATEST',
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
    invokedFunctionArn: functionArn,
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'] ?? '',
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'] ?? '',
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] ?? '',
  };
}

function tellHost(facts: HostFacts): void {
  Object.assign(globalThis, { [Symbol.for('firstline.host')]: facts });
}

function peakRssKb(): number {
  return process.resourceUsage().maxRSS;
}

function describe(error: unknown, errorType?: string): FunctionError {
  if (!(error instanceof Error)) return { errorType: errorType ?? typeof error, errorMessage: String(error) };
  const trace = error.stack?.split('\n');
  return { errorType: errorType ?? error.name, errorMessage: error.message, ...(trace ? { trace } : {}) };
}

function report(message: FromFunction): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!process.send) throw new Error('function-runtime is started by the twin, over an IPC channel');
    process.send(message, undefined, undefined, (error) => (error ? reject(error) : resolve()));
  });
}
