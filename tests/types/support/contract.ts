/** What a declaration file declares, without its comments, its format and its order. */
import ts from "../../typescript-5/node_modules/typescript";

const printer = ts.createPrinter({ removeComments: true });

/** Imports first, and all else by its name; overloads stay in their order, which counts. */
const nameOf = (node: ts.Statement): string => {
  if (ts.isImportDeclaration(node)) return "";
  const { name } = node as ts.Statement & { name?: ts.Identifier };
  return name?.text ?? "~";
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const contract = (file: string): string => {
  const source = ts.createSourceFile(file, ts.sys.readFile(file) ?? "", ts.ScriptTarget.Latest);
  const libraries = source.libReferenceDirectives.map(
    ({ fileName }) => `/// <reference lib="${fileName}" />`,
  );
  const statements = [...source.statements]
    .sort((a, b) => compare(nameOf(a), nameOf(b)))
    .map((node) => printer.printNode(ts.EmitHint.Unspecified, node, source));
  return `${[...libraries, ...statements].join("\n")}\n`;
};

/** The names that exist when the module runs: functions, classes and constants. */
export const values = (file: string): string[] => {
  const program = ts.createProgram([file], { noLib: true, noResolve: true, types: [] });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${file} is no module.`);
  return checker
    .getExportsOfModule(module)
    .filter(({ flags }) => (flags & ts.SymbolFlags.Value) !== 0)
    .map(({ name }) => name)
    .sort();
};
