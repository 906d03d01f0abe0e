// jest replaces modules by `jest.mock("./clock")`, which must run before the imports that it is about: such statements go first.
import * as build from "../ast/build.js";
import { ts } from "../ts.js";

const hoisted: ReadonlySet<string> = new Set(["mock", "unmock", "deepUnmock", "enableAutomock", "disableAutomock"]);

/** Puts mocks, and the import that `jest` itself comes from, before everything else. A file without mocks comes back as the same object. */
export const hoistMocks: ts.TransformerFactory<ts.SourceFile> = () => (file) => {
  const mocks = file.statements.filter(isMock);
  if (mocks.length === 0) return file;
  const first = [...file.statements.filter(isImportOfJest), ...mocks];
  return build.withFileStatements(file, [
    ...first,
    ...file.statements.filter((statement) => !first.includes(statement)),
  ]);
};

/** `jest.mock(...)`, or several in a chain. */
function isMock(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement)) return false;
  let { expression } = statement;
  let found = false;
  while (ts.isCallExpression(expression) && ts.isPropertyAccessExpression(expression.expression)) {
    found ||= hoisted.has(expression.expression.name.text);
    expression = expression.expression.expression;
  }
  return found && ts.isIdentifier(expression) && expression.text === "jest";
}

const isImportOfJest = (statement: ts.Statement): boolean =>
  ts.isImportDeclaration(statement) &&
  ts.isStringLiteral(statement.moduleSpecifier) &&
  statement.moduleSpecifier.text === "@jest/globals";
