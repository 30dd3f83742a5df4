import { readdirSync } from 'node:fs'
import { defineConfig } from 'vite'

const PROGRAM = {
  main: 'server/main.ts',
  child: 'server/history/child.ts',
  'resolve-hook': 'server/history/resolve-hook.ts',
}

// The program, built so that it starts at once: only migrations are loaded as TypeScript. With `--mode testing`, the
// programs that tests start.
export default defineConfig(({ mode }) => ({
  // Hundreds of small modules, needed by every command.
  ssr: { noExternal: ['typebox'] },
  build: {
    ssr: true,
    outDir: 'dist/server',
    emptyOutDir: true,
    target: 'node20',
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
