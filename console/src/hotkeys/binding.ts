/** A key and what it does, as the sheet under `?` lists it. */
export interface Binding {
  /**
   * `j`, `Escape`, `mod+Enter` (Ctrl or ⌘), `shift+r`, or one after the other: `g i`. Letters are meant by their place on the
   * keyboard, so that they work under a Russian layout too.
   */
  keys: string;
  does: string;
  group: string;
  run(event: KeyboardEvent): void;
  /** Also while somebody is writing. */
  whileWriting?: boolean;
}

/** The key that was pressed, written as bindings write it. */
export function pressed(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('mod');
  if (event.altKey) parts.push('alt');
  const key = keyOf(event);
  // Of ? and other signs Shift is a part.
  if (event.shiftKey && (key.length > 1 || /[a-z0-9]/.test(key))) parts.push('shift');
  return [...parts, key].join('+');
}

const BRACKETS: Record<string, string> = { BracketLeft: '[', BracketRight: ']' };

function keyOf(event: KeyboardEvent): string {
  if (event.key === '?' || event.key === '/') return event.key;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (letter !== undefined) return letter.toLowerCase();
  if (event.code === 'Slash') return event.shiftKey ? '?' : '/';
  return BRACKETS[event.code] ?? event.key;
}

/** Whether the key is another's: of what stands in front of the screen, or of the button that Enter or the space bar presses. */
export function isTaken(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('[role="dialog"], [role="menu"]')) return true;
  const presses = key === 'Enter' || key === ' ';
  return presses && target.closest('button, a[href], summary, [role="button"]') !== null;
}

export function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
      target.role === 'textbox')
  );
}
