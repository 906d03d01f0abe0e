// What tsserver loads as "tincture/language-service": the editor's side of the plugin, named in the same entry of tsconfig's `plugins` as the compiler's:
//
//   { "name": "tincture/language-service", "transform": "tincture/transformer", "transformProgram": true }
//
// tsserver calls `create` before it opens the first file of a project. The registry that parses files for all projects of the editor is wrapped once, so
// that `|>` is repaired; the service of the project gets our diagnostics, fixes and refactorings on top. See ../editor for the parts.
import { repairDocuments } from "../editor/registry.js";
import { editorService } from "../editor/service.js";
import { type TypeScriptApi, type ts, useTypeScript } from "../ts.js";
import { versionMistake } from "./version.js";

/** Parts of a project that tsserver doesn't declare (the same in 5.9 and 6.0). */
interface ProjectInternals {
  readonly projectService: { readonly documentRegistry?: ts.DocumentRegistry };
}

function init({ typescript }: { typescript: TypeScriptApi }): ts.server.PluginModule {
  return {
    create(info) {
      const { logger, documentRegistry } = (info.project as unknown as ProjectInternals & typeof info.project)
        .projectService;
      const log = (text: string): void => logger.info(`tincture: ${text}`);
      const mistake = versionMistake(typescript.version);
      if (mistake !== undefined || documentRegistry === undefined) {
        log(mistake?.whole ?? "This TypeScript has no document registry, so nothing of the plugin works.");
        return info.languageService;
      }
      useTypeScript(typescript);
      repairDocuments(documentRegistry, log);
      return editorService(info, log);
    },
  };
}

export = init;
