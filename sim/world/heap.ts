/** A priority queue: gives back first what comes before all others. */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #isBefore: (a: T, b: T) => boolean;

  constructor(isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore;
  }

  get first(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    let place = this.#items.push(item) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#swapUnlessInOrder(parent, place)) break;
      place = parent;
    }
  }

  pop(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first;
    items[0] = last;
    for (let place = 0; ; ) {
      const child = this.#earlierChild(place);
      if (child === undefined || !this.#swapUnlessInOrder(place, child)) return first;
      place = child;
    }
  }

  #earlierChild(place: number): number | undefined {
    const [left, right] = [this.#items[2 * place + 1], this.#items[2 * place + 2]];
    if (left === undefined) return undefined;
    return right !== undefined && this.#isBefore(right, left) ? 2 * place + 2 : 2 * place + 1;
  }

  /** False if the earlier of the two was above already. */
  #swapUnlessInOrder(above: number, below: number): boolean {
    const [a, b] = [this.#items[above], this.#items[below]];
    if (a === undefined || b === undefined || this.#isBefore(a, b)) return false;
    this.#items[above] = b;
    this.#items[below] = a;
    return true;
  }
}
