/** A thread that counts primes; it is a node already. */
import { Primes } from "./primes.js";

await Primes.start();
