// The options of supervisors and of their children, and what people who come from elsewhere call them.

import { either, flag, fromZero, name, type OptionTable, oneOf, overZero, text, wholeFromOne } from "../option.js";

const strategies = oneOf(["one_for_one", "one_for_all", "rest_for_one"]);

const limits = { maxRestarts: fromZero, maxSeconds: overZero };
/** Erlang's words. */
const meant = { intensity: "maxRestarts", period: "maxSeconds" };

export const supervisorOptions: OptionTable = {
  what: "`supervisor`",
  options: {
    name,
    strategy: strategies,
    ...limits,
    autoShutdown: oneOf(["never", "any_significant", "all_significant"], {
      any: "any_significant",
      all: "all_significant",
      false: "never",
    }),
  },
  required: ["strategy"],
  meant,
};

export const dynamicOptions: OptionTable = {
  what: "`dynamicSupervisor`",
  options: { name, strategy: oneOf(["one_for_one"]), maxChildren: fromZero, ...limits },
  meant,
};

export const partitionOptions: OptionTable = {
  what: "`PartitionSupervisor`",
  options: { name, partitions: wholeFromOne, strategy: strategies, ...limits },
  meant,
};

export const childOptions: OptionTable = {
  what: "a child",
  options: {
    id: text,
    restart: oneOf(["permanent", "transient", "temporary"], {
      always: "permanent",
      true: "permanent",
      "on failure": "transient",
      "on error": "transient",
      never: "temporary",
      false: "temporary",
      no: "temporary",
    }),
    shutdown: either(
      { ...fromZero, expected: "milliseconds from 0 up" },
      oneOf(["brutal_kill", "infinity"], {
        kill: "brutal_kill",
        killed: "brutal_kill",
        brutal: "brutal_kill",
        infinite: "infinity",
        forever: "infinity",
        never: "infinity",
      }),
    ),
    significant: flag,
  },
};
