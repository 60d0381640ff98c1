import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType } from 'aws-cdk-lib';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const OPTIONS: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // The SDK's ES modules are shaken to what is used: 335 KB for DynamoDB instead of 535.
  mainFields: ['module', 'main'],
  minify: true,
  alias: {
    // Lambda hands credentials over in the environment; the SDK's chain of other ways costs 140 KB.
    '@aws-sdk/credential-provider-node': './shared/edge/lambda-credentials.ts',
    '@aws-sdk/endpoint-cache': './shared/edge/no-endpoint-discovery.ts',
    '@smithy/core/event-streams': './shared/edge/no-event-streams.ts',
  },
  // What the SDK would load in a browser, or to sign in with an SSO profile: never here, and 50 KB.
  external: ['bowser', '@aws-sdk/nested-clients/*'],
  // What is imported when it is first needed is a file of its own. In one file it would be wrapped, and with it all that
  // it shares with the rest: `deliver` took 75 ms to load instead of 57.
  splitting: true,
  entryNames: 'index',
  outExtension: { '.js': '.mjs' },
  // Russian texts stay two bytes a letter instead of six.
  charset: 'utf8',
  logLevel: 'warning',
};

/**
 * The code of `functions/<name>`: `index.mjs` and the parts that it loads, the SDK of our lockfile included, and the
 * folders that lie beside it (name there → path in the repository).
 *
 * Calls esbuild itself where `NodejsFunction` would start npx and a shell for every function: a synth in half the time.
 * @throws Error if the code does not build, or a folder is missing or empty.
 */
export function functionBundle(name: string, folders: Readonly<Record<string, string>>): Code {
  const source = join(ROOT, 'functions', name);
  return Code.fromAsset(source, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Asked for by the type and never pulled: what cannot be bundled here throws.
      image: Runtime.NODEJS_24_X.bundlingImage,
      local: {
        tryBundle(output) {
          buildSync({
            ...OPTIONS,
            entryPoints: [join(source, 'handler.ts')],
            outdir: output,
          });
          for (const [target, path] of Object.entries(folders)) copyFolder(path, join(output, target));
          return true;
        },
      },
    },
  });
}

function copyFolder(path: string, target: string): void {
  const source = join(ROOT, path);
  if (!existsSync(source) || readdirSync(source).length === 0)
    throw new Error(`${path} belongs into a bundle, and it is missing or empty: build it first.`);
  cpSync(source, target, { recursive: true });
}
