import { readdirSync } from 'node:fs'
import { defineConfig } from 'vite'

const PROGRAM = {
  main: 'server/main.ts',
  library: 'server/library.ts',
  child: 'server/history/child.ts',
  'kysely-config': 'server/history/kysely-config-child.ts',
  'resolve-hook': 'server/history/resolve-hook.ts',
}

// The program, built so that it starts at once: only migrations are loaded as TypeScript. With `--mode testing`, the
// programs that tests start.
export default defineConfig(({ mode }) => ({
  // All of it in few files, so that it starts at once and brings few packages into a project; what is native, and what a
  // project may have a copy of its own of, stays outside.
  ssr: { noExternal: true, external: ['kysely', 'oxc-parser', 'pg', 'tsx'] },
  build: {
    ssr: true,
    outDir: 'dist/server',
    emptyOutDir: true,
    target: 'node20',
    // Of what the program is built with; goes along with it.
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      input: mode === 'testing' ? testPrograms() : PROGRAM,
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
}))

function testPrograms(): Record<string, string> {
  const folder = 'server/testing/programs'
  const names = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''))
  return Object.fromEntries(names.map((name) => [name, `${folder}/${name}.ts`]))
}
