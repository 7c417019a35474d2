// The edge container's program in one file that needs no packages. As a program: node edge-bundle.mjs <file>
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const MAIN = 'sandbox/engines/edge/main.ts'
/** The folders of the services that the edge has; the others are asked of its upstream. */
const SERVICES = ['apigateway', 'cognito']

/** Bundles the sources below `root` into `outfile`. */
export async function bundleEdge(root, outfile) {
  await build({
    absWorkingDir: root,
    entryPoints: [MAIN],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    logLevel: 'warning',
    // Some packages are CommonJS, and call `require` for what Node has.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    plugins: [{ name: 'without-other-services', setup: leaveOut }],
  })
}

/** The engine's catalog names all services; those that are not asked for here are never loaded. */
function leaveOut({ onResolve }) {
  onResolve({ filter: /\/services\/[^/]+\/.*\.ts$/ }, ({ path, kind }) => {
    const isOther = kind === 'dynamic-import' && !SERVICES.includes(/\/services\/([^/]+)\//.exec(path)[1])
    return isOther ? { path, external: true } : undefined
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
  await bundleEdge(root, process.argv[2])
}
