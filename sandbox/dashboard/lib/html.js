// @ts-check
import { h, render } from 'preact'
import htm from 'htm'

/** Markup as tagged templates: no build step. */
export const html = htm.bind(h)
export { render }
export { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
