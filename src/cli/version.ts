import packageJson from '../../package.json' with { type: 'json' };

export async function run(): Promise<number> {
  process.stdout.write(`${packageJson.version}\n`);
  return 0;
}
