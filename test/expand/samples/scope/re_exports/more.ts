export * from "tincture";
export { run as go } from "tincture";
