import type { BuildOptions } from 'esbuild'

/** Bundles `entryPoints` (name to file) into `outdir`. */
export function bundle(root: string, outdir: string, entryPoints: Readonly<Record<string, string>>, settings?: BuildOptions): Promise<void>
