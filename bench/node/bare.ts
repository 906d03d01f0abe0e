/** Request and reply of the bare NATS client, as fast as it does them: callbacks for the server, its own multiplexed inbox for the caller. */
import { connect } from "@nats-io/transport-node";

const SUBJECT = "bench.next";

/** Gives the next number at each request, in 8 bytes. */
export async function serveBare(servers: string): Promise<void> {
  const connection = await connect({ servers, noAsyncTraces: true });
  let count = 0;
  const answer = Buffer.alloc(8);
  connection.subscribe(SUBJECT, {
    callback: (_error, message) => {
      answer.writeDoubleBE(++count);
      message.respond(answer);
    },
  });
  await connection.flush();
}

export async function bareCaller(servers: string) {
  const connection = await connect({ servers, noAsyncTraces: true });
  return {
    async next(): Promise<number> {
      const { data } = await connection.request(SUBJECT, undefined, { timeout: 5000 });
      return Buffer.from(data.buffer, data.byteOffset, data.length).readDoubleBE();
    },
    close: () => connection.close(),
  };
}
