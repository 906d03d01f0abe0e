// The registry parses files for all projects of one tsserver. Ours repairs `|>` in what it parsed, before anybody else sees the tree.
//
//   project asks for a file -> the registry parses, or takes what it has -> repaired, once per version of the file
//
// Projects with equal options share trees, so a project of ours says in its key whether it has the operator: then all who share a tree want the same of it.
// Without the plugin's entry a key is as it was, and its files are not looked at.

import { isOurs, optionsOf } from "../hosts/entry.js";
import { isRepaired, repairOperators } from "../operator/repair.js";
import { ts } from "../ts.js";
import { orderChildren } from "./children.js";

/** What a parsed file has beside its public fields (internal, the same in 5.9 and 6.0). */
interface Internals {
  scriptSnapshot?: ts.IScriptSnapshot;
  readonly scriptKind?: ts.ScriptKind;
  readonly setExternalModuleIndicator: (file: ts.SourceFile) => void;
  /** There once the file is bound. */
  readonly locals?: unknown;
}

const on = "|tincture:on";
const off = "|tincture:off";

const wrapped = new WeakSet<ts.DocumentRegistry>();

/** Wraps a registry, the first time it is seen. */
export function repairDocuments(registry: ts.DocumentRegistry, log: (text: string) => void): void {
  if (wrapped.has(registry)) return;
  wrapped.add(registry);
  const { getKeyForCompilationSettings, releaseDocumentWithKey } = registry;
  const looked = new WeakSet<ts.SourceFile>();

  registry.getKeyForCompilationSettings = (settings) => {
    const key = getKeyForCompilationSettings(settings);
    if (!isOurs(settings)) return key;
    return (key + (optionsOf(settings).pipelineOperator === true ? on : off)) as typeof key;
  };
  for (const method of ["acquireDocumentWithKey", "updateDocumentWithKey"] as const) {
    const original = registry[method];
    registry[method] = (fileName, path, host, key, ...rest) => {
      const file = original(fileName, path, host, key, ...rest);
      if (!looked.has(file) && (key.endsWith(on) || key.endsWith(off))) {
        looked.add(file);
        repair(file, key.endsWith(on), log);
      }
      return file;
    };
  }
  // A project that was open before the plugin was installed holds files under its key of then.
  registry.releaseDocumentWithKey = (
    path: ts.Path,
    key: ReturnType<typeof getKeyForCompilationSettings>,
    ...rest: []
  ) => {
    try {
      releaseDocumentWithKey(path, key, ...rest);
    } catch (error) {
      const before = key.replace(/\|tincture:(on|off)$/, "") as typeof key;
      if (before === key) throw error;
      releaseDocumentWithKey(path, before, ...rest);
    }
  };
}

function repair(file: ts.SourceFile, isEnabled: boolean, log: (text: string) => void): void {
  const internals = file as ts.SourceFile & Internals;
  if (file.isDeclarationFile || internals.locals !== undefined) return;
  try {
    repairOperators(file, isEnabled);
    if (!isRepaired(file)) return;
    orderChildren(file);
  } catch (error) {
    log(`${file.fileName} is left as TypeScript parses it: ${(error as Error).stack}`);
    const { languageVersion, impliedNodeFormat } = file;
    const { setExternalModuleIndicator } = internals;
    const options = { languageVersion, impliedNodeFormat, setExternalModuleIndicator };
    Object.assign(file, ts.createSourceFile(file.fileName, file.text, options, false, internals.scriptKind));
  }
  // The next version must not be parsed out of this tree, whose nodes don't stand in the order of the text: no snapshot knows its difference to this one.
  const { scriptSnapshot } = internals;
  if (scriptSnapshot === undefined) return;
  internals.scriptSnapshot = {
    getText: (start, end) => scriptSnapshot.getText(start, end),
    getLength: () => scriptSnapshot.getLength(),
    getChangeRange: () => undefined,
  };
}
