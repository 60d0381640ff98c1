/** A bill of materials as `npm sbom` writes it (CycloneDX 1.5), as far as it is looked at here. */
export interface Bill {
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

export interface Component {
  'bom-ref': string;
  name: string;
  version: string;
  externalReferences?: { type: string; url: string }[];
}

/** What the lockfile says of an installed package; a flag that is not there is no. */
interface Locked {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  devOptional?: boolean;
}

/** The lockfile, by folder; the project itself has the empty one. */
export interface Lockfile {
  name: string;
  packages: Readonly<Record<string, Locked>>;
}

/**
 * The bill of what may end in a function's bundle or in the console: `dependencies` of package.json, and all that they
 * depend on. npm's own `--omit dev` leaves out whatever a tool depends on as well, zod and half of the SDK among it.
 */
export function billOfShipped(bill: Bill, lock: Lockfile): Bill {
  const shipped = shippedIn(lock);
  const isShipped = (component: Component) => shipped.has(`${component.name}@${component.version}`);
  const components = bill.components.filter(isShipped).map(withoutAddresses);
  const root = bill.metadata.component;
  const refs = new Set([root['bom-ref'], ...components.map((component) => component['bom-ref'])]);
  return {
    ...bill,
    // npm calls it what its folder is called.
    metadata: { ...bill.metadata, component: { ...root, name: lock.name } },
    components,
    dependencies: bill.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) })),
  };
}

/** `name@version` of all that is installed for more than work on the project. */
function shippedIn({ packages }: Lockfile): Set<string> {
  const shipped = Object.entries(packages).filter(
    ([path, { dev, optional, devOptional }]) => path !== '' && !dev && !optional && !devOptional,
  );
  return new Set(shipped.map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`));
}

/** Where a package was downloaded from is nobody's matter: its hash tells what it is. */
function withoutAddresses(component: Component): Component {
  const kept = component.externalReferences?.filter(({ type }) => type !== 'distribution');
  return { ...component, ...(kept && { externalReferences: kept }) };
}
