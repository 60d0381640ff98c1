const FRAMES = 5;

/** An error for the log. Names, codes and places alone: messages of foreign errors may quote what a customer wrote. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, code } = error as Error & { code?: unknown };
  return { name, code, at: framesOf(error) };
}

/** A stack begins with the message, which may have lines that look like places. */
function framesOf({ stack = '', message }: Error): string[] {
  const places = message === '' ? stack : stack.split(message).at(-1);
  const frames = places?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? [];
  return frames.slice(0, FRAMES).map((line) => line.trim());
}
