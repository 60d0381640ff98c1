import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize } from 'node:path';

/** One import of one file, both as paths from the root; a package stays its name. */
export interface Import {
  from: string;
  to: string;
  /** Types vanish when the code runs. */
  typeOnly: boolean;
}

interface Room {
  name: string;
  holds: RegExp;
  /** What may be imported from within the repository, besides the room itself. */
  mayImport: RegExp;
  /** Packages and Node's own modules; undefined: any. */
  packages?: RegExp;
}

const ROOMS: readonly Room[] = [
  {
    name: 'domain',
    holds: /^shared\/domain\//,
    mayImport: /^$/,
    packages: /^(node:(crypto|util)|grammy\/types)$/,
  },
  {
    name: 'API describer',
    holds: /^shared\/contracts\/describe\//,
    mayImport: /^shared\/(contracts|domain)\//,
  },
  {
    name: 'contracts',
    holds: /^shared\/contracts\//,
    mayImport: /^shared\/domain\//,
    packages: /^zod\/mini$/,
  },
  { name: 'ports', holds: /^shared\/ports(\.ts$|\/)/, mayImport: /^shared\/domain\//, packages: /^$/ },
  {
    name: 'usecases',
    holds: /^shared\/usecases\//,
    mayImport: /^shared\/(domain\/|ports\.ts$)/,
    packages: /^node:util$/,
  },
  {
    name: 'edge',
    holds: /^shared\/edge\//,
    mayImport: /^shared\/(domain\/|contracts\/|ports\.ts$)/,
  },
  {
    name: 'built-in classifier',
    holds:
      /^shared\/adapters\/(built-in-classifier|built-in-trouble-reader|desk-classifier|published-models)\.ts$/,
    mayImport: /^shared\/(domain\/|ports\.ts$|classification\/|adapters\/)/,
  },
  {
    name: 'adapters',
    holds: /^shared\/adapters\//,
    mayImport: /^shared\/(domain\/|contracts\/|ports\.ts$|adapters\/)/,
  },
  {
    name: 'trainer',
    holds: /^shared\/classification\/train\//,
    mayImport: /^shared\/classification\//,
  },
  {
    name: 'classification',
    holds: /^shared\/classification\//,
    mayImport: /^$/,
    packages: /^node:/,
  },
  {
    name: 'functions',
    holds: /^functions\//,
    mayImport: /^shared\/(edge|usecases|adapters|domain|contracts)\/|^shared\/ports\.ts$/,
  },
  { name: 'lib', holds: /^lib\//, mayImport: /^functions\/[^/]+\/env\.ts$/ },
  { name: 'console', holds: /^console\//, mayImport: /^shared\/(contracts|domain)\// },
];

const RUNTIME = /^(shared|functions)\//;
/** What is run by hand to make something that is shipped: no function needs it. */
const WORKSHOP = /^shared\/(classification\/train|contracts\/describe)\//;

/** The room that a file is in; the first that holds it. `local`, `bench`, `sim`, `bin` and `test` may import anything. */
function roomOf(file: string): Room | undefined {
  return ROOMS.find(({ holds }) => holds.test(file));
}

/** Why this import is against the arrows, or undefined. */
export function judgeImport({ from, to, typeOnly }: Import): string | undefined {
  const room = roomOf(from);
  if (!room) return undefined;
  const place = /^(shared|functions|lib|local|bench|sim|bin|console|test)\//;
  if (!place.test(to)) {
    const packages = room.packages ?? /./;
    return packages.test(to) ? undefined : `${from}: ${room.name} uses the package ${to}`;
  }
  if (room.name === 'functions' && functionOf(from) !== functionOf(to) && to.startsWith('functions/'))
    return `${from}: one function imports another, ${to}`;
  if (room.name === 'lib' && to.startsWith('functions/') && !typeOnly)
    return `${from}: lib imports more than the type of ${to}`;
  if (WORKSHOP.test(to) && !WORKSHOP.test(from))
    return `${from}: ${room.name} imports the workshop file ${to}`;
  if (room.holds.test(to)) return undefined;
  return room.mayImport.test(to) ? undefined : `${from}: ${room.name} must not import ${to}`;
}

function functionOf(file: string): string | undefined {
  return /^functions\/([^/]+)\//.exec(file)?.[1];
}

const IMPORT =
  /(?:^|[\n;])\s*(import|export)\s+(type\s+)?(?:[\w*{][^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Every import, re-export and dynamic import of a file. */
export function importsOf(from: string, source: string): Import[] {
  return [...withoutComments(source).matchAll(IMPORT)].map(([, , type, fixed, dynamic]) => ({
    from,
    to: resolve(from, fixed ?? dynamic ?? ''),
    typeOnly: type !== undefined,
  }));
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier)).replaceAll('\\', '/');
  return builtinModules.includes(specifier) ? `node:${specifier}` : specifier;
}

const IMPURE =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b|\bperformance\.now\b|\bsetTimeout\b|\bprocess\.hrtime\b/;
const PURE_ROOMS = /^shared\/(domain|usecases)\//;
const READS_ENVIRONMENT = /^(functions\/[^/]+\/handler\.ts$|local\/|bench\/|bin\/|lib\/|sim\/|test\/)/;

/** What a file does that its room may not do, apart from importing. */
export function judgeWords(file: string, source: string): string[] {
  const code = withoutComments(source);
  const impure = PURE_ROOMS.test(file) ? IMPURE.exec(code)?.[0] : undefined;
  const environment =
    /\bprocess\s*(\.\s*env|\[\s*['"]env)/.test(code) || /\benv\b[^;\n]*from\s+['"](node:)?process/.test(code);
  return [
    ...(impure ? [`${file}: uses ${impure}; time and chance come in as values`] : []),
    ...(environment && RUNTIME.test(file) && !READS_ENVIRONMENT.test(file)
      ? [`${file}: reads process.env; only handlers do`]
      : []),
  ];
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1');
}

/** All sources of these folders, as paths from the root. */
export function sourcesOf(root: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) => {
    if (!statSync(join(root, folder), { throwIfNoEntry: false })) return [];
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('node_modules'),
      )
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll('\\', '/'),
      );
  });
}

export function read(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
