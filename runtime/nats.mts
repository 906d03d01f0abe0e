export * from "./nats.js";
