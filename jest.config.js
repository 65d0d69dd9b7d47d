// ESM all the way (@middy 7 exports only `import`): run with --experimental-vm-modules, see test/run.ts.
const project = (name, extra = {}) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out/', '<rootDir>/.keizoku'],
  ...extra,
});

export default {
  projects: [project('unit'), project('table'), project('infra'), project('local'), project('e2e')],
  testTimeout: 60_000,
};
