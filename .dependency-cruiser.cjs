/** The rules of the house, as dependency-cruiser reads them; test/architecture.test.ts runs them. */
const SLICES =
  '(alerts|broadcast|cameras|commune|computers|devices|lan|outbox|panel|province|speakers|speech|system|web)';
/** What every slice declares its routes with: functions and constants of the web slice without state. */
const WEB_WORDS = '^src/web/(guard|paging|rate-limits|roles|time-limit|identity/require-user)\\.ts$';
/** The panel's server half; the rest of the folder runs in a browser. */
const PANEL_SERVER = '^src/panel/(index|[a-z-]+-routes|vite\\.config)\\.ts$';
const types = { dependencyTypesNot: ['type-only'] };

module.exports = {
  forbidden: [
    {
      name: 'slices-meet-by-types-only',
      comment: 'A slice reaches another by a Fastify decorator, an event, or import type.',
      severity: 'error',
      from: { path: `^src/${SLICES}/` },
      to: { path: `^src/${SLICES}/`, pathNot: ['^src/$1/', WEB_WORDS], ...types },
    },
    {
      name: 'ground-stands-on-no-slice',
      comment: 'config/ and db/ are below the slices.',
      severity: 'error',
      from: { path: '^src/(config|db)/' },
      to: { path: `^src/(${SLICES}|cli)/`, ...types },
    },
    {
      name: 'speech-knows-no-slice',
      comment: 'Text in, audio out: no database, no slice.',
      severity: 'error',
      from: { path: '^src/speech/' },
      to: { path: [`^src/${SLICES}/`, '^src/db/'], pathNot: ['^src/speech/'], ...types },
    },
    {
      name: 'protocols-know-nothing',
      comment: 'A protocol is spoken without Fastify, database, configuration or slice.',
      severity: 'error',
      from: { path: '^src/protocols/' },
      to: { path: ['^src/(?!protocols/)', '^node_modules/(@?fastify|better-sqlite3)'] },
    },
    {
      name: 'only-the-top-runs-the-command-line',
      severity: 'error',
      from: { path: `^src/(${SLICES}|config|db|protocols)/` },
      to: { path: '^src/(cli/|cli\\.ts|main\\.ts|app\\.ts)', ...types },
    },
    {
      name: 'browser-code-takes-types-only',
      comment:
        'What the panel needs at run time from outside is plain functions of src/*.ts and the table of rights.',
      severity: 'error',
      from: { path: '^src/panel/', pathNot: PANEL_SERVER },
      to: { path: '^src/(?!panel/)', pathNot: ['^src/[a-z-]+\\.ts$', '^src/web/roles\\.ts$'], ...types },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one idea, or three.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'the-program-needs-no-test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'the-program-needs-no-development-package',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'unknown', 'undetermined'], ...types },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    // Tells `import type` from `import`.
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css', '.svg'],
    },
  },
};
