// All checks, in the order of docs/diagnostics.md. A new check is a new file, a line here and an entry in messages/compile.md.
import { blockingCall } from "./blocking_call.js";
import { callCycle } from "./call_cycle.js";
import type { Check } from "./check.js";
import { durableUnstorable } from "./durable_unstorable.js";
import { durableWithoutKey } from "./durable_without_key.js";
import { endlessHandler } from "./endless_handler.js";
import { ofFixedName } from "./of_fixed_name.js";
import { ofWithoutName } from "./of_without_name.js";
import { ownCall } from "./own_call.js";
import { rawTimer } from "./raw_timer.js";
import { sharedState } from "./shared_state.js";
import { unawaitedCall } from "./unawaited_call.js";
import { unhandledExit } from "./unhandled_exit.js";
import { unreachableCase } from "./unreachable_case.js";
import { unsendableArgument } from "./unsendable_argument.js";
import { unsupervisedLoop } from "./unsupervised_loop.js";
import { unusedHandler } from "./unused_handler.js";
import { upgradeMisfit } from "./upgrade_misfit.js";

export const checks: readonly Check[] = [
  ownCall,
  callCycle,
  endlessHandler,
  blockingCall,
  sharedState,
  unawaitedCall,
  unsendableArgument,
  ofWithoutName,
  ofFixedName,
  rawTimer,
  unhandledExit,
  unreachableCase,
  unusedHandler,
  unsupervisedLoop,
  upgradeMisfit,
  durableWithoutKey,
  durableUnstorable,
];
