export function bundleEdge(root: string, outfile: string): Promise<void>
