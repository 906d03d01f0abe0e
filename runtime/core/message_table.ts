// Generated from messages/runtime.md by `npm run build`. Change the text there.
export const messageTable = {
  not_compiled:
    "{macro}(...) at {place} was not compiled by the Tincture plugin.\nhint: {remedy}",
  two_copies:
    "two copies of tincture run in this program, {first} and {second}: processes and names of one are unknown to the other.\nhint: install one version for all that use it; `npm ls tincture` shows who asks for which, and `npm dedupe` may be enough",
  rejected:
    "this code was rejected when it was compiled: {text}",
  not_in_process:
    "{operation} was reached outside of a process.\nhint: call it in spawn(...), run(...) or a server, in code that the plugin compiles",
  cannot_wait:
    "this function can't wait: the plugin did not compile it as process code.\nhint: make it async and await the operation in it",
  call_failed:
    "{request} of {server} got no answer: the server ended with {reason}",
  "call_failed/noproc":
    "{request} of {server} got no answer: no process has this name or pid (noproc).\nhint: start the server first, or look at what it died of",
  "call_failed/timeout":
    "{request} of {server} got no answer within its time (timeout).\nhint: the server may still be at work on it; give more time with the option timeout, or find out what it waits for",
  "call_failed/noconnection":
    "{request} of {server} got no answer: its node is not connected, or was lost (noconnection).\nhint: the server may live on and may have done what was asked; Node.monitor(name) tells when a node is lost",
  "call_failed/calling_self":
    "{request} of {server} got no answer: a server can't call itself, it would wait for ever (calling_self).\nhint: use a helper function of the block",
  already_started:
    "the name is taken by {pid} (already_started).",
  init_failed:
    "the server didn't start: {reason}",
  "init_failed/timeout":
    "the server was not started within {timeout} ms, and was killed (timeout).\nhint: give it more time, or do what takes long in afterInit: the start does not wait for that",
  ignored:
    "the server chose not to start: its block called ignore()",
  "ignored/outside":
    "ignore() was called outside of a server's block.\nhint: it belongs into the block, before the handlers are returned",
  refused:
    "{text}",
  "refused/outside":
    "refuse(...) was called outside of a call handler; it said: {text}\nhint: only a call has a caller to refuse; elsewhere throw, or handle the case",
  exit:
    "the process ended with {reason}",
  "exit/task":
    "{operation}: the task ended with {reason}",
  "exit/task_timeout":
    "{operation}: the task was not done within {timeout} ms (timeout).\nhint: give it more time, or look with Task.yield, which does not end anything",
  "exit/thrown":
    "exit({reason})",
  nocatch:
    "{value} was thrown and not caught.\nhint: throw an Error to have a message and a stack",
  bad_argument:
    "{what}{problem}",
  "bad_argument/unchecked":
    "a request to {what} could not be checked: {reason}",
  bad_schema:
    "{what} is no Standard Schema (version 1).\nhint: give what zod, valibot or arktype make, such as z.string()",
  "bad_schema/none":
    "the schemas of {kind} should be in an array, got {got}.\nhint: write args: [schema, schema]",
  "bad_schema/asynchronous":
    "a schema of {vendor} answers later, with a promise: messages are checked at once.\nhint: use a schema without asynchronous parts; what takes time belongs into the handler",
  bad_timeout:
    "expected the timeout of {what} to be a number of milliseconds from 0 up, or Infinity; got {got}",
  noproc:
    "{process} is dead, so it can't be linked.\nhint: call trapExit(true) to get an EXIT message instead",
  "noproc/register":
    "{process} is dead and can't get the name \"{name}\"",
  "noproc/group":
    "{process} is dead and can't join the group {group}",
  not_suspended:
    "{server} is not suspended, so its code can't change.\nhint: await sys.suspend(server) first, and sys.resume(server) after the change",
  no_such_name:
    "no process has the name {name}, so the message was not sent",
  "no_such_name/unregister":
    "no process has the name {name}",
  name_taken:
    "the name \"{name}\" is taken by {owner}.\nhint: unregister it first",
  "name_taken/second":
    "{process} has the name \"{name}\" already, and a process has at most one",
  bad_name:
    "expected a name to be a string that is not empty, via(registry, key) or global(text); got {got}",
  no_name:
    "{server}.of(...) needs the option name.\nhint: genserver(block, { name: (...) => ... }), or {server}.at(pid) for a server without a name",
  detached:
    "{method} was taken off its client.\nhint: call it as client.{method}(...)",
  unknown_request:
    "got the request {request}, for which there is no handler",
  callback_failed:
    "{operation}: the function given threw ({text}); the state is as it was",
  code_change_failed:
    "codeChange answered {answer}; the state is as it was",
  bad_child_spec:
    "the child {id} is not described right: {problem}",
  duplicate_child:
    "{supervisor} has two children with the id {id}.\nhint: give one of them an id of its own: X.child(...).with({ id: \"...\" })",
  already_present:
    "a child with the id {id} is there already, and not running.\nhint: start it again with restartChild, or take it out with deleteChild first",
  not_found:
    "the supervisor has no child {id}",
  running:
    "the child {id} is running as {pid}.\nhint: stop it with terminateChild first",
  restarting:
    "the child {id} is about to be started again; try again in a moment",
  bad_combination:
    "the child {id} is significant, but its supervisor never shuts down by itself.\nhint: give the supervisor autoShutdown: \"any_significant\" or \"all_significant\"",
  "bad_combination/permanent":
    "the child {id} is significant and permanent, so its end is never the last word.\nhint: make it transient or temporary",
  max_children:
    "the supervisor has {count} children, which is its maxChildren",
  not_started:
    "the registry {name} is not running.\nhint: start it, or make it a child of a supervisor, before it is used",
  already_registered:
    "the key {key} is registered by {owner}",
  bad_option:
    "expected the option {option} to be {expected}; got {got}",
  unknown_option:
    "{what} has no option {option}.\nhint: its options are {known}",
  bad_options:
    "expected the options of {what} to be an object; got {got}",
  bad_children:
    "the children of {supervisor} are given by a function; got {got}.\nhint: supervisor(options, () => [Worker, Other.child(\"argument\")])",
  "bad_children/no_list":
    "the children of {supervisor} are no list: its function gave {got}.\nhint: supervisor(options, () => [Worker, Other.child(\"argument\")])",
  dynamic_children:
    "a dynamic supervisor starts without children, and this one was given some.\nhint: start them with startChild, or list them for supervisor(options, () => [...])",
  only_unique:
    "{operation} needs a registry with unique keys",
  not_owner:
    "{operation}: {task} belongs to {owner}, and only that process gets its result; this is {got}.\nhint: wait for it where it was started, and send the result on",
  cyclic_needs:
    "the applications need each other in a circle: {path}.\nhint: move what both use into an application of its own that both need",
  bad_needs:
    "the application {name} needs {got}, which is no application.\nhint: where two modules import each other, give a function: needs: () => [Other]",
  application_failed:
    "the application {name} did not start: {reason}",
  application_bad_start:
    "the application {name} gave {got} to be started.\nhint: start: () => Top gives the supervisor of the whole tree, as it is or as Top.child(...)",
  "not_started/application":
    "the application {name} is not running",
  no_partition_name:
    "{name} leads to the children of a partition supervisor, and can't be given to another process",
  no_message:
    "no message that fits {pattern} came{time}.\n{mailbox}",
  unwanted_message:
    "a message came that fits {pattern}: {message}",
  bad_test:
    "{operation} takes the function of a test; got {got}.\nhint: test(\"what holds\", inProcess(async () => { ... }))",
  not_in_test:
    "{operation} was reached outside of a test's process.\nhint: give the test's function to inProcess(...), and call it there, not in a process that the test started",
  test_exit:
    "the process of the test was ended: {reason}",
  not_virtual:
    "{operation} was reached where time is not virtual.\nhint: give the test the option { virtualTime: true }",
  virtual_time_twice:
    "time is virtual already.\nhint: stop the other one first; tests on virtual time can't run beside each other",
  stuck:
    "the test waits, and nothing is left that could wake it:\n{processes}",
  too_many_schedules:
    "{count} schedules were run and all passed, but there are more.\nhint: give the option limit a higher number, or make the program smaller; schedules: {count} tries that many drawn by chance",
  no_server:
    "crashOn(...) is for servers; {process} is none.\nhint: use crash(pid, reason)",
  node_name_taken:
    "the node name \"{name}\" is taken on {transport}.\nhint: stop the other node, or start this one under another name",
  bad_node_name:
    "expected a node name to be name@host, each part 1 to 100 letters, digits, \"_\", \".\" or \"-\" (\":\" too in the host); got {got}\nhint: write it as in Erlang: \"one@127.0.0.1\"",
  node_unreachable:
    "the node \"{name}\" can't be reached on {transport}: {reason}.\nhint: is it running, in the same cluster and on the same transport?",
  transport_unreachable:
    "{transport} can't be reached: {reason}.\nhint: {remedy}",
  "transport_unreachable/folder":
    "the folder {folder} of this machine's nodes can't be used: {reason}.\nhint: it must be this user's own; XDG_RUNTIME_DIR or TMPDIR says where it is made",
  not_sendable:
    "{path} is {what}, which can't be sent to another node.\nhint: send data, or a pid; a class is sent as what its method [Symbol.for(\"tincture.copy\")] makes of it, if that is data",
  "not_sendable/size":
    "the message is longer than {limit} bytes and can't be sent to another node.\nhint: send it in parts, or give Node.start a higher maxBytes on every node",
  "not_sendable/depth":
    "the message has more than {limit} objects one in another and can't be sent to another node.\nhint: send a list instead of a chain, or give Node.start a higher maxDepth on every node",
  node_started:
    "this program is the node {name} already.\nhint: call Node.start once; await Node.stop() first to start it under another name",
  node_not_started:
    "{operation} needs a node, and this program is none.\nhint: await Node.start(\"one@127.0.0.1\", { cookie: \"a shared secret\" })",
  bad_cookie:
    "expected the cookie to be a text that is not empty; got {got}.\nhint: Node.start(name, { cookie: \"a shared secret\" }), the same for all nodes that talk to each other, or the environment variable TINCTURE_COOKIE",
  node_refused:
    "{node} refused the connection: {reason}",
  "node_refused/cookie":
    "{node} has another cookie.\nhint: give both nodes the same one",
  "node_refused/version":
    "{node} speaks the versions {theirs} of the protocol between nodes, this one {ours}.\nhint: use versions of the package that are nearer to each other",
  node_busy:
    "{node} takes messages more slowly than they are sent: {buffered} bytes wait already.\nhint: wait for answers now and then, or give Node.start a higher maxBuffered",
  "not_local/isAlive":
    "isAlive(...) answers at once, and so can't ask another node; {process} is a process of {node}.\nhint: monitor it: a DOWN with the reason \"noproc\" comes when it is dead",
  "not_local/group":
    "a process joins and leaves groups on its own node; {process} is a process of {node}.\nhint: call group.join there",
  "not_local/register":
    "a local name is for a process of this node; {process} is one of {node}.\nhint: register it there, and write { name, node } here; or give it a global name",
  unknown_server:
    "{node} has no server {server}.\nhint: import the module that defines it there, before Node.start",
  ambiguous_server:
    "{node} has several servers with the name {server}, and doesn't know which to start.\nhint: give their constants different names",
  not_allowed:
    "{node} has not allowed the function {function}.\nhint: rpc.allow(\"{function}\", fn) in the program of that node",
  not_installed:
    "{entry} needs packages that are not installed.\nhint: npm install {packages}",
  no_hub:
    "this thread was not started by Node.startWorker(...), and can't find the nodes of the other threads.\nhint: start it with Node.startWorker(name, new URL(\"./file.js\", import.meta.url))",
  withdrawn_request:
    "{request} of {server} was under way when an upgrade took it out of the server",
  upgrade_unknown:
    "{file} is no module that this program has loaded and that defines servers or supervisors; nothing was changed.\nhint: name a module with a genserver, a supervisor, a registry or an application in it; the program has {known}",
  upgrade_load:
    "{file} could not be loaded: {text}\nhint: the program goes on with the old version; put it right and upgrade again",
  upgrade_removed:
    "{file} no longer defines the {what} {title}, and processes of it run ({count}); nothing was changed.\nhint: stop them first, or leave the definition in until the next version",
  upgrade_ambiguous:
    "the module defines more than one {what} called {title}, so it is not clear which is whose next version; nothing was changed.\nhint: give each a constant of its own at the top level of the module",
  upgrade_fixed:
    "the {what} {title} can't change its {option} while it runs; nothing was changed.\nhint: stop it first, or give the new one another constant",
  upgrade_failed:
    "the upgrade of {subject} failed: {text}; all goes on with the old version",
  upgrade_shape:
    "the upgrade handler of {server} gave no state of the new version: {problem}\nhint: return an object of the block's variables by name; those left out keep their values",
  upgrade_new_variable:
    "{server} has a new state variable {name}, whose value only a start can make\nhint: write an upgrade handler that makes the new state, and give the server another version",
  upgrade_timeout:
    "the upgrade was not done within {ms} ms: {subject} was still at work; all goes on with the old version\nhint: give it more time with the option timeout, or find out what it waits for",
  worker_failed:
    "the node {name} did not start in its thread: {reason}",
  bad_lock:
    "expected the resource of a lock to be text of 1 to 500 characters; got {got}",
  lock_taken:
    "the lock of \"{resource}\" was taken at every try.\nhint: give transaction more retries, or none of the option to wait until it is free",
  lock_lost:
    "this node was cut off from its cluster, and lost the lock of \"{resource}\" before the transaction was over.",
  unstorable:
    "the variable {variable} can't be kept: {what} (at {path}) has no meaning outside of this program.\nhint: keep the data that it was made of, or leave the variable out: durable: { store, except: [\"{variable}\"] }",
  "unstorable/value":
    "the value of {key} can't be kept: {what} (at {path}) has no meaning outside of this program",
  bad_durable:
    "the option durable of {server} is no store.\nhint: durable: memory() of \"tincture/store\", lmdb(\"folder\") of \"tincture/lmdb\", or { store, key, reply, except }",
  "bad_durable/reply":
    "the option reply of durable is one of \"after_commit\" or \"eager\"; got {got}",
  durable_in_with:
    "with(...) can't make a server durable.\nhint: give the option durable to genserver(...): the compiler must see it",
  durable_without_key:
    "the durable server {server} has neither a name nor a key, so nothing says which state is its own.\nhint: give it a name, or a key: durable: { store, key: (...init) => \"...\" }",
  bad_store_key:
    "a key of a store is a text of at most 1500 bytes that is not empty and has no NUL in it; got {got}",
  bad_store_path:
    "lmdb(path) takes the path of a folder; got {got}",
  bad_store_sync:
    "the option sync of lmdb is one of \"disk\" or \"process\"; got {got}",
  package_missing:
    "the package {package} is not installed; {purpose} needs it.\nhint: npm install {package}",
  store_closed:
    "{store} is closed",
  store_key_taken:
    "what is kept under {key} belongs to {process}, which runs.\nhint: two servers can't have one state; give one of them another name or key",
  store_locked:
    "{store} belongs to the program with the process id {pid}, which runs.\nhint: stop that program first, or give this one a folder of its own",
  store_full:
    "{store} is full, or its disk fails: {text}\nhint: make room; its servers go on from what was committed last",
  store_read_only:
    "{store} can't be written: {text}",
  store_newer:
    "{store} has the format {format}; this version of tincture knows those up to {known}.\nhint: use the version of tincture that wrote it, or a later one",
  "store_newer/lmdb":
    "{store} was written by another version of LMDB: {text}",
  store_damaged:
    "{store} is damaged: {what} is not what was written there.\nhint: npx tincture store show says what can be read; delete what can't, or bring back a copy of the folder",
  store_failed:
    "{store} failed: {text}",
  store_version:
    "what is kept under {key} has {from} and this server {to}, but its block has no upgrade handler.\nhint: add upgrade((old, fromVersion) => ({ ...old })), or start the version that wrote it",
  "store_version/later":
    "what is kept under {key} has {from}, and this server {to}, which it had before: this is older code.\nhint: start the version that wrote it, or a later one",
  store_upgrade:
    "the upgrade handler, given what is kept under {key} with {from}, {text}.\nhint: it gives the new state: an object of the variables by name; those left out keep their values",
  "store_upgrade/unknown":
    "the upgrade handler gave a variable {variable}, which the block does not have",
  transaction_waits:
    "a transaction can't wait: its function must be done when it returns.\nhint: get what it needs before, and call transaction with an ordinary function",
} as const;
