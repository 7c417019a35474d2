/** The folder of all bundles of a clone. */
export function bundlesOf(root: string): string

/** Where the bundle of the sources as they are is, or is to be. */
export function bundleFor(root: string): string

/** The program's module in the bundle of the sources as they are; undefined where there is none such. */
export function bundledProgram(root: string): string | undefined
