import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { projectFolder, removeProjectFolders } from '../testing/project-folder.ts'
import { formOfFolder } from './folder-form.ts'

afterAll(removeProjectFolders)

const ESM = 'export async function up() {}'
const CJS = 'exports.up = async () => {}'
const MODULE = '{ "type": "module" }'

test.each([
  ['TypeScript', { 'm/1.ts': ESM }, '.ts typescript'],
  ['TypeScript by its name', { 'm/1.mts': ESM }, '.mts typescript'],
  ['a module by what is written in it', { 'm/1.js': ESM }, '.js module'],
  [
    'CommonJS, whatever the package says',
    { 'm/1.js': CJS, 'package.json': MODULE },
    '.js commonjs',
  ],
  ['module.exports', { 'm/1.js': `'use strict'\nmodule.exports = { up }` }, '.js commonjs'],
  [
    'nothing written, in a package of modules',
    { 'm/1.js': '', 'package.json': MODULE },
    '.js module',
  ],
  [
    'nothing written, and a package without a type',
    { 'm/1.js': '', 'package.json': '{}' },
    '.js commonjs',
  ],
  [
    'the nearest package.json',
    { 'm/1.js': '', 'm/package.json': MODULE, 'package.json': '{}' },
    '.js module',
  ],
  ['a module by its name', { 'm/1.mjs': ESM }, '.mjs module'],
  ['CommonJS by its name', { 'm/1.cjs': CJS, 'package.json': MODULE }, '.cjs commonjs'],
  [
    'the newest of several kinds',
    { 'm/1.js': CJS, 'm/2.js': CJS, 'm/3.ts': ESM },
    '.ts typescript',
  ],
  ['JavaScript after TypeScript', { 'm/1.ts': ESM, 'm/2.js': CJS }, '.js commonjs'],
])('%s', async (_, files, form) => {
  const { extension, syntax } = await formOfFolder(join(projectFolder(files), 'm'))
  expect(`${extension} ${syntax}`).toBe(form)
})
