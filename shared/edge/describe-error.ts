const FRAMES = 5;

/** An error for the log. Names, codes and places alone: messages of foreign errors may quote what a customer wrote. */
export function describeError(error: unknown): Record<string, unknown> {
  const { name, code, stack } = error as { name?: string; code?: string; stack?: string };
  const frames = stack?.split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { name, code, at: frames?.slice(0, FRAMES).map((line) => line.trim()) };
}
