/** Writers for messages. There is more than one in use only while a getter in a message sends another message. */
import { Writer } from "./writer.js";

export class Writers {
  private readonly spare: Writer[] = [];

  use<T>(work: (out: Writer) => T): T {
    const out = this.spare.pop() ?? new Writer();
    try {
      return work(out);
    } finally {
      this.spare.push(out);
    }
  }
}
