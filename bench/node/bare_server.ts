/** What the bare NATS client answers: the next number, in 8 bytes. Says when it is ready. Usage: node bare_server.js ADDRESS */
import { connect } from "@nats-io/transport-node";

const connection = await connect({ servers: process.argv[2] as string, noAsyncTraces: true });
let count = 0;
const answer = Buffer.alloc(8);
connection.subscribe("bench.next", {
  callback: (_error, message) => {
    answer.writeDoubleBE(++count);
    message.respond(answer);
  },
});
await connection.flush();
process.send?.("ready");
