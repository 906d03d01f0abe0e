/**
 * A mailbox by hand. Nothing is linked, watched, limited in time or given back to the event loop: this is about the least that one can cost with promises.
 */

/** A queue with one reader. */
export class Mailbox<M> {
  #messages: M[] = [];
  #first = 0;
  #wake: (() => void) | undefined;

  send(message: M): void {
    this.#messages.push(message);
    if (this.#wake === undefined) return;
    this.#wake();
    this.#wake = undefined;
  }

  async receive(): Promise<M> {
    if (this.#first === this.#messages.length)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    const message = this.#messages[this.#first] as M;
    this.#first++;
    if (this.#first === this.#messages.length) {
      this.#messages = [];
      this.#first = 0;
    }
    return message;
  }
}
