import { buildIfChanged, FOR_TESTS } from '../prepare/build.mjs'
import { root } from './run.mjs'

/** Before tests: what they run is what the sources say. */
export const setup = () => buildIfChanged(root, FOR_TESTS)
