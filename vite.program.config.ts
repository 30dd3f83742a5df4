import { defineConfig } from 'vite'

// The program, built so that it starts at once: TypeScript is loaded as it is only where migrations are.
export default defineConfig({
  // Hundreds of small modules, needed by every command.
  ssr: { noExternal: ['typebox'] },
  build: {
    ssr: true,
    outDir: 'dist/server',
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: {
      input: {
        main: 'server/main.ts',
        child: 'server/history/child.ts',
        'resolve-hook': 'server/history/resolve-hook.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
